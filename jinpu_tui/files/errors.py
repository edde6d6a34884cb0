"""Errors of this package: why a file was not written. `storage` and its callers may show their messages to users."""

from __future__ import annotations


class OvertakenError(Exception):
    """The file has changed since it was read; nothing was written. Read it and try again."""


class LockedError(OSError):
    """Another program has held the lock for longer than we wait."""
