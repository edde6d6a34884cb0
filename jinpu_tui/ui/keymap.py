"""Which command a key runs."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model.records import Kind
from jinpu_tui.ui.command import Command


class Keymap:
    """The keys of commands. Several commands may have one key; the first that applies where the cursor is runs."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.commands = tuple(commands)
        """All commands, in the order that they are offered in."""

        self._by_key: dict[str, list[Command]] = {}
        for command in commands:
            for key in command.keys:
                self._by_key.setdefault(key, []).append(command)

    def command_for(self, key: str, place: str, kind: Kind | None) -> Command | None:
        """Return the command that a key runs in a place with a record of this kind under the cursor."""
        return next((command for command in self._by_key.get(key, ()) if command.applies(place, kind)), None)

    def elsewhere(self, key: str) -> Command | None:
        """Return the first command that a key runs in some place."""
        return next(iter(self._by_key.get(key, ())), None)

    def asks(self, key: str) -> bool:
        """Return whether users type a text or pick from a list after a key, in some place."""
        return any(command.asks for command in self._by_key.get(key, ()))

    def offered(self, place: str, kind: Kind | None) -> list[Command]:
        """Return the commands that the bottom line shows."""
        return [command for command in self.commands if command.is_offered and command.applies(place, kind)]
