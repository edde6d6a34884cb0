"""The page of one record: to read, or as a form to edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.style import Style

from jinpu_tui.analysis.lights import SYMBOLS, is_late, is_open
from jinpu_tui.analysis.pace import is_on_pace
from jinpu_tui.analysis.pace_text import pace_text
from jinpu_tui.analysis.sparkline import sparkline
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.fields import FIELDS, Field
from jinpu_tui.model.formatting import value_text
from jinpu_tui.model.input_parsing import field_text
from jinpu_tui.model.records import Indicator, Record, Requirement, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import fit, wrap
from jinpu_tui.ui.pages.form_groups import LABELS, RECORD, grouped_fields
from jinpu_tui.ui.pages.page import BLANK_LINE, Page, PageLine, PageRef
from jinpu_tui.ui.sections.days import distance_text
from jinpu_tui.ui.sections.record import SECTION_FIELDS, sections_of
from jinpu_tui.ui.sections.section import Section, section_lines
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, BOLD, DIM, LIGHT_STYLES, LINK, PLAIN, WARN

LABEL = 15
TEXT_WIDTH = 100
MAX_REFERENCE = 6
"""The maximum number of lines for the name of a record that is referred to."""

TWO_COLUMNS = 120
"""From this width on what has many entries stands beside the fields."""


def record_page(session: Session, id_: str, width: int, *, form: bool = False) -> Page:
    """Return all that is known of a record: its fields, and beside them, or below if there is no room, what has many entries.

    As a form it has all fields, those that are not set too, in one column.
    """
    record = session.dataset.by_id[id_]
    if form:
        title = f"{record.TYPE} {visible(id_)}  · " + _("{key} changes a field, Esc leaves").format(
            key=session.key_of("go.open")
        )
        return Page(PageRef("form", id_), title, _fields(session, record, width, form=True))
    split = width * 9 // 20 if width >= TWO_COLUMNS else 0
    fields = _fields(session, record, split - 3 if split else width, form=False)
    sections = _sections(session, record, width - split if split else min(width, TEXT_WIDTH + LABEL))
    _path, line = session.workspace.locate(id_)
    place = [
        BLANK_LINE,
        *_text_lines(_("stands in"), f"{session.workspace.file_of(id_)}:{line}", split - 3 if split else width, DIM, ""),
    ]
    ref, title = PageRef("record", id_), f"{record.TYPE} {visible(id_)}"
    if split and sections:
        return Page(ref, title, [*fields, *place], beside=sections, split=split)
    return Page(ref, title, [*fields, *([BLANK_LINE, *sections] if sections else []), *place])


def _fields(session: Session, record: Record, width: int, *, form: bool) -> list[PageLine]:
    plain = session.workspace.plain(record.id)
    lines: list[PageLine] = []
    if form:
        lines += _form_lines(session, record, plain, width)
    else:
        for field in FIELDS[record.TYPE]:
            if field.name in plain and field.name not in SECTION_FIELDS:
                found = list(_field_lines(session, field, plain[field.name], width))
                lines += _with_standing(session, record, field.name, found, width)
    for name in plain:
        if name in session.dataset.unknown.get(record.id, {}):
            lines += _text_lines(name, value_text(plain[name]), width, WARN, "")
    if isinstance(record, Indicator) and not form:
        lines += _trend(record)
    return lines


def _sections(session: Session, record: Record, width: int) -> list[PageLine]:
    """Return what has many entries, under headings."""
    sections = sections_of(session, record, width, is_brief=False)
    named_by = _referrers(session, record, width)
    lines: list[PageLine] = []
    for section in [*sections, *([named_by] if named_by else [])]:
        lines += [*([BLANK_LINE] if lines else []), *section_lines(section, width)]
    return lines


def _with_standing(session: Session, record: Record, name: str, lines: list[PageLine], width: int) -> list[PageLine]:
    """Return the lines of a field with what follows from it on the day: the light, the days left, the progress of all tasks."""
    if not lines:
        return lines
    label, *value = lines[0].line
    match record:
        case Task() if name == "status":
            light = session.lights[record.id]
            return [lines[0]._replace(line=[label, (f"{SYMBOLS[light]} ", LIGHT_STYLES[light]), *value]), *lines[1:]]
        case Task() if name == "due" and record.due is not None and is_open(record):
            style = BAD if is_late(record, session.day) else DIM
            distance = (f"   {distance_text((record.due - session.day).days)}", style)
            return [lines[0]._replace(line=[label, *value, distance]), *lines[1:]]
        case Requirement() if name == "title":
            status = session.requirement_status(record.id)
            if status.light is not None and status.progress is not None:
                sign: Line = [(f"{SYMBOLS[status.light]} ", LIGHT_STYLES[status.light])]
                counts = _("{share:.0f} %, {count} tasks").format(share=status.progress, count=status.tasks)
                return [*lines, PageLine([(_label(_("stands at")), DIM), *sign, (counts, PLAIN)])]
        case Indicator() if name == "target" and (message := pace_text(record)):
            style = LIGHT_STYLES["yellow"] if is_on_pace(record) is False else PLAIN
            return [*lines, *_text_lines(_("pace"), message, width, style, "")]
    return lines


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
    text = visible(f"{id_}  {record.name if record else _('no such record')}")
    for number, part in enumerate(wrap(text, _room(width))[:MAX_REFERENCE]):
        yield PageLine(
            [(_label(label if not number else ""), DIM), (part, LINK if record else WARN)], id_ if record else "", field
        )


def _text_lines(label: str, text: str, width: int, style: Style, field: str, index: int = -1) -> Iterator[PageLine]:
    parts = [part for line in visible_lines(text) for part in wrap(line, _room(width))]
    for number, part in enumerate(parts):
        yield PageLine([(_label(label if not number else ""), DIM), (part, style)], "", field, index)


def _trend(indicator: Indicator) -> Iterator[PageLine]:
    """Return the figures as one line of blocks, the baseline before them dim."""
    spark = sparkline(indicator)
    if spark.text:
        note = _("the baseline, then the latest figures") if spark.begin else _("the latest figures")
        yield PageLine([(_label(_("trend")), DIM), (spark.begin, DIM), (spark.figures, LINK), (f"  {note}", DIM)])


def _room(width: int) -> int:
    return max(10, min(TEXT_WIDTH, width - LABEL - 3))


def _label(name: str) -> str:
    return f" {fit(name, LABEL)} "


def _referrers(session: Session, record: Record, width: int) -> Section | None:
    """Return the records that name this one, but those that a requirement lists by itself."""
    by_id = session.dataset.by_id
    listed = (Requirement, Task, Indicator) if isinstance(record, Requirement) else ()
    ids = [id_ for id_ in dict.fromkeys(session.dataset.referrers.get(record.id, ())) if not isinstance(by_id[id_], listed)]
    if not ids:
        return None
    items = [[_referrer(by_id[id_], width)] for id_ in ids]
    return Section(_("Named by"), str(len(ids)), items, len(ids))


def _referrer(record: Record, width: int) -> PageLine:
    text = fit(f"{record.TYPE} {record.id}  {record.name}", max(10, width - 3)).rstrip()
    return PageLine([("  ", PLAIN), (text, LINK)], record.id)
