"""The commands that change a dataset, through the same edits as the screens."""

from __future__ import annotations

from collections.abc import Sequence

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.cli.output import echo_done
from jinpu_tui.cli.records import kind_of, parse_assignments
from jinpu_tui.cli.text_arguments import TextArguments
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.fields import FIELDS, NESTED, title_field
from jinpu_tui.model.formatting import changes_text, edit_text, skip_reason, skipped_text
from jinpu_tui.model.input_parsing import parse_number
from jinpu_tui.model.kinds import KINDS_ON_SCREEN, SPECS
from jinpu_tui.model.merge import Side
from jinpu_tui.model.records import Kind
from jinpu_tui.services.proposals import foreign_pending_text
from jinpu_tui.services.record_moves import move_after, move_before
from jinpu_tui.services.workspace import ConflictError, EditError, EditOutcome, Skipped, Workspace
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible

_KINDS: tuple[Kind, ...] = tuple(kind for kind in KINDS_ON_SCREEN if SPECS[kind].is_addable)


@click.command("set", cls=TextArguments, short_help=_("Set fields of a record."))
@click.argument("id_", metavar="ID")
@click.argument("assignments", metavar="FIELD=VALUE …", nargs=-1, required=True)
@dataset_options
def set_command(id_: str, assignments: tuple[str, ...], dataset: str | None, as_of: str | None) -> int:
    """Set fields of a record; FIELD= removes one. Dates take 2016-12-31, +2w, fri, eom; lists a,b or +a,-b."""
    workspace = open_workspace(dataset, as_of)
    kind = kind_of(workspace.dataset, id_)
    record = workspace.plain(id_)
    fields = [field for field in FIELDS[kind] if field.name != "id"]
    values = parse_assignments(assignments, fields, workspace.dataset, workspace.reference_day, record)
    return echo_outcome(workspace, workspace.apply(edits.set_fields(kind, record, values, workspace.today)))


@click.command("done", short_help=_("Mark tasks done."))
@click.argument("ids", metavar="ID …", nargs=-1, required=True)
@dataset_options
def done_command(ids: tuple[str, ...], dataset: str | None, as_of: str | None) -> int:
    """Mark tasks done today. Those that are done or closed stay as they are."""
    workspace = open_workspace(dataset, as_of)
    changes = []
    for id_ in ids:
        task = _task(workspace, id_)
        if task.get("status") not in ("done", "closed"):
            changes += edits.set_fields("task", task, {"status": "done"}, workspace.today)
    return echo_outcome(workspace, workspace.apply(changes))


@click.command("note", cls=TextArguments, short_help=_("Add a progress note to a task."))
@click.argument("id_", metavar="ID")
@click.argument("text")
@click.option("--by", metavar="NAME", help=_("Who reports; your name unless given, see `jinpu-tui config`."))
@dataset_options
def note_command(id_: str, text: str, by: str | None, dataset: str | None, as_of: str | None) -> int:
    """Add a dated progress note to a task's log."""
    workspace = open_workspace(dataset, as_of)
    task = _task(workspace, id_)
    if not text.strip():
        raise click.UsageError(_("the note is empty"))
    return echo_outcome(workspace, workspace.apply(edits.add_note(task, text.strip(), by or workspace.user, workspace.today)))


@click.command("add", cls=TextArguments, short_help=_("Add a record."))
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("words", metavar="[ID] FIELD=VALUE …", nargs=-1)
@dataset_options
def add_command(kind: Kind, words: tuple[str, ...], dataset: str | None, as_of: str | None) -> int:
    """Add a record after the last of its kind; without ID it gets the next free one."""
    workspace = open_workspace(dataset, as_of)
    given = words[0] if words and "=" not in words[0] else ""
    if given.startswith("-"):
        raise click.UsageError(_("{word} is no option of this command, and a new id does not begin with -").format(word=given))
    fields = [field for field in FIELDS[kind] if field.name != "id"]
    values = parse_assignments(words[bool(given) :], fields, workspace.dataset, workspace.reference_day, {})
    if not values.get(title_field(kind)):
        raise click.UsageError(_("a {kind} needs {field}=…").format(kind=kind, field=title_field(kind)))
    id_ = given or workspace.next_id(kind, values.get("parent") or "")
    return echo_outcome(workspace, workspace.apply(edits.add(kind, edits.checked_id(id_), values, any_id=not given)))


@click.command("remove", short_help=_("Remove a record."))
@click.argument("id_", metavar="ID")
@dataset_options
def remove_command(id_: str, dataset: str | None, as_of: str | None) -> int:
    """Remove a record with its lines; `undo` brings it back. What refers to it is named, and stays."""
    workspace = open_workspace(dataset, as_of)
    kind = kind_of(workspace.dataset, id_)
    referrers = [referrer for referrer in workspace.dataset.referrers.get(id_, ()) if referrer != id_]
    code = echo_outcome(workspace, workspace.apply(edits.remove(kind, workspace.plain(id_))))
    if referrers:
        message = _("still referring to {id}: {ids}").format(id=id_, ids=", ".join(dict.fromkeys(referrers)))
        click.echo(visible(message), err=True)
    return code


@click.command("move", short_help=_("Move a record before or after another."))
@click.argument("id_", metavar="ID")
@click.option("--before", "before_id", metavar="ID", help=_("Put it directly before this record of its kind."))
@click.option("--after", "after_id", metavar="ID", help=_("Put it directly after this record of its kind."))
@dataset_options
def move_command(id_: str, before_id: str | None, after_id: str | None, dataset: str | None, as_of: str | None) -> int:
    """Move a record before or after another one of its kind in its file, with its comments and all of its lines."""
    workspace = open_workspace(dataset, as_of)
    other = before_id or after_id
    if other is None or (before_id and after_id):
        raise click.UsageError(_("name one record: --before ID or --after ID"))
    kind_of(workspace.dataset, id_)
    kind_of(workspace.dataset, other)
    changes = move_before(workspace, id_, other) if before_id else move_after(workspace, id_, other)
    return echo_outcome(workspace, workspace.apply(changes))


@click.command("observe", cls=TextArguments, short_help=_("Add or change an observation of an indicator."))
@click.argument("id_", metavar="ID")
@click.argument("period")
@click.argument("value")
@click.argument("assignments", metavar="[FIELD=VALUE …]", nargs=-1)
@dataset_options
def observe_command(
    id_: str, period: str, value: str, assignments: tuple[str, ...], dataset: str | None, as_of: str | None
) -> int:
    """Add the value of an indicator in a period, or change the one that is there."""
    workspace = open_workspace(dataset, as_of)
    if kind_of(workspace.dataset, id_) != "indicator":
        raise click.UsageError(_("{id} is not an indicator").format(id=id_))
    fields = [field for field in NESTED["indicator", "observations"] if field.name not in ("period", "value")]
    values = parse_assignments(assignments, fields, workspace.dataset, workspace.reference_day, {})
    changes = edits.observe(workspace.plain(id_), period, {"value": parse_number(value), **values})
    return echo_outcome(workspace, workspace.apply(changes))


@click.command("decide", short_help=_("Decide an open conflict of a merge."))
@click.argument("id_", metavar="CONFLICT")
@click.argument("side", type=click.Choice(["mine", "theirs", "both"]))
@dataset_options
def decide_command(id_: str, side: Side, dataset: str | None, as_of: str | None) -> int:
    """Decide which side of a conflict counts. `jinpu-tui list conflicts` shows them.

    If two sides have made a record of one id, `both` gives theirs the next free one. If a record was changed on both sides, or
    moved to another file on one, `both` keeps the changes of both sides, and what clashes becomes a conflict of its field.
    """
    workspace = open_workspace(dataset, as_of)
    kind_of(workspace.dataset, id_)
    conflict = workspace.plain(id_)
    try:
        outcome = workspace.apply(workspace.decided(id_, side))
        return echo_outcome(workspace, outcome, lines=_decision_lines(conflict, side, outcome.changes))
    except ConflictError as error:
        from jinpu_tui.analysis.open_conflicts import later_text

        later = "; ".join(map(later_text, error.conflicts))
        message = _("{later}. Nothing was written; to keep what is there now: jinpu-tui remove {id}")
        raise EditError(message.format(later=later, id=id_)) from None


@click.command("undo", short_help=_("Undo your last edit."))
@dataset_options
def undo_command(dataset: str | None, as_of: str | None) -> int:
    """Take back your last edit, from whatever session."""
    workspace = open_workspace(dataset, as_of)
    return echo_outcome(workspace, workspace.undo(), _("Undone: "), _("Nothing to undo."))


@click.command("redo", short_help=_("Redo the edit that you undid last."))
@dataset_options
def redo_command(dataset: str | None, as_of: str | None) -> int:
    """Redo the edit that you undid last."""
    workspace = open_workspace(dataset, as_of)
    return echo_outcome(workspace, workspace.redo(), _("Redone: "), _("Nothing to redo."))


def _task(workspace: Workspace, id_: str) -> dict[str, object]:
    if kind_of(workspace.dataset, id_) != "task":
        raise click.UsageError(_("{id} is not a task").format(id=id_))
    return workspace.plain(id_)


def _decision_lines(conflict: Plain, side: Side, changes: Sequence[AnyChange]) -> Sequence[str]:
    """Return what was decided, then what that did, a line for each record.

    Args:
        conflict: The conflict, which is gone by now.
        side: What it was decided for.
        changes: The changes as written.
    """
    of_field = {
        "mine": _("{id}  {field} of {on} decided: mine"),
        "theirs": _("{id}  {field} of {on} decided: theirs"),
        "both": _("{id}  {field} of {on} decided: both"),
    }
    of_record = {
        "mine": _("{id}  {on} decided: mine"),
        "theirs": _("{id}  {on} decided: theirs"),
        "both": _("{id}  {on} decided: both"),
    }
    field = conflict.get("field")
    first = (of_field if field else of_record)[side].format(id=conflict["id"], field=field, on=conflict["on"])
    done: dict[str, list[AnyChange]] = {}
    for change in changes:
        if change.id != conflict["id"]:
            done.setdefault(change.id, []).append(change)
    stays = _("{id}  stays as it is").format(id=conflict["on"])
    return [first, *(map(changes_text, done.values()) if done else [stays])]


def _skipped(skipped: Skipped) -> str:
    error = skipped.error
    reason = "; ".join(map(skip_reason, error.conflicts)) if isinstance(error, ConflictError) else str(error)
    return skipped_text(edit_text(skipped.changes, skipped.files), reason)


def echo_outcome(
    workspace: Workspace,
    outcome: EditOutcome,
    prefix: str = "",
    nothing: str = "",
    *,
    lines: Sequence[str] = (),
    remind: bool = True,
) -> int:
    """Report what was written, which edits were passed over before it, and if `remind`, that edits of others wait.

    Args:
        workspace: The dataset.
        outcome: What was written.
        prefix: What stands before the text of the edit.
        nothing: What to say if nothing was written.
        lines: What to say of an edit that was written, if not its text.
        remind: Whether to name pending edits of others.
    """
    for skipped in outcome.skipped:
        click.echo(visible(_skipped(skipped)), err=True)
    is_made = outcome.changes or outcome.files
    message = prefix + edit_text(outcome.changes, outcome.files) if is_made else nothing or _("Nothing to change.")
    *others, last = lines if lines and is_made else [message]
    if outcome.waiting:
        last += _(" (pending: it is written when the file can be read again)")
    for line in (*others, last):
        echo_done(line)
    if workspace.pending_conflicts:
        message = ngettext(
            "{count} pending edit of yours conflicts with its file; open the app to choose",
            "{count} pending edits of yours conflict with their files; open the app to choose",
            len(workspace.pending_conflicts),
        )
        click.echo(message.format(count=len(workspace.pending_conflicts)), err=True)
    if workspace.configuration_notice:
        click.echo(visible(f"jinpu-tui: {workspace.configuration_notice}"), err=True)
    if remind and (message := foreign_pending_text(workspace)):
        click.echo(message, err=True)
    return 0
