"""The charset of the user's locale: what the program reads from the terminal and what it can write to it.

Many users work in a GBK locale. A character that their charset does not have is shown as question marks, as many as the
character takes cells, so that columns stay in line; bytes that are not valid in it come in as replacement characters.
"""

from __future__ import annotations

import codecs
import io
import sys
from contextlib import suppress

ERRORS = "jinpu-question-marks"
"""Name of the error handler that writes question marks."""

_GBK_FAMILY = {"gbk", "gb2312", "cp936", "hz", "euc_cn"}


def input_charset() -> str:
    """Return the name of the charset of what users type; GB 18030 if it is one of those that GB 18030 contains."""
    name = getattr(sys.__stdin__, "encoding", None) or "utf-8"
    with suppress(LookupError):
        name = codecs.lookup(name).name
        return "gb18030" if name in _GBK_FAMILY else "utf-8" if name == "ascii" else name
    return "utf-8"


def never_fail_to_write() -> None:
    """Make standard output and standard error write question marks for what their charset does not have."""
    codecs.register_error(ERRORS, _question_marks)
    for stream in {sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__}:
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape", "backslashreplace"):
            stream.reconfigure(errors=ERRORS)


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    from rich.cells import cell_len

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "?" * sum(1 if "\ud800" <= item <= "\udfff" else cell_len(item) for item in lost), error.end
