"""Sections share the lines that there are."""

from __future__ import annotations

from datetime import date

import pytest

from jinpu_tui.ui.pages.page import PageLine
from jinpu_tui.ui.sections.days import day_cell, distance_text
from jinpu_tui.ui.sections.section import Section, fitted
from jinpu_tui.ui.styles import PLAIN


def section(title: str, lengths: list[int], past: int = 0) -> Section:
    items = [
        [PageLine([(f"{title}{number}.{line}", PLAIN)]) for line in range(length)] for number, length in enumerate(lengths)
    ]
    return Section(title, str(len(items)), iter(items), len(items), past)


def shown(sections: list[Section], height: int) -> list[str]:
    return ["".join(text for text, _style in line.line).strip() for line in fitted(sections, height, 20)]


def test_all_is_shown_if_there_is_room() -> None:
    lines = shown([section("a", [1, 2]), section("b", [1])], 8)
    assert lines == ["", "a                2", "a0.0", "a1.0", "a1.1", "", "b                1", "b0.0"]


def test_short_ones_are_whole_and_long_ones_share_the_rest() -> None:
    lines = shown([section("a", [1] * 30), section("b", [1]), section("c", [1] * 30)], 23)
    assert len(lines) == 23
    assert "b0.0" in lines
    assert lines[:2] == ["", "a               30"]
    assert [line for line in lines if line.endswith("more")] == ["… 23 more", "… 23 more"]


def test_items_are_not_cut_unless_it_is_the_first() -> None:
    assert shown([section("a", [1, 5, 1])], 6)[2:] == ["a0.0", "… 2 more"]
    assert shown([section("a", [9, 1])], 6)[2:] == ["a0.0", "a0.1", "a0.2", "… 1 more"]
    assert shown([section("a", [9])], 6)[2:] == ["a0.0", "a0.1", "a0.2", "…"]


def test_what_is_past_goes_first() -> None:
    assert shown([section("a", [1] * 6, past=4)], 7)[2:] == ["a2.0", "a3.0", "a4.0", "a5.0", "… 2 more"]
    assert shown([section("a", [1] * 6, past=4)], 5)[2:] == ["a4.0", "a5.0", "… 4 more"]


@pytest.mark.parametrize("height", range(12))
@pytest.mark.parametrize("count", range(4))
def test_there_are_never_more_lines_than_room(height: int, count: int) -> None:
    sections = [section(f"s{number}", [number + 1] * 5, past=number) for number in range(count)]
    assert len(shown(sections, height)) <= height


def test_a_long_list_is_made_only_as_far_as_it_is_shown() -> None:
    made: list[int] = []

    def items():
        for number in range(100_000):
            made.append(number)
            yield [PageLine([(str(number), PLAIN)])]

    assert shown([Section("a", "", items(), 100_000)], 10)[-1] == "… 99993 more"
    assert len(made) <= 11


def test_days_in_words() -> None:
    assert [distance_text(days) for days in (-5, -1, 0, 1, 12)] == [
        "5 days late",
        "1 day late",
        "today",
        "1 day left",
        "12 days left",
    ]
    today = date(2016, 12, 20)
    assert [day_cell(day, today, is_brief=True) for day in (date(2016, 12, 5), date(2017, 1, 31), None)] == [
        " 5 Dec",
        "31 Jan 2017",
        "–",
    ]
    assert day_cell(date(2016, 12, 5), today, is_brief=False) == "2016-12-05"
