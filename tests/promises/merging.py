"""Random merges of one file, edited by hand on both sides in ways that no program of ours would, and a count of words.

Each value and comment holds a word of its own (handwritten.py). So no knowledge of TOML or of the merge is needed to count what
a merge lost: words that a side added and that are not in the result, and words that a side removed and that are there still,
although the file has no open conflict.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import toml_rs
from handwritten import Words, document, edited, written

_WORD = re.compile(r"w\d+w")


@dataclass
class Counted:
    """What came of the merges."""

    merges: int = 0
    edits: int = 0
    merged: int = 0
    stopped: int = 0
    conflicts: int = 0
    lost: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


Driver = Callable[[Path, Path, Path], int]
"""Merges `base`, `ours`, `theirs` into `ours`; the exit code."""


def command_line(base: Path, ours: Path, theirs: Path) -> int:
    """Merge as git does: by a process of its own."""
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    return subprocess.run([program, "merge-file", base, ours, theirs], capture_output=True, check=False).returncode


def in_process(base: Path, ours: Path, theirs: Path) -> int:
    """Merge by the same command without starting a process."""
    from jinpu_tui.cli.main import run

    return run(["merge-file", str(base), str(ours), str(theirs)])


def merge_all(seeds: range, driver: Driver = in_process) -> Counted:
    """Merge random files, one for each seed."""
    counted = Counted()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{name}.toml") for name in ("base", "ours", "theirs")]
        for seed in seeds:
            _merge_one(seed, paths, counted, driver)
    return counted


def _merge_one(seed: int, paths: list[Path], counted: Counted, driver: Driver) -> None:
    dice, word = random.Random(seed), Words()  # noqa: S311  for a repeatable run
    blocks = document(dice, word)
    counts = [dice.randrange(1, 7), dice.randrange(1, 7)]
    versions = [b"" if dice.random() < 0.03 else written(dice, blocks)]
    versions += [written(dice, edited(dice, word, blocks, count, fresh)) for fresh, count in enumerate(counts, 1)]
    if not all(_parses(version) for version in versions):
        return
    for path, version in zip(paths, versions, strict=True):
        path.write_bytes(version)
    counted.merges += 1
    counted.edits += sum(counts)
    code = driver(*paths)
    result = paths[1].read_bytes()
    base, ours, theirs, merged = (set(_WORD.findall(item.decode())) for item in (*versions, result))
    counted.stopped += code == 1
    counted.merged += code == 0
    if code not in (0, 1):
        counted.failed.append(f"seed {seed}: exit code {code}")
    lost = ((ours | theirs) - base) - merged
    if lost:
        counted.lost.append(f"seed {seed}: {sorted(lost)}")
    if code == 0:
        if not _parses(result):
            counted.unparsed.append(f"seed {seed}")
            return
        conflicts = len(toml_rs.loads(result.decode().removeprefix("\ufeff")).get("conflict", []))
        counted.conflicts += conflicts
        back = merged & ((base - ours) | (base - theirs))
        if back and not conflicts:
            counted.back.append(f"seed {seed}: {sorted(back)}")


def _parses(data: bytes) -> bool:
    try:
        toml_rs.loads(data.decode("utf-8-sig"))
    except ValueError:
        return False
    return True
