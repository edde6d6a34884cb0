"""Edits by key: on disk before the screen says so, on the right lines, and refused where they must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ledger_text import LEDGER, changed_lines


async def test_space_marks_a_task_done_and_u_takes_it_back(drive) -> None:
    async with drive() as app:
        await app.keys("2", "space")
        assert changed_lines(LEDGER, app.file)[1] == ['status = "done"       # aligned by hand\n', "done_on = 2016-12-01\n"]
        assert re.search(r"✓ 31 Dec +T1", app.text)
        assert "T1  status doing → done" in app.lines[-1]
        await app.keys("u")
        assert app.file == LEDGER
        await app.keys("ctrl+r")
        assert 'status = "done"       # aligned' in app.file


async def test_due_is_previewed_refused_and_written(drive) -> None:
    async with drive() as app:
        await app.keys("2", "d", "+2w")
        assert "T1  due 2016-12-31 → 2017-01-14" in app.text
        await app.keys("x", "enter")
        assert "Not a date: +2wx" in app.text
        assert "│ +2wx" in app.text
        assert app.file == LEDGER
        await app.keys("backspace", "enter")
        assert changed_lines(LEDGER, app.file) == (["due = 2016-12-31\n"], ["due = 2017-01-14\n"])
        await app.keys("d", "delete", "enter")
        assert changed_lines(LEDGER, app.file) == (["due = 2016-12-31\n"], [])


async def test_status_is_picked(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "s", "block", "enter")
        assert changed_lines(LEDGER, app.file) == (['status = "todo"\n'], ['status = "blocked"\n'])


async def test_lead_completes_and_takes_a_new_unit(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "w", "fin", "enter")
        assert 'lead = "Finance"\ndue = 2016-12-01' in app.file
        await app.keys("w", "Audit", "enter")
        assert 'lead = "Audit"\ndue = 2016-12-01' in app.file


async def test_progress_note_and_observation(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "p", "140", "enter")
        assert "Not a whole percentage" in app.text
        await app.keys("home", "ctrl+k", "40", "enter", "n", "second visit", "enter")
        await app.keys("3", "v", "2017 >240.5 +6.9% estimate", "enter")
        _went, came = changed_lines(LEDGER, app.file)
        assert came[0] == "progress = 40\n"
        assert came[1].startswith("    { date = 2016-12-01, by = ")
        assert came[1].endswith('text = "second visit" },\n')
        assert came[2] == '    { period = "2017", value = 240.5, growth = 6.9, status = "estimate", qualifier = "over" },\n'


async def test_steps_tick_and_grow_and_progress_follows(drive) -> None:
    async with drive() as app:
        await app.keys("2", "l", "j", "j")
        assert "☐ send" in app.text
        await app.keys("space")
        assert "☑ send" in app.text
        right = app.app.screen.tasks.region.right
        assert next(line[:right] for line in app.lines if "T1" in line and "Write" in line).split()[-1] == "100"
        await app.keys("a", "file it due:2017-01-05", "enter")
        assert '    { text = "file it", due = 2017-01-05, done = false },\n' in app.file
        await app.keys("x", "down", "enter")
        assert "file it" not in app.file


async def test_add_copy_remove_asks(drive) -> None:
    async with drive() as app:
        await app.keys("2", "a", "A new task", "enter")
        assert '[[task]]\nid = "T4"\ntitle = "A new task"\nrequirements = ["R1.1"]\nstatus = "todo"\n' in app.file
        await app.keys("c")
        assert 'id = "T5"\ntitle = "A new task"' in app.file
        await app.keys("x", "enter")
        assert 'id = "T5"' in app.file
        await app.keys("x", "down", "enter", "u", "u", "u")
        assert app.file == LEDGER


async def test_add_requirements_beside_and_below(drive) -> None:
    async with drive() as app:
        await app.keys("1", "A", "Part two", "enter")
        assert '[[requirement]]\nid = "R1.2"\ntitle = "Part two"\nparent = "R1"\n' in app.file
        await app.keys("a", "Part three", "enter")
        assert 'id = "R1.3"\ntitle = "Part three"\nparent = "R1"\n' in app.file


async def test_marked_records_are_edited_together(drive) -> None:
    async with drive() as app:
        await app.keys("2", "m", "m", "/", "nothing", "enter")
        assert "No match" in app.text
        await app.keys("escape")
        assert "2 marked" in app.lines[0]
        await app.keys("d", "+1w")
        assert "2 records" in app.text
        await app.keys("enter")
        assert changed_lines(LEDGER, app.file)[1] == ["due = 2017-01-07\n", "due = 2016-12-08\n"]
        await app.keys("u", "escape")
        assert app.file == LEDGER
        assert "marked" not in app.lines[0]


async def test_the_form_edits_every_kind_of_field(drive) -> None:
    async with drive() as app:
        await app.keys("2", "e")
        fields = [row.field for row in app.app.screen.page.rows]

        async def on(field: str) -> None:
            await app.keys("g", *["j"] * fields.index(field))

        await on("owner")
        await app.keys("enter", "Wang", "enter")
        await on("priority")
        await app.keys("enter", "high", "enter")
        await on("note")
        await app.keys("enter", "one", "enter", "two", "ctrl+s")
        await on("source")
        await app.keys("enter", "S1", "enter")
        for written in ('owner = "Wang"\n', 'priority = "high"\n', 'note = """\none\ntwo"""\n', 'source = "S1"\n'):
            assert written in app.file
        await on("requirements")
        await app.keys("enter", "R9", "enter")
        assert "there is no requirement" in app.text


@pytest.mark.parametrize("key", ["space", "s", "d", "p", "w", "n", "e", "E", "a", "x", "c", "u", "ctrl+r"])
async def test_read_only_answers_why(drive, key: str) -> None:
    async with drive(read_only=True) as app:
        assert "READ-ONLY" in app.lines[0]
        await app.keys("2", key)
        assert "Nothing was changed: opened read-only" in app.lines[-1]
        assert app.file == LEDGER


async def test_a_failed_write_keeps_what_was_typed(drive, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device", "ledger.toml")

    async with drive() as app:
        monkeypatch.setattr("jinpu_tui.files.file_set.replace_file", full)
        await app.keys("2", "n", "a long thought", "enter")
        assert "No space left on device" in app.text
        assert "a long thought" in app.text
        assert app.file == LEDGER


async def test_what_others_write_shows(drive, ledger: Path) -> None:
    async with drive() as app:
        (ledger / "ledger.toml").write_text(LEDGER.replace("Third", "Changed elsewhere"), "utf-8")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        assert "Changed elsewhere" in app.text


THEIRS = LEDGER.replace("due = 2016-12-31", "due = 2016-12-30", 1)


@pytest.mark.parametrize("seen", [False, True], ids=["at once", "after a look"])
@pytest.mark.parametrize(("keys", "file"), [(("enter",), THEIRS), (("escape",), THEIRS), (("m", "enter"), None)])
async def test_a_conflict_asks_which_side_counts(
    drive, ledger: Path, keys: tuple[str, ...], file: str | None, seen: bool
) -> None:
    async with drive() as app:
        await app.keys("2", "d", "+1w")
        (ledger / "ledger.toml").write_text(THEIRS, "utf-8")
        if seen:
            app.app.screen.refresh_data()
        await app.keys("enter")
        assert "due was changed elsewhere" in app.text
        assert "somebody outside" in app.text
        assert re.search(r"2016-12-30 +│ 2017-01-07", app.text)
        await app.keys(*keys)
        assert app.file == (file or THEIRS.replace("due = 2016-12-30", "due = 2017-01-07"))


async def test_each_conflict_of_an_edit_of_many_is_asked_about(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "M", "p", "35")
        theirs = LEDGER.replace('status = "todo"\n', 'status = "todo"\nprogress = 5\n').replace(
            'status = "done"\n', 'status = "done"\nprogress = 6\n'
        )
        (ledger / "ledger.toml").write_text(theirs, "utf-8")
        await app.keys("enter", "m", "enter")
        await app.pilot.pause()
        await app.keys("enter")
        assert sorted(re.findall(r"progress = (\d+)", app.file)) == ["35", "35", "6"]


async def test_what_goes_together_is_merged_without_a_word(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "j", "n", "mine")
        theirs = LEDGER.replace('"first visit" },\n', '"first visit" },\n    { text = "theirs" },\n')
        (ledger / "ledger.toml").write_text(theirs, "utf-8")
        await app.keys("enter")
        assert app.file.index('"theirs"') < app.file.index('"mine"')


async def test_a_step_that_moved_is_not_mistaken_for_another(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "l", "j", "d", "fri")
        moved = LEDGER.replace("steps = [\n", 'steps = [\n    { text = "earlier", done = false },\n')
        (ledger / "ledger.toml").write_text(moved, "utf-8")
        app.app.screen.refresh_data()
        await app.keys("enter")
        went, came = changed_lines(moved, app.file)
        assert (len(went), len(came)) == (1, 1)
        assert "due = 2016-12-02" in came[0]
        assert "earlier" not in came[0]


async def test_a_click_elsewhere_does_not_take_the_keys_from_a_prompt(drive) -> None:
    async with drive() as app:
        await app.keys("2", "n", "half")
        await app.pilot.click("#requirements", offset=(5, 3))
        await app.keys(" a thought", "enter")
        assert 'text = "half a thought"' in app.file


async def test_what_came_in_is_told_and_the_cursor_stays(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "j", "j", "/", "h", "i", "enter")
        (ledger / "ledger.toml").write_text(LEDGER.replace('"First"', '"Changed"').replace('"Third"', '"Third, h i"'), "utf-8")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        assert "2 records changed on disk: R1, T3" in app.lines[-1]
        assert app.app.screen.tasks.row.id == "T3"
        assert app.app.screen.session.filter_of("tasks") == "hi"
        (ledger / "ledger.toml").write_text(LEDGER + "# a comment\n", "utf-8")
        await app.keys("escape")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        (ledger / "ledger.toml").write_text(LEDGER + "# another comment\n", "utf-8")
        await app.keys("k")
        app.app.screen.refresh_data()
        assert "on disk" not in app.text


async def test_a_broken_file_stays_on_screen_and_edits_wait(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2")
        (ledger / "ledger.toml").write_text(LEDGER.replace("[[indicator]]", "[[indicator"), "utf-8")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        assert "ledger.toml:" in app.lines[-1]
        assert "cannot be read now" in app.lines[-1]
        assert "~ ledger.toml unreadable" in app.lines[0]
        assert re.search(r"T3 +~Third", app.text)
        await app.keys("space")
        assert "Kept, written when the file can be read again" in app.lines[-1]
        assert "1 edit waits" in app.lines[0]
        assert re.search(r"✓ 31 Dec +T1", app.text)
        (ledger / "ledger.toml").write_text(LEDGER, "utf-8")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        assert "1 pending edit was written" in app.lines[-1]
        assert "waits" not in app.lines[0]
        assert 'status = "done"       # aligned by hand' in app.file


async def test_an_edit_that_waited_and_conflicts_is_asked_about(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "p", "10", "enter")
        (ledger / "ledger.toml").write_text("[broken", "utf-8")
        app.app.screen.refresh_data()
        await app.keys("p", "20", "enter")
        (ledger / "ledger.toml").write_text(LEDGER.replace("due = 2016-12-31", "due = 2016-12-31\nprogress = 30", 1), "utf-8")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        assert "T1 progress was changed elsewhere" in app.text
        await app.keys("m", "enter")
        assert "progress = 20\n" in app.file
        assert "waits" not in app.lines[0]


async def test_a_record_that_went_while_its_prompt_was_open(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "j", "p", "20")
        at = LEDGER.index('[[task]]\nid = "T2"')
        theirs = LEDGER[:at] + LEDGER[LEDGER.index('[[task]]\nid = "T3"') :]
        (ledger / "ledger.toml").write_text(theirs, "utf-8")
        app.app.screen.refresh_data()
        await app.keys("enter")
        assert "Leave it removed" in app.text
        await app.keys("enter")
        assert app.file == theirs
