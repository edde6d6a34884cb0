"""Rows of the last import of a file: what a changed file is compared with."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from jinpu_tui.exchange.imported_row import ImportedRow
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.fields import title_field
from jinpu_tui.model.records import Kind

_NUMBERING = re.compile(r"^(第?[一二三四五六七八九十百\d]+[章节条、.．)）]|[(（][一二三四五六七八九十\d]+[)）])\s*")


class BaseRow(Struct, frozen=True):
    """A row as the last import read it."""

    id: str
    """Id of its record."""

    values: Plain
    report: str = ""
    was: Plain = field(default_factory=dict)
    """What the ledger held in the fields that the import changed; None for nothing."""

    edit: str = ""
    """What the journal distinguishes the edit by that brought these changes."""

    def undone(self) -> BaseRow:
        """Return the row as it counts if the import was undone: the fields that it changed are as before."""
        values = {name: value for name, value in {**self.values, **self.was}.items() if value is not None}
        values.pop("log", None)  # notes that are still in the log are not added again
        return replace(self, values=values, report="", was={}, edit="")


Base = Mapping[str, BaseRow]
"""Rows of the last import by their key; see `row_keys`."""


def row_keys(rows: Sequence[ImportedRow], kind: Kind) -> list[str]:
    """Return what each row is recognized by from one import to the next: its id, its own number, else its title.

    Rows that are alike are counted.
    """
    seen: Counter[str] = Counter()
    keys = []
    for row in rows:
        key = _row_key(row, kind)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def _row_key(row: ImportedRow, kind: Kind) -> str:
    if row.values.get("id"):
        return f"id:{row.values['id']}"
    return f"number:{row.number}" if row.number else f"title:{folded_title(str(row.values.get(title_field(kind), '')))}"


def with_distinct_numbers(rows: Sequence[ImportedRow]) -> list[ImportedRow]:
    """Return rows without numbers that do not distinguish them, as those of a register that counts anew in each group.

    Such a number counts together with its group; if that is not enough either, the row has none and is recognized by its title.
    """
    alone = Counter(row.number for row in rows if not row.skipped)
    grouped = Counter((row.group, row.number) for row in rows if not row.skipped)
    distinct = []
    for row in rows:
        if row.number and alone[row.number] > 1:
            in_group = f"{row.group}/{row.number}" if row.group and grouped[row.group, row.number] == 1 else ""
            distinct.append(replace(row, number=in_group))
        else:
            distinct.append(row)
    return distinct


def folded_title(text: str) -> str:
    """Return a title for comparison: width, case, blanks, numbering and the last full stop do not matter."""
    word = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _NUMBERING.sub("", word).rstrip("。.;；")
