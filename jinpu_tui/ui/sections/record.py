"""The head and the sections of any record. The module of each kind is imported when the first record of the kind is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from jinpu_tui.model.records import Indicator, Record, Requirement, Task
from jinpu_tui.ui.pages.page import PageLine
from jinpu_tui.ui.sections.facts import text_lines, warnings_of
from jinpu_tui.ui.sections.section import Section, fitted
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styles import BAD, BOLD, DIM

MIN_SECTION = 4
"""Lines that the head leaves for each section: a blank, the heading, an item, and how many more there are."""

SECTION_FIELDS = frozenset({"steps", "log", "observations"})
"""Fields that are shown as sections."""


def head_lines(session: Session, record: Record, width: int) -> Iterator[PageLine]:
    """Yield what a record is about, after what is wrong with it."""
    for warning in warnings_of(session, record):
        yield from text_lines(warning, width, BAD, most=4)
    match record:
        case Task():
            from jinpu_tui.ui.sections.task import task_head

            yield from task_head(session, record, width)
        case Requirement():
            from jinpu_tui.ui.sections.requirement import requirement_head

            yield from requirement_head(session, record, width)
        case Indicator():
            from jinpu_tui.ui.sections.indicator import indicator_head

            yield from indicator_head(session, record, width)
        case _:
            yield from text_lines(record.name, width, BOLD)


def sections_of(session: Session, record: Record, width: int, *, is_brief: bool) -> list[Section]:
    """Return the sections of a record, the most important first.

    If `is_brief`, days are as short as can be, long texts are cut, and resolved comments are left out.
    """
    found: list[Section] = []
    match record:
        case Task():
            from jinpu_tui.ui.sections.task import log_section, steps_section

            found = [
                steps_section(session, record, width, is_brief=is_brief),
                log_section(session, record, width, is_brief=is_brief),
            ]
        case Requirement():
            from jinpu_tui.ui.sections.requirement import requirement_sections

            found = requirement_sections(session, record, width, is_brief=is_brief)
        case Indicator():
            from jinpu_tui.ui.sections.indicator import observations_section

            found = [observations_section(session, record, width)]
    if record.id in session.dataset.comments_on or record.id in session.dataset.signoffs_on:
        from jinpu_tui.ui.sections.reviews import reviews_sections

        found += reviews_sections(session, record, width, is_brief=is_brief)
    return found


def whole_lines(session: Session, record: Record, width: int, height: int) -> list[PageLine]:
    """Return all that is known of a record, cut to `height` lines."""
    sections = sections_of(session, record, width, is_brief=True)
    room = height - min(height // 2, MIN_SECTION * len(sections))
    head = list(islice(head_lines(session, record, width), room + 1))
    if len(head) > room:
        head = [*head[: room - 1], PageLine([(" …", DIM)])]
    return [*head, *fitted(sections, height - len(head), width)]
