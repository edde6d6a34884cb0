"""Offices that edit files with a text editor, in a repository of many, and share by merges, rebases and criss-cross merges.

    python3 tests/benchmarks/offices_by_hand.py [--offices 8] [--rounds 20]

Unlike offices.py, nobody keeps to a layout: each office has a file without [dataset], records move between files and in them,
comments are edited, tables are unknown, ids are forgotten or given twice. Two counters look at each merge: one compares words
and knows no TOML (each value and comment holds a word of its own), the other is the audit of the merge driver, run once more.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "promises")]

from handwritten import Block, Words, edited, record  # noqa: E402  a script has no package to find it in
from sections import keep_section  # noqa: E402

RESULTS = HERE / "RESULTS.md"
HEADING = "## Offices that edit by hand"

_WORD = re.compile(r"w\d+w")
_HEADER = re.compile(r"\[\[?[a-z0-9]+\]\]?( #.*)?")


@dataclass
class Counts:
    """What came of a run."""

    edits: int = 0
    merges: int = 0
    rebases: int = 0
    criss_cross: int = 0
    files: int = 0
    stopped: int = 0
    decided: int = 0
    lost: list[str] = field(default_factory=list)
    audited: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)


def blocks_of(text: str) -> list[Block]:
    """Cut a file in front of its headers, or the comments above these."""
    blocks: list[Block] = [[]]
    above: Block = []
    quotes = ""
    for line in text.splitlines():
        if not quotes and _HEADER.fullmatch(line):
            blocks.append([*above, line])
            above = []
        elif not quotes and line.startswith("#"):
            above.append(line)
        else:
            blocks[-1] += [*above, line]
            above = []
        for mark in ("'''", '"""'):
            if line.count(mark) % 2 and quotes in ("", mark):
                quotes = "" if quotes else mark
    blocks[-1] += above
    return blocks


class Office:
    """A clone, and the person who edits in it."""

    def __init__(self, folder: Path, number: int, dice: random.Random, word: Words) -> None:
        self.folder, self.number, self._dice, self._word = folder, number, dice, word
        self._made = 0

    def git(self, *words: str, fails: bool = False) -> str:
        """Run git and return its output. Raises AssertionError if it fails, unless it may."""
        identity = {
            f"GIT_{role}_{what}": f"office{self.number}" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        environ = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
        command = ["git", *words]
        done = subprocess.run(command, cwd=self.folder, env=environ, capture_output=True, text=True, check=False)
        assert fails or done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    @property
    def files(self) -> dict[str, str]:
        """The files of the work tree, by name."""
        return {path.name: path.read_bytes().decode() for path in sorted(self.folder.glob("*.toml"))}

    def edit(self, count: int, counts: Counts) -> None:
        """Edit the own file mostly, now and then another's; move a record to another file; decide a conflict."""
        dice = self._dice
        for _edit in range(count):
            names = sorted(self.files)
            name = f"office{self.number}.toml" if dice.random() < 0.5 else dice.choice(names)
            self._made += 1
            blocks = blocks_of(self.files.get(name, ""))
            if dice.random() < 0.15 and len(blocks) > 1:
                other = dice.choice(names)
                moved = blocks.pop(dice.randrange(1, len(blocks)))
                if other != name and not {"[dataset]", "[[conflict]]"} & set(moved):
                    self._write(other, [*blocks_of(self.files[other]), moved], and_also=(name, blocks))
            else:
                fresh = 100 * self.number + self._made
                self._write(name, edited(dice, self._word, blocks, 1, fresh))
            counts.edits += 1
        conflicts = [found for text in self.files.values() for found in re.findall(r'^id = "(X-[^"]*)"', text, re.MULTILINE)]
        if conflicts and dice.random() < 0.5:
            id_ = dice.choice(conflicts)
            program = str(Path(sys.executable).with_name("jinpu-tui"))
            done = subprocess.run(
                [program, "decide", id_, dice.choice(("mine", "theirs")), "-D", self.folder], capture_output=True, check=False
            )
            counts.decided += done.returncode == 0

    def _write(self, name: str, blocks: list[Block], and_also: tuple[str, list[Block]] | None = None) -> None:
        """Write files, unless one would not be TOML."""
        texts = {
            of: "\n".join(line for block in parts for line in block) + "\n"
            for of, parts in filter(None, ((name, blocks), and_also))
        }
        if all(map(_parses, texts.values())):
            for of, text in texts.items():
                (self.folder / of).write_text(text, "utf-8")

    def commit(self) -> None:
        """Commit all there is."""
        self.git("add", "-A")
        self.git("commit", "-qm", f"office {self.number}", "--allow-empty")

    def texts_at(self, revision: str) -> dict[str, str]:
        """The files of a commit, by name."""
        names = self.git("ls-tree", "--name-only", revision).split()
        return {name: self.git("show", f"{revision}:{name}") for name in names if name.endswith(".toml")}

    def take(self, revision: str, counts: Counts, *, rebase: bool = False) -> None:
        """Merge another's work, or rebase upon it, and count what was lost; what git stops at is done with ours."""
        bases = self.git("merge-base", "--all", "HEAD", revision).split()
        before = [self.texts_at(base) for base in bases]
        ours, theirs = self.texts_at("HEAD"), self.texts_at(revision)
        if rebase:
            self.git("rebase", "-q", revision, fails=True)
            is_stopped = (self.folder / ".git" / "rebase-merge").exists()
        else:
            self.git("merge", "-q", "-m", "merge", revision, fails=True)
            is_stopped = (self.folder / ".git" / "MERGE_HEAD").exists()
        counts.rebases += rebase
        counts.merges += not rebase
        counts.criss_cross += len(bases) > 1
        if is_stopped:
            counts.stopped += 1
            self.git("rebase" if rebase else "merge", "--abort")
            self.git("merge", "-q", "-X", "ours", "-m", "merge", revision, fails=True)
            if (self.folder / ".git" / "MERGE_HEAD").exists():  # removed here, changed there
                self.git("checkout", "-q", "--ours", "--", ".", fails=True)
                self.commit()
            for name, text in self.files.items():
                if not _parses(text):
                    (self.folder / name).write_text(ours.get(name, theirs.get(name, "")), "utf-8")
            self.commit()
            return
        self._count(before, ours, theirs, counts, is_single=len(bases) == 1 and not rebase)

    def _count(
        self,
        bases: list[dict[str, str]],
        ours: Mapping[str, str],
        theirs: Mapping[str, str],
        counts: Counts,
        *,
        is_single: bool,
    ) -> None:
        where = f"office {self.number}, edit {self._made}"
        known = set().union(*(_words(base) for base in bases))
        lost = ((_words(ours) | _words(theirs)) - known) - _words(self.files)
        if lost:
            counts.lost.append(f"{where}: {sorted(lost)}")
        for name, text in self.files.items():
            counts.files += text not in (ours.get(name), theirs.get(name))
            if not _parses(text):
                counts.unparsed.append(f"{where}: {name}")
            elif is_single and name in ours and name in theirs:
                from jinpu_tui.history.merge_audit import missing_changes

                versions = (bases[0].get(name, ""), ours[name], theirs[name], text)
                counts.audited += (
                    f"{where}: {name}: {what}" for what in missing_changes(*(version.encode() for version in versions))
                )


def _words(files: Mapping[str, str]) -> set[str]:
    return set(_WORD.findall("\n".join(files.values())))


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return False
    return True


def simulate(folder: Path, offices: int, rounds: int, seed: int = 1) -> Counts:
    """Run it with the program's merge driver."""
    dice, word, counts = random.Random(seed), Words(), Counts()  # noqa: S311  for a repeatable run
    bare = folder / "bare.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    everybody = [Office(folder / str(number), number, dice, word) for number in range(offices + 1)]
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    for office in everybody:
        subprocess.run(["git", "clone", "-q", bare, office.folder], check=True, capture_output=True)
        office.git("config", "merge.jinpu.driver", f"{program} merge-file %O %A %B")
        office.git("config", "merge.jinpu.recursive", "binary")
        if office.number == 0:
            _begin(office, offices, dice, word)
    for _round in range(rounds):
        for office in everybody[1:]:
            office.edit(dice.randrange(1, 6), counts)
            office.commit()
        for office in everybody[1:]:
            peer = dice.choice([item for item in everybody[1:] if item is not office])
            if dice.random() < 0.3:  # each takes the other's work before anybody has seen either
                heads = [item.git("rev-parse", "HEAD").strip() for item in (office, peer)]
                for item, other, head in ((office, peer, heads[1]), (peer, office, heads[0])):
                    item.git("fetch", "-q", str(other.folder), head)
                    item.take(head, counts)
            office.git("fetch", "-q", "origin")
            office.take("origin/main", counts, rebase=dice.random() < 0.3)
            office.git("push", "-q", "origin", "HEAD:main")
    return counts


def _begin(office: Office, offices: int, dice: random.Random, word: Words) -> None:
    office.git("checkout", "-qb", "main")
    (office.folder / "dataset.toml").write_text(
        f'[dataset]\nformat = 1\ntitle = "{word()}"\n\n[dataset.lights]\nsoon_days = 5\n', "utf-8"
    )
    for number in range(1, offices + 1):
        blocks = [[f"# Office {number}", ""], *(record(dice, word, 10 * number + item) for item in range(8))]
        text = "\n".join(line for block in blocks for line in block) + "\n"
        (office.folder / f"office{number}.toml").write_text(text, "utf-8")
    (office.folder / ".gitattributes").write_text("*.toml merge=jinpu\n", "utf-8")
    office.commit()
    office.git("push", "-q", "origin", "HEAD:main")


def table(counts: Counts, about: str) -> str:
    """Return the rows in Markdown."""
    rows = {
        "edits of text": counts.edits,
        "merges, and rebases": f"{counts.merges:,}, {counts.rebases:,}",
        "of these with several merge bases (criss-cross)": counts.criss_cross,
        "files merged": counts.files,
        "**merges that lost a word** (values, comments, titles)": len(counts.lost),
        "**changes that the audit missed**": len(counts.audited),
        "files that did not parse after a merge": len(counts.unparsed),
        "open conflicts decided": counts.decided,
        "merges that stopped and asked somebody": counts.stopped,
    }
    lines = [HEADING, "", about, "", "| | |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {name} | {value} |" for name, value in rows.items())]) + "\n"


def main() -> int:
    """Run it and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("offices", 8), ("rounds", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = simulate(Path(folder), asked.offices, asked.rounds, asked.seed)
    text = table(
        counts,
        f"{asked.offices} offices, {asked.rounds} rounds; `python3 tests/benchmarks/offices_by_hand.py` on {date.today()}.",
    )
    print(text, *counts.lost[:20], *counts.audited[:20], *counts.unparsed[:20], sep="\n")
    keep_section(RESULTS, text)
    return 1 if counts.lost or counts.audited or counts.unparsed else 0


if __name__ == "__main__":
    from fresh_install import CHECKOUT, is_inside, run_again_inside

    sys.exit(main() if is_inside() else run_again_inside(str(CHECKOUT)))
