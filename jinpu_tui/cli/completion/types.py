"""Types that the parts of completion share."""

from __future__ import annotations

from typing import NamedTuple

import click
from msgspec import Struct, field


class Candidate(NamedTuple):
    """A whole word that may stand at the cursor."""

    word: str
    text: str = ""
    """What it means, shown beside it by zsh and fish."""
    is_whole: bool = True
    """Whether a blank may follow; false for `due=` and for folders."""


class Words(Struct):
    """The words of a line, sorted by the options of the command that they are for."""

    command: click.Command
    name: str = ""
    """The name of the command, with its group's name before it; empty if none is given yet."""
    positional: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    """Values by the names of parameters."""
    pending: click.Option | None = None
    """The option whose value is being typed."""
    only_arguments: bool = False
    """Whether `--` came before."""
