"""A list to tick several values of: Space ticks, Enter writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from textual.widgets import Input

from jinpu_tui.model.list_parsing import list_text
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.dialogs.chooser import Chooser
from jinpu_tui.ui.option import Option

COMMAS = ",，、"
"""Signs that separate the entries of a list that is typed."""


class TickList(Chooser):
    """The answer is what changes, as it would be typed: `+R1.2, -R1.1`; it is empty if nothing does.

    Typing narrows the list. Space ticks what the cursor is on; with `free`, where a value may have blanks, only as long as
    nothing is typed or once the cursor was moved. Enter on something that was typed ticks it, too, if nothing else was ticked.
    A list typed as such, with signs or commas, is the answer as it is.
    """

    def __init__(
        self, title: str, prompt_line: int, options: Sequence[Option], ticked: Sequence[str], *, free: bool = False
    ) -> None:
        super().__init__(title, prompt_line, (), free=free, size=(64, 12), exact=_is_list)
        self._offered_values = list(options)
        self._before = tuple(ticked)
        self._ticked = list(ticked)
        self._take(self._with_ticks())

    def _with_ticks(self) -> list[Option]:
        known = {option.value for option in self._offered_values}
        options = [*self._offered_values, *(Option(value, value) for value in self._ticked if value not in known)]
        return [option._replace(label=f"{'☑' if option.value in self._ticked else '☐'} {option.label}") for option in options]

    def on_mount(self) -> None:
        """Begin on the first ticked value."""
        super().on_mount()
        self.relist(self._with_ticks(), self._ticked[0] if self._ticked else "")
        self._show_result()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tick on Space; anything else narrows the list."""
        typed = unicodedata.normalize("NFKC", event.value)
        if typed.endswith(" ") and (not typed.strip() or self._is_in_list or not self._free):
            event.stop()
            self._toggle()
        else:
            super().on_input_changed(event)
        self._show_result()

    def pick_clicked(self) -> None:
        """Tick what was clicked or take its tick away, as Space does; Enter writes."""
        self._toggle()
        self._show_result()

    def _toggle(self) -> None:
        """Tick the value under the cursor or take its tick away, and show the whole list again."""
        value = self.value
        self.typed_into.value = ""  # type: ignore[union-attr]  # a chooser has a line to type into
        if value is None:
            return
        if value in self._ticked:
            self._ticked.remove(value)
        else:
            self._ticked.append(value)
        self.relist(self._with_ticks(), value)

    def _result(self) -> list[str]:
        """Return the values that Enter writes."""
        value = self.value
        if self.typed.strip() and value is not None and tuple(self._ticked) == self._before and value not in self._ticked:
            return [*self._ticked, value]
        return self._ticked

    def _show_result(self) -> None:
        text = self.typed.strip()
        values = text if _is_list(text) else list_text(self._result()) or "–"
        self.message_line.show(_("Space ticks, Enter writes: {values}").format(values=values))

    def give_answer(self) -> None:
        """Hand on what changes."""
        text = self.typed.strip()
        if _is_list(text):
            self.answer(text)
            return
        if text and self.value is None:  # nothing matches: who made the list says why it is no value
            self.answer(f"+{list_text([text])}")
            return
        result = self._result()
        come = [f"+{list_text([value])}" for value in result if value not in self._before]
        gone = [f"-{list_text([value])}" for value in self._before if value not in result]
        self.answer(", ".join([*come, *gone]))


def _is_list(text: str) -> bool:
    """Return whether a text is typed as a list, not as words to look for."""
    return text.startswith(("+", "-")) or any(comma in text for comma in COMMAS)
