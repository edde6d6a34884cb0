"""What is typed or pasted is used as a whole, or kept until it is dropped on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
import toml_rs
from ledger_text import LEDGER, changed_lines

from jinpu_tui.services.user_state import load_user_state

PASTED = "first line of the report\nsecond line of the report\nthird"


def records(folder: Path, kind: str) -> list[dict]:
    return toml_rs.loads((folder / "ledger.toml").read_text("utf-8"))[kind]


def record(folder: Path, kind: str, id_: str) -> dict:
    return next(each for each in records(folder, kind) if each["id"] == id_)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 12)], ids=str)
async def test_a_note_keeps_all_pasted_lines(drive, ledger: Path, line_end: str, size: tuple[int, int]) -> None:
    async with drive(size) as app:
        await app.keys("2", "j", "n")
        await app.paste(PASTED.replace("\n", line_end) + line_end)
        for line in PASTED.splitlines():
            assert line in app.text
        await app.keys("enter")
        assert record(ledger, "task", "T2")["log"][-1]["text"] == PASTED
        await app.keys("u")
        assert app.file == LEDGER


async def test_a_comment_keeps_all_pasted_lines(drive, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "li")
    async with drive() as app:
        await app.keys("2", "C")
        await app.paste(PASTED)
        await app.keys("enter")
        (one,) = toml_rs.loads((ledger / "reviews" / "li.toml").read_text("utf-8"))["comment"]
        assert one["text"] == PASTED


async def test_ctrl_j_makes_a_line_and_the_prompt_grows(drive, ledger: Path) -> None:
    async with drive((80, 24)) as app:
        await app.keys("2", "n", "one")
        before = app.app.screen.popup.size.height
        await app.keys("ctrl+j", "two", "ctrl+j", "three")
        assert app.app.screen.popup.size.height == before + 2
        await app.keys("enter")
        assert record(ledger, "task", "T1")["log"][-1]["text"] == "one\ntwo\nthree"


@pytest.mark.parametrize("text", [PASTED, "一\n二\r\n\n 三 \n"], ids=["ascii", "wide"])
async def test_each_pasted_line_is_a_task_and_one_undo_takes_all_back(drive, ledger: Path, text: str) -> None:
    async with drive() as app:
        await app.keys("2", "a")
        await app.paste(text)
        assert "3 records, one a line" in app.text
        await app.keys("enter")
        titles = [each["title"] for each in records(ledger, "task")]
        assert titles == [titles[0], *(line.strip() for line in text.splitlines() if line.strip()), *titles[4:]]
        assert [each["id"] for each in records(ledger, "task")][1:4] == ["T4", "T5", "T6"]
        assert app.app.screen.record.id == "T4"
        await app.keys("u")
        assert app.file == LEDGER


async def test_each_pasted_line_is_a_step_or_an_observation(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "T")
        await app.paste("survey due:2017-01-05\nprint\n")
        assert "2 steps, one a line" in app.text
        await app.keys("enter")
        assert [item["text"] for item in record(ledger, "task", "T1")["steps"]] == ["draft", "send", "survey", "print"]
        await app.keys("3", "v")
        await app.paste("2018 250\n2017 240.5 estimate\n2016 226")
        await app.keys("enter")
        observations = record(ledger, "indicator", "I1")["observations"]
        assert [(observation["period"], observation["value"]) for observation in observations] == [
            ("2015", 210.5),
            ("2016", 226),
            ("2017", 240.5),
            ("2018", 250),
        ]
        await app.keys("u", "u")
        assert app.file == LEDGER


async def test_a_line_that_is_no_observation_refuses_all_and_stays(drive) -> None:
    async with drive() as app:
        await app.keys("3", "v")
        await app.paste("2017 240\nno observation\n2018 1")
        await app.keys("enter")
        assert app.file == LEDGER
        assert "no observation" in app.text
        assert "2018 1" in app.text


@pytest.mark.parametrize("keys", [("2", "/"), ("2", "w"), ("2", "e", "g", "j", "enter"), ("f",)], ids=" ".join)
async def test_prompts_of_one_line_join_pasted_lines_with_blanks(drive, keys: tuple[str, ...]) -> None:
    async with drive() as app:
        await app.keys(*keys)
        await app.paste("first part\r\n  second\nthird\n")
        assert app.app.screen.popup.typed == "first part second third"


async def test_what_is_pasted_beside_a_prompt_is_not_dropped_silently(drive) -> None:
    async with drive() as app:
        await app.keys("2")
        await app.paste("some text")
        assert "some text" in app.lines[-1]
        await app.keys("n")
        await app.pilot.click("#requirements", offset=(5, 3))
        await app.paste("half a thought")
        assert app.app.screen.popup.typed == "half a thought"


PROMPTS = {
    "note": (("2", "n"), "half a thought"),
    "note of several lines": (("2", "n"), "one\ntwo"),
    "due": (("2", "d"), "+1w"),
    "due of a step": (("2", "l", "j", "d"), "+1w"),
    "progress": (("2", "p"), "35"),
    "lead": (("2", "w"), "Planning"),
    "add": (("2", "a"), "a new task"),
    "add a requirement": (("1", "a"), "a new one"),
    "add below": (("1", "A"), "a new one"),
    "step": (("2", "T"), "send it due:+1w"),
    "observation": (("3", "v"), "2017 240"),
    "comment": (("2", "C"), "who pays?"),
    "line of a form": (("2", "e", "g", "j", "enter"), "Another title"),
    "text of a form": (("2", "e", ";", "problem", "enter"), "a problem\nof two lines"),
    "filter": (("2", "/"), "lead:fin"),
    "find": (("f",), "plan"),
    "as of": (("@",), "2016-11-30"),
    "revision": (("R",), "HEAD~3"),
}


@pytest.mark.parametrize("stored", [False, True], ids=["same session", "next session"])
@pytest.mark.parametrize("leave", ["escape", "ctrl+c"])
@pytest.mark.parametrize("prompt", PROMPTS)
async def test_what_was_typed_comes_back_until_it_is_dropped(drive, prompt: str, leave: str, stored: bool) -> None:
    keys, text = PROMPTS[prompt]
    user_state = load_user_state() if stored else None

    async def reset(app) -> None:
        while app.app.screen.page_ref:
            await app.keys("escape")
        if "l" in keys:
            await app.keys("g", "h")

    async with drive(user_state=user_state) as app:
        await app.keys(*keys)
        await app.keys("ctrl+u")
        await app.paste(text)
        typed = app.app.screen.popup.typed
        await app.keys(leave)
        assert app.app.screen.popup is None
        if not stored:
            await reset(app)
            await app.keys(*keys)
            assert app.app.screen.popup.typed == typed
            await app.keys("ctrl+u", leave)
            await reset(app)
            await app.keys(*keys)
            assert app.app.screen.popup.typed != typed
    if stored:
        async with drive(user_state=load_user_state()) as app:
            await app.keys(*keys)
            assert app.app.screen.popup.typed == typed
            assert app.file == LEDGER


async def test_typing_replaces_what_came_back_and_using_it_lets_it_go(drive) -> None:
    async with drive() as app:
        await app.keys("2", "n", "uno", "escape", "n", "second", "enter", "n")
        assert app.app.screen.popup.typed == ""
        assert 'text = "second"' in app.file
        assert "uno" not in app.file
        await app.keys("third", "escape", "n", "end", " and more", "enter")
        assert 'text = "third and more"' in app.file


async def test_a_kept_text_is_read_copied_gone_on_with_and_dropped(drive) -> None:
    async with drive((80, 24)) as app:
        await app.keys("2", "j", "n")
        await app.paste("one\ntwo")
        await app.keys("escape", "1", "Y")
        assert "note on T2" in app.text
        assert "   one" in app.text
        assert "   two" in app.text
        copied: list[str] = []
        app.app.copy_to_clipboard = copied.append
        await app.keys("y")
        assert copied == ["one\ntwo"]
        await app.keys("enter")
        assert app.app.screen.popup.typed == "one\ntwo"
        await app.keys("escape", "Y", "x", "enter")
        assert "note on T2" in app.text
        await app.keys("x", "down", "enter")
        assert "Nothing is kept" in app.text
        assert app.file == LEDGER
        await app.keys("escape", "2", "n")
        assert app.app.screen.popup.typed == ""


async def test_many_lines_are_one_change_of_the_file(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "j", "T")
        await app.paste("\n".join(f"step {number}" for number in range(40)))
        await app.keys("enter")
        went, came = changed_lines(LEDGER, app.file)
        assert went == []
        assert len(came) == 42
        await app.keys("u")
        assert app.file == LEDGER
