"""Reading a git repository: revisions, the files of each, and their bytes through one long-lived `git cat-file --batch`.

The repository may come from anyone: nothing is fetched, and no program that its configuration or attributes name is run
(see history.git). So no command is used that compares the work tree with the index, as `git status` and `git diff` do: they
run the clean filters of `.gitattributes`.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from jinpu_tui.files.lfs import is_pointer, stored_content
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.history.clones import boundary, files_not_checked_out, lfs_store
from jinpu_tui.history.follow import FOLLOW, followed_changes, name_before
from jinpu_tui.history.git import git_environ, git_words, name_for_git, path_from_git
from jinpu_tui.history.work_tree import WorkTree, locate_work_tree
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.text.i18n import _

__all__ = ["Commit", "FileChange", "HistoryError", "Repository"]

_FIELDS = "%x01%H%x00%an%x00%at%x00%s%x00"
_COMMIT = re.compile(b"\\x01(?=[0-9a-f]{40,64}\\0)")
"""A commit begins so; a subject, which anybody may have written, does not."""


class FileChange(Struct, frozen=True):
    """A file of a commit, its path below the dataset, and its blobs before and after; empty if there was, or is, none."""

    name: str
    before: str
    after: str


class Commit(Struct, frozen=True):
    """A commit that touched the dataset."""

    id: str
    who: str
    when: datetime
    subject: str
    files: tuple[FileChange, ...] = ()
    is_boundary: bool = False
    """Whether the history of a shallow clone ends here: what the commit changed is not known, it seems to add all there is."""


class Repository(WorkTree):
    """The git repository around a dataset, with a process that reads its blobs. Close it, or use it in a `with` statement."""

    def __init__(self, top: Path, prefix: str, *, is_file: bool) -> None:
        super().__init__(top, prefix, is_file=is_file)
        self._reader: subprocess.Popen[bytes] | None = None

    @classmethod
    def around(cls, root: Path) -> Repository:
        """Return the repository that a dataset lies in. Raises HistoryError if there is none, or no git."""
        place = locate_work_tree(root)
        return cls(place.top, place.prefix, is_file=place.is_file)

    def revision(self, name: str) -> str:
        """Return the commit that a name stands for: a branch, a tag, `HEAD~3`, part of an id. Raises HistoryError."""
        wanted = f"{name_for_git(name)}^{{commit}}"
        try:
            return self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", wanted).decode().strip()
        except HistoryError:
            raise HistoryError(
                _("there is no revision {name}; `jinpu-tui log` names those there are").format(name=name)
            ) from None

    def revision_at(self, day: date) -> str:
        """Return the last commit made before the end of a day, local time. Raises HistoryError if there was none."""
        output = self.ask("rev-list", "-1", f"--before={day}T23:59:59", "HEAD", "--").decode().strip()
        if not output:
            raise HistoryError(_("there was no commit yet on {day}").format(day=day))
        return output

    def day_of(self, commit: str) -> date:
        """Return the day that a commit was made on, as its author's clock had it."""
        return date.fromisoformat(
            self.ask("log", "-1", "--no-patch", "--format=%as", "--end-of-options", commit).decode().strip()
        )

    def files(self, commit: str) -> Mapping[str, str]:
        """Return the blobs of the dataset's files at a commit, by their path below the dataset; no hidden folders."""
        where = self.path_at(commit)
        output = self.ask("ls-tree", "-r", "-z", "--full-tree", commit, *(["--", where] if where else []))
        found: dict[str, str] = {}
        for line in path_from_git(output).split("\0"):
            about, _tab, path = line.partition("\t")
            name = self.below(self.prefix if self.is_file and path == where else path)
            if name is not None and about.startswith("100"):
                found[name] = about.split(" ")[2]
        return dict(sorted(found.items()))

    def path_at(self, commit: str) -> str:
        """Return the path of the dataset in a commit: a dataset of one file may have had another name. Raises HistoryError."""
        if not self.is_file or self.ask("ls-tree", "-z", "--full-tree", commit, "--", self.prefix):
            return self.prefix
        return name_before(self.ask, self.prefix, commit)

    def blob(self, id_: str) -> bytes:
        """Return the bytes of a blob; for a Git LFS pointer the content, if it was fetched. Raises HistoryError."""
        reader = self._open_reader()
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(f"{id_}\n".encode())
        reader.stdin.flush()
        head = reader.stdout.readline().split()
        if len(head) != 3:
            raise HistoryError(_("the repository does not have {id}; `git fsck` shows what is wrong with it").format(id=id_))
        data = reader.stdout.read(int(head[2]))
        reader.stdout.read(1)
        return (stored_content(data, self._lfs_store) or data) if is_pointer(data) else data

    def commits(self, revisions: str = "HEAD", most: int = 0) -> Iterator[Commit]:
        """Return the commits that touched the dataset's files, newest first, instead of merges the commits that they merged."""
        limit = [f"--max-count={most}"] if most else []
        command = (
            "log",
            "--raw",
            "-z",
            "--no-abbrev",
            *(FOLLOW if self.is_file else ("--no-renames",)),
            "--no-ext-diff",
            "--no-textconv",
            f"--format={_FIELDS}",
            *limit,
            revisions,
            "--",
        )
        where = self.path_at(revisions.rpartition("..")[2] or "HEAD")
        output = self.ask(*command, *([where] if where else []))
        ends = boundary(self)
        for part in _COMMIT.split(output)[1:]:
            fields: list[bytes] = [*part.split(b"\0"), b"", b"", b""]
            id_, who, seconds, subject = (field.decode(errors="surrogateescape") for field in fields[:4])
            files = tuple(self._changes([path_from_git(line) for field in fields[4:] if (line := field.lstrip(b"\n"))]))
            if files:
                yield Commit(id_, who, _moment(seconds), subject, files, id_ in ends)

    @cached_property
    def _lfs_store(self) -> Path:
        return lfs_store(self)

    def tags(self) -> list[str]:
        """Return the names of the tags, the newest first."""
        output = self.ask("for-each-ref", "--sort=-creatordate", "--format=%(refname:strip=2)", "refs/tags")
        return output.decode(errors="surrogateescape").split("\n")[:-1]

    def is_clean(self) -> bool:
        """Return whether the dataset's files hold what the last commit has, apart from the kind of line ends.

        The files are compared here and not by `git status`, which runs the clean filters that the repository names.
        """
        left_out = files_not_checked_out(self)
        committed = {name: blob for name, blob in self.files("HEAD").items() if name not in left_out}
        return set(self._present_files()) - left_out == set(committed) and all(
            self._holds(name, blob) for name, blob in committed.items()
        )

    def _present_files(self) -> Iterator[str]:
        """Return the dataset's files that are in the index, or neither there nor ignored, by their path below the dataset."""
        for kind in (["--cached"], ["--others", "--exclude-standard"]):
            output = self.ask("ls-files", "-z", "--full-name", *kind, *self.pathspec)
            for path in path_from_git(output).split("\0"):
                name = self.below(path)
                if name is not None:
                    yield name

    def _holds(self, name: str, blob: str) -> bool:
        """Return whether a file of the work tree holds the bytes of a blob; `text` attributes may have made LF to CRLF."""
        path = self.top / self.prefix if self.is_file else self.top / self.prefix / name
        try:
            data, _stamp = read_regular(path, follow=False)
        except OSError:
            return False
        if blob in (_blob_id(data, len(blob)), _blob_id(data.replace(b"\r\n", b"\n"), len(blob))):
            return True
        return self.blob(blob) == data  # if Git LFS keeps the file, its blob is a pointer

    def configure(self, settings: Mapping[str, str]) -> None:
        """Make settings of this clone. Raises HistoryError."""
        for name, value in settings.items():
            self.ask("config", "--local", "--replace-all", name, value)

    def setting(self, name: str) -> str:
        """Return a setting as git would use it, from whichever of its files. Raises HistoryError if there is none."""
        return path_from_git(self.ask("config", "--get", name)).rstrip("\n")

    def last_commit(self, revision: str, path: str = "", without: str = "") -> Commit | None:
        """Return the newest commit of a revision that touched a path below the top, leaving out those of another revision.

        Raises HistoryError.
        """
        left_out = [f"^{without}"] if without else []
        where = [f":(top,literal){path}"] if path else []
        words = "log", "-1", "--no-ext-diff", "--format=%h%x00%an%x00%at%x00%s", "--end-of-options", revision, *left_out
        fields = self.ask(*words, "--", *where).decode(errors="replace").rstrip("\n").split("\0")
        return Commit(fields[0], fields[1], _moment(fields[2]), fields[3]) if len(fields) == 4 else None

    def branches_at(self, commit: str) -> list[str]:
        """Return the names of the branches that point at a commit, local ones first. Raises HistoryError."""
        words = "for-each-ref", "--format=%(refname:short)", f"--points-at={commit}", "refs/heads", "refs/remotes"
        return [name for name in self.ask(*words).decode(errors="replace").splitlines() if not name.endswith("/HEAD")]

    def another(self) -> Repository:
        """Return the same repository with a reader of its own, for another thread."""
        return Repository(self.top, self.prefix, is_file=self.is_file)

    def close(self) -> None:
        """End the process that reads blobs."""
        if self._reader is not None:
            for pipe in (self._reader.stdin, self._reader.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            self._reader.wait()
            self._reader = None

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _changes(self, parts: Sequence[str]) -> Iterator[FileChange]:
        if self.is_file:
            yield from (FileChange(*change) for change in followed_changes(parts))
            return
        for about, path in zip(parts[::2], parts[1::2], strict=False):
            if about.startswith(":"):
                _modes, _mode, before, after, *_status = about[1:].split(" ")
                name = self.below(path)
                if name is not None:
                    yield FileChange(name, before if before.strip("0") else "", after if after.strip("0") else "")

    def _open_reader(self) -> subprocess.Popen[bytes]:
        if self._reader is None:
            command = git_words("cat-file", "--batch")
            self._reader = subprocess.Popen(  # noqa: S603  no shell, no word of the user's
                command,
                cwd=self.top,
                env=git_environ(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            _widen(self._reader)
        return self._reader


def _widen(reader: subprocess.Popen[bytes]) -> None:
    """Have the system carry a megabyte at a time, where it can: twice as much of large files passes in a second."""
    with suppress(ImportError, OSError, AttributeError):
        import fcntl

        assert reader.stdout is not None
        fcntl.fcntl(reader.stdout, fcntl.F_SETPIPE_SZ, 1 << 20)


def _blob_id(data: bytes, digits: int) -> str:
    """Return the id that git gives a blob; the number of hexadecimal digits names the hash: 40 for SHA-1, 64 for SHA-256."""
    content = b"blob %d\0" % len(data) + data
    return (hashlib.sha256(content) if digits == 64 else hashlib.sha1(content, usedforsecurity=False)).hexdigest()


def _moment(seconds: str) -> datetime:
    """When a commit was made; the beginning of all where it says what no clock does."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
