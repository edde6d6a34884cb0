"""Adding a record with its fields on one line, and with those of what is shown."""

from __future__ import annotations

from pathlib import Path

from ledger_text import LEDGER, changed_lines

from jinpu_tui.services.user_state import UserState


async def test_fields_are_read_shown_and_written(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "a", "Tell them due:+2w")
        assert "Enter adds it" in app.text
        assert "due 2016-12-15" in app.text
        assert "as the record here: serves R2" in app.text
        await app.keys(" lead:财政局 @R1.1 at 10:30")
        assert "due 2016-12-15 · lead 财政局 · serves R1.1" in app.text
        assert "as the record here" not in app.text
        await app.keys("enter")
        assert changed_lines(LEDGER, app.file)[1] == [
            'id = "T4"\n',
            'title = "Tell them at 10:30"\n',
            'requirements = ["R1.1"]\n',
            'status = "todo"\n',
            'lead = "财政局"\n',
            "due = 2016-12-15\n",
            "\n",
            "[[task]]\n",
        ]
        assert app.app.screen.record.id == "T4"
        await app.keys("u")
        assert app.file == LEDGER


async def test_an_invalid_field_is_refused_with_the_way_out(drive) -> None:
    async with drive() as app:
        await app.keys("2", "a", "Tell due:soon", "enter")
        assert "Not a date: soon" in app.text
        assert app.file == LEDGER
        await app.keys(*["left"] * 8, "\\", "enter")
        assert 'title = "Tell due:soon"\n' in app.file


async def test_a_new_record_is_of_the_filter_and_done_at_once(drive) -> None:
    async with drive() as app:
        await app.keys("2", "/", "lead:finance status:done", "enter", "a", "Tell them")
        assert "as the filter: lead Finance · status done" in app.text
        await app.keys("enter")
        assert 'title = "Tell them"\nstatus = "done"\nlead = "Finance"\ndone_on = 2016-12-01\n' in app.file
        assert app.app.screen.record.id == "T4"
        assert app.app.screen.session.filter_of("tasks") == "lead:finance status:done"


async def test_a_new_record_is_of_the_group(drive) -> None:
    async with drive() as app:
        await app.keys("2", "t", "lead", "enter", "g", "a", "Tell them status:doing")
        assert "as the group: lead Finance" in app.text
        await app.keys("enter")
        assert 'title = "Tell them"\nrequirements = ["R1.1"]\nstatus = "doing"\nlead = "Finance"\n' in app.file
        await app.keys("G", "a", "And them lead:none", "enter")
        assert 'title = "And them"\nstatus = "todo"\n' in app.file


async def test_several_lines_have_their_own_fields(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "j", "a")
        await app.paste("One due:2017-01-01\nTwo lead:Audit")
        assert "Enter adds 2 records, one a line" in app.text
        await app.keys("enter")
        assert 'title = "One"\nstatus = "todo"\ndue = 2017-01-01\n' in app.file
        assert 'title = "Two"\nstatus = "todo"\nlead = "Audit"\n' in app.file


async def test_a_requirement_goes_under_the_one_that_is_named(drive) -> None:
    async with drive() as app:
        await app.keys("1", "a", "Elsewhere @R2", "enter")
        assert '[[requirement]]\nid = "R2.1"\ntitle = "Elsewhere"\nparent = "R2"\n' in app.file


async def test_up_brings_what_was_typed_before(drive) -> None:
    async with drive() as app:
        await app.keys("2", "d", "+1w", "enter", "j", "d", "+2w", "enter", "j", "d", "fri", "up")
        assert app.app.screen.popup.typed == "+2w"
        await app.keys("up")
        assert app.app.screen.popup.typed == "+1w"
        await app.keys("down", "down")
        assert app.app.screen.popup.typed == "fri"
        await app.keys("escape", "n", "once", "enter", "n", "up")
        assert app.app.screen.popup.typed == "once"
        await app.keys("end", " more", "up")  # edited: up moves the caret, as in any text
        assert app.app.screen.popup.typed == "once more"


async def test_up_brings_back_what_was_typed_in_an_earlier_session(drive, tmp_path: Path) -> None:
    state = UserState(tmp_path / "state")
    async with drive((100, 28), user_state=state) as app:
        await app.keys("2", "d", "+1w", "enter")
    async with drive((100, 28), user_state=state) as app:
        await app.keys("2", "j", "d", "up")
        assert app.app.screen.popup.typed == "+1w"
