"""The page of one record: to read, or as a form to edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.style import Style

from jinpu_tui.analysis.sparkline import AFTER_BASELINE, sparkline
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.fields import FIELDS, Field
from jinpu_tui.model.formatting import value_text
from jinpu_tui.model.input_parsing import field_text
from jinpu_tui.model.records import Indicator, Record
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import fit, wrap
from jinpu_tui.ui.pages.comments import review_lines
from jinpu_tui.ui.pages.form_groups import LABELS, RECORD, grouped_fields
from jinpu_tui.ui.pages.page import Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styles import BOLD, DIM, LINK, PLAIN, WARN

LABEL = 15
TEXT_WIDTH = 100


def record_page(session: Session, id_: str, width: int, *, form: bool = False) -> Page:
    """All that is known of a record. As a form it has the fields that are not set, too."""
    record = session.dataset.by_id[id_]
    plain = session.workspace.plain(id_)
    lines: list[PageLine] = []
    if form:
        lines += _form_lines(session, record, plain, width)
    else:
        for field in FIELDS[record.TYPE]:
            if field.name in plain:
                lines += _field_lines(session, field, plain[field.name], width)
    for name in plain:
        if name in session.dataset.unknown.get(id_, {}):
            lines += _text_lines(name, value_text(plain[name]), width, WARN, "")
    if isinstance(record, Indicator) and not form:
        lines += _trend(record)
    if not form:
        lines += _referrers(session, record, width)
        reviews = list(review_lines(session, record, width))
        lines += [_blank(), *reviews] if reviews else []
        path, line = session.workspace.locate(id_)
        lines += [_blank(), *_text_lines(_("stands in"), f"{path}:{line}", width, DIM, "")]
    title = f"{record.TYPE} {visible(id_)}" + (
        "  · " + _("{key} changes a field, Esc leaves").format(key=session.key_of("go.open")) if form else ""
    )
    return Page(PageRef("form" if form else "record", id_), title, lines)


def _form_lines(session: Session, record: Record, plain: Plain, width: int) -> Iterator[PageLine]:
    """Return all fields in their groups. A group in which nothing is set is one line, until it is unfolded."""
    for group, fields in grouped_fields(record.TYPE):
        if group != RECORD:
            label = fit(LABELS[group], LABEL + 2)
            if group not in session.unfolded_groups and not any(field.name in plain for field in fields):
                names = _("empty: {names}").format(names=", ".join(_(field.name) for field in fields))
                shown = fit(names, max(10, width - LABEL - 3)).rstrip()
                yield PageLine([(f" {label}"[: LABEL + 2], BOLD), (shown, DIM)], group=group)
                continue
            yield PageLine([(f" {label}", BOLD)])
        for field in fields:
            yield from _field_lines(session, field, plain.get(field.name), width)


def _field_lines(session: Session, field: Field, value: Any, width: int) -> Iterator[PageLine]:
    if isinstance(value, list) and (field.form == "tables" or field.refers_to):
        for index, item in enumerate(value):
            label = field.name if not index else ""
            if field.refers_to:
                yield from _reference(session, label, str(item), width, field.name)
            else:
                yield from _text_lines(label, _item_text(item), width, PLAIN, field.name, index)
    elif field.refers_to and isinstance(value, str):
        yield from _reference(session, field.name, value, width, field.name)
    else:
        style = BOLD if field.name in ("title", "name") else DIM if value is None else PLAIN
        shown = field_text(field, value) if field.form == "list" and value else value_text(value)
        yield from _text_lines(field.name, shown, width, style, field.name)


def _item_text(item: Any) -> str:
    if not isinstance(item, dict):
        return value_text(item)
    if "done" in item and "text" in item:
        rest = [value_text(value) for name, value in item.items() if name not in ("done", "text")]
        return " ".join([("☑" if item["done"] else "☐"), value_text(item["text"]), *rest])
    return " ".join(
        value_text(value) if name in _PLAIN_NAMES else f"{name} {value_text(value)}" for name, value in item.items()
    )


_PLAIN_NAMES = {"date", "by", "text", "period", "value", "status", "qualifier", "reason"}


def _reference(session: Session, label: str, id_: str, width: int, field: str) -> Iterator[PageLine]:
    record = session.dataset.by_id.get(id_)
    name = record.name if record else _("no such record")
    text = fit(f"{id_}  {name}", max(10, width - LABEL - 4)).rstrip()
    yield PageLine([(_label(label), DIM), (text, LINK if record else WARN)], id_ if record else "", field)


def _text_lines(label: str, text: str, width: int, style: Style, field: str, index: int = -1) -> Iterator[PageLine]:
    room = max(10, min(TEXT_WIDTH, width - LABEL - 3))
    parts = [part for line in visible_lines(text) for part in wrap(line, room)]
    for number, part in enumerate(parts):
        yield PageLine([(_label(label if not number else ""), DIM), (part, style)], "", field, index)


def _trend(indicator: Indicator) -> Iterator[PageLine]:
    """Return the figures as one line of blocks, the baseline before them dim."""
    spark = sparkline(indicator)
    if spark.text:
        before = f"{spark.baseline}{AFTER_BASELINE}" if spark.baseline else ""
        note = _("the baseline, then the latest figures") if before else _("the latest figures")
        yield PageLine([(_label(_("trend")), DIM), (before, DIM), (spark.figures, LINK), (f"  {note}", DIM)])


def _label(name: str) -> str:
    return f" {fit(name, LABEL)} "


def _referrers(session: Session, record: Record, width: int) -> Iterator[PageLine]:
    for number, id_ in enumerate(dict.fromkeys(session.dataset.referrers.get(record.id, ()))):
        if not number:
            yield _blank()
        one = session.dataset.by_id[id_]
        label = _("named by") if not number else ""
        text = fit(f"{one.TYPE} {id_}  {one.name}", max(10, width - LABEL - 4)).rstrip()
        yield PageLine([(_label(label), DIM), (text, LINK)], id_)


def _blank() -> PageLine:
    return PageLine([("", PLAIN)])
