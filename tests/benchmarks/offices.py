"""Many offices, one ledger: clones of one bare repository, random edits between pulls, real git.

python3 tests/benchmarks/offices.py [--offices 50] [--edits 20] [--rounds 20]

Each merge is looked at by plain comparison of the four versions, with nothing of the program's own: what a side changed must
be there afterwards, or both values in a [[conflict]]. The same run with git's own merge of lines stands beside it; there an
office that meets a conflict keeps its own lines (`-X ours`), as people do who have no time.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sections import keep_section

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
HEADING = "## Many offices, one ledger"
TASKS = 400
SIDES = {"by records": True, "git's own merge of lines": False}

Plain = dict[str, Any]


@dataclass
class Counts:
    """What came of a run."""

    edits: int = 0
    added: set[tuple[str, ...]] = field(default_factory=set)
    missing: int = 0
    merges: int = 0
    lost: int = 0
    unparsed: int = 0
    conflicts: int = 0
    false_conflicts: int = 0
    stopped: int = 0
    slowest: float = 0.0
    seconds: float = field(default_factory=time.perf_counter)

    @property
    def made(self) -> int:
        """How many notes and new tasks were made."""
        return len(self.added)


def ledger() -> str:
    """A ledger that nobody has edited yet."""
    tasks = [
        f'# Agreed in meeting {number}.\n[[task]]\nid = "T{number}"\ntitle = "Task {number}"\nrequirements = ["R1"]\n'
        f'status = "todo"\nlead = "unit {number % 17}"\ndue = {date(2016, 1, 1) + timedelta(days=number)}\n'
        f"progress = {number % 100}\n"
        for number in range(TASKS)
    ]
    observations = 'observations = [\n    { period = "2015", value = 1 },\n]\n'
    indicators = [f'[[indicator]]\nid = "I{number}"\nname = "Figure {number}"\n{observations}' for number in range(20)]
    head = '[dataset]\nformat = 1\ntitle = "Many offices"\n\n[[requirement]]\nid = "R1"\ntitle = "All"\n'
    return "\n".join([head, *tasks, *indicators])


class Office:
    """One clone, and the edits made in it."""

    def __init__(self, folder: Path, number: int, *, by_records: bool) -> None:
        self.folder, self.number, self.by_records = folder, number, by_records
        self.file = folder / "ledger.toml"
        self.made = 0

    def git(self, *words: str, fails: bool = False) -> str:
        """What git says. Raises AssertionError where it fails, unless it may."""
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=environ(self.number), capture_output=True, text=True, check=False
        )
        assert fails or done.returncode == 0, done.stderr
        return done.stdout

    def edit(self, dice: random.Random, count: int, counts: Counts) -> None:
        """So many random edits, in the text, as the program makes them."""
        from jinpu_tui.model import edits
        from jinpu_tui.storage.apply_changes import edit
        from jinpu_tui.storage.dataset_files import assemble
        from jinpu_tui.storage.loader import read_dataset

        day = date(2016, 12, 1)
        library = read_dataset(self.folder)
        for _edit in range(count):
            self.made += 1
            name = f"{self.number}.{self.made}"
            act = dice.randrange(10)
            plain = library.raw_record(f"T{dice.randrange(TASKS)}")
            if act < 5:
                due = day + timedelta(days=dice.randrange(400))
                status = dice.choice(("doing", "done", "closed", "blocked"))
                choices = ({"progress": dice.randrange(101)}, {"lead": f"unit {name}"}, {"status": status}, {"due": due})
                changes = edits.set_fields("task", plain, dice.choice(choices), day)
            elif act < 8:
                changes = edits.add_note(plain, f"note {name}", str(self.number), day + timedelta(days=dice.randrange(30)))
                counts.added.add((plain["id"], "log", f"note {name}"))
            elif act < 9:
                period = f"{2016 + dice.randrange(60)}-{1 + dice.randrange(12):02}"
                indicator = library.raw_record(f"I{dice.randrange(20)}")
                changes = edits.observe(indicator, period, {"value": self.made + self.number / 100})
            else:
                changes = edits.add("task", f"N{name}", {"title": f"New {name}", "requirements": ["R1"]})
                counts.added.add((f"N{name}", "title"))
            counts.edits += 1
            if changes:
                library = assemble(library.root, edit(library, changes).files.values(), validate=False)
        self.file.write_bytes(library.files[0].data)

    def share(self, counts: Counts) -> None:
        """Commit, pull with a merge, push."""
        self.git("commit", "-qam", f"office {self.number}")
        self.git("fetch", "-q")
        if not self.git("log", "--oneline", "HEAD..origin/main"):
            self.git("push", "-q", "origin", "HEAD:main")
            return
        base = self.git("merge-base", "HEAD", "origin/main").strip()
        versions = [self.git("show", f"{name}:ledger.toml") for name in (base, "HEAD", "origin/main")]
        begun = time.perf_counter()
        self.git("merge", "-q", "-m", "merge", "origin/main", fails=True)
        counts.slowest = max(counts.slowest, time.perf_counter() - begun)
        counts.merges += 1
        look_at(self, versions, counts)
        self.git("push", "-q", "origin", "HEAD:main")


def look_at(office: Office, versions: list[str], counts: Counts) -> None:
    """Count what a merge lost, and its conflicts; leave the clone as an office would."""
    if "UU ledger.toml" in office.git("status", "--porcelain"):
        counts.stopped += 1
        counts.unparsed += parsed(office.file.read_text("utf-8")) is None
        office.git("merge", "--abort")
        office.git("merge", "-q", "-X", "ours", "-m", "merge", "origin/main")
    base, ours, theirs, merged = (parsed(text) or {} for text in (*versions, office.file.read_text("utf-8")))
    b, o, t, m = (leaves(our) for our in (base, ours, theirs, merged))
    kept = kept_sides(merged)
    for key in {*o, *t}:
        here, there, now = (side.get(key) for side in (o, t, m))
        if here != b.get(key) and there != b.get(key) and here != there:
            counts.conflicts += 1
            is_kept = now in (here, there) and all(value in kept.get(key, ()) for value in (here, there))
        else:
            changed = here if here != b.get(key) else there
            is_kept = now == changed or changed in kept.get(key, ())
        if not is_kept:
            counts.lost += 1
            if office.by_records:
                print(f"lost: office {office.number} {key}: {here!r}, {there!r}, now {now!r}", file=sys.stderr)
    before = {*kept_sides(ours), *kept_sides(theirs)}
    named = {(item["on"], item.get("field")) for item in merged.get("conflict", [])}
    for key in kept.keys() - before:  # a status is kept with its dates, which are no conflict of their own
        alike = b.get(key) in (o.get(key), t.get(key)) or o.get(key) == t.get(key)
        counts.false_conflicts += alike and key[:2] in named


def kept_sides(tables: Plain) -> dict[tuple[str, ...], list[Any]]:
    """What the open conflicts hold of both sides, by field as `leaves` has them; None where a side has it not."""
    found: dict[tuple[str, ...], list[Any]] = {}
    for conflict in tables.get("conflict", []):
        texts = (conflict.get(side, "") for side in ("mine", "theirs"))
        sides = [leaves({"task": [{"id": conflict["on"], **(parsed(text) or {})}]}) for text in texts]
        for key in {key for side in sides for key in side if key[1] != "id"}:
            found.setdefault(key, []).extend(side.get(key) for side in sides)
    return found


def parsed(text: str) -> Plain | None:
    """The tables of a text; None where it does not parse."""
    import toml_rs

    try:
        return toml_rs.loads(text)
    except toml_rs.TOMLDecodeError:
        return None


def leaves(tables: Plain) -> dict[tuple[str, ...], Any]:
    """Each field of each record; of logs and observations each entry by itself."""
    found: dict[tuple[str, ...], Any] = {}
    for kind in ("task", "indicator"):
        for record in tables.get(kind, []):
            for name, value in record.items():
                if name == "log":
                    found |= {(record["id"], name, item["text"]): item for item in value}
                elif name == "observations":
                    found |= {(record["id"], name, item["period"]): item["value"] for item in value}
                else:
                    found[record["id"], name] = value
    return found


def environ(number: int) -> dict[str, str]:
    """Who commits, and nothing of the machine's own settings."""
    identity = {f"GIT_{role}_{what}": f"office{number}" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def simulate(folder: Path, offices: int, edits: int, rounds: int, *, by_records: bool, seed: int = 1) -> Counts:
    """Run it; `by_records` with the program's merge driver, else with git's own merge of lines."""
    dice = random.Random(seed)  # noqa: S311  for a repeatable run
    counts = Counts()
    bare = folder / "bare.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    first = Office(folder / "0", 0, by_records=by_records)
    subprocess.run(["git", "clone", "-q", bare, first.folder], check=True, capture_output=True)
    first.file.write_text(ledger(), "utf-8")
    (first.folder / ".gitattributes").write_text("*.toml merge=jinpu\n", "utf-8")
    first.git("checkout", "-qb", "main")
    first.git("add", "-A")
    first.git("commit", "-qm", "begin")
    first.git("push", "-q", "origin", "HEAD:main")
    all_offices = []
    for number in range(1, offices + 1):
        office = Office(folder / str(number), number, by_records=by_records)
        subprocess.run(["git", "clone", "-q", bare, office.folder], check=True, capture_output=True)
        if by_records:
            office.git("config", "merge.jinpu.driver", f"{sys.executable} -m jinpu_tui merge-file %O %A %B")
        all_offices.append(office)
    for _round in range(rounds):
        for office in all_offices:
            office.edit(dice, edits, counts)
        for office in all_offices:
            office.share(counts)
    first.git("pull", "-q", "origin", "main")
    counts.missing = len(counts.added - leaves(parsed(first.file.read_text("utf-8")) or {}).keys())
    counts.seconds = time.perf_counter() - counts.seconds
    return counts


def table(found: dict[str, Counts], told: str) -> str:
    """The rows in Markdown."""
    rows = {
        "edits made": "edits",
        "merges": "merges",
        "**changes that a merge dropped**": "lost",
        "notes and new tasks made": "made",
        "**of these not there at the end**": "missing",
        "merges that stopped and asked somebody": "stopped",
        "files that did not parse after a merge": "unparsed",
        "fields that both sides changed": "conflicts",
        "conflicts where the two sides did not change the same field": "false_conflicts",
    }
    lines = [HEADING, "", told, "", f"| | {' | '.join(found)} |", "| --- |" + " --- |" * len(found)]
    lines += [f"| {name} | {' | '.join(f'{getattr(item, key):,}' for item in found.values())} |" for name, key in rows.items()]
    lines.append(f"| slowest merge | {' | '.join(f'{item.slowest:.1f} s' for item in found.values())} |")
    return "\n".join(lines) + "\n"


def run(offices: int, edits: int, rounds: int, by_records: bool) -> Counts:
    """One of the two, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return simulate(Path(folder), offices, edits, rounds, by_records=by_records)


def main() -> int:
    """Run both and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("offices", 50), ("edits", 20), ("rounds", 20)):
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        runs = {name: pool.submit(run, *vars(asked).values(), by_records) for name, by_records in SIDES.items()}
        found = {name: item.result() for name, item in runs.items()}
    told = (
        f"{asked.offices} offices, {asked.edits} random edits each between pulls, {asked.rounds} rounds, on one file of "
        f"{TASKS} tasks and 20 indicators; `python3 tests/benchmarks/offices.py` on {date.today()}."
    )
    text = table(found, told)
    print(text)
    keep_section(RESULTS, text)
    return 1 if found["by records"].lost or found["by records"].missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    from fresh_install import CHECKOUT, is_inside, run_again_inside

    sys.exit(main() if is_inside() else run_again_inside(str(CHECKOUT)))
