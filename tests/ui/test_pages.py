"""Pages are filtered as panes are, keys that do nothing say so, and keys on comments act on the comment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import toml_rs
from ledger_text import LEDGER

from jinpu_tui.cli.main import run
from jinpu_tui.services.user_state import UserState

REVIEWS = """\
[[comment]]
id = "C1"
on = "T1"
by = "li"
text = "who pays?"

[[comment]]
id = "C2"
on = "T2"
by = "wang"
text = "too late"
"""


@pytest.fixture
def reviewed(ledger: Path) -> Path:
    (ledger / "reviews.toml").write_text(REVIEWS, "utf-8")
    return ledger


PAGES = {
    "record": (("2", "enter"), "Finance", "send"),
    "form": (("2", "e"), "Finance", "owner"),
    "chart": (("3", "space"), "225", "210.50"),
    "relations": (("2", "r"), "First", "T2"),
    "overview": (("0",), "Finance", "blocked"),
    "board": (("b",), "Second", "First"),
    "comments": (("I",), "late", "who pays"),
    "history": (("2", "space", "H"), "status", "nothing"),
}


@pytest.mark.parametrize("size", [(120, 60), (80, 24)], ids=str)
@pytest.mark.parametrize("page", PAGES)
async def test_a_page_is_filtered_and_what_is_typed_runs_nothing(drive, reviewed: Path, page: str, size) -> None:
    keys, word, other = PAGES[page]
    async with drive(size) as app:
        await app.keys(*keys)
        await app.pilot.pause(0.5)
        before, file = len(app.app.screen.page.rows), app.file
        await app.keys("/", word)
        assert word in app.text
        await app.keys("enter")
        screen = app.app.screen
        assert screen.page_ref
        assert 0 < len(screen.page.rows) <= before
        shown = "\n".join("".join(text for text, _style in row.line) for row in screen.page.rows)
        assert word in shown
        assert other not in shown
        assert f"/ {word}" in app.text
        assert app.file == file
        await app.keys("escape")
        assert len(screen.page.rows) == before
        assert screen.page_ref
        await app.keys("escape")
        assert not screen.page_ref


async def test_diff_is_filtered_with_what_a_record_has_below_it(drive, ledger: Path) -> None:
    import shutil

    other = shutil.copytree(ledger, ledger.parent / "other")
    run(["-D", str(ledger), "set", "T1", "lead=Audit", "due=2017-02-02"])
    run(["-D", str(ledger), "set", "T2", "lead=Planning"])
    async with drive() as app:
        await app.keys("R")
        await app.paste(str(other))
        await app.keys("enter")
        await app.pilot.pause(0.5)
        assert "Planning" in app.text
        await app.keys("/", "t1", "enter")
        assert "Audit" in app.text
        assert "2017-02-02" in app.text
        assert "Planning" not in app.text
        await app.keys("/", "ctrl+u", "planning", "enter")
        assert "T2" in app.text
        assert "Audit" not in app.text


async def test_no_match_says_so_and_escape_of_the_prompt_clears(drive) -> None:
    async with drive() as app:
        await app.keys("2", "enter", "/", "no such words")
        assert "No match" in app.text
        await app.keys("escape")
        assert "Finance" in app.text
        assert app.app.screen.page_ref


KEYS = ("N", "Z", "B", "%", "9", "5", "v", "T", "A", "n", "p", "f12", "ctrl+e")
WHERE = (("1",), ("2",), ("3",), ("2", "enter"), ("2", "e"), ("0",), ("b",), ("I",), ("2", "H"), ("Y",))


@pytest.mark.parametrize("place", WHERE, ids=" ".join)
async def test_every_key_says_something_or_does_something(drive, reviewed: Path, place: tuple[str, ...]) -> None:
    from textual import events

    from jinpu_tui.ui.dead_keys import DeadKeys

    for key in KEYS[WHERE.index(place) % 2 :: 2]:  # each start takes its time: half of the keys in each place
        async with drive() as app:
            await app.keys(*place)
            await app.pilot.pause(0.3)
            screen = app.app.screen
            if screen.page_ref and screen.page.hinted(key):
                continue
            before = app.text
            await app.pilot.press(key)
            await app.pilot.pause()
            assert app.text != before, key
    now = [0.0]
    dead = DeadKeys(lambda: now[0])
    dead.begin(asks=True)
    assert all(dead.swallows(events.Key(item, item)) for item in "2017 5")
    now[0] += 10
    assert not dead.swallows(events.Key("j", "j"))


@pytest.mark.parametrize("keys", [("2", "v"), ("1", "n"), ("3", "T"), ("0", "%"), ("b", "n"), ("2", "Z")], ids=" ".join)
async def test_what_is_typed_after_a_dead_key_runs_nothing(drive, keys: tuple[str, ...]) -> None:
    from textual import events

    async with drive() as app:
        await app.keys(*keys[:-1])
        page, pane = app.app.screen.page_ref, app.app.screen.pane
        for key in (keys[-1], *"done 2x"):
            app.app.post_message(events.Key("space" if key == " " else key, key))
        await app.pilot.pause()
        assert (app.app.screen.page_ref, app.app.screen.pane, app.app.screen.popup) == (page, pane, None)
        assert app.file == LEDGER
        assert "runs no command" in app.lines[-1]


async def test_x_and_e_on_the_page_of_comments_act_on_the_comment(drive, reviewed: Path) -> None:
    async with drive() as app:
        await app.keys("I")
        at = next(at for at, row in enumerate(app.app.screen.page.rows) if row.comment == "C2")
        await app.keys("g", *["j"] * at, "e")
        assert re.search(r"comment C2", app.text)
        fields = [row.field for row in app.app.screen.page.rows]
        await app.keys("g", *["j"] * fields.index("text"), "enter", "ctrl+k", "much too late", "ctrl+s")
        assert 'text = "much too late"' in (reviewed / "reviews.toml").read_text("utf-8")
        await app.keys("backspace")
        await app.keys("x")
        assert "C2" in app.text
        await app.keys("down", "enter")
        assert [load["id"] for load in toml_rs.loads((reviewed / "reviews.toml").read_text("utf-8"))["comment"]] == ["C1"]
        assert app.file == LEDGER


async def test_x_on_a_comment_of_a_record_page_removes_the_comment(drive, reviewed: Path) -> None:
    async with drive() as app:
        await app.keys("2", "enter")
        at = next(at for at, row in enumerate(app.app.screen.page.rows) if row.parts[1][2].comment == "C1")
        await app.keys("l", *["j"] * at, "x", "down", "enter")
        assert "C1" not in (reviewed / "reviews.toml").read_text("utf-8")
        assert app.file == LEDGER
        assert app.app.screen.page_ref


@pytest.mark.parametrize("width", [100, 101, 120, 130])
@pytest.mark.parametrize("offset", range(4))
async def test_no_wide_character_of_a_popup_is_lost_at_a_seam(tmp_path: Path, width: int, offset: int) -> None:
    from jinpu_tui.services.workspace import Workspace
    from jinpu_tui.ui.app import JinpuApp

    title = "发展改革委员会牵头落实先行先试政策措施加快建设新区管理体制机制改革创新试点工作方案"
    tasks = "".join(f'[[task]]\nid = "T{n}"\ntitle = "{"a" * (4 * n + offset)}{title}"\n' for n in range(14))
    (tmp_path / "d.toml").write_text(f'[dataset]\nformat = 1\ntitle = "t"\n{tasks}', "utf-8")
    app = JinpuApp(Workspace(tmp_path))
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        await pilot.press("f")
        await pilot.pause()
        for _round in range(3):
            lines = ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]
            found = [line for line in lines if re.search(r"│ T\d+  a*发", line)]
            assert len(found) >= 12
            for line in found:
                shown = re.search(r"│ T\d+  a*(发[^… ]*)", line)[1]
                assert title.startswith(shown), line
                assert "…" in line or shown == title
            await pilot.press("down")
            await pilot.pause()


def test_plain_signs_have_one_meaning() -> None:
    from jinpu_tui.ui.terminal.capabilities import SIGNS

    signs = {chr(code): sign for code, sign in SIGNS.items()}
    assert all(len(sign) == 1 and sign.isascii() for sign in signs.values())
    kinds = {"line": "─│╭╮╰╯┬┤└▔▎", "bar": "━╸", "done": "✓☑▍", "red": "■▉", "yellow": "▲▊", "blue": "◆▋", "green": "●▌"}
    meanings: dict[str, set[str]] = {}
    for character, sign in signs.items():
        if character == "−":
            continue  # it stands before a figure only, as a hyphen does in any text
        named = next((kind for kind, characters in kinds.items() if character in characters), character)
        kind = "dot" if "⠁" <= character <= "⣿" else named
        meanings.setdefault(sign, set()).add(kind)
    assert [sign for sign, kinds in meanings.items() if len(kinds) > 1] == []


async def test_a_revision_typed_exactly_wins_and_tags_and_names_are_whole(drive, ledger: Path) -> None:
    import os
    import subprocess

    name = "欧阳震华的联络员和秘书们"

    def git(*words: str) -> None:
        environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for role in ("AUTHOR", "COMMITTER"):
            environ |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": "a@b", f"GIT_{role}_DATE": "2016-11-01T10:00:00+0000"}
        subprocess.run(["git", *words], cwd=ledger, env=environ, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    for number in range(3):
        (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', f'"Third {number}"'), "utf-8")
        git("add", "-A")
        git("commit", "-qm", f"HEAD~2 was not main~{number}")
        git("tag", f"v{number}")
    async with drive((120, 40)) as app:
        await app.keys("R")
        assert "tag v2" in app.text
        assert name in app.text
        await app.keys("HEAD~2")
        assert app.app.screen.popup.value == "HEAD~2"
        await app.keys("ctrl+u", "v0")
        assert app.app.screen.popup.value == "v0"
        await app.keys("ctrl+u", "was not")
        assert app.app.screen.popup.value != "was not"
        await app.keys("ctrl+u", "HEAD~2", "enter")
        await app.pilot.pause(0.8)
        assert "What changed since HEAD~2: 1 record" in app.text


async def test_marking_all_as_reviewed_asks_first_with_the_number_of_commits(drive, ledger: Path, tmp_path: Path) -> None:
    import os
    import subprocess

    def commit(text: str) -> None:
        (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', f'"{text}"'), "utf-8")
        environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for role in ("AUTHOR", "COMMITTER"):
            environ |= {f"GIT_{role}_NAME": "a", f"GIT_{role}_EMAIL": "a@b"}
        for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", text)):
            subprocess.run(["git", *words], cwd=ledger, env=environ, check=True, capture_output=True)

    state = UserState(tmp_path / "state")
    commit("first")
    commit("second")
    async with drive((120, 40), user_state=state) as app:
        for answer in ("enter", "escape"):
            await app.keys("R", "enter")
            await app.until(lambda: "the changes of 2 commits" in app.text)
            await app.keys(answer)
            assert not state.reviewed(ledger).commit
        await app.keys("R", "enter")
        await app.until(lambda: "the changes of 2 commits" in app.text)
        await app.keys("down", "enter")
        reviewed = state.reviewed(ledger).commit
        assert f"Reviewed up to {reviewed[:10]}" in app.text
        await app.keys("R", "down", "enter")
        await app.until(lambda: "no commit after your last review" in app.text)
    commit("third")
    async with drive((120, 40), user_state=state) as app:
        await app.keys("R", "down", "enter")
        await app.until(lambda: "the changes of 1 commit" in app.text)
        await app.keys("down", "enter")
        assert state.reviewed(ledger).commit not in ("", reviewed)
