"""What the heading of a column means, by the table of Chinese and English words in `headings.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinpu_tui.model.records import Kind

GROUP = "@requirement"
"""Not a field: the column groups the rows by requirements, named by their titles."""

NUMBER = "@number"
"""Not a field: the row's own number (序号), which makes its origin."""

REPORT = "@report"
"""Not a field: what was done so far, a percentage or a text that becomes a note of the log."""


def folded_heading(text: str) -> str:
    """Return a heading as the table of words has it: width, case, blanks and what brackets hold do not matter."""
    word = unicodedata.normalize("NFKC", text).lower()
    word = re.sub(r"[(\[{【〔].*?[)\]}】〕]", "", word)
    return re.sub(r"[\s:：、,，.。*_\-]+", "", word)


@cache
def _field_by_heading() -> Mapping[str, Mapping[str, str]]:
    """Return the field of each folded heading, by kind, from `headings.toml`."""
    tables = tomllib.loads((files("jinpu_tui.exchange") / "headings.toml").read_text("utf-8"))
    return {
        kind: {folded_heading(word) or word: name for name, words in table.items() for word in words}
        for kind, table in tables.items()
    }


def field_for_heading(kind: Kind, heading: str) -> str:
    """Return the field, or the meaning such as GROUP, that a heading stands for in a table of `kind`; "" if none.

    >>> [field_for_heading("task", heading) for heading in ("完成时限（月底前）", "Lead unit", "领导批示")]
    ['due', 'lead', '']
    """
    word = folded_heading(heading)
    return _field_by_heading()[kind].get(word, "") if word else ""
