"""Charts: what is drawn where, the observations beside it, and their editing."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import LEDGER, changed_lines

from jinpu_tui.model.records import Indicator, Observation, Point
from jinpu_tui.ui.pages.chart_drawing import chart_lines
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.terminal.capabilities import SIGNS

GDP = Indicator(
    "gdp",
    "GDP",
    unit="billion yuan",
    decimals=1,
    baseline=Point("2015", 210.3),
    target=Point("2020", 300),
    observations=(
        Observation("2015", 210.3),
        Observation("2016", 225, 7, "forecast"),
        Observation("2017-S1", 94.5, cumulative=True),
    ),
)


def drawn(*indicators: Indicator, width: int = 80, height: int = 12) -> list[str]:
    return ["".join(text for text, _style in line).rstrip() for line in chart_lines(indicators, width, height)]


def place(lines: list[str], sign: str) -> tuple[int, int]:
    return next((y, line.index(sign)) for y, line in enumerate(lines) if sign in line)


def test_each_kind_of_figure_has_its_mark_at_its_place() -> None:
    lines = drawn(GDP)
    assert lines[0] == " GDP  billion yuan"
    actual, projected, year_to_date, target = (place(lines, sign) for sign in "●○+◎")
    assert target[0] < projected[0] < actual[0] < year_to_date[0]
    assert actual[1] < projected[1] < year_to_date[1] < target[1]
    assert lines[-1] == " ● actual   ○ forecast or estimate   + year so far   ⠂⠂ path to the target   ◎ 300.0 in 2020"
    assert "300.0 ┤" in lines[target[0]]


def test_years_stand_under_the_ends_of_their_years() -> None:
    lines = drawn(GDP)
    axis = next(line for line in lines if "└" in line)
    names = lines[lines.index(axis) + 1]
    assert axis[place(lines, "●")[1]] == "┬"
    assert names[place(lines, "●")[1] - 2 :].startswith("2015")


def test_it_can_be_read_in_ascii() -> None:
    lines = [line.translate(SIGNS) for line in drawn(GDP)]
    assert all(line.isascii() for line in lines)
    assert all(sign in "\n".join(lines) for sign in ("* actual", "o forecast", "+ year so far", "@ 300.0"))


def test_nothing_one_figure_and_absurd_ones() -> None:
    assert "No observation" in drawn(Indicator("I", "Empty"))[0]
    assert (
        "No observation"
        in drawn(Indicator("I", "Odd", observations=(Observation("soon", 1), Observation("2016", float("nan")))))[0]
    )
    assert "●" in "".join(drawn(Indicator("I", "One", observations=(Observation("2016", 5),))))
    huge = (Observation("2015", -1.7e308), Observation("2016", 1.7e308))
    assert "No observation" in drawn(Indicator("I", "Huge", observations=huge))[0]
    assert "●" in "".join(drawn(Indicator("I", "Flat", observations=(Observation("2015", 0), Observation("2016", 0)))))


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 45)])
async def test_an_observation_is_changed_and_removed_on_the_chart(drive, ledger: Path, size: tuple[int, int]) -> None:
    async with drive(size) as app:
        await app.keys("3", "space", "enter")
        assert "2016 >225 +7% forecast" in app.text
        await app.keys("ctrl+u", "2016 230 +9.5%", "enter")
        went, came = changed_lines(LEDGER, app.file)
        assert [line.strip() for line in went] == [
            '{ period = "2016", value = 225, growth = 7, status = "forecast", qualifier = "over" },'
        ]
        assert [line.strip() for line in came] == ['{ period = "2016", value = 230, growth = 9.5 },']
        await app.keys("u", "x", "down", "enter")
        assert len(changed_lines(LEDGER, app.file)[0]) == 1
        assert "225" not in app.file
        assert app.app.screen.page_ref == PageRef("chart", "I1")
        await app.keys("u")
        assert app.file == LEDGER


async def test_marked_indicators_are_in_one_chart(drive, ledger: Path) -> None:
    jobs = '[{ period = "2015", value = 4 }, { period = "2016", value = 5 }]'
    more = f'\n[[indicator]]\nid = "I2"\nname = "Jobs"\nunit = "jobs"\nobservations = {jobs}\n'
    (ledger / "ledger.toml").write_text(LEDGER + more, "utf-8")
    async with drive() as app:
        await app.keys("3", "m", "m", "space")
        assert "index, 100 at the first period they share" in app.text
        assert all(item in app.text for item in ("● Output", "■ Jobs", "forecast or estimate"))
        await app.keys("escape", "M", "space")
        assert "index" not in app.text
