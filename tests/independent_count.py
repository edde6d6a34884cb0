"""Counts over TOML files that share no code with the program: what section 5 of the design says, written a second time."""

from __future__ import annotations

import tomllib
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Record = dict[str, Any]
OPEN = ("todo", "doing", "blocked")


class Ledger:
    """The records of some files, judged on a day."""

    def __init__(self, folder: Path, day: date | None = None) -> None:
        self.tasks: list[Record] = []
        self.indicators: list[Record] = []
        self.info: Record = {}
        for path in sorted(folder.rglob("*.toml")):
            table = tomllib.loads(path.read_text("utf-8-sig"))
            self.tasks += table.get("task", [])
            self.indicators += table.get("indicator", [])
            self.info |= table.get("dataset", {})
        self.day: date = day or self.info["as_of"]

    def light(self, task: Record) -> str:
        """The first rule that fits."""
        status, due = task.get("status", "todo"), task.get("due")
        limits = {"soon_days": 14, "behind": 10, "far_behind": 30} | self.info.get("lights", {})
        if status in ("done", "closed"):
            return "done"
        if status == "dropped" or (status == "todo" and due is None):
            return "off"
        gap = self.gap(task)
        if status == "blocked" or self.late(task) or gap > limits["far_behind"]:
            return "red"
        missed = any(step.get("due", date.max) < self.day and not step.get("done", False) for step in task.get("steps", []))
        if gap > limits["behind"] or missed:
            return "yellow"
        return "blue" if due is not None and (due - self.day).days <= limits["soon_days"] else "green"

    def late(self, task: Record) -> bool:
        return task.get("status", "todo") in OPEN and task.get("due", date.max) < self.day

    def gap(self, task: Record) -> float:
        """Points behind pace."""
        start, due = task.get("start", self.info.get("start")), task.get("due")
        if start is None or due is None or self.day <= start:
            return 0
        passed = 1.0 if due <= start else min(1.0, (self.day - start) / (due - start))
        return 100 * passed - self.progress(task)

    @staticmethod
    def progress(task: Record) -> int:
        if "verified" in task:
            return int(task["verified"])
        if "progress" in task:
            return int(task["progress"])
        ticks = [step.get("done", False) for step in task.get("steps", [])]
        return round(100 * sum(ticks) / len(ticks)) if ticks else 0

    def unjudged(self) -> list[str]:
        if "start" in self.info:
            return []
        return [task["id"] for task in self.tasks if task.get("status", "todo") in OPEN and "start" not in task]

    def due_within(self, days: int) -> int:
        last = self.day + timedelta(days=days)
        return sum(task.get("status", "todo") in OPEN and self.day <= task.get("due", date.max) <= last for task in self.tasks)

    def units(self) -> dict[str, list[Record]]:
        """Tasks by lead unit, blanks, case and width aside."""
        found: dict[str, list[Record]] = {}
        for task in self.tasks:
            name = "".join(unicodedata.normalize("NFKC", task.get("lead", "")).split()).casefold()
            found.setdefault(name, []).append(task)
        return found

    def pace(self, one: Record) -> str:
        """ahead, behind or unjudged."""
        found = _judged(one)
        return "unjudged" if found is None else "ahead" if found[0] else "behind"

    def attainment(self, one: Record) -> float | None:
        found = _judged(one)
        return None if found is None else found[1]


def _judged(one: Record) -> tuple[bool, float | None] | None:
    """Whether the pace is kept, and the attainment; for yearly targets, cumulative months, quarters and years."""
    target, unit = one.get("target"), one.get("unit", "")
    if target is None:
        return None
    analysis = [seen for seen in one.get("observations", []) if seen.get("status") != "forecast"]
    inside = [seen for seen in analysis if seen["period"][:4] == target["period"]]
    is_growth = "value" not in target
    sign = 1 if _direction(one) == "up" else -1
    measure = one.get("measure")
    if measure is None and (is_growth or unit == "%"):
        measure = "rate"
    if measure is None:
        measure = "flow" if any(seen.get("cumulative") for seen in one.get("observations", [])
                                if seen["period"][:4] == target["period"]) else "stock"  # fmt: skip
    if measure == "rate":
        name = "growth" if is_growth else "value"
        by_time = sorted(inside, key=lambda seen: (_end(seen), bool(seen.get("cumulative")), -_length(seen)))
        stated = [seen[name] for seen in by_time if name in seen]
        if not stated:
            return None
        return sign * (stated[-1] - target[name]) >= 0, 100 * stated[-1] / target[name]
    if is_growth:
        return None
    if measure == "flow":
        return _judged_flow(target, inside, analysis, sign)
    base = one.get("baseline")
    if base is None:
        whole = [seen for seen in analysis if len(seen["period"]) == 4 and not seen.get("cumulative") and "value" in seen
                 and seen["period"] >= target["period"]]  # fmt: skip
        return None if not whole else (sign * (max(whole, key=_end)["value"] - target["value"]) >= 0, None)
    whole = [seen for seen in analysis if len(seen["period"]) == 4 and not seen.get("cumulative") and "value" in seen
             and seen["period"] >= base["period"]]  # fmt: skip
    if not whole or base["period"] >= target["period"]:
        return None
    last = max(whole, key=_end)
    years = int(target["period"]) - int(base["period"])
    share = min(1.0, (int(last["period"]) - int(base["period"])) / years)
    way = target["value"] - base["value"]
    reached = None if not way else 100 * (last["value"] - base["value"]) / way
    return sign * (last["value"] - round(base["value"] + share * way, 6)) >= 0, reached


def _judged_flow(target: Record, inside: list[Record], analysis: list[Record], sign: int) -> tuple[bool, float | None] | None:
    by_month: dict[int, float] = {0: 0.0}
    for seen in sorted(inside, key=lambda seen: (_end(seen), not seen.get("cumulative"), -_length(seen))):
        month = _end(seen).month
        if "value" not in seen:
            continue
        if seen.get("cumulative"):
            by_month[month] = seen["value"]
        elif month - _length(seen) in by_month and month not in by_month:
            by_month[month] = by_month[month - _length(seen)] + seen["value"]
    last = max(by_month)
    if not last:
        return None
    value, goal = by_month[last], target["value"]
    decimals = max(len(str(float(seen["value"])).partition(".")[2].rstrip("0")) for seen in analysis if "value" in seen)
    is_close = round(100 * value / goal, 1) == round(100 * last / 12, 1)
    is_close = is_close or (decimals > 0 and abs(value - goal * last / 12) <= 0.5000001 / 10**decimals)
    return is_close or sign * (value - goal * last / 12) >= 0, 100 * value / goal


def _direction(one: Record) -> str:
    base, target = one.get("baseline"), one["target"]
    if "direction" in one:
        return str(one["direction"])
    if base is None or "value" not in target or base["value"] == target["value"]:
        return "up"
    return "up" if target["value"] > base["value"] else "down"


def _length(seen: Record) -> int:
    return 12 if len(seen["period"]) == 4 else 3 if "Q" in seen["period"] else 1


def _end(seen: Record) -> date:
    period: str = seen["period"]
    year = int(period[:4])
    month = 12 if len(period) == 4 else 3 * int(period[-1]) if "Q" in period else int(period[5:7])
    return date(year, month, monthrange(year, month)[1])
