"""The title lines of panes: number, name, scope and filter, a thin rule, and the count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from jinpu_tui.analysis.lights import ORDER, SYMBOLS
from jinpu_tui.model.records import Pane, View
from jinpu_tui.query.sorting import column_of
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.rows import GroupRow
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import ACCENT, BOLD, DIM, LIGHT_STYLES, WARN

if TYPE_CHECKING:
    from jinpu_tui.ui.panes.list_pane import ListPane

MAX_NAME = 60
"""That many cells of a group's name are shown."""


def title_line(pane: ListPane[Any], session: Session, name: Pane, shown: int, total: int, heads: str, width: int) -> Line:
    """`2 Tasks  3 of 19  in R1  /words  by due ───── due    %`, the name bright where the keys go, heads over their columns.

    Where the pane is alone on the screen the tab line says its name. What says how it is arranged goes if there is no room.
    """
    style = ACCENT if pane.active else BOLD
    number, label = _names()[name]
    line: Line = [] if pane.alone else [(f" {number} ", style if pane.active else DIM), (f"{label} ", style)]
    line.append((f" {count_text(shown, total)} ", DIM))
    view = session.views[name]
    if session.scope and name != "requirements":
        line.append((f" {visible(_('in {scope}').format(scope=session.scope))} ", DIM))
    if view.filter:
        line.append((f" /{visible(view.filter)} ", WARN))
    room = width - _length(line) - cell_len(heads) - 1
    line += [(item, DIM) for item in _arranged(view) if (room := room - cell_len(item)) >= 0]
    rule = "─" * max(1, width - _length(line) - cell_len(heads))
    return [*line, (rule, DIM), (heads, DIM)]


def _names() -> dict[Pane, tuple[str, str]]:
    return {"requirements": ("1", _("Requirements")), "tasks": ("2", _("Tasks")), "indicators": ("3", _("Indicators"))}


def _arranged(view: View) -> list[str]:
    """Return what a pane is ordered and grouped by."""
    order = ", ".join(f"{name} ↓" if backwards else name for name, backwards in map(column_of, view.order))
    message = [
        _("by {order}").format(order=order) if order else "",
        _("grouped by {group}").format(group=view.group) if view.group else "",
    ]
    return [f" {visible(item)} " for item in message if item]


def _length(line: Line) -> int:
    return sum(cell_len(text) for text, _style in line)


def count_text(shown: int, total: int) -> str:
    """`19`, or `3 of 19` where some are not shown."""
    return str(total) if shown == total else _("{shown} of {total}").format(shown=shown, total=total)


def group_line(row: GroupRow, session: Session, pane: Pane, width: int) -> Line:
    """Return the heading of a group: fold sign, name, count, and the lights of its tasks."""
    group = row.group
    name = group.name
    if session.views[pane].group == "requirements" and name in session.dataset.by_id:
        name = f"{name}  {session.dataset.by_id[name].name}"
    tail: Line = [(f"  {len(group.members)}  ", DIM)]
    tail += [(f" {SYMBOLS[light]} {group.lights[light]}", LIGHT_STYLES[light]) for light in ORDER if group.lights.get(light)]
    room = min(MAX_NAME, width_of(name), width - _length(tail) - 4)
    return [(" ▸ " if row.folded else " ▾ ", DIM), (fit(name, room), BOLD), *tail]
