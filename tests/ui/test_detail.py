"""The detail: the whole record at the right where there is room, a few lines below the panes elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from full_ledger import FULL, WIDE_TEXT
from rich.cells import cell_len


def detail_lines(app) -> list[str]:
    """Return the lines of the detail."""
    detail = app.app.screen.detail
    return [detail.line(y).text.rstrip() for y in range(detail.size.height)]


async def test_it_stands_at_the_right_in_full_height_from_160_columns_on(drive, full: Path) -> None:
    widths = []
    for size in ((160, 45), (200, 60)):
        async with drive(size, folder=full) as app:
            detail, tasks = app.app.screen.detail.region, app.app.screen.tasks.region
            assert (detail.y, detail.height) == (1, size[1] - 2)
            assert tasks.right <= detail.x - 1
            assert detail.right == size[0]
            widths.append(detail.width)
    assert 48 <= widths[0] < widths[1]


@pytest.mark.parametrize(("size", "height"), [((120, 35), 7), ((160, 27), 4), ((80, 24), 4), ((159, 45), 7)], ids=str)
async def test_it_is_below_where_there_is_less_room(drive, full: Path, size, height: int) -> None:
    async with drive(size, folder=full) as app:
        detail = app.app.screen.detail.region
        assert (detail.x, detail.width, detail.height) == (0, size[0], height)
        assert not app.app.screen.detail.is_whole


@pytest.mark.parametrize("size", [(160, 45), (200, 60)], ids=str)
async def test_a_task_is_shown_whole_and_fills_the_height(drive, full: Path, size) -> None:
    async with drive(size, folder=full) as app:
        await app.keys("2")
        lines = detail_lines(app)
        text = "\n".join(lines)
        for words in (
            "Write the plan",
            "■ doing   due 15 Dec, 5 days late",
            "Finance",
            "Audit",
            "R1.1 Part one",
            "60 %",
            "30 %",
        ):
            assert words in text
        assert "T2 Publish the list (Trade)" in " ".join(text.split())
        assert WIDE_TEXT in "".join(line.removeprefix(" problem").strip() for line in lines if set(line) & set(WIDE_TEXT))
        assert any(line.startswith(" Steps") and line.endswith("8 of 28") for line in lines)
        assert any(line.startswith(" Log") and line.endswith(" 28") for line in lines)
        reports = [line for line in lines if "report of day" in line]
        assert reports[0] == " 28 Nov  Li  report of day 28"
        assert f" … {28 - len(reports)} more" in lines
        assert " ☐  9 Dec  step 9" in [line[:17] for line in lines]
        assert any(line.startswith(" Comments") and line.endswith("1 open") for line in lines)
        assert "Who pays?" in text
        assert "too long" not in text
        assert lines[-1]
        assert all(cell_len(line) <= app.app.screen.detail.size.width for line in lines)


async def test_requirements_and_indicators(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        lines = detail_lines(app)
        assert " quote      as the document says" in lines
        assert next(line for line in lines if line.startswith(" Tasks 3")).split() == [
            "Tasks",
            "3",
            "■",
            "1",
            "◆",
            "1",
            "✓",
            "1",
        ]
        tasks = [line.split() for line in lines if " T1 " in line or " T2 " in line or " T3 " in line]
        assert [words[0] for words in tasks] == ["■", "◆", "✓"]
        assert any("R1.1" in line and "%" in line for line in lines)
        assert any("Output" in line and "210.5 billion yuan" in line for line in lines)
        await app.keys("3")
        text = "\n".join(detail_lines(app))
        assert " 210.5 billion yuan   2015" in text
        assert "target     300.0 in 2016" in text
        assert "▲ behind: 10% of the way" in text
        assert "trend      ▁│█" in text
        assert " 2015  210.5  +5.2 %" in text


async def test_a_pane_alone_has_the_width_of_the_terminal(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        await app.keys("2", "z")
        await app.pilot.pause()
        assert app.app.screen.tasks.region.width == 160
        assert app.app.screen.detail.region.width == 160
        await app.keys("z")
        await app.pilot.pause()
        assert app.app.screen.detail.is_whole
        assert app.app.screen.detail.region.height == 43


async def test_resizing_keeps_what_is_shown(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        await app.keys("2", "j")
        for size in ((80, 24), (200, 60), (120, 35), (160, 45)):
            await app.pilot.resize_terminal(*size)
            await app.pilot.pause()
            assert app.app.screen.record.id == "T2"
            assert "Publish the list" in "\n".join(detail_lines(app))
            assert all(cell_len(line) <= size[0] for line in app.lines)
        assert detail_lines(app)[0].startswith(" T2 ─")


async def test_only_lines_that_differ_are_painted_again(drive, full: Path) -> None:
    (full / "ledger.toml").write_text(
        FULL.replace('id = "T3"', 'id = "T3"\nlead = "Trade"').replace('title = "Long ago"', 'title = "Publish the list"')
    )
    async with drive(folder=full) as app:
        await app.keys("2", "j")
        detail = app.app.screen.detail
        before = detail_lines(app)
        asked: list[int] = []
        refresh = detail.refresh
        detail.refresh = lambda *regions, **more: (asked.extend(region.y for region in regions), refresh(*regions, **more))[1]
        await app.keys("j")
        after = detail_lines(app)
        assert asked == [y for y in range(detail.size.height) if before[y] != after[y]]
        assert 1 not in asked


async def test_an_edit_shows_at_once(drive, full: Path) -> None:
    async with drive(folder=full) as app:
        await app.keys("2", "n", "all have answered", "enter")
        assert any("all have answered" in line for line in detail_lines(app))
        assert any(line.startswith(" Log") and line.endswith(" 29") for line in detail_lines(app))
        await app.keys("u")
        assert not any("all have answered" in line for line in detail_lines(app))


async def test_an_empty_dataset_and_a_record_without_anything(drive, ledger: Path) -> None:
    (ledger / "ledger.toml").write_text('[dataset]\nformat = 1\n[[task]]\nid = "T1"\n', "utf-8")
    async with drive() as app:
        assert not "".join(detail_lines(app)).strip("─")
        await app.keys("2")
        text = "\n".join(detail_lines(app))
        assert "no deadline" in text
        assert "none yet; T adds one" in text
        assert "no report yet; n adds one" in text
