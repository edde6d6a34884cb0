"""A small ledger, as a person would write it, and what changed in it."""

from __future__ import annotations

import difflib
from datetime import date

TODAY = date(2016, 12, 1)

LEDGER = """\
# The ledger of the test office.
[dataset]
format = 1
title = "Test"
as_of = 2016-12-31

[[source]]
id = "S1"
title = "A source"

[[requirement]]
id = "R1"
title = "First"

[[requirement]]
id = "R1.1"
title = "First, part one"
parent = "R1"
source = "S1"

[[requirement]]
id = "R2"
title = "Second"

# A comment above the first task.
[[task]]
id = "T1"
title = "Write the plan"
requirements = ["R1.1"]
status = "doing"       # aligned by hand
lead = "Finance"
start = 2016-11-01
due = 2016-12-31
steps = [
    { text = "draft", due = 2016-12-10, done = true },  # quick
    { text = "send", done = false },
]
odd_key = 0x1F

[[task]]
id = "T2"
title = "计划实施方案"
requirements = ["R2"]
status = "todo"
due = 2016-12-01
log = [
    { date = 2016-11-30, by = "Li", text = "first visit" },
]

[[task]]
id = "T3"
title = "Third"
status = "done"
done_on = 2016-11-11

[[indicator]]
id = "I1"
name = "Output"
unit = "billion yuan"
requirements = ["R1"]
baseline = { period = "2015", value = 200 }
target = { period = "2020", value = 300 }
observations = [
    { period = "2015", value = 210.50 },
    { period = "2016", value = 225, growth = 7, status = "forecast", qualifier = "over" },
]
"""


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    diff = list(difflib.unified_diff(before.splitlines(True), after.splitlines(True), n=0))[2:]
    return [line[1:] for line in diff if line[0] == "-"], [line[1:] for line in diff if line[0] == "+"]
