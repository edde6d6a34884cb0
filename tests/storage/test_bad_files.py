"""Files that are no ledgers: each is refused with a reason, at once, and all that is sound beside it is shown."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jinpu_tui.model.problems import Problem
from jinpu_tui.storage.loader import read_dataset

SOUND = '[dataset]\nformat = 1\ntitle = "Sound"\n[[task]]\nid = "T1"\ntitle = "Sound"\n'
HEAD = '[[task]]\nid = "T2"\ntitle = "Bad"\n'
MILLION = 1_000_000
HANG = 10.0
"""Seconds that nothing takes on any machine but what hangs; how long each takes stands in tests/promises/RESULTS.md."""

CONTENTS: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "nested arrays": ("not-toml", lambda: b"a = " + b"[" * 10_000 + b"]" * 10_000),
    "nested arrays, closed in a text": ("not-toml", lambda: b"a = " + b"[" * 10_000 + b'"' + b"]" * 10_000),
    "nested inline tables": ("not-toml", lambda: b"a = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000),
    "dotted keys": ("not-toml", lambda: b"a" + b".a" * 20_000 + b" = 1\n"),
    "a dotted header": ("not-toml", lambda: b"[a" + b".a" * 20_000 + b"]\n"),
    "dotted keys in inline tables": ("not-toml", lambda: b"a = " + (b"{a" + b".a" * 90 + b" = ") * 90 + b"1" + b"}" * 90),
    "a long text": ("too-large", lambda: HEAD.encode() + b'note = "' + b"x" * 50 * MILLION + b'"\n'),
    "a text of long lines": ("too-large", lambda: HEAD.encode() + b'note = """' + b"xxxx xxxx\n" * 800_000 + b'"""\n'),
    "a text of two million": ("too-large", lambda: HEAD.encode() + b'note = "' + b"x" * 2 * MILLION + b'"\n'),
    "a million keys": ("too-large", lambda: "".join(f"key{number} = 1\n" for number in range(MILLION))),
    "a million keys in a record": (
        "too-large",
        lambda: HEAD + "".join(f"k{number} = 1\n" for number in range(MILLION)),
    ),
    "many keys in a record": ("too-large", lambda: HEAD + "".join(f"k{number} = 1\n" for number in range(50_000))),
    "many steps": ("too-large", lambda: HEAD + "steps = [" + "{}," * 60_000 + "]\n"),
    "many values that do not fit": ("wrong-type", lambda: HEAD + "tags = [" + "1," * 9_000 + "]\n"),
    "zeros": ("not-toml", lambda: b"\0" * 1000),
    "not UTF-8": ("not-utf8", lambda: HEAD.encode() + b'note = "\xff"\n'),
    "UTF-16": ("not-utf8", lambda: HEAD.encode("utf-16")),
    "surrogates": ("not-toml", lambda: HEAD.encode() + b'note = "\\ud800"\n'),
}


def problems_of(folder: Path, name: str) -> list[Problem]:
    """The problems of one file of a dataset; the sound file beside it is read."""
    begin = time.monotonic()
    library = read_dataset(folder)
    seconds = time.monotonic() - begin
    assert "T1" in library.dataset.by_id
    assert seconds < HANG
    return [problem for problem in library.problems if problem.file.endswith(name)]


@pytest.mark.parametrize("name", CONTENTS)
def test_contents(tmp_path: Path, name: str) -> None:
    code, make = CONTENTS[name]
    (tmp_path / "a.toml").write_text(SOUND, "utf-8")
    data = make()
    (tmp_path / "bad.toml").write_bytes(data.encode() if isinstance(data, str) else data)
    found = problems_of(tmp_path, "bad.toml")
    assert code in [problem.code for problem in found]
    assert all(len(problem.message) < 300 for problem in found)
    assert "T2" not in read_dataset(tmp_path).dataset.by_id or name == "many values that do not fit"


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 2**20)


def _loop(path: Path) -> None:
    path.symlink_to(path.with_name("other.toml"))
    path.with_name("other.toml").symlink_to(path)


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "200 MB": ("too-large", _sparse),
    "a named pipe": ("unreadable", os.mkfifo if hasattr(os, "mkfifo") else _sparse),
    "a folder": ("unreadable", lambda path: path.mkdir()),
    "a link to a device": ("outside", lambda path: path.symlink_to("/dev/zero")),
    "a link out of the dataset": ("outside", lambda path: path.symlink_to("/etc/hostname")),
    "a relative link out of it": ("outside", lambda path: path.symlink_to("../../" * 20 + "etc/hostname")),
    "a link to nothing": ("broken-link", lambda path: path.symlink_to("none")),
    "a loop of links": ("broken-link", _loop),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("name", FILES)
def test_files_that_are_none(tmp_path: Path, name: str) -> None:
    code, make = FILES[name]
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.toml").write_text(SOUND, "utf-8")
    make(folder / "bad.toml")
    found = problems_of(folder, "bad.toml")
    assert [problem.code for problem in found] == [code]


def test_a_link_inside_the_dataset_is_followed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "real.txt").write_text(SOUND, "utf-8")
    (tmp_path / "link.toml").symlink_to("sub/real.txt")
    assert "T1" in read_dataset(tmp_path).dataset.by_id


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/zero")
@pytest.mark.parametrize("path", ["/dev/zero", "fifo", "loop"])
def test_named_as_the_dataset(tmp_path: Path, path: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    program = Path(sys.executable).with_name("jinpu-tui")
    done = subprocess.run(
        [program, "check", path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode in (1, 3)
    assert "Traceback" not in done.stderr
    assert done.stdout.count("error[") == 2 or "loop" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes")
def test_a_pipe_in_the_folder_does_not_keep_the_search_for_a_dataset_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "a.toml").write_text(SOUND, "utf-8")
    program = Path(sys.executable).with_name("jinpu-tui")
    done = subprocess.run([program, "list", "tasks"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=20)
    assert "Sound" in done.stdout


def test_memory_stays_in_proportion(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(HEAD.encode() + b'note = "' + b"x" * 50 * MILLION + b'"\n')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read_dataset(path)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 4 * path.stat().st_size
