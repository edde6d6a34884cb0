"""Importers by name, from the entry points of all installed packages. They are loaded only when something is imported."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from msgspec import Struct, field

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.importer import MAX_FILE_BYTES, Importer, Surroundings, ToolImport
from jinpu_tui.text.i18n import _

GROUP = "jinpu_tui.importers"

OWN = ("doorstop", "mspdi", "opensdg", "oscal", "sdmx", "taskwarrior")
"""The importers that come with the program; `pyproject.toml` registers them like those of others."""


class Recognition(Struct):
    """Which importer reads a file."""

    importer: Importer | None = None
    problems: list[str] = field(default_factory=list)
    """A sentence for each importer that failed."""


def recognize(data: bytes, ending: str) -> Recognition:
    """Return the first importer, in the order of their names, that recognizes a file.

    One that cannot be loaded or fails is named, and the others go on: they are of other people's making.
    """
    found = Recognition()
    for entry in _entries():
        try:
            importer: Importer = entry.load()
            if importer.recognizes(data, ending):
                found.importer = importer
                return found
        except Exception as error:
            message = _("The importer {name} does not work and was left out: {reason}")
            found.problems.append(message.format(name=entry.name, reason=_reason(error)))
    return found


def read_tool_file(importer: Importer, data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return what an importer reads in a file. Raises ExchangeError."""
    if len(data) > MAX_FILE_BYTES:
        raise ExchangeError(_("The file has more than {size} MB").format(size=MAX_FILE_BYTES >> 20))
    try:
        return importer.read(data, ending, around)
    except ExchangeError:
        raise
    except Exception as error:
        message = _("The importer {name} failed: {reason}")
        raise ExchangeError(message.format(name=importer.name, reason=_reason(error))) from error


@cache
def _entries() -> tuple[EntryPoint, ...]:
    """Return our own importers, also in a checkout that was installed before they came, and all others."""
    own = {name: EntryPoint(name, f"jinpu_tui.exchange.tools.{name}", GROUP) for name in OWN}
    by_name = {**own, **{entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in own}}
    return tuple(by_name[name] for name in sorted(by_name))


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
