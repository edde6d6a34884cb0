"""How a pane is arranged: its order, groups and columns, and views that keep all of it under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import View
from jinpu_tui.query.columns import columns
from jinpu_tui.query.sorting import GROUPS, column_of, sized
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.columns import MAX_WIDTH

if TYPE_CHECKING:
    from jinpu_tui.services.workspace import Workspace
    from jinpu_tui.ui.dialogs.chooser import Option
    from jinpu_tui.ui.main_screen import Browse

WIDER = 2
"""A column gets so much wider or narrower by a key."""


def order(browse: Browse) -> None:
    """Pick what the pane is ordered by: Enter by one column alone, or backwards where it is that already; Tab by one more."""
    from jinpu_tui.ui.dialogs.chooser import Option

    session, pane = browse.session, browse.pane
    before = session.views[pane].order

    def options() -> list[Option]:
        places = {name: (number, backwards) for number, (name, backwards) in enumerate(_terms(browse), 1)}
        as_filed = Option(_("as in the files"), "", "" if places else "✓")
        return [as_filed, *(Option(_(name), name, _direction(places.get(name))) for name in columns(KIND_OF[pane]))]

    def act(_key: str, value: str) -> None:
        now = dict(_terms(browse))
        if value not in now:
            now[value] = False
        elif now[value]:
            del now[value]
        else:
            now[value] = True
        now.pop("", None)
        _see(browse, order=tuple(f"{name}-" if backwards else name for name, backwards in now.items()))

    def pick(value: str) -> str:
        present = session.views[pane].order
        if present == before:  # Tab has not put one together
            _see(browse, order=(f"{value}-",) if present == (value,) else (value,) if value else ())
        _keep(browse)
        return ""

    _arrange(browse, _("Order by"), options, act, pick, _("Tab adds one more, again: from the last, again: not"))


def _terms(browse: Browse) -> list[tuple[str, bool]]:
    return list(map(column_of, browse.session.views[browse.pane].order))


def _direction(place: tuple[int, bool] | None) -> str:
    return "" if place is None else f"{place[0]} {'↓' if place[1] else '↑'}"


def group(browse: Browse) -> None:
    """Pick what the pane is grouped by."""
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    pane = browse.pane
    names = GROUPS.get(KIND_OF[pane], ())
    if not names:
        browse.show_message(_("Requirements stand in their tree; tasks and indicators can be grouped"), bad=True)
        return

    def pick(value: str) -> str:
        browse.session.closed.clear()
        _see(browse, group=value)
        _keep(browse)
        return ""

    options = [Option(_("none"), ""), *(Option(_("due month") if name == "due" else _(name), name) for name in names)]
    start = browse.session.views[pane].group
    browse.open(Chooser(_("Group by"), browse.prompt_line, options, pick, start=start, size=(30, 11)))


def choose_columns(browse: Browse) -> None:
    """Choose the columns of the pane, put them in order and size them."""
    from jinpu_tui.query.views import column_names
    from jinpu_tui.ui.dialogs.chooser import Option

    session, pane = browse.session, browse.pane
    known = column_names(KIND_OF[pane])
    standard = browse.standard_columns

    def chosen() -> list[tuple[str, int | None]]:
        return list(map(sized, session.views[pane].columns or standard))

    def options() -> list[Option]:
        now = chosen()
        on = [Option(_(name), name, f"✓ {width or ''}".rstrip()) for name, width in now]
        return [*on, *(Option(_(name), name) for name in known if name not in dict(now))]

    def act(key: str, value: str) -> None:
        now = chosen()
        at = next((index for index, (name, _width) in enumerate(now) if name == value), None)
        if at is None:
            now += [(value, None)] if key == "tab" else []
        elif key == "tab":
            now[at : at + 1] = [] if len(now) > 1 else now
        elif key in "<>":
            one = now.pop(at)
            now.insert(max(0, at + (1 if key == ">" else -1)), one)
        else:
            width = (now[at][1] or MAX_WIDTH) + (WIDER if key == "+" else -WIDER)
            now[at] = value, max(WIDER, width)
        _see(browse, columns=tuple(f"{name}:{width}" if width else name for name, width in now))

    def pick(_value: str) -> str:
        _keep(browse)
        return ""

    _arrange(browse, _("Columns"), options, act, pick, _("Tab shows or hides, < > move, + - size"), signs="<>+-")


def _arrange(
    browse: Browse,
    title: str,
    options: Callable[[], Sequence[Option]],
    act: Callable[[str, str], None],
    pick: Callable[[str], str],
    hint: str,
    *,
    signs: str = "",
) -> None:
    from jinpu_tui.ui.dialogs.multi_select import Arranger

    before = browse.session.views[browse.pane]

    def undo() -> None:
        browse.session.views[browse.pane] = before
        browse.reload_pane(browse.pane)

    browse.open(Arranger(title, browse.prompt_line, options, act=act, pick=pick, undo=undo, hint=hint, signs=signs))


def _see(browse: Browse, **choices: Any) -> None:
    browse.session.see(browse.pane, **choices)
    browse.reload_pane(browse.pane)


def _keep(browse: Browse) -> None:
    browse.session.leave()


def views(browse: Browse) -> None:
    """List the views: Enter shows one; the present one can be saved, for oneself or in the dataset."""
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    browse.have_all()
    session = browse.session
    own = session.user_state.views()
    found = {f"view {number}": one for number, one in enumerate((*session.dataset.views, *own))}
    options = [Option(one.name, key, _("yours") if one in own else _(one.pane), one.filter) for key, one in found.items()]
    doing: dict[str, tuple[str, Callable[[], None]]] = {}
    if session.user_state.own is not None:
        doing["own"] = _("Save this view for yourself …"), lambda: _name_view(browse, shared=False)
    if not session.workspace.read_only:
        doing["shared"] = _("Save this view in the dataset, for all …"), lambda: _name_view(browse, shared=True)
    if own:
        doing["remove"] = _("Remove a view of yours …"), lambda: _pick_to_remove(browse)
    options += [Option(message, key) for key, (message, _run) in doing.items()]
    if not options:
        browse.show_message(_("There are no views, and none can be saved here"), bad=True)
        return

    def pick(key: str) -> str:
        if key in found:
            show_view(browse, found[key])
        else:
            browse.call_later(doing[key][1])
        return ""

    browse.open(Chooser(_("Views"), 2, options, pick, size=(70, 16)))


def show_view(browse: Browse, view: View) -> None:
    """Look at the pane of a view as the view says."""
    session = browse.session
    session.scope = ""
    session.closed.clear()
    session.views[view.pane] = view
    browse.go(view.pane)
    browse.reload()
    browse.session.leave()
    browse.show_message(_("View {name}").format(name=view.name))


def _name_view(browse: Browse, *, shared: bool) -> None:
    """Ask for a name and save; a view of that name takes what is seen now."""
    from jinpu_tui.query.views import view_named
    from jinpu_tui.ui.dialogs.prompt import Prompt

    session = browse.session
    now = session.views[browse.pane]
    seen: dict[str, Any] = {
        "pane": now.pane,
        "filter": now.filter or None,
        "order": list(now.order) or None,
        "group": now.group or None,
        "columns": list(now.columns) or None,
    }

    def changes(name: str, workspace: Workspace) -> list[AnyChange]:
        same = view_named(workspace.dataset.views, name)
        if same is None:
            return edits.add("view", workspace.next_id("view"), {"name": name, **seen}, any_id=True)
        return edits.set_fields("view", workspace.plain(same.id), seen, workspace.today)

    def save(text: str) -> str:
        name = text.strip()
        if not name:
            return _("A name is needed")
        if shared:
            return browse.attempt(lambda: changes(name, session.workspace))
        return browse.refused(lambda: session.user_state.edit_views(lambda own: changes(name, own))) or _told(browse, name)

    what = _("filter {filter}").format(filter=now.filter) if now.filter else _("no filter")
    title = _("Save as, in the dataset") if shared else _("Save as, for yourself")
    browse.open(Prompt(title, browse.prompt_line, save, value=now.name, preview=lambda _text: what))


def _told(browse: Browse, name: str) -> str:
    browse.show_message(_("Saved as {name}; V shows it").format(name=name))
    return ""


def _pick_to_remove(browse: Browse) -> None:
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    user_state = browse.session.user_state
    own = {view.id: view for view in user_state.views()}

    def remove(id_: str) -> str:
        return browse.refused(lambda: user_state.edit_views(lambda views: edits.remove("view", views.plain(id_))))

    options = [Option(one.name, id_, one.filter) for id_, one in own.items()]
    browse.open(Chooser(_("Remove a view of yours"), 2, options, remove, size=(70, 16)))
