"""The folder beside the data: closed as the data is, and not to be led astray by what somebody put there."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.model import edits
from jinpu_tui.model.drafts import Draft
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import journal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and links are those of Unix")


def edited(ledger: Path) -> Workspace:
    workspace = Workspace(ledger, today=TODAY)
    workspace.apply(edits.add_note(workspace.plain("T1"), "secret", "", TODAY))
    return workspace


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o664, 0o644])
def test_what_is_made_is_as_open_as_the_data(ledger: Path, mode: int) -> None:
    (ledger / "ledger.toml").chmod(mode)
    workspace = edited(ledger)
    workspace.keep_draft(Draft("typing"))
    for path in [ledger / "ledger.toml", *(ledger / ".jinpu").glob("[jl]*")]:
        assert stat.S_IMODE(path.stat().st_mode) == mode, path
    folder = stat.S_IMODE((ledger / ".jinpu").stat().st_mode)
    assert folder & 0o666 == mode
    assert stat.S_IMODE(next((ledger / ".jinpu").glob("draft-*.toml")).stat().st_mode) == 0o600


def test_one_private_file_makes_the_journal_private(ledger: Path) -> None:
    (ledger / "secret.toml").write_text('[[task]]\nid = "S"\ntitle = "x"\n')
    (ledger / "secret.toml").chmod(0o600)
    (ledger / "ledger.toml").chmod(0o644)
    edited(ledger)
    assert stat.S_IMODE((ledger / ".jinpu" / "journal.toml").stat().st_mode) == 0o600


PLANTED = {
    "the folder": lambda folder, target: (folder / ".jinpu").symlink_to(target.parent, target_is_directory=True),
    "the lock": lambda folder, target: _inside(folder, "lock", target),
    "the journal": lambda folder, target: _inside(folder, "journal.toml", target),
    "a file for a folder": lambda folder, target: (folder / ".jinpu").write_text("x"),
}


def _inside(folder: Path, name: str, target: Path) -> None:
    (folder / ".jinpu").mkdir()
    (folder / ".jinpu" / name).symlink_to(target)


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_planted_links_are_not_followed(ledger: Path, tmp_path: Path, plant: object) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = elsewhere / "precious"
    target.write_text("precious")
    plant(ledger, target)
    with pytest.raises(OSError, match=r"\.jinpu"):
        edited(ledger)
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]
    assert target.read_text() == "precious"
    assert (ledger / "ledger.toml").read_bytes() == LEDGER.encode()


def test_a_planted_draft_link_is_not_followed(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text('text = "stolen"\nwho = "root"\n')
    _inside(ledger, "draft-1.toml", target)
    (ledger / ".jinpu" / "draft-1.lock").write_text("")
    assert Workspace(ledger, today=TODAY).take_draft() is None
    assert target.exists()


@pytest.mark.parametrize(
    "text",
    [
        "entry = 5\n",
        "[[entry]]\n",
        '[[entry]]\nnumber = "x"\nwhen = 1\nwho = 1\nact = "edit"\nchanges = []\npatches = []\n',
        '[[entry]]\nnumber = 1\nwhen = 2016-01-01T00:00:00Z\nwho = "w"\nact = "edit"\nchanges = [5]\npatches = [{}]\n',
        '[[entry]]\nnumber = 1\nwhen = 2016-01-01T00:00:00Z\nwho = "w"\nact = "edit"\nchanges = [{kind = "x", id = 1}]\n',
        "\0\xff" * 100,
    ],
)
def test_a_journal_that_is_none_keeps_nobody_from_working(ledger: Path, text: str) -> None:
    (ledger / ".jinpu").mkdir()
    (ledger / ".jinpu" / "journal.toml").write_text(text, "utf-8")
    (ledger / ".jinpu" / "waiting.toml").write_text(text, "utf-8")
    workspace = edited(ledger)
    workspace.undo()
    assert (ledger / "ledger.toml").read_bytes() == LEDGER.encode()


def test_the_lock_of_a_dead_process_stops_nobody(ledger: Path) -> None:
    edited(ledger)
    holder = (
        "import filelock, os, sys; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); "
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", holder, ledger / ".jinpu" / "lock"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (-9, b"held\n")
    edited(ledger)
    assert len(journal.read(ledger / ".jinpu" / "journal.toml")) == 2


def test_a_draft_is_taken_over_once_its_session_is_dead(ledger: Path) -> None:
    first = Workspace(ledger, today=TODAY)
    first.keep_draft(Draft("typing", key="n", id="T1"))
    assert Workspace(ledger, today=TODAY).take_draft() is None
    child = os.fork()
    if child == 0:
        Workspace(ledger, today=TODAY).keep_draft(Draft("in a child", key="n", id="T2"))
        os._exit(0)
    os.waitpid(child, 0)
    second = Workspace(ledger, today=TODAY)
    draft = second.take_draft()
    assert draft is not None
    assert (draft.text, draft.id) == ("in a child", "T2")
    assert Workspace(ledger, today=TODAY).take_draft() is None
    second.keep_draft(None)
    first.keep_draft(None)
    assert not list((ledger / ".jinpu").glob("draft*"))
