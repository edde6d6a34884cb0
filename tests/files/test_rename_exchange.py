"""Somebody saves in the very moment that we do: their file stays, and we are told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jinpu_tui.files import atomic_write
from jinpu_tui.files.errors import OvertakenError
from jinpu_tui.files.rename_exchange import swap

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two names in one step")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    return path


def names(path: Path) -> list[str]:
    return sorted(item.name for item in path.parent.iterdir())


def test_swapping(file: Path) -> None:
    other = file.with_name("b.toml")
    other.write_bytes(b"other")
    assert swap(file, other)
    assert (file.read_bytes(), other.read_bytes()) == (b"other", b"old")
    with pytest.raises(FileNotFoundError):
        swap(file, file.with_name("none"))


def test_a_save_before_ours(file: Path) -> None:
    file.write_bytes(b"theirs")
    with pytest.raises(OvertakenError):
        atomic_write.replace_file(file, b"new", instead_of=b"old")
    assert (file.read_bytes(), names(file)) == (b"theirs", ["a.toml"])


@pytest.mark.parametrize("saves", [1, 2, 3])
def test_saves_between_our_look_and_our_swap(file: Path, monkeypatch: pytest.MonkeyPatch, saves: int) -> None:
    """As if somebody saved in front of each of our swaps."""
    waiting = [f"theirs {number}".encode() for number in range(saves)]

    def slow_swap(one: Path, other: Path) -> bool:
        if waiting:
            editor = file.with_name("~")
            editor.write_bytes(waiting.pop(0))
            editor.replace(file)
        return swap(one, other)

    monkeypatch.setattr(atomic_write, "swap", slow_swap)
    with pytest.raises(OvertakenError):
        atomic_write.replace_file(file, b"new", instead_of=b"old")
    assert (file.read_bytes(), names(file)) == (f"theirs {saves - 1}".encode(), ["a.toml"])


def test_where_names_cannot_be_swapped(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_write, "swap", lambda _one, _other: False)
    atomic_write.replace_file(file, b"new", instead_of=b"old")
    assert (file.read_bytes(), names(file)) == (b"new", ["a.toml"])
    with pytest.raises(OvertakenError):
        atomic_write.replace_file(file, b"newer", instead_of=b"old")
    assert file.read_bytes() == b"new"


def test_an_editor_that_moves_the_file_away_first(file: Path) -> None:
    file.rename(file.with_name("a.toml~"))
    with pytest.raises(OvertakenError):
        atomic_write.replace_file(file, b"new", instead_of=b"old")
    assert names(file) == ["a.toml~"]
