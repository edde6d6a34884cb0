"""The page of what waits for what: its heading never contradicts the list below it."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'


def task(id_: str, **fields: str) -> str:
    more = "".join(f"{name} = {value}\n" for name, value in fields.items())
    return f'\n[[task]]\nid = "{id_}"\ntitle = "{id_}"\n{more}'


LONG = task("L", start="2016-12-01", due="2017-12-01")
CASES = {
    "nothing waits": (LONG, "No open task waits for another one"),
    "one long task": (
        LONG + task("A", start="2016-12-01", due="2016-12-05") + task("B", depends='["A"]', due="2016-12-09"),
        "Critical chain: a single task",
    ),
    "without dates": (task("A") + task("B", depends='["A"]'), "No critical chain: no due date"),
    "circle": (
        task("A", depends='["B"]', due="2017-01-01") + task("B", depends='["A"]', due="2017-01-01"),
        "in a circle",
    ),
    "a chain": (
        task("A", start="2016-12-01", due="2016-12-05") + task("B", depends='["A"]', due="2017-12-09"),
        "Critical chain: no other has as many days",
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_the_heading_fits_the_list(drive, ledger: Path, name: str) -> None:
    text, heading = CASES[name]
    (ledger / "ledger.toml").write_text(HEAD + text, "utf-8")
    async with drive((100, 30)) as app:
        await app.keys("W")
        assert heading in app.text
        assert ("No open task waits" in app.text) == ("waits for it" not in app.text)
