"""Units by name: one definition of when two names are the same unit, for lists, filters, groups and reports."""

from __future__ import annotations

from collections.abc import Iterable

from jinpu_tui.query.search_index import folded

UNIT_FIELDS = ("lead", "support", "supervisor")
"""The fields that name units."""


def unit_key(name: str) -> str:
    """Return what is equal for two spellings of one unit: case, full and half width and blanks do not count.

    >>> unit_key("Finance  Bureau"), unit_key("ＦＩＮＡＮＣＥ bureau "), unit_key("财 政　局")
    ('financebureau', 'financebureau', '财政局')
    """
    return "".join(folded(name).split())


def leads_of(lead: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the lead units that a field states, each once; ("",) if it states none."""
    names = (lead,) if isinstance(lead, str) else tuple(lead or ())
    return tuple({unit_key(name): name for name in reversed(names) if unit_key(name)}.values())[::-1] or ("",)


class UnitNames:
    """The spelling by which each unit is shown: the one that came first."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the spelling by which a unit is shown."""
        shown = self._known.get(name)
        if shown is None:
            shown = self._known[name] = self._names.setdefault(unit_key(name), name)
        return shown
