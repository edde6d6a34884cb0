"""Why a file was not written."""

from __future__ import annotations


class OvertakenError(Exception):
    """Somebody else wrote the file while we were about to; nothing was written. Reading again and trying again helps."""


class LockedError(OSError):
    """Somebody else has been writing for longer than we wait."""
