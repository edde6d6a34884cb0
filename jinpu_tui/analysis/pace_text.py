"""The pace of an indicator in words that screens and reports share. Nothing here is made safe for a terminal yet."""

from __future__ import annotations

from jinpu_tui.analysis.indicators import decimals, places, shown
from jinpu_tui.analysis.pace import Judge, Pace
from jinpu_tui.model.measures import direction_of, states_growth
from jinpu_tui.model.records import Indicator
from jinpu_tui.text.i18n import _


def pace_text(indicator: Indicator) -> str:
    """Return one sentence about how an indicator stands against its target; empty if that cannot be decided."""
    judge = Judge(indicator)
    pace = judge.pace
    if pace is None:
        way = judge.attainment
        return "" if way is None else _("{share:.0f}% of the way from baseline to target").format(share=way)
    texts = {"flow": _flow_text, "stock": _stock_text, "rate": _rate_text}
    return texts[pace.measure](indicator, pace)


def _flow_text(indicator: Indicator, pace: Pace) -> str:
    values = {"period": pace.period, "time": pace.expected_share or 0.0}
    if pace.attainment is None:
        return _text_of_values(pace, decimals(indicator))
    text = _("on pace: {share:.1f}% of the target, with {time:.1f}% of the time passed at the end of {period}")
    if not pace.is_kept:
        text = _("behind: {share:.1f}% of the target, with {time:.1f}% of the time passed at the end of {period}")
    return text.format(**values, share=pace.attainment)


def _stock_text(indicator: Indicator, pace: Pace) -> str:
    least = max(decimals(indicator), min(2, places(pace.expected)))
    if pace.attainment is None:
        return _text_of_values(pace, least)
    values = {"period": pace.period, "value": shown(pace.value, least), "expected": shown(pace.expected, least)}
    text = _("on pace: {share:.0f}% of the way from baseline to target in {period}; the path is at {expected}")
    if not pace.is_kept:
        text = _("behind: {share:.0f}% of the way from baseline to target in {period}; the path is at {expected}")
    return text.format(**values, share=pace.attainment)


def _text_of_values(pace: Pace, least: int) -> str:
    """Return the pace by value and expected value, with at least `least` decimals, if no share of the target can be stated."""
    values = {"period": pace.period, "value": shown(pace.value, least), "expected": shown(pace.expected, least)}
    text = _("on pace at the end of {period}: {value}, expected {expected}")
    return (text if pace.is_kept else _("behind at the end of {period}: {value}, expected {expected}")).format(**values)


def _rate_text(indicator: Indicator, pace: Pace) -> str:
    if states_growth(indicator):
        text = _("on pace: growth of {value:+g}% in {period}, the target is {expected:+g}%")
        if not pace.is_kept:
            text = _("behind: growth of {value:+g}% in {period}, the target is {expected:+g}%")
        return text.format(period=pace.period, value=pace.value, expected=pace.expected)
    least = max(decimals(indicator), places(pace.expected))
    values = {"period": pace.period, "value": shown(pace.value, least), "expected": shown(pace.expected, least)}
    if direction_of(indicator) == "up":
        text = _("on pace: {value} in {period}, the target is at least {expected}")
        return (text if pace.is_kept else _("behind: {value} in {period}, the target is at least {expected}")).format(**values)
    text = _("on pace: {value} in {period}, the target is at most {expected}")
    return (text if pace.is_kept else _("behind: {value} in {period}, the target is at most {expected}")).format(**values)
