"""A topic of the manual as a page."""

from __future__ import annotations

from jinpu_tui.services.manual import topic_lines
from jinpu_tui.ui.pages.page import Page, PageLine
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styles import PLAIN

MAX_WIDTH = 100
"""Cells of a line of running text that is still read with ease."""


def manual_page(session: Session, width: int) -> Page:
    """Return the topic that the user chose last."""
    room = max(20, min(MAX_WIDTH, width - 3))
    lines = [
        PageLine([(" ", PLAIN), *((segment.text, segment.style or PLAIN) for segment in line)])
        for line in topic_lines(session.topic, room)
    ]
    return Page(f"manual {session.topic}", session.topic, lines)
