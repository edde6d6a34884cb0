"""Choose what to see: scope, find, marks, pages, zoom, day."""

from __future__ import annotations

from jinpu_tui.model.dates import parse_date
from jinpu_tui.model.errors import DateError
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.rows import record_of


async def scope(ctx: CommandContext) -> None:
    """Narrow the other panes to the requirement, or widen them again."""
    session, record = ctx.session, ctx.record
    if record is not None:
        session.scope = "" if session.scope == record.id else record.id
        ctx.reload()
        text = _("Tasks and indicators of {id} and below; {key} or Esc shows all")
        shown = text.format(id=session.scope, key=session.key_of("view.scope"))
        ctx.show_message(shown if session.scope else _("All tasks and indicators"))


async def form(ctx: CommandContext) -> None:
    """Show all fields of the record, to be edited."""
    if ctx.record is not None:
        ctx.open_page(PageRef("form", ctx.record.id))


async def overview(ctx: CommandContext) -> None:
    """Show the state of the whole dataset in numbers."""
    ctx.load_all()
    ctx.open_page(PageRef("overview"))


async def calendar(ctx: CommandContext) -> None:
    """Show on which days tasks are due."""
    ctx.load_all()
    ctx.open_page(PageRef("calendar"))


async def relations(ctx: CommandContext) -> None:
    """Show all that the record is related to."""
    if ctx.record is not None:
        ctx.load_all()
        ctx.open_page(PageRef("trace", ctx.record.id))


async def board(ctx: CommandContext) -> None:
    """Show requirements beside lead units."""
    ctx.load_all()
    ctx.open_page(PageRef("matrix"))


async def waiting(ctx: CommandContext) -> None:
    """Show what waits for what."""
    ctx.load_all()
    ctx.open_page(PageRef("chains"))


async def find(ctx: CommandContext) -> None:
    """Go to any record of any kind, by id or words."""
    ctx.load_all()
    dataset, words = ctx.session.dataset, ctx.session.finder.haystack
    options = [Option(f"{record.id}  {record.name}", record.id, _(record.TYPE), words(record)) for record in dataset]
    id_ = await ctx.pick(_("Find"), options, size=(90, 20), slot="f", line=2)
    while id_ is not None and id_ not in ctx.session.dataset.by_id:
        id_ = await ctx.ask_again(_("{id} was removed meanwhile").format(id=id_))
    if id_ is not None:
        ctx.go_to(id_)


async def problems(ctx: CommandContext) -> None:
    """List the problems of the dataset; Enter goes to the record."""
    ctx.load_all()
    problems = ctx.session.problem_list
    if problems.around:  # they may have been resolved meanwhile
        problems.around = problems.find_around()
    found = ctx.session.problems
    if not found:
        ctx.show_message(_("No problems found"))
        return
    options = [
        Option(
            f"{problem.file.rsplit('/', 1)[-1]}:{problem.line}  {problem.message}. {problem.hint}".rstrip(" ."),
            problem.id or "",
            problem.code,
        )
        for problem in found
    ]
    id_ = await ctx.pick(_("Problems"), options, size=(110, 20), line=2)
    while id_ is not None and id_ not in ctx.session.dataset.by_id:
        id_ = await ctx.ask_again(_("It belongs to no record that is shown; correct it in the file"))
    if id_ is not None:
        ctx.go_to(id_)


async def as_of(ctx: CommandContext) -> None:
    """Judge as on another day: lights, overview and filters follow; an empty text goes back to the dataset's day."""
    workspace = ctx.session.workspace

    def preview(text: str) -> str:
        try:
            day = parse_date(text, workspace.day)
        except DateError as error:
            return str(error)
        return day.isoformat() if day else _("the day of the dataset, else today")

    text = await ctx.prompt(_("as of"), workspace.day.isoformat(), preview=preview, slot="@", at_top=True)
    while text is not None:
        try:
            workspace.as_of = parse_date(text, workspace.day)
        except DateError as error:
            text = await ctx.ask_again(str(error))
            continue
        ctx.reload()
        ctx.show_message(_("As of {day}").format(day=workspace.day))
        return


async def redraw(ctx: CommandContext) -> None:
    """Send the whole screen again, after something else has written over it."""
    ctx.redraw()


async def suspend(ctx: CommandContext) -> None:
    """Go back to the shell; its `fg` comes back."""
    ctx.suspend()


async def leave_program(ctx: CommandContext) -> None:
    """Leave the program."""
    ctx.exit()


async def zoom(ctx: CommandContext) -> None:
    """Show this pane alone, or all of them again."""
    ctx.is_zoomed = not ctx.is_zoomed


async def mark(ctx: CommandContext) -> None:
    """Mark or unmark the record, and go to the next row."""
    if ctx.record is not None:
        ctx.session.marks ^= {ctx.record.id}
        ctx.move(1)
        ctx.repaint_marks()


async def mark_all(ctx: CommandContext) -> None:
    """Mark all records in view, or unmark them if all are marked."""
    ctx.load_all()
    ids = {record.id for record in map(record_of, ctx.rows) if record is not None}
    marks = ctx.session.marks
    ctx.session.marks = marks - ids if ids <= marks else marks | ids
    ctx.repaint_marks()


async def copy_id(ctx: CommandContext) -> None:
    """Copy the id of the record."""
    if ctx.record is not None:
        ctx.copy_to_clipboard(ctx.record.id)
        ctx.show_message(_("Copied {id}").format(id=ctx.record.id))
