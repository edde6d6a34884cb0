"""Delimited text (CSV, TSV): its encoding and delimiter recognized, formulas' apostrophes taken off."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

from jinpu_tui.exchange.encodings import decode_text
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.formula_guard import unguarded
from jinpu_tui.text.i18n import _

DELIMITERS = ",\t;|"
SAMPLE_RECORDS = 50
"""Records that a delimiter is judged by."""


def read_delimited(data: bytes, encoding: str = "") -> tuple[list[list[str | None]], str]:
    """Return the records of a delimited text, empty cells as None, and the encoding it was read in.

    Args:
        data: The bytes of the file.
        encoding: Name of the encoding; by default a byte order mark decides, else UTF-8 if it fits, else GB18030.

    Raises:
        ExchangeError: The encoding is unknown or does not fit, or the text is binary.
    """
    text, used = _decoded(data, encoding)
    return _cells(_records(text, _delimiter_of(text))), used


def sample_records(data: bytes, encoding: str = "") -> tuple[list[list[str | None]], str]:
    """Return the first records of a text, and the delimiter by which most of them have the same number of cells.

    Takes and raises what `read_delimited` does.
    """
    text, _used = _decoded(data, encoding)
    delimiter = _delimiter_of(text)
    return _cells(islice(_records(text, delimiter), SAMPLE_RECORDS)), delimiter


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    text, used = decode_text(data, encoding)
    if "\0" in text:
        raise ExchangeError(_("The file is not a table of text"))
    return text, used


def _cells(records: Iterable[Sequence[str]]) -> list[list[str | None]]:
    try:
        return [[_cell(cell) for cell in record] for record in records]
    except csv.Error as error:
        raise ExchangeError(_("The table cannot be read: {reason}").format(reason=error)) from None


def _delimiter_of(text: str) -> str:
    """Return the delimiter by which most records have the same number of cells, and more than one."""

    def agreement(delimiter: str) -> tuple[float, int]:
        widths: Counter[int] = Counter()
        try:
            for record in islice(_records(text, delimiter), SAMPLE_RECORDS):
                if any(record):
                    widths[len(record)] += 1
        except csv.Error:
            return 0, 0
        width, records = widths.most_common(1)[0] if widths else (1, 0)
        return (records / widths.total(), width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=agreement)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(32 * 1024 * 1024)
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)


def _cell(text: str) -> str | None:
    """Return a cell as the office wrote it: programs put an apostrophe before what a spreadsheet would run as a formula."""
    return (unguarded(text) if text.startswith("'") else text) or None
