"""Commands on the screen: how they are run, and how each edit is on disk before the screen shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from textual.message import Message

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.formatting import changes_text, edit_text
from jinpu_tui.model.records import Kind
from jinpu_tui.services.configuration import ThemeName
from jinpu_tui.services.workspace import ConflictError, EditError, EditOutcome, ExternalChanges
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command, Write
from jinpu_tui.ui.commands.drafts import begin_draft
from jinpu_tui.ui.dead_keys import DeadKeys
from jinpu_tui.ui.dialog_layer import DialogLayer
from jinpu_tui.ui.key_names import key_name
from jinpu_tui.ui.keymap import Keymap
from jinpu_tui.ui.notices import news_text
from jinpu_tui.ui.refusals import REFUSALS, reason_of, skip_text
from jinpu_tui.ui.session import Session


class ThemeWanted(Message):
    """Another theme was chosen."""


class RedrawWanted(Message):
    """The whole screen is to be sent to the terminal again."""


class CommandLayer(DialogLayer):
    """The context that commands run in.

    Args:
        session: The dataset and what the user has chosen to see.
        keymap: Which keys run which commands.
    """

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session)
        self.keymap = keymap
        self._dead_keys = DeadKeys()

    @property
    def _kind(self) -> Kind | None:
        """The kind of the record under the cursor."""
        return self.record.TYPE if self.record else None

    @property
    def commands(self) -> Sequence[Command]:
        """All commands."""
        return self.keymap.commands

    def keys_of(self, command: Command) -> Sequence[str]:
        """Return the names of the keys of a command."""
        return [key_name(key) for key in self.keymap.keys_of(command)]

    def load_all(self) -> None:
        """Show the whole dataset, reading what is left of it."""
        if self.session.workspace.reading:
            self.session.workspace.take_rest()
            self.reload()

    def _load_all_with_cursor(self) -> bool:
        """Show the whole dataset before an edit; return whether the cursor is still on the same record, and report if not."""
        before = self.record
        self.load_all()
        if before is None or (self.record is not None and self.record.id == before.id):
            return True
        self.show_message(
            _("Nothing was changed: {id} is not a record of this dataset. Choose a row").format(id=before.id), bad=True
        )
        return False

    def run_command(self, command: Command) -> None:
        """Run a command, or say why it cannot be run."""
        self._finish_popup()
        reason = command.disabled_reason(self)
        if reason is not None:
            if command.applies(self.place, self._kind):
                self._dead_keys.begin(asks=command.asks)
            self.show_message(reason, bad=True)
            return
        if command.edits and not self._load_all_with_cursor():
            return
        if command.takes_one and self.record is not None:
            from jinpu_tui.ui.commands.marked import one_of_marked

            self.show_message(one_of_marked(self, self.record))
        may_draft = (command.edits or command.keys == ("enter",)) and not self.session.workspace.read_only
        self._typed_texts.begin_command(begin_draft(self, command), is_of_dataset=may_draft)
        self.run_steps(command.run(self))
        self._typed_texts.end_command()

    async def commit(self, changes: Sequence[AnyChange], write: Write | None = None) -> EditOutcome | None:
        """Write changes, and show what was done; ask which side counts if somebody else changed the same meanwhile."""
        write = self._propose if self.session.proposes else write or self.session.workspace.apply
        try:
            outcome = write(changes)
        except ConflictError as error:
            from jinpu_tui.ui.edit_conflicts import resolve_edit

            self.reload()
            return await resolve_edit(self, changes, error.conflicts, write, self._typed_texts.dispute(self.popup))
        except REFUSALS:
            self.reload()
            raise
        return self.show_outcome(outcome)

    def show_outcome(self, outcome: EditOutcome) -> EditOutcome | None:
        """Show what was written; return it, or None if the dataset did not change."""
        self.reload()
        self._finish_popup()
        is_proposed = bool(outcome.changes) and self.session.proposes
        message = changes_text(outcome.changes) if outcome.changes else _("Nothing to change")
        if len({change.id for change in outcome.changes}) > 1 and not is_proposed:
            key = self.session.key_of("edit.undo")
            message = _("{what}; {key} undoes all of it").format(what=message, key=key)
        if is_proposed:
            message = _("Proposed, as you may not write here: {what}").format(what=message)
        if outcome.waiting:
            message = _("Kept, written when the file can be read again: {what}").format(what=message)
        self.show_message(message)
        self._report_configuration()
        return outcome if outcome.changes and not is_proposed else None

    def _report_configuration(self) -> None:
        """Say once what is wrong in the user's configuration, after the first edit that needed it."""
        notice, self.session.workspace.configuration_notice = self.session.workspace.configuration_notice, ""
        if notice:
            self.add_news(notice, bad=True)

    def _propose(self, changes: Sequence[AnyChange]) -> EditOutcome:
        """Keep changes as a proposal, because the dataset can only be read."""
        if changes:
            self.session.user_state.propose(self.session.workspace.root, changes, self.session.workspace.user)
        return EditOutcome(tuple(changes))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text by the terminal's own clipboard sequence (OSC 52)."""
        self.app.copy_to_clipboard(text)

    def suspended(self) -> AbstractContextManager[None]:
        """Give the terminal to another program for a while."""
        return self.app.suspend()

    def suspend(self) -> None:
        """Stop the process, as the shell's job control does."""
        self.app.action_suspend_process()

    def redraw(self) -> None:
        """Ask for the whole screen to be sent again."""
        self.post_message(RedrawWanted())

    def use_theme(self, name: ThemeName) -> None:
        """Show all in the colours of a theme."""
        if name != self.session.theme:
            self.session.theme = name
            self.post_message(ThemeWanted())

    def exit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def step_back(self, act: Callable[[], EditOutcome], done: str, nothing: str) -> None:
        """Undo or redo, and go to what changed."""
        outcome = act()
        self.reload()
        ids = [change.id for change in outcome.changes if change.id in self.session.dataset.by_id]
        if ids and not self._pages:
            self.go_to(ids[0], lift=False)
        is_made = outcome.changes or outcome.files
        message = f"{done}: {edit_text(outcome.changes, outcome.files)}" if is_made else nothing
        self.show_message(" · ".join([message, *map(skip_text, outcome.skipped)]), bad=bool(outcome.skipped))

    def refresh_data(self) -> None:
        """Show what the files hold now."""
        self._show_news(self.session.workspace.refresh)

    def _show_news(self, take: Callable[[], ExternalChanges | None]) -> None:
        """Adopt what is new and report it on one line; the cursor, scope, filter and folds stay."""
        stale = self.session.workspace.stale
        try:
            news = take()
        except (OSError, EditError) as error:
            self.show_message(reason_of(error), bad=True)
            return
        if news is None:
            return
        self.reload()
        message = news_text(news, stale, self.session.workspace.stale)
        if message:
            self.add_news(message, bad=bool(self.session.workspace.stale))
        self._ask_pending()

    def _ask_pending(self) -> None:
        """Ask about an edit that waited and conflicts with what its file holds now."""
        if self.session.workspace.pending_conflicts and self.popup is None and not self.is_busy:
            from jinpu_tui.ui.commands.conflicts import resolve_pending

            self.run_steps(resolve_pending(self))
