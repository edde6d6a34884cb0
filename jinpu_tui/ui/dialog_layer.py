"""Dialogs over panes and pages, and the commands that wait for their answers."""

from __future__ import annotations

from asyncio import Event, to_thread
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs
from textual.widget import AwaitMount

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Steps
from jinpu_tui.ui.command_run import CommandRun, next_answer
from jinpu_tui.ui.commands.drafts import slot_of
from jinpu_tui.ui.layout import Layout
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.refusals import REFUSALS, reason_of
from jinpu_tui.ui.session import Session

if TYPE_CHECKING:
    from jinpu_tui.model.errors import FilterError
    from jinpu_tui.model.merge import Conflict, Side
    from jinpu_tui.query.completion import Completion
    from jinpu_tui.ui.dialogs.dialog import Popup

T = TypeVar("T")


class DialogLayer(Layout):
    """Panes and pages with a popup over them. The modules of dialogs are imported when the first one of their kind opens."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._popup: Popup | None = None
        self._origin: Draft | None = None
        self._draft: Draft | None = None
        self._mounting: AwaitMount | None = None
        self._prompt_line = 0
        self._run: CommandRun | None = None
        self._is_idle = Event()
        self._is_idle.set()

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
        self._run = CommandRun(self._guarded(steps), self._end_run)
        self._run.resume()

    async def _guarded(self, steps: Steps) -> None:
        """Show why a command was refused."""
        try:
            await steps
        except REFUSALS as error:
            self.show_message(reason_of(error), bad=True)

    def _end_run(self, run: CommandRun) -> None:
        if run is self._run:
            self._run = None
            self._is_idle.set()
            self._finish_popup()

    def _finish_popup(self) -> None:
        """Close the popup whose answer was used."""
        if self.popup is not None:
            self.popup.finish()

    async def in_thread(self, function: Callable[..., T], *args: object) -> T:
        """Call a function in another thread. Keys wait until it is done; Esc ends the command."""
        run = self._run
        assert run is not None
        self._finish_popup()
        self._is_idle.clear()

        async def call() -> None:
            try:
                result = await to_thread(function, *args)
            except Exception as error:
                if run is self._run:
                    self._is_idle.set()
                    run.fail(error)
            else:
                if run is self._run:
                    self._is_idle.set()
                    run.resume(result)

        self.run_worker(call())
        result: T = await next_answer()
        return result

    @property
    def is_busy(self) -> bool:
        """Whether a command waits for a thread."""
        return not self._is_idle.is_set()

    async def wait_for_command(self) -> None:
        """Wait until no command waits for a thread."""
        await self._is_idle.wait()

    def cancel_command(self) -> None:
        """End the command that waits for a thread."""
        if self._run is not None and self.is_busy:
            self._run.cancel()
            self.show_message(_("Cancelled"))

    # Dialogs

    async def _ask(self, popup: Popup) -> str | None:
        """Open a popup and wait for its answer."""
        self._finish_popup()
        self._open(popup)
        return await self._answer(popup)

    async def _answer(self, popup: Popup) -> str | None:
        run = self._run
        assert run is not None

        def answer(text: str | None) -> None:
            popup.answer = _nothing
            run.resume(text)

        popup.answer = answer
        text: str | None = await next_answer()
        return text

    async def ask_again(self, reason: str) -> str | None:
        """Refuse the last answer and ask again in the same popup."""
        popup = self._popup
        assert popup is not None
        popup.refuse(reason)
        return await self._answer(popup)

    def _open(self, popup: Popup) -> None:
        """Put a popup in front; the keys go to it until it closes. What is typed into it is kept as a draft.

        Only the first popup of a command is what a draft can open again.
        """
        origin, draft = self._origin, self._draft
        self._origin = self._draft = None
        if draft is not None:
            draft = structs.replace(draft, title=popup.title, slot=popup.slot)
            popup.keep = partial(self._keep, self.session.workspace.keep_draft, draft)
        elif popup.remembers and origin is not None:
            draft = structs.replace(origin, title=popup.title, slot=popup.slot)
            popup.keep = partial(self._keep, self.session.keep_draft, draft)
        if popup.remembers:
            self._remember(popup, origin or Draft(""))
        self._prompt_line = self.prompt_line
        popup.left_screen = self.place_cursor
        popup.left = self.front.region.x + 2
        popup.fit_in(self.size)
        self._popup = popup
        self._mounting = self.mount(popup)

    def _remember(self, popup: Popup, draft: Draft) -> None:
        """Have what is typed into a popup and not used come back when it opens again, and begin with such a text."""
        kept, slot = self.session.kept, popup.slot or slot_of(draft, popup.title)
        found = kept.of(slot)
        names = [found[0]] if found is not None else []

        def give_up(text: str) -> None:
            if not text.strip():
                if names:
                    kept.drop(names.pop())
                return
            names[:] = [kept.keep(structs.replace(draft, text=text, slot=slot, title=popup.title), *names[:1])]
            if not popup.is_disputed:
                self.show_message(_("What you typed is kept: it comes back when you open this again, and Y shows it"))

        def used() -> None:
            if names and not popup.is_disputed:
                kept.drop(names.pop())

        popup.give_up, popup.used = give_up, used
        if found is not None:
            popup.offer(found[1].text)
            self.show_message(_("You typed this here before: typing replaces it, End continues it, Ctrl+U drops it"))

    def _keep(self, store: Callable[[Draft | None], None], draft: Draft, text: str) -> None:
        """Have what is typed on disk; a disk that takes nothing must not keep anybody from typing."""
        with suppress(OSError):
            store(structs.replace(draft, text=text) if text else None)

    def _dispute(self) -> Callable[[], None] | None:
        """Keep what was typed into the open popup while the user is asked about it; return what drops it again."""
        popup = self.popup
        if popup is None or not popup.remembers or not popup.typed.strip():
            return None
        popup.is_disputed = True
        popup.give_up(popup.typed)

        def drop() -> None:
            popup.is_disputed = False
            popup.used()

        return drop

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
    ) -> str | None:
        """Ask for a text."""
        from jinpu_tui.ui.dialogs.lines_prompt import LinesPrompt
        from jinpu_tui.ui.dialogs.prompt import Prompt

        line = self._line(1 if at_top else None)
        if lines:
            return await self._ask(LinesPrompt(title, line, preview or _no_preview, slot=slot))
        return await self._ask(Prompt(title, line, value=value, preview=preview, slot=slot))

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
            )
        )

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
