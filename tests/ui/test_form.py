"""The form: fields in groups, empty groups folded, and a field found by typing its name."""

from __future__ import annotations

from ledger_text import LEDGER


def fields(app) -> list[str]:
    return [row.field for row in app.app.screen.page.rows]


async def test_fields_stand_in_groups_and_empty_groups_are_one_line(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "j", "e")
        text = f"\n{app.text}"
        places = [text.index(f"\n {head}") for head in ("id", "Who", "When", "How far", "Why")]
        assert places == sorted(places)
        assert "empty: lead, support, leader" in text
        assert "lead" not in fields(app)
        assert "done_on" in fields(app)
        at = next(at for at, row in enumerate(app.app.screen.page.rows) if row.group == "who")
        await app.keys("g", *["j"] * at, "enter")
        assert {"lead", "owner", "supervisor"} <= set(fields(app))
        assert app.app.screen.page_line.field == "lead"


async def test_typing_goes_to_a_field_and_edits_it(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "j", "e", ";", "own", "enter", "Wang", "enter")
        assert 'owner = "Wang"\n' in app.file
        assert app.app.screen.page_line.field == "owner"
        await app.keys("u", "z", "backspace", "problem", "enter")
        assert app.app.screen.popup.title == "problem T3"
        await app.keys("escape")
        assert app.file == LEDGER


async def test_a_field_is_found_on_the_page_of_a_record_too(drive) -> None:
    async with drive() as app:
        await app.keys("2", "enter", ";", "due", "enter")
        assert app.app.screen.page_line.field == "due"
        assert app.app.screen.popup is None
