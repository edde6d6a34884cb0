"""Which lines of a page a filter leaves: those with all its words, with what they stand under and what stands under them."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.query.search_index import folded
from jinpu_tui.ui.pages.page import Page, PageLine


def matching_lines(page: Page, text: str) -> list[PageLine]:
    """Return the lines of a page that match.

    Lines of one field, entry, comment or kept text are searched as one. A line stands under the nearest one above that is
    indented less; headings over the columns stay.
    """
    words = folded(text).split()
    if not words:
        return page.lines
    depths = [_depth(line) for line in page.lines]
    texts = _texts(page.lines)
    kept = page.start if page.headings is None else page.headings
    wanted = set(range(kept))
    for at, text_of in enumerate(texts):
        if at >= kept and all(word in text_of for word in words):
            wanted |= {at, *_above(depths, at), *_below(depths, at)}
    return [line for at, line in enumerate(page.lines) if at in wanted]


def _texts(lines: Sequence[PageLine]) -> list[str]:
    """Return the text of each line, folded for search; lines that belong together have the text of all of them."""
    texts: list[str] = []
    start = 0
    while start < len(lines):
        end = start + 1
        unit = _unit(lines[start])
        while end < len(lines) and unit is not None and _unit(lines[end]) == unit:
            end += 1
        text = folded(" ".join("".join(piece for piece, _style in line.line) for line in lines[start:end]))
        texts += [f"{text} {' '.join(text.split())}"] * (end - start)
        start = end
    return texts


def _unit(line: PageLine) -> tuple[str, int, str, str, str] | None:
    unit = line.field, line.entry, line.comment, line.kept, line.link
    return unit if line.field or line.comment or line.kept else None


def _depth(line: PageLine) -> int:
    text = "".join(piece for piece, _style in line.line)
    return len(text) - len(text.lstrip(" ")) if text.strip() else -1


def _above(depths: Sequence[int], at: int) -> list[int]:
    found, depth = [], depths[at]
    for above in range(at - 1, -1, -1):
        if depths[above] < 0:
            break
        if depths[above] < depth:
            depth = depths[above]
            found.append(above)
    return found


def _below(depths: Sequence[int], at: int) -> list[int]:
    found = []
    for below in range(at + 1, len(depths)):
        if depths[below] <= depths[at]:
            break
        found.append(below)
    return found
