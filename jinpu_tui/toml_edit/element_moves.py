"""Put an element of an array of tables elsewhere among the others, with its comments.

What the element passes over and the element itself change places, and the blank lines between them stay where they are: each
line of the text is there afterwards, to the byte.
"""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.sections import comments_below, spans, stretches_of
from jinpu_tui.toml_edit.text_edits import SpliceError, content_end, is_blank_line, line_start, newline_of, next_line
from jinpu_tui.toml_edit.tree import Table, Tables


def with_element_moved(text: str, root: Table, tables: Tables, index: int, to: int, *, ends_file: bool = True) -> str:
    """Return a text with the element at `index` of an array of tables at place `to` of it.

    Args:
        text: A valid TOML document.
        root: Its tables.
        tables: The array of tables, written as `[[header]]` sections.
        index: Where the element is among the others.
        to: Where it is to be; another place.
        ends_file: Whether nothing follows the text in its file.

    Raises:
        SpliceError: The parts of the element are written in several places.
    """
    of_all = spans(root)

    def stretches(element: Table) -> list[tuple[int, int]]:
        return stretches_of(text, element, of_all, ends_file=ends_file)

    own = spans(tables.elements[index])
    if own != [section for section in of_all if own[0] <= section <= own[-1]]:
        raise SpliceError(_("other tables stand between the parts of an entry"))
    parts = stretches(tables.elements[index])
    start, end = parts[0][0], parts[-1][1]
    if to < index:
        first = stretches(tables.elements[to])[0][0]
        return _exchanged(text, first, start, end, ends_file=ends_file)
    last = stretches(tables.elements[to])[-1][1]
    second = end
    while is_blank_line(text, second):
        second = next_line(text, second)
    return _exchanged(text, start, second, last, ends_file=ends_file)


def _exchanged(text: str, start: int, middle: int, end: int, *, ends_file: bool) -> str:
    """Return a text with the lines from `start` to `middle` after those from `middle` to `end`.

    The blank lines before `middle` stay between the two. A blank line is added where a comment would come to stand directly at
    a line that it does not belong to.
    """
    newline = newline_of(text)
    last = line_start(text, middle - 1)
    while last > start and is_blank_line(text, last):
        last = line_start(text, last - 1)
    first, gap = text[start : (last := content_end(text, last))], text[last:middle]
    stop = max(middle, content_end(text, line_start(text, end - 1)))
    second, rest = text[middle:stop], text[stop:]
    before = text[:start]
    if before.strip("\ufeff") and not is_blank_line(text, line_start(text, start - 1)) and comments_below(second + gap, 0):
        before += newline
    if gap in ("\n", "\r\n") and _ends_in_comment(second):
        gap += newline
    after = next_line(rest, 0)
    is_end = ends_file and after == len(rest)
    if not is_end and not is_blank_line(rest, after) and _ends_in_comment(first):
        rest = rest[:after] + newline + rest[after:]
    return before + second + gap + first + rest


def _ends_in_comment(text: str) -> bool:
    return text[line_start(text, len(text)) :].lstrip(" \t").startswith("#")
