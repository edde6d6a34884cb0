"""Indicators, overview and bulletin against a count of their own over the TOML, in three ledgers."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from independent_count import Ledger

from jinpu_tui.cli.main import run

DATA = Path(__file__).parents[2] / "data"
DAY = date(2016, 12, 20)
LIGHTS = ("red", "yellow", "blue", "green", "done", "off")


def output(folder: Path, *words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert run(["-D", str(folder), *words]) == 0, err.getvalue()
    return out.getvalue()


def ids(folder: Path, kind: str, text: str) -> list[str]:
    return [load["id"] for load in json.loads(output(folder, "list", kind, text, "--format", "json"))]


def check_indicators(folder: Path, ledger: Ledger) -> None:
    for state in ("ahead", "behind", "unjudged"):
        assert ids(folder, "indicators", f"is:{state}") == [
            indicator["id"] for indicator in ledger.indicators if ledger.pace(indicator) == state
        ]
    out = output(folder, "list", "indicators", "--format", "csv", "--columns", "id,attainment")
    shown = {row[0]: row[1] for row in list(csv.reader(io.StringIO(out)))[1:]}
    for indicator in ledger.indicators:
        attained = ledger.attainment(indicator)
        if attained is not None:
            assert float(shown[indicator["id"]]) == pytest.approx(attained)


def check_overview(folder: Path, ledger: Ledger) -> None:
    sections = {load["name"]: load["counts"] for load in json.loads(output(folder, "overview", "--format", "json"))}
    counts = {(item["kind"], item["filter"]): item["count"] for section in sections.values() for item in section}
    lights = Counter(map(ledger.light, ledger.tasks))
    assert [item["count"] for item in sections["lights"]] == [lights[light] for light in LIGHTS]
    late = [task["id"] for task in ledger.tasks if ledger.late(task)]
    assert ids(folder, "tasks", "is:late") == late
    assert counts["task", "is:late"] == len(late)
    for days in (7, 14, 30):
        assert counts["task", f"is:open due>=today due<=+{days}d"] == ledger.due_within(days)
    assert ids(folder, "tasks", "is:unjudged") == ledger.unjudged()
    assert counts["task", "is:unjudged"] == len(ledger.unjudged())
    paces = Counter(map(ledger.pace, ledger.indicators))
    assert [counts["indicator", f"is:{state}"] for state in ("ahead", "behind", "unjudged")] == [
        paces[state] for state in ("ahead", "behind", "unjudged")
    ]
    wanted = sorted((len(tasks), sum(map(ledger.late, tasks))) for tasks in ledger.units().values())
    assert sorted((item["count"], item["late"]) for item in sections["leads"]) == wanted


def check_bulletin(folder: Path, ledger: Ledger) -> None:
    text = " ".join(output(folder, "report", "--bulletin", "--format", "markdown", "-o", "-").replace("\\", "").split())
    status = Counter(task.get("status", "todo") for task in ledger.tasks)
    total, done, late = len(ledger.tasks), status["done"] + status["closed"], sum(map(ledger.late, ledger.tasks))

    def share(part: int) -> str:
        return f"{100 * part / total:.1f}%" if total else "–"

    told = f"{total} tasks: {done} done ({share(done)}), {status['closed']} of them verified and closed"
    assert f"{told}, {late} late ({share(late)})." in text
    lights = Counter(map(ledger.light, ledger.tasks))
    by_light = text.partition("Tasks by light:")[2].partition("Tasks by lead unit:")[0].split(" | ")
    assert [int(cell) for cell in by_light if cell.isdigit()] == [lights[light] for light in LIGHTS]
    rows = text.partition("Tasks by lead unit:")[2].partition("## ")[0].partition("---: | ")[2]
    figures = [cell.strip(" |") for cell in rows.split("|") if cell.strip(" |").isdigit()]
    wanted = sorted(
        [len(tasks), sum(map(ledger.late, tasks)), *(sum(ledger.light(task) == light for task in tasks) for light in LIGHTS)]
        for tasks in ledger.units().values()
    )
    assert sorted([int(figure) for figure in figures[at : at + 8]] for at in range(0, len(figures), 8)) == wanted
    begin = ledger.day - timedelta(days=30)
    closed = [task for task in ledger.tasks if begin <= task.get("closed_on", date.min) <= ledger.day]
    section = text.partition("## 3. Closed since")[2].partition("## Annex")[0]
    assert section.count(" | 2016-") == len(closed)


CHECKS: tuple[Callable[[Path, Ledger], None], ...] = (check_indicators, check_overview, check_bulletin)


@pytest.mark.parametrize("check", CHECKS)
def test_the_shipped_ledger(check: Callable[[Path, Ledger], None]) -> None:
    check(DATA, Ledger(DATA))


UNITS = ("财政局", "财 政 局", "財政局", "税务局", "Finance", "ＦＩＮＡＮＣＥ", "发展和改革局")


def chinese_ledger(folder: Path) -> Path:
    """An office's ledger over several files: tasks with leads spelled in several ways, indicators with cumulative months."""
    chance = random.Random(2016)  # noqa: S311  a ledger that is the same each time
    folder.mkdir()
    (folder / "dataset.toml").write_bytes(
        '\ufeff[dataset]\r\nformat = 1\r\ntitle = "督查台账"\r\nas_of = 2016-12-20\r\nlanguage = "zh-CN"\r\n'.encode()
    )
    for number in range(4):
        tasks = [made_task(chance, f"督查-{number}-{count}") for count in range(20)]
        (folder / f"任务{number}.toml").write_text(tomli_w.dumps({"task": tasks}), "utf-8")
    indicators = []
    for number, total in enumerate((2250, 14.1, 980, 125.28, 205, 38200, 2.3)):
        months = chance.choice((6, 9, 11))
        factor = chance.choice((0.89, 1, 1, 1.02))
        seen = [
            {"period": f"2016-{month:02}", "value": round(factor * total * month / 12, 2), "cumulative": True, "growth": 6.5}
            for month in range(1, months + 1)
        ]
        base, target = {"period": "2015", "value": total * 0.95}, {"period": "2016", "value": total}
        indicators.append({"id": f"Z{number}", "name": "指标", "baseline": base, "target": target, "observations": seen})
    indicators += [
        {**indicators[0], "id": "率", "unit": "%", "direction": "down"},
        {**indicators[0], "id": "增速", "target": {"period": "2016", "growth": 6.5}},
        {**indicators[0], "id": "季度", "observations": [{"period": "2016-Q3", "value": 700}]},
    ]
    (folder / "指标.toml").write_text(tomli_w.dumps({"indicator": indicators}), "utf-8")
    return folder


def made_task(chance: random.Random, id_: str) -> dict[str, Any]:
    task: dict[str, Any] = {"id": id_, "title": f"任务{id_}"}
    task["status"] = chance.choice(("todo", "doing", "doing", "done", "closed", "blocked", "dropped"))
    if chance.random() < 0.9:
        task["lead"] = chance.choice(UNITS)
    if chance.random() < 0.7:
        task["start"] = DAY - timedelta(days=chance.randrange(200))
    if chance.random() < 0.9:
        task["due"] = DAY + timedelta(days=chance.randrange(-60, 90))
    for name in ("progress", "verified"):
        if chance.random() < 0.4:
            task[name] = chance.randrange(101)
    if task["status"] == "closed":
        task["closed_on"] = DAY - timedelta(days=chance.randrange(60))
    if chance.random() < 0.3:
        task["steps"] = [{"text": "节点", "due": DAY - timedelta(days=chance.randrange(-9, 9)), "done": chance.random() < 0.5}]
    return task


@pytest.mark.parametrize("check", CHECKS)
def test_a_chinese_ledger(tmp_path: Path, check: Callable[[Path, Ledger], None]) -> None:
    folder = chinese_ledger(tmp_path / "台账")
    check(folder, Ledger(folder))


days = st.dates(date(2016, 1, 1), date(2017, 6, 30))
numbers = st.one_of(st.integers(1, 400), st.decimals(1, 400, places=2).map(float))
random_tasks = st.fixed_dictionaries(
    {"status": st.sampled_from(["todo", "doing", "done", "closed", "blocked", "dropped"])},
    optional={
        "lead": st.sampled_from(UNITS),
        "start": days,
        "due": days,
        "progress": st.integers(0, 100),
        "verified": st.integers(0, 100),
        "steps": st.lists(
            st.fixed_dictionaries({"text": st.just("s")}, optional={"due": days, "done": st.booleans()}), max_size=3
        ),
    },
)
observations = st.one_of(
    st.builds(
        lambda period, value, more: {"period": period, "value": value, "cumulative": True, **more},
        st.integers(1, 12).map(lambda month: f"2016-{month:02}"),
        numbers,
        st.fixed_dictionaries(
            {}, optional={"growth": numbers, "status": st.sampled_from(["actual", "forecast", "provisional"])}
        ),
    ),
    st.builds(
        lambda period, value: {"period": period, "value": value},
        st.sampled_from(["2014", "2015", "2016", "2017", "2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4", "2015-Q4"]),
        numbers,
    ),
)
targets = st.one_of(
    st.builds(lambda value: {"period": "2016", "value": value}, numbers),
    st.builds(lambda value: {"period": "2016", "growth": value}, numbers),
)
random_indicators = st.fixed_dictionaries(
    {
        "name": st.just("i"),
        "observations": st.lists(
            observations, max_size=8, unique_by=lambda observation: (observation["period"], observation.get("cumulative"))
        ),
    },
    optional={
        "unit": st.sampled_from(["%", "亿元"]),
        "direction": st.sampled_from(["up", "down"]),
        "measure": st.sampled_from(["flow", "stock", "rate"]),
        "baseline": st.builds(lambda value: {"period": "2015", "value": value}, numbers),
        "target": targets,
    },
)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.lists(random_tasks, max_size=12),
    st.lists(random_indicators, max_size=6),
    st.fixed_dictionaries({}, optional={"start": days, "lights": st.fixed_dictionaries({"behind": st.integers(0, 50)})}),
)
def test_a_random_ledger(tasks: list[Any], indicators: list[Any], info: dict[str, Any]) -> None:
    tables = {
        "dataset": {"format": 1, "title": "t", "as_of": DAY, **info},
        "task": [{"id": f"T{number}", "title": "t", **item} for number, item in enumerate(tasks)],
        "indicator": [{"id": f"I{number}", **item} for number, item in enumerate(indicators)],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.toml").write_text(tomli_w.dumps(tables), "utf-8")
        ledger = Ledger(folder)
        for check in CHECKS:
            check(folder, ledger)
