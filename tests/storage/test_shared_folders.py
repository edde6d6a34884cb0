"""Two users share a ledger in all the ways that system administrators set up, and a third is kept out."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import ADA, BO, OFFICE, PROGRAM, People, acl, people, setfacl, why_not

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


def _set_gid_of_root(team: People) -> Path:
    folder = team.folder(0o2770, owner=0)
    team.file(folder, 0o664, owner=0)
    return folder


def _group_without_set_gid(team: People) -> Path:
    folder = team.folder(0o770)
    team.file(folder, 0o660)
    return folder


def _acl_without_default(team: People) -> Path:
    folder = team.folder(0o700, group=ADA)
    path = team.file(folder, 0o600, group=ADA)
    setfacl(folder, f"u:{BO}:rwx")
    setfacl(path, f"u:{BO}:rw")
    return folder


def _acl_with_default(team: People) -> Path:
    folder = _acl_without_default(team)
    setfacl(folder, f"d:u:{BO}:rwx", f"d:u:{ADA}:rwx")
    return folder


def _sticky(team: People) -> Path:
    folder = team.folder(0o3770)
    team.file(folder, 0o660)
    return folder


def _acl_for_a_group(team: People) -> Path:
    folder = team.folder(0o700, group=0, owner=0)
    path = team.file(folder, 0o600, group=0, owner=0)
    setfacl(folder, f"g:{OFFICE}:rwx")
    setfacl(path, f"g:{OFFICE}:rw")
    return folder


LAYOUTS = {
    "set-group-id": _set_gid,
    "set-group-id, of root": _set_gid_of_root,
    "a group, no set-group-id": _group_without_set_gid,
    "ACL without a default": _acl_without_default,
    "ACL with a default": _acl_with_default,
    "ACL for a group": _acl_for_a_group,
    "sticky": _sticky,
}


@pytest.mark.parametrize("umask", ["022", "077"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_two_users_share_a_ledger(team: People, layout: Callable[[People], Path], umask: str) -> None:
    folder = layout(team)
    team.umask = umask
    first, second = ("bo", "ada") if umask == "022" else ("ada", "bo")
    team.does(first, folder, "comment", "T1", "from the first")
    team.does(second, folder, "comment", "T1", "from the second")
    team.does(first, folder, "set", "T1", "lead=Finance")
    team.does(second, folder, "note", "T2", "of the second")
    team.does(first, folder, "note", "T2", "of the first")
    team.does(second, folder, "set", "T3", "lead=Audit")
    team.does(first, folder, "undo")
    team.does(second, folder, "undo")
    for who in (first, second):
        text = team.does(who, folder, "show", "T2") + team.does(who, folder, "show", "T1")
        assert "of the second" in text
        assert "of the first" not in text
        assert "Finance" in text
        assert all(f"from the {other}" in team.does(who, folder, "list", "comments") for other in ("first", "second"))
    paths = [folder, *folder.rglob("*")]
    assert team.may("ada", "-w", *paths) == team.may("bo", "-w", *paths) == paths
    folder.chmod(folder.stat().st_mode | 0o001)  # so that only what is in it keeps others out
    assert team.may("cy", "-w", *paths) == []
    assert layout is _set_gid_of_root or team.may("cy", "-r", *paths) == []
    assert not list(folder.rglob("*.jinpu-*"))
    assert not list(folder.rglob("in-place-*"))


def test_the_group_stays_when_the_owner_cannot(team: People) -> None:
    folder = team.folder(0o770)
    path = team.file(folder, 0o664)
    team.does("bo", folder, "note", "T1", "x")
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (BO, OFFICE, 0o664)
    assert acl(path) == ["user::rw-", "group::rw-", "other::r--"]


def test_root_keeps_owner_group_and_special_bits(team: People) -> None:
    folder = team.folder(0o2770)
    path = team.file(folder, 0o6674)
    done = subprocess.run([PROGRAM, "-D", folder, "note", "T1", "x"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (ADA, OFFICE, 0o6674)
    team.does("ada", folder, "note", "T1", "y")
    team.does("bo", folder, "note", "T1", "z")


@pytest.mark.parametrize("mode", [0o2775, 0o775], ids=oct)
def test_offices_that_edit_only_their_own_files_lock_nobody_out(team: People, mode: int) -> None:
    """Bo makes the side folder and comments first; then Ada edits and comments."""
    folder = team.folder(mode)
    path = team.file(folder, 0o644)
    own = folder / "bo.toml"
    own.write_text('[[task]]\nid = "B1"\ntitle = "Of Bo"\n')
    os.chown(own, BO, OFFICE)
    team.does("bo", folder, "comment", "T1", "who pays?")
    team.does("ada", folder, "set", "T1", "lead=Finance")
    team.does("ada", folder, "comment", "B1", "we do")
    team.does("bo", folder, "note", "B1", "fine")
    done = team.jinpu("bo", folder, "set", "T1", "lead=Bo")
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) == (0o644, ADA)
    assert (stat.S_IMODE(own.stat().st_mode), own.stat().st_uid) == (0o644, BO)
    assert team.may("cy", "-w", *folder.rglob("*")) == []


@pytest.mark.parametrize(
    ("mode", "default"), [(0o640, "d:u:nobody:rwx"), (0o664, "d:g::r-x"), (0o600, "d:g:nogroup:rwx"), (0o644, "d:o::rwx")]
)
def test_a_default_acl_does_not_stay_on_a_file_that_had_none(team: People, mode: int, default: str) -> None:
    folder = team.folder(0o2775)
    path = team.file(folder, mode)
    setfacl(folder, default)
    before = acl(path)
    team.does("ada", folder, "note", "T1", "x")
    assert acl(path) == before
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_an_acl_stays_exactly_with_a_narrow_mask(team: People) -> None:
    folder = team.folder(0o2770)
    path = team.file(folder, 0o660)
    setfacl(path, f"u:{BO}:rw", "u:nobody:rwx", "g:nogroup:r", "m::rw")
    setfacl(folder, "d:u:nobody:rwx")
    before = acl(path)
    team.does("ada", folder, "note", "T1", "x")
    assert acl(path) == before
    team.does("bo", folder, "note", "T1", "y")
    assert acl(path) == before


def test_a_file_that_changes_hands_stays_open_to_its_old_owner(team: People) -> None:
    folder = _acl_without_default(team)
    for who in ("bo", "ada", "bo"):
        team.does(who, folder, "note", "T1", f"by {who}")
    path = folder / "ledger.toml"
    assert path.stat().st_uid == BO
    assert f"user:{ADA}:rw-" in acl(path)
    assert "group::---" in acl(path)


def test_a_group_behind_a_mask_gets_nothing_in_the_side_folder(team: People) -> None:
    """The mode of a file with an ACL shows its mask; the group itself has no access."""
    folder = team.folder(0o2770)
    path = team.file(folder, 0o600)
    setfacl(path, f"u:{BO}:rw", "g::---")
    os.chown(folder, ADA, 0)
    team.does("ada", folder, "note", "T1", "x")
    assert f"user:{BO}:rw-" in acl(folder / ".jinpu" / "journal.toml")
    assert "group::---" in acl(folder / ".jinpu" / "journal.toml")


def test_a_side_folder_that_is_too_narrow_is_opened_by_its_owner(team: People) -> None:
    """As the program left it before: made by Ada with umask 022."""
    folder = _set_gid(team)
    team.does("ada", folder, "comment", "T1", "x")
    for path in (folder / "reviews", folder / ".jinpu"):
        path.chmod(0o755)
    for path in (folder / ".jinpu").iterdir():
        path.chmod(0o644)
    done = team.jinpu("bo", folder, "note", "T1", "y")
    assert done.returncode == 3
    assert "ask ada" in done.stderr
    team.does("ada", folder, "comment", "T1", "z")
    team.does("bo", folder, "note", "T1", "y")
    team.does("bo", folder, "comment", "T1", "y")


def test_a_private_file_closes_the_side_folder_and_the_user_is_told_why(team: People) -> None:
    folder = _set_gid(team)
    private = team.file(folder, 0o600, name="private.toml")
    private.write_text('[[task]]\nid = "P1"\ntitle = "Private"\n')
    team.does("ada", folder, "note", "P1", "secret")
    done = team.jinpu("bo", folder, "note", "T1", "y")
    assert done.returncode == 3
    assert "because" in done.stderr
    assert "private.toml" in done.stderr
    assert team.may("bo", "-r", folder / ".jinpu" / "journal.toml") == []


def test_a_file_with_a_second_name_is_not_opened(team: People) -> None:
    """A link planted as the journal leads to something private of Ada's: its mode stays."""
    folder = _set_gid(team)
    secret = team.place / "ada" / "secret"
    secret.write_text("")
    os.chown(secret, ADA, ADA)
    secret.chmod(0o600)
    team.does("ada", folder, "note", "T1", "x")
    (folder / ".jinpu" / "waiting.toml").hardlink_to(secret)
    team.does("ada", folder, "note", "T1", "y")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.stat().st_gid == ADA


@pytest.mark.parametrize("shared_by", ["group", "ACL"])
def test_a_dataset_begun_in_a_shared_folder_is_shared(team: People, shared_by: str) -> None:
    folder = team.folder(0o2770 if shared_by == "group" else 0o700)
    if shared_by == "ACL":
        setfacl(folder, f"u:{BO}:rwx")
    team.umask = "077"
    done = team.run("ada", PROGRAM, "init", folder / "plan")
    assert done.returncode == 0, done.stderr
    team.does("bo", folder / "plan", "add", "task", "title=Second")
    team.does("ada", folder / "plan", "add", "task", "title=Third")
    assert not team.may("cy", "-r", folder / "plan" / "dataset.toml")


def test_a_dataset_begun_at_home_is_as_the_umask_says(team: People) -> None:
    team.umask = "077"
    assert team.run("ada", PROGRAM, "init", team.place / "ada" / "plan").returncode == 0
    assert stat.S_IMODE((team.place / "ada" / "plan" / "dataset.toml").stat().st_mode) == 0o600
    team.umask = "022"
    assert team.run("ada", PROGRAM, "init", team.place / "ada" / "other").returncode == 0
    assert stat.S_IMODE((team.place / "ada" / "other" / "dataset.toml").stat().st_mode) == 0o644
