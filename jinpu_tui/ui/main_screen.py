"""The screen from its start to its end: what is read, the keys, pasted texts, and what others write."""

from __future__ import annotations

import gc
import unicodedata
from asyncio import Event, to_thread
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from jinpu_tui.services.workspace import EditError
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.cells import EMPTY_KEY, is_editable, takes_digits, takes_key
from jinpu_tui.ui.command import Command, command_named
from jinpu_tui.ui.command_layer import CommandLayer
from jinpu_tui.ui.commands.drafts import resume
from jinpu_tui.ui.file_poll import FilePoll
from jinpu_tui.ui.key_names import key_name
from jinpu_tui.ui.keymap import Keymap
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.textual_private import forward_key

if TYPE_CHECKING:
    from jinpu_tui.ui.dialogs.dialog import Popup
    from jinpu_tui.ui.welcome import Welcome


class MainScreen(CommandLayer):
    """Panes, pages, popups and keys.

    Args:
        session: The dataset and what the user has chosen to see.
        keymap: Which keys run which commands.
        let_paint: Called once all is in place; nothing is painted before.
        notice: What to say then.
    """

    def __init__(self, session: Session, keymap: Keymap, let_paint: Callable[[], None], notice: str = "") -> None:
        super().__init__(session, keymap)
        self._let_paint = let_paint
        self._is_painted = Event()
        self._notice = notice
        self._file_poll = FilePoll(session.workspace)
        self._shown_day = session.day
        self._welcome: Welcome | None = None
        if session.user_state.is_new:
            from jinpu_tui.ui.welcome import Welcome

            self._welcome = Welcome(session)
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
        self.call_after_refresh(self._is_painted.set)

    async def _read_on(self) -> None:
        """Read what the first look left out after the first frame, in a thread of its own, and show how far it is."""
        await self._is_painted.wait()
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
        self.run_worker(self._find_problems_around())
        from jinpu_tui.ui.commands.conflicts import report_foreign_edits

        report_foreign_edits(self)

    def _resume_draft(self) -> None:
        """Open the prompt that was being typed into when a session died, with the text in it."""
        text = resume(self)
        if text is not None and self.popup is not None:
            self.popup.resume(text)
            self.call_after_refresh(self.show_cursor)
            self.show_message(_("This is what you were typing when the line dropped; Enter uses it, Esc keeps it for later"))

    async def _find_problems_around(self) -> None:
        """Find what is wrong around the dataset; git is asked after the first screen, in a thread of its own."""
        problems = self.session.problem_list
        problems.around = await to_thread(problems.find_around)
        if problems.around:
            self.reload()

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
        from jinpu_tui.ui.commands.imports import import_text, is_table

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

    async def _look_around(self) -> None:
        """Show what others have written, and a new day."""
        if self._shown_day != self.session.day:
            self._shown_day = self.session.day
            self.reload()
        await self._file_poll.poll(self._show_news)


def _not_hinted(_key: str) -> None:
    """Where no page is in front no key opens a line of it."""


def _key(event: events.Key) -> str:
    """Return the key by the character it makes, full-width ones as their plain twins, else by its name."""
    if event.character and event.is_printable:
        plain = unicodedata.normalize("NFKC", event.character)
        return "space" if plain == " " else plain
    return event.key
