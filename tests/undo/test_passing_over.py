"""What cannot be undone any more is named and passed over, so that older edits can still be undone."""

from __future__ import annotations

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'
TASKS = '\n[[task]]\nid = "T1"\ntitle = "one"\n\n[[task]]\nid = "T2"\ntitle = "two"\n'


def test_a_removed_duplicate_comes_back(dataset) -> None:
    dataset.write({"d.toml": HEAD + TASKS + '\n# again\n[[task]]\nid = "T1"\ntitle = "twice"\n'})
    before = dataset.bytes()
    dataset.does("set", "T2", "lead=Audit")
    dataset.does("remove", "T1")
    assert "twice" in dataset.does("show", "T1")
    assert "T1" in dataset.does("undo")
    dataset.does("undo")
    assert dataset.bytes() == before


def test_a_removed_duplicate_of_another_file_comes_back(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS, "b.toml": '[[task]]\nid = "T1"\ntitle = "twice"\n'})
    before = dataset.bytes()
    dataset.does("remove", "T1")
    dataset.does("undo")
    assert dataset.bytes() == before


def test_an_id_that_was_given_away_does_not_block_older_edits(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    before = dataset.bytes()
    dataset.does("set", "T1", "lead=Audit")
    dataset.does("remove", "T2")
    dataset.write({"b.toml": '[[task]]\nid = "T2"\ntitle = "other"\n'})
    assert dataset.does("undo").startswith("Undone: T1")
    assert "T2" in dataset.err
    assert "another record has the id T2" in dataset.err
    assert dataset.bytes()["a.toml"] == before["a.toml"].replace(
        TASKS.encode(), TASKS.split('\n[[task]]\nid = "T2"', maxsplit=1)[0].encode()
    )
    assert dataset.run("undo") == 3
    assert "T2" in dataset.err
    (dataset.folder / "b.toml").unlink()
    dataset.does("undo")
    assert dataset.bytes() == before


def test_a_field_that_a_colleague_changed_is_passed_over_and_named(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    dataset.does("set", "T1", "lead=Finance")
    dataset.does("note", "T2", "a visit")
    dataset.does("set", "T1", "due=2016-12-31")
    dataset.does("set", "T1", "due=2017-01-31", who="wang")
    assert dataset.does("undo").startswith("Undone: T2")
    assert "T1" in dataset.err
    assert "wang" in dataset.err
    assert dataset.does("undo").startswith("Undone: T1  lead")
    text = dataset.bytes()["a.toml"].decode()
    assert "due = 2017-01-31" in text
    assert "Finance" not in text
    assert "visit" not in text
    assert dataset.does("redo").startswith("Redone: T1  lead")
    assert dataset.does("redo").startswith("Redone: T2")


def test_nothing_else_to_undo_says_why(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    dataset.does("set", "T1", "due=2016-12-31")
    dataset.does("set", "T1", "due=2017-01-31", who="wang")
    before = dataset.bytes()
    assert dataset.run("undo") == 3
    assert "due" in dataset.err
    assert "wang" in dataset.err
    assert dataset.bytes() == before
