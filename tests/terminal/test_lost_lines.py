"""What is typed into a prompt that writes nothing to the dataset when the line is lost: it comes back, and to nobody else."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from ledger_text import LEDGER
from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))

PROMPTS = {
    "/": ("2/", "Filter", "计划 wri"),
    "f": ("f", "Find", "第一 pla"),
    "@": ("@", "as of", "2017-03-0"),
    "R": ("R", "What changed since", "HEAD~1234"),
}
"""By key: what opens a prompt, its title, and what is typed into it."""


def opened(ledger: Path, *words: str, **environ: str) -> Terminal:
    terminal = Terminal([PROGRAM, *words, str(ledger)], **environ)
    terminal.wait_for("Requirements")  # a filter that comes back may hide all rows at once
    return terminal


def drafts(root: Path) -> list[Path]:
    folders = root, Path(os.environ["XDG_STATE_HOME"])
    return [path for folder in folders for path in folder.rglob("draft-*.toml") if path.is_file()]


def typed_and_lost(terminal: Terminal, root: Path, keys: str, title: str, text: str, number: int) -> None:
    """Type a text into a prompt, and lose the line once the text is on disk."""
    terminal.send(keys)
    terminal.wait_for(title)
    if keys == "@":
        terminal.send("\x15")  # Ctrl+U: the prompt begins with a day
    terminal.send(text)
    terminal.wait_for(lambda _text: any(f'text = "{text}"' in path.read_text("utf-8") for path in drafts(root)))
    os.kill(terminal.process.pid, number)
    terminal.wait_for_end()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL], ids=["HUP", "KILL"])
@pytest.mark.parametrize("key", PROMPTS)
def test_it_comes_back(tmp_path: Path, ledger: Path, key: str, number: int) -> None:
    before = {path.name for path in ledger.iterdir()}
    keys, title, text = PROMPTS[key]
    with opened(ledger) as terminal:
        typed_and_lost(terminal, tmp_path, keys, title, text, number)
    with opened(ledger) as terminal:
        shown = terminal.wait_for(f"│ {text}")
        assert title in shown
        terminal.wait_for("This is what you were typing")
        terminal.send("\x1b")
        terminal.wait_for(lambda shown: "╭" not in shown)
        terminal.send(keys[-1])  # Esc keeps it for the next opening, of this or a later session
        terminal.wait_for(f"│ {text}")
        terminal.send("\x15")
        terminal.wait_for(lambda shown: f"│ {text}" not in shown)
        terminal.send("\x1b")
        terminal.wait_for(lambda shown: "╭" not in shown)
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert drafts(tmp_path) == []
    assert {path.name for path in ledger.iterdir()} == before  # a look at a dataset writes nothing into it
    assert (ledger / "ledger.toml").read_text("utf-8") == LEDGER


def test_it_comes_back_in_a_dataset_that_is_only_read(tmp_path: Path, ledger: Path) -> None:
    with opened(ledger, "--read-only") as terminal:
        typed_and_lost(terminal, tmp_path, *PROMPTS["f"], signal.SIGKILL)
    with opened(ledger, "--read-only") as terminal:
        terminal.wait_for(f"│ {PROMPTS['f'][2]}")


def test_not_to_a_session_beside_it(tmp_path: Path, ledger: Path) -> None:
    keys, title, text = PROMPTS["f"]
    with opened(ledger) as terminal:
        terminal.send(keys)
        terminal.wait_for(title)
        terminal.send(text)
        terminal.wait_for(lambda _text: any(text in path.read_text("utf-8") for path in drafts(tmp_path)))
        with opened(ledger) as other:
            other.send("@")
            other.wait_for("as of")
            other.send("\x15zzz")
            other.wait_for("│ zzz")
            assert text not in other.text
        terminal.send("q")
        terminal.wait_for(f"│ {text}q")


def test_the_filter_of_a_page_that_is_not_open_any_more_is_kept(tmp_path: Path, ledger: Path) -> None:
    with opened(ledger) as terminal:
        terminal.send("0")
        terminal.wait_for("Overview")
        typed_and_lost(terminal, tmp_path, "/", "Filter", "late", signal.SIGKILL)
    with opened(ledger) as terminal:
        terminal.wait_for("What you were typing is kept")
        terminal.send("0")
        terminal.wait_for("Overview")
        terminal.send("/")
        terminal.wait_for("│ late")


def test_a_prompt_on_a_record_that_is_gone_needs_no_record(tmp_path: Path, ledger: Path) -> None:
    with opened(ledger) as terminal:
        terminal.send("2jj")
        terminal.wait_for("T3")
        typed_and_lost(terminal, tmp_path, *PROMPTS["f"], signal.SIGKILL)
    text = LEDGER[: LEDGER.rindex("[[task]]", 0, LEDGER.index('title = "Third"'))]
    (ledger / "ledger.toml").write_text(text, "utf-8")
    with opened(ledger) as terminal:
        terminal.wait_for(f"│ {PROMPTS['f'][2]}")
