"""What a command may use of dialogs. `ui.command` puts it together with the parts of `ui.context`.

This module imports no screen and no dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from jinpu_tui.ui.option import Option

if TYPE_CHECKING:
    from jinpu_tui.model.errors import FilterError
    from jinpu_tui.model.merge import Conflict, Side
    from jinpu_tui.query.completion import Completion


class Dialogs(Protocol):
    """Questions to the user.

    Each answer is None if the user leaves the dialog. Otherwise the dialog stays open until the command ends, opens another
    dialog or writes something, so that `ask_again` can refuse the answer without losing what was typed.
    """

    @property
    def popup(self) -> object | None:
        """The dialog that is open."""

    async def prompt(
        self,
        title: str,
        value: str = "",
        *,
        preview: Callable[[str], str] | None = None,
        lines: bool = False,
        slot: str = "",
        at_top: bool = False,
        past: Sequence[str] = (),
        tabs: bool = False,
    ) -> str | None:
        """Ask for a text.

        Args:
            title: What is asked for.
            value: The text to begin with.
            preview: Says what the text will do while it is typed.
            lines: Whether the text may have several lines.
            slot: Names the prompt, so that what was typed into it and not used can come back.
            at_top: Whether it belongs to the whole screen, not to the row of the cursor.
            past: Texts that Up and Down put in, the newest last.
            tabs: Whether Tab gives the answer as Enter does; see `take_answer_key`.
        """

    async def write_text(self, title: str, value: str) -> str | None:
        """Ask for a long text; Ctrl+S uses it."""

    async def pick(
        self,
        title: str,
        options: Sequence[Option],
        *,
        start: str = "",
        free: bool = False,
        size: tuple[int, int] = (60, 12),
        slot: str = "",
        exact: Callable[[str], bool] | None = None,
        line: int | None = None,
        tabs: bool = False,
    ) -> str | None:
        """Ask for one of several values; return its value.

        Args:
            title: What is asked for.
            options: What can be picked.
            start: The value that the cursor begins on.
            free: Whether a text that is no option can be picked.
            size: The maximum width and the maximum number of options shown.
            slot: Names the dialog, so that what was typed into it and not used can come back.
            exact: Whether a typed text is a value that needs no list; it then comes first.
            line: The line of the terminal that the dialog stands below; by default the row of the cursor.
            tabs: As for `prompt`.
        """

    async def tick(
        self, title: str, options: Sequence[Option], ticked: Sequence[str], *, free: bool = False, tabs: bool = False
    ) -> str | None:
        """Ask for several of some values; return what changes as it would be typed, such as `+R1.2, -R1.1`.

        Args:
            title: What is asked for.
            options: What can be ticked.
            ticked: The values that are ticked at the beginning.
            free: Whether a text that is no option can be ticked.
            tabs: As for `prompt`.
        """

    async def pick_several(
        self,
        title: str,
        options: Callable[[], Sequence[Option]],
        act: Callable[[str, str], None],
        *,
        hint: str,
        signs: str = "",
        width: int = 46,
        line: int | None = None,
    ) -> str | None:
        """Let the user change a list with Tab and the keys in `signs`; return the value under the cursor on Enter.

        Args:
            title: What is asked for.
            options: Makes the options; called again after each change.
            act: Called with a key and the value that it was pressed on.
            hint: Says what the keys do.
            signs: The keys, beside Tab, that change the list.
            width: The maximum width.
            line: As for `pick`.
        """

    async def confirm(self, title: str, question: str, verb: str, *, at_top: bool = False) -> bool:
        """Ask before something is lost; Enter alone changes nothing."""

    async def choose_side(self, conflict: Conflict) -> Side | None:
        """Ask which side of a conflict counts."""

    async def edit_filter(
        self,
        value: str,
        *,
        narrow: Callable[[str], FilterError | None],
        count: Callable[[], str],
        complete: Callable[[str], Completion],
        past: Sequence[str],
        slot: str,
        hint: str = "",
    ) -> str | None:
        """Ask for a filter.

        Args:
            value: The filter to begin with.
            narrow: Called with the text while it is typed; returns what is wrong with it.
            count: Says how many rows are left.
            complete: Finds what may stand at the end of a text.
            past: Earlier filters.
            slot: As for `prompt`.
            hint: What can be typed.
        """

    async def ask_again(self, reason: str) -> str | None:
        """Refuse the last answer and ask again in the same dialog."""

    def take_answer_key(self) -> str:
        """Return the key that gave the last answer, once: `enter`, `tab` or `shift+tab`; empty if there is none."""
