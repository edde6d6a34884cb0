"""What is typed into popups: on disk while it is typed, back in its prompt if it was not used, kept while it is disputed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.commands.drafts import slot_of
from jinpu_tui.ui.session import Session

if TYPE_CHECKING:
    from jinpu_tui.ui.dialogs.dialog import Popup


class TypedTexts:
    """Drafts of the popups of one screen."""

    def __init__(self, session: Session, show_message: Callable[[str], None]) -> None:
        self._session = session
        self._show_message = show_message
        self._origin: Draft | None = None
        self._is_of_dataset = False

    def begin_command(self, origin: Draft, *, is_of_dataset: bool) -> None:
        """Take the first popup that opens now as the one of a command.

        Args:
            origin: Which command asks, and about what.
            is_of_dataset: Whether the text may be kept with the pending edits of the dataset, else only in the user's state.
        """
        self._origin, self._is_of_dataset = origin, is_of_dataset

    def end_command(self) -> None:
        """Take popups that open from now on as ones that nothing can open again."""
        self._origin = None

    def follow(self, popup: Popup) -> None:
        """Keep what is typed into a popup that opens. Only the first popup of a command is what a draft can open again."""
        origin, self._origin = self._origin, None
        if origin is not None and (self._is_of_dataset or popup.remembers):
            draft = structs.replace(origin, title=popup.title, slot=popup.slot)
            store = self._session.workspace.keep_draft if self._is_of_dataset else self._session.keep_draft
            popup.keep = partial(_store, store, draft)
        if popup.remembers:
            self._remember(popup, origin or Draft(""))

    def dispute(self, popup: Popup | None) -> Callable[[], None] | None:
        """Keep what was typed into a popup while the user is asked about it; return what drops it again."""
        if popup is None or not popup.remembers or not popup.typed.strip():
            return None
        popup.is_disputed = True
        popup.give_up(popup.typed)

        def drop() -> None:
            popup.is_disputed = False
            popup.used()

        return drop

    def _remember(self, popup: Popup, draft: Draft) -> None:
        """Have what is typed into a popup and not used come back when it opens again, and begin with such a text."""
        kept, slot = self._session.kept, popup.slot or slot_of(draft, popup.title)
        found = kept.of(slot)
        names = [found[0]] if found is not None else []

        def give_up(text: str) -> None:
            if not text.strip():
                if names:
                    kept.drop(names.pop())
                return
            names[:] = [kept.keep(structs.replace(draft, text=text, slot=slot, title=popup.title), *names[:1])]
            if not popup.is_disputed:
                text = _("What you typed is kept: it comes back when you open this again, and {key} shows it")
                self._show_message(text.format(key=self._session.key_of("kept.show")))

        def used() -> None:
            if names and not popup.is_disputed:
                kept.drop(names.pop())

        popup.give_up, popup.used = give_up, used
        if found is not None:
            popup.offer(found[1].text)
            self._show_message(_("You typed this here before: typing replaces it, End continues it, Ctrl+U drops it"))


def _store(store: Callable[[Draft | None], None], draft: Draft, text: str) -> None:
    """Have what is typed on disk; a disk that takes nothing must not keep anybody from typing."""
    with suppress(OSError):
        store(structs.replace(draft, text=text) if text else None)
