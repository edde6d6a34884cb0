"""Views: found by name, and looked over for what they name that there is none of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jinpu_tui.model.errors import FilterError
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.problems import Finding
from jinpu_tui.model.records import Kind, View
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.query.columns import columns
from jinpu_tui.query.filter import check
from jinpu_tui.query.search_index import folded
from jinpu_tui.query.sorting import GROUPS, column_of, sized
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.analysis.analysis import Analysis

PERIODS = "periods"
"""What stands for the columns of periods among those of indicators."""


def view_named(views: Iterable[View], name: str) -> View | None:
    """Return the first view of that id or name, whatever the case."""
    wanted = folded(name)
    return next((view for view in views if wanted in (folded(view.id), folded(view.name))), None)


def column_names(kind: Kind) -> tuple[str, ...]:
    """Return what can be shown of records of a kind."""
    return (*columns(kind), PERIODS) if kind == "indicator" else tuple(columns(kind))


def faults(analysis: Analysis) -> Iterator[Finding]:
    """Return what the views of a dataset ask for that does not exist."""
    for view in analysis.dataset.views:
        yield from _faults(view, analysis)


def _faults(view: View, analysis: Analysis) -> Iterator[Finding]:
    kind = KIND_OF[view.pane]
    try:
        check(view.filter, analysis)
    except FilterError as error:
        message = _("this is no filter, at {place}: {reason}").format(place=view.filter[error.start :][:20], reason=error)
        yield Finding(view.id, ("filter",), "error", "bad-filter", message)
    names = column_names(kind)
    for index, term in enumerate(view.order):
        yield from _unknown(view.id, ("order", index), column_of(term)[0], tuple(columns(kind)))
    for index, term in enumerate(view.columns):
        yield from _unknown(view.id, ("columns", index), sized(term)[0], names)
    if view.group:
        yield from _unknown(view.id, ("group",), view.group, GROUPS.get(kind, ()))


def _unknown(id_: str, path: tuple[str | int, ...], name: str, known: tuple[str, ...]) -> Iterator[Finding]:
    if name not in known:
        message = (
            _("{field} names {name}, which is none of {known}")
            if known
            else _("{field} names {name}; this pane has none to choose from")
        )
        near = nearest(name, known)
        hint = _("did you mean `{near}`?").format(near=near) if near else ""
        text = message.format(field=path[0], name=name, known=", ".join(known))
        yield Finding(id_, path, "error", "no-column", text, hint)
