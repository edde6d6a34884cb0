"""Add, copy and remove whole records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange, Plain
from jinpu_tui.model.entry_parsing import observation_line
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import KIND_OF, title_field
from jinpu_tui.model.formatting import value_text
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.query.spelling import values_in
from jinpu_tui.services.workspace import EditOutcome
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.edit import add_step, lines_of
from jinpu_tui.ui.commands.field_edit import describe_records
from jinpu_tui.ui.commands.marked import chosen_records
from jinpu_tui.ui.commands.questions import prompt_edit
from jinpu_tui.ui.refusals import REFUSALS, reason_of

if TYPE_CHECKING:
    from jinpu_tui.query.inherited import Inherited
    from jinpu_tui.query.quick_add import NewRecord


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
    """Add a record like this one, not yet begun; a copy of each if several are marked."""
    record, session = ctx.record, ctx.session
    if record is None:
        return
    changes: list[AnyChange] = []
    taken = set(session.taken_ids())
    for plain in await chosen_records(ctx, record.TYPE):
        parent = str(plain.get("parent") or "") if record.TYPE == "requirement" else ""
        id_ = edits.next_id(session.dataset, record.TYPE, parent, taken)
        taken.add(id_)
        changes += edits.copy(record.TYPE, plain, id_)
    outcome = await ctx.commit(changes) if changes else None
    if outcome is not None:
        _go_to_first(ctx, outcome)


async def remove(ctx: CommandContext) -> None:
    """Ask, then remove the step, the observation, the record, or all marked records."""
    record = ctx.record
    if record is None:
        return
    is_entry = (ctx.step is not None and ctx.step[1] >= 0) or ctx.observation is not None
    records = [] if is_entry else await chosen_records(ctx, record.TYPE)
    if not is_entry and not records:
        return
    question, make = _entry_removal(ctx) if is_entry else _removal(ctx, record, records)
    agreed = await ctx.confirm(_("Remove?"), question, _("Remove"))
    while agreed:
        try:
            await ctx.commit(make())
            return
        except REFUSALS as error:
            agreed = bool(await ctx.ask_again(reason_of(error)))


def _entry_removal(ctx: CommandContext) -> tuple[str, Callable[[], list[AnyChange]]]:
    """Return the step or observation that would be removed, in words, and what makes the changes that remove it."""
    workspace = ctx.session.workspace
    if ctx.step is not None:
        task, index = ctx.step
        plain = workspace.plain(task.id)
        return task.steps[index].text, lambda: edits.remove_step(plain, index)
    assert ctx.observation is not None
    indicator, number = ctx.observation
    held = workspace.plain(indicator.id)
    return observation_line(held["observations"][number]), lambda: edits.remove_observation(held, number)


def _removal(ctx: CommandContext, record: Record, records: list[Plain]) -> tuple[str, Callable[[], list[AnyChange]]]:
    """Return the records that would be removed, in words, and what makes the changes that remove them."""
    ids = [str(plain["id"]) for plain in records]
    question = f"{ids[0]}  {ctx.session.dataset.by_id[ids[0]].name}" if len(records) == 1 else describe_records(records)
    referrers = ctx.session.dataset.referrers
    referring = {referrer for id_ in ids for referrer in referrers.get(id_, ())}.difference(ids)
    if referring:
        text = ngettext("{count} record refers to it", "{count} records refer to it", len(referring))
        question += f" ({text.format(count=len(referring))})"
    return question, lambda: [change for plain in records for change in edits.remove(record.TYPE, plain)]


async def _add(ctx: CommandContext, kind: Kind, parent: str, after: Record | None) -> None:
    """Ask for a new record as one line, or for several, one a line: titles, with fields among their words."""
    from jinpu_tui.query.inherited import Surroundings, inherited_values
    from jinpu_tui.query.quick_add import parse_new_record

    session, workspace = ctx.session, ctx.session.workspace
    heading = ctx.heading
    group = (session.views[ctx.pane].group, heading.group.name) if heading is not None else None
    if after is None and heading is not None and heading.group.members:
        after = heading.group.members[-1]
    around = Surroundings("" if ctx.page_ref is not None else session.filter_of(ctx.pane), session.scope, group, after)
    taken_over = inherited_values(kind, session.dataset, around, workspace.reference_day)
    used = session.taken_ids()
    anchor = after.id if after is not None and kind == after.TYPE else ""
    typed: list[NewRecord] = []
    names_of = cache(partial(values_in, session.dataset, kind))

    def make(text: str) -> list[AnyChange]:
        lines = lines_of(text)
        if not lines:
            raise InputError(_("A title is needed"))
        changes: list[AnyChange] = []
        typed.clear()
        taken, previous = set(used), anchor
        for line in lines:
            new = parse_new_record(line, kind, session.dataset, workspace.reference_day, names_of)
            values = {"parent": parent or None} if kind == "requirement" else {}
            values |= {name: each.value for name, each in taken_over.items()} | dict(new.values)
            id_ = edits.next_id(session.dataset, kind, str(values.get("parent") or ""), taken)
            changes += edits.add_new(kind, id_, {title_field(kind): new.title, **values}, previous, workspace.today)
            typed.append(new)
            taken.add(id_)
            previous = id_
        return changes

    def describe(changes: Sequence[AnyChange]) -> str:
        text = ngettext("Enter adds it", "Enter adds {count} records, one a line", len(changes)).format(count=len(changes))
        return "\n".join([text, *values_lines(typed[-1], taken_over)])

    def write(changes: Sequence[AnyChange]) -> EditOutcome:
        return workspace.apply(changes, about=_referred(changes))

    title = _("new {kind} {id}").format(kind=_(kind), id=edits.next_id(session.dataset, kind, parent, used))
    outcome = await prompt_edit(
        ctx, title, make, describe=describe, write=write, lines=True, slot=f"a {kind}", recent=f"new {kind}"
    )
    if outcome is not None:
        _go_to_first(ctx, outcome)


def values_lines(new: NewRecord, taken_over: Mapping[str, Inherited]) -> list[str]:
    """Return what a new record gets beside its title: the fields that were typed, and those taken over, with the reason."""
    forms = {
        "group": _("as the group: {fields}"),
        "filter": _("as the filter: {fields}"),
        "scope": _("as the scope: {fields}"),
        "record": _("as the record here: {fields}"),
    }
    typed = [_value_text(name, value) for name, value in new.values.items()]
    lines = [" · ".join(typed)] if typed else []
    for origin, form in forms.items():
        fields = [
            _value_text(name, each.value)
            for name, each in taken_over.items()
            if each.origin == origin and name not in new.values
        ]
        lines += [form.format(fields=" · ".join(fields))] if fields else []
    return lines


def _value_text(name: str, value: object) -> str:
    if name == "requirements" and value:
        return _("serves {ids}").format(ids=value_text(value))
    return f"{_(name)} {value_text(value)}"


def _referred(changes: Sequence[AnyChange]) -> list[str]:
    """Return the ids of the requirements that new records name."""
    records = [change.record for change in changes if isinstance(change, Added)]
    named = [id_ for record in records for id_ in (record.get("parent"), *record.get("requirements", ())) if id_]
    return list(dict.fromkeys(named))


def _go_to_first(ctx: CommandContext, outcome: EditOutcome) -> None:
    """Go to the first record that an edit added, under the id that it got."""
    added = next((change.id for change in outcome.changes if isinstance(change, Added)), "")
    if added in ctx.session.dataset.by_id:
        ctx.go_to(added)
