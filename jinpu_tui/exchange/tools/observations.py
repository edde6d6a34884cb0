"""Figures of statistical tables as observations: one for each period, in the order of time."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from jinpu_tui.exchange.quantities import parse_quantity
from jinpu_tui.exchange.tools.plain_values import parse_number
from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.periods import span, time_order
from jinpu_tui.text.i18n import _

_MONTH = re.compile(r"(\d{4})-M(\d\d)")


class Series(Struct):
    """The observations of one indicator."""

    by_period: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, row: int, period: str, value: str, more: dict[str, Any]) -> None:
        """Take the figure of a row, or say why it is none.

        Args:
            row: Number of the row.
            period: The period as written: as in the dataset, or a month with an M.
            value: The figure as written.
            more: Other fields of the observation.
        """
        period = _MONTH.sub(r"\1-\2", period.strip())
        try:
            span(period)
        except PeriodError:
            self.problems.append(_("row {row}: {text} is no period; left out").format(row=row, text=period[:40]))
            return
        observation = _figure(value)
        if observation is None:
            self.problems.append(_("row {row}: no number: {text}").format(row=row, text=value[:40]))
        elif period in self.by_period and self.by_period[period]["value"] != observation["value"]:
            message = _("row {row}: another value for {period}; the first one was taken")
            self.problems.append(message.format(row=row, period=period))
        else:
            self.by_period.setdefault(period, {"period": period, **observation, **more})

    def observations(self) -> list[dict[str, Any]]:
        """Return the observations from the first period to the last."""
        return sorted(self.by_period.values(), key=lambda observation: time_order(observation["period"]))


def _figure(text: str) -> dict[str, Any] | None:
    number = parse_number(text)
    if number is not None:
        return {"value": number}
    quantity = parse_quantity(text[:60])
    if quantity is None or quantity.unit not in ("", "%"):
        return None
    return {"value": quantity.value, **({"qualifier": quantity.qualifier} if quantity.qualifier else {})}
