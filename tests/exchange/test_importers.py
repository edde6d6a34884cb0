"""Importers of other packages: found by their entry points; one that does not work hinders no import."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from exchange.conftest import Office
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpu_tui.exchange.tools import registry
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport
from jinpu_tui.exchange.tools.links import set_links

Save = Callable[[str, str], Path]


class Shouting:
    """An importer of another package: every line is a task."""

    name = "shouting"

    def recognizes(self, data: bytes, ending: str) -> bool:
        return ending == ".shout"

    def read(self, data: bytes, ending: str, around: Surroundings) -> ToolImport:
        if b"fail" in data:
            raise KeyError("inside")
        imported = ToolImport()
        for line in data.decode().splitlines():
            imported.add("task", line, {"title": line})
        return imported


class Broken:
    name = "broken"

    def recognizes(self, data: bytes, ending: str) -> bool:
        raise ZeroDivisionError

    def read(self, data: bytes, ending: str, around: Surroundings) -> ToolImport:
        raise AssertionError


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    added = [
        EntryPoint("absent", "no_such_package", registry.GROUP),
        EntryPoint("broken", f"{__name__}:BROKEN", registry.GROUP),
        EntryPoint("shouting", f"{__name__}:SHOUTING", registry.GROUP),
    ]
    loaded: dict[str, Any] = {"broken": Broken(), "shouting": Shouting()}
    real = EntryPoint.load
    monkeypatch.setattr(EntryPoint, "load", lambda self: loaded.get(self.name) or real(self))
    entries = sorted([*registry._entries(), *added], key=lambda entry: entry.name)
    monkeypatch.setattr(registry, "_entries", lambda: tuple(entries))


@pytest.mark.usefixtures("others")
def test_another_package_adds_an_importer(office: Office, save: Save) -> None:
    file = save("x.shout", "修路\n建港\n")
    assert office.counts(file) == {"add": 2}
    assert office.counts(file) == {"same": 2}
    assert [record["origin"] for record in office.records()] == ["x#修路", "x#建港"]


@pytest.mark.usefixtures("others")
def test_a_broken_importer_is_named_and_hinders_nothing(office: Office, save: Save) -> None:
    code, out, err = office.run("import", str(save("x.csv", "任务名称,牵头单位\n修路,财政局\n")), "--format", "json")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["counts"]["add"] == 1
    assert [problem[:60] for problem in said["problems"]] == [
        "The importer absent does not work and was left out: ModuleNo",
        "The importer broken does not work and was left out: ZeroDivi",
    ]


@pytest.mark.usefixtures("others")
def test_an_importer_that_fails_is_named_on_one_line(office: Office, save: Save) -> None:
    code, out, err = office.run("import", str(save("x.shout", "fail")))
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert "The importer shouting failed: KeyError" in err


def test_our_own_importers_are_in_the_same_table() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    own = {name: f"jinpu_tui.exchange.tools.{name}" for name in registry.OWN}
    assert project["entry-points"][registry.GROUP] == own
    assert {entry.load().name for entry in registry._entries()} >= own.keys()


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 11), max_size=4)), st.sampled_from(["task", "requirement"]))
def test_links_never_lead_in_a_circle_and_all_others_are_kept(links: dict[int, list[int]], kind: Any) -> None:
    name = "depends" if kind == "task" else "parent"
    imported = ToolImport()
    for key, targets in links.items():
        imported.add(kind, str(key), {"title": "t"}, {name: [str(target) for target in targets]})
    set_links(imported.rows, lambda _kind, key: f"X{key}" if int(key) in links else "", own=True)
    kept = {}
    for each in imported.rows:
        value = each.row.values.get(name, [])
        kept[f"X{each.key}"] = value if isinstance(value, list) else [value]
    for start, targets in kept.items():
        reached, ahead = set[str](), list(targets)
        while ahead:
            reached.add(id_ := ahead.pop())
            ahead += [target for target in kept[id_] if target not in reached]
        assert start not in reached
    if kind == "task":
        lost = {id_ for id_ in kept if set(kept[id_]) != {f"X{target}" for target in links[int(id_[1:])]}}
        named = {f"X{each.key}" for each in imported.rows if each.row.problems}
        assert lost == named
