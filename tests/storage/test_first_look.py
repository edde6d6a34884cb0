"""The first look at a dataset: rows for every pane, after work that does not grow with the size of the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import chunks, data_file, partial_load

HEAD = '[dataset]\nformat = 1\ntitle = "x"\nas_of = 2016-12-31\n'


def requirement(number: int, text: str = "") -> str:
    return f'[[requirement]]\nid = "R{number}"\ntitle = "要求 {number}"\ntext = "{text}"\n'


def task(number: int) -> str:
    return f'# 会议\n[[task]]\nid = "T{number}"\ntitle = "任务 {number}"\nlead = "财政局"\n'


def indicator(number: int) -> str:
    return f'[[indicator]]\nid = "I{number}"\nname = "指标 {number}"\n'


class Work:
    """Counts of what reading costs."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.bytes = self.pieces = self.opened = 0
        self._read_piece, self._read_regular = chunks.read_chunk, data_file.read_regular
        for module in (chunks, data_file, partial_load):
            patch.setattr(module, "read_chunk", self._piece)
        patch.setattr(data_file, "read_regular", self._regular)

    def _piece(self, path: Path, data: bytes, **options: Any) -> Any:
        self.pieces += 1
        self.bytes += len(data)
        return self._read_piece(path, data, **options)

    def _regular(self, path: Path, **more: Any) -> Any:
        self.opened += 1
        return self._read_regular(path, **more)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(monkeypatch)


def look(folder: Path) -> Workspace:
    return Workspace(folder, partial=True)


def counts(workspace: Workspace) -> tuple[int, int, int]:
    dataset = workspace.dataset
    return len(dataset.requirements), len(dataset.tasks), len(dataset.indicators)


ORDERS = ["requirements, tasks, indicators", "indicators, tasks, requirements", "tasks, indicators, requirements"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("order", ORDERS)
def test_every_pane_has_rows_whatever_the_order(tmp_path: Path, work: Work, order: str, newline: str) -> None:
    parts = {
        "requirements": "".join(requirement(n, "文" * 500) for n in range(1500)),
        "tasks": "".join(task(n) for n in range(10_000)),
        "indicators": "".join(indicator(n) for n in range(10_000)),
    }
    text = HEAD + "".join(parts[name] for name in order.split(", "))
    (tmp_path / "a.toml").write_bytes(text.replace("\n", newline).encode())
    workspace = look(tmp_path)
    assert workspace.reading
    assert min(counts(workspace)) >= partial_load.SCREENFUL
    assert work.bytes < partial_load.FIRST_BYTES
    dataset = workspace.dataset
    assert dataset.info.as_of is not None
    assert [item.id for item in dataset.tasks] == [f"T{n}" for n in range(len(dataset.tasks))]
    workspace.take_rest()
    assert counts(workspace) == (1500, 10_000, 10_000)


def many(folder: Path, files: int) -> Path:
    folder.mkdir()
    (folder / "dataset.toml").write_text(HEAD + requirement(0), "utf-8")
    for number in range(files):
        office = folder / f"office{number % 7}"
        office.mkdir(exist_ok=True)
        (office / f"{number:05}.toml").write_text(task(number), "utf-8")
    return folder


def test_the_work_does_not_grow_with_the_number_of_files(tmp_path: Path, work: Work) -> None:
    costs = []
    for files in (700, 2800):
        folder = many(tmp_path / str(files), files)
        work.pieces = work.opened = 0
        workspace = look(folder)
        assert workspace.reading
        assert counts(workspace)[:2] == (1, 50)
        costs.append((work.pieces, work.opened))
        workspace.take_rest()
        assert len(workspace.dataset.tasks) == files
    assert costs[1][0] <= costs[0][0] <= 60
    assert costs[1][1] <= costs[0][1] <= partial_load.FIRST_FILES + 2 * partial_load.SAMPLE_FILES


def test_reading_all_is_linear_in_the_number_of_files(tmp_path: Path, work: Work) -> None:
    folder = many(tmp_path / "many", 1000)
    look(folder).take_rest()
    assert work.opened == 1001
    assert work.pieces == 1001


@pytest.mark.parametrize("name", ["zz.toml", "indicators.toml", "office3/zz.toml"])
def test_a_pane_whose_rows_are_in_one_of_many_files(tmp_path: Path, name: str) -> None:
    folder = many(tmp_path / "many", 2000)
    (folder / name).write_text("".join(indicator(n) for n in range(3)) + task(90_000), "utf-8")
    workspace = look(folder)
    if "/" not in name:
        assert counts(workspace)[2] == 3
    assert name < "office" or "T90000" not in workspace.dataset.by_id, "others of its kind come before it"
    workspace.take_rest()
    assert "T90000" in workspace.dataset.by_id


def test_the_dataset_table_is_found_beside_many_folders(tmp_path: Path) -> None:
    folder = many(tmp_path / "many", 2000)
    (folder / "dataset.toml").rename(folder / "zz.toml")
    assert look(folder).dataset.info.title == "x"


HIDING = '[[requirement]]\nid = "R1"\ntitle = "r"\ntext = """\n[[task]]\nid = "T9"\ntitle = "inside a text"\n# """\n'


def test_what_only_looks_like_a_header_is_gone_when_all_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 64)
    monkeypatch.setattr(partial_load, "FIRST_BYTES", 2000)
    text = HEAD + "".join(requirement(n + 10) for n in range(40)) + HIDING + "".join(task(n) for n in range(200))
    (tmp_path / "a.toml").write_text(text.replace('id = "T9"\ntitle = "任务', 'id = "T999"\ntitle = "任务'), "utf-8")
    workspace = look(tmp_path)
    assert workspace.dataset.by_id["T9"].name == "inside a text"
    workspace.take_rest()
    assert "T9" not in workspace.dataset.by_id
    assert len(workspace.dataset.tasks) == 200
    assert not workspace.problems


RECORDS = st.sampled_from(["r", "t", "i", "text", "odd", "inline"])


@settings(max_examples=60, deadline=None)
@given(files=st.lists(st.lists(RECORDS, max_size=12), min_size=1, max_size=5), data=st.data())
def test_the_rows_of_a_first_look_are_the_first_rows(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[str]], data: st.DataObject
) -> None:
    """Without texts that hide headers, the rows of each pane are the first rows of that pane."""
    folder = tmp_path_factory.mktemp("look")
    number = 0
    texts = []
    for kinds in files:
        text = ""
        for kind in kinds:
            number += 1
            text += {
                "r": requirement(number),
                "t": task(number),
                "i": indicator(number),
                "text": f'[[task]]\nid = "X{number}"\ntitle = "t"\nnote = """\n[[task\nid = 3\n"""\n',
                "odd": f'[[ requirement ]]\nid = "O{number}"\ntitle = "odd"\n',
                "inline": f'  [[indicator]]\n  id = "N{number}"\n  name = "n"\n',
            }[kind]
        texts.append(text)
    texts[0] = HEAD + texts[0]
    for at, text in enumerate(texts):
        (folder / f"{at}.toml").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK_BYTES", data.draw(st.sampled_from([8, 64, 32 * 1024])))
        patch.setattr(partial_load, "FIRST_BYTES", data.draw(st.sampled_from([1, 200, 1 << 20])))
        patch.setattr(partial_load, "FIRST_FILES", 2)
        workspace = look(folder)
        first = workspace.dataset
        workspace.take_rest()
    whole = Workspace(folder).dataset
    assert workspace.dataset == whole
    plain = not any(kind in ("odd", "inline") for kinds in files for kind in kinds)
    for kind in ("requirements", "tasks", "indicators"):
        ids = [item.id for item in getattr(first, kind)]
        everything = [item.id for item in getattr(whole, kind)]
        assert [id_ for id_ in everything if id_ in set(ids)] == ids
        if plain and len(files) <= 2:
            assert ids == everything[: len(ids)]
