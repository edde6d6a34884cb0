"""Charts: what is drawn where, the observations beside it, and their editing."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import LEDGER, changed_lines
from msgspec import structs

from jinpu_tui.analysis.series import Scale
from jinpu_tui.model.records import Indicator, Observation, Point
from jinpu_tui.text.width import cell_width
from jinpu_tui.ui.pages.chart_lines import chart_lines
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.styles import BAD, GOOD
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


def drawn(*indicators: Indicator, width: int = 80, height: int = 12, scale: Scale | None = None) -> list[str]:
    chart = chart_lines(indicators, width, height, scale=scale)
    return ["".join(text for text, _style in line).rstrip() for line in (*chart.drawing, *chart.legend)]


def place(lines: list[str], sign: str) -> tuple[int, int]:
    return next((y, line.index(sign)) for y, line in enumerate(lines) if sign in line)


def test_each_kind_of_figure_has_its_mark_at_its_place() -> None:
    lines = drawn(GDP)
    assert lines[0] == " GDP  billion yuan"
    actual, projected, year_to_date, target = (place(lines, sign) for sign in "●○+◎")
    assert target[0] < projected[0] < actual[0] < year_to_date[0]
    assert actual[1] < projected[1] < year_to_date[1] < target[1]
    legend = " ● actual   ○ forecast or estimate   + year so far   ⠂⠂ path to the target"
    assert lines[-2:] == [legend, " ◎ 300.0 in 2020   ░░ on the path in 2015"]
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
    near = (Observation("2015", 5.0), Observation("2016", 5.000000000000001))
    assert "●" in "".join(drawn(Indicator("I", "Near", observations=near)))
    assert "●" in "".join(drawn(Indicator("I", "Flat", observations=(Observation("2015", 0), Observation("2016", 0)))))


BEHIND = Indicator(
    "behind",
    "Output",
    unit="t",
    baseline=Point("2015", 100),
    target=Point("2020", 200),
    observations=(Observation("2016", 110), Observation("2017", 118)),
)


def test_the_last_figure_stands_at_its_point_and_the_gap_to_the_path_is_shaded_and_named() -> None:
    lines = drawn(BEHIND)
    y, x = next((y, line.index("118") - 2) for y, line in enumerate(lines) if "118" in line)
    assert lines[y][x] == "●"
    assert any("░" in line for line in lines[:-2])
    assert lines[-1].endswith("░░ 22 below the path in 2017")


def test_a_figure_beyond_the_path_is_above_it() -> None:
    ahead = structs.replace(BEHIND, observations=(Observation("2016", 130), Observation("2017", 158)))
    assert drawn(ahead)[-1].endswith("░░ 18 above the path in 2017")


def test_the_gap_of_a_year_so_far_is_between_its_own_figures_and_a_path_from_zero() -> None:
    months = tuple(Observation(f"2017-{month:02}", 10 * month, cumulative=True) for month in range(1, 11))
    flow = Indicator("f", "F", target=Point("2017", 120), observations=(Observation("2016", 113), *months))
    assert not any("░" in line for line in drawn(flow)[:-1])
    slow = structs.replace(flow, target=Point("2017", 240))
    shaded = [line.index("░") for line in drawn(slow)[:-1] if "░" in line]
    assert len(shaded) > 2
    assert shaded == sorted(shaded, reverse=True), "it leans on a path that begins at 0"
    assert shaded[0] > shaded[-1]


def test_the_style_of_the_gap_says_whether_it_is_good() -> None:
    ahead = structs.replace(BEHIND, observations=(Observation("2017", 158),))
    less = structs.replace(ahead, direction="down", target=Point("2020", 50), observations=(Observation("2017", 95),))
    for indicator, style in ((BEHIND, BAD), (ahead, GOOD), (less, BAD)):
        chart = chart_lines((indicator,), 80, 12)
        assert {found for line in chart.drawing for text, found in line if "░" in text} == {style}, indicator


def test_an_index_begins_with_the_baseline_and_scales_path_and_gap() -> None:
    lines = drawn(structs.replace(BEHIND, baseline=Point("2015", 50), target=Point("2020", 100)), scale="index")
    assert lines[0] == " Output  index, 2015 = 100"
    assert "236.0" in "".join(lines)
    assert "◎ 200.0 in 2020" in lines[-1] or "◎ 200.0 in 2020" in lines[-2]
    assert lines[-1].endswith("░░ 96.0 above the path in 2017")


def test_values_of_different_units_have_a_drawing_each_on_one_time_axis() -> None:
    other = structs.replace(BEHIND, id="other", name="Jobs", unit="jobs", target=None, observations=(Observation("2018", 5),))
    lines = drawn(BEHIND, other, scale="absolute", height=16)
    assert [line for line in lines if line in (" Output  t", " Jobs  jobs")] == [" Output  t", " Jobs  jobs"]
    axes = [line[line.index("└") :] for line in lines if "└" in line]
    assert len(axes) == 2
    assert "index, 2015" not in "".join(lines)


def test_several_without_a_common_period_begin_with_their_first_figures() -> None:
    other = structs.replace(BEHIND, id="other", unit="jobs", observations=(Observation("2018", 5), Observation("2019", 6)))
    bare = [structs.replace(item, baseline=None, target=None) for item in (BEHIND, other)]
    assert drawn(*bare)[0] == "  index, the first figure of each = 100"


@pytest.mark.parametrize(("width", "height"), [(30, 4), (40, 5), (80, 10)])
def test_no_line_is_wider_than_its_room(width: int, height: int) -> None:
    other = structs.replace(BEHIND, id="other", name="一个很长的指标名称", unit="万元")
    for indicators in ((GDP,), (BEHIND,), (BEHIND, other)):
        lines = ["".join(text for text, _style in line) for line in chart_lines(indicators, width, height).drawing]
        assert max(map(cell_width, lines)) <= width


async def test_on_a_small_terminal_the_drawing_and_the_latest_figure_are_in_sight(drive, ledger: Path) -> None:
    async with drive((40, 12)) as app:
        await app.keys("3", "space")
        assert "Output" in app.lines[2]
        assert all(text in app.text for text in ("└", "●", ">225", "2016"))
        await app.keys("G")
        assert "path to the target" in app.text


async def test_a_key_turns_the_index_on_and_off(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("3", "space")
        assert "index, 2015 = 100" not in app.text
        await app.keys("%")
        assert "index, 2015 = 100" in app.text
        assert app.app.screen.page.row.field == "observations"
        await app.keys("%")
        assert "Output  billion yuan" in app.text
        await app.keys("escape", "%")
        assert "index, 2015 = 100" in app.text
        assert app.app.screen.page_ref == PageRef("chart", "I1")


async def test_the_page_of_an_indicator_has_its_figures_as_blocks_after_the_baseline(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("3", "enter")
        assert "▁│█  the baseline, then the latest figures" in app.text


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
        assert "index, 2015 = 100" in app.text
        assert all(item in app.text for item in ("● Output", "■ Jobs", "forecast or estimate"))
        await app.keys("escape", "M", "space")
        assert "index, " not in app.text
