"""Bad input is normal input: every fault is named with its place, and all that is sound is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.storage.loader import read_dataset

HEAD = '[dataset]\nformat = 1\ntitle = "x"\n'

FAULTS = {
    "wrong type": ('[[task]]\nid = "T1"\ntitle = "x"\ntags = [1]\n', (7, 9), "wrong-type"),
    "unknown status": ('[[task]]\nid = "T1"\ntitle = "x"\nstatus = "dome"\n', (7, 10), "bad-choice"),
    "no id": ('[[task]]\ntitle = "x"\n', (4, 1), "no-id"),
    "duplicate id": ('[[task]]\nid = "T1"\ntitle = "x"\n[[task]]\nid = "T1"\ntitle = "x"\n', (8, 6), "duplicate-id"),
    "dangling reference": (
        '[[task]]\nid = "T1"\ntitle = "x"\nrequirements = ["R1", "R9"]\n[[requirement]]\nid="R1"\ntitle="x"\n',
        (7, 23),
        "dangling",
    ),
    "circular parent": ('[[requirement]]\nid = "R1"\ntitle = "x"\nparent = "R1"\n', (7, 10), "circular"),
    "circular dependency": ('[[task]]\nid = "T1"\ntitle = "x"\ndepends = ["T1"]\n', (7, 11), "circular"),
    "date with a time": ('[[task]]\nid = "T1"\ntitle = "x"\ndue = 2016-12-31T00:00:00\n', (7, 7), "not-a-date"),
    "progress 140": ('[[task]]\nid = "T1"\ntitle = "x"\nprogress = 140\n', (7, 12), "out-of-range"),
    "bad period": (
        '[[indicator]]\nid = "I"\nname = "x"\nobservations = [\n  { period = "2016-13", value = 1 },\n]\n',
        (8, 14),
        "bad-period",
    ),
    "nan": ('[[indicator]]\nid = "I"\nname = "x"\nbaseline = { period = "2016", value = nan }\n', (7, 39), "not-finite"),
    "no title": ('[[task]]\nid = "T1"\n', (4, 1), "no-title"),
    "records in no list": ('[task]\nid = "T1"\n', (4, 1), "wrong-type"),
}


@pytest.mark.parametrize(("text", "place", "code"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, place: tuple[int, int], code: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HEAD + text, "utf-8")
    errors = [problem for problem in read_dataset(path).problems if problem.severity == "error"]
    assert [(problem.line, problem.column, problem.code) for problem in errors] == [(*place, code)]


def test_an_unknown_key_is_a_warning_with_the_near_miss(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        HEAD + '[[task]]\nid = "T1"\ntitle = "x"\nstauts = "done"\nsteps = [{ text = "a", doen = true }]\n', "utf-8"
    )
    library = read_dataset(path)
    assert [(problem.severity, problem.line, problem.column, problem.hint) for problem in library.problems] == [
        ("warning", 7, 1, "did you mean `status`?"),
        ("warning", 8, 24, "did you mean `done`?"),
    ]
    assert library.dataset.unknown == {"T1": {"stauts": "done"}}


def test_one_bad_file_never_hides_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.toml"
    good.write_text(HEAD + '[[task]]\nid = "T1"\ntitle = "x"\n', "utf-8")
    (tmp_path / "broken.toml").write_text('[[task]]\nid = "T2\n', "utf-8")
    (tmp_path / "bytes.toml").write_bytes(b'a = "\xff"\n')
    (tmp_path / "empty.toml").write_bytes(b"")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "link.toml").symlink_to("nowhere")
    (tmp_path / "new.toml").write_text("[dataset]\nformat = 2\n", "utf-8")
    (tmp_path / ".hidden.toml").write_text("not read", "utf-8")
    library = read_dataset(tmp_path)
    told = {(Path(problem.file).name, problem.line, problem.code) for problem in library.problems}
    assert told == {
        ("broken.toml", 2, "not-toml"),
        ("bytes.toml", 1, "not-utf8"),
        ("empty.toml", 1, "empty-file"),
        ("folder.toml", 1, "unreadable"),
        ("link.toml", 1, "broken-link"),
        ("new.toml", 2, "newer-format"),
    }
    assert [task.id for task in library.dataset.tasks] == ["T1"]
    assert library.refused


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "a = " + "[" * 100_000, "a = " + "{a=" * 50_000], ids=["headers", "arrays", "tables"]
)
def test_deep_nesting_is_refused_and_does_not_end_the_program(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(text, "utf-8")
    assert [problem.code for problem in read_dataset(path).problems if problem.code == "not-toml"] == ["not-toml"]


def test_a_faulty_value_leaves_the_rest_of_its_record(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HEAD + '[[task]]\nid = "T1"\ntitle = "kept"\ndue = "soon"\nlead = "Finance"\n', "utf-8")
    dataset = read_dataset(path).dataset
    assert (dataset.tasks[0].title, dataset.tasks[0].lead, dataset.tasks[0].due) == ("kept", "Finance", None)
    assert dataset.faulty == {"T1"}


def test_a_missing_dataset_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_dataset(tmp_path / "nowhere")
