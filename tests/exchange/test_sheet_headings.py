"""Every exported heading is recognized again as its own field."""

from __future__ import annotations

import pytest

from jinpu_tui.exchange.cell_values import CellContext, value_of
from jinpu_tui.exchange.headings import GROUP, REPORT, field_for_heading
from jinpu_tui.exchange.register_columns import ORDER
from jinpu_tui.exchange.sheet_headings import CHOICES, FLAGS, HEADINGS, choice_words, language_of
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.fields import FIELDS, field_of
from jinpu_tui.model.records import DatasetInfo, Task

READ_ONLY = {"light", "tasks", "attainment", "extensions"}
CASES = [(kind, name, words) for kind, headings in HEADINGS.items() for name, words in headings.items()]


@pytest.mark.parametrize(("kind", "name", "words"), CASES)
def test_headings_map_back(kind, name, words):
    expected = {"requirement titles": GROUP, "log": REPORT}.get(name, name)
    if name in READ_ONLY or (kind == "requirement" and name == "progress"):
        expected = ""
    for heading in words:
        assert field_for_heading(kind, heading) == expected


@pytest.mark.parametrize("kind", HEADINGS)
def test_every_field_has_a_heading_and_a_place(kind):
    names = {field.name for field in FIELDS[kind]} - {"observations"}
    assert names <= set(HEADINGS[kind])
    assert names <= set(ORDER[kind])


@pytest.mark.parametrize("name", CHOICES)
def test_words_for_choices_are_read_again(name):
    field = next(field for kind in HEADINGS if (field := field_of(kind, name)) and field.choices)
    for language in ("zh", "en"):
        for word, choice in zip(choice_words(name, field.choices, language), field.choices, strict=True):
            assert value_of(field, word, CellContext(None, None)).value == choice


def test_flags_are_read_again():
    for value, words in FLAGS.items():
        for word in words:
            assert value_of(field_of("task", "ongoing"), word, CellContext(None, None)).value is value


def test_language_is_stated_or_that_of_most_titles():
    chinese, english = Task("T1", "修路"), Task("T2", "Road")
    assert language_of(Dataset(DatasetInfo(language="zh-Hans"), tasks=(english,))) == "zh"
    assert language_of(Dataset(DatasetInfo(language="en"), tasks=(chinese,))) == "en"
    assert language_of(Dataset(tasks=(chinese, chinese, english))) == "zh"
    assert language_of(Dataset(tasks=(chinese, english))) == "en"
    assert language_of(Dataset()) == "en"
