"""Add, copy and remove whole records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange, Plain
from jinpu_tui.model.entry_parsing import observation_line
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import KIND_OF, title_field
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.services.workspace import EditOutcome
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.edit import add_step, describe_records, lines_of, targets
from jinpu_tui.ui.commands.questions import prompt_edit
from jinpu_tui.ui.refusals import REFUSALS, reason_of


async def add(ctx: CommandContext) -> None:
    """Add a step if the cursor is on one, else a record of the pane's kind after the one under the cursor."""
    if ctx.step is not None:
        await add_step(ctx)
        return
    record = ctx.record
    kind: Kind = record.TYPE if ctx.page_ref is not None and record else KIND_OF[ctx.pane]
    parent = getattr(record, "parent", None) if kind == "requirement" else None
    await _add(ctx, kind, parent or "", record)


async def add_below(ctx: CommandContext) -> None:
    """Add a requirement below the one under the cursor."""
    if ctx.record is not None:
        children = ctx.session.dataset.children.get(ctx.record.id, ())
        last = ctx.session.dataset.by_id[children[-1]] if children else ctx.record
        await _add(ctx, "requirement", ctx.record.id, last)


async def copy(ctx: CommandContext) -> None:
    """Add a record like this one, not yet begun."""
    record, session = ctx.record, ctx.session
    if record is None:
        return
    parent = getattr(record, "parent", None) if record.TYPE == "requirement" else None
    id_ = edits.next_id(session.dataset, record.TYPE, parent or "", session.taken_ids())
    outcome = await ctx.commit(edits.copy(record.TYPE, session.workspace.plain(record.id), id_))
    if outcome is not None:
        _go_to_first(ctx, outcome)


async def remove(ctx: CommandContext) -> None:
    """Ask, then remove the step, the observation, the record, or all marked records."""
    record = ctx.record
    if record is None:
        return
    question, make = _removal(ctx, record)
    agreed = await ctx.confirm(_("Remove?"), question, _("Remove"))
    while agreed:
        try:
            await ctx.commit(make())
            return
        except REFUSALS as error:
            agreed = bool(await ctx.ask_again(reason_of(error)))


def _removal(ctx: CommandContext, record: Record) -> tuple[str, Callable[[], list[AnyChange]]]:
    """Return what would be removed, in words, and what makes the changes that remove it."""
    workspace = ctx.session.workspace
    if ctx.step is not None and ctx.step[1] >= 0:
        task, index = ctx.step
        plain = workspace.plain(task.id)
        return task.steps[index].text, lambda: edits.remove_step(plain, index)
    if ctx.observation is not None:
        indicator, number = ctx.observation
        held = workspace.plain(indicator.id)
        return observation_line(held["observations"][number]), lambda: edits.remove_observation(held, number)
    records = targets(ctx, record.TYPE)
    ids = [str(plain["id"]) for plain in records]
    question = f"{record.id}  {record.name}" if len(records) == 1 else describe_records(records)
    referrers = ctx.session.dataset.referrers
    referring = {referrer for id_ in ids for referrer in referrers.get(id_, ())}.difference(ids)
    if referring:
        text = ngettext("{count} record refers to it", "{count} records refer to it", len(referring))
        question += f" ({text.format(count=len(referring))})"
    return question, lambda: [change for plain in records for change in edits.remove(record.TYPE, plain)]


async def _add(ctx: CommandContext, kind: Kind, parent: str, after: Record | None) -> None:
    """Ask for the title of a new record, or for those of several, one a line."""
    session, workspace = ctx.session, ctx.session.workspace
    serves = [session.scope] if session.scope else list(getattr(after, "requirements", ()))[:1]
    about = [parent] if kind == "requirement" and parent else serves if kind in ("task", "indicator") else []
    used = session.taken_ids()
    anchor = after.id if after is not None and kind == after.TYPE else ""

    def make(text: str) -> list[AnyChange]:
        titles = lines_of(text)
        if not titles:
            raise InputError(_("A title is needed"))
        changes: list[AnyChange] = []
        taken, previous = set(used), anchor
        for title in titles:
            id_ = edits.next_id(session.dataset, kind, parent, taken)
            changes += edits.add(kind, id_, _values(kind, title, parent, serves), previous, any_id=True)
            taken.add(id_)
            previous = id_
        return changes

    def describe(changes: Sequence[AnyChange]) -> str:
        text = ngettext("Enter adds it", "Enter adds {count} records, one a line", len(changes)).format(count=len(changes))
        if "requirements" in _fields(changes):
            text = _("{what}; serves {ids}").format(what=text, ids=", ".join(serves))
        return text

    title = _("new {kind} {id}").format(kind=_(kind), id=edits.next_id(session.dataset, kind, parent, used))
    outcome = await prompt_edit(
        ctx,
        title,
        make,
        describe=describe,
        write=lambda changes: workspace.apply(changes, about=about),
        lines=True,
        slot=f"a {kind}",
    )
    if outcome is not None:
        _go_to_first(ctx, outcome)


def _values(kind: Kind, title: str, parent: str, serves: list[str]) -> Plain:
    """Return the fields of a new record."""
    values: Plain = {title_field(kind): title}
    if kind == "requirement":
        values["parent"] = parent or None
    elif kind != "source" and serves:
        values["requirements"] = serves
    if kind == "task":
        values["status"] = "todo"
    return values


def _fields(changes: Sequence[AnyChange]) -> set[str]:
    return {name for change in changes if isinstance(change, Added) for name in change.record}


def _go_to_first(ctx: CommandContext, outcome: EditOutcome) -> None:
    """Go to the first record that an edit added, under the id that it got."""
    added = next((change.id for change in outcome.changes if isinstance(change, Added)), "")
    if added in ctx.session.dataset.by_id:
        ctx.go_to(added)
