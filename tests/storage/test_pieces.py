"""Reading and editing piece by piece gives what reading and editing the whole gives."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_text import LEDGER, TODAY, changed_lines

from jinpu_tui.model import edits
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import chunks
from jinpu_tui.storage.data_file import read_file
from jinpu_tui.storage.loader import Loader, read_dataset

HEAD = '[dataset]\nformat = 1\ntitle = "x"\n'

FRAGMENTS = [
    '[[task]]\nid = "{n}"\ntitle = "plain"\n',
    '[[task]]\nid = "{n}"\ntitle = """\n[[task]]\nid = "inside a text"\n"""\n',
    "[[task]]\nid = \"{n}\"\ntitle = '''\n\n[[requirement]]\n'''\nsteps = [\n  {{ text = \"a\" }},\n]\n",
    '# a comment with """ in it\n[[task]]\nid = "{n}"\ntitle = "未来"\nunknown = 1\n',
    '[[requirement]]\nid = "{n}"\ntitle = "r"\ntext = """\n"""\n',
    '[[indicator]]\nid = "{n}"\nname = "i"\nbaseline.period = "2015"\nbaseline.value = 1\n',
    '[[indicator]]\nid = "{n}"\nname = "i"\n[indicator.baseline]\nperiod = "2015"\nvalue = 1\n',
    '[[source]]\nid = "{n}"\ntitle = "s"\nprogress = "wrong"\n',
    '[[task]]\nid = "{n}"\ntitle = 5\n',
    '[[task]]\r\nid = "{n}"\r\ntitle = "windows"\r\n',
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a record or two."""
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 8)


@settings(max_examples=200, deadline=None)
@given(chosen=st.lists(st.sampled_from(FRAGMENTS), max_size=12), tail=st.sampled_from(["", "[[task]]\nid = ", '"""', "]]"]))
def test_pieces_say_what_the_whole_says(tmp_path_factory: pytest.TempPathFactory, chosen: list[str], tail: str) -> None:
    path = tmp_path_factory.mktemp("pieces") / "a.toml"
    text = HEAD + "".join(fragment.format(n=f"N{number}") for number, fragment in enumerate(chosen)) + tail
    path.write_bytes(text.encode())
    whole = read_dataset(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK_BYTES", 8)
        split = read_dataset(path)
    assert split.dataset == whole.dataset
    assert split.problems == whole.problems
    assert b"".join(piece.data for piece in split.files[0].chunks) == (text.encode() if split.files[0].readable else b"")


@pytest.mark.usefixtures("small")
def test_a_long_file_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(LEDGER, "utf-8")
    assert len(read_file(path).chunks) > 5


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "tail",
    ["[dataset.lights]\nsoon_days = 3\n", '[[task.steps]]\ntext = "late"\n', "[task2]\na = 1\n[[task2.b]]\n"],
    ids=["a table goes on", "an array goes on", "an unknown table"],
)
def test_pieces_that_belong_together_are_read_together(tmp_path: Path, tail: str) -> None:
    text = HEAD + '[[task]]\nid = "T1"\ntitle = "a"\n[[requirement]]\nid = "R1"\ntitle = "r"\n' + tail
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    found = read_dataset(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert [problem.code for problem in found.problems][:1] == ["not-toml"]
    else:
        soon = tables["dataset"].get("lights", {}).get("soon_days", 14)
        assert found.dataset.info.lights.soon_days == soon
        assert [task.id for task in found.dataset.tasks] == ["T1"]


@pytest.mark.usefixtures("small")
def test_what_is_there_twice_is_told_over_the_edge_of_a_piece(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HEAD + '[[task]]\nid = "T1"\ntitle = "a"\n' * 2, "utf-8")
    found = read_dataset(path)
    assert [(problem.line, problem.column, problem.code) for problem in found.problems] == [(8, 6, "duplicate-id")]
    assert f"{path.name}:5" in found.problems[0].message


@pytest.mark.usefixtures("small")
def test_edits_and_undo_in_pieces_keep_every_byte(ledger: Path) -> None:
    file = ledger / "ledger.toml"
    workspace = Workspace(ledger, today=TODAY)
    workspace.apply(edits.set_fields("task", workspace.plain("T2"), {"progress": 40}, TODAY))
    assert changed_lines(LEDGER, file.read_text("utf-8")) == ([], ["progress = 40\n"])
    workspace.apply(edits.remove("task", workspace.plain("T2")))
    workspace.apply(edits.add("task", "T9", {"title": "new"}, "T1"))
    assert [task.id for task in Workspace(ledger).dataset.tasks] == ["T1", "T9", "T3"]
    assert workspace.dataset == Workspace(ledger).dataset
    for _edit in range(3):
        workspace.undo()
    assert file.read_text("utf-8") == LEDGER


def test_a_first_look_has_the_beginning_of_every_file(tmp_path: Path) -> None:
    records = "".join(f'[[task]]\nid = "T{number}"\ntitle = "a task"\n' for number in range(60_000))
    (tmp_path / "a.toml").write_text(HEAD + records, "utf-8")
    (tmp_path / "b.toml").write_text('[[requirement]]\nid = "R1"\ntitle = "r"\n', "utf-8")
    progress = Loader(tmp_path)
    seen = progress.partial().dataset
    assert 50 < len(seen.tasks) < 60_000
    assert [requirement.id for requirement in seen.requirements] == ["R1"]
    assert 0 < progress.share < 1
    assert progress.load_all().dataset == read_dataset(tmp_path).dataset
    assert progress.share == 1


def test_an_edit_in_the_middle_of_reading_waits_for_the_rest(tmp_path: Path) -> None:
    records = "".join(f'[[task]]\nid = "T{number}"\ntitle = "a task"\n' for number in range(60_000))
    path = tmp_path / "a.toml"
    path.write_text(HEAD + records, "utf-8")
    workspace = Workspace(path, today=TODAY, partial=True)
    assert workspace.reading
    assert not workspace.refresh()
    workspace.apply(edits.set_fields("task", workspace.plain("T1"), {"status": "done"}, TODAY))
    assert not workspace.reading
    assert len(workspace.dataset.tasks) == 60_000


def test_a_first_look_shows_nothing_that_others_will_come_before(tmp_path: Path) -> None:
    def tasks(first: int, count: int) -> str:
        return "".join(f'[[task]]\nid = "T{first + n}"\ntitle = "a task"\n' for n in range(count))

    requirements = "".join(f'[[requirement]]\nid = "R{n}"\ntitle = "a requirement"\n' for n in range(5_000))
    (tmp_path / "a.toml").write_text(HEAD + requirements + tasks(0, 30_000), "utf-8")
    (tmp_path / "b.toml").write_text(tasks(30_000, 30_000), "utf-8")
    progress = Loader(tmp_path)
    seen = [task.id for task in progress.partial().dataset.tasks]
    assert 50 < len(seen) < 30_000
    assert seen == [f"T{n}" for n in range(len(seen))]
