"""Steps of a task as lines of a cell, each with its tick and its day: ☑ Survey (2016-06-30)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from jinpu_tui.model.changes import Plain
from jinpu_tui.model.records import Step

_DONE, _OPEN = "☑", "□"
_LINE = re.compile(r"([☑✓✔□☐])\s*(.*?)\s*(?:[（(](\d{4}-\d\d-\d\d)[）)])?", re.DOTALL)


def steps_text(steps: Iterable[Step]) -> str:
    """Return steps as lines that `parse_step_lines` reads."""
    return "\n".join(
        f"{_DONE if step.done else _OPEN} {' '.join(step.text.split())}" + (f" ({step.due.isoformat()})" if step.due else "")
        for step in steps
    )


def parse_step_lines(text: str) -> list[Plain]:
    """Return the steps of a cell whose lines begin with a tick or a box; nothing if a line begins otherwise.

    >>> parse_step_lines("☑ Survey (2016-06-30)")
    [{'text': 'Survey', 'due': datetime.date(2016, 6, 30), 'done': True}]
    """
    steps = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.fullmatch(line)
        if match is None:
            return []
        try:
            due = date.fromisoformat(match[3]) if match[3] else None
        except ValueError:
            return []
        step: Plain = {"text": match[2]} | ({"due": due} if due else {})
        steps.append(step | {"done": match[1] not in "□☐"})
    return steps
