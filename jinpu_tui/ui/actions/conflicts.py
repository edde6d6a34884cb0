"""Asking which side counts where somebody else changed the same thing, one conflict after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.workspace import Outcome

if TYPE_CHECKING:
    from jinpu_tui.model.merging import Conflict, Side
    from jinpu_tui.ui.browse import Browse

Write = Callable[[Sequence[AnyChange]], Outcome]


def ask(browse: Browse, changes: Sequence[AnyChange], conflicts: Sequence[Conflict], write: Write) -> None:
    """Ask about the first conflict, then about the others, and `write` what was chosen. Esc leaves all as it is."""
    from jinpu_tui.model.merging import settled
    from jinpu_tui.ui.popups.sides import ChooseSide

    first, *others = conflicts

    def choose(side: Side) -> str:
        chosen = settled(changes, first, side)
        if others:
            browse.call_later(ask, browse, chosen, others, write)
            return ""
        reason = browse.attempt(lambda: chosen, write)
        if not reason and not chosen:
            browse.tell(_("Left as it is"))
        return reason

    browse.open(ChooseSide(first, browse.prompt_line, choose))


def ask_unsettled(browse: Browse) -> None:
    """Ask about an edit of yours that waited, now that its file is sound again and holds something else."""
    workspace = browse.session.workspace
    if workspace.unsettled and browse.popup is None:
        one = workspace.unsettled[0]
        ask(browse, one.changes, one.conflicts, lambda changes: workspace.settle(one.number, changes))


def tell_of_foreign_edits(browse: Browse) -> None:
    """Say that edits wait in the dataset's folder which somebody else may have put there."""
    with suppress(OSError):
        if browse.session.workspace.pending:
            from jinpu_tui.foreign_edits import foreign_pending_text

            if told := foreign_pending_text(browse.session.workspace):
                browse.keys.add_news(told, bad=True)


def decide(browse: Browse) -> None:
    """Choose which side of an open conflict counts: of the one under the cursor, or of the record, or the first there is."""
    from jinpu_tui.ui.popups.chooser import Chooser, Option

    record = browse.record
    found = browse.session.dataset.conflicts
    here = [one for one in found if record is not None and record.id in (one.id, one.on)] or list(found)
    if not here:
        browse.tell(_("There is no open conflict"))
        return
    conflict = here[0]
    sides: dict[str, Side] = {"mine": "mine", "theirs": "theirs", "both": "both"}
    texts = {"mine": conflict.mine, "theirs": conflict.theirs}
    options = [Option(" ".join(text.split()) or _("(nothing)"), side, _(side)) for side, text in texts.items()]
    if conflict.may_keep_both:
        options.append(Option(_("Both: theirs under the next free id"), "both"))

    def pick(side: str) -> str:
        return browse.attempt(lambda: browse.session.workspace.decided(conflict.id, sides[side]))

    title = _("{what} was changed on two sides; which counts?").format(what=conflict.name)
    browse.open(Chooser(title, browse.prompt_line, options, pick, size=(76, 7 if conflict.may_keep_both else 6)))
