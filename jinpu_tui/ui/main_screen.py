"""The screen with its keys: each runs a command, and each edit is on disk before the screen shows it."""

from __future__ import annotations

import gc
import unicodedata
from asyncio import to_thread
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.formatting import changes_text, edit_text
from jinpu_tui.model.records import Kind
from jinpu_tui.services.configuration import ThemeName
from jinpu_tui.services.workspace import ConflictError, EditError, EditOutcome, ExternalChanges
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.cells import EMPTY_KEY, is_editable, takes_digits, takes_key
from jinpu_tui.ui.command import Command, Write, command_named
from jinpu_tui.ui.commands.conflicts import report_foreign_edits, resolve_pending
from jinpu_tui.ui.commands.drafts import begin_draft, resume
from jinpu_tui.ui.commands.imports import import_text, is_table
from jinpu_tui.ui.commands.marked import one_of_marked
from jinpu_tui.ui.dead_keys import DeadKeys
from jinpu_tui.ui.dialog_layer import DialogLayer
from jinpu_tui.ui.file_poll import FilePoll
from jinpu_tui.ui.key_names import key_name
from jinpu_tui.ui.keymap import Keymap
from jinpu_tui.ui.notices import news_text
from jinpu_tui.ui.refusals import REFUSALS, reason_of, skip_text
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.textual_private import forward_key
from jinpu_tui.ui.welcome import Welcome

if TYPE_CHECKING:
    from jinpu_tui.ui.dialogs.dialog import Popup


class ThemeWanted(Message):
    """Another theme was chosen."""


class RedrawWanted(Message):
    """The whole screen is to be sent to the terminal again."""


class MainScreen(DialogLayer):
    """Panes, pages, popups and keys.

    Args:
        session: The dataset and what the user has chosen to see.
        keymap: Which keys run which commands.
        let_paint: Called once all is in place; nothing is painted before.
        notice: What to say then.
    """

    def __init__(self, session: Session, keymap: Keymap, let_paint: Callable[[], None], notice: str = "") -> None:
        super().__init__(session)
        self.keymap = keymap
        self._let_paint = let_paint
        self._notice = notice
        self._file_poll = FilePoll(session.workspace)
        self._shown_day = session.day
        self._dead_keys = DeadKeys()
        self._welcome = Welcome(session) if session.user_state.is_new else None
        self.offered: Sequence[str] = ()
        """The ids of the commands on the bottom line; an empty text for what is no command."""

    def compose(self) -> ComposeResult:
        """Panes, pages and bars, and the welcome of a new user over them."""
        yield from super().compose()
        if self._welcome is not None:
            yield self._welcome

    def on_mount(self) -> None:
        """First paint, and a look at the files twice a second."""
        self.go("requirements")
        self.reload()
        if self.session.workspace.read_only:
            self.show_message(_("Read-only: {reason}").format(reason=self.session.workspace.read_only))
        if self._notice:
            self.add_news(self._notice, bad=True)
        self.set_interval(0.5, self._look_around)
        self.run_worker(self._read_on())
        self.call_after_refresh(self._first_paint)

    def _first_paint(self) -> None:
        self._let_paint()
        self.refresh(repaint=False, layout=True)

    async def _read_on(self) -> None:
        """Read what the first look left out in a thread of its own, telling how far it is."""
        if self.session.workspace.reading:
            telling = self.set_interval(0.2, self.top.repaint)
            await to_thread(self.session.read_rest, lambda: self.is_running)
            telling.stop()
            self.load_all()
            await to_thread(self.session.warm_caches, lambda: self.is_running)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.call_after_refresh(self._begin_with_what_was_left)

    def _begin_with_what_was_left(self) -> None:
        """Let edits that waited into their files, clear away what killed programs left, and go on with a draft."""
        with suppress(OSError, EditError):
            self.session.workspace.tidy()
        self.session.is_begun = True
        self.reload()
        if self.popup is None:
            self._resume_draft()
        self._ask_pending()
        self.run_worker(self._find_notices())
        report_foreign_edits(self)

    def _resume_draft(self) -> None:
        """Open the prompt that was being typed into when a session died, with the text in it."""
        text = resume(self)
        if text is not None and self.popup is not None:
            self.popup.resume(text)
            self.call_after_refresh(self.show_cursor)
            self.show_message(_("This is what you were typing when the line dropped; Enter uses it, Esc keeps it for later"))

    def _ask_pending(self) -> None:
        """Ask about an edit that waited and conflicts with what its file holds now."""
        if self.session.workspace.pending_conflicts and self.popup is None and not self.is_busy:
            self.run_steps(resolve_pending(self))

    async def _find_notices(self) -> None:
        """Find what is wrong around the dataset; git is asked after the first screen, in a thread of its own."""
        self.session.notices = await to_thread(self.session.find_notices)
        if self.session.notices:
            self.reload()

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

    async def on_key(self, event: events.Key) -> None:
        """Run what the key stands for here; while a popup is open its input has the keys."""
        is_welcome_left = self.leave_welcome() and event.key == "escape"
        if self.popup is not None:
            if self.popup.last_key is not event:
                self._hand_on(event, self.popup)
            return
        event.stop()
        event.prevent_default()
        if self._dead_keys.swallows(event):
            if event.is_printable:
                self.show_message(_("What you type now runs no command; Enter, Esc or a pause ends this"), bad=True)
            return
        self.keys.quiet()
        if not is_welcome_left:
            self._run_key(_key(event))
        if self._mounting is not None:
            await self._mounting
            self._mounting = None

    def leave_welcome(self) -> bool:
        """Take the welcome away; return whether it was to be seen."""
        welcome, self._welcome = self._welcome, None
        return welcome is not None and welcome.leave()

    def on_paste(self, event: events.Paste) -> None:
        """Give an open popup a pasted text although it has lost the focus; without one import a table, or refuse the text."""
        event.stop()
        if self.popup is not None:
            self.popup.typed_into.focus()
            self.popup.typed_into.post_message(events.Paste(event.text))
            return
        if is_table(event.text):
            self.run_steps(import_text(self, event.text))
            return
        text = " ".join(event.text.split())
        message = _("Nothing takes a paste here; open a prompt first, as with {note} or {filter}: {text}").format(
            note=self.session.key_of("task.note"), filter=self.session.key_of("view.filter"), text=text
        )
        self.show_message(message, bad=True)

    def _hand_on(self, event: events.Key, popup: Popup) -> None:
        """Give the popup a key although it has lost the focus, as by a click beside it."""
        event.stop()
        event.prevent_default()
        popup.typed_into.focus()
        key = events.Key(event.key, event.character)
        key.set_sender(self.app)
        forward_key(popup.typed_into, key)

    def _run_key(self, key: str) -> None:
        """Run what a key stands for where the cursor is."""
        link = self.page.hinted(key) if self.page_ref is not None else None
        command = self.keymap.command_for(key, self.place, self._kind)
        if link is not None:
            self.open_filter_link(link)
        elif self._types_into_cell(key):
            self._type_into_cell(key)
        elif command is not None:
            self.run_command(command)
        else:
            self._report_dead_key(key)

    def _types_into_cell(self, key: str) -> bool:
        """Return whether a key is the first one of a value for the cell under the cursor, instead of a command."""
        return self.cell is not None and self._kind is not None and takes_key(self._kind, self.cell.column, key)

    def _type_into_cell(self, key: str) -> None:
        """Edit the cell under the cursor, beginning with what was typed."""
        self.run_command(command_named(self, "cell.edit"))
        if self.popup is not None:
            self.popup.begin_with("" if key == EMPTY_KEY else key)

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

    def _report_dead_key(self, key: str) -> None:
        """Say that a key does nothing here, and let what is typed after it run nothing; in a form, go to a field."""
        if self.page_ref is not None and self.page_ref.kind == "form" and len(key) == 1 and key.isalpha():
            self.run_command(command_named(self, "form.jump"))
            if self.popup is not None:
                self.popup.begin_with(key)
            return
        elsewhere = self.keymap.elsewhere(key)
        message = _("{key} does nothing here; {help} lists the keys that do").format(
            key=visible(key_name(key)), help=self.session.key_of("program.help")
        )
        if elsewhere is not None:
            message = _("{key} does nothing here: {what}").format(key=key_name(key), what=elsewhere.help)
        self.show_message(message, bad=True)
        self._dead_keys.begin(asks=self.keymap.asks(key))

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
            self.show_message(one_of_marked(self, self.record))
        may_draft = (command.edits or command.keys == ("enter",)) and not self.session.workspace.read_only
        self._typed_texts.begin_command(begin_draft(self, command), is_of_dataset=may_draft)
        self.run_steps(command.run(self))
        self._typed_texts.end_command()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the popup to the terminal. Textual calls the handlers of the base classes, too."""
        if self.popup is not None:
            self.popup.fit_in(event.size)
        if self._welcome is not None:
            self._welcome.fit_in(event.size)

    def moved(self) -> None:
        """Follow the cursor with the detail and the keys."""
        super().moved()
        hinted = self.page.hinted if self.page_ref is not None else _not_hinted
        offered = [command for command in self.keymap.offered(self.place, self._kind) if not hinted(self._key_of(command))]
        is_read_only = bool(self.session.workspace.read_only) and not self.session.proposes
        shown = [each for each in offered if not (each.edits and is_read_only)]
        keys = [(each.id, key_name(self._key_of(each)), each.verb) for each in shown]
        offers = [*self._cell_keys, *keys]
        self.offered = [command for command, _key, _verb in offers]
        self.keys.offer([(key, verb) for _command, key, verb in offers])

    @property
    def _cell_keys(self) -> list[tuple[str, str, str]]:
        """What keys do because the cursor is on a cell: the id of a command, its key, and a word."""
        cell, kind = self.cell, self._kind
        if cell is None or kind is None:
            return []
        name, key = cell.period or _(cell.column), self.session.key_of("go.open")
        keys = [("go.open", key, _("edit {column}").format(column=name))] if is_editable(kind, cell.column) else []
        keys += [("", "0-9", _("type it"))] if takes_digits(kind, cell.column) else []
        return [*keys, ("go.leave", self.session.key_of("go.leave"), _("row"))]

    def _key_of(self, command: Command) -> str:
        """Return the key that the bottom line shows for a command."""
        return self.keymap.keys_of(command)[0]

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

    async def _look_around(self) -> None:
        """Show what others have written, and a new day."""
        if self._shown_day != self.session.day:
            self._shown_day = self.session.day
            self.reload()
        await self._file_poll.poll(self._show_news)

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


def _not_hinted(_key: str) -> None:
    """Where no page is in front no key opens a line of it."""


def _key(event: events.Key) -> str:
    """Return the key by the character it makes, full-width ones as their plain twins, else by its name."""
    if event.character and event.is_printable:
        plain = unicodedata.normalize("NFKC", event.character)
        return "space" if plain == " " else plain
    return event.key
