"""The welcome of a new user: shown until the first key, once and never again, and no key is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.services.user_state import UserState
from jinpu_tui.ui.welcome import welcome_lines

WORDS = "Welcome. Every edit is on disk"


async def test_the_first_key_takes_it_away_for_good_and_does_its_work(drive, tmp_path: Path) -> None:
    state = UserState(tmp_path / "state")
    async with drive((100, 30), user_state=state) as app:
        assert WORDS in app.text
        shown = [line for line in app.lines if "│" in line and "takes it back" in line]
        assert len(welcome_lines(app.app.session)) == 4
        assert len(shown) == 1
        assert "u takes it back" in shown[0]
        await app.keys("2")
        assert WORDS not in app.text
        assert app.app.screen.pane == "tasks"
    async with drive((100, 30), user_state=state) as app:
        assert WORDS not in app.text


async def test_it_is_shown_again_to_who_pressed_no_key(drive, tmp_path: Path) -> None:
    state = UserState(tmp_path / "state")
    for _time in range(2):
        async with drive((100, 30), user_state=state) as app:
            assert WORDS in app.text


async def test_escape_only_takes_it_away(drive, tmp_path: Path) -> None:
    async with drive((100, 30), user_state=UserState(tmp_path / "state")) as app:
        await app.keys("escape")
        assert WORDS not in app.text
        assert "nothing to leave" not in app.text
        await app.keys("escape")
        assert "nothing to leave" in app.text


async def test_a_click_on_it_takes_it_away_too(drive, tmp_path: Path) -> None:
    state = UserState(tmp_path / "state")
    async with drive((100, 30), user_state=state) as app:
        await app.pilot.click("#welcome")
        await app.pilot.pause()
        assert WORDS not in app.text
        assert not state.is_new
        await app.keys("escape")
        assert "nothing to leave" in app.text


async def test_typing_into_a_prompt_from_the_first_key_on_loses_nothing(drive, tmp_path: Path) -> None:
    async with drive((100, 30), user_state=UserState(tmp_path / "state")) as app:
        await app.keys("f", "T2", "enter")
        assert app.app.screen.record.id == "T2"


@pytest.mark.parametrize("size", [(60, 24), (100, 12)])
async def test_a_small_terminal_shows_the_panes_and_keeps_the_welcome_for_later(drive, tmp_path: Path, size) -> None:
    state = UserState(tmp_path / "state")
    async with drive(size, user_state=state) as app:
        assert WORDS not in app.text
        await app.keys("j")
    assert state.is_new
    async with drive((100, 30), user_state=state) as app:
        assert WORDS in app.text


async def test_it_follows_the_size_of_the_terminal(drive, tmp_path: Path) -> None:
    async with drive((60, 24), user_state=UserState(tmp_path / "state")) as app:
        for size, is_shown in (((120, 35), True), ((60, 24), False), ((200, 60), True)):
            await app.pilot.resize_terminal(*size)
            await app.pilot.pause()
            assert (WORDS in app.text) is is_shown, size


async def test_who_may_not_write_is_told_so(drive, tmp_path: Path) -> None:
    async with drive((100, 30), read_only=True, user_state=UserState(tmp_path / "state")) as app:
        assert "Welcome. Nothing can be changed here" in app.text or "Welcome. You may not write here" in app.text
        assert "takes it back" not in app.text


def test_who_has_used_the_program_is_not_new(tmp_path: Path) -> None:
    state = UserState(tmp_path / "state")
    assert state.is_new
    state.leave(tmp_path, [], ["is:late"], {})
    assert not state.is_new
    assert not UserState().is_new
    (tmp_path / "file").write_text("")
    unusable = UserState(tmp_path / "file" / "below")
    unusable.note_welcome()
