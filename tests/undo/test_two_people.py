"""Two people edit and undo in turns until both have undone all their edits.

If they worked at places apart from each other the bytes are those of the beginning; if at neighbouring lines, every record
and every comment is there again, though records that both removed side by side may have changed places.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinpu_tui.cli.main import run

FILES = {
    "a.toml": '# head\n\n[[task]]\nid = "T1"\ntitle = "one"\n\n# -- settings --\n[dataset]\nformat = 1\ntitle = "t"\n\n'
    '# two, for Li\n[[task]]\nid = "T2"\ntitle = "two"\n\n[budget]\nyear = 2016\n\n# three\n'
    '[[task]]\nid = "T3"\ntitle = "three"\n',
    "b.toml": '\ufeff[[task]]\r\nid = "T4"\r\ntitle = "四"\r\n[[task]]\r\nid = "T5"\r\ntitle = "五"\r\n# six\r\n[[task]]\r\n'
    'id = "T6"\r\ntitle = "六"\r\n[[task]]\r\nid = "T7"\r\ntitle = "七"',
    "c/only.toml": '# only\n[[task]]\nid = "T8"\ntitle = "eight"\n# end',
}
APART = {"li": ["T1", "T3", "T4"], "wang": ["T2", "T6", "T8"]}
SIDE_BY_SIDE = {"li": ["T1", "T2", "T4", "T6"], "wang": ["T3", "T5", "T7", "T8"]}


def commands(own: dict[str, list[str]]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(_commands("li", own["li"]), _commands("wang", own["wang"]))


def _commands(who: str, own: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    ids = st.sampled_from(own)
    return st.one_of(
        st.tuples(st.just(who), st.just("set"), ids, st.sampled_from(["title=y", "note=n", "due=2016-12-31", "note="])),
        st.tuples(st.just(who), st.just("remove"), ids),
        st.tuples(st.just("li"), st.just("add"), st.just("source"), st.just("title=new")),
        st.tuples(st.just(who), st.sampled_from(["undo", "undo", "redo"])),
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("two")


def walk(folder: Path, steps: list[tuple[str, ...]], turns: list[str]) -> list[tuple]:
    """Make the steps, then undo in the order of turns, then all that is left; what was said."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    said = []

    def do(who: str, *words: str) -> bool:
        """Run a command as somebody; whether it found something to do."""
        out = StringIO()
        with mock.patch.dict(os.environ, LOGNAME=who), redirect_stdout(out), redirect_stderr(out):
            code = run([words[0], "-D", str(folder), *words[1:]])
        said.append((who, words, out.getvalue()))
        assert "fault" not in out.getvalue(), said
        return code == 0 and not out.getvalue().startswith("Nothing")

    for who, *words in steps:
        do(who, *words)
    for who in turns:
        do(who, "undo")
    for who in ("li", "wang", "li"):
        while do(who, "undo"):
            pass
    return said


TURNS = st.lists(st.sampled_from(["li", "wang"]), max_size=10)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(commands(APART), min_size=2, max_size=10), turns=TURNS)
def test_apart_from_each_other(folders: Path, steps: list[tuple[str, ...]], turns: list[str]) -> None:
    folder = folders / os.urandom(8).hex()
    said = walk(folder, steps, turns)
    for name, text in FILES.items():
        assert (folder / name).read_bytes().decode() == text, said


MOVES = st.one_of(
    st.tuples(
        st.just("li"), st.just("move"), st.sampled_from(["T1", "T2", "T3", "T4", "T5"]), st.just("--after"),
        st.sampled_from(["T1", "T2", "T3", "T6", "T7"]),
    ),
    st.tuples(st.just("wang"), st.just("set"), st.sampled_from(["T1", "T2", "T3", "T4", "T5", "T6"]), st.just("note=n")),
    st.tuples(st.sampled_from(["li", "wang"]), st.sampled_from(["undo", "redo"])),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(MOVES, min_size=2, max_size=10), turns=TURNS)
def test_one_moves_what_the_other_edits(folders: Path, steps: list[tuple[str, ...]], turns: list[str]) -> None:
    folder = folders / os.urandom(8).hex()
    said = walk(folder, steps, turns)
    for name, text in FILES.items():
        found = (folder / name).read_bytes().decode()
        assert tomllib.loads(found.removeprefix("\ufeff")) == tomllib.loads(text.removeprefix("\ufeff")), said
        assert sorted(filter(str.strip, found.splitlines())) == sorted(filter(str.strip, text.splitlines())), said


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(commands(SIDE_BY_SIDE), min_size=2, max_size=10), turns=TURNS)
def test_side_by_side(folders: Path, steps: list[tuple[str, ...]], turns: list[str]) -> None:
    folder = folders / os.urandom(8).hex()
    said = walk(folder, steps, turns)
    texts = [(folder / name).read_bytes().decode() for name in FILES]
    assert records(texts) == records(FILES.values()), said
    assert comments(texts) == comments(FILES.values()), said


def records(texts: Iterable[str]) -> list[str]:
    documents = [tomllib.loads(text.removeprefix("\ufeff")) for text in texts]
    return sorted(repr(record) for document in documents for record in document.get("task", []))


def comments(texts: Iterable[str]) -> list[str]:
    return sorted(line for text in texts for line in text.splitlines() if line.startswith("#"))
