"""Another program changes what a prompt is about while it is open: what was typed is written, shown or kept, never lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import toml_rs
from ledger_text import LEDGER

from jinpu_tui.cli.main import run


def without(kind: str, id_: str) -> Callable[[Path], None]:
    def remove(folder: Path) -> None:
        assert run(["-D", str(folder), "remove", id_]) == 0

    remove.__name__ = f"removes {id_}"
    return remove


def words(*args: str) -> Callable[[Path], None]:
    def command(folder: Path) -> None:
        assert run(["-D", str(folder), *args]) == 0

    command.__name__ = " ".join(args)
    return command


def breaks(folder: Path) -> None:
    """The file cannot be read for a while."""
    (folder / "ledger.toml").write_text(LEDGER + "[[task\n", "utf-8")


def takes_away(folder: Path) -> None:
    """The file is gone."""
    shutil.rmtree(folder / ".jinpu", ignore_errors=True)
    (folder / "ledger.toml").unlink()


PROMPTS = {
    "note": (("2", "n"), "half a thought"),
    "note of several lines": (("2", "n"), "half a thought\nand the other"),
    "due": (("2", "d"), "2018-01-31"),
    "progress": (("2", "p"), "35"),
    "lead": (("2", "w"), "Planning"),
    "step": (("2", "T"), "send it due:2018-01-05"),
    "due of a step": (("2", "l", "j", "d"), "2018-01-31"),
    "comment": (("2", "C"), "who pays?"),
    "add": (("2", "a"), "a new task"),
    "add below": (("1", "A"), "a new part"),
    "observation": (("3", "v"), "2018 240"),
    "line of a form": (("2", "e", "g", "j", "enter"), "Another title"),
    "text of a form": (("2", "e", ";", "problem", "enter"), "a problem\nof two lines"),
}
CHANGES = [
    words("remove", "T1"),
    words("remove", "R1"),
    words("remove", "I1"),
    words("add", "task", "T4", "title=theirs"),
    words("add", "requirement", "R1.2", "title=theirs", "parent=R1"),
    words("set", "T1", "due=2016-12-30", "progress=5", "lead=Audit", "title=Theirs", "problem=theirs"),
    words("observe", "I1", "2018", "1"),
    words("note", "T1", "theirs"),
    breaks,
    takes_away,
]


@pytest.fixture(autouse=True)
def li(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "li")


@pytest.mark.parametrize("seen", [True, False], ids=["after a look", "at once"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("prompt", PROMPTS)
async def test_what_was_typed_is_not_lost(drive, ledger: Path, prompt: str, change, seen: bool) -> None:
    keys, text = PROMPTS[prompt]
    async with drive((120, 40)) as app:
        await app.keys(*keys, "ctrl+u")
        await app.paste(text)
        typed = app.app.screen.popup.typed
        change(ledger)
        theirs = ids(ledger)
        if seen:
            app.app.screen.refresh_data()
        await app.keys("ctrl+s" if prompt == "text of a form" else "enter")
        popup = app.app.screen.popup
        if popup is not None and popup.typed != typed:  # asked which side counts
            await app.keys("escape")
            popup = app.app.screen.popup
        kept = any(draft.text == typed for draft in app.app.session.kept.all().values())
        assert popup is not None or kept or is_used(app, ledger, text), app.text
        if popup is not None:
            assert popup.typed == typed
            await app.keys("escape", "Y")
            assert text.splitlines()[0] in app.text
        assert theirs <= ids(ledger) or change is breaks
        assert run(["-D", str(ledger), "check"]) <= 1 or change is takes_away


def ids(folder: Path) -> set[str]:
    found = set()
    for path in folder.rglob("*.toml"):
        if ".jinpu" in path.parts:
            continue
        try:
            data = toml_rs.loads(path.read_text("utf-8"))
        except toml_rs.TOMLDecodeError:
            continue
        found |= {record["id"] for records in data.values() if isinstance(records, list) for record in records}
    return found


def is_used(app, folder: Path, text: str) -> bool:
    """Whether the text is in the dataset, or waits for a file that cannot be read now."""
    written = "".join(path.read_text("utf-8") for path in folder.rglob("*.toml"))
    if app.app.session.waiting:
        written += (folder / ".jinpu" / "waiting.toml").read_text("utf-8")
    plain = {"2018 240": "2018", "send it due:2018-01-05": "send it"}.get(text, text)
    return all(line in written for line in plain.splitlines())


@pytest.mark.parametrize("seen", [True, False], ids=["after a look", "at once"])
async def test_the_cursor_goes_to_my_record_when_its_id_was_taken(drive, ledger: Path, seen: bool) -> None:
    async with drive() as app:
        await app.keys("2", "a", "mine")
        words("add", "task", "T4", "title=theirs")(ledger)
        if seen:
            app.app.screen.refresh_data()
        await app.keys("enter")
        assert app.app.screen.record.title == "mine"
        assert app.app.screen.record.id == "T5"
        await app.keys("p", "50", "enter")
        task = next(load for load in toml_rs.loads(app.file)["task"] if load["title"] == "mine")
        assert task["progress"] == 50


async def test_several_records_stay_in_order_when_the_first_id_was_taken(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "a")
        await app.paste("one\ntwo\nthree")
        words("add", "task", "T4", "title=theirs")(ledger)
        await app.keys("enter")
        titles = [load["title"] for load in toml_rs.loads(app.file)["task"]]
        assert titles == ["Write the plan", "one", "two", "three", "计划实施方案", "Third", "theirs"]
        await app.keys("u")
        assert [load["id"] for load in toml_rs.loads(app.file)["task"]] == ["T1", "T2", "T3", "T4"]


async def test_a_comment_about_nothing_is_not_written(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "C", "who pays?")
        words("remove", "T1")(ledger)
        await app.keys("enter")
        assert not (ledger / "reviews").exists()
        assert "T1" in app.text
        assert app.app.screen.popup.typed == "who pays?"


async def test_a_requirement_below_one_that_is_gone_is_not_written(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("1", "j", "A", "part of it")
        words("remove", "R1.1")(ledger)
        await app.keys("enter")
        assert "part of it" not in app.file
        assert app.app.screen.popup.typed == "part of it"


async def test_the_question_shows_what_i_typed(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "n", "half a thought")
        words("remove", "T1")(ledger)
        await app.keys("enter")
        assert "half a thought" in app.text
        await app.keys("enter")
        assert "kept" in app.lines[-1]


async def test_a_draft_whose_record_is_gone_is_kept(drive, ledger: Path) -> None:
    from jinpu_tui.model.drafts import Draft
    from jinpu_tui.services.workspace import Workspace

    dead = Workspace(ledger)
    dead.keep_draft(Draft("half a thought\nand more", key="n", pane="tasks", id="T2"))
    drafts = dead._opened_drafts
    assert drafts is not None
    drafts._lock.release()
    words("remove", "T2")(ledger)
    async with drive((80, 24)) as app:
        await app.keys("2")
        await app.keys("Y")
        assert "and more" in app.text
        assert "T2 is gone" in app.text
        await app.keys("x", "down", "enter")
        assert "Nothing is kept" in app.text


async def test_find_does_not_fail_on_a_record_that_is_gone(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("f", "write plan")
        words("remove", "T1")(ledger)
        app.app.screen.refresh_data()
        await app.keys("enter")
        assert "T1 was removed meanwhile" in app.text
        assert app.app.screen.popup.typed == "write plan"
