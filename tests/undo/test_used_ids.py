"""An id that was used once is not given to another record."""

from __future__ import annotations

import re
import shutil

import pytest

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'
TASKS = "".join(f'\n[[task]]\nid = "T{number}"\ntitle = "task"\n' for number in (1, 2, 13))


def new_id(dataset, kind: str = "task", *words: str) -> str:
    before = {word for data in dataset.bytes().values() for word in data.decode(errors="replace").split('"')}
    dataset.does("add", kind, f"{'name' if kind in ('indicator', 'view') else 'title'}=new", *words)
    text = "".join(data.decode(errors="replace") for data in dataset.bytes().values())
    return next(word for word in reversed(text.split('"')) if word not in before and word[-1:].isdigit())


def test_of_a_removed_record(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    dataset.does("remove", "T13")
    assert new_id(dataset) == "T14"
    dataset.does("undo")
    dataset.does("undo")
    assert "T13" in dataset.does("list", "tasks")


def test_of_an_undone_addition(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    assert new_id(dataset) == "T14"
    dataset.does("undo")
    assert new_id(dataset) == "T15"


def test_of_a_record_that_a_colleague_removed(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    dataset.does("remove", "T13", who="wang")
    assert new_id(dataset) == "T14"


def test_of_a_requirement_below_another(dataset) -> None:
    parts = "".join(f'\n[[requirement]]\nid = "R1.{number}"\ntitle = "p"\nparent = "R1"\n' for number in (1, 2, 3))
    dataset.write({"a.toml": f'{HEAD}\n[[requirement]]\nid = "R1"\ntitle = "r"\n{parts}'})
    dataset.does("remove", "R1.2")
    dataset.does("remove", "R1.3")
    assert new_id(dataset, "requirement", "parent=R1") == "R1.4"


NAMED = {
    "comment": '\n[[comment]]\nid = "C-li-1"\non = "T20"\nby = "li"\ntext = "x"\n',
    "sign-off": '\n[[signoff]]\nid = "G-li-1"\non = "T20"\nby = "li"\n',
    "dependency": '\n[[task]]\nid = "T14"\ntitle = "x"\ndepends = ["T1", "T20"]\n',
    "open conflict": '\n[[conflict]]\nid = "X1"\non = "T20"\nmine = """[[task]]\nid = "T20"\ntitle = "x"\n"""\n',
}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
def test_that_the_dataset_still_names_without_a_journal(dataset, text: str) -> None:
    dataset.write({"a.toml": HEAD + TASKS + text})
    assert new_id(dataset) == "T21"


UNREADABLE = {
    "not TOML": '[[task]]\nid = "T20"\ntitle = "x"\n\n[[task]\n',
    "inline and not TOML": "task = [{ id = 'T20', title = 'x' }, ]]\n",
    "merge markers": '[[task]]\n<<<<<<< ours\nid = "T19"\n=======\nid = "T20"\n>>>>>>> theirs\n',
    "not UTF-8": '[[task]]\nid = "T20"\ntitle = "预算"\n'.encode("gb18030"),
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_of_a_file_that_cannot_be_read(dataset, text: str | bytes) -> None:
    dataset.write({"a.toml": HEAD + TASKS, "b.toml": text})
    assert new_id(dataset) == "T21"


def test_of_a_source_and_of_an_indicator(dataset) -> None:
    dataset.write({"a.toml": HEAD + '\n[[source]]\nid = "S1"\ntitle = "s"\n\n[[indicator]]\nid = "I4"\nname = "i"\n'})
    dataset.does("remove", "S1")
    dataset.does("remove", "I4")
    assert new_id(dataset, "source") == "S2"
    assert new_id(dataset, "indicator") == "I5"


def test_of_a_comment(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    dataset.does("comment", "T1", "first")
    dataset.does("comment", "T1", "second")
    [second] = re.findall(r'id = "(C-li-2[^"]*)"', dataset.bytes()["reviews/li.toml"].decode())
    dataset.does("remove", second)
    dataset.does("comment", "T1", "third")
    assert 'id = "C-li-3-' in dataset.bytes()["reviews/li.toml"].decode()


def test_one_that_is_typed_is_taken_as_it_is(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    dataset.does("remove", "T13")
    dataset.does("add", "task", "T13", "title=again")
    shutil.rmtree(dataset.folder / ".jinpu")
    assert new_id(dataset) == "T14"
