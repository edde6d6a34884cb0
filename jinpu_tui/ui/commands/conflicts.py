"""Conflicts: edits of others that meet the user's own, and those that a merge left open in the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Removed
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.formatting import changes_text, value_text
from jinpu_tui.services.workspace import EditOutcome
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.questions import prompt_edit
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.refusals import REFUSALS, reason_of

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Side
    from jinpu_tui.model.records import OpenConflict


async def resolve_pending(ctx: CommandContext) -> None:
    """Ask about an edit of the user's that waited, now that its file is valid again and holds something else."""
    from jinpu_tui.ui.edit_conflicts import resolve_edit

    workspace = ctx.session.workspace
    if workspace.pending_conflicts:
        edit = workspace.pending_conflicts[0]
        await resolve_edit(ctx, edit.changes, edit.conflicts, lambda changes: workspace.resolve_pending(edit.number, changes))


def report_foreign_edits(ctx: CommandContext) -> None:
    """Say that edits wait in the dataset's folder which somebody else may have put there."""
    with suppress(OSError):
        if ctx.session.workspace.pending:
            from jinpu_tui.services.proposals import foreign_pending_text

            if text := foreign_pending_text(ctx.session.workspace):
                ctx.add_news(text, bad=True)


async def decide(ctx: CommandContext) -> None:
    """Show the open conflicts, and ask which side counts: of the one under the cursor, or of the record, or the first."""
    ctx.load_all()
    conflict = _conflict_at_cursor(ctx)
    if conflict is None:
        ctx.show_message(_("There is no open conflict"))
        return
    is_on_page = _is_on_page(ctx) and ctx.record is not None
    ctx.open_page(PageRef("conflicts"))
    if not is_on_page:
        _move_to_conflict(ctx, conflict.id)
    if ctx.session.workspace.read_only:
        return
    following = _ids_after(ctx, conflict)
    outcome = await _decide_side(ctx, conflict)
    if outcome is not None:
        _go_on(ctx, following, outcome)


def _is_on_page(ctx: CommandContext) -> bool:
    return ctx.page_ref is not None and ctx.page_ref.kind == "conflicts"


def _move_to_conflict(ctx: CommandContext, id_: str) -> None:
    ctx.move_to(next((index for index, line in enumerate(ctx.rows) if line.link == id_), 0))


def _conflict_at_cursor(ctx: CommandContext) -> OpenConflict | None:
    record = ctx.record
    conflicts = ctx.session.dataset.conflicts
    near = (conflict for conflict in conflicts if record is not None and record.id in (conflict.id, conflict.on))
    return next(near, conflicts[0] if conflicts else None)


def _ids_after(ctx: CommandContext, conflict: OpenConflict) -> Sequence[str]:
    ids = [other.id for other in ctx.session.dataset.conflicts]
    return ids[ids.index(conflict.id) + 1 :] if conflict.id in ids else []


async def _decide_side(ctx: CommandContext, conflict: OpenConflict) -> EditOutcome | None:
    """Ask which side counts and write it; return what was written."""
    title = _("{what} was changed on two sides; which counts?").format(what=conflict.name)
    options = _options(ctx, conflict)
    choice = await ctx.pick(title, options, size=(100, len(options)), line=-1)
    while choice is not None and choice != "edit":
        try:
            return await ctx.commit(_changes(ctx, conflict, choice))
        except REFUSALS as error:
            choice = await ctx.ask_again(reason_of(error))
    return None if choice is None else await _type_value(ctx, conflict)


def _options(ctx: CommandContext, conflict: OpenConflict) -> list[Option]:
    from jinpu_tui.analysis.open_conflicts import sides

    keys = ("mine", "theirs")
    texts = zip(keys, sides(ctx.session.dataset, conflict), strict=False)
    options = [Option(" ".join(side.lines), key, f"{side.name}  {side.by}".rstrip()) for key, side in texts]
    if "both" in ctx.session.workspace.sides_of(conflict.id):
        is_one_record = conflict.base or not conflict.may_keep_both
        merged = _("Both: the changes of both sides; what clashes stays a conflict of its field")
        options.append(Option(merged if is_one_record else _("Both: theirs under the next free id"), "both"))
    options.append(Option(_("Another value: type it"), "edit"))
    options.append(Option(_("Leave it as it is now"), "now"))
    return options


def _changes(ctx: CommandContext, conflict: OpenConflict, choice: str) -> list[AnyChange]:
    sides: dict[str, Side] = {"mine": "mine", "theirs": "theirs", "both": "both"}
    if choice in sides:
        return ctx.session.workspace.decided(conflict.id, sides[choice])
    return [_removed(ctx, conflict)]


def _removed(ctx: CommandContext, conflict: OpenConflict) -> AnyChange:
    return Removed("conflict", conflict.id, ctx.session.workspace.plain(conflict.id))


async def _type_value(ctx: CommandContext, conflict: OpenConflict) -> EditOutcome | None:
    """Ask for a value of the field, and write it and remove the conflict in one edit. Show the form for other fields."""
    from jinpu_tui.model.input_parsing import check_references, parse_field

    session = ctx.session
    record = session.dataset.by_id.get(conflict.on)
    if record is None:
        ctx.show_message(_("There is no record {id} any more").format(id=conflict.on), bad=True)
        return None
    field = field_of(record.TYPE, conflict.field) if conflict.field else None
    if field is None or field.form in ("tables", "text"):
        ctx.open_page(PageRef("form", record.id))
        text = _("Edit the record, then press {key} and leave it as it is now")
        ctx.show_message(text.format(key=session.key_of("conflict.decide")))
        return None
    plain = session.workspace.plain(record.id)
    present = plain.get(field.name)

    def make(text: str) -> list[AnyChange]:
        value = parse_field(field, text, session.workspace.today, present)
        check_references(session.dataset, field, value)
        changes = edits.set_fields(record.TYPE, plain, {field.name: value}, session.workspace.today)
        return [*changes, _removed(ctx, conflict)]

    return await prompt_edit(ctx, f"{field.name} {record.id}", make, "" if present is None else value_text(present))


def _go_on(ctx: CommandContext, following: Sequence[str], outcome: EditOutcome) -> None:
    """Go to the first conflict of those that came after the decided one, or to the first of all; leave when all are decided."""
    left = [conflict.id for conflict in ctx.session.dataset.conflicts]
    if not _is_on_page(ctx):
        return
    done = changes_text(outcome.changes)
    if not left:
        ctx.close_page()
        ctx.show_message(_("{done} · no conflict is left").format(done=done))
        return
    _move_to_conflict(ctx, next((id_ for id_ in following if id_ in left), left[0]))
    message = ngettext("{done} · {count} conflict is left", "{done} · {count} conflicts are left", len(left))
    ctx.show_message(message.format(done=done, count=len(left)))
