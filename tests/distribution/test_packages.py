"""The man page, the wheel's metadata, and the program as one file."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Terminal

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "jinpu_tui" / "docs" / "jinpu-tui.1"


def generated_page() -> str:
    from importlib.machinery import SourceFileLoader

    loader = SourceFileLoader("manpage", str(ROOT / ".ci" / "manpage"))
    spec = importlib.util.spec_from_loader("manpage", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module.page()


def test_the_man_page_is_what_the_script_makes_of_the_commands() -> None:
    assert PAGE.read_text("utf-8") == generated_page(), "run .ci/manpage"


def test_the_man_page_renders_without_warnings() -> None:
    if shutil.which("man") is None:
        pytest.skip("man is not installed")
    done = subprocess.run(
        ["man", "--warnings", "-l", str(PAGE)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MANPAGER": "cat"},
    )
    assert done.returncode == 0
    assert not done.stderr
    assert "completion" in done.stdout


@pytest.mark.slow
def test_the_program_as_one_file(jinpu: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("shiv") is None:
        pytest.skip("shiv is not installed")
    file = tmp_path / "jinpu-tui.pyz"
    environ = {**os.environ, "PYTHON": sys.executable, "SHIV_ROOT": str(tmp_path / "unpacked")}
    subprocess.run([ROOT / ".ci" / "build-pyz", file], check=True, env=environ, capture_output=True)
    program = [sys.executable, "-P", str(file)]

    def ran(*words: str) -> str:
        done = subprocess.run([*program, *words], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
        return done.stdout

    assert ran("--version").startswith("jinpu-tui ")
    assert ran("check", str(jinpu)) == "0 problems\n"
    ran("-D", str(jinpu), "set", "T3", "due=2031-02-03")
    assert "due = 2031-02-03" in (jinpu / "tasks.toml").read_text("utf-8")
    assert "complete" in ran("completion", "bash")
    assert ran("--demo-zh", "check") == "0 problems\n"
    with Terminal([*program, str(jinpu)], SHIV_ROOT=str(tmp_path / "unpacked")) as terminal:
        terminal.wait_for("R1.1")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_metadata() -> None:
    metadata = importlib.metadata.metadata("jinpu-tui")
    assert metadata["Author"] == "The jinpu-tui developers"
    assert "TOML" in metadata["Keywords"]
    assert {"Programming Language :: Python :: 3.11", "Programming Language :: Python :: 3.13"} <= {
        *metadata.get_all("Classifier", [])
    }
