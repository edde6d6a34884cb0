"""Files of a shared ledger that cannot be replaced or written, and drafts, tried by real users."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_text import LEDGER
from people import ADA, PROGRAM, People, people, why_not

REASON = why_not()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON)


@pytest.fixture
def team() -> Iterator[People]:
    with people() as all_:
        yield all_


def _set_gid(team: People) -> Path:
    folder = team.folder(0o2770)
    team.file(folder, 0o660)
    return folder


def test_another_s_file_in_a_sticky_folder_is_overwritten(team: People) -> None:
    folder = team.folder(0o3770)
    path = team.file(folder, 0o660)
    inode = path.stat().st_ino
    team.does("bo", folder, "note", "T1", "of Bo")
    status = path.stat()
    assert (status.st_ino, status.st_uid, stat.S_IMODE(status.st_mode)) == (inode, ADA, 0o660)
    team.does("bo", folder, "undo")
    assert path.read_bytes() == LEDGER.encode()
    path.chmod(0o640)
    done = team.jinpu("bo", folder, "note", "T1", "y")
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert path.read_bytes() == LEDGER.encode()


def test_a_file_that_is_mounted_alone_is_overwritten(team: People) -> None:
    folder = _set_gid(team)
    other = team.file(team.place, 0o660, name="elsewhere.toml")
    path = folder / "ledger.toml"
    team.before = f"mount --bind '{other}' '{path}' || exit 99"
    team.does("bo", folder, "note", "T1", "of Bo")
    team.does("ada", folder, "note", "T1", "of Ada")
    assert b"of Bo" in other.read_bytes()
    assert b"of Ada" in other.read_bytes()
    assert path.read_bytes() == LEDGER.encode()
    team.does("ada", folder, "undo")
    team.does("bo", folder, "undo")
    assert other.read_bytes() == LEDGER.encode()
    assert sorted(item.name for item in (folder / ".jinpu").iterdir()) == [".gitignore", "journal.toml", "lock"]


@pytest.mark.parametrize("what", ["mounted read-only", "folder read-only", "immutable", "append-only"])
def test_a_file_that_cannot_be_written_stays_and_the_user_is_told(team: People, what: str) -> None:
    folder = _set_gid(team)
    path = folder / "ledger.toml"
    if what == "mounted read-only":
        team.before = f"mount --bind '{path}' '{path}' && mount -o remount,ro,bind '{path}' || exit 99"
    elif what == "folder read-only":
        team.before = f"mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}' || exit 99"
    else:
        flag = "i" if what == "immutable" else "a"
        if subprocess.run(["chattr", f"+{flag}", path], capture_output=True, check=False).returncode:
            pytest.skip("the file system has no such attribute")
    try:
        done = team.jinpu("ada", folder, "note", "T1", "x")
        if team.before and done.returncode == 99:
            pytest.skip("no mounts here")
        assert done.returncode == 3
        assert len(done.stderr.splitlines()) == 1
        assert ".jinpu-" not in done.stderr
    finally:
        subprocess.run(["chattr", "-ia", path], capture_output=True, check=False)
    assert path.read_bytes() == LEDGER.encode()
    assert sorted(item.name for item in folder.iterdir() if item.name != ".jinpu") == ["ledger.toml"]


def test_what_root_makes_is_open_to_the_owner_of_the_files(team: People) -> None:
    """As when somebody tries the program with sudo."""
    folder = team.folder(0o755, group=ADA)
    team.file(folder, 0o644, group=ADA)
    done = subprocess.run([PROGRAM, "-D", folder, "note", "T1", "x"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    team.does("ada", folder, "note", "T1", "y")
    team.does("ada", folder, "undo")
    assert team.may("bo", "-w", *folder.rglob("*")) == []


def test_a_file_in_a_folder_where_nothing_can_be_created_is_overwritten(team: People) -> None:
    folder = _set_gid(team)
    below = folder / "below"
    below.mkdir(0o755)
    path = team.file(below, 0o660, name="more.toml", owner=0)
    path.write_text('[[task]]\nid = "M1"\ntitle = "More"\n')
    before = path.read_bytes()
    team.does("bo", folder, "note", "M1", "of Bo")
    assert b"of Bo" in path.read_bytes()
    assert path.stat().st_uid == 0
    team.does("bo", folder, "undo")
    assert path.read_bytes() == before


_KEEP = """
import os, sys
from pathlib import Path
from jinpu_tui.model.drafts import Draft
from jinpu_tui.services.workspace import Workspace
workspace = Workspace(Path(sys.argv[1]))
workspace.keep_draft(Draft("of Ada"))
os._exit(0)
"""
_TAKE = """
import sys
from pathlib import Path
from jinpu_tui.services.workspace import Workspace
draft = Workspace(Path(sys.argv[1])).take_draft()
print(draft.text if draft else "none")
"""


@pytest.mark.parametrize("lock_mode", [0o600, 0o660], ids=oct)
def test_a_draft_is_taken_by_nobody_else(team: People, lock_mode: int) -> None:
    """Also one whose lock the program made open to all editors, as it did before."""
    folder = _set_gid(team)
    assert team.run("ada", sys.executable, "-c", _KEEP, folder).returncode == 0
    (lock,) = (folder / ".jinpu").glob("draft-*.lock")
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    lock.chmod(lock_mode)
    assert team.run("bo", sys.executable, "-c", _TAKE, folder).stdout == "none\n"
    assert team.run("ada", sys.executable, "-c", _TAKE, folder).stdout == "of Ada\n"
