"""Replace several files one after the other, with a way back if one of them fails."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.files import in_place
from jinpu_tui.files.atomic_write import replace_file
from jinpu_tui.files.errors import OvertakenError
from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.files.safe_open import NO_STAMP, FileStamp, read_regular, stamp_of

QUIET_NS = 50_000_000
"""A file that somebody else wrote less than this ago may be half written: editors write in place."""


class FileText(NamedTuple):
    """A file to be replaced."""

    name: str
    """What the caller calls the file."""
    path: Path
    old: bytes
    """What the file must hold until then."""
    new: bytes
    stamp: FileStamp
    """The state of the file when it was read."""


class FileSet:
    """The files that one edit replaces. The caller holds the dataset's lock."""

    def __init__(self, texts: Sequence[FileText], metadata: MetadataDir) -> None:
        self._texts = texts
        self._metadata = metadata

    def replace(self, own: Mapping[Path, FileStamp]) -> None:
        """Replace each file; one that cannot be replaced is overwritten in place.

        Args:
            own: The states in which this program left files; such files need not be waited for.

        Raises:
            OvertakenError: A file does not hold what it must.
            OSError: A file cannot be written. Earlier files of the set are replaced then; see `put_back`.
        """
        for text in self._texts:
            _wait_until_quiet(text, own)
            self._write(text.path, text.new, text.old)

    def put_back(self) -> bool:
        """Give the files that were replaced their old bytes; return whether all hold them."""
        is_whole = True
        for text in self._texts:
            try:
                present, _stamp = read_regular(text.path)
                if present == text.new:
                    self._write(text.path, text.old, text.new)
                elif present != text.old:
                    is_whole = False
            except (OSError, OvertakenError):
                is_whole = False
        return is_whole

    def stamps(self) -> list[FileStamp]:
        """Return the state of each file; NO_STAMP for one that somebody has written since, so that it is read again."""
        return [_stamp_if_ours(text) for text in self._texts]

    def _write(self, path: Path, new: bytes, old: bytes) -> None:
        try:
            replace_file(path, new, instead_of=old)
        except OSError as error:
            if not in_place.is_needed(error, path):
                raise
            in_place.overwrite(path, new, old, self._metadata)


def _wait_until_quiet(text: FileText, own: Mapping[Path, FileStamp]) -> None:
    """Let an editor that writes in place finish. Raises OvertakenError if the file has changed since it was read."""
    age = time.time_ns() - text.stamp.mtime_ns
    if text.stamp != own.get(text.path) and 0 <= age < QUIET_NS:
        time.sleep((QUIET_NS - age) / 1e9)
    if stamp_of(text.path) != text.stamp:
        raise OvertakenError(str(text.path))


def _stamp_if_ours(text: FileText) -> FileStamp:
    try:
        data, stamp = read_regular(text.path)
    except OSError:
        return NO_STAMP
    return stamp if data == text.new else NO_STAMP
