"""The page of a record: fields at the left, what has many entries beside them; below them in narrow terminals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from full_ledger import FULL
from rich.cells import cell_len


@pytest.mark.parametrize("size", [(160, 45), (200, 60), (120, 35)], ids=str)
async def test_two_columns_are_walked_each_by_itself(drive, full: Path, size) -> None:
    async with drive(size, folder=full) as app:
        page = app.app.screen.page
        await app.keys("2", "enter")
        assert all("│" in line for line in app.lines[2 : size[1] - 3])
        assert [line for line in app.lines if "Steps" in line and line.endswith("8 of 28") and line.startswith(" id")]
        assert page.row.field == "id"
        await app.keys("l", "j", "j")
        assert (page.row.field, page.row.entry) == ("steps", 1)
        await app.keys("h")
        assert page.row.field == "requirements"
        await app.keys("G")
        assert "toml:" in "".join(text for text, _style in page.row.line)
        last = page.cursor
        await app.keys("j")
        assert page.cursor == last
        await app.keys("l", "G")
        assert page.cursor > last
        await app.keys("h")
        assert page.cursor == last
        assert all(cell_len(line) <= size[0] for line in app.lines)


async def test_in_a_narrow_terminal_there_is_one_column(drive, full: Path) -> None:
    async with drive((80, 24), folder=full) as app:
        page = app.app.screen.page
        await app.keys("2", "enter", "l")
        assert page.row.field == "id"
        fields = [row.field for row in page.rows if row.field]
        assert fields.index("owner") < fields.index("steps") < fields.index("log")
        await app.keys("G")
        assert re.search(r"stands in +\S+\.toml:\d+", app.text)
        assert str(full) not in app.text


@pytest.mark.parametrize("keys", [("l", "j", "j", "j"), ("j", "j", "j"), ("l", "G")], ids=" ".join)
async def test_resizing_keeps_page_and_line(drive, full: Path, keys: tuple[str, ...]) -> None:
    async with drive(folder=full) as app:
        screen = app.app.screen
        await app.keys("2", "enter", *keys)
        row = screen.page.row
        for size in ((80, 24), (200, 60), (100, 30), (160, 45)):
            await app.pilot.resize_terminal(*size)
            await app.pilot.pause()
            await app.pilot.pause()
            now = screen.page.row
            assert (now.field, now.entry, now.link, now.comment) == (row.field, row.entry, row.link, row.comment)
            assert screen.page_ref.record == "T1"
            assert 0 < screen.page.screen_row() < size[1]


@pytest.mark.parametrize("size", [(160, 45), (80, 24)], ids=str)
@pytest.mark.parametrize(("field", "entry"), [("owner", -1), ("log", 27), ("steps", 0)])
async def test_the_name_of_a_field_leads_to_it_in_either_column(drive, full: Path, size, field: str, entry: int) -> None:
    async with drive(size, folder=full) as app:
        await app.keys("2", "enter", ";", field, "enter")
        assert (app.app.screen.page_line.field, app.app.screen.page_line.entry) == (field, entry)


@pytest.mark.parametrize("down", [("l", "j", "j", "j"), ("j", "j", "j", "j")], ids=" ".join)
async def test_a_draft_of_a_comment_comes_back_on_its_line(drive, full: Path, down: tuple[str, ...]) -> None:
    from jinpu_tui.ui.commands.drafts import begin_draft, reopen

    async with drive(folder=full) as app:
        screen = app.app.screen
        await app.keys("2", "enter", *down)
        line = screen.page_line
        draft = begin_draft(screen, next(command for command in screen.commands if command.id == "review.comment"))
        await app.keys("h", "g", "escape")
        assert reopen(screen, draft)
        await app.pilot.pause()
        assert (screen.page_line.field, screen.page_line.entry) == (line.field, line.entry)
        assert screen.popup is not None


async def test_a_filter_leaves_lines_of_both_columns(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        screen = app.app.screen
        await app.keys("2", "enter", "/", "report of day 7", "enter")
        assert "report of day 7" in app.text
        assert "report of day 8" not in app.text
        assert "step 9" not in app.text
        assert screen.page.row is not None
        await app.keys("escape", "/", "li", "enter")
        assert "report of day 8" in app.text
        assert "Publish the list" in app.text
        await app.keys("l", "G")
        assert (screen.page.row.field, screen.page.row.entry) == ("log", 0)
        await app.keys("escape")
        assert (screen.page.row.field, screen.page.row.entry) == ("log", 0)
        assert screen.page_ref
        await app.keys("/", "no such words")
        assert "No match" in app.text


async def test_steps_are_ticked_and_comments_answered_where_they_stand(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        await app.keys("2", "enter", "l", *["j"] * 9, "space")
        assert "9 of 28" in app.text
        assert 'text = "step 9", due = 2016-12-09, done = true' in app.file
        await app.keys("G", "k")
        assert app.app.screen.page.row.comment == "C1"
        await app.keys("C", "the office", "enter")
        assert 'reply_to = "C1"' in "".join(path.read_text("utf-8") for path in full.rglob("*.toml"))


async def test_tasks_and_indicators_of_a_requirement_lead_to_their_pages(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        screen = app.app.screen
        await app.keys("1", "enter")
        lines = app.lines
        assert any("Below it" in line and line.endswith(" 1") for line in lines)
        assert any("Tasks 3" in line and line.endswith("■ 1  ◆ 1  ✓ 1") for line in lines)
        assert any("Indicators 1" in line for line in lines)
        task = next(line for line in lines if "Write the plan" in line)
        assert " ".join(task.partition("│")[2].split()) == "■ 2016-12-15 −5 d T1 Write the plan Finance 30 %"
        assert "stands at       ■ 50 %, 3 tasks" in app.text
        await app.keys("l")
        links = [row.parts[1][2].link for row in screen.page.rows if row.parts[1][2].link]
        assert links == ["R1.1", "T1", "T2", "T3", "I1"]
        at = next(at for at, row in enumerate(screen.page.rows) if row.parts[1][2].link == "T2")
        await app.keys(*["j"] * at, "enter")
        assert screen.page_ref.record == "T2"
        await app.keys("backspace")
        assert (screen.page_ref.record, screen.page.row.link) == ("R1", "T2")


async def test_deadline_light_and_pace_stand_beside_their_fields(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        await app.keys("2", "enter")
        assert "2016-12-15   5 days late" in app.text
        assert "■ doing" in app.text
        await app.keys("escape", "3", "enter")
        assert "behind: 10% of the way" in app.text
        assert "2015  210.5  +5.2 %" in app.text


async def test_text_of_the_log_is_shown_whole(drive, full: Path) -> None:
    long = "A text that goes on. " * 200
    (full / "ledger.toml").write_text(
        FULL.replace('"report of day 28"', f'"""first line\nsecond line\n{long}the end"""'), "utf-8"
    )
    async with drive(folder=full) as app:
        await app.keys("2", "enter")
        shown = "\n".join("".join(text for text, _style in row.line) for row in app.app.screen.page.rows)
        assert "first line\n" in shown
        assert "the end" in shown


async def test_a_click_chooses_column_and_line(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        page = app.app.screen.page
        await app.keys("2", "enter")
        await app.pilot.click("#page", offset=(100, 3))
        assert (page.row.field, page.row.entry) == ("steps", 1)
        await app.pilot.click("#page", offset=(10, 2))
        assert page.row.field == "title"


@pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=str)
async def test_names_of_what_is_referred_to_are_wrapped(drive, full: Path, size) -> None:
    name = "A name that is longer than any column of this page, because offices write whole sentences " + "是" * 40
    (full / "ledger.toml").write_text(FULL.replace("Part one", name), "utf-8")
    async with drive(size, folder=full) as app:
        await app.keys("2", "enter", "j", "j", "j")
        row = app.app.screen.page.row
        assert (row.field, row.link) == ("requirements", "R1.1")
        shown = "".join(line.partition("│")[0].strip() for line in app.lines)
        assert name.replace(" ", "") in shown.replace(" ", "")
        await app.keys("enter")
        assert app.app.screen.page_ref.record == "R1.1"


async def test_a_read_only_dataset(drive, full: Path) -> None:
    async with drive(folder=full, read_only=True) as app:
        await app.keys("2", "enter", "l", "j", "space")
        assert "8 of 28" in app.text
        assert app.file == FULL
