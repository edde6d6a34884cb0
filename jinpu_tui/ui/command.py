"""What a command is. Commands know the screen only as a `CommandContext`, so that they import no screen and no dialog."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, Literal, Protocol, TypeVar

from msgspec import Struct

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.records import Kind
from jinpu_tui.services.workspace import EditOutcome
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.context import Cursor, Display, Pages
from jinpu_tui.ui.dialog_context import Dialogs
from jinpu_tui.ui.session import Session

T = TypeVar("T")

Write = Callable[[Sequence[AnyChange]], EditOutcome]
"""Writes changes to the disk; raises one of REFUSALS if it cannot."""

Group = Literal["kept", "edit", "records", "find", "view", "pages", "review", "move", "program"]

GROUPS: Mapping[Group, str] = {
    "kept": _("The text under the cursor"),
    "edit": _("Change what is under the cursor, or marked"),
    "records": _("Add, copy and remove"),
    "find": _("Find"),
    "view": _("Arrange the view"),
    "pages": _("Open and leave pages"),
    "review": _("Review, history, reports"),
    "move": _("Move"),
    "program": _("The program"),
}
"""The subjects of commands, in the order in which lists have them."""

_COMMANDS = "jinpu_tui.ui.commands"

Steps = Coroutine[Any, Any, object]
"""A running command. It may only wait for the awaitable methods of a context."""


class CommandContext(Cursor, Pages, Display, Dialogs, Protocol):
    """All that a command may use."""

    @property
    def session(self) -> Session:
        """The dataset and what the user has chosen to see of it."""

    async def commit(self, changes: Sequence[AnyChange], write: Write | None = None) -> EditOutcome | None:
        """Write changes, and show what was done.

        If somebody else changed the same meanwhile, the user is asked which side counts.

        Args:
            changes: What to change.
            write: Writes the changes; by default to the files of the dataset.

        Returns:
            What was written to the dataset; None if nothing was.

        Raises:
            REFUSALS: The changes cannot be written; nothing was changed.
        """

    def show_outcome(self, outcome: EditOutcome) -> EditOutcome | None:
        """Show what was written; return it, or None if the dataset did not change."""

    def step_back(self, act: Callable[[], EditOutcome], done: str, nothing: str) -> None:
        """Undo or redo by `act`, go to what changed, and show one of the two messages."""

    async def in_thread(self, function: Callable[..., T], *args: object) -> T:
        """Call a function in another thread. Keys wait until it is done; Esc ends the command."""

    def run_command(self, command: Command) -> None:
        """Run another command; the one that calls this must end then."""

    def run_steps(self, steps: Steps) -> None:
        """Run a coroutine as a command."""

    @property
    def commands(self) -> Sequence[Command]:
        """All commands."""

    def keys_of(self, command: Command) -> Sequence[str]:
        """Return the names of the keys of a command, the one that is shown first."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text by the terminal's own clipboard sequence (OSC 52)."""

    def suspended(self) -> AbstractContextManager[None]:
        """Give the terminal to another program for a while."""

    def suspend(self) -> None:
        """Stop the process, as the shell's job control does."""

    def exit(self) -> None:
        """Leave the program."""


class Command(Struct, frozen=True):
    """A command, its keys and its words."""

    id: str
    """Stable name; never shown. Drafts keep it."""

    group: Group
    """What it is about; lists of commands are in this order."""

    keys: tuple[str, ...]
    """Its own keys, the shown one first; what runs it is up to the `Keymap`. Drafts keep the first one."""

    verb: str
    """One word for the bottom line."""

    help: str
    """What it does."""

    function: str
    """The coroutine function that runs it, as `module.function` of `ui.commands`."""

    kinds: tuple[Kind, ...] = ()
    """It needs a record of one of these kinds under the cursor; empty if it needs none."""

    places: tuple[str, ...] = ()
    """Where it can be run (see `Cursor.place`); empty for everywhere."""

    edits: bool = False
    """Whether it writes to the dataset."""

    is_offered: bool = False
    """Whether the bottom line shows it."""

    is_direct: bool = False
    """Whether what it writes cannot be proposed if the dataset is read-only."""

    asks: bool = False
    """Whether users go on to type a text or to pick from a list."""

    takes_one: bool = False
    """Whether it is about the record under the cursor alone although others are marked; the user is told."""

    synonyms: str = ""
    """More words that the palette finds it by."""

    def run(self, ctx: CommandContext) -> Steps:
        """Return the running command; its module is loaded when it runs first, as the first screen need not wait for it."""
        module, _dot, name = self.function.partition(".")
        function: Callable[[CommandContext], Steps] = getattr(import_module(f"{_COMMANDS}.{module}"), name)
        return function(ctx)

    def applies(self, place: str, kind: Kind | None) -> bool:
        """Return whether the command can be run in a place with a record of this kind under the cursor."""
        places = (place, "summary") if place == "kept" else (place,)  # the page of kept texts is a page about the whole dataset
        return (not self.kinds or kind in self.kinds) and (not self.places or not set(places).isdisjoint(self.places))

    def disabled_reason(self, ctx: CommandContext) -> str | None:
        """Return why the command does nothing now; None if it can be run."""
        record = ctx.record
        if not self.applies(ctx.place, record.TYPE if record is not None else None):
            return _("Not here: {what}").format(what=self.help)
        return self.read_only_reason(ctx)

    def read_only_reason(self, ctx: CommandContext) -> str | None:
        """Return why the command cannot write; None if it can, or writes nothing."""
        reason = ctx.session.workspace.read_only
        if self.edits and reason and (self.is_direct or not ctx.session.proposes):
            return _("Nothing was changed: {reason}").format(reason=reason)
        return None


def command_named(ctx: CommandContext, id_: str) -> Command:
    """Return the command of an id."""
    return next(command for command in ctx.commands if command.id == id_)
