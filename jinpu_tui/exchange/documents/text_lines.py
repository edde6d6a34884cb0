"""Plain text and Markdown as paragraphs: each line that holds something is one."""

from __future__ import annotations

import re

from jinpu_tui.exchange.documents.paragraphs import Paragraph
from jinpu_tui.exchange.encodings import decode_text
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import cell_width

WRAPPED_CELLS = 56
"""From which width on a line without punctuation at its end goes on in the next: programs wrap mails and texts at 60 to 80."""

MAX_LIST_DEPTH = 8

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_LIST_ITEM = re.compile(r"(?P<blanks>[ \t]*)(?:[-*+]|\d{1,3}[.)])\s")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\[\]]{1,500})\]\([^()\s]{1,2000}\)")
_QUOTE = re.compile(r"(?:>\s?)+")
_UNDERLINE = re.compile(r"(=+|-+)\s*")


def read_lines(data: bytes, encoding: str = "", *, is_markdown: bool = False) -> list[Paragraph]:
    """Return the lines of a text that hold something. Raises ExchangeError.

    Args:
        data: The bytes of the file.
        encoding: Name of the encoding; by default it is recognized.
        is_markdown: Whether headings, list items and emphasis are those of Markdown.
    """
    text, _used = decode_text(data, encoding)
    if "\0" in text:
        raise ExchangeError(_("The file is not a text"))
    paragraphs: list[Paragraph] = []
    is_code = False
    for line, written in enumerate(_LINE_END.split(text), 1):
        if not written.strip():
            continue
        if is_markdown and written.lstrip().startswith("```"):
            is_code = not is_code
        if is_markdown and not is_code:
            _take_markdown(paragraphs, written, line)
        else:
            paragraphs.append(_wrapped(paragraphs, Paragraph(_one_line(written), line)))
    return paragraphs


def _take_markdown(paragraphs: list[Paragraph], written: str, line: int) -> None:
    """Add a line of Markdown. A line of = or - makes the line above it a heading."""
    underline = _UNDERLINE.fullmatch(written.strip())
    if underline and len(written.strip()) > 1 and paragraphs and _may_be_underlined(paragraphs[-1], line):
        before = paragraphs.pop()
        paragraphs.append(Paragraph(before.text, before.line, 1 if underline[1][0] == "=" else 2))
        paragraphs.append(Paragraph(written.strip(), line))
        return
    if heading := _HEADING.match(written.strip()):
        text = _one_line(_plain(written.strip()[heading.end() :].rstrip("# \t")))
        paragraphs.append(Paragraph(text or written.strip(), line, len(heading[1])))
        return
    item = _LIST_ITEM.match(written)
    depth = min(len(item["blanks"].expandtabs(4)) // 2, MAX_LIST_DEPTH) if item else 0
    text = _one_line(_plain(_QUOTE.sub("", written.strip(), count=1)))
    if text.startswith("|"):
        text = text.strip("| ")
    text = text or written.strip()
    paragraphs.append(_wrapped(paragraphs, Paragraph(text, line, indent=depth)))


def _may_be_underlined(paragraph: Paragraph, line: int) -> bool:
    """Return whether a line of = or - makes the line above it a heading of Markdown."""
    return paragraph.line == line - 1 and paragraph.heading is None and not paragraph.is_wrapped and not paragraph.indent


def _plain(text: str) -> str:
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(paragraphs: list[Paragraph], paragraph: Paragraph) -> Paragraph:
    """Return the paragraph, marked if its line goes on with the sentence of the line before."""
    before = paragraphs[-1] if paragraphs else None
    if before is None or before.line != paragraph.line - 1 or before.heading is not None:
        return paragraph
    goes_on = cell_width(before.text) >= WRAPPED_CELLS and (before.text[-1].isalnum() or before.text[-1] in ",，、")
    return Paragraph(paragraph.text, paragraph.line, None, paragraph.indent, goes_on)
