"""A report as Markdown, and as plain text for mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpu_tui.analysis.indicators import decimals, shown
from jinpu_tui.analysis.series import drawn_observations
from jinpu_tui.report.differences import escaped
from jinpu_tui.report.document import Block, Chart, Document, Fields, Paragraph, Section, Table
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import cell_width, fit, wrap

WIDTH = 76
"""That many columns a mail has."""

MAX_CELL_WIDTH = 34


def as_markdown(document: Document) -> str:
    """Return the report in Markdown, its tables as GitHub and Pandoc read them."""
    warning = [f"**{escaped(document.warning)}**", ""] if document.warning else []
    lines = [*warning, f"# {escaped(document.title)}", "", escaped(document.origin), ""]
    for section in document.sections:
        lines += _section_in_markdown(section, 2)
    return "\n".join(lines).rstrip() + "\n"


def _section_in_markdown(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, 6)} {escaped(section.heading)}"
    yield ""
    for block in section.blocks:
        yield from _block_in_markdown(block)
        yield ""
    for item in section.sections:
        yield from _section_in_markdown(item, level + 1)


def _block_in_markdown(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield f"{escaped(block.caption)}:"
            yield ""
            yield f"| {' | '.join(map(escaped, block.head))} |"
            yield f"| {' | '.join('---:' if index in block.right else '---' for index in range(len(block.head)))} |"
            yield from (f"| {' | '.join(escaped(cell.text) for cell in row)} |" for row in block.rows)
        case Fields():
            for name, cells in block.pairs:
                yield f"- {escaped(name)}: {'; '.join(escaped(cell.text) for cell in cells)}"
        case Paragraph():
            yield "".join(
                escaped(cell.text) if cell.text.strip() == cell.text else f" {escaped(cell.text)} " for cell in block.pieces
            )
        case Chart():
            yield escaped(", ".join(_figures(block)))


def as_text(document: Document) -> str:
    """Return the report as plain text of at most 76 columns, for mail."""
    warning = [*_wrapped(document.warning), ""] if document.warning else []
    lines = [*warning, *_wrapped(document.title), "=" * min(WIDTH, cell_width(document.title)), *_wrapped(document.origin), ""]
    for section in document.sections:
        lines += _section_in_text(section, 1)
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _section_in_text(section: Section, level: int) -> Iterator[str]:
    heading = visible(section.heading)
    yield from _wrapped(heading)
    yield ("-" if level == 1 else "·") * min(WIDTH, cell_width(heading))
    for block in section.blocks:
        yield from _block_in_text(block)
        yield ""
    if not section.blocks:
        yield ""
    for item in section.sections:
        yield from _section_in_text(item, level + 1)


def _block_in_text(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from _wrapped(f"{block.caption}:")
            yield from _table_in_text(block)
        case Fields():
            width = max((cell_width(name) for name, _cells in block.pairs), default=0)
            for name, cells in block.pairs:
                for index, line in enumerate(line for cell in cells for line in _wrapped(cell.text, WIDTH - width - 4)):
                    yield f"  {fit(name if not index else '', width)}  {line}"
        case Paragraph():
            yield from _wrapped("".join(cell.text for cell in block.pieces))
        case Chart():
            yield from _wrapped(", ".join(_figures(block)))


def _table_in_text(table: Table) -> Iterator[str]:
    """Columns as wide as their contents, the widest cut until the line fits."""
    rows = [
        [visible(" ".join(text.split())) for text in row]
        for row in (table.head, *([cell.text for cell in row] for row in table.rows))
    ]
    widths = [min(MAX_CELL_WIDTH, max(map(cell_width, column))) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * len(widths) > WIDTH and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate(rows):
        yield "  ".join(
            fit(text, width, right=index in table.right) for index, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        if not number:
            yield "  ".join("-" * width for width in widths)


def _wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Return a text in lines of at most that many cells; between wide characters it may be broken anywhere."""
    return [part for line in text.splitlines() or [""] for part in wrap(visible(line), width)]


def _figures(chart: Chart) -> Sequence[str]:
    """Return the figures of a chart by period, for formats that cannot draw."""
    indicator = chart.series.indicator
    least = decimals(indicator)
    return [f"{observation.period}: {shown(observation.value, least)}" for observation in drawn_observations(indicator)]
