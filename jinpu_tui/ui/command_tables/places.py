"""Where commands can be run: the kinds of records, and the places, that tables of commands name."""

from __future__ import annotations

from jinpu_tui.model.kinds import KINDS_ON_SCREEN, SPECS
from jinpu_tui.model.records import Kind

TASK: tuple[Kind, ...] = ("task",)
REQUIREMENT: tuple[Kind, ...] = ("requirement",)
INDICATOR: tuple[Kind, ...] = ("indicator",)
MOVABLE: tuple[Kind, ...] = ("requirement", "task", "indicator")
ANY: tuple[Kind, ...] = KINDS_ON_SCREEN
SIGNED: tuple[Kind, ...] = tuple(kind for kind, spec in SPECS.items() if spec.signed_fields)
PANES = ("requirements", "tasks", "indicators")
KEPT = ("kept",)
