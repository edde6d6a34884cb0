"""Hiding the columns that make a printed page too small to read: hidden columns are kept, and are not printed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from jinpu_tui.exchange.column_widths import column_widths
from jinpu_tui.exchange.sheet_headings import HIDDEN, Language
from jinpu_tui.exchange.sheet_model import ExportSheet

MAX_PAGE_WIDTH = 180
"""Characters of a row on one page of A4 across: at 10 points they are printed at about 7."""

MIN_PERIODS = 6
"""Periods that are always shown."""

MAX_NAMED = 12
"""Hidden columns that are named."""

HIDDEN_FIRST = (
    *(
        "origin",
        "quote",
        "source",
        "tags",
        "depends",
        "priority",
        "decimals",
        "closed_by",
        "closed_on",
        "done_on",
        "extensions",
    ),
    *("supervisor", "start", "definition", "measure", "direction", "verified", "deliverable", "requirement titles", "leader"),
    *("kind", "steps", "note", "parent", "support"),
)
"""Columns that a page may do without, the first of them first."""


def fitted_to_page(sheet: ExportSheet, language: Language) -> ExportSheet:
    """Return a table with columns hidden until the others fit on a page, and a subtitle that says how many are."""
    widths = column_widths(sheet)
    total = sum(width for width, column in zip(widths, sheet.columns, strict=True) if not column.is_hidden)
    hidden: list[int] = []
    for place in _dispensable(sheet):
        if total <= MAX_PAGE_WIDTH:
            break
        hidden.append(place)
        total -= widths[place]
    if not hidden:
        return sheet
    columns = [replace(each, is_hidden=each.is_hidden or place in hidden) for place, each in enumerate(sheet.columns)]
    names = [sheet.columns[place].heading for place in sorted(hidden)]
    more = " …" if len(names) > MAX_NAMED else ""
    words = HIDDEN.of(language).format(names=("、" if language == "zh" else ", ").join(names[:MAX_NAMED]) + more)
    return replace(sheet, columns=columns, subtitle=f"{sheet.subtitle}{'；' if language == 'zh' else '; '}{words}")


def _dispensable(sheet: ExportSheet) -> Iterator[int]:
    """Return the columns that may be hidden, the first of them first; last come the periods, from the earliest on."""
    names = [column.name for column in sheet.columns]
    for name in HIDDEN_FIRST:
        yield from (place for place, other in enumerate(names) if other == name and not sheet.columns[place].is_hidden)
    periods = [place for place, name in enumerate(names) if name == "observations"]
    yield from periods[:-MIN_PERIODS]
