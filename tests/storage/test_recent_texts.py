"""Recent texts are kept in the user's state, within bounds, and damaged files are no obstacle."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jinpu_tui.services.user_state import UserState
from jinpu_tui.storage.recent_texts import MAX_LENGTH, MAX_TEXTS, RecentTexts


def test_texts_are_there_in_the_next_session_and_only_for_their_dataset(tmp_path: Path) -> None:
    state = UserState(tmp_path / "state")
    for text in ("one", "line\nand line 计划", "one"):
        state.recent_texts(tmp_path / "a").keep("note", text)
    assert list(state.recent_texts(tmp_path / "a").of("note")) == ["line\nand line 计划", "one"]
    assert not state.recent_texts(tmp_path / "a").of("task due")
    assert not state.recent_texts(tmp_path / "b").of("note")
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / "state").iterdir()} == {0}


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    texts = UserState().recent_texts(tmp_path)
    texts.keep("note", "one")
    texts.keep("", "two")
    texts.keep("note", "  ")
    assert list(texts.of("note")) == ["one"]
    assert not list(tmp_path.iterdir())


def test_number_and_length_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "state" / "a.recent.toml"
    texts = RecentTexts(path)
    long = "n" * (MAX_LENGTH + 1)
    for number in range(MAX_TEXTS + 5):
        texts.keep("note", str(number))
    texts.keep("note", long)
    assert texts.of("note")[-1] == long
    assert list(RecentTexts(path).of("note")) == [str(number) for number in range(5, MAX_TEXTS + 5)]


def test_sessions_side_by_side_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.recent.toml"
    first, second = RecentTexts(path), RecentTexts(path)
    assert not first.of("note")
    assert not second.of("note")
    first.keep("note", "one")
    second.keep("note", "two")
    second.keep("step", "three")
    assert list(RecentTexts(path).of("note")) == ["one", "two"]
    assert list(RecentTexts(path).of("step")) == ["three"]


@pytest.mark.parametrize(
    ("content", "sound"),
    [
        (b"\xff\x00", []),
        (b"[text", []),
        (b"text = 5\n", []),
        (b'[text]\nnote = "one"\n', []),
        (b'[text]\nstep = 3\nnote = ["one", 2, "", ["x"]]\n', ["one"]),
        (b'[text]\nnote = ["' + b"n" * (MAX_LENGTH + 1) + b'", "one"]\n', ["one"]),
    ],
)
def test_damaged_files_count_for_what_is_sound_in_them(tmp_path: Path, content: bytes, sound: list[str]) -> None:
    path = tmp_path / "a.recent.toml"
    path.write_bytes(content)
    texts = RecentTexts(path)
    assert list(texts.of("note")) == sound
    texts.keep("note", "two")
    assert list(RecentTexts(path).of("note")) == [*sound, "two"]


def test_a_text_that_cannot_be_written_stays_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    texts = RecentTexts(tmp_path / "file" / "a.recent.toml")
    texts.keep("note", "one")
    assert list(texts.of("note")) == ["one"]
    odd = RecentTexts(tmp_path / "a.recent.toml")
    odd.keep("note", "\udc80")
    assert list(odd.of("note")) == ["\udc80"]
