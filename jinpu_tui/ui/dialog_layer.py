"""Dialogs over panes and pages, and the commands that wait for their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.widget import AwaitMount

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Steps
from jinpu_tui.ui.command_runner import CommandRunner
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.page_layer import PageLayer
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.typed_texts import TypedTexts

if TYPE_CHECKING:
    from jinpu_tui.model.errors import FilterError
    from jinpu_tui.model.merge import Conflict, Side
    from jinpu_tui.query.completion import Completion
    from jinpu_tui.ui.dialogs.dialog import Popup

T = TypeVar("T")


class DialogLayer(PageLayer):
    """Panes and pages with a popup over them. The modules of dialogs are imported when the first one of their kind opens."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._popup: Popup | None = None
        self._typed_texts = TypedTexts(session, self.show_message)
        self._mounting: AwaitMount | None = None
        self._prompt_line = 0
        self._runner = CommandRunner(self.run_worker, partial(self.show_message, bad=True), self._finish_popup)

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

    # Running commands

    def run_steps(self, steps: Steps) -> None:
        """Run a coroutine as a command, until it waits or ends. A command that starts another one gives its place to it."""
        self._finish_popup()
        self._runner.run(steps)

    def _finish_popup(self) -> None:
        """Close the popup whose answer was used."""
        if self.popup is not None:
            self.popup.finish()

    async def in_thread(self, function: Callable[..., T], *args: object) -> T:
        """Call a function in another thread. Keys wait until it is done; Esc ends the command."""
        self._finish_popup()
        return await self._runner.in_thread(function, *args)

    @property
    def is_busy(self) -> bool:
        """Whether a command waits for a thread."""
        return self._runner.is_busy

    async def wait_for_command(self) -> None:
        """Wait until no command waits for a thread."""
        await self._runner.wait()

    def cancel_command(self) -> None:
        """End the command that waits for a thread."""
        if self._runner.cancel():
            self.show_message(_("Cancelled"))

    # Dialogs

    def take_answer_key(self) -> str:
        """Return the key that gave the last answer, once: `enter`, `tab` or `shift+tab`; empty if there is none."""
        if self._popup is None:
            return ""
        key, self._popup.answer_key = self._popup.answer_key, ""
        return key

    async def _ask(self, popup: Popup, *, tabs: bool = False) -> str | None:
        """Open a popup and wait for its answer. With `tabs`, Tab gives it too."""
        self._finish_popup()
        popup.takes_tab = tabs
        self._open(popup)
        return await self._answer(popup)

    async def _answer(self, popup: Popup) -> str | None:
        def connect(resume: Callable[[str | None], None]) -> None:
            def answer(text: str | None) -> None:
                popup.answer = _nothing
                resume(text)

            popup.answer = answer

        return await self._runner.dialog_answer(connect)

    async def ask_again(self, reason: str) -> str | None:
        """Refuse the last answer and ask again in the same popup."""
        popup = self._popup
        assert popup is not None
        popup.refuse(reason)
        return await self._answer(popup)

    def _open(self, popup: Popup) -> None:
        """Put a popup in front; the keys go to it until it closes."""
        self._typed_texts.follow(popup)
        self._prompt_line = self.prompt_line
        popup.left_screen = self.place_cursor
        popup.left = self.front.region.x + (2 if self.cell is None else max(0, self.cell.start - 2))
        popup.fit_in(self.size)
        self._popup = popup
        self._mounting = self.mount(popup)

    def _line(self, line: int | None) -> int:
        """Return the line of the terminal that a dialog belongs to; negative numbers count from the bottom."""
        if line is None:
            return self.prompt_line
        return line if line >= 0 else self.size.height + line

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
        """Ask for a text."""
        from jinpu_tui.ui.dialogs.lines_prompt import LinesPrompt
        from jinpu_tui.ui.dialogs.prompt import Prompt

        line = self._line(1 if at_top else None)
        if lines:
            return await self._ask(LinesPrompt(title, line, preview or _no_preview, slot=slot, past=past))
        return await self._ask(Prompt(title, line, value=value, preview=preview, slot=slot, past=past), tabs=tabs)

    async def write_text(self, title: str, value: str) -> str | None:
        """Ask for a long text."""
        from jinpu_tui.ui.dialogs.prompt import TextPrompt

        return await self._ask(TextPrompt(title, self.prompt_line, value))

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
        """Ask for one of several values."""
        from jinpu_tui.ui.dialogs.chooser import Chooser

        return await self._ask(
            Chooser(
                title,
                self._line(line),
                options,
                start=start,
                free=free,
                size=size,
                slot=slot,
                exact=exact or _never,
            ),
            tabs=tabs,
        )

    async def tick(
        self, title: str, options: Sequence[Option], ticked: Sequence[str], *, free: bool = False, tabs: bool = False
    ) -> str | None:
        """Ask for several of some values."""
        from jinpu_tui.ui.dialogs.tick_list import TickList

        return await self._ask(TickList(title, self.prompt_line, options, ticked, free=free), tabs=tabs)

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
        """Let the user change a list."""
        from jinpu_tui.ui.dialogs.multi_select import MultiSelect

        return await self._ask(MultiSelect(title, self._line(line), options, act=act, hint=hint, signs=signs, width=width))

    async def confirm(self, title: str, question: str, verb: str, *, at_top: bool = False) -> bool:
        """Ask before something is lost."""
        from jinpu_tui.ui.dialogs.chooser import Confirm

        return bool(await self._ask(Confirm(title, self._line(1 if at_top else None), question, verb)))

    async def choose_side(self, conflict: Conflict) -> Side | None:
        """Ask which side of a conflict counts."""
        from jinpu_tui.ui.dialogs.conflict_sides import ChooseSide

        picked = await self._ask(ChooseSide(conflict, self.prompt_line))
        return next((side for side in conflict.sides if side == picked), None)

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
        """Ask for a filter."""
        from jinpu_tui.ui.dialogs.filter_prompt import FilterPrompt

        return await self._ask(
            FilterPrompt(value, self._line(-5), narrow=narrow, count=count, complete=complete, past=past, slot=slot, hint=hint)
        )


def _nothing(_answer: str | None) -> None:
    """Ignore an answer that comes while the last one is being used."""


def _no_preview(_text: str) -> str:
    return ""


def _never(_text: str) -> bool:
    return False
