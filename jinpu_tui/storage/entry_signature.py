"""Sign pending edits, so that a user's own in a shared folder are distinguished from those that others may have put there.

The name in a pending edit proves nothing. The signature is a message authentication code (RFC 2104) of the entry with a secret
in the user's state folder; who does not have the secret cannot sign. It is bound to the path of the dataset: an entry that was
copied into another folder is nobody's.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

import platformdirs
from msgspec.structs import replace

from jinpu_tui.files.atomic_write import write_all
from jinpu_tui.files.safe_open import read_regular, real_path
from jinpu_tui.storage import journal
from jinpu_tui.storage.journal_entries import Entry

_KEY_BYTES = 32
_PURPOSE = b"jinpu-tui pending edit 1"


class EntrySigner:
    """Signs the entries of the file at `path` for this user."""

    def __init__(self, path: Path) -> None:
        self._place = os.fsencode(real_path(path.parent) / path.name)
        self._key: bytes | None = None

    def signed(self, entry: Entry) -> Entry:
        """Return an entry with the signature of this user.

        If the secret can be neither read nor written, it lasts as long as this object: a later session only shows the entry.
        """
        if self._key is None:
            self._key = _read_key() or _new_key()
        return replace(entry, mark=_code(self._key, self._place, entry))

    def is_signed(self, entry: Entry) -> bool:
        """Return whether an entry has the signature of this user."""
        if not entry.mark:
            return False
        if self._key is None:
            self._key = _read_key()
        if self._key is None:
            return False
        return hmac.compare_digest(entry.mark.encode("utf-8", "replace"), _code(self._key, self._place, entry).encode())


def _code(key: bytes, place: bytes, entry: Entry) -> str:
    # Without the display name, which programs before it drop when they read an entry.
    text = journal.text_of(replace(entry, number=0, mark="", name="")).encode("utf-8", "surrogatepass")
    return hmac.new(key, b"\0".join((_PURPOSE, place, text)), "sha256").hexdigest()


def _key_file() -> Path:
    return platformdirs.user_state_path("jinpu-tui", appauthor=False) / "key"


def _read_key() -> bytes | None:
    """Read the secret; None if there is none, or one that others may have put there."""
    path = _key_file()
    try:
        if hasattr(os, "geteuid") and path.lstat().st_uid != os.geteuid():
            return None
        key, _stamp = read_regular(path, most=_KEY_BYTES, follow=False)
    except OSError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _new_key() -> bytes:
    """Create a secret that only this user may read, and return it, or the one that another process created meanwhile."""
    key, path = secrets.token_bytes(_KEY_BYTES), _key_file()
    temporary = path.with_name(f".key-{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_all(descriptor, key)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            os.link(temporary, path)  # fails if there is one
        except FileExistsError:
            if (known := _read_key()) is not None:
                return known
            os.replace(temporary, path)  # noqa: PTH105  the existing one cannot be used
    except OSError:
        return key
    finally:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
    return key
