"""Make the page of each kind. Their modules are imported when the first page of a kind opens: start-up pays for none."""

from __future__ import annotations

from textual.geometry import Size

from jinpu_tui.ui.pages.page import Page, PageRef
from jinpu_tui.ui.session import Session


def page_of(session: Session, ref: PageRef, size: Size) -> Page:
    """Make a page for a terminal of this size."""
    width, height = size
    kind, id_ = ref.kind, ref.record
    match kind:
        case "record" | "form":
            from jinpu_tui.ui.pages.record import record_page

            return record_page(session, id_, width, form=kind == "form")
        case "overview":
            from jinpu_tui.ui.pages.overview import overview_page

            return overview_page(session, width)
        case "calendar":
            from jinpu_tui.ui.pages.calendar import calendar_page

            return calendar_page(session, width)
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

            return manual_page(ref, width)
        case "diff" | "log":
            from jinpu_tui.ui.pages.history import diff_page, log_page

            return diff_page(session, width) if kind == "diff" else log_page(session, id_, width)
    from jinpu_tui.ui.pages.relations import chains_page, matrix_page, trace_page

    if kind == "trace":
        return trace_page(session, id_, width)
    return matrix_page(session, width) if kind == "matrix" else chains_page(session, width)
