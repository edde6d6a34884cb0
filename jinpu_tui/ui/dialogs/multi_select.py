"""A list to choose several from and put in order, while the pane after it shows what that does."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from textual import events
from textual.widgets import Input

from jinpu_tui.ui.dialogs.chooser import Chooser, Option
from jinpu_tui.ui.dialogs.dialog import Submit

Act = Callable[[str, str], None]
"""Takes a key and the value of the option that it was pressed on."""


class Arranger(Chooser):
    """Typing narrows, Tab and the `signs` act on an option and the list stays; Enter picks and closes, Esc undoes all."""

    def __init__(
        self,
        title: str,
        prompt_line: int,
        options: Callable[[], Sequence[Option]],
        *,
        act: Act,
        pick: Submit,
        undo: Callable[[], None],
        hint: str,
        signs: str = "",
        width: int = 46,
    ) -> None:
        super().__init__(title, prompt_line, options(), pick, size=(width, 14))
        self._make, self._act, self._undo, self._hint, self._signs = options, act, undo, hint, signs

    def on_mount(self) -> None:
        """Say what keys there are."""
        super().on_mount()
        self.message_line.show(self._hint)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Run the action of a sign; anything else that is typed narrows the list."""
        typed = unicodedata.normalize("NFKC", event.value[-1:])
        if typed and typed in self._signs:
            event.stop()
            self.typed_into.value = event.value[:-1]  # type: ignore[union-attr]  # a chooser has a line to type into
            self._do(typed)
        else:
            super().on_input_changed(event)

    def on_key(self, event: events.Key) -> None:
        """Tab acts."""
        if event.key == "tab":
            self._do("tab")
        super().on_key(event)

    def cancelled(self) -> None:
        """As if nothing had been done."""
        self._undo()

    def _do(self, key: str) -> None:
        value = self.value
        if value is not None:
            self._act(key, value)
            self.relist(self._make(), value)
