"""Record what a user's own editor does to the files of a dataset as one entry of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from jinpu_tui.files.file_edits import FileEdit
from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.files.safe_open import read_regular, real_path
from jinpu_tui.model.changes import Added, AnyChange, Removed
from jinpu_tui.model.compare import changes_between, differing_ids
from jinpu_tui.storage import journal
from jinpu_tui.storage.data_file import holds_other_bytes
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.journal_entries import Entry, new_entry
from jinpu_tui.storage.loader import from_bytes, rescan


class EditorSession:
    """The files and the journal of a dataset before an editor is started."""

    def __init__(self, loaded: DatasetFiles, author: str = "") -> None:
        """Read the files; `author` is what the user is called. Raises OSError."""
        self.author = author
        self._loaded = loaded
        self._metadata = MetadataDir(loaded.root)
        self._journal = self._metadata.path("journal.toml")
        entries = journal.read(self._journal)
        self.contents: Mapping[str, bytes] = file_contents(loaded)
        self.last_entry = entries[-1].number if entries else 0

    def record(self) -> None:
        """Append what has changed in the files to the journal as one edit. Raises LockedError, OSError."""
        if file_contents(self._loaded) == self.contents:
            return
        with self._metadata.locked():
            loaded = rescan(self._loaded, holds_other_bytes) or self._loaded
            self._metadata.files = [file.path for file in loaded.files]
            entry = entry_of(self, loaded, journal.read(self._journal))
            if entry is not None:
                journal.append(self._journal, entry, self._metadata.permissions)


def file_contents(loaded: DatasetFiles) -> dict[str, bytes]:
    """Return the bytes of the files of a dataset as they are on disk. Files that cannot be read are skipped."""
    contents = {}
    for file in loaded.files:
        with suppress(OSError, UnicodeEncodeError):
            name = loaded.journal_name(file.path)
            name.encode()  # the journal is UTF-8; a file whose name is not cannot be in it
            contents[name] = read_regular(file.path, follow=_may_follow(file.path, loaded))[0]
    return contents


def entry_of(session: EditorSession, loaded: DatasetFiles, entries: Sequence[Entry]) -> Entry | None:
    """Return the entry for what has changed since a session began; None if nothing has, or if it is too large to be kept.

    Files that were added or removed meanwhile are not part of it. What the program wrote meanwhile, for this user or others,
    has entries of its own and is not part of it either, unless both changed the same lines.

    Args:
        session: What files and journal were before the editor was started.
        loaded: The dataset as it is now.
        entries: The journal as it is now.
    """
    now = file_contents(loaded)
    before = {name: data for name, data in session.contents.items() if name in now}
    later = [edit for entry in entries if entry.number > session.last_entry for edit in entry.files]
    for edit in later:
        _apply(edit, before)
    for edit in reversed(later):
        _apply(edit.inverse(), now, unless=before)
    changed = [name for name, data in before.items() if data != now[name]]
    files = [FileEdit.between(name, before[name], now[name]) for name in changed]
    kept = tuple(edit for edit in files if edit is not None)
    if not kept or len(kept) < len(files):
        return None
    states = [from_bytes(loaded.root, {name: contents[name] for name in before}, loaded) for contents in (before, now)]
    is_known = all(_are_readable(state, changed) for state in states)
    return replace(new_entry("edit", tuple(_changes(*states)) if is_known else (), name=session.author), files=kept)


def _apply(edit: FileEdit, contents: dict[str, bytes], unless: Mapping[str, bytes] | None = None) -> None:
    """Make an edit of the program in the contents of its file, if that is what the edit was made in."""
    data = contents.get(edit.file)
    if data is None or (unless is not None and unless.get(edit.file) == data):
        return
    made = edit.applied(data)
    if made is not None:
        contents[edit.file] = made


def _changes(before: DatasetFiles, after: DatasetFiles) -> Iterator[AnyChange]:
    """Yield what differs between the records of two states, and between their `[dataset]` tables."""
    table, new_table = before.raw_info(), after.raw_info()
    if table is not None and new_table is not None:
        yield from changes_between("dataset", "dataset", table, new_table)
    old, new = before.dataset.by_id, after.dataset.by_id
    for id_ in differing_ids(before.dataset, after.dataset):
        if id_ in old and id_ in new and old[id_].TYPE == new[id_].TYPE:
            yield from changes_between(old[id_].TYPE, id_, before.raw_record(id_), after.raw_record(id_))
            continue
        if id_ in old:
            yield Removed(old[id_].TYPE, id_, before.raw_record(id_))
        if id_ in new:
            yield Added(new[id_].TYPE, id_, after.raw_record(id_))


def _are_readable(state: DatasetFiles, names: Sequence[str]) -> bool:
    """Return whether the records of some files are known."""
    return all(file.readable for file in state.files if state.journal_name(file.path) in names)


def _may_follow(path: Path, loaded: DatasetFiles) -> bool:
    return not path.is_symlink() or real_path(path).is_relative_to(real_path(loaded.root)) or path == loaded.root
