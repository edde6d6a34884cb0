"""A report as one HTML file: no script, nothing fetched, light and dark, for the screen, a phone, and A4 paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from html import escape
from importlib.resources import files

from jinpu_tui.report.document import Block, Cell, Chart, Document, Fields, Paragraph, Section, Table
from jinpu_tui.report.svg import chart_svg
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

LONGEST_WHOLE = 12
"""Words up to that many characters are not broken over lines."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NOT_IN_ANCHORS = re.compile(r"[^\w.-]")


def as_html(document: Document) -> str:
    """Return the whole file. All text of the dataset is escaped, and what would hide or reorder text is shown."""
    links = "\n".join(f'<a href="#{_anchor(item.anchor)}">{_text(item.heading)}</a>' for item in document.sections)
    body = _Body(frozenset(_anchors(document.sections)))
    sections = "".join(part for item in document.sections for part in body.section(item, 2))
    warning = f'<p class="warning" role="alert">{_text(document.warning)}</p>\n' if document.warning else ""
    style = (files("jinpu_tui.report") / "report.css").read_text("utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f"<!DOCTYPE html>\n<html{_language(document.language)}>\n"
        f'<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<header>\n{warning}"
        f'<h1>{_text(document.title)}</h1>\n<p class="origin">{_text(document.origin)}</p>\n'
        f'<nav aria-label="{escape(_("Contents"))}">{links}</nav>\n</header>\n<main>\n{sections}</main>\n</body>\n</html>\n'
    )


def _language(tag: str) -> str:
    """Return the `lang` attribute; none for what is no language tag as RFC 5646 (BCP 47) forms them."""
    return f' lang="{tag}"' if _LANGUAGE_TAG.fullmatch(tag) else ""


def _anchors(sections: Sequence[Section]) -> Iterator[str]:
    for item in sections:
        yield _anchor(item.anchor)
        yield from _anchors(item.sections)


class _Body:
    """What stands below the head; only what is in it is linked to, for a filter leaves records out."""

    def __init__(self, known: Set[str]) -> None:
        self._known = known

    def section(self, section: Section, level: int) -> Iterator[str]:
        tag = f"h{min(level, 5)}"
        yield f'<section id="{_anchor(section.anchor)}">\n<{tag}>{_text(section.heading)}</{tag}>\n'
        yield from map(self._block, section.blocks)
        for item in section.sections:
            yield from self.section(item, level + 1)
        yield "</section>\n"

    def _block(self, block: Block) -> str:
        match block:
            case Table():
                return self._table(block)
            case Fields():
                rows = "".join(f"<dt>{_text(name)}</dt><dd>{self._lines(cells)}</dd>" for name, cells in block.pairs)
                return f"<dl>{rows}</dl>\n"
            case Paragraph():
                return f"<p>{''.join(map(self._cell, block.pieces))}</p>\n"
            case Chart():
                return f"<figure>{chart_svg(block.series, block.caption)}</figure>\n"

    def _table(self, table: Table) -> str:
        head = "".join(
            f'<th scope="col"{_aligned(index, table.right)}>{_text(name)}</th>' for index, name in enumerate(table.head)
        )
        rows = "".join(f"<tr>{self._row(row, table.right)}</tr>\n" for row in table.rows)
        parts = f"<caption>{_text(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return f'<div class="wide" tabindex="0"><table>{parts}</table></div>\n'

    def _row(self, row: Sequence[Cell], right: Sequence[int]) -> str:
        return "".join(f"<td{_kept(cell, index, right)}>{self._cell(cell)}</td>" for index, cell in enumerate(row))

    def _lines(self, cells: Sequence[Cell]) -> str:
        linked = all(cell.link for cell in cells)
        return (", " if linked else "<br>").join(map(self._cell, cells))

    def _cell(self, cell: Cell) -> str:
        text = "<br>".join(map(_text, cell.text.splitlines())) if "\n" in cell.text else _text(cell.text)
        if cell.link and (anchor := _anchor(cell.link)) in self._known:
            text = f'<a href="#{anchor}">{text}</a>'
        if cell.meaning:
            return f'<span class="{escape(cell.weight)}" role="img" aria-label="{_text(cell.meaning)}">{text}</span>'
        return f'<span class="{escape(cell.weight)}">{text}</span>' if cell.weight else text


def _aligned(index: int, right: Sequence[int]) -> str:
    return ' class="right"' if index in right else ""


def _kept(cell: Cell, index: int, right: Sequence[int]) -> str:
    """Figures to the right; dates, ids and other short words are not broken over lines."""
    if index not in right and len(cell.text) <= LONGEST_WHOLE and not re.search(r"\s", cell.text):
        return ' class="whole"'
    return _aligned(index, right)


def _text(text: str) -> str:
    return escape(visible(text))


def _anchor(id_: str) -> str:
    """Return an id as a link can have it; ids have letters, digits, dots, hyphens and underscores only, others are made so."""
    return escape("r-" + _NOT_IN_ANCHORS.sub("_", visible(id_)))
