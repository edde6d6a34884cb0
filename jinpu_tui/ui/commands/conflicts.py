"""Asking which side counts where somebody else changed the same thing, one conflict after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.services.workspace import EditOutcome
from jinpu_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict, Side
    from jinpu_tui.model.records import OpenConflict
    from jinpu_tui.ui.main_screen import Browse
    from jinpu_tui.ui.prompting import Prompting

Write = Callable[[Sequence[AnyChange]], EditOutcome]


def ask(
    browse: Prompting,
    changes: Sequence[AnyChange],
    conflicts: Sequence[Conflict],
    write: Write,
    after: Callable[[EditOutcome], object] | None = None,
    drop: Callable[[], None] | None = None,
) -> None:
    """Ask about the first conflict, then about the others, and `write` what was chosen. Esc leaves all as it is.

    What was typed for the edit is kept already; `drop` forgets it, once the user's own side was chosen everywhere.
    """
    from jinpu_tui.model.merge import settled
    from jinpu_tui.ui.dialogs.conflict_sides import ChooseSide

    first, *others = conflicts

    def left() -> None:
        kept = _("Left as it is; what you typed is kept, Y shows it")
        browse.show_message(_("Left as it is") if drop is None else kept)

    def choose(side: Side) -> str:
        chosen = settled(changes, first, side)
        still = drop if side != "theirs" else None
        if others:
            browse.call_later(ask, browse, chosen, others, write, after, still)
            return ""
        reason = browse.attempt(lambda: chosen, write, after)
        if not reason and side == "theirs":
            left()
        elif not reason and still is not None:
            still()
        return reason

    browse.open(ChooseSide(first, browse.prompt_line, choose, left))


def ask_unsettled(browse: Browse) -> None:
    """Ask about an edit of yours that waited, now that its file is sound again and holds something else."""
    workspace = browse.session.workspace
    if workspace.pending_conflicts and browse.popup is None:
        one = workspace.pending_conflicts[0]
        ask(browse, one.changes, one.conflicts, lambda changes: workspace.resolve_pending(one.number, changes))


def tell_of_foreign_edits(browse: Browse) -> None:
    """Say that edits wait in the dataset's folder which somebody else may have put there."""
    with suppress(OSError):
        if browse.session.workspace.pending:
            from jinpu_tui.services.proposals import foreign_pending_text

            if message := foreign_pending_text(browse.session.workspace):
                browse.keys.add_news(message, bad=True)


def decide(browse: Browse) -> None:
    """Show the open conflicts, and ask which side counts: of the one under the cursor, or of the record, or the first."""
    from jinpu_tui.ui.pages.conflicts import line_of

    browse.have_all()
    conflict = _conflict_here(browse)
    if conflict is None:
        browse.show_message(_("There is no open conflict"))
        return
    is_there = browse.page_key.startswith("conflicts ") and browse.record is not None
    browse.open_page("conflicts", "")
    if not is_there:
        browse.move_to(line_of(browse.page.page, conflict.id))
    if not browse.session.workspace.read_only:
        _ask_side(browse, conflict)


def _conflict_here(browse: Browse) -> OpenConflict | None:
    record = browse.record
    found = browse.session.dataset.conflicts
    near = (item for item in found if record is not None and record.id in (item.id, item.on))
    return next(near, found[0] if found else None)


def _ask_side(browse: Browse, conflict: OpenConflict) -> None:
    from jinpu_tui.analysis.open_conflicts import sides
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    workspace = browse.session.workspace
    keys = ("mine", "theirs")
    texts = zip(keys, sides(browse.session.dataset, conflict), strict=False)
    options = [Option(" ".join(side.lines), key, f"{side.name}  {side.by}".rstrip()) for key, side in texts]
    if "both" in workspace.sides_of(conflict.id):
        is_one_record = conflict.base or not conflict.may_keep_both
        merged = _("Both: the changes of both sides; what clashes stays a conflict of its field")
        options.append(Option(merged if is_one_record else _("Both: theirs under the next free id"), "both"))
    options.append(Option(_("Another value: type it"), "edit"))
    options.append(Option(_("Leave it as it is now"), "now"))

    def pick(choice: str) -> str:
        if choice == "edit":
            browse.call_later(_type_value, browse, conflict)
            return ""
        return browse.attempt(lambda: _changes(browse, conflict, choice), _writing(browse, conflict))

    title = _("{what} was changed on two sides; which counts?").format(what=conflict.name)
    browse.open(Chooser(title, browse.size.height - 1, options, pick, size=(100, len(options))))


def _changes(browse: Browse, conflict: OpenConflict, choice: str) -> list[AnyChange]:
    sides: dict[str, Side] = {"mine": "mine", "theirs": "theirs", "both": "both"}
    if choice in sides:
        return browse.session.workspace.decided(conflict.id, sides[choice])
    return [_removed(browse, conflict)]


def _removed(browse: Browse, conflict: OpenConflict) -> AnyChange:
    from jinpu_tui.model.changes import Removed

    return Removed("conflict", conflict.id, browse.plain(conflict.id))


def _type_value(browse: Browse, conflict: OpenConflict) -> None:
    """Ask for a value of the field; it is written and the conflict removed in one edit. Of other fields the form is shown."""
    from jinpu_tui.model import edits
    from jinpu_tui.model.fields import field_of
    from jinpu_tui.model.formatting import value_text
    from jinpu_tui.model.input_parsing import check_references, parse_field

    session = browse.session
    record = session.dataset.by_id.get(conflict.on)
    if record is None:
        browse.show_message(_("There is no record {id} any more").format(id=conflict.on), bad=True)
        return
    field = field_of(record.TYPE, conflict.field) if conflict.field else None
    if field is None or field.form in ("tables", "text"):
        browse.open_page("form", record.id)
        browse.show_message(_("Edit the record, then K and leave it as it is now"))
        return
    plain = browse.plain(record.id)
    present = plain.get(field.name)

    def make(text: str) -> list[AnyChange]:
        value = parse_field(field, text, session.workspace.today, present)
        check_references(session.dataset, field, value)
        changes = edits.set_fields(record.TYPE, plain, {field.name: value}, session.workspace.today)
        return [*changes, _removed(browse, conflict)]

    value = "" if present is None else value_text(present)
    browse.prompt(f"{field.name} {record.id}", make, value, write=_writing(browse, conflict))


def _writing(browse: Browse, conflict: OpenConflict) -> Write:
    """Return what writes a decision; the cursor then stands on the next conflict."""
    ids = [item.id for item in browse.session.dataset.conflicts]
    after = ids[ids.index(conflict.id) + 1 :] if conflict.id in ids else []

    def write(changes: Sequence[AnyChange]) -> EditOutcome:
        outcome = browse.session.workspace.apply(changes)
        browse.call_later(_go_on, browse, after, outcome)
        return outcome

    return write


def _go_on(browse: Browse, after: Sequence[str], outcome: EditOutcome) -> None:
    """Go to the first conflict of those that came after the decided one, or to the first of all; leave when all are decided."""
    from jinpu_tui.model.formatting import changes_text
    from jinpu_tui.ui.pages.conflicts import line_of

    left = [conflict.id for conflict in browse.session.dataset.conflicts]
    if not browse.page_key.startswith("conflicts ") or browse.popup is not None:
        return
    done = changes_text(outcome.changes)
    if not left:
        browse.close_page()
        browse.show_message(_("{done} · no conflict is left").format(done=done))
        return
    following = next((id_ for id_ in after if id_ in left), left[0])
    browse.move_to(line_of(browse.page.page, following))
    message = ngettext("{done} · {count} conflict is left", "{done} · {count} conflicts are left", len(left))
    browse.show_message(message.format(done=done, count=len(left)))
