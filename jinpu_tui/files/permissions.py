"""Permissions of what the program creates beside the files of a dataset, and of files that change their owner.

What is created is as open as the dataset's files, whatever the umask of who creates it first:

- Read: a user or group may read what is created if they may read every file of the dataset.
- Write: they may write a new data file if they may write every file. They may write in `.jinpu` and `reviews/`, too, if they
  may edit some file, or share the dataset's folder: whoever can edit or comment needs the lock and the journal.

A folder counts as shared if it is set-group-id or has an extended ACL, and others than its owner may write in it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from errno import EACCES, EINVAL, ENOSYS, ENOTSUP, EPERM
from functools import cache, reduce
from operator import and_, or_
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from jinpu_tui.files.acl import (
    EXECUTE,
    READ,
    WRITE,
    Access,
    Acl,
    GroupsOf,
    different_accesses,
    groups_of,
    read_acl,
    write_acl,
)

_READ_WRITE = READ | WRITE
_CREATE = WRITE | EXECUTE
"""The permissions in a folder that creating a file needs."""
_REFUSED = {EPERM, EACCES, EINVAL, ENOSYS, ENOTSUP}
"""Errors of systems that do not give a file to another user or group; EINVAL for those that a container does not know."""

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Permissions(Struct, frozen=True):
    """What others may do with what is created. Its owner may always read and write it."""

    users: Mapping[int, int] = field(default_factory=dict)
    """Permissions by user id: owners of the dataset's files, and users named in their ACLs."""
    groups: Mapping[int, int] = field(default_factory=dict)
    """Permissions by group id."""
    other: int = 0

    def acl_for(self, uid: int, gid: int, groups_of: GroupsOf = groups_of) -> Acl:
        """Return the ACL of a file with this owner and group; minimal if the mode bits can say it."""
        least = reduce(and_, self.groups.values(), self.other)
        groups = {id_: permissions for id_, permissions in self.groups.items() if id_ != gid}
        acl = Acl(_READ_WRITE, self.groups.get(gid, least), self.other)
        if {acl.group, *groups.values()} == {self.other}:
            groups = {}
        reached = Access(uid, gid, acl.with_named({}, groups))
        users = {id_: permissions for id_, permissions in self.users.items() if id_ != uid}
        users = {id_: permissions for id_, permissions in users.items() if reached.of_user(id_, groups_of) != permissions}
        return acl.with_named(users, groups)

    def best_group(self, gid: int) -> int:
        """Return the group that a file should have which the system has given the group `gid`."""
        most = max(self.groups.values(), default=0)
        if most == self.other or self.groups.get(gid, 0) == most:
            return gid
        return min(id_ for id_, permissions in self.groups.items() if permissions == most)


PRIVATE = Permissions()
"""Nobody but the owner."""


class Folder(NamedTuple):
    """The folder of a dataset: who can do what in it, and whether it is shared on purpose."""

    access: Access
    is_shared: bool

    @classmethod
    def read(cls, folder: Path) -> Folder | None:
        """Read the permissions of a folder; None if it cannot be read."""
        for access in different_accesses([folder]):
            return cls(access, bool(folder.stat().st_mode & stat.S_ISGID) or access.acl.mask is not None)
        return None


def of_files(files: Iterable[Path], folder: Path | None = None) -> Permissions:
    """Return the permissions for what is created beside files: what all of them let somebody do.

    With `folder`, that of the dataset, editors of some files and those who share the folder may write, too.
    Files that do not exist are skipped; without any file it is private.
    """
    return common(different_accesses(files), None if folder is None else Folder.read(folder), cache(groups_of))


def common(files: Sequence[Access], folder: Folder | None, groups_of: GroupsOf) -> Permissions:
    """Return what `of_files` does, from what is known of the files and the folder."""
    if not files:
        return PRIVATE
    everyone = files if folder is None else [*files, folder.access]

    def allowed(permissions_in: Callable[[Access], int]) -> int:
        each = [permissions_in(access) for access in files]
        permissions = reduce(and_, each, _READ_WRITE)
        if permissions & READ and folder is not None and permissions_in(folder.access) & _CREATE == _CREATE:
            is_editor = folder.is_shared or reduce(or_, each) & WRITE
            permissions |= WRITE if is_editor else 0
        return permissions

    def to_user(uid: int) -> int:
        return allowed(lambda access: access.of_user(uid, groups_of))

    def to_group(gid: int) -> int:
        return allowed(lambda access: access.of_group(gid))

    users = {uid for access in everyone for uid in access.users}
    groups = {gid for access in everyone for gid in access.groups}
    other = allowed(lambda access: access.acl.other)
    return Permissions({uid: to_user(uid) for uid in users}, {gid: to_group(gid) for gid in groups}, other)


def of_shared_folder(folder: Path) -> Permissions | None:
    """Return the permissions for the first file in a shared folder; None if the umask and the system decide them."""
    beside = Folder.read(folder)
    if beside is None or not beside.is_shared:
        return None
    access = beside.access
    users = {uid: access.of_user(uid, groups_of) & _READ_WRITE for uid in access.users}
    groups = {gid: permissions & _READ_WRITE for gid, permissions in access.groups.items()}
    return Permissions(users, groups, access.acl.other & _READ_WRITE & ~_umask())


def give(descriptor: int, permissions: Permissions, *, is_folder: bool = False) -> None:
    """Give an open file or folder of ours these permissions, and the group that suits them best. Raises OSError."""
    if not hasattr(os, "fchown"):
        return
    status = os.fstat(descriptor)
    gid = permissions.best_group(status.st_gid)
    if gid != status.st_gid:
        gid = _hand_over(descriptor, -1, gid).st_gid  # if it is not a group of ours, it gets an entry in the ACL
    acl = _acl(permissions, status.st_uid, gid, is_folder=is_folder)
    if gid != status.st_gid or read_acl(descriptor, status.st_mode) != acl:
        write_acl(descriptor, acl, status.st_mode)


def follow(path: Path, permissions: Permissions, *, only_widen: bool = False) -> None:
    """Give a file or folder that exists these permissions, if it is ours. Raises OSError.

    With `only_widen`, one that lacks none of these permissions is left as it is. Links are left alone, and so is a file with a
    second name: that may lie anywhere. A file system that does not let its modes be changed is no error.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    is_folder = stat.S_ISDIR(status.st_mode)
    is_own = hasattr(os, "geteuid") and status.st_uid == os.geteuid()
    if not is_own or not (is_folder or (stat.S_ISREG(status.st_mode) and status.st_nlink == 1)):
        return
    acl = _acl(permissions, status.st_uid, status.st_gid, is_folder=is_folder)
    present = read_acl(path, status.st_mode)
    is_wide = present == acl or (only_widen and acl.mode & ~present.mode == 0)
    if is_wide and permissions.best_group(status.st_gid) == status.st_gid:
        return
    descriptor = os.open(path, _OPEN)
    try:
        if os.path.samestat(os.fstat(descriptor), status):
            with suppress(PermissionError):
                give(descriptor, permissions, is_folder=is_folder)
    finally:
        os.close(descriptor)


def take_over(descriptor: int, old: Path) -> None:
    """Give a new file, open and ours, the owner, group, ACL, mode and other attributes of the file that it replaces.

    If the system refuses the owner the group is kept, and the old owner keeps their access. Raises OSError.
    """
    status = old.stat()
    special = status.st_mode
    now = _hand_over(descriptor, status.st_uid, status.st_gid)
    acl = read_acl(old, status.st_mode)
    if now.st_uid != status.st_uid:
        special &= ~stat.S_ISUID
    if now.st_gid != status.st_gid:
        special &= ~stat.S_ISGID
    if (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        acl = Access(status.st_uid, status.st_gid, acl).handed_to(now.st_uid, now.st_gid, groups_of)
    _copy_attributes(old, descriptor)
    write_acl(descriptor, acl, special)


def _hand_over(descriptor: int, uid: int, gid: int) -> os.stat_result:
    """Give an open file an owner and a group, or the group alone if the owner is refused or -1; return its status then."""
    status = os.fstat(descriptor)
    if (status.st_uid if uid == -1 else uid, gid) == (status.st_uid, status.st_gid):
        return status
    for owner in (uid, -1):
        try:
            os.fchown(descriptor, owner, gid)
            break
        except OSError as error:
            if error.errno not in _REFUSED:
                raise
    return os.fstat(descriptor)


def _copy_attributes(old: Path, descriptor: int) -> None:
    """Make the extended attributes of a new file those of the old one, except ACLs. What the system refuses is skipped."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = [name for name in os.listxattr(old) if not _is_special(name)]
        present = [name for name in os.listxattr(descriptor) if not _is_special(name)]
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            os.setxattr(descriptor, name, os.getxattr(old, name))
    for name in set(present) - set(names):
        with suppress(OSError):
            os.removexattr(descriptor, name)


def _is_special(name: str) -> bool:
    """Return whether an attribute is not copied: ACLs, and what is true of the old bytes only."""
    return name.startswith("system.posix_acl_") or name in ("security.capability", "security.ima", "security.evm")


def _acl(permissions: Permissions, uid: int, gid: int, *, is_folder: bool) -> Acl:
    acl = permissions.acl_for(uid, gid)
    return acl.with_search() if is_folder else acl


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
