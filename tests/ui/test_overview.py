"""The overview: what counts nothing is folded, bars can be told apart without colour, indicators stand beside their pace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from jinpu_tui.analysis.lights import ORDER
from jinpu_tui.ui.pages.overview import LETTERS
from jinpu_tui.ui.session import PANE_OF
from jinpu_tui.ui.small_bars import BLOCKS, light_bar, stacked_bar
from jinpu_tui.ui.terminal.capabilities import SIGNS

INDICATORS = """
[dataset]
format = 1
as_of = 2016-12-20

[[indicator]]
id = "I1"
name = "Investment"
unit = "亿元"
measure = "flow"
target = { period = "2016", value = 100 }
observations = [ { period = "2016-11", value = 70, cumulative = true } ]

[[indicator]]
id = "I2"
name = "Output"
unit = "亿元"
measure = "flow"
target = { period = "2016", value = 100 }
observations = [ { period = "2016-11", value = 95, cumulative = true } ]

[[indicator]]
id = "I3"
name = "Trade"
unit = "亿元"
observations = [ { period = "2016-11", value = 95, cumulative = true } ]
"""


def test_each_light_has_a_block_of_its_own_also_in_ascii() -> None:
    assert len(set(BLOCKS.values())) == len(ORDER)
    assert len({block.translate(SIGNS) for block in BLOCKS.values()}) == len(ORDER)
    assert all("".join(BLOCKS.values()).translate(SIGNS).isascii() for _block in BLOCKS)


@pytest.mark.parametrize("length", [1, 7, 30])
def test_a_stacked_bar_is_as_long_as_it_should_be(length: int) -> None:
    counts = {"red": 5, "yellow": 1, "done": 9, "off": 1}
    line = stacked_bar(counts, length)
    assert sum(len(text) for text, _style in line) == length
    assert "".join(text for text, _style in stacked_bar({"red": 1, "green": 1}, 4)) == "▉▉▌▌"
    assert stacked_bar({}, 4) == []


def test_a_small_count_is_seen() -> None:
    assert light_bar("blue", 1, 1000, 20)[0][0] == "▋"
    assert light_bar("blue", 0, 1000, 20)[0][0] == ""
    assert light_bar("blue", 1000, 1000, 20)[0][0] == "▋" * 20


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (100, 30), (120, 35), (160, 45), (200, 60)], ids=str)
async def test_what_counts_nothing_is_one_dim_sentence_of_doors(drive, size: tuple[int, int]) -> None:
    async with drive(size) as app:
        await app.keys("0")
        page = app.app.screen.page
        lines = ["".join(text for text, _style in row.line) for row in page.rows]
        assert all(cell_len(line) <= size[0] for line in app.lines)
        parts = [part for row in page.rows for part in (row, *(part for _start, _end, part in row.parts))]
        doors = {(part.door.pane, part.door.filter) for part in parts if part.door}
        counts = [count for section in app.app.session.overview for count in section.counts]
        assert {(PANE_OF[count.kind], count.filter) for count in counts} <= doors
        assert any("nothing:" in line for line in lines)
        listed = ["".join(text for text, _style in part.line) for part in parts if part.hint in set(LETTERS) and part.line]
        assert listed
        assert not any(re.search(r" 0$", line.rstrip()) for line in listed)


async def test_the_top_row_has_four_numbers_with_bars(drive) -> None:
    async with drive((160, 45)) as app:
        await app.keys("0")
        numbers, bars = app.lines[2:4]
        assert re.search(r"■ 2 late, blocked or far behind +▲ 0 behind +◆ 0 due soon +✓ 1 of 3 done", numbers)
        assert bars.lstrip().startswith("▉")
        assert bars.rstrip("─ ").endswith("33%")
        await app.keys("g", "l", "l", "l", "enter")
        assert app.app.session.filter_of("tasks") == "light:done"


async def test_indicators_stand_beside_their_pace(drive, tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "a.toml").write_text(INDICATORS, "utf-8")
    async with drive((80, 60), folder=folder) as app:
        await app.keys("0")
        rows = [line for line in app.lines if re.search("[▲●] (Investment|Output)", line)]
        assert re.search(r"▲ Investment +70% +−22 pt +━+─+┬─+", rows[0])
        assert re.search(r"● Output +95% +\+3 pt +━+┬━*─", rows[1])
        assert not any("Trade" in line for line in app.lines)
        at = next(index for index, row in enumerate(app.app.screen.page.rows) if row.link == "I2")
        await app.keys("g", *["j"] * at, "enter")
        assert app.app.screen.record.id == "I2"


async def test_the_calendar_is_darker_where_more_is_due(drive, tmp_path: Path) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    days = [5] * 9 + [6] * 3 + [7]
    text = "[dataset]\nformat = 1\n" + "".join(
        f'[[task]]\nid = "T{n}"\ntitle = "t"\nstatus = "doing"\nprogress = 90\ndue = 2016-12-{day:02}\n'
        for n, day in enumerate(days)
    )
    (folder / "a.toml").write_text(text, "utf-8")
    async with drive((100, 60), folder=folder) as app:
        await app.keys("0")
        week = next(line for line in app.lines if "2016-12-05" in line)
        assert "▓▓▓9 ░░░3 ░░░1    ·" in week
        assert week.endswith("13")
