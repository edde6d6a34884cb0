"""What an importer is: it recognizes the export of another tool, and reads it as rows of records that refer to each other.

A package adds its own importer by an entry point of the group `jinpu_tui.importers` that names an object, or a module, with
the members of `Importer`. Importers know neither the dataset nor its ids: rows have keys of the tool, and links name keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from msgspec import Struct, field

from jinpu_tui.exchange.imported_row import ImportedRow
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_TITLE = 300
"""Characters of a title. What is longer is cut, and kept whole in a field for long texts."""


class Surroundings(Struct, frozen=True):
    """What an importer may know besides the bytes of the file."""

    name: str
    """Name of the file without folder and ending; empty for standard input and pasted text."""

    today: date
    """Day that relative dates count from."""

    beside: Callable[[str], bytes | None] = lambda _name: None
    """Returns a small file of the same folder by its name; None if there is none."""


class ToolRow(Struct):
    """One record of the tool."""

    kind: Kind
    """requirement, task or indicator."""

    key: str
    """What the tool knows it by; unique among the rows of its kind."""

    row: ImportedRow
    """Its values. Of `id` (a key that is fit to be an id) and `number` (any other key) it has one at most."""

    links: Mapping[str, list[str]] = field(default_factory=dict)
    """Keys of other rows, by the field that refers to them: `parent`, `requirements`, `depends`."""


class ToolImport(Struct):
    """What an importer read."""

    register: str = ""
    """Name for the origin of tasks if the tool's keys are unique everywhere; by default that is the name of the file."""

    rows: list[ToolRow] = field(default_factory=list)
    columns: dict[str, str | None] = field(default_factory=dict)
    """The field that each property of the tool's records becomes; None for a property that is left out."""

    left_out: list[str] = field(default_factory=list)
    """What the dataset cannot hold, a sentence each."""

    def add(
        self,
        kind: Kind,
        key: str,
        values: Mapping[str, Any],
        links: Mapping[str, list[str]] | None = None,
        *,
        at: int | None = None,
        skipped: str = "",
    ) -> ImportedRow:
        """Add a row and return it.

        Args:
            kind: Kind of its record.
            key: What the tool knows it by. It becomes the row's number unless `values` has an `id`.
            values: Values of fields; None and empty texts are left out.
            links: Keys of the rows that it refers to, by field.
            at: Row of the file, from 1; by default the next number.
            skipped: Why it is no record.
        """
        row = ImportedRow(at if at is not None else len(self.rows) + 1, skipped=skipped)
        row.values = {name: value for name, value in values.items() if value is not None and value not in ("", [])}
        row.number = "" if "id" in row.values else key
        self.rows.append(ToolRow(kind, key, row, links or {}))
        return row


class Importer(Protocol):
    """What reads the exports of one tool."""

    @property
    def name(self) -> str:
        """Name of the tool, for messages and for the file that an import leaves."""

    def recognizes(self, data: bytes, ending: str) -> bool:
        """Return whether a file is an export of the tool. It is asked about any file: it must be quick and raise nothing.

        Args:
            data: The bytes of the file.
            ending: Ending of its name in lower case, such as `.json`; empty for standard input.
        """

    def read(self, data: bytes, ending: str, around: Surroundings) -> ToolImport:
        """Return what the file holds.

        Args:
            data: The bytes of the file, MAX_FILE_BYTES at most.
            ending: Ending of its name.
            around: What else may be known.

        Raises:
            ExchangeError: The file is damaged, too large or hostile.
        """


def set_title(row: ImportedRow, name: str, text: str, whole: str) -> None:
    """Set the title of a row to a text in one line; if that is too long, keep it in the field `whole` too.

    Args:
        row: The row.
        name: Field of the title.
        text: The text; if it is empty the row gets its key for a title, with a problem.
        whole: Field for long texts.
    """
    title = " ".join(text.split())
    if not title:
        title = str(row.values.get("id") or row.number)[:MAX_TITLE]
        row.problems.append(_("row {row}: no title; {text} was taken").format(row=row.row, text=title))
    elif len(title) > MAX_TITLE:
        row.values[whole] = "\n".join(filter(None, [text.strip(), row.values.get(whole, "")]))
        title = f"{title[: MAX_TITLE - 1]}…"
    row.values[name] = title
