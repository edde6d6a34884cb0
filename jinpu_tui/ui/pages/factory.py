"""The page of each kind, made by what is only imported when one is asked for."""

from __future__ import annotations

from typing import Literal

from textual.geometry import Size

from jinpu_tui.ui.pages.page import Page, record_page
from jinpu_tui.ui.session import Session

PageKind = Literal[
    "record",
    "form",
    "chart",
    "trace",
    "overview",
    "matrix",
    "chains",
    "diff",
    "log",
    "comments",
    "reviewers",
    "conflicts",
    "kept",
    "manual",
]


def page_of(session: Session, kind: PageKind, id_: str, size: Size) -> Page:
    """Return a page for a terminal of this size; `id_` names the record that it is about, empty if it is about all."""
    width, height = size
    match kind:
        case "record" | "form":
            return record_page(session, id_, width, form=kind == "form")
        case "overview":
            from jinpu_tui.ui.pages.overview import overview_page

            return overview_page(session, width)
        case "chart":
            from jinpu_tui.ui.pages.chart import chart_page

            return chart_page(session, id_, width, height)
        case "comments" | "reviewers":
            from jinpu_tui.ui.pages.comments import comments_page

            return comments_page(session, width, by_reviewer=kind == "reviewers")
        case "conflicts":
            from jinpu_tui.ui.pages.conflicts import conflicts_page

            return conflicts_page(session, width)
        case "kept":
            from jinpu_tui.ui.pages.kept_texts import kept_page

            return kept_page(session, width)
        case "manual":
            from jinpu_tui.ui.pages.manual import manual_page

            return manual_page(session, width)
        case "diff" | "log":
            from jinpu_tui.ui.pages.history import diff_page, log_page

            return diff_page(session, width) if kind == "diff" else log_page(session, id_, width)
    from jinpu_tui.ui.pages.relations import chains_page, matrix_page, trace_page

    if kind == "trace":
        return trace_page(session, id_, width)
    return matrix_page(session, width) if kind == "matrix" else chains_page(session, width)
