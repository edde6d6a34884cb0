"""Whether a text is a table or a policy document: by known headings, else by its shape. Looks at its beginning only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from jinpu_tui.exchange.delimited_text import sample_records
from jinpu_tui.exchange.layout import find_table
from jinpu_tui.exchange.sheets import Sheet

MIN_RECORDS = 2
"""A text of one line is a table only if its headings are known."""

MIN_REGULAR = 0.9
"""Share of the lines that have the same number of cells in a table; the others are titles and remarks."""

_ENDS_SENTENCE = re.compile(r"[。！？；：!?:;][”’\"')）]?$|\w\w\.$")
_NUMBERING = re.compile(r"第.{1,5}[编章节条款]|[一二三四五六七八九十]+、|[(（].{1,3}[)）]|\d+(\.\d+)+$|\d+[.、．)）]|[①-⑳]")
_MAY_BE_PROSE = (",", ";")
"""Delimiters that are punctuation, too: with a blank after it in sentences, without one in tables."""


def is_table_text(data: bytes, encoding: str = "") -> bool:
    """Return whether a text is a table. Raises ExchangeError if it is no text.

    Args:
        data: The bytes of the file.
        encoding: Name of the encoding; by default it is recognized.
    """
    records, delimiter = sample_records(data, encoding)
    return find_table([Sheet("", records)]) is not None or _is_regular(records, delimiter)


def _is_regular(records: Sequence[Sequence[str | None]], delimiter: str) -> bool:
    """Return whether most records have the same number of cells, and are neither sentences nor numbered paragraphs."""
    texts = [[cell or "" for cell in record] for record in records if any(record)]
    (width, _count), *_rest = Counter(map(len, texts)).most_common(1) or [(0, 0)]
    regular = [cells for cells in texts if len(cells) == width]
    if width < 2 or len(regular) < max(MIN_RECORDS, MIN_REGULAR * len(texts)):
        return False
    half = len(regular) / 2
    if sum(bool(_ENDS_SENTENCE.search(cells[-1].strip())) for cells in regular) > half:
        return False
    if sum(bool(_NUMBERING.match(cells[0].strip())) for cells in regular) > half:
        return False
    after = [cell for cells in regular for cell in cells[1:] if cell]
    return delimiter not in _MAY_BE_PROSE or sum(cell[0].isspace() for cell in after) <= len(after) / 2
