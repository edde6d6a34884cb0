"""Importing a register of another tool: recognize the tool, and plan its records of all kinds as one edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from jinpu_tui.exchange.import_plan import ImportPlan, Ledger
from jinpu_tui.exchange.rules import ColumnRule, Rules
from jinpu_tui.exchange.saved_import import SavedImport
from jinpu_tui.exchange.tools.importer import Importer, Surroundings
from jinpu_tui.exchange.tools.linked_plan import plan_tool_import
from jinpu_tui.exchange.tools.registry import Recognition, read_tool_file, recognize
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.text.i18n import ngettext

MAX_BESIDE_BYTES = 1 << 20
MAX_COLUMNS = 200
"""Properties of the tool's records that are listed, those that become a field first."""

MAX_HEADING = 100


class ToolPlan(Struct, frozen=True):
    """What the import of a tool's file would do."""

    rules: Rules
    """The properties of the tool's records as columns, each with the field that it becomes."""

    plan: ImportPlan
    left_out: tuple[str, ...]
    """What the dataset cannot hold, a sentence each."""


class ToolFile(Struct, frozen=True):
    """A file that an importer has recognized."""

    data: bytes
    name: str
    """Its name without folder."""

    folder: Path | None
    """Its folder, for metadata beside it; None if it is not known."""

    importer: Importer


def recognize_unless_table(data: bytes, name: str, saved: SavedImport | None) -> Recognition:
    """Return the importer that recognizes a file, unless the last import or a rules file says that it is a table.

    Args:
        data: The bytes of the file.
        name: Its name.
        saved: The rules; None if there are none.
    """
    is_table = saved is not None and not saved.rules.tool
    return Recognition() if is_table else recognize(data, Path(name).suffix.lower())


def plan_tool_file(
    ledger: Ledger,
    file: ToolFile,
    saved: SavedImport | None,
    source: str,
    matches: Mapping[int, str],
    prefer: Literal["file", "ledger"] | None,
) -> ToolPlan:
    """Return what the import of a file would do.

    Args:
        ledger: The dataset that it goes into.
        file: The file.
        saved: What the last import left.
        source: Id of the source that new records are drawn from; empty for that of the last import.
        matches: Ids of the records that rows are, by the number of the row, if somebody has said so.
        prefer: Whose value counts if both have changed; by default that is left open.

    Raises:
        ExchangeError: The file is damaged, too large or hostile.
    """
    path, importer = Path(file.name), file.importer
    around = Surroundings(path.stem, ledger.today, _reader_beside(file.folder))
    imported = read_tool_file(importer, file.data, path.suffix.lower(), around)
    last = saved if saved is not None and saved.rules.tool == importer.name else None
    defaults = dict(last.rules.defaults) if last is not None else {}
    if source:
        defaults["source"] = source
    plan = plan_tool_import(
        ledger,
        imported,
        last.base if last is not None else {},
        register=path.stem,
        defaults=defaults,
        matches=matches,
        prefer=prefer,
    )
    left_out = [*imported.left_out]
    if (rest := len(imported.columns) - MAX_COLUMNS) > 0:
        message = ngettext("{count} more property is left out", "{count} more properties are left out", rest)
        left_out.append(message.format(count=rest))
    named = sorted(imported.columns.items(), key=lambda item: item[1] is None)[:MAX_COLUMNS]
    columns = tuple(ColumnRule("", heading[:MAX_HEADING], field) for heading, field in named)
    rules = Rules("task", columns, defaults=defaults, tool=importer.name)
    return ToolPlan(rules, plan, tuple(left_out))


def rules_to_keep(rules: Rules) -> Rules:
    """Return rules as the next import needs them: an importer knows its columns itself."""
    return msgspec.structs.replace(rules, columns=()) if rules.tool else rules


def _reader_beside(folder: Path | None) -> Callable[[str], bytes | None]:
    """Return what reads a small file of a folder by its name; a name that leads elsewhere is no file."""

    def read(name: str) -> bytes | None:
        if folder is None or Path(name).name != name or "\0" in name:
            return None
        try:
            return read_regular(folder / name, most=MAX_BESIDE_BYTES)[0]
        except OSError:
            return None

    return read
