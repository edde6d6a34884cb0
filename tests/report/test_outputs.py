"""Where reports go: one file for each unit, nothing overwritten without a word, never a file of the dataset."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from ..ui.conftest import Driver


@pytest.fixture
def report(ledger: Path, capsys: pytest.CaptureFixture[str]):
    def command(*words: str) -> tuple[int, str, str]:
        code = run(["-D", str(ledger), "--as-of", "2016-12-31", "report", *words])
        return code, *capsys.readouterr()

    return command


def write(ledger: Path, *leads: str) -> None:
    tasks = "".join(
        f"\n[[task]]\nid = \"T{number}\"\ntitle = \"task-{number}-\"\nlead = '''{lead}'''\n"
        for number, lead in enumerate(leads)
    )
    (ledger / "ledger.toml").write_text(f'[dataset]\nformat = 1\ntitle = "t"\n{tasks}', "utf-8")


@pytest.mark.parametrize(
    "leads",
    [
        ("A/B", "A-B", "A B", "a-b"),
        ("财政局", "财政局（筹）", "财政局(筹)"),
        ("none", "", "-", "–"),
        ('The "new" office', 'The "old" office', "new"),
        ("Finance", "ＦＩＮＡＮＣＥ", "finance"),
        ("x" * 300, "x" * 301, "局" * 120, "局" * 121),
        ("..", "/", "a/../../b"),
        ("Straße", "STRASSE"),
        ("e\u0301cole", "\u00e9cole"),
    ],
)
def test_no_two_units_share_a_file(report, ledger: Path, leads: tuple[str, ...]) -> None:
    write(ledger, *leads)
    folder = ledger.parent / "out"
    folder.mkdir()
    code, out, _err = report("-o", str(folder / "u.md"), "--by", "lead")
    assert code == 0
    paths = list(folder.iterdir())
    assert sorted(str(path) for path in paths) == sorted(out.splitlines())
    assert len({path.name.casefold() for path in paths}) == len(paths)
    texts = [path.read_text("utf-8") for path in paths]
    for number in range(len(leads)):
        assert sum(f"task-{number}-" in text for text in texts) == 1


def test_nothing_is_overwritten_without_force(report, ledger: Path) -> None:
    output = ledger.parent / "r.md"
    assert report("-o", str(output))[0] == 0
    before = output.read_bytes()
    assert report("-o", str(output))[0] == 0  # it holds just that
    output.write_text("mine", "utf-8")
    code, out, err = report("-o", str(output))
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert "exists already; --force overwrites it" in err
    assert output.read_text("utf-8") == "mine"
    assert report("-o", str(output), "--force")[0] == 0
    assert output.read_bytes() == before


def test_of_several_files_all_or_none_is_written(report, ledger: Path) -> None:
    taken = ledger.parent / "u-none.md"
    taken.write_text("mine", "utf-8")
    assert report("-o", str(ledger.parent / "u.md"), "--by", "lead")[0] == 3
    assert not (ledger.parent / "u-Finance.md").exists()
    assert taken.read_text("utf-8") == "mine"


def test_never_a_file_of_the_dataset(report, ledger: Path) -> None:
    file = ledger / "ledger.toml"
    link, hard = ledger.parent / "link.md", ledger.parent / "hard.md"
    link.symlink_to(file)
    os.link(file, hard)
    for output in (file, link, hard, ledger / "new.toml", ledger.parent / "other.TOML"):
        code, _out, err = report("-o", str(output), "--format", "text", "--force")
        assert (code, err.count("\n")) == (3, 1), output
    assert file.read_text("utf-8") == LEDGER
    assert not (ledger / "new.toml").exists()


def test_a_dash_is_standard_output(report, ledger: Path) -> None:
    code, out, err = report("-o", "-", "--format", "markdown")
    assert (code, err) == (0, "")
    assert out.startswith("# Test\n")
    assert report("-o", "-")[0] == 2
    assert report("-o", "-", "--format", "text", "--by", "lead")[0] == 2


async def test_the_app_asks_and_cancel_comes_first(ledger: Path, tmp_path: Path) -> None:
    output = tmp_path / "r.md"
    output.write_text("mine", "utf-8")
    app = JinpuApp(Workspace(ledger, today=TODAY))
    async with app.run_test(size=(100, 30)) as pilot:
        driver = Driver(app, pilot, ledger)
        for keys in (("enter",), ("escape",)):
            await driver.keys("ctrl+o", "enter")
            await pilot.pause()
            await driver.keys("ctrl+u", str(output), "enter")
            await pilot.pause()
            assert "exists already" in driver.text
            await driver.keys(*keys)
            assert output.read_text("utf-8") == "mine"
        await driver.keys("ctrl+o", "enter")
        await pilot.pause()
        await driver.keys("ctrl+u", str(output), "enter")
        await pilot.pause()
        await driver.keys("down", "enter")
        assert "Written:" in driver.text
        assert output.read_text("utf-8").startswith("# Test")
        await driver.keys("ctrl+o", "enter")
        await pilot.pause()
        await driver.keys("ctrl+u", str(ledger / "x.toml"), "enter")
        assert "Name the file" in driver.text
