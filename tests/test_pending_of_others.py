"""Pending edits that came with a folder are shown and never written unasked; one's own are known by a secret of one's own."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_text import LEDGER, TODAY

from jinpu_tui.files import file_set
from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, Change
from jinpu_tui.services.user_state import load_user_state
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import journal
from jinpu_tui.storage.entry_signature import EntrySigner
from jinpu_tui.storage.journal_entries import Entry
from jinpu_tui.ui.app import JinpuApp

from .ui.conftest import Driver

BROKEN = LEDGER.replace("[[indicator]]", "[[indicator")
MORE = '[[task]]\nid = "M1"\ntitle = "More"\nstatus = "todo"\n'

FORGED = """[[entry]]
number = 1
when = 2016-12-01T10:00:00Z
who = "{who}"
act = "edit"
{mark}changes = [{{ kind = "task", id = "T1", field = "lead", before = "Finance", after = "Mallory" }}]
patches = [{{ file = "ledger.toml", anchor = "T1", at = 0, old = "", new = "" }}]
"""

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli(ledger: Path, tmp_path: Path) -> Cli:
    """Run a command as a user with a home of their own."""

    def run(user: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jinpu_tui", "-D", str(ledger), *words],
            env=environ(tmp_path, user), cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def environ(tmp_path: Path, user: str) -> dict[str, str]:
    return {**os.environ, "LOGNAME": user, "XDG_STATE_HOME": str(tmp_path / f"state of {user}")}


def be(user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environ(tmp_path, user).items():
        monkeypatch.setenv(name, value)


def text_of(folder: Path) -> str:
    return (folder / "ledger.toml").read_bytes().decode()


def forge(ledger: Path, text: str) -> Path:
    (ledger / ".jinpu").mkdir(exist_ok=True)
    waiting = ledger / ".jinpu" / "waiting.toml"
    waiting.write_text(text, "utf-8")
    return waiting


def wait_as(user: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have an edit of a user wait for its file; what the pending edits hold then."""
    be(user, tmp_path, monkeypatch)
    workspace = Workspace(folder, today=TODAY)
    (folder / "ledger.toml").write_bytes(BROKEN.encode())
    workspace.refresh()
    assert workspace.apply(edits.set_fields("task", workspace.plain("T1"), {"lead": "Audit"}, TODAY)).waiting
    (folder / "ledger.toml").write_bytes(LEDGER.encode())
    return (folder / ".jinpu" / "waiting.toml").read_text("utf-8")


@pytest.mark.parametrize("mark", ["", f'mark = "{"0" * 64}"\n', 'mark = "é"\n', "mark = 5\n"])
@pytest.mark.parametrize("who", ["li", "mallory"])
def test_a_forged_edit_is_shown_and_not_written(ledger: Path, cli: Cli, who: str, mark: str) -> None:
    assert cli("li", "set", "T2", "owner=x").returncode == 0
    forge(ledger, FORGED.format(who=who, mark=mark))
    before = text_of(ledger)
    done = cli("li", "set", "T2", "owner=y")
    assert done.returncode == 0
    assert text_of(ledger) == before.replace('owner = "x"', 'owner = "y"')
    if mark != "mark = 5\n":
        assert "1 pending edit is not known to be yours: see `jinpu-tui pending`" in done.stderr
        shown = cli("li", "pending").stdout
        assert f"1. {who} 2016-12-01" in shown
        assert "not known to be yours, not written" in shown
        assert "T1  lead Finance → Mallory" in shown
    assert cli("li", "undo").stdout.startswith("Undone: T2  owner")
    assert cli("li", "undo").returncode == 0
    assert text_of(ledger) == LEDGER
    assert "Mallory" not in cli("li", "redo").stdout


def test_a_forged_edit_is_written_or_forgotten_when_asked(ledger: Path, cli: Cli) -> None:
    waiting = forge(ledger, FORGED.format(who="mallory", mark=""))
    assert cli("li", "pending", "--apply", "7").returncode == 3
    assert cli("li", "pending", "--apply", "1").returncode == 0
    assert text_of(ledger) == LEDGER.replace('lead = "Finance"', 'lead = "Mallory"')
    assert not waiting.exists()
    assert cli("li", "undo").returncode == 0
    assert text_of(ledger) == LEDGER
    forge(ledger, FORGED.format(who="mallory", mark=""))
    assert cli("li", "pending", "--drop", "1").returncode == 0
    assert not waiting.exists()
    assert cli("li", "pending").stdout == "There are no pending edits.\n"
    forge(
        ledger,
        FORGED.format(who="mallory", mark="").replace('"lead", before = "Finance", after = "Mallory"', '"id", after = "T7"'),
    )
    assert "! cannot be applied: T1: the id" in cli("li", "pending").stdout
    assert cli("li", "pending", "--apply", "1").returncode == 3
    assert text_of(ledger) == LEDGER


def test_an_edit_of_ones_own_goes_in_and_a_colleague_leaves_it(
    ledger: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_as("li", ledger, tmp_path, monkeypatch)
    assert cli("wang", "set", "T2", "owner=wang").returncode == 0
    assert 'lead = "Finance"' in text_of(ledger)
    assert "yours, written" not in cli("wang", "pending").stdout
    assert "yours, written as soon as possible" in cli("li", "pending").stdout
    assert cli("li", "set", "T2", "support=x").returncode == 0
    assert 'lead = "Audit"' in text_of(ledger)
    assert 'owner = "wang"' in text_of(ledger)
    assert cli("wang", "pending").stdout == "There are no pending edits.\n"


def test_a_mark_is_good_for_its_edit_and_its_folder_only(
    ledger: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "ledger.toml").write_bytes(LEDGER.encode())
    forge(ledger, wait_as("li", other, tmp_path, monkeypatch))
    assert cli("li", "set", "T2", "owner=x").returncode == 0
    assert 'lead = "Finance"' in text_of(ledger)
    own = wait_as("li", ledger, tmp_path, monkeypatch).split("[[entry]]\n")[-1]
    forge(ledger, "[[entry]]\n" + own.replace('after = "Audit"', 'after = "Mallory"'))
    assert cli("li", "set", "T2", "owner=y").returncode == 0
    assert "Mallory" not in text_of(ledger)
    forge(ledger, "[[entry]]\n" + own)
    assert cli("li", "set", "T2", "owner=z").returncode == 0
    assert 'lead = "Audit"' in text_of(ledger)


def interrupted(ledger: Path, tmp_path: Path, user: str) -> None:
    """Kill a user's program between the two files of one edit."""
    child = os.fork()
    if child == 0:
        try:
            os.environ.update(environ(tmp_path, user))
            real, written = file_set.replace_file, list[Path]()

            def once(path: Path, data: bytes, **named: Any) -> None:
                if written:
                    os._exit(0)
                written.append(path)
                real(path, data, **named)

            file_set.replace_file = once
            workspace = Workspace(ledger, today=TODAY)
            changes = [edits.set_fields("task", workspace.plain(id_), {"owner": "zhao"}, TODAY) for id_ in ("T1", "M1")]
            workspace.apply([change for part in changes for change in part])
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def halves(ledger: Path) -> list[bool]:
    return ['owner = "zhao"' in (ledger / name).read_text("utf-8") for name in ("ledger.toml", "more.toml")]


def test_an_interrupted_edit_is_completed_by_its_author_only(ledger: Path, tmp_path: Path, cli: Cli) -> None:
    (ledger / "more.toml").write_text(MORE, "utf-8")
    interrupted(ledger, tmp_path, "li")
    assert sorted(halves(ledger)) == [False, True]
    done = cli("wang", "set", "M1", "lead=Audit")
    assert "1 pending edit is not known to be yours" in done.stderr
    assert sorted(halves(ledger)) == [False, True]
    shown = cli("wang", "pending").stdout
    assert shown.count("(the files hold this already)") == 1
    assert cli("li", "note", "T2", "here again").returncode == 0
    assert halves(ledger) == [True, True]
    assert 'lead = "Audit"' in (ledger / "more.toml").read_text("utf-8")
    assert not (ledger / ".jinpu" / "waiting.toml").exists()
    assert cli("li", "undo").returncode == 0
    assert cli("li", "undo").returncode == 0
    assert halves(ledger) == [False, False]


def test_a_colleague_completes_an_interrupted_edit_when_asked(ledger: Path, tmp_path: Path, cli: Cli) -> None:
    (ledger / "more.toml").write_text(MORE, "utf-8")
    interrupted(ledger, tmp_path, "li")
    assert cli("wang", "pending", "--apply", "1").returncode == 0
    assert halves(ledger) == [True, True]
    assert cli("li", "note", "T2", "here again").returncode == 0
    assert halves(ledger) == [True, True]


def test_the_secret_is_for_nobody_else(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_as("li", ledger, tmp_path, monkeypatch)
    key = tmp_path / "state of li" / "jinpu-tui" / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("trouble", ["nowhere to keep it", "a link", "too short"])
def test_without_a_secret_edits_are_made_all_the_same(
    ledger: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    state = tmp_path / "state of li"
    if trouble == "nowhere to keep it":
        state.write_text("", "utf-8")
    else:
        (state / "jinpu-tui").mkdir(parents=True)
        key = state / "jinpu-tui" / "key"
        if trouble == "a link":
            key.symlink_to(tmp_path / "elsewhere")
        else:
            key.write_bytes(b"x")
    wait_as("li", ledger, tmp_path, monkeypatch)
    (ledger / "more.toml").write_text(MORE, "utf-8")
    workspace = Workspace(ledger, today=TODAY)
    changes = [edits.set_fields("task", workspace.plain(id_), {"owner": "zhao"}, TODAY) for id_ in ("T2", "M1")]
    workspace.apply([change for part in changes for change in part])
    assert halves(ledger) == [True, True]
    assert ('lead = "Audit"' in text_of(ledger)) is (trouble != "nowhere to keep it")
    assert not (tmp_path / "elsewhere").exists()


async def test_the_app_says_it(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forge(ledger, FORGED.format(who="mallory", mark=""))
    app = JinpuApp(Workspace(ledger, today=TODAY), load_user_state())
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, ledger)
        await pilot.pause()
        assert "1 pending edit is not known to be yours: see `jinpu-tui pending`" in driver.text
        assert driver.file == LEDGER


values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab." é\n', min_size=1, max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(values, values, st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.text('aé"\\\n\t\x1b', max_size=5))
def test_a_mark_survives_the_file(tmp_path_factory, before: Any, after: Any, when: datetime, who: str) -> None:
    path = tmp_path_factory.mktemp("marks") / "waiting.toml"
    mark = EntrySigner(path)
    changes = (Change("task", "T1", "x", before, after), Added("task", "T9", {"id": "T9", "x": after}))
    journal.append(path, mark.signed(Entry(0, when.replace(tzinfo=UTC), who, "edit", changes)))
    journal.append(path, mark.signed(Entry(0, when.replace(tzinfo=UTC), who, "undo", changes[:1], (), 3)))
    assert [mark.is_signed(item) for item in journal.read(path)] == [True, True]
    journal.remove(path, 1)
    assert [EntrySigner(path).is_signed(item) for item in journal.read(path)] == [True]


def test_an_edit_left_by_an_earlier_version_is_shown_and_written_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    from jinpu_tui.cli.main import run

    old = Path(__file__).parent / "fixtures" / "program-0.1"
    folder = Path(shutil.copytree(old / "states" / "08", tmp_path / "old"))
    (folder / ".jinpu").mkdir()
    shutil.copy(old / "sidecar" / "waiting.toml", folder / ".jinpu")
    monkeypatch.setenv("LOGNAME", "li")
    [entry] = journal.read(folder / ".jinpu" / "waiting.toml")
    [change] = entry.changes
    before = (folder / "finance.toml").read_bytes()
    Workspace(folder, today=TODAY).tidy()
    assert run(["-D", str(folder), "check"]) in (0, 1)
    assert "1 pending edit is not known to be yours" in capsys.readouterr().err
    assert (folder / "finance.toml").read_bytes() == before
    assert run(["-D", str(folder), "pending"]) == 0
    assert f"{change.id}  due {change.before} → {change.after}" in capsys.readouterr().out
    now = Workspace(folder, today=TODAY).plain(change.id).get("due")
    code = run(["-D", str(folder), "pending", "--apply", "1"])
    assert code == (0 if now in (change.before, change.after) else 3)
