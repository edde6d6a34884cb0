"""Making the system fail, or the process die, at a chosen call of a save."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EIO, ENOENT, ENOSPC, EROFS, ESTALE
from typing import Any

from jinpu_tui.files import atomic_write

NAMES = (
    "open", "write", "fsync", "close", "replace", "unlink", "ftruncate", "mkdir", "chmod", "fchmod", "fchown", "read", "stat",
    "lstat", "fstat", "scandir", "listxattr", "getxattr", "setxattr", "removexattr", "link",
)  # fmt: skip
WRITING = frozenset(
    {"open", "write", "fsync", "replace", "unlink", "ftruncate", "mkdir", "chmod", "fchmod", "fchown", "swap"}
) | {"setxattr", "removexattr", "link"}

ERRORS = {
    "disk full": ENOSPC,
    "quota or inodes used up": EDQUOT,
    "remounted read-only": EROFS,
    "permission lost": EACCES,
    "input/output error": EIO,
    "stale NFS handle": ESTALE,
    "folder removed": ENOENT,
}

Act = Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]


def dies(_name: str, _call: Callable[..., Any], _given: tuple[Any, ...], _named: dict[str, Any]) -> Any:
    """The process is killed before the call."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_halfway(name: str, call: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The process is killed when half of what it writes is written; before any other call."""
    if name == "write":
        call(given[0], bytes(given[1])[: len(given[1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def fails(number: int) -> Act:
    """The system answers with an error."""

    def act(_name: str, _call: Callable[..., Any], given: tuple[Any, ...], _named: dict[str, Any]) -> Any:
        raise OSError(number, os.strerror(number), str(given[0]) if given and not isinstance(given[0], int) else None)

    return act


class Calls:
    """The calls of the system that are made, counted."""

    def __init__(self) -> None:
        self.made: list[str] = []


@contextmanager
def disturbed(act: Act | None = None, at: int = -1, *, for_good: bool = False) -> Iterator[Calls]:
    """Let the call number `at` (from 0) be done by `act`; `for_good`: and all that write behind it."""
    calls = Calls()
    places: list[tuple[Any, str]] = [(os, name) for name in NAMES if hasattr(os, name)] + [(atomic_write, "swap")]
    real = {name: getattr(module, name) for module, name in places}

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            number = len(calls.made)
            calls.made.append(name)
            if act is not None and (number == at or (for_good and number > at and name in WRITING)):
                return act(name, real[name], given, named)
            return real[name](*given, **named)

        return call

    for module, name in places:
        setattr(module, name, wrapped(name))
    try:
        yield calls
    finally:
        for module, name in places:
            setattr(module, name, real[name])


def in_a_child(work: Callable[[], int]) -> int:
    """Run in a process of its own; its exit code, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    _child, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
