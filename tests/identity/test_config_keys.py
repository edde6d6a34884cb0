"""`jinpu-tui config keys`: the keys of all commands, as `[keys]` takes them."""

from __future__ import annotations

import json
import tomllib

import pytest

from jinpu_tui.ui.key_presets import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_the_table_that_is_printed_can_be_used(office, preset: str) -> None:
    li = office.reviewer("li")
    text = li.does("config", "keys", "--format", "toml", "--preset", preset)
    assert tomllib.loads(text)["keys"]["preset"] == preset
    li.configure(text)
    assert ": 0 problems" in li.does("config", "check")
    assert li.does("config", "keys", "--format", "toml") == text


def test_own_keys_are_printed(office) -> None:
    li = office.reviewer("li")
    li.configure("[keys]\nview.zoom = ['F11']\n")
    keys = {each["command"]: each["keys"] for each in json.loads(li.does("config", "keys", "--format", "json"))}
    assert keys["view.zoom"] == ["F11"]
    assert keys["go.down"] == ["j", "Down"]
    assert any(line.split()[:2] == ["view.zoom", "F11"] for line in li.does("config", "keys").splitlines())


def test_a_clash_is_reported_with_its_place_and_the_keys_in_use_are_printed(office) -> None:
    li = office.reviewer("li")
    li.configure("[keys]\npreset = 'plain'\ntask.due = ['D']\n")
    done = li.call("config", "check")
    assert done.returncode == 1
    place, message = done.stdout.splitlines()[0].split(": error[invalid-value] ")
    assert place == f"{li.configuration}:3:6"
    assert message.startswith("D would run both task.due and review.resolve in the same place (give review.resolve other keys")
    assert json.loads(li.call("config", "check", "--format", "json").stdout)[0]["line"] == 3
    done = li.call("config", "keys")
    assert done.returncode == 1
    assert "D would run both" in done.stderr
    assert any(line.split()[:2] == ["task.due", "d"] for line in done.stdout.splitlines())
