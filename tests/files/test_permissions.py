"""What a new file lets others do follows from the dataset's files, for any ACLs; what changes hands stays as open."""

from __future__ import annotations

import os
import stat
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_text import TODAY

from jinpu_tui.files.acl import ACCESS, READ, WRITE, Access, Acl
from jinpu_tui.files.atomic_write import create_file, replace_file
from jinpu_tui.files.permissions import PRIVATE, Folder, Permissions, common
from jinpu_tui.model import edits
from jinpu_tui.services.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are those of Unix")

USERS = (1, 2, 3)
GROUPS = (11, 12, 13)
_BITS = st.integers(0, 7)


@st.composite
def acls(draw: st.DrawFn) -> Acl:
    minimal = Acl(draw(_BITS) | READ | WRITE, draw(_BITS), draw(_BITS))
    if draw(st.booleans()):
        return minimal
    users = draw(st.dictionaries(st.sampled_from(USERS), _BITS, max_size=2))
    groups = draw(st.dictionaries(st.sampled_from(GROUPS), _BITS, max_size=2))
    return Acl(minimal.owner, minimal.group, minimal.other, users, groups, draw(_BITS))


ACCESSES = st.builds(Access, st.sampled_from(USERS), st.sampled_from(GROUPS), acls())
MEMBERS = st.fixed_dictionaries({uid: st.frozensets(st.sampled_from(GROUPS)) for uid in USERS})


@given(acls())
def test_an_acl_is_parsed_as_it_was_encoded(acl: Acl) -> None:
    assert Acl.parse(acl.encode()) == acl


@pytest.mark.parametrize("data", [b"", b"\x02\0\0\0", b"\x01\0\0\0" + bytes(24), struct.pack("<I", 2) + b"\x01\0\x06\0"])
def test_what_is_no_acl_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="POSIX ACL"):
        Acl.parse(data)


@settings(max_examples=500)
@given(st.lists(ACCESSES, min_size=1, max_size=3), MEMBERS, st.sampled_from(USERS), st.sampled_from(GROUPS))
def test_a_new_file_is_never_more_open_than_any_file(
    files: list[Access], members: dict[int, frozenset[int]], uid: int, gid: int
) -> None:
    acl = common(files, None, members.get).acl_for(uid, gid, members.get)
    new = Access(uid, gid, acl)
    for user in set(USERS) - {uid}:
        permissions = new.of_user(user, members.get)
        assert all(permissions & ~access.of_user(user, members.get) == 0 for access in files), acl
    without_acl = Access(uid, gid, Acl.of_mode(acl.closest_mode))
    for user in set(USERS) - {uid}:
        assert without_acl.of_user(user, members.get) & ~new.of_user(user, members.get) == 0


@given(ACCESSES, MEMBERS, st.sampled_from(USERS), st.sampled_from(GROUPS))
def test_a_new_file_lets_everybody_do_what_a_single_file_lets_them(
    file: Access, members: dict[int, frozenset[int]], uid: int, gid: int
) -> None:
    new = Access(uid, gid, common([file], None, members.get).acl_for(uid, gid, members.get))
    for user in set(USERS) - {uid}:
        expected = file.of_user(user, members.get) & (READ | WRITE)
        present = new.of_user(user, members.get)
        assert present & ~expected == 0
        if file.least == file.acl.other:  # no group has less than everybody
            assert present == expected


@given(ACCESSES, MEMBERS, st.sampled_from(USERS), st.sampled_from(GROUPS))
def test_a_file_that_changes_hands_stays_as_open(file: Access, members: dict[int, frozenset[int]], uid: int, gid: int) -> None:
    new = Access(uid, gid, file.handed_to(uid, gid, members.get))
    assert new.acl == file.acl or (uid, gid) != (file.uid, file.gid)
    for user in USERS:
        before, after = file.of_user(user, members.get), new.of_user(user, members.get)
        if user in (uid, file.uid):
            assert before & (READ | WRITE) & ~after == 0
        else:
            assert after & ~before == 0
            assert after == before or file.least != file.acl.other


def test_a_group_that_shares_the_folder_may_use_the_side_folder() -> None:
    groups_of = {1: frozenset({11}), 2: frozenset({12})}.get
    file, folder = Access(1, 11, Acl.of_mode(0o644)), Access(1, 11, Acl.of_mode(0o775))
    assert common([file], Folder(folder, is_shared=True), groups_of).acl_for(1, 11).mode == 0o664
    assert common([file], Folder(folder, is_shared=False), groups_of).acl_for(1, 11).mode == 0o644
    private = Access(1, 11, Acl.of_mode(0o600))
    assert common([file, private], Folder(folder, is_shared=True), groups_of).acl_for(1, 11).mode == 0o600


@pytest.fixture
def with_default(tmp_path: Path) -> Path:
    """A folder whose default ACL opens new files to user and group 1."""
    opened = Acl(7, 5, 0, {1: 7}, {1: 7}, 7)
    try:
        os.setxattr(tmp_path, "system.posix_acl_default", opened.encode())
    except (OSError, AttributeError):
        pytest.skip("the file system has no ACLs")
    return tmp_path


def extended(path: Path) -> bool:
    return ACCESS in os.listxattr(path)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o604])
def test_a_default_acl_does_not_stay_on_a_replaced_file(with_default: Path, mode: int) -> None:
    path = with_default / "a.toml"
    path.write_text("old")
    os.removexattr(path, ACCESS)
    path.chmod(mode)
    replace_file(path, b"new", instead_of=b"old")
    assert not extended(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_an_acl_stays_to_the_byte(with_default: Path) -> None:
    path = with_default / "a.toml"
    path.write_text("old")
    acl = Acl(6, 6, 0, {2: 7, 3: 4}, {1: 6}, 4).encode()
    os.setxattr(path, ACCESS, acl)
    path.chmod(0o640)
    before = os.getxattr(path, ACCESS)
    replace_file(path, b"new", instead_of=b"old")
    assert os.getxattr(path, ACCESS) == before


def test_other_attributes_are_those_of_the_old_file(with_default: Path) -> None:
    path = with_default / "a.toml"
    path.write_text("old")
    os.setxattr(path, "user.note", b"kept")
    path.chmod(0o640)
    replace_file(path, b"new", instead_of=b"old")
    assert [name for name in os.listxattr(path) if name.startswith("user.")] == ["user.note"]


def test_the_side_folder_follows_the_files_not_the_default_acl(with_default: Path) -> None:
    from ledger_text import LEDGER

    path = with_default / "ledger.toml"
    path.write_bytes(LEDGER.encode())
    os.removexattr(path, ACCESS)
    path.chmod(0o600)
    workspace = Workspace(with_default, today=TODAY)
    workspace.apply(edits.add_note(workspace.plain("T1"), "secret", "", TODAY))
    for made in (with_default / ".jinpu").rglob("*"):
        assert not extended(made)
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE((with_default / ".jinpu").stat().st_mode) == 0o700


def test_a_new_file_without_permissions_is_as_the_system_makes_it(with_default: Path) -> None:
    replace_file(with_default / "ours.toml", b"x")
    (with_default / "theirs.toml").write_text("x")
    assert os.getxattr(with_default / "ours.toml", ACCESS) == os.getxattr(with_default / "theirs.toml", ACCESS)


def test_creating_never_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert create_file(path, b"first", Permissions(other=READ))
    assert not create_file(path, b"second", PRIVATE)
    assert path.read_bytes() == b"first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [item.name for item in tmp_path.iterdir()] == ["a"]


def test_a_second_name_keeps_the_old_bytes_and_a_link_to_another_folder_stays(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "a.toml").write_text("old")
    (tmp_path / "second.toml").hardlink_to(real / "a.toml")
    link = tmp_path / "link.toml"
    link.symlink_to(real / "a.toml")
    replace_file(link, b"new", instead_of=b"old")
    assert link.is_symlink()
    assert (real / "a.toml").read_text() == "new"
    assert (tmp_path / "second.toml").read_text() == "old"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["link.toml", "real", "second.toml"]
