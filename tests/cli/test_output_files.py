"""Files that commands write besides the dataset: they replace nothing but what the same command wrote."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register to import; its folder is the current one."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "register.csv"
    path.write_text("序号,任务\n1,走访\n", "utf-8")
    return path


def test_proposals_replace_proposals_only(ledger: Path, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("-D", str(ledger), "import", str(register), "--propose")
    assert run([*words, "mine.toml"]) == 0
    assert run([*words, "mine.toml"]) == 0
    before = (ledger / "ledger.toml").read_bytes()
    for path in (ledger / "ledger.toml", register):
        kept = path.read_bytes()
        for command in ((*words, str(path)), ("-D", str(ledger), "proposals", "export", str(path))):
            capsys.readouterr()
            assert run([*command]) == 3
            assert "does not hold proposals" in capsys.readouterr().err
            assert path.read_bytes() == kept
    assert (ledger / "ledger.toml").read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /dev/zero")
@pytest.mark.parametrize("words", [("/dev/zero",), ("--rules", "/dev/zero", "register.csv")])
def test_a_file_without_an_end_is_refused(ledger: Path, register: Path, words: tuple[str, ...]) -> None:
    assert run(["-D", str(ledger), "import", *words]) in (1, 2, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_register_whose_name_is_not_utf8(ledger: Path, register: Path) -> None:
    path = register.with_name(os.fsdecode(b"\xb0\xec.csv"))
    register.rename(path)
    for _time in range(2):
        assert run(["-D", str(ledger), "import", str(path)]) == 0
    assert (ledger / "ledger.toml").read_text("utf-8").count("走访") == 1


def test_one_long_text_does_not_make_all_lines_long(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = "".join(f'[[task]]\nid = "M{number}"\ntitle = "m"\nlead = "u"\n\n' for number in range(200))
    long = f'[[task]]\nid = "L"\ntitle = "{"x" * 100_000}"\nlead = "u"\n'
    (ledger / "more.toml").write_text(tasks + long, "utf-8")
    assert run(["-D", str(ledger), "list", "tasks"]) == 0
    out = capsys.readouterr().out
    assert "x" * 100_000 in out
    assert len(out) < 200_000
