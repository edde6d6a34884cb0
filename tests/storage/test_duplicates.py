"""A copy of a file in the folder: each record that is there twice is named, in time that grows with their number."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.storage.data_file import DataFile
from jinpu_tui.storage.loader import read_dataset

HEAD = '[dataset]\nformat = 1\ntitle = "x"\n'


def tasks(count: int, newline: str = "\n") -> str:
    text = "".join(f'[[task]]\nid = "T{n}"\ntitle = "任务 {n}"\nlead = "财政局"\nowner = "李明"\n\n' for n in range(count))
    return text.replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
def test_each_is_named_with_both_places(tmp_path: Path, newline: str, turned: bool) -> None:
    text = tasks(1500, newline)
    blocks = text.split(newline * 2)[:-1]
    copy = (newline * 2).join(reversed(blocks) if turned else blocks) + newline * 2
    (tmp_path / "a.toml").write_bytes(("\ufeff" + HEAD + text).encode())
    (tmp_path / "b.toml").write_bytes(copy.encode())
    found = [problem for problem in read_dataset(tmp_path).problems if problem.code == "duplicate-id"]
    assert len(found) == 1500
    lines = (tmp_path / "b.toml").read_bytes().decode().split("\n")
    before = (tmp_path / "a.toml").read_bytes().decode().split("\n")
    for item in found:
        assert f'"{item.id}"' in lines[item.line - 1]
        assert item.column == 6
        first = int(item.message.partition("a.toml:")[2].partition(";")[0])
        assert f'"{item.id}"' in before[first - 1]


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
def test_each_piece_is_searched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turned: bool) -> None:
    searched: list[tuple[str, int]] = []
    positions = DataFile.positions
    monkeypatch.setattr(DataFile, "positions", lambda file, at: (searched.append((file.path.name, at)), positions(file, at))[1])
    for count in (500, 2000):
        text = tasks(count)
        blocks = text.split("\n\n")[:-1]
        (tmp_path / "a.toml").write_text(HEAD + text, "utf-8")
        (tmp_path / "b.toml").write_text("\n\n".join(reversed(blocks) if turned else blocks) + "\n", "utf-8")
        searched.clear()
        library = read_dataset(tmp_path)
        assert len(library.problems) == count
        assert len(searched) == sum(len(file.chunks) for file in library.files)


def test_findings_of_a_file_in_one_piece_are_placed_by_one_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    positions = DataFile.positions
    monkeypatch.setattr(DataFile, "positions", lambda file, at: (searched.append(at), positions(file, at))[1])
    text = HEAD + tasks(1000).replace("owner =", 'requirements = ["R9"]\nowner =') + "[dataset.lights]\nbehind = 3\n"
    (tmp_path / "a.toml").write_text(text, "utf-8")
    library = read_dataset(tmp_path)
    assert len(library.files[0].chunks) == 1
    assert [problem.code for problem in library.problems] == ["dangling"] * 1000
    assert len(searched) == 1
    assert all('["R9"]' in text.split("\n")[problem.line - 1] for problem in library.problems)
