"""The title lines of panes: number, name, count, what narrows the pane as chips, a thin rule, and the heads of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.style import Style

from jinpu_tui.analysis.lights import ORDER, SYMBOLS
from jinpu_tui.model.records import Pane, View
from jinpu_tui.query.sorting import column_of
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import cell_width, fit, width_of
from jinpu_tui.ui.columns import Head
from jinpu_tui.ui.rows import GroupRow
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, line_width
from jinpu_tui.ui.styles import ACCENT, BOLD, CHIP, DIM, LIGHT_STYLES
from jinpu_tui.ui.title import PartName, Title, TitlePart, pane_names

if TYPE_CHECKING:
    from jinpu_tui.ui.panes.list_pane import ListPane

MAX_NAME = 60
"""Cells of a group's name that are shown."""

MAX_CHIP = 32
"""Cells of a chip's text that are shown."""

MIN_GAP = 2
"""Cells between the count and a head: with none, `12 due` would read as twelve that are due."""


def title_line(
    pane: ListPane[Any], session: Session, name: Pane, shown: int, total: int, heads: Sequence[Head], width: int
) -> Title:
    """`2 Tasks  3 of 19   scope R1 ✕   lead:finance ✕  by due ───── lead   %`, the name bright if the keys go there.

    If the pane is alone on the screen the tab line says its name. Heads stand over their columns; one that the name covers
    follows the count, and those that the other parts reach are left out.
    """
    style = ACCENT if pane.active else BOLD
    line: Line = (
        []
        if pane.alone
        else [(f" {session.key_of(f'go.{name}')} ", style if pane.active else DIM), (f"{pane_names()[name]} ", style)]
    )
    line.append((f" {count_text(shown, total)} ", DIM))
    parts: list[TitlePart] = []
    covered = [head for head in heads if head.start < line_width(line) + MIN_GAP]
    for head in covered:
        start = line_width(line) + MIN_GAP
        line += [("─ ", DIM), (head.text.strip(), DIM), (" ", DIM)]
        parts.append(TitlePart(start, line_width(line), "head", head.name))
    view = session.views[name]
    for text, (what, value) in _chips(session, name, view):
        room = width - line_width(line) - 6
        if room < 3:
            break
        shown_text = fit(text, min(MAX_CHIP, room, width_of(text)))
        start = line_width(line) + 1
        parts.append(TitlePart(start, start + width_of(shown_text) + 2, what, value))
        line += [(" ", DIM), (shown_text, CHIP), (" ✕", DIM), (" ", DIM)]
    parts += [TitlePart(head.start, head.start + cell_width(head.text), "covered", head.name) for head in covered]
    arranged = "".join(_arranged(view))
    if arranged and line_width(line) + cell_width(arranged) < width:
        parts.append(TitlePart(line_width(line), line_width(line) + cell_width(arranged), "arranged"))
        line.append((arranged, DIM))
    for head in heads[len(covered) :]:
        start, end = _word_in(head)
        before = line_width(line)
        gap = head.start + start - before
        if gap < 0 or start == end:
            continue
        line += [("─" * (gap - 1) + " " * min(gap, 1), DIM), (head.text[start:end], DIM), (" ", DIM)]
        parts.append(TitlePart(max(head.start, before), head.start + cell_width(head.text), "head", head.name))
    return Title([*line, ("─" * max(0, width - line_width(line)), DIM)], tuple(parts))


def _word_in(head: Head) -> tuple[int, int]:
    """Return what of the text of a head is not blank; words of several periods stay apart as they are."""
    text = head.text
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _chips(session: Session, name: Pane, view: View) -> Iterator[tuple[str, tuple[PartName, str]]]:
    """Return what narrows a pane: the scope, and each term of the filter with what is left of the filter without it."""
    if session.scope and name != "requirements":
        yield visible(_("scope {id}").format(id=session.scope)), ("scope", "")
    if not view.filter:
        return
    from jinpu_tui.query.parser import top_terms

    terms = top_terms(view.filter)
    for at, term in enumerate(terms):
        yield visible(term), ("filter", " ".join((*terms[:at], *terms[at + 1 :])))


def _arranged(view: View) -> list[str]:
    """Return what a pane is ordered and grouped by."""
    order = ", ".join(f"{name} ↓" if backwards else name for name, backwards in map(column_of, view.order))
    message = [
        _("by {order}").format(order=order) if order else "",
        _("grouped by {group}").format(group=view.group) if view.group else "",
    ]
    return [f" {visible(item)} " for item in message if item]


def count_text(shown: int, total: int) -> str:
    """`19`, or `3 of 19` if some are not shown."""
    return str(total) if shown == total else _("{shown} of {total}").format(shown=shown, total=total)


def group_line(row: GroupRow, session: Session, pane: Pane, width: int) -> Line:
    """Return the heading of a group: fold sign, name, count, the lights of its tasks, and a rule to the end."""
    group = row.group
    name = group.name
    if session.views[pane].group == "requirements" and name in session.dataset.by_id:
        name = f"{name}  {session.dataset.by_id[name].name}"
    tail: Line = [(f"  {len(group.members)}  ", DIM)]
    tail += [(f" {SYMBOLS[light]} {group.lights[light]}", LIGHT_STYLES[light]) for light in ORDER if group.lights.get(light)]
    room = min(MAX_NAME, width_of(name), width - line_width(tail) - 4)
    line: Line = [(" ▸ " if row.folded else " ▾ ", DIM), (fit(name, room), BOLD), *tail, (" ", Style())]
    return [*line, ("─" * max(0, width - line_width(line)), DIM)]
