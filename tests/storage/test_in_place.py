"""A file that cannot be renamed is overwritten; after a crash and the next program it has its old or its new bytes."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from errno import EBUSY, EIO, ENOSPC
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY
from system_calls import Act, dies, dies_halfway, disturbed, fails, in_a_child

from jinpu_tui.files import atomic_write, file_set
from jinpu_tui.model import edits
from jinpu_tui.services.workspace import EditError, Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor mounts of one file")

DONE, TOLD = 0, 10
LONG, SHORT = "a lead unit of many words, longer than any that it replaces", "x"


@pytest.fixture
def mounted(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ledger answers to renaming as one that is mounted alone does."""
    path = ledger / "ledger.toml"
    replace, swap = os.replace, atomic_write.swap

    def busy(target: object) -> None:
        if Path(str(target)) == path:
            raise OSError(EBUSY, os.strerror(EBUSY), str(target))

    def no_replace(source: object, target: object) -> None:
        busy(target)
        replace(source, target)

    def no_swap(one: Path, other: Path) -> bool:
        busy(other)
        return swap(one, other)

    monkeypatch.setattr(os, "replace", no_replace)
    monkeypatch.setattr(atomic_write, "swap", no_swap)
    monkeypatch.setattr(file_set, "QUIET_NS", 0)
    return path


def lead(workspace: Workspace, text: str) -> None:
    workspace.apply(edits.set_fields("task", workspace.plain("T1"), {"lead": text}, TODAY))


def test_edits_and_undo(mounted: Path) -> None:
    inode = mounted.stat().st_ino
    workspace = Workspace(mounted.parent, today=TODAY)
    lead(workspace, LONG)
    long = mounted.read_bytes()
    assert LONG.encode() in long
    lead(workspace, SHORT)
    assert len(mounted.read_bytes()) < len(long)
    workspace.undo()
    assert mounted.read_bytes() == long
    Workspace(mounted.parent, today=TODAY).undo()
    assert mounted.read_bytes() == LEDGER.encode()
    assert mounted.stat().st_ino == inode
    assert sorted(path.name for path in mounted.parent.rglob("*")) == [
        ".gitignore",
        ".jinpu",
        "journal.toml",
        "ledger.toml",
        "lock",
    ]


@pytest.mark.parametrize("text", [LONG, SHORT])
def test_killed_at_every_call(mounted: Path, tmp_path: Path, text: str) -> None:
    folder, base = mounted.parent, tmp_path / "base"
    lead(Workspace(folder, today=TODAY), "Audit")
    old = mounted.read_bytes()
    shutil.copytree(folder, base)
    with disturbed() as calls:
        lead(Workspace(folder, today=TODAY), text)
    new = mounted.read_bytes()
    steps = len(calls.made)
    assert steps > 20
    outcomes = set()
    ways: list[Act] = [dies, dies_halfway, fails(ENOSPC), fails(EIO)]
    for at in range(steps):
        for act in ways[at % 2 :: 2]:  # at each call two of the four, at the next one the others
            outcomes.add(_disturb(mounted, base, text, act, at, (old, new)))
    assert {(DONE, "new"), (TOLD, "old"), (-9, "old"), (-9, "new")} <= outcomes
    assert (DONE, "old") not in outcomes


def _disturb(path: Path, base: Path, text: str, act: Act, at: int, texts: tuple[bytes, bytes]) -> tuple[int, str]:
    """Disturb an edit at one call; its exit code, and which text the file holds after the next program."""
    shutil.rmtree(path.parent / ".jinpu")
    shutil.copytree(base / ".jinpu", path.parent / ".jinpu")
    path.write_bytes(texts[0])

    def save() -> int:
        with disturbed(act, at):
            try:
                lead(Workspace(path.parent, today=TODAY), text)
            except (OSError, EditError):
                return TOLD
        return DONE

    code = in_a_child(save)
    Workspace(path.parent, today=TODAY).tidy()
    present = path.read_bytes()
    assert present in texts, (code, at)
    assert code != DONE or present == texts[1]
    assert not [item for item in path.parent.rglob("*") if "in-place" in item.name or ".jinpu-" in item.name]
    again = Workspace(path.parent, today=TODAY)
    again.apply(edits.add_note(again.plain("T2"), "still works", "", TODAY))
    again.undo()
    assert path.read_bytes() == present
    return code, "new" if present == texts[1] else "old"


def _die_halfway(path: Path, text: str = LONG) -> None:
    """Leave the file half written and its backup in `.jinpu`."""

    def save() -> int:
        real = os.write

        def write(descriptor: int, data: bytes) -> int:
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                real(descriptor, bytes(data)[: len(data) // 2])
                os.kill(os.getpid(), 9)
            return real(descriptor, data)

        os.write = write  # type: ignore[assignment]
        lead(Workspace(path.parent, today=TODAY), text)
        return DONE

    assert in_a_child(save) == -9
    assert path.read_bytes() != LEDGER.encode()
    assert list((path.parent / ".jinpu").glob("in-place-*"))


def test_the_command_line_repairs_what_it_cannot_read(mounted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from jinpu_tui.cli.main import run

    _die_halfway(mounted)
    assert run(["-D", str(mounted.parent), "set", "T1", "lead=Finance"]) == 0
    assert run(["-D", str(mounted.parent), "undo"]) == 0
    capsys.readouterr()
    assert mounted.read_bytes() == LEDGER.encode()
    assert not list((mounted.parent / ".jinpu").glob("in-place-*"))


def test_a_file_written_by_hand_since_is_left_alone(mounted: Path) -> None:
    _die_halfway(mounted)
    by_hand = LEDGER.encode() + b"# by hand, after the crash\n"
    mounted.write_bytes(by_hand)
    Workspace(mounted.parent, today=TODAY).tidy()
    assert mounted.read_bytes() == by_hand
    assert not list((mounted.parent / ".jinpu").glob("in-place-*"))


def test_bytes_that_a_power_cut_made_zero_are_repaired(mounted: Path) -> None:
    _die_halfway(mounted)
    torn = bytearray(mounted.read_bytes())
    torn[-200:] = bytes(200)
    mounted.write_bytes(torn)
    Workspace(mounted.parent, today=TODAY).tidy()
    assert mounted.read_bytes() == LEDGER.encode()


@pytest.mark.parametrize(
    "planted", [b"", b"{}\n", b'{"inode": %d, "old": 9, "new": 9}\nshort', b'{"inode": 1, "old": 1, "new": 1}\nab']
)
def test_a_backup_that_came_with_the_folder_changes_nothing(ledger: Path, planted: bytes) -> None:
    path = ledger / "ledger.toml"
    (ledger / ".jinpu").mkdir()
    number = path.stat().st_ino
    (ledger / ".jinpu" / "in-place-1").write_bytes(planted.replace(b"%d", b"%d" % number))
    path.write_bytes(LEDGER.encode()[:-7])
    torn = path.read_bytes()
    Workspace(ledger, today=TODAY).tidy()
    assert path.read_bytes() == torn


def test_a_save_of_somebody_else_is_noticed(mounted: Path) -> None:
    workspace = Workspace(mounted.parent, today=TODAY)
    mounted.write_bytes(LEDGER.encode() + b"# theirs\n")
    lead(workspace, LONG)
    assert mounted.read_bytes().endswith(b"# theirs\n")
    assert LONG.encode() in mounted.read_bytes()


def test_the_backup_is_as_private_as_the_file(mounted: Path) -> None:
    mounted.chmod(0o600)
    _die_halfway(mounted)
    (backup,) = (mounted.parent / ".jinpu").glob("in-place-*")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
