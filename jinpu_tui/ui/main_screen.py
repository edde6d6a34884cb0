"""The screen with its keys: each runs a command, and each edit is on disk before the screen shows it."""

from __future__ import annotations

import gc
import unicodedata
from asyncio import to_thread
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual import events

from jinpu_tui.model.formatting import edit_text
from jinpu_tui.services.workspace import EditError, EditOutcome, ExternalChanges
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.commands import view
from jinpu_tui.ui.commands.conflicts import ask_unsettled, tell_of_foreign_edits
from jinpu_tui.ui.commands.drafts import beginning, resume
from jinpu_tui.ui.dead_keys import DeadKeys
from jinpu_tui.ui.keymap import ASKING, COMMANDS, Command, applies, command_for, key_name
from jinpu_tui.ui.notices import news_text
from jinpu_tui.ui.prompting import Prompting
from jinpu_tui.ui.refusals import REFUSALS, reason_of, skip_text
from jinpu_tui.ui.session import Session

if TYPE_CHECKING:
    from jinpu_tui.ui.dialogs.dialog import Popup


REST = 4
"""After a look at the files nothing is looked at for this many times as long as it took: 20,000 files take a while."""


class Browse(Prompting):
    """Panes, pages, popups and keys. `let_paint` is called once all is in place; nothing is painted before."""

    def __init__(self, session: Session, let_paint: Callable[[], None]) -> None:
        super().__init__(session)
        self._let_paint = let_paint
        self._looking = False
        self._next_look = 0.0
        self._shown_day = session.day
        self._dead_keys = DeadKeys()

    def on_mount(self) -> None:
        """First paint, and a look at the files twice a second."""
        self.go("requirements")
        self.reload()
        if self.session.workspace.read_only:
            self.show_message(_("Read-only: {reason}").format(reason=self.session.workspace.read_only))
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
            self.have_all()
            await to_thread(self.session.learn, lambda: self.is_running)
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
            resume(self)
        ask_unsettled(self)
        self.run_worker(view.find_notices(self))
        tell_of_foreign_edits(self)

    def have_all(self) -> None:
        """Show the whole dataset, reading what is left of it."""
        if self.session.workspace.reading:
            self.session.workspace.take_rest()
            self.reload()

    def _have_all_with_cursor(self) -> bool:
        """Show the whole dataset before an edit; return whether the cursor is still on the same record, and report if not."""
        before = self.record
        self.have_all()
        if before is None or (self.record is not None and self.record.id == before.id):
            return True
        self.show_message(
            _("Nothing was changed: {id} is not a record of this dataset. Choose a row").format(id=before.id), bad=True
        )
        return False

    async def on_key(self, event: events.Key) -> None:
        """Run what the key stands for here; while a popup is open its input has the keys."""
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
        kind = self.record.TYPE if self.record else None
        door = self.page.hinted(_key(event)) if self.page_key else None
        command = command_for(_key(event), self.context, kind)
        if door is not None:
            self.pass_through(door)
        elif command is not None:
            self.run_command(command)
        else:
            self._say_dead(_key(event))
        if self._mounting is not None:
            await self._mounting
            self._mounting = None

    def on_paste(self, event: events.Paste) -> None:
        """Give an open popup a pasted text although it has lost the focus; without a popup say that nothing takes it."""
        event.stop()
        if self.popup is not None:
            self.popup.typed_into.focus()
            self.popup.typed_into.post_message(events.Paste(event.text))
            return
        text = " ".join(event.text.split())
        self.show_message(_("Nothing takes a paste here; open a prompt first, as n or /: {text}").format(text=text), bad=True)

    def _hand_on(self, event: events.Key, popup: Popup) -> None:
        """Give the popup a key although it has lost the focus, as by a click beside it."""
        event.stop()
        event.prevent_default()
        popup.typed_into.focus()
        key = events.Key(event.key, event.character)
        key.set_sender(self.app)
        popup.typed_into._forward_event(key)

    def _say_dead(self, key: str) -> None:
        """Say that a key does nothing here, and let what is typed after it run nothing."""
        elsewhere = next((command for command in COMMANDS if key in command.keys), None)
        message = _("{key} does nothing here; ? lists the keys that do").format(key=visible(key_name(key)))
        if elsewhere is not None:
            message = _("{key} does nothing here: {what}").format(key=key_name(key), what=elsewhere.help)
        self.show_message(message, bad=True)
        self._dead_keys.begin(asks=key in ASKING)

    def run_command(self, command: Command) -> None:
        """Run a command, or say why not."""
        kind = self.record.TYPE if self.record else None
        if not applies(command, self.context, kind):
            self.show_message(_("Not here: {what}").format(what=command.help), bad=True)
        elif command.edits and (reason := self.session.workspace.read_only) and (command.itself or not self.session.proposes):
            self._dead_keys.begin(asks=not ASKING.isdisjoint(command.keys))
            self.show_message(_("Nothing was changed: {reason}").format(reason=reason), bad=True)
        else:
            if command.edits and not self._have_all_with_cursor():
                return
            may_draft = (command.edits or command.keys == ("enter",)) and not self.session.workspace.read_only
            self._origin = beginning(self, command)
            self._draft = self._origin if may_draft else None
            try:
                command.run(self)
            except REFUSALS as error:
                self.show_message(reason_of(error), bad=True)
            self._origin = self._draft = None

    def on_resize(self, event: events.Resize) -> None:
        """Fit panes and popup to the terminal."""
        super().on_resize(event)
        if self.popup is not None:
            self.popup.fit_in(event.size)

    def moved(self) -> None:
        """Follow the cursor with the detail and the keys."""
        super().moved()
        kind = self.record.TYPE if self.record else None
        read_only = bool(self.session.workspace.read_only) and not self.session.proposes
        hinted = self.page.hinted if self.page_key else _not_hinted
        offered = [item for item in COMMANDS if item.offered and applies(item, self.context, kind) and not hinted(item.keys[0])]
        self.keys.offer([(key_name(item.keys[0]), item.verb) for item in offered if not (item.edits and read_only)])

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
        """Show what others have written, and a new day; large files are read in another thread."""
        begun = monotonic()
        if self._shown_day != self.session.day:
            self._shown_day = self.session.day
            self.reload()
        if self._looking or begun < self._next_look:
            return
        self._looking = True
        workspace = self.session.workspace
        try:
            since = workspace.loaded
            seen = await to_thread(workspace.poll)
            if seen is not None:
                self._show_news(lambda: workspace.adopt(seen, since))
        finally:
            self._looking = False
            self._next_look = monotonic() + REST * (monotonic() - begun)

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
            self.keys.add_news(message, bad=bool(self.session.workspace.stale))
        ask_unsettled(self)


def _not_hinted(_key: str) -> None:
    """Where no page is in front no key opens a line of it."""


def _key(event: events.Key) -> str:
    """Return the key by the character it makes, full-width ones as their plain twins, else by its name."""
    if event.character and event.is_printable:
        plain = unicodedata.normalize("NFKC", event.character)
        return "space" if plain == " " else plain
    return event.key
