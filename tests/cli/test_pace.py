"""The pace of indicators, as the command line shows it: flows, stocks and rates against their targets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from jinpu_tui.cli.main import run

Command = Callable[..., tuple[int, str]]
QUERIES = {"ahead": "is:ahead", "behind": "is:behind", "not judged": "is:unjudged"}


@pytest.fixture
def jinpu_tui(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on two files, one of them with the indicators; return exit code and output."""
    (tmp_path / "a.toml").write_text('[dataset]\nformat = 1\ntitle = "t"\n', "utf-8")

    def command(*words: str) -> tuple[int, str]:
        code = run(["-D", str(tmp_path), *words])
        return code, capsys.readouterr().out

    return command


def write(folder: Path, indicators: Mapping[str, Mapping[str, Any]]) -> None:
    tables = [{"id": id_, "name": id_, **fields} for id_, fields in indicators.items()]
    (folder / "b.toml").write_text(tomli_w.dumps({"indicator": tables}), "utf-8")


def listed(jinpu_tui: Command, *words: str) -> list[dict[str, Any]]:
    code, out = jinpu_tui("list", "indicators", "--format", "json", *words)
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def to_date(period: str, value: float, **more: Any) -> dict[str, Any]:
    return {"period": period, "value": value, "cumulative": True, **more}


def seen(period: str, value: float, **more: Any) -> dict[str, Any]:
    return {"period": period, "value": value, **more}


def evenly(total: float, months: int = 11) -> list[dict[str, Any]]:
    """What comes together evenly, rounded to two decimals as offices state it."""
    return [to_date(f"2016-{month:02}", round(total * month / 12, 2)) for month in range(1, months + 1)]


YEAR = {"target": {"period": "2016", "value": 2250}}
PLAN = {"baseline": {"period": "2015", "value": 100}, "target": {"period": "2020", "value": 200}}
SINKING = {"baseline": {"period": "2015", "value": 50}, "target": {"period": "2020", "value": 40}}

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "flow-even": ("ahead", {**YEAR, "observations": evenly(2250)}),
    "flow-slow": ("behind", {**YEAR, "observations": evenly(2240)}),
    "flow-tenth": ("behind", {**YEAR, "observations": [to_date("2016-11", 200.5)]}),
    "flow-rounded": ("ahead", {"target": {"period": "2016", "value": 14.1}, "observations": evenly(14.1)}),
    "flow-from-chinese-ledger": ("ahead", {"name": "固定资产投资", **YEAR, "observations": evenly(2250, 7)}),
    "flow-forecast-does-not-count": (
        "behind",
        {**YEAR, "observations": [*evenly(2000), to_date("2016", 2300, status="forecast")]},
    ),
    "flow-quarters-add-up": (
        "ahead",
        {**YEAR, "measure": "flow", "observations": [seen("2016-Q1", 560), seen("2016-Q2", 570)]},
    ),
    "flow-with-a-gap": ("not judged", {**YEAR, "measure": "flow", "observations": [seen("2016-Q2", 2000)]}),
    "flow-half-and-quarter": ("behind", {**YEAR, "observations": [to_date("2016-S1", 1125), seen("2016-Q3", 500)]}),
    "flow-spent-too-fast": ("behind", {**YEAR, "direction": "down", "observations": [to_date("2016-06", 1200)]}),
    "flow-spent-slowly": ("ahead", {**YEAR, "direction": "down", "observations": [to_date("2016-06", 1100)]}),
    "flow-of-another-year": ("not judged", {**YEAR, "observations": [to_date("2015-06", 9000)]}),
    "flow-nothing-yet": ("behind", {"target": {"period": "2016", "value": 5}, "observations": [to_date("2016-01", 0)]}),
    "flow-of-a-quarter": (
        "ahead",
        {
            "target": {"period": "2016-Q4", "value": 600},
            "observations": [to_date("2016-09", 1700), to_date("2016-11", 2100)],
        },
    ),
    "flow-of-days": ("behind", {**YEAR, "observations": [to_date("2016-11-15", 1875)]}),
    "stock-on-path": ("ahead", {**PLAN, "observations": [seen("2017", 140)]}),
    "stock-off-path": ("behind", {**PLAN, "observations": [seen("2017", 139)]}),
    "quarter-of-a-yearly-figure": ("ahead", {**PLAN, "observations": [seen("2017", 140), seen("2018-Q1", 36)]}),
    "only-quarters": ("not judged", {**PLAN, "observations": [seen("2016-Q4", 27), seen("2017-Q1", 36)]}),
    "direction-from-baseline": ("ahead", {**SINKING, "observations": [seen("2017", 45)]}),
    "direction-from-baseline-slow": ("behind", {**SINKING, "observations": [seen("2017", 47)]}),
    "direction-stated": ("behind", {**SINKING, "direction": "up", "observations": [seen("2017", 45)]}),
    "target-reached-without-baseline": (
        "ahead",
        {"target": {"period": "2016", "value": 10}, "observations": [seen("2016", 10)]},
    ),
    "no-baseline-before-the-target": (
        "not judged",
        {"target": {"period": "2017", "value": 10}, "observations": [seen("2016", 10)]},
    ),
    "rate-reached": (
        "ahead",
        {"unit": "%", "target": {"period": "2016", "value": 80}, "observations": [to_date("2016-03", 80)]},
    ),
    "rate-full-width": (
        "behind",
        {"unit": "％", "target": {"period": "2016", "value": 80}, "observations": [to_date("2016-03", 79.9)]},
    ),
    "rate-low-is-good": (
        "ahead",
        {
            "unit": "%",
            "baseline": {"period": "2015", "value": 3.1},
            "target": {"period": "2016", "value": 2.9},
            "observations": [to_date("2016-10", 2.8)],
        },
    ),
    "rate-before-its-period": (
        "not judged",
        {"unit": "%", "target": {"period": "2020", "value": 65}, "observations": [seen("2016", 66)]},
    ),
    "growth-reached": (
        "ahead",
        {
            "target": {"period": "2016", "growth": 7.0},
            "observations": [to_date("2016-10", 5, growth=6.2), to_date("2016-11", 9, growth=7.1)],
        },
    ),
    "growth-below": (
        "behind",
        {"target": {"period": "2016", "growth": 7}, "observations": [to_date("2016-11", 9, growth=6.8)]},
    ),
    "growth-not-stated": (
        "not judged",
        {"target": {"period": "2016", "growth": 7}, "observations": [to_date("2016-11", 9)]},
    ),
    "measure-stated": (
        "ahead",
        {
            "measure": "rate",
            "direction": "down",
            "target": {"period": "2016", "value": 42},
            "observations": [to_date("2016-11", 41.9)],
        },
    ),
    "no-target": ("not judged", {"observations": evenly(5)}),
    "no-observation": ("not judged", PLAN),
    "odd-numbers": (
        "not judged",
        {**YEAR, "observations": [to_date("2016-11", float("nan")), to_date("2016-10", float("inf"))]},
    ),
    "odd-periods": ("not judged", {"target": {"period": "soon", "value": 1}, "observations": [to_date("2016-11", 1)]}),
    "first-year-of-all": ("ahead", {"target": {"period": "0001", "value": 12}, "observations": [to_date("0001-06", 6)]}),
}


def test_each_kind_of_indicator_is_judged_by_what_it_measures(jinpu_tui: Command, tmp_path: Path) -> None:
    write(tmp_path, {id_: fields for id_, (_state, fields) in CASES.items()})
    found = {item["id"]: state for state, query in QUERIES.items() for item in listed(jinpu_tui, query)}
    assert found == {id_: state for id_, (state, _fields) in CASES.items()}


def test_attainment_is_the_share_of_the_target_or_of_the_way(jinpu_tui: Command, tmp_path: Path) -> None:
    write(tmp_path, {id_: CASES[id_][1] for id_ in ("flow-even", "stock-on-path", "growth-below", "only-quarters")})
    assert [item["id"] for item in listed(jinpu_tui, "attainment>91.6 attainment<91.7")] == ["flow-even"]
    assert [item["id"] for item in listed(jinpu_tui, "attainment=40")] == ["stock-on-path"]
    assert [item["id"] for item in listed(jinpu_tui, "attainment>97 attainment<98")] == ["growth-below"]
    assert [item["id"] for item in listed(jinpu_tui, "attainment:none")] == ["only-quarters"]


def test_the_overview_counts_each_indicator_once_by_pace(jinpu_tui: Command, tmp_path: Path) -> None:
    write(tmp_path, {id_: fields for id_, (_state, fields) in CASES.items()})
    _code, out = jinpu_tui("overview", "--format", "json")
    counts = {item["filter"]: item["count"] for section in json.loads(out) for item in section["counts"]}
    states = [state for state, _fields in CASES.values()]
    assert counts["is:ahead"] == states.count("ahead")
    assert counts["is:behind"] == states.count("behind")
    assert counts["is:unjudged"] == states.count("not judged")


def test_a_direction_that_is_not_stated_is_inferred_everywhere(jinpu_tui: Command, tmp_path: Path) -> None:
    write(tmp_path, {"sinks": SINKING, "rises": PLAN, "stated": {**SINKING, "direction": "up"}, "bare": {}})
    assert [item["id"] for item in listed(jinpu_tui, "direction:down")] == ["sinks"]
    assert {item["id"]: item["direction"] for item in listed(jinpu_tui)} == {
        "sinks": "down",
        "rises": "up",
        "stated": "up",
        "bare": "up",
    }


def test_check_names_a_target_on_the_wrong_side_and_one_that_says_two_things(jinpu_tui: Command, tmp_path: Path) -> None:
    both = {"target": {"period": "2016", "value": 5, "growth": 3}}
    low = {"baseline": {"period": "2015", "value": 210}, "target": {"period": "2016", "value": 205}, "direction": "up"}
    high = {"baseline": {"period": "2015", "value": 3}, "target": {"period": "2016", "value": 4}, "direction": "down"}
    of_a_quarter = {
        "measure": "flow",
        "baseline": {"period": "2015", "value": 400},
        "target": {"period": "2016-Q1", "value": 110},
        "direction": "up",
    }
    fine = {"low-is-good": {**low, "direction": "down"}, "inferred": {**high, "direction": "up"}, "quarter": of_a_quarter}
    write(tmp_path, {"low": low, "high": high, "both": both, **fine})
    code, out = jinpu_tui("check", "--format", "json")
    assert code == 0
    problems = [(load["id"], load["severity"], load["code"]) for load in json.loads(out)]
    assert problems == [("low", "warning", "wrong-side"), ("high", "warning", "wrong-side"), ("both", "warning", "two-targets")]


def test_new_fields_are_known_shown_set_and_found(jinpu_tui: Command, tmp_path: Path) -> None:
    write(
        tmp_path,
        {"I1": {"measure": "flow", "note": "统计局月报", "tags": ["经济"], "target": {"period": "2016", "growth": 7.0}}},
    )
    assert jinpu_tui("check") == (0, "0 problems\n")
    assert [item["id"] for item in listed(jinpu_tui, "#经济 统计局 measure:flow")] == ["I1"]
    assert "target   2016 +7.0%" in jinpu_tui("show", "I1")[1]
    assert jinpu_tui("set", "I1", "target=2016 +6.5%", "measure=rate", "tags=+a")[0] == 0
    (one,) = listed(jinpu_tui)
    assert one["target"] == {"period": "2016", "value": None, "growth": 6.5}
    assert jinpu_tui("set", "I1", "target=2016 12")[0] == 0
    assert listed(jinpu_tui)[0]["target"]["value"] == 12
    assert jinpu_tui("set", "I1", "baseline=2016 +7%")[0] == 2
    assert jinpu_tui("set", "I1", "measure=flux")[0] == 2


@pytest.mark.parametrize("name", ["r.md", "r.txt"])
def test_reports_without_charts_name_each_figure_by_its_period(jinpu_tui: Command, tmp_path: Path, name: str) -> None:
    write(tmp_path, {"I1": {"observations": [to_date("2016-11", 99), seen("2015", 100), seen("2016", 110)]}})
    assert jinpu_tui("report", "-o", str(tmp_path / name))[0] == 0
    assert "2015: 100, 2016-11: 99, 2016: 110" in (tmp_path / name).read_text("utf-8")


def test_a_report_says_how_the_pace_was_judged(jinpu_tui: Command, tmp_path: Path) -> None:
    write(
        tmp_path,
        {id_: CASES[id_][1] for id_ in ("flow-even", "flow-slow", "stock-off-path", "growth-below", "rate-low-is-good")},
    )
    assert jinpu_tui("report", "-o", str(tmp_path / "r.txt"))[0] == 0
    text = " ".join((tmp_path / "r.txt").read_text("utf-8").split())
    for said in (
        "on pace: 91.7% of the target, with 91.7% of the time passed at the end of 2016-11",
        "behind: 91.3% of the target, with 91.7% of the time passed at the end of 2016-11",
        "behind: 39% of the way from baseline to target in 2017; the path is at 140",
        "behind: growth of +6.8% in 2016-11, the target is +7%",
        "on pace: 2.8 in 2016-10, the target is at most 2.9",
    ):
        assert said in text
