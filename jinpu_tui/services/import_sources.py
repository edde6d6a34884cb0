"""What an import begins from: a document or a table, and what the last import of its register left."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jinpu_tui.exchange.documents.files import ENDINGS, read_document
from jinpu_tui.exchange.documents.reading import plan_document
from jinpu_tui.exchange.documents.records import plan_records
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.import_plan import ImportPlan, Ledger
from jinpu_tui.exchange.layout import Table, find_table, table_at
from jinpu_tui.exchange.rules import Rules
from jinpu_tui.exchange.saved_import import SavedImport, parse_saved
from jinpu_tui.exchange.sheets import MAX_FILE_BYTES, Sheet, is_workbook
from jinpu_tui.exchange.text_shape import is_table_text
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.import_files import read_import_file
from jinpu_tui.text.i18n import _

DOCUMENTS_ONLY = (".docx", ".md", ".markdown")


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; of one that is too large, or never ends, one more than may be imported. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(MAX_FILE_BYTES + 1)


def is_document(data: bytes, name: str, encoding: str, *, asks_for_table: bool) -> bool:
    """Return whether a file is a policy document. A text is one unless it has a row of known headings or the shape of a table.

    Args:
        data: The bytes of the file.
        name: Its name; empty for what was piped or pasted.
        encoding: Encoding of a text; by default it is recognized.
        asks_for_table: Whether somebody has said something that only makes sense for a table.
    """
    ending = Path(name).suffix.lower()
    if ending in DOCUMENTS_ONLY:
        return True
    if asks_for_table or (ending and ending not in ENDINGS) or is_workbook(data):
        return False
    try:
        return not is_table_text(data, encoding)
    except ExchangeError:
        return False


def document_plan(ledger: Ledger, data: bytes, name: str, today: date, encoding: str, source: str) -> ImportPlan:
    """Return what the import of a document would do. Raises ExchangeError.

    Args:
        ledger: The dataset that it goes into.
        data: The bytes of the file.
        name: Its name, for a document without a title.
        today: Day that dates are read by.
        encoding: Encoding of a text; by default it is recognized.
        source: Id of the source that records are drawn from; by default one with the title of the document.
    """
    paragraphs = read_document(data, Path(name).suffix or ".txt", encoding)
    plan = plan_document(paragraphs, today, name)
    plan.title = plan.title or Path(name).stem
    return plan_records(ledger, plan, source)


def parse_import_file(path: Path) -> SavedImport | None:
    """Return what the last import of a register left; None if nothing. Raises ExchangeError, OSError."""
    text = read_import_file(path)
    return parse_saved(text, path.name) if text else None


def parse_rules_file(path: Path) -> SavedImport:
    """Return what a rules file that somebody named says. Raises ExchangeError, OSError."""
    return parse_saved(read_regular(path)[0].decode("utf-8", "replace"), as_text(path.name))


def as_text(name: str) -> str:
    r"""Return the name of a file as text that the dataset can hold: bytes that are not in the locale's charset as `\xff`."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def wanted_table(sheets: Sequence[Sheet], rules: Rules | None, kind: Kind | None, name: str) -> Table:
    """Return the table of a file.

    Args:
        sheets: The sheets of the file.
        rules: The rules that the last import left, or that somebody named.
        kind: Kind of its rows, if somebody has said so.
        name: Name of its sheet, if somebody has said so.

    Raises:
        ExchangeError: There is no such sheet, or no table.
    """
    if name and all(sheet.name != name for sheet in sheets):
        names = ", ".join(sheet.name for sheet in sheets)
        raise ExchangeError(_("There is no sheet {name}; the file has {names}").format(name=name, names=names))
    is_of_kind = rules is not None and kind in (None, rules.kind)
    kept = rules.sheet if rules and is_of_kind and any(sheet.name == rules.sheet for sheet in sheets) else ""
    table = find_table(sheets, kind or (rules.kind if rules else None), name or kept)
    if table is None and rules is not None and rules.heading_rows:
        sheet = next((sheet for sheet in sheets if sheet.name == kept), sheets[0] if sheets else None)
        if sheet is not None and rules.heading_rows[-1] <= len(sheet.rows):
            return table_at(sheet, rules.kind, [row - 1 for row in rules.heading_rows])
    if table is None:
        message = _("No row of headings was found: two columns must have known names, such as {example}, or a rules file")
        raise ExchangeError(message.format(example="任务名称, 牵头单位, title, lead"))
    return table
