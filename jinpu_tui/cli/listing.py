"""`jinpu-tui list`: records of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import click
import msgspec

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.cli.table import echo_csv, echo_json, echo_table
from jinpu_tui.insight.figures import decimals, growth, latest, shown
from jinpu_tui.insight.lights import SYMBOLS, light, task_lights
from jinpu_tui.insight.progress import found_progress
from jinpu_tui.insight.rollup import standings
from jinpu_tui.locale import _
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Indicator, Kind, Record, Requirement, Source, Task

KINDS: dict[str, Kind] = {f"{kind}s": kind for kind in ("requirement", "task", "indicator", "source")}

HEADS: dict[Kind, tuple[str, ...]] = {
    "requirement": ("", "id", "title", "parent", "tasks", "%"),
    "task": ("", "id", "title", "status", "lead", "due", "%"),
    "indicator": ("id", "name", "unit", "period", "value", "growth", "status"),
    "source": ("id", "title", "publisher", "published"),
}
RIGHT: dict[Kind, tuple[int, ...]] = {"requirement": (4, 5), "task": (6,), "indicator": (4, 5), "source": ()}


@click.command("list", short_help=_("List requirements, tasks, indicators or sources."))
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("words", metavar="[FILTER]", nargs=-1)
@dataset_options
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
def list_command(kind: str, words: tuple[str, ...], dataset: str | None, as_of: str | None, form: str) -> int:
    """List the records of one kind; with FILTER those it keeps: words, lead:finance, due<+2w, is:late, or, -word, ( )."""
    workspace = open_workspace(dataset, as_of)
    data, day, of = workspace.dataset, workspace.day, KINDS[kind]
    records = _matching(data, day, of, words)
    if form == "json":
        echo_json([_object(record, data, day) for record in records])
        return 0
    head, rows = list(HEADS[of]), _rows(of, records, data, day)
    if form == "csv":
        echo_csv([name or "light" for name in head], rows)
    else:
        echo_table(head, rows, RIGHT[of])
    return 0


def _matching(data: Dataset, day: date, kind: Kind, words: Sequence[str]) -> Sequence[Record]:
    """The records that the filter keeps. Raises UsageError."""
    if not words:
        return data.of_kind(kind)
    from jinpu_tui.insight.facts import Facts
    from jinpu_tui.insight.filter import matching
    from jinpu_tui.insight.filter_grammar import FilterError

    text = " ".join(words)
    try:
        return matching(data.of_kind(kind), text, Facts(data, day))
    except FilterError as error:
        raise click.UsageError(
            _("filter, at {place!r}: {reason}").format(place=text[error.start :][:20], reason=error)
        ) from None


def _object(record: Record, data: Dataset, day: date) -> dict[str, Any]:
    told: dict[str, Any] = {**msgspec.to_builtins(record), **data.unknown.get(record.id, {})}
    if isinstance(record, Task):
        told["light"] = light(record, day, data.info.lights)
    return told


def _rows(kind: Kind, records: Sequence[Record], data: Dataset, day: date) -> list[tuple[str, ...]]:
    standing = standings(data, task_lights(data, day)) if kind == "requirement" else {}
    rows: list[tuple[str, ...]] = []
    for record in records:
        match record:
            case Task():
                sign = SYMBOLS[light(record, day, data.info.lights)]
                due = record.due.isoformat() if record.due else ""
                percent = _percent(found_progress(record))
                rows.append((sign, record.id, record.title, record.status, record.lead or "", due, percent))
            case Requirement():
                one = standing[record.id]
                sign = SYMBOLS[one.light] if one.light else ""
                rows.append((sign, record.id, record.title, record.parent or "", str(one.tasks), _percent(one.progress)))
            case Indicator():
                rows.append((record.id, record.name, record.unit or "", *_latest(record)))
            case Source():
                published = record.published.isoformat() if record.published else ""
                rows.append((record.id, record.title, record.publisher or "", published))
    return rows


def _latest(indicator: Indicator) -> tuple[str, str, str, str]:
    one = latest(indicator)
    if one is None:
        return "", "", "", ""
    change = growth(indicator, one) if one.growth is None else one.growth
    qualifier = f"{one.qualifier} " if one.qualifier else ""
    told = "" if change is None else f"{change:+.4g}%"
    return one.period, qualifier + shown(one.value, decimals(indicator)), told, one.status


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"
