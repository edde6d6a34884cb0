"""Choosing what to see: scope, filter, find, marks, pages, help."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.services.manual import TOPICS
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.rows import record_of

if TYPE_CHECKING:
    from jinpu_tui.model.records import View
    from jinpu_tui.ui.keymap import Command
    from jinpu_tui.ui.main_screen import Browse


def scope(browse: Browse) -> None:
    """Narrow the other panes to the requirement, or widen them again."""
    session, record = browse.session, browse.record
    if record is not None:
        session.scope = "" if session.scope == record.id else record.id
        browse.reload()
        message = _("Tasks and indicators of {id} and below; Space or Esc shows all").format(id=session.scope)
        browse.show_message(message if session.scope else _("All tasks and indicators"))


def chart(browse: Browse) -> None:
    """Open the chart of the indicator, or of all marked ones if it is one of them."""
    if browse.record is not None:
        browse.open_page("chart", browse.record.id)


def form(browse: Browse) -> None:
    """All fields of the record."""
    if browse.record is not None:
        browse.open_page("form", browse.record.id)


def overview(browse: Browse) -> None:
    """How the whole dataset stands."""
    browse.have_all()
    browse.open_page("overview", "")


def trace(browse: Browse) -> None:
    """All that the record touches."""
    if browse.record is not None:
        browse.have_all()
        browse.open_page("trace", browse.record.id)


def matrix(browse: Browse) -> None:
    """Open the page of requirements beside lead units."""
    browse.have_all()
    browse.open_page("matrix", "")


def chains(browse: Browse) -> None:
    """Open the page of what waits for what."""
    browse.have_all()
    browse.open_page("chains", "")


def filter_page(browse: Browse) -> None:
    """Narrow the page in front to the lines with all words that are typed; Enter keeps the filter, Esc takes it away."""
    from jinpu_tui.query.completion import Completion
    from jinpu_tui.ui.dialogs.filter_prompt import FilterPrompt

    def narrow(text: str) -> None:
        browse.page.narrow(text)
        browse.moved()

    prompt = FilterPrompt(
        browse.page.filter,
        browse.size.height - 5,
        narrow=narrow,
        keep=narrow,
        count=lambda: browse.page.count,
        complete=lambda text: Completion(len(text), ()),
        past=(),
        slot=f"/ {browse.page_key.partition(' ')[0]}",
        hint=_("words that the lines must have"),
    )
    browse.open(prompt)


def filter_pane(browse: Browse) -> None:
    """Narrow the pane while typing; Enter keeps the filter, Esc takes it away. What is good before a mistake stays."""
    if browse.page_key:
        filter_page(browse)
        return
    from jinpu_tui.model.errors import FilterError
    from jinpu_tui.query.completion import completion
    from jinpu_tui.query.filter import check
    from jinpu_tui.ui.dialogs.filter_prompt import FilterPrompt

    session, pane = browse.session, browse.pane

    def narrow(text: str) -> FilterError | None:
        try:
            check(text, session.analysis)
        except FilterError as error:
            before = text[: error.start].rpartition(" ")[0]
            if before.strip():
                narrow(before)
            return error
        if session.filter_of(pane) != text.strip():
            session.see(pane, filter=text.strip())
            browse.reload_pane(pane)
        return None

    def keep(text: str) -> None:
        if narrow(text) is None and text.strip() and text.strip() not in session.past_filters[-1:]:
            session.past_filters.append(text.strip())
            session.leave()

    prompt = FilterPrompt(
        session.filter_of(pane),
        browse.size.height - 5,
        narrow=narrow,
        keep=keep,
        count=lambda: browse.tabs.counts[pane],
        complete=lambda text: completion(text, KIND_OF[pane], session.analysis),
        past=session.past_filters,
        slot=f"/ {pane}",
    )
    browse.open(prompt)


def find(browse: Browse) -> None:
    """Any record of any kind, by id or words."""
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    browse.have_all()
    words = browse.session.finder.haystack
    options = [Option(f"{item.id}  {item.name}", item.id, _(item.TYPE), words(item)) for item in browse.session.dataset]

    def go(id_: str) -> str:
        if id_ not in browse.session.dataset.by_id:
            return _("{id} was removed meanwhile").format(id=id_)
        browse.go_to(id_)
        return ""

    browse.open(Chooser(_("Find"), 2, options, go, size=(90, 20), slot="f"))


async def find_notices(browse: Browse) -> None:
    """Say what is wrong around the dataset; git is asked after the first screen, in a thread of its own."""
    browse.session.notices = await to_thread(browse.session.find_notices)
    if browse.session.notices:
        browse.reload()


def problems(browse: Browse) -> None:
    """List the problems; Enter goes to the record."""
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    browse.have_all()
    if browse.session.notices:  # they may have been seen to meanwhile
        browse.session.notices = browse.session.find_notices()
    found = browse.session.problems
    if not found:
        browse.show_message(_("No problems found"))
        return
    options = [
        Option(
            f"{item.file.rsplit('/', 1)[-1]}:{item.line}  {item.message}. {item.hint}".rstrip(" ."), item.id or "", item.code
        )
        for item in found
    ]

    def go(id_: str) -> str:
        if id_ not in browse.session.dataset.by_id:
            return _("It belongs to no record that is shown; correct it in the file")
        browse.go_to(id_)
        return ""

    browse.open(Chooser(_("Problems"), 2, options, go, size=(110, 20)))


def as_of(browse: Browse) -> None:
    """Judge as on another day: lights, overview and filters follow; empty goes back to the dataset's day."""
    from jinpu_tui.model.dates import parse_date
    from jinpu_tui.model.errors import DateError
    from jinpu_tui.ui.dialogs.prompt import Prompt

    workspace = browse.session.workspace

    def submit(text: str) -> str:
        try:
            workspace.as_of = parse_date(text, workspace.day)
        except DateError as error:
            return str(error)
        browse.reload()
        browse.show_message(_("As of {day}").format(day=workspace.day))
        return ""

    def preview(text: str) -> str:
        try:
            day = parse_date(text, workspace.day)
        except DateError as error:
            return str(error)
        return day.isoformat() if day else _("the day of the dataset, else today")

    browse.open(Prompt(_("as of"), 1, submit, value=workspace.day.isoformat(), preview=preview, slot="@"))


def redraw(browse: Browse) -> None:
    """Paint the whole screen again, where something else has written over it."""
    from jinpu_tui.ui.app import JinpuApp

    if isinstance(browse.app, JinpuApp):
        browse.app.redraw()


def suspend(browse: Browse) -> None:
    """Back to the shell for a while; its `fg` comes back."""
    browse.app.action_suspend_process()


def zoom(browse: Browse) -> None:
    """Show this pane alone, or all again."""
    browse.toggle_class("-zoom")
    browse.call_after_refresh(browse.show_cursor)


def mark(browse: Browse) -> None:
    """Mark or unmark, and go on."""
    if browse.record is not None:
        browse.session.marks ^= {browse.record.id}
        browse.front.repaint()
        browse.move(1)
        browse.top.repaint()


def mark_all(browse: Browse) -> None:
    """Mark all in view, or unmark them if all are marked."""
    browse.have_all()
    ids = {record.id for record in map(record_of, browse.front.rows) if record is not None}
    marks = browse.session.marks
    browse.session.marks = marks - ids if ids <= marks else marks | ids
    browse.front.repaint()
    browse.top.repaint()


def copy_id(browse: Browse) -> None:
    """Copy the id by the terminal's own clipboard sequence (OSC 52)."""
    if browse.record is not None:
        browse.app.copy_to_clipboard(browse.record.id)
        browse.show_message(_("Copied {id}").format(id=browse.record.id))


def help_here(browse: Browse) -> None:
    """List the commands that work here; Enter runs one."""
    from jinpu_tui.ui.keymap import COMMANDS, applies

    kind = browse.record.TYPE if browse.record else None
    commands = [item for item in COMMANDS if applies(item, browse.context, kind)]
    _pick_command(browse, _("What you can do here"), commands, topics=TOPICS)


def palette(browse: Browse) -> None:
    """All commands there are."""
    from jinpu_tui.ui.keymap import COMMANDS

    _pick_command(
        browse, _("All commands"), list(COMMANDS), (*browse.session.dataset.views, *browse.session.user_state.views()), TOPICS
    )


def _pick_command(
    browse: Browse, title: str, commands: list[Command], views: Sequence[View] = (), topics: Sequence[str] = ()
) -> None:
    from jinpu_tui.ui.commands.columns import show_view
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option
    from jinpu_tui.ui.keymap import key_name

    options = [
        Option(one.help, str(number), " ".join(key_name(key) for key in one.keys), one.verb)
        for number, one in enumerate(commands)
    ]
    options += [Option(_("View {name}").format(name=one.name), f"view {number}", "V") for number, one in enumerate(views)]

    options += [Option(_("Manual: {topic}").format(topic=topic), f"manual {topic}", _("manual")) for topic in topics]

    def run(value: str) -> str:
        kind, _blank, number = value.rpartition(" ")
        if kind == "manual":
            browse.session.topic = number
            browse.call_later(browse.open_page, "manual", "")
        elif kind:
            browse.call_later(show_view, browse, views[int(number)])
        else:
            browse.call_later(browse.run_command, commands[int(number)])
        return ""

    browse.open(Chooser(title, 1, options, run, size=(72, 24)))
