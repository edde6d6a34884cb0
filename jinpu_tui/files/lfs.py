"""Git LFS pointers: small files that stand for content that is kept elsewhere.

Format: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
"""

from __future__ import annotations

import re
from pathlib import Path

from jinpu_tui.files.safe_open import read_regular

_POINTER = re.compile(rb"version https?://[^\n]{1,200}\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\s*")
MAX_POINTER_BYTES = 1024
"""The maximum length of a pointer, by the specification."""


def is_pointer(data: bytes) -> bool:
    """Return whether a file's bytes are a pointer instead of its content."""
    return len(data) <= MAX_POINTER_BYTES and data.startswith(b"version ") and _POINTER.fullmatch(data) is not None


def stored_content(data: bytes, store: Path) -> bytes | None:
    """Return the content that a pointer stands for, from a clone's store `lfs/objects`; None if it was not fetched."""
    match = _POINTER.fullmatch(data)
    if match is None:
        return None
    oid, size = match[1].decode(), int(match[2])
    try:
        content, _stamp = read_regular(store / oid[:2] / oid[2:4] / oid)
    except OSError:
        return None
    return content if len(content) == size else None
