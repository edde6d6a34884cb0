"""A file is replaced as a whole, through links, keeping its mode, and nothing is left lying about."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from system_calls import disturbed

from jinpu_tui.files import atomic_write


def test_mode_and_link_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to("real.toml")
    atomic_write.replace_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.toml", "real.toml"]


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic_write.replace_file(path, b"new")
    assert [item.name for item in tmp_path.iterdir()] == ["a.toml"]
    assert path.read_text() == "old"


def test_the_leftover_of_a_killed_process_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")
    (tmp_path / ".a.toml.jinpu-0badcafe0badcafe").write_text("half")
    (tmp_path / ".jinpu-0badcafe0badcafe").write_text("half, as written from 0.2 on")
    (tmp_path / ".jinpu-0badcafe0badcafe.d").write_text("kept")
    (tmp_path / ".notes.jinpu-mine").write_text("kept")
    atomic_write.clear_leftovers([tmp_path, tmp_path / "none"])
    assert sorted(item.name for item in tmp_path.iterdir()) == [".jinpu-0badcafe0badcafe.d", ".notes.jinpu-mine", "a.toml"]


def test_what_is_written_is_synced_before_it_takes_the_place_and_the_folder_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")
    with disturbed() as calls:
        atomic_write.replace_file(path, b"new", instead_of=b"old")
    order = [call for call in calls.made if call in ("write", "fsync", "swap", "replace", "unlink")]
    assert order in (["write", "fsync", "swap", "unlink", "fsync"], ["write", "fsync", "swap", "replace", "fsync"])


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError:
        pytest.skip("the file system keeps no extended attributes")
    atomic_write.replace_file(path, b"new", instead_of=b"old")
    assert os.getxattr(path, "user.note") == b"kept"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_only_a_regular_file_is_replaced(tmp_path: Path) -> None:
    """Else /dev/null would be a file for all programs once root has named it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for path in (pipe, tmp_path / "link", tmp_path):
        with pytest.raises(OSError, match="not a regular file"):
            atomic_write.replace_file(path, b"x")
    assert pipe.is_fifo()
    assert sorted(item.name for item in tmp_path.iterdir()) == ["link", "pipe"]
