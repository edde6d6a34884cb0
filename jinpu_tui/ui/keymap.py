"""Which command a key runs, and which keys a command has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import Kind, Pane
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.key_names import key_name

PAGES = ("page", "summary", "kept")
"""The places that are pages (see `Cursor.place`); a record of any kind can be under the cursor there."""


class Clash(NamedTuple):
    """Two commands that one key would run in one place."""

    key: str
    first: Command
    second: Command


class Keymap:
    """The keys of commands. Several commands may have one key; the first that applies where the cursor is runs.

    Args:
        commands: All commands, in the order that they are offered in.
        keys: The keys of commands, by their ids, that have others than their own.
    """

    def __init__(self, commands: Sequence[Command], keys: Mapping[str, Sequence[str]] | None = None) -> None:
        self.commands = tuple(commands)
        """All commands, in the order that they are offered in."""

        given = keys or {}
        self._keys = {command.id: tuple(given.get(command.id, command.keys)) for command in commands}
        self._by_key: dict[str, list[Command]] = {}
        for command in commands:
            for key in self._keys[command.id]:
                self._by_key.setdefault(key, []).append(command)

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """Return the keys of a command; the first is the one that is shown."""
        return self._keys[command.id]

    @property
    def shown_keys(self) -> Mapping[str, str]:
        """What texts name as the key of each command, by its id: its first key, else how the palette finds it."""
        palette = next((keys[0] for id_, keys in self._keys.items() if id_ == "program.palette" and keys), "")
        return {
            command.id: key_name(keys[0])
            if keys
            else _("{palette} {verb}").format(palette=key_name(palette), verb=command.verb)
            for command, keys in zip(self.commands, self._keys.values(), strict=True)
        }

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
        return [
            command
            for command in self.commands
            if command.is_offered and self._keys[command.id] and command.applies(place, kind)
        ]

    def clashes(self) -> Iterator[Clash]:
        """Find keys that two commands have in a place where both can be run on the same.

        The page of kept texts has commands of its own, which go before those of all places.
        """
        for key, commands in self._by_key.items():
            for index, first in enumerate(commands):
                for second in commands[index + 1 :]:
                    if (first.group == "kept") is (second.group == "kept") and _meet(first, second):
                        yield Clash(key, first, second)


def _meet(first: Command, second: Command) -> bool:
    """Return whether there is a place where two commands can be run on the same."""
    return any(first.applies(place, kind) and second.applies(place, kind) for place, kind in _situations())


def _situations() -> Iterator[tuple[str, Kind | None]]:
    """Return each place with each kind of record that can be under the cursor there."""
    for pane in get_args(Pane):
        yield pane, KIND_OF[pane]
        yield pane, None
    for page in PAGES:
        for kind in get_args(Kind):
            yield page, kind
        yield page, None
