"""Hostile texts through every screen and command, in a real pty: what arrives at the terminal is looked at byte by byte."""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w
from hostile import HOSTILE, IDS
from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
PROGRAMS_OWN = re.compile(r"\x1b(?:\[(?!5;41m|666;1H)[0-?]*[ -/]*[@-~]|[78=>]|\]22;default\x07)")
"""Sequences that the program itself sends: none with the parameters that the hostile texts have."""

RAW = re.compile(
    r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
"""What must not come from the data: controls, and characters that reorder or hide text."""


@dataclass
class Shown:
    """What was found; `raw` should be empty."""

    screens: int = 0
    commands: int = 0
    size: int = 0
    raw: list[str] = field(default_factory=list)

    def look_at(self, where: str, written: bytes) -> None:
        """Look for what does not come from the program."""
        self.size += len(written)
        rest = PROGRAMS_OWN.sub("", written.decode("utf-8", "replace"))
        self.raw += [f"{where}: {rest[max(0, item.start() - 30) : item.end() + 30]!r}" for item in RAW.finditer(rest)][:5]


def show_all(names: list[str] | None = None) -> Shown:
    """Show the texts of these names, or all there are: on the screens all in one dataset, to the commands one by one."""
    found = Shown()
    texts = {name: HOSTILE[name] for name in names or HOSTILE}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "a\x1b[5;41mOWNED")
        _write(folder, dict(enumerate(texts.values())))
        _walk(folder, found)
        for number, (text_name, text) in enumerate(texts.items()):
            _command(folder, number, text, text_name, found)
        for number, id_ in enumerate(IDS if names is None else IDS[:3]):
            dataset = Path(name, f"ids{number}")
            _write(dataset, {0: "plain"}, id_)
            for words in (["check"], ["list", "tasks"], ["show", "--", id_], ["list", "tasks", "--format", "csv"]):
                _run(dataset, words, f"id {number}", found)
    return found


def _write(folder: Path, texts: dict[int, str], id_: str = "T") -> None:
    """A dataset with each text in every field that takes text, and a file that is broken and has a hostile name."""
    folder.mkdir()
    tables: dict[str, Any] = {
        "dataset": {"format": 1},
        "source": [],
        "requirement": [],
        "task": [],
        "indicator": [],
        "view": [],
    }
    for number, text in texts.items():
        tables["dataset"] |= {"title": text, "language": text, text: 1}
        common = {"title": text, "note": text, "quote": text, "tags": [text], text: text}
        nested = {"steps": [{"text": text, "odd": text}], "log": [{"by": text, "text": text}]}
        of_task = dict.fromkeys(("lead", "owner", "supervisor", "problem", "next", "deliverable", "closed_by"), text)
        tables["source"].append({"id": f"S{number}", "publisher": text, "number": text, "url": text, **common})
        tables["requirement"].append({"id": f"R{number}", "text": text, "source": f"S{number}", "parent": text, **common})
        tables["task"].append(
            {"id": f"{id_}{number}", **of_task, **nested, "support": [text], "requirements": [text], **common}
        )
        tables["task"].append({"id": f"U{number}", "status": text, "depends": [text], "title": text})
        observations = [{"period": text, "value": 1, "quote": text, "note": text}, {"period": "2016", "value": 2, "note": text}]
        of_indicator = dict.fromkeys(("name", "unit", "definition", "lead", "kind"), text)
        tables["indicator"].append({"id": f"I{number}", **of_indicator, "observations": observations})
        tables["task"].append({"id": f"V{number}", "title": text, "lead": text, "depends": [f"{id_}{number}"]})
        odd = {"filter": f"lead:{text}", "order": [text], "group": text, "columns": [text]}
        tables["view"] += [{"id": f"W{number}", "name": text, **odd}, {"id": f"X{number}", "name": text, "group": "lead"}]
    (folder / "a.toml").write_text(tomli_w.dumps(tables), "utf-8")
    (folder / "b\x1b[5;41m\x9b31m\u202e.toml").write_text("x = 1\n[broken", "utf-8")


ONCE = (
    *("2", "jjjj", "l", "jl", "j", "3", "hh", "ll", "!", "jj", "\x1b", "f", "OWNED", "\x1b", "0", "jjjjjj", "\x1b"),
    *(
        "I",
        "jj",
        "\x1b",
        "R",
        "x\r",
        "\x1b",
        "b",
        "lljj",
        "\x1b",
        "W",
        "jjj",
        "\x1b",
        "V",
        "jj",
        "\r",
        "V",
        "jjj",
        "\r",
        "\x1b",
        "L",
        "\t",
        "<>+-",
        "\x1b",
    ),
    *(
        "2",
        "o",
        "\x1b",
        "t",
        "jj\r",
        "gh",
        "l",
        "jjj",
        "t",
        "\r",
        "?",
        "jjj",
        "\x1b",
        ":",
        "\x1b",
        "m",
        "z",
        "z",
        "/OWNED",
        "\x1b",
    ),
)
"""Keys on the panes as a whole."""

ON_A_TASK = (
    "C",
    "\x1b",
    "S",
    "H",
    "\x1b",
    "r",
    "jj",
    "\x1b",
    "\r",
    "jjjjjjjj",
    "\x1b",
    "s",
    "\x1b",
    "d",
    "\x1b",
    "n",
    "\x1b",
    "w",
    "\x1b",
    "x",
    "\x1b",
    " ",
    "u",
)
ON_AN_INDICATOR = ("r", "\x1b", "\r", "jjj", "\x1b", " ", "\r", "\x1b", "x", "\x1b", "\x1b", "v", "\x1b", "w", "\x1b")
ON_A_REQUIREMENT = ("r", "jj", "\x1b", "\r", "jjj", "\x1b", " ", "2", "1", " ", "a", "\x1b")
IN_A_FORM = tuple(key for field in (1, 2, 4, 6, 16) for key in ("e", "g" + "j" * field, "\r", "\x1b", "\x1b"))


def _walk(folder: Path, found: Shown) -> None:
    with Terminal([PROGRAM, str(folder)], columns=120, rows=32) as terminal:
        terminal.wait_for("Tasks")
        _press(terminal, ONCE, found)
        count = (folder / "a.toml").read_text("utf-8").count("[[requirement]]")
        for number in range(count):
            for letter, keys in (("R", ON_A_REQUIREMENT), ("T", ON_A_TASK), ("I", ON_AN_INDICATOR)):
                _press(terminal, (f"f{letter}{number}", "\r", *keys, *IN_A_FORM), found)
        file = folder / "a.toml"
        terminal.send("2gd")
        _settle(terminal)
        file.write_text(file.read_text("utf-8").replace('id = "T0"\n', 'id = "T0"\ndue = 2016-01-01\n'), "utf-8")
        terminal.send("fri\r")
        _settle(terminal, 1.0)
        terminal.send("\x1b")
        _settle(terminal, 0.3)
        terminal.send("q")
        terminal.wait_for_end()
        found.look_at("on the screens", terminal.written)


def _press(terminal: Terminal, keys: tuple[str, ...], found: Shown) -> None:
    for key in keys:
        terminal.send(key)
        _settle(terminal)
        found.screens += 1


def _settle(terminal: Terminal, seconds: float = 0.04) -> None:
    while terminal.read(seconds):
        pass


def _command(folder: Path, number: int, text: str, name: str, found: Shown) -> None:
    typed = text.replace("\0", "")
    if not number:
        for kind in ("requirements", "tasks", "indicators", "sources", "views", "comments", "conflicts"):
            for form in ("table", "json", "csv"):
                _run(folder, ["list", kind, "--format", form], name, found)
        _run(folder, ["check"], name, found)
        _run(folder, ["check", "--format", "json"], name, found)
    for words in (
        *(["show", f"{letter}{number}", "--format", form] for letter in "SRTUI" for form in ("text", "json")),
        ["show", "--", typed],
        ["list", "tasks", "--", typed],
        ["list", "tasks", "--order", typed, "--columns", typed],
        ["list", "--view", typed],
        ["diff", typed],
        ["log", "--", typed],
        ["report", "-o", str(folder.with_name("report.html")), "--force", "--filter", typed],
        ["apply", "--", typed],
        ["list", "--view", f"X{number}"],
        ["set", f"T{number}", f"title={typed}", f"due={typed}"],
        ["set", f"T{number}", f"owner={typed}", "priority=high"],
        ["set", f"T{number}", typed],
        ["note", f"T{number}", "--", typed],
        ["add", "task", f"title={typed}"],
        ["add", "task", "--", typed],
        ["observe", "--", f"I{number}", typed, typed],
        ["done", "--", typed],
        ["remove", f"U{number}"],
        ["undo"],
        ["redo"],
        ["--", typed],
        ["--as-of", typed, "check"],
        ["init", str(folder.with_name(f"new {typed.replace('/', '_')[:60]}"))],
    ):
        _run(folder, words, name, found)


def _run(folder: Path, words: list[str], name: str, found: Shown) -> None:
    with Terminal([PROGRAM, "-D", str(folder), *words], columns=120, rows=50) as terminal:
        while terminal.process.poll() is None:
            terminal.read(0.05)
            if b"1049h" in terminal.written:  # it took the word for a dataset, and opened it
                _settle(terminal)
                terminal.send("q")
        _settle(terminal)
        found.commands += 1
        found.look_at(f"{name}: {words!r:.80}", terminal.written)
