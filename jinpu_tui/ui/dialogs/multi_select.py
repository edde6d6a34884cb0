"""A list to choose several from and put in order, while the pane after it shows what that does."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from textual import events
from textual.widgets import Input

from jinpu_tui.ui.dialogs.chooser import Chooser
from jinpu_tui.ui.option import Option

Act = Callable[[str, str], None]
"""Takes a key and the value of the option that it was pressed on."""


class MultiSelect(Chooser):
    """Typing narrows, Tab and the `signs` act on an option and the list stays; Enter picks and closes."""

    def __init__(
        self,
        title: str,
        prompt_line: int,
        options: Callable[[], Sequence[Option]],
        *,
        act: Act,
        hint: str,
        signs: str = "",
        width: int = 46,
    ) -> None:
        super().__init__(title, prompt_line, options(), size=(width, 14))
        self._make, self._act, self._hint, self._signs = options, act, hint, signs

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

    def pick_clicked(self) -> None:
        """Act on what was clicked, as Tab does; Enter closes."""
        self._do("tab")

    def _do(self, key: str) -> None:
        value = self.value
        if value is not None:
            self._act(key, value)
            self.relist(self._make(), value)
