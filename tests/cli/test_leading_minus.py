"""Texts that begin with a minus: each command with a text, a number or words of a filter, and each letter."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

Jinpu = Callable[..., tuple[int, str, str]]

TEXTS = {
    "note": ("note", "T1"),
    "comment": ("comment", "T1"),
    "observe": ("observe", "I1", "2016"),
}
"""Commands whose last word is the text."""


@pytest.fixture
def jinpu_tui(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ledger: Path) -> Jinpu:
    monkeypatch.chdir(ledger)

    def call(*words: str) -> tuple[int, str, str]:
        return run([*words]), *capsys.readouterr()

    return call


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*.toml")) if ".jinpu" not in path.parts)


@pytest.mark.parametrize("command", ["note", "comment"])
@pytest.mark.parametrize("letter", [letter for letter in string.ascii_letters if letter != "D"])
def test_a_text_of_any_letter_is_a_text(jinpu_tui: Jinpu, ledger: Path, command: str, letter: str) -> None:
    text = f"-{letter}one"
    assert jinpu_tui(*TEXTS[command], text)[0] == 0
    assert f'text = "{text}"'.encode() in contents(ledger)


@pytest.mark.parametrize("text", ["-5", "-0.5", "-", "- sent", "-- sent", "-1 -2", "-完成", "——完成"])
def test_other_texts(jinpu_tui: Jinpu, ledger: Path, text: str) -> None:
    assert jinpu_tui("note", "T1", text)[0] == 0
    assert f'text = "{text}"'.encode() in contents(ledger)


@pytest.mark.parametrize("number", ["-5", "-0.5"])
def test_a_negative_observation(jinpu_tui: Jinpu, ledger: Path, number: str) -> None:
    assert jinpu_tui("observe", "I1", "2019", number)[0] == 0
    assert f"value = {number}".encode() in contents(ledger)


@pytest.mark.parametrize("text", ["-Done", "--done", "--by", "-D", "--format=x"])
@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_what_may_be_an_option_is_refused_with_how_it_is_written(
    jinpu_tui: Jinpu, ledger: Path, words: tuple[str, ...], text: str
) -> None:
    before = contents(ledger)
    code, output, errors = jinpu_tui(*words, text)
    assert code in (2, 3)
    assert output == ""
    assert errors.count("\n") == 1
    assert f"jinpu-tui {words[0]} … -- {text}" in errors
    assert contents(ledger) == before


@pytest.mark.parametrize("text", ["-Done", "--done", "--by", "-D"])
@pytest.mark.parametrize("command", ["note", "comment"])
def test_behind_two_minus_signs_everything_is_a_text(jinpu_tui: Jinpu, ledger: Path, command: str, text: str) -> None:
    assert jinpu_tui(*TEXTS[command], "--", text)[0] == 0
    assert f'text = "{text}"'.encode() in contents(ledger)


@pytest.mark.parametrize("words", [("set", "T1", "title=x"), ("add", "task", "title=x"), ("list", "tasks"), ("diff",)])
def test_a_dataset_that_does_not_exist_is_never_taken_for_a_word(
    jinpu_tui: Jinpu, ledger: Path, words: tuple[str, ...]
) -> None:
    before = contents(ledger)
    code, output, errors = jinpu_tui(*words, "-Done")
    assert (code, output) == (3, "")
    assert "There is no dataset one" in errors
    assert contents(ledger) == before


def test_a_dataset_right_after_its_letter_is_one(jinpu_tui: Jinpu, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger.parent)
    assert jinpu_tui("note", "T1", "sent", "-Dledger")[0] == 0
    assert b'text = "sent"' in contents(ledger)
    assert jinpu_tui("list", "tasks", "-Dledger")[0] == 0
    code, _output, errors = jinpu_tui("note", "T1", "-Dledger")
    assert code == 2
    assert "note … -- -Dledger" in errors


def test_a_value_and_an_id(jinpu_tui: Jinpu, ledger: Path) -> None:
    assert jinpu_tui("set", "T1", "title=-x")[0] == 0
    assert b'title = "-x"' in contents(ledger)
    code, _output, errors = jinpu_tui("add", "task", "-x", "title=y")
    assert code == 2
    assert "-x is no option" in errors
    assert "-title; did you mean title?" in jinpu_tui("set", "T1", "-title=x")[2]


def test_a_word_of_a_filter_that_must_not_be_there(jinpu_tui: Jinpu) -> None:
    everything = jinpu_tui("list", "tasks", "--columns", "id")[1].split()
    for words in (["-plan"], ["--", "-plan"], ["-(plan)"]):
        code, output, _errors = jinpu_tui("list", "tasks", "--columns", "id", *words)
        assert code == 0
        assert output.split() == jinpu_tui("list", "tasks", "--columns", "id", "(-plan)")[1].split()
    assert set(output.split()) < set(everything)


def test_a_misspelled_option_of_a_list_is_refused(jinpu_tui: Jinpu) -> None:
    code, output, errors = jinpu_tui("list", "tasks", "--colums", "id")
    assert (code, output) == (2, "")
    assert "--columns" in errors
