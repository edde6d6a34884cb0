"""`jinpu-tui list`: records of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import click
import msgspec

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.indicators import decimals, growth, latest, shown
from jinpu_tui.analysis.lights import SYMBOLS, light, task_lights
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.analysis.rollup import requirement_statuses
from jinpu_tui.cli.options import code_of_reading, dataset_options, open_workspace, refused_filter
from jinpu_tui.cli.table import echo_csv, echo_json, echo_table
from jinpu_tui.cli.text_arguments import Filtered
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import FilterError
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.measures import direction_of
from jinpu_tui.model.records import Indicator, Kind, Record, Requirement, Source, Task, View
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.query.columns import columns
from jinpu_tui.query.exact_text import exact_text
from jinpu_tui.query.filter import matching
from jinpu_tui.query.sorting import column_of, ordered, sized
from jinpu_tui.query.views import PERIODS, view_named
from jinpu_tui.text.i18n import _

KINDS: dict[str, Kind] = {spec.plural: kind for kind, spec in SPECS.items()}

MAX_CELL = 60
"""How many characters of a text a table of conflicts shows."""

HEADS: dict[Kind, tuple[str, ...]] = {
    "requirement": ("", "id", "title", "parent", "tasks", "%"),
    "task": ("", "id", "title", "status", "lead", "due", "%"),
    "indicator": ("id", "name", "unit", "period", "value", "growth", "status"),
    "source": ("id", "title", "publisher", "published"),
}
RIGHT: dict[Kind, tuple[int, ...]] = {"requirement": (4, 5), "task": (6,), "indicator": (4, 5), "source": ()}


@click.command("list", cls=Filtered, short_help=_("List requirements, tasks, indicators, sources or views."))
@click.argument("words", metavar="KIND [FILTER]", nargs=-1)
@dataset_options
@click.option(
    "--view", "name", metavar="NAME", help=_("As a saved view has it, of the dataset or your own; KIND may be left out.")
)
@click.option("--order", metavar="COLUMN,…", help=_("Order by columns; due- goes from the last to the first."))
@click.option("--columns", "shown", metavar="COLUMN,…", help=_("Show these columns."))
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
def list_command(
    words: tuple[str, ...],
    dataset: str | None,
    as_of: str | None,
    name: str | None,
    order: str | None,
    shown: str | None,
    form: str,
) -> int:
    """List the records of one kind: requirements, tasks, indicators, sources or views.

    With FILTER those it keeps: words, lead:finance, due<+2w, is:late, or, -word, ( ).
    """
    workspace = open_workspace(dataset, as_of)
    data, day = workspace.dataset, workspace.day
    view = asked_view(data, name) if name is not None else None
    kind, words = asked_kind(words, view)
    records: Sequence[Record] = data.of_kind(kind)
    filtered = [*([f"({view.filter})"] if view is not None and view.filter else []), *words]
    if filtered:
        records = matching_words(records, filtered, Analysis(data, day))
    wanted = _split(order) or (view.order if view is not None else ())
    chosen = asked_columns(shown, view)
    if wanted:
        records = _ordered(records, wanted, kind, Analysis(data, day))
    if form == "json":
        echo_json([_object(record, data, day) for record in records])
        return code_of_reading(workspace)
    head, rows, right = _table(kind, records, chosen, data, day, exact=form == "csv")
    if form == "csv":
        echo_csv([name or "light" for name in head], rows)
    else:
        shown_rows = [tuple(map(_shortened, row)) for row in rows] if kind == "conflict" else rows
        echo_table(head, shown_rows, right)
    return code_of_reading(workspace)


def asked_kind(words: tuple[str, ...], view: View | None) -> tuple[Kind, tuple[str, ...]]:
    """Return the kind that is asked for, and the words after it. Raises UsageError."""
    message = KINDS.get(words[0]) if words else None
    of_view = KIND_OF[view.pane] if view is not None else None
    if view is not None and message is not None and message != of_view:
        raise click.UsageError(_("the view {name} is one of {pane}").format(name=view.name, pane=view.pane))
    kind = message or of_view
    if kind is None:
        begin = _("{word} is no kind of record; ").format(word=words[0]) if words else ""
        raise click.UsageError(begin + _("say what to list: {kinds}").format(kinds=", ".join(KINDS)))
    return kind, words[message is not None :]


def asked_view(data: Dataset, name: str) -> View:
    """Return the view of that name, of the dataset or else the user's own. Raises UsageError."""
    from jinpu_tui.services.user_state import load_user_state

    views = (*data.views, *load_user_state().views())
    found = view_named(views, name)
    if found is None:
        near = nearest(name, [view.name for view in views])
        hint = (
            _("; did you mean {near}?").format(near=near) if near else _("; `jinpu-tui list views` names those of the dataset")
        )
        raise click.UsageError(_("there is no view {name}").format(name=name) + hint)
    return found


def asked_columns(shown: str | None, view: View | None) -> list[str]:
    """Return the columns that an option names, else those of a view, without widths."""
    terms = _split(shown) or (view.columns if view is not None else ())
    return [name for name, _width in map(sized, terms)]


def check_columns(names: Sequence[str], kind: Kind) -> None:
    """Raise UsageError if one of some columns does not exist."""
    for name in names:
        if name != PERIODS:
            _check_column(name, kind)


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _ordered(records: Sequence[Record], order: Sequence[str], kind: Kind, analysis: Analysis) -> Sequence[Record]:
    for term in order:
        _check_column(column_of(term)[0], kind)
    return ordered(records, order, kind, analysis)


def _check_column(name: str, kind: Kind) -> None:
    if name not in columns(kind):
        near = nearest(name, columns(kind))
        hint = _("; did you mean {near}?").format(near=near) if near else "; " + ", ".join(columns(kind))
        raise click.UsageError(_("there is no column {name}").format(name=name) + hint)


def matching_words(records: Sequence[Record], words: Sequence[str], analysis: Analysis) -> Sequence[Record]:
    """Return the records that the words of a filter keep. Raises UsageError."""
    text = " ".join(words)
    try:
        return matching(records, text, analysis)
    except FilterError as error:
        raise refused_filter(text, error) from None


def _table(
    kind: Kind, records: Sequence[Record], chosen: Sequence[str], data: Dataset, day: date, *, exact: bool
) -> tuple[Sequence[str], list[tuple[str, ...]], Sequence[int]]:
    """Return head, rows, and which columns stand flush right; with `exact` the values as they are, not as people read them."""
    names = [name for name in chosen if name != PERIODS]
    if not names and kind in HEADS:
        return HEADS[kind], _rows(kind, records, data, day, exact=exact), RIGHT[kind]
    names = names or [name for name in columns(kind) if name != "note"]
    check_columns(names, kind)
    analysis, known = Analysis(data, day), columns(kind)
    if exact:
        rows = [tuple(exact_text(known[name].exact(analysis, record)) for name in names) for record in records]
    else:
        rows = [tuple(" ".join(known[name].text(analysis, record).splitlines()) for name in names) for record in records]
    return names, rows, [index for index, name in enumerate(names) if known[name].right]


def _object(record: Record, data: Dataset, day: date) -> dict[str, Any]:
    message: dict[str, Any] = {**msgspec.to_builtins(record), **data.unknown.get(record.id, {})}
    if isinstance(record, Task):
        message["light"] = light(record, day, data.info.lights, data.info.start)
    if isinstance(record, Indicator):
        message["direction"] = direction_of(record)
    return message


def _rows(kind: Kind, records: Sequence[Record], data: Dataset, day: date, *, exact: bool) -> list[tuple[str, ...]]:
    statuses = requirement_statuses(data, task_lights(data, day)) if kind == "requirement" else {}
    rows: list[tuple[str, ...]] = []
    for record in records:
        match record:
            case Task():
                sign = SYMBOLS[light(record, day, data.info.lights, data.info.start)]
                due = record.due.isoformat() if record.due else ""
                percent = _percent(found_progress(record))
                rows.append((sign, record.id, record.title, record.status, units_text(record.lead), due, percent))
            case Requirement():
                one = statuses[record.id]
                sign = SYMBOLS[one.light] if one.light else ""
                rows.append((sign, record.id, record.title, record.parent or "", str(one.tasks), _percent(one.progress)))
            case Indicator():
                rows.append((record.id, record.name, record.unit or "", *_latest(record, exact=exact)))
            case Source():
                published = record.published.isoformat() if record.published else ""
                rows.append((record.id, record.title, record.publisher or "", published))
    return rows


def _latest(indicator: Indicator, *, exact: bool) -> tuple[str, str, str, str]:
    one = latest(indicator)
    if one is None:
        return "", "", "", ""
    change = growth(indicator, one) if one.growth is None else one.growth
    qualifier = f"{one.qualifier} " if one.qualifier else ""
    message = "" if change is None else f"{change:+.4g}%"
    value = exact_text(one.value) if exact else shown(one.value, decimals(indicator))
    return one.period, qualifier + value, message, one.status


def _shortened(text: str) -> str:
    """Return a text as far as a table has room for it; whole records stand in conflicts."""
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"
