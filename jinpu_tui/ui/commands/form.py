"""Edit one field of the form: pick, type, or write at length, as its kind of value asks for."""

from __future__ import annotations

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.entry_parsing import parse_step
from jinpu_tui.model.fields import FIELDS, Field, field_of
from jinpu_tui.model.formatting import value_text
from jinpu_tui.model.records import Indicator, Record, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext, command_named
from jinpu_tui.ui.commands.edit import change_observation
from jinpu_tui.ui.commands.field_edit import edit_field
from jinpu_tui.ui.commands.questions import prompt_edit
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.form_groups import group_of
from jinpu_tui.ui.pages.page import PageLine
from jinpu_tui.ui.session import Session


async def edit_line(ctx: CommandContext, record: Record, line: PageLine) -> None:
    """Edit the field of a record that a line of its page shows."""
    field = field_of(record.TYPE, line.field)
    if field is None:
        return
    if field.form == "tables":
        await _edit_entry(ctx, record, field, line.entry)
    else:
        await edit_field(ctx, record.TYPE, field, [ctx.session.workspace.plain(record.id)])


async def jump(ctx: CommandContext) -> None:
    """Go to the field whose name is typed, and edit it in the form."""
    page, record = ctx.page_ref, ctx.record
    if page is None or record is None or page.kind not in ("form", "record"):
        ctx.show_message(_("This goes to a field of a record's page or form"), bad=True)
        return
    plain = ctx.session.workspace.plain(record.id)
    fields = [field for field in FIELDS[record.TYPE] if field.form != "id" and (page.kind == "form" or field.name in plain)]
    options = [Option(_(field.name), field.name, value_text(plain.get(field.name)), field.name) for field in fields]
    name = await ctx.pick(_("Field"), options, size=(60, 14))
    if name is None:
        return
    if _go_to_field(ctx, name) and page.kind == "form":
        ctx.run_command(command_named(ctx, "go.open"))  # not the same run: a draft of its prompt opens it again


def _go_to_field(ctx: CommandContext, name: str) -> bool:
    """Put the cursor on the first line of a field, unfolding its group; return whether there is one."""
    if ctx.find_line(name):
        return True
    ctx.narrow_page("")
    ctx.session.unfolded_groups.add(group_of(name))
    ctx.reload()
    return ctx.find_line(name)


async def _edit_entry(ctx: CommandContext, record: Record, field: Field, index: int) -> None:
    if isinstance(record, Task) and field.name == "steps" and index >= 0:
        await edit_step(ctx, record, index)
        return
    if isinstance(record, Indicator) and field.name == "observations" and index >= 0:
        await change_observation(ctx, record, index)
        return
    ctx.show_message(entry_hint(ctx.session, field.name))


def entry_hint(session: Session, field: str) -> str:
    """Return how the entries of a list of tables are changed."""
    hints = {
        "steps": ("task.add-step", _("{key} adds a step")),
        "log": ("task.note", _("{key} adds a note; notes of the log are not changed")),
        "observations": ("indicator.observe", _("{key} adds or changes an observation")),
    }
    command, text = hints.get(field, ("record.editor", _("{key} opens the file in your editor")))
    return text.format(key=session.key_of(command))


async def edit_step(ctx: CommandContext, task: Task, index: int) -> None:
    """Type a step anew, with its date."""
    step, plain = task.steps[index], ctx.session.workspace.plain(task.id)

    def make(text: str) -> list[AnyChange]:
        values = parse_step(text, ctx.session.workspace.reference_day, step.due)
        return edits.set_step(plain, index, values)

    title = _("step {number} of {id}").format(number=index + 1, id=task.id)
    await prompt_edit(ctx, title, make, f"{step.text} due:{step.due}" if step.due else step.text)
