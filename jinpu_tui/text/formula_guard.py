"""The apostrophe that keeps a spreadsheet from running a text as a formula, and taking it off again.

See https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import re

_BEGIN_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANKS = ("\t", "\r", "\n")
_FIGURE = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?%?")


def guarded(text: str) -> str:
    """Return a cell of delimited text with an apostrophe before what a spreadsheet would run.

    A text that begins like a guarded one gets an apostrophe too, so that `unguarded` returns every text as it was.

    >>> guarded("=1+1"), guarded("-5"), guarded("'=1+1")
    ("'=1+1", '-5', "''=1+1")
    """
    return f"'{text}" if _is_formula(text) or _is_guarded(text) else text


def unguarded(text: str) -> str:
    """Return a cell of delimited text without the apostrophe that `guarded`, or another program, put before it.

    >>> unguarded("'=1+1"), unguarded("'90s")
    ('=1+1', "'90s")
    """
    return text[1:] if _is_guarded(text) else text


def _is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a text; blanks before it do not keep it from doing so."""
    begins = text.startswith(_BLANKS) or text.lstrip().startswith(_BEGIN_FORMULAS)
    return begins and not _FIGURE.fullmatch(text)


def _is_guarded(text: str) -> bool:
    if not text.startswith("'"):
        return False
    rest = text.lstrip("'")
    return rest.startswith((*_BEGIN_FORMULAS, *_BLANKS)) or _is_formula(rest)
