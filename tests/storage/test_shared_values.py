"""A program that stays open keeps one object for equal short values; what is read is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.storage import shared_values
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.loader import Loader, read_dataset

TASK = """\
[[task]]
id = "T{number}"
title = "{title}"
requirements = ["R1"]
lead = "发展改革局"
support = ["b", {support}]
due = 2016-06-{day:02}
log = [{{ date = 2016-11-30, by = "li", text = "agreed" }}]

"""


def write(folder: Path, tasks: int, support: str = '"c"') -> Path:
    """Write a dataset of two files."""
    for name in ("a", "b"):
        title = "x" * shared_values.MAX_CHARS + "long"
        text = "".join(TASK.format(number=f"{name}{n}", title=title, support=support, day=n % 3 + 1) for n in range(tasks))
        (folder / f"{name}.toml").write_text("[dataset]\nformat = 1\n\n" * (name == "a") + text, "utf-8")
    return folder


def read_partly(folder: Path) -> DatasetFiles:
    """Read a dataset as the browser does."""
    loader = Loader(folder)
    loader.partial()
    return loader.load_all()


def test_equal_values_are_one_object(tmp_path: Path) -> None:
    first, *_others, last = read_partly(write(tmp_path, 100)).dataset.tasks  # a hundredth day is the first again
    assert last.lead is first.lead
    assert last.due is first.due
    assert last.requirements[0] is first.requirements[0]
    assert (last.log[0].by, last.log[0].date) == (first.log[0].by, first.log[0].date)
    assert last.log[0].by is first.log[0].by
    assert last.log[0].date is first.log[0].date
    assert last.title is not first.title, "long texts are seldom repeated"


@pytest.mark.parametrize(("remembered", "tables"), [(4096, 20_000), (2, 20_000), (4096, 30), (0, 0)])
def test_what_is_read_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, remembered: int, tables: int) -> None:
    folder = write(tmp_path, 100, support="5")
    plain = read_dataset(folder)
    monkeypatch.setattr(shared_values, "MAX_REMEMBERED", remembered)
    monkeypatch.setattr(shared_values, "MAX_TABLES", tables)
    shared = read_partly(folder)
    assert shared.dataset == plain.dataset
    assert shared.problems == plain.problems
    assert shared.problems, "a support of 5 is a problem"


def test_only_so_many_tables_are_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shared_values, "MAX_TABLES", 1)
    first, *_others, last = read_partly(write(tmp_path, 100)).dataset.tasks
    assert last.lead == first.lead
    assert last.lead is not first.lead
