"""POSIX access control lists of files, see acl(5): read, write, and evaluate them.

A file without an extended ACL has the minimal one that its mode states. Systems without POSIX ACLs (macOS, Windows) have only
minimal ones. Which permissions a new file gets is decided in `permissions`.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from errno import EINVAL, ENODATA, ENOSYS, ENOTSUP
from functools import reduce
from operator import and_, or_
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

ACCESS = "system.posix_acl_access"
READ, WRITE, EXECUTE = 4, 2, 1

_VERSION = 2
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_ENTRY = struct.Struct("<HHI")
_ABSENT = {ENODATA, ENOTSUP, ENOSYS}

GroupsOf = Callable[[int], "frozenset[int] | None"]
"""Return the ids of the groups of a user, or None if the system does not know the user."""


class Acl(Struct, frozen=True):
    """The entries of an access ACL. Permissions are sums of READ, WRITE and EXECUTE."""

    owner: int
    group: int
    other: int
    users: Mapping[int, int] = field(default_factory=dict)
    """Permissions of named users by user id."""
    groups: Mapping[int, int] = field(default_factory=dict)
    """Permissions of named groups by group id."""
    mask: int | None = None
    """The most that the group and all named entries can have. None for a minimal ACL."""

    @classmethod
    def of_mode(cls, mode: int) -> Acl:
        """Return the minimal ACL that a mode states."""
        return cls(mode >> 6 & 7, mode >> 3 & 7, mode & 7)

    @classmethod
    def parse(cls, data: bytes) -> Acl:
        """Parse the value of the extended attribute `ACCESS`. Raises ValueError."""
        if len(data) % _ENTRY.size != 4 or int.from_bytes(data[:4], "little") != _VERSION:
            raise ValueError("not a POSIX ACL")
        single: dict[int, int] = {}
        users: dict[int, int] = {}
        groups: dict[int, int] = {}
        for tag, permissions, id_ in _ENTRY.iter_unpack(data[4:]):
            if tag == _USER:
                users[id_] = permissions
            elif tag == _GROUP:
                groups[id_] = permissions
            else:
                single[tag] = permissions
        if not {_USER_OBJ, _GROUP_OBJ, _OTHER} <= single.keys():
            raise ValueError("an incomplete POSIX ACL")
        return cls(single[_USER_OBJ], single[_GROUP_OBJ], single[_OTHER], users, groups, single.get(_MASK))

    def encode(self) -> bytes:
        """Return the value of the extended attribute `ACCESS`."""
        entries = [(_USER_OBJ, self.owner, _NO_ID)]
        entries += [(_USER, permissions, id_) for id_, permissions in sorted(self.users.items())]
        entries.append((_GROUP_OBJ, self.group, _NO_ID))
        entries += [(_GROUP, permissions, id_) for id_, permissions in sorted(self.groups.items())]
        if self.mask is not None:
            entries.append((_MASK, self.mask, _NO_ID))
        entries.append((_OTHER, self.other, _NO_ID))
        return _VERSION.to_bytes(4, "little") + b"".join(_ENTRY.pack(*entry) for entry in entries)

    @property
    def mode(self) -> int:
        """The permission bits that stat(2) reports for a file with this ACL."""
        return self.owner << 6 | (self.group if self.mask is None else self.mask) << 3 | self.other

    @property
    def closest_mode(self) -> int:
        """The widest permission bits that give nobody more than this ACL, for file systems without ACLs."""
        if self.mask is None:
            return self.mode
        group = reduce(and_, self.users.values(), self.group & self.mask)
        other = reduce(and_, [*self.users.values(), *self.groups.values()], self.other)
        return self.owner << 6 | group << 3 | other

    def with_search(self) -> Acl:
        """Return the ACL for a folder of such files: who may read may look up names in it."""

        def search(permissions: int) -> int:
            return permissions | (EXECUTE if permissions & READ else 0)

        users = {id_: search(permissions) for id_, permissions in self.users.items()}
        groups = {id_: search(permissions) for id_, permissions in self.groups.items()}
        mask = None if self.mask is None else search(self.mask)
        return Acl(search(self.owner), search(self.group), search(self.other), users, groups, mask)

    def with_named(self, users: Mapping[int, int], groups: Mapping[int, int]) -> Acl:
        """Return the ACL with further named entries; the mask admits them and gives the others no more than they had."""
        if not users and not groups:
            return self
        mask = 7 if self.mask is None else self.mask
        group = self.group & mask
        users = {id_: permissions & mask for id_, permissions in self.users.items()} | dict(users)
        groups = {id_: permissions & mask for id_, permissions in self.groups.items()} | dict(groups)
        return replace(
            self, group=group, users=users, groups=groups, mask=reduce(or_, [*users.values(), *groups.values()], group)
        )


class Access(Struct, frozen=True):
    """Who can do what with a file: its ACL, and the ids of its owner and group."""

    uid: int
    gid: int
    acl: Acl

    @property
    def users(self) -> frozenset[int]:
        """The users that have an entry: the owner and the named ones. The superuser is left out: they may do everything."""
        return frozenset({self.uid, *self.acl.users}) - {0}

    @property
    def groups(self) -> Mapping[int, int]:
        """What each group that has an entry can do."""
        mask = 7 if self.acl.mask is None else self.acl.mask
        permissions = {id_: given & mask for id_, given in self.acl.groups.items()}
        permissions[self.gid] = permissions.get(self.gid, 0) | (self.acl.group & mask)
        return permissions

    @property
    def least(self) -> int:
        """What every user without an entry can do at least, whatever groups they are in."""
        return reduce(and_, self.groups.values(), self.acl.other)

    def of_group(self, gid: int) -> int:
        """Return what members of a group can do at least, unless a user entry says otherwise."""
        return self.groups.get(gid, self.least)

    def of_user(self, uid: int, groups_of: GroupsOf) -> int:
        """Return what a user can do; for a user whose groups are unknown, at least."""
        if uid == self.uid:
            return self.acl.owner
        if uid in self.acl.users:
            return self.acl.users[uid] & (7 if self.acl.mask is None else self.acl.mask)
        members = groups_of(uid)
        if members is None:
            return self.least
        matching = [permissions for gid, permissions in self.groups.items() if gid in members]
        return reduce(or_, matching) if matching else self.acl.other

    def handed_to(self, uid: int, gid: int, groups_of: GroupsOf) -> Acl:
        """Return an ACL that lets everybody do the same if the file gets another owner or group.

        An entry is added only for the old owner or group, and only if they would lose something without it.
        """
        acl, users, groups = self.acl, dict[int, int](), dict[int, int]()
        if gid != self.gid:
            acl = replace(acl, group=self.of_group(gid))
            groups = {self.gid: self.of_group(self.gid)}
            if set(Access(uid, gid, acl).groups.values()) | set(groups.values()) == {acl.other}:
                groups = {}
        if uid != self.uid:
            acl = replace(acl, owner=acl.owner | self.of_user(uid, groups_of))
            reached = Access(uid, gid, acl.with_named({}, groups)).of_user(self.uid, groups_of) if self.uid else 7
            if self.acl.owner & ~reached & (READ | WRITE):
                users = {self.uid: self.acl.owner}
        return acl.with_named(users, groups)


def groups_of(uid: int) -> frozenset[int] | None:
    """Return the ids of the groups of a user, or None if the system does not know the user."""
    if uid == os.geteuid():
        return frozenset({os.getegid(), *os.getgroups()})
    import pwd

    try:
        entry = pwd.getpwuid(uid)
        return frozenset(os.getgrouplist(entry.pw_name, entry.pw_gid))
    except (KeyError, OSError):
        return None


def read_acl(file: Path | int, mode: int) -> Acl:
    """Return the access ACL of a file whose mode is known. Raises OSError, also if the system states it in an unknown form."""
    data = _read_extended(file)
    try:
        return Acl.of_mode(mode) if data is None else Acl.parse(data)
    except ValueError as error:
        raise OSError(EINVAL, str(error), None if isinstance(file, int) else str(file)) from None


def different_accesses(paths: Iterable[Path]) -> list[Access]:
    """Return each different access that files or folders give, once; what cannot be read is skipped."""
    different: dict[tuple[int, int, int, bytes | None], Access] = {}
    for path in paths:
        with suppress(OSError):
            status = os.stat(path)  # noqa: PTH116  there may be tens of thousands
            mode = status.st_mode
            # without group bits the mask of an extended ACL is empty, so its named entries give nothing
            data = _read_extended(path) if mode & 0o070 else None
            key = status.st_uid, status.st_gid, mode, data
            if key not in different:
                acl = Acl.of_mode(mode) if data is None else read_acl(path, mode)
                different[key] = Access(status.st_uid, status.st_gid, acl)
    return list(different.values())


def write_acl(descriptor: int, acl: Acl, special: int = 0) -> None:
    """Give an open file or folder exactly this ACL, and the set-id and sticky bits in `special`. Raises OSError.

    On a file system without ACLs it gets a mode that gives nobody more. Changing the owner clears bits: do that first.
    """
    mode = acl.mode
    if acl.mask is None:
        _remove_acl(descriptor)
    elif not hasattr(os, "setxattr"):
        mode = acl.closest_mode
    else:
        try:
            os.setxattr(descriptor, ACCESS, acl.encode())
        except OSError as error:
            if error.errno not in _ABSENT:
                raise
            mode = acl.closest_mode
    os.fchmod(descriptor, mode | stat.S_IMODE(special) & 0o7000)


def _read_extended(file: Path | int) -> bytes | None:
    """Return the value of the extended attribute `ACCESS`; None without an extended ACL. Raises OSError."""
    if not hasattr(os, "getxattr"):
        return None
    try:
        return os.getxattr(file, ACCESS)
    except OSError as error:
        if error.errno in _ABSENT:
            return None
        raise


def _remove_acl(descriptor: int) -> None:
    """Remove the extended ACL that a new file may have from the default ACL of its folder."""
    if not hasattr(os, "removexattr"):
        return
    try:
        os.removexattr(descriptor, ACCESS)
    except OSError as error:
        if error.errno not in _ABSENT:
            raise
