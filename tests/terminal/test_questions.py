"""The clerk's daily questions, each answered in at most four keys from the start screen of the real program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from terminal import Terminal

LEDGER = """
[dataset]
format = 1
title = "Questions"
as_of = 2016-12-31

[[requirement]]
id = "R1"
title = "Served"

[[requirement]]
id = "R2"
title = "Nobody works on this"

[[task]]
id = "T1"
title = "Late of Finance"
requirements = ["R1"]
status = "doing"
lead = "Finance"
due = 2016-12-01

[[task]]
id = "T2"
title = "Late of Audit"
requirements = ["R1"]
status = "doing"
lead = "Audit"
due = 2016-12-20

[[task]]
id = "T3"
title = "Soon of Finance"
requirements = ["R1"]
status = "doing"
lead = "Finance"
due = 2017-01-10

[[task]]
id = "T4"
title = "Far and waiting"
requirements = ["R1"]
status = "todo"
lead = "Finance"
due = 2017-06-01
depends = ["T3"]

[[task]]
id = "T5"
title = "Closed that day"
requirements = ["R1"]
status = "closed"
lead = "Finance"
done_on = 2016-12-30
closed_on = 2016-12-31

[[indicator]]
id = "behind"
name = "Behind its path"
baseline = { period = "2015", value = 100 }
target = { period = "2017", value = 200 }
observations = [{ period = "2016", value = 120 }]

[[indicator]]
id = "ahead"
name = "Ahead of its path"
baseline = { period = "2015", value = 100 }
target = { period = "2017", value = 200 }
observations = [{ period = "2016", value = 160 }]
"""

QUESTIONS = {
    "late tasks of one unit": ("0A", ["Late of Finance"], ["Late of Audit", "Soon of Finance"]),
    "due within 14 days": ("0c", ["Soon of Finance"], ["Late of Audit", "Far and waiting"]),
    "blocked and by what": ("0m", ["Far and waiting", "waits for", "T3 Soon of Finance (Finance)"], ["Late of Audit"]),
    "requirements without tasks": ("0s", ["Nobody works on this"], ["Served"]),
    "indicators behind path": ("0t", ["Behind its path"], ["Ahead of its path"]),
    "what changed state today": ("0i", ["Closed that day"], ["Late of Finance", "Soon of Finance"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_in_four_keys(tmp_path: Path, question: str) -> None:
    (tmp_path / "ledger.toml").write_text(LEDGER, "utf-8")
    keys, there, not_there = QUESTIONS[question]
    assert len(keys) <= 4
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    with Terminal([program, str(tmp_path)]) as terminal:
        terminal.wait_for("quit")
        terminal.send(keys)
        terminal.wait_for(
            lambda text: all(record in text for record in there) and not any(record in text for record in not_there)
        )
        terminal.send("q")
        assert terminal.wait_for_end() == 0
