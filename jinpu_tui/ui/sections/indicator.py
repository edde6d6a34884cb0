"""An indicator: its latest value, trend, target and pace, and its observations."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.analysis.indicators import decimals, disagrees, growth, in_time, latest, shown
from jinpu_tui.analysis.pace_text import pace_text
from jinpu_tui.analysis.sparkline import sparkline
from jinpu_tui.model.measures import QUALIFIER_SIGNS, direction_of, measure_of
from jinpu_tui.model.records import Indicator, Observation, Point
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import cell_width, fit
from jinpu_tui.ui.pages.page import BLANK_LINE, PageLine
from jinpu_tui.ui.sections.facts import fact, named, pace_sign, styled_fact, text_lines
from jinpu_tui.ui.sections.section import Item, Section
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, line_width
from jinpu_tui.ui.styles import BAD, BOLD, DIM, PLAIN, WARN

MAX_SHOWN = 500
"""The maximum number of observations that are listed."""


def indicator_head(session: Session, indicator: Indicator, width: int) -> Iterator[PageLine]:
    """Yield what is measured and how it stands against its target."""
    yield from text_lines(indicator.name, width, BOLD)
    last = latest(indicator)
    if last is None:
        yield PageLine([(" " + _("no observation yet; {key} adds one").format(key=session.key_of("indicator.observe")), DIM)])
    else:
        unit = visible(indicator.unit or "")
        value = f"{QUALIFIER_SIGNS[last.qualifier]}{shown(last.value, decimals(indicator))} {unit}".rstrip()
        status = "" if last.status == "actual" else f" {last.status}"
        yield PageLine([(f" {value}", BOLD), (f"   {visible(last.period)}{status}", DIM)])
    yield BLANK_LINE
    trend = sparkline(indicator)
    if trend.text:
        yield from styled_fact(_("trend"), [(trend.begin, DIM), (trend.figures, PLAIN)], width)
    if last is not None:
        yield from _growth(indicator, last, width)
    yield from _target(indicator, width)
    for label, text in (
        (_("measure"), f"{measure_of(indicator)}, {direction_of(indicator)}"),
        (_("lead"), indicator.lead),
        (_("defined"), indicator.definition),
        (_("note"), indicator.note),
    ):
        if text:
            yield from fact(label, text, width)
    for number, id_ in enumerate(indicator.requirements):
        requirement = session.dataset.by_id.get(id_)
        yield from fact(_("measures") if not number else "", named(id_, requirement.name if requirement else ""), width, most=2)
    if last is not None and last.quote:
        yield from fact(_("quote"), last.quote, width, DIM)


def _growth(indicator: Indicator, last: Observation, width: int) -> Iterator[PageLine]:
    computed = growth(indicator, last)
    texts = [
        _("stated {growth:+.4g} %").format(growth=last.growth) if last.growth is not None else "",
        _("computed {growth:+.1f} %").format(growth=computed) if computed is not None else "",
    ]
    if any(texts):
        yield from fact(_("growth"), " · ".join(filter(None, texts)), width, WARN if disagrees(indicator, last) else PLAIN)


def _target(indicator: Indicator, width: int) -> Iterator[PageLine]:
    least = decimals(indicator)
    if indicator.target is not None:
        yield from fact(_("target"), _point_text(indicator.target, least), width)
    if indicator.baseline is not None and indicator.baseline.value is not None:
        text = _("{value} in {period}").format(value=shown(indicator.baseline.value, least), period=indicator.baseline.period)
        yield from fact(_("baseline"), text, width)
    if message := pace_text(indicator):
        sign = pace_sign(indicator)
        signs = [] if sign is None else [sign, (" ", PLAIN)]
        yield from styled_fact(_("pace"), [*signs, (visible(message), PLAIN)], width)


def _point_text(target: Point, least: int) -> str:
    if target.growth is not None:
        return _("{growth:+g} % in {period}").format(growth=target.growth, period=target.period)
    return _("{value} in {period}").format(value=shown(target.value, least), period=target.period)


def observations_section(session: Session, indicator: Indicator, width: int) -> Section:
    """Return the observations, the latest first."""
    title = _("Observations")
    if not indicator.observations:
        return Section(title, _("none yet; {key} adds one").format(key=session.key_of("indicator.observe")))
    entries = {id(one): index for index, one in enumerate(indicator.observations)}
    ordered = in_time(indicator)[::-1][:MAX_SHOWN]
    least = decimals(indicator)
    rows = [(one, _value_text(one, least), "" if one.growth is None else f"{one.growth:+.4g} %") for one in ordered]
    widths = tuple(
        max(map(cell_width, column))
        for column in ([visible(one.period) for one in ordered], *zip(*[row[1:] for row in rows], strict=True))
    )
    items = (_observation_item(indicator, row, entries[id(row[0])], widths, width) for row in rows)
    return Section(title, str(len(indicator.observations)), items, len(indicator.observations))


def _value_text(one: Observation, least: int) -> str:
    return QUALIFIER_SIGNS[one.qualifier] + shown(one.value, least)


def _observation_item(
    indicator: Indicator, row: tuple[Observation, str, str], index: int, widths: tuple[int, ...], width: int
) -> Item:
    one, value, stated = row
    line: Line = [
        (f" {fit(one.period, widths[0])}  ", PLAIN),
        (fit(value, widths[1], right=True), PLAIN),
    ]
    if widths[2]:
        line.append((f"  {fit(stated, widths[2], right=True)}", BAD if disagrees(indicator, one) else DIM))
    words = ["" if one.status == "actual" else one.status, _("year so far") if one.cumulative else "", one.note or ""]
    about = " · ".join(word for word in words if word)
    room = width - line_width(line) - 3
    if about and room > 3:
        line.append((f"  {fit(about, room).rstrip()}", DIM))
    return [PageLine(line, field="observations", entry=index)]
