"""Prompts, and how what is typed into them becomes an edit on disk, or is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs
from textual.widget import AwaitMount

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.drafts import Draft
from jinpu_tui.model.formatting import changes_text
from jinpu_tui.services.workspace import ConflictError, EditOutcome
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.commands.conflicts import Write, ask
from jinpu_tui.ui.commands.drafts import slot_of
from jinpu_tui.ui.layout import Shell
from jinpu_tui.ui.refusals import REFUSALS, reason_of
from jinpu_tui.ui.session import Session

if TYPE_CHECKING:
    from jinpu_tui.ui.dialogs.dialog import Popup

Make = Callable[[str], list[AnyChange]]
After = Callable[[EditOutcome], object]


class Prompting(Shell):
    """The panes and pages with a popup over them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._popup: Popup | None = None
        self._origin: Draft | None = None
        self._draft: Draft | None = None
        self._mounting: AwaitMount | None = None
        self._prompt_line = 0

    @property
    def popup(self) -> Popup | None:
        """The popup that has the keys."""
        return None if self._popup is None or self._popup.closed else self._popup

    def place_cursor(self) -> None:
        """Leave the terminal's cursor to the popup while there is one."""
        if self.popup is None:
            super().place_cursor()

    def show_cursor(self) -> None:
        """Keep an open popup beside the row that it belongs to, too."""
        super().show_cursor()
        if self.popup is not None and self.popup.prompt_line == self._prompt_line:
            self.popup.prompt_line = self._prompt_line = self.prompt_line
            self.popup.fit_in(self.size)

    def open(self, popup: Popup) -> None:
        """Put a popup in front; the keys go to it until it closes. What is typed into it is kept as a draft."""
        if self._draft is not None:
            draft = structs.replace(self._draft, title=popup.title, slot=popup.slot)
            popup.keep = partial(self._keep, self.session.workspace.keep_draft, draft)
        elif popup.remembers and self._origin is not None:
            draft = structs.replace(self._origin, title=popup.title, slot=popup.slot)
            popup.keep = partial(self._keep, self.session.keep_draft, draft)
        if popup.remembers:
            self._remember(popup, self._origin or Draft(""))
        self._prompt_line = self.prompt_line
        popup.left_screen = self.place_cursor
        popup.left = self.front.region.x + 2
        popup.fit_in(self.size)
        self._popup = popup
        self._mounting = self.mount(popup)

    def _remember(self, popup: Popup, draft: Draft) -> None:
        """Have what is typed into a popup and not used come back when it opens again, and begin with such a text."""
        kept, slot = self.session.kept, popup.slot or slot_of(draft, popup.title)
        found = kept.of(slot)
        names = [found[0]] if found is not None else []

        def give_up(text: str) -> None:
            if not text.strip():
                if names:
                    kept.drop(names.pop())
                return
            names[:] = [kept.keep(structs.replace(draft, text=text, slot=slot, title=popup.title), *names[:1])]
            if not popup.is_disputed:
                self.show_message(_("What you typed is kept: it comes back when you open this again, and Y shows it"))

        def used() -> None:
            if names and not popup.is_disputed:
                kept.drop(names.pop())

        popup.give_up, popup.used = give_up, used
        if found is not None:
            popup.offer(found[1].text)
            self.show_message(_("You typed this here before: typing replaces it, End continues it, Ctrl+U drops it"))

    def prompt(
        self,
        title: str,
        make: Make,
        value: str = "",
        *,
        after: After | None = None,
        describe: Callable[[Sequence[AnyChange]], str] = changes_text,
        write: Write | None = None,
        lines: bool = False,
        slot: str = "",
    ) -> None:
        """Ask for a text that `make` turns into changes.

        Args:
            title: What is asked for.
            make: Turns the text into changes; raises one of REFUSALS if it cannot.
            value: The text to begin with.
            after: Called with the outcome once something was written to the dataset.
            describe: Says beforehand what the changes are.
            write: Writes the changes, instead of the workspace.
            lines: The text may have several lines.
            slot: Names the prompt, so that what was typed into it and not used can come back.
        """
        from jinpu_tui.ui.dialogs.lines_prompt import LinesPrompt
        from jinpu_tui.ui.dialogs.prompt import Prompt

        def preview(text: str) -> str:
            try:
                return describe(make(text))
            except REFUSALS as error:
                return str(error) if text.strip() else ""

        def submit(text: str) -> str:
            return self.attempt(lambda: make(text), write, after)

        if lines:
            self.open(LinesPrompt(title, self.prompt_line, submit, preview, slot=slot))
        else:
            self.open(Prompt(title, self.prompt_line, submit, value=value, preview=preview, slot=slot))

    def _keep(self, store: Callable[[Draft | None], None], draft: Draft, text: str) -> None:
        """Have what is typed on disk; a disk that takes nothing must not keep anybody from typing."""
        with suppress(OSError):
            store(structs.replace(draft, text=text) if text else None)

    def attempt(self, make: Callable[[], Sequence[AnyChange]], write: Write | None = None, after: After | None = None) -> str:
        """Write changes and show what the dataset holds then; returns why not, or an empty text.

        If somebody else changed the same meanwhile, the user is asked which side counts, and what was typed is kept until their
        own side was chosen. `after` is called with the outcome once something was written to the dataset.
        """
        changes: Sequence[AnyChange] = ()
        write = self._propose if self.session.proposes else write or self.session.workspace.apply
        try:
            changes = make()
            outcome = write(changes)
        except ConflictError as error:
            self.reload()
            ask(self, changes, error.conflicts, write, after, self._dispute())
            return ""
        except REFUSALS as error:
            self.reload()
            return reason_of(error)
        self.reload()
        if after is not None and outcome.changes and not self.session.proposes:
            after(outcome)
        message = changes_text(outcome.changes) if outcome.changes else _("Nothing to change")
        if outcome.changes and self.session.proposes:
            message = _("Proposed, as you may not write here: {what}").format(what=message)
        self.show_message(
            _("Kept, written when the file can be read again: {what}").format(what=message) if outcome.waiting else message
        )
        self._report_configuration()
        return ""

    def _report_configuration(self) -> None:
        """Say once what is wrong in the user's configuration, after the first edit that asked for it."""
        notice, self.session.workspace.configuration_notice = self.session.workspace.configuration_notice, ""
        if notice:
            self.keys.add_news(notice, bad=True)

    def _dispute(self) -> Callable[[], None] | None:
        """Keep what was typed into the open popup while the user is asked about it; returns what drops it again."""
        popup = self.popup
        if popup is None or not popup.remembers or not popup.typed.strip():
            return None
        popup.is_disputed = True
        popup.give_up(popup.typed)

        def drop() -> None:
            popup.is_disputed = False
            popup.used()

        return drop

    def _propose(self, changes: Sequence[AnyChange]) -> EditOutcome:
        """Keep changes as a proposal, where the dataset can only be read."""
        if changes:
            self.session.user_state.propose(self.session.workspace.root, changes, self.session.workspace.user)
        return EditOutcome(tuple(changes))

    def refused(self, act: Callable[[], object]) -> str:
        """Do something; why it was refused, or an empty text."""
        try:
            act()
        except REFUSALS as error:
            return reason_of(error)
        return ""

    def attempt_or_tell(self, make: Callable[[], Sequence[AnyChange]], after: After | None = None) -> bool:
        """Make changes and have them written; say on the bottom line why not. Return whether they were written."""
        reason = self.attempt(make, after=after)
        if reason:
            self.show_message(reason, bad=True)
        return not reason
