"""Doorstop's export as CSV: items as requirements, a tree by their first link, else by their level.

The columns are those of `doorstop export`. An item's uid is the id of its requirement.
"""

from __future__ import annotations

import re

from jinpu_tui.exchange.documents.sentences import split_title
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport, set_title
from jinpu_tui.exchange.tools.text_tables import headings_of, read_table
from jinpu_tui.model.validation import ID
from jinpu_tui.text.i18n import _, ngettext

name = "doorstop"

_FIELDS: dict[str, str | None] = {
    "uid": "id",
    "level": "parent",
    "text": "text",
    "ref": "note",
    "references": "note",
    "links": "parent",
    "header": "title",
}
_REQUIRED = {"uid", "level", "text", "links"}
_LEVEL = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,30}")
_NO = ("false", "0", "no")


def recognizes(data: bytes, ending: str) -> bool:
    """Return whether the headings of a table are those of Doorstop."""
    headings = {heading.lower() for heading in headings_of(data)}
    return headings >= _REQUIRED and bool(headings & {"active", "normative", "derived", "reviewed"})


def read(data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return the items of a document. Raises ExchangeError."""
    table = read_table(data)
    imported = ToolImport(columns={heading: _FIELDS.get(heading.lower()) for heading in table.headings if heading})
    sections: dict[tuple[str, tuple[int, ...]], str] = {}
    moved = 0
    for number, cells in table.records():
        item = {heading.lower(): text for heading, text in cells.items()}
        uid = item.get("uid", "").strip()
        is_active = item.get("active", "").strip().lower() not in _NO
        links = [link.partition(":")[0] for link in re.split(r"[\s,;]+", item.get("links", "").strip()) if link]
        section = _section_above(sections, uid, item.get("level", "").strip(), is_active=is_active)
        moved += bool(links and section)
        parents = links or ([section] if section else [])
        values = {"id": uid} if ID.fullmatch(uid) else {}
        skipped = "" if is_active else _("an inactive item: {id}").format(id=uid[:40])
        row = imported.add("requirement", uid, values, {"parent": parents}, at=number, skipped=skipped)
        _set_texts(row.values, item)
        set_title(row, "title", str(row.values.get("title", "")), "text")
        row.notes += [f"{heading}: {item[heading].strip()}" for heading in ("ref", "references") if item.get(heading)]
    if moved:
        message = ngettext(
            "{count} item stands below the item that it links to; its place by level is left out",
            "{count} items stand below the items that they link to; their places by level are left out",
            moved,
        )
        imported.left_out.append(message.format(count=moved))
    return imported


def _set_texts(values: dict[str, object], item: dict[str, str]) -> None:
    """Set title and text: the title is the header, else the first sentence. A text that the title says whole is left out."""
    text, header = item.get("text", "").strip(), " ".join(item.get("header", "").split())
    if header:
        values["title"] = header
        if text:
            values["text"] = text
        return
    title = split_title(text)
    values["title"] = title.title
    if title.title != " ".join(text.split()):
        values["text"] = text


def _section_above(sections: dict[tuple[str, tuple[int, ...]], str], uid: str, level: str, *, is_active: bool) -> str:
    """Return the uid of the nearest item above by level, and remember this one. Levels count inside a document.

    1.0 is the heading of section 1.
    """
    if not _LEVEL.fullmatch(level):
        return ""
    document = uid.rstrip("0123456789").rstrip("-_.")
    parts = tuple(map(int, level.split(".")))
    while len(parts) > 1 and parts[-1] == 0:
        parts = parts[:-1]
    candidates = (sections.get((document, parts[:end]), "") for end in range(len(parts) - 1, 0, -1))
    above = next(filter(None, candidates), "")
    if is_active:
        sections.setdefault((document, parts), uid)
    return above
