"""Comments and sign-offs: in a file of the reviewer's own, in threads, and outdated only by what was signed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import toml_rs
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run


@pytest.fixture(autouse=True)
def li(monkeypatch: pytest.MonkeyPatch) -> None:
    """At work is Li."""
    monkeypatch.setattr("getpass.getuser", lambda: "li")


def reviews(folder: Path, name: str = "li") -> dict:
    return toml_rs.loads((folder / "reviews" / f"{name}.toml").read_text("utf-8"))


async def test_comment_reply_resolve_and_undo(drive, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive((80, 30)) as app:
        await app.keys("2", "j", "C", "who pays?", "escape")
        assert not (ledger / "reviews").exists()
        await app.keys("C", "who pays?", "enter")
        assert app.file == LEDGER
        (one,) = reviews(ledger)["comment"]
        assert one.pop("at") == TODAY
        first_id = one.pop("id")
        assert re.fullmatch("C-li-1-[0-9a-z]{5}", first_id)
        assert one == {"on": "T2", "by": "li", "text": "who pays?"}
        assert (ledger / "reviews" / "li.toml").read_text("utf-8").startswith("# Comments and sign-offs of li <li>.\n")
        assert 'T2  "' in app.text
        monkeypatch.setattr("getpass.getuser", lambda: "wang")
        await app.keys("I")
        assert "no lead" in app.text
        await app.keys("G", "C", "we do", "enter")
        assert reviews(ledger, "wang")["comment"][0]["reply_to"] == first_id
        assert "wang 2016-12-01: we do" in app.text
        await app.keys("g", "j", "j", "D")
        assert "Nothing is open" in app.text
        assert reviews(ledger)["comment"][0]["resolved"] is True
        await app.keys("u")
        assert "who pays?" in app.text
        await app.keys("g", "j", "enter")
        assert "task T2" in app.text
        assert "• li 2016-12-01: who pays?" in app.text


async def test_what_is_open_by_unit_and_by_reviewer(drive, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive((80, 30)) as app:
        await app.keys("2", "C", "first", "enter", "j", "S", "d", "ctrl+u", "2017-02-01", "enter")
        monkeypatch.setattr("getpass.getuser", lambda: "wang")
        await app.keys("C", "second", "enter", "I")
        headings = [
            line.strip() for line in app.lines if line.startswith(" ") and line.strip() in ("no lead", "Finance", "li", "wang")
        ]
        assert headings == ["Finance", "no lead"]
        assert "changed since li signed it off: due" in app.text
        await app.keys("I")
        headings = [
            line.strip() for line in app.lines if line.startswith(" ") and line.strip() in ("no lead", "Finance", "li", "wang")
        ]
        assert headings == ["li", "wang"]
        await app.keys("G", "D")
        assert "second" not in app.text
        await app.keys("escape", "I")
        assert "no lead" in app.text


async def test_a_comment_on_a_field(drive, ledger: Path) -> None:
    async with drive((80, 30)) as app:
        await app.keys("2", "enter")
        line = next(at for at, item in enumerate(app.app.screen.page.rows) if item.field == "lead")
        await app.keys(*["j"] * line, "C", "really?", "enter")
        assert reviews(ledger)["comment"][0]["field"] == "lead"
        assert "li 2016-12-01 on lead: really?" in app.text


async def test_a_sign_off_is_outdated_by_what_was_signed_only(drive, ledger: Path) -> None:
    async with drive((80, 30)) as app:
        await app.keys("2", "j", "S")
        assert "T2 signed off by li" in app.text
        await app.keys("p", "5", "0", "enter", "n", "noted", "enter")
        assert app.app.session.analysis.outdated == {}
        await app.keys("d", "ctrl+u", "2017-02-01", "enter")
        assert app.app.session.analysis.outdated == {"T2": ("due",)}
        assert "T2  ?" in app.text
        await app.keys("enter")
        assert "changed since: due, now 2017-02-01" in app.text
        await app.keys("escape", "/", "is:outdated", "enter")
        assert [row.id for row in app.app.screen.tasks.rows] == ["T2"]
        await app.keys("S")
        assert app.app.session.analysis.outdated == {}
        assert len(reviews(ledger)["signoff"]) == 1


def test_comments_on_what_is_gone_are_named(ledger: Path, capsys) -> None:
    (ledger / "r.toml").write_text('[[comment]]\nid = "C1"\non = "T77"\ntext = "hm"\n', "utf-8")
    assert run(["-D", str(ledger), "check"]) == 0
    assert "r.toml:3:6: warning[about-nothing] C1 refers to no record: its field `on` is T77" in capsys.readouterr().out
