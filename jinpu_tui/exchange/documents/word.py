"""Word documents (.docx) as paragraphs, with the numbers that Word prints before them. Rows of tables are paragraphs, too.

Footnotes and endnotes belong to the paragraph that refers to them. What was inserted or moved under tracked changes counts.
What does not count is named: text that was deleted, comments, headers and footers of pages, notes that nothing refers to.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO

from msgspec import Struct, field

from jinpu_tui.exchange.documents.paragraphs import TITLE_LEVEL, Paragraph
from jinpu_tui.exchange.documents.sentences import shortened
from jinpu_tui.exchange.documents.word_numbering import Numbering
from jinpu_tui.exchange.documents.word_parts import MAX_SHOWN, NOTE_PARTS, NoteKey, left_out_parts, read_notes
from jinpu_tui.exchange.documents.word_styles import Styles, read_numbering, read_styles, whole
from jinpu_tui.exchange.documents.word_xml import LEFT_OUT, MAX_PART_BYTES, SIGNS, Attributes, read_part
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ZIP_SIGNATURE = b"PK\x03\x04"
_MAIN_PART = "word/document.xml"
_REFERENCES = {f"{element}Reference": element for element in NOTE_PARTS}


def read_word(data: bytes) -> list[Paragraph]:
    """Return the paragraphs of a .docx file that hold something. Raises ExchangeError."""
    if data.startswith(_OLE_SIGNATURE):
        raise ExchangeError(_("The document is locked by a password or in the old .doc format; save it as .docx without one"))
    if not data.startswith(_ZIP_SIGNATURE):
        raise ExchangeError(_("The file is not a Word document, although its name ends in .docx"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))
            if size > MAX_PART_BYTES:
                message = _("The document would take {size} MB of memory and is refused")
                raise ExchangeError(message.format(size=size >> 20))
            if _MAIN_PART not in archive.namelist():
                raise ExchangeError(_("The file is not a Word document, although its name ends in .docx"))
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        raise ExchangeError(_("The document is damaged")) from None


def _read(archive: zipfile.ZipFile) -> list[Paragraph]:
    styles = read_styles(archive)
    lists = {style_id: list_id for style_id in styles.by_id if (list_id := styles.numbering(style_id)[0])}
    reader = _Reader(styles, Numbering(read_numbering(archive), lists), read_notes(archive))
    read_part(archive, _MAIN_PART, reader.start, reader.end, reader.text)
    reader.leave_out(left_out_parts(archive))
    return reader.found


class _Open(Struct):
    """A paragraph that has begun. Those of text boxes begin inside another one."""

    pieces: list[str] = field(default_factory=list)
    style: str = ""
    level: int | None = None
    list_id: str | None = None
    depth: int | None = None
    notes: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[NoteKey, str]) -> None:
        self.found: list[Paragraph] = []
        self._styles, self._numbering, self._notes = styles, numbering, notes
        self._open: list[_Open] = []
        self._left_out = 0
        self._is_text = False
        self._tables = 0
        self._count = 0
        self._row: list[str] = []
        self._row_notes: list[str] = []
        self._cell: list[str] = []
        self._deletions = 0
        self._is_deleted = False
        self._reasons: list[str] = []

    def leave_out(self, reasons: Iterable[str]) -> None:
        """Name what is no text of the document, as paragraphs after the last: for each a sentence that says what it is."""
        for reason in (*self._reasons, *map(_note_reason, self._notes.values()), *reasons):
            self._count += 1
            self.found.append(Paragraph("", self._count, left_out=reason))

    def start(self, name: str, attributes: Attributes) -> None:
        if name in LEFT_OUT:
            self._left_out += 1
        self._deletions += name == "del"
        self._is_deleted = name == "delText" or (name == "t" and self._deletions > 0)
        if self._left_out:
            return
        match name:
            case "p":
                self._open.append(_Open())
            case "t":
                self._is_text = True
            case "tbl":
                self._tables += 1
            case "tr" if self._tables == 1:
                self._row = []
            case "tc" if self._tables == 1:
                self._cell = []
            case _ if self._open:
                self._set(self._open[-1], name, attributes)

    def text(self, text: str) -> None:
        if self._is_text and self._open and not self._left_out:
            self._open[-1].pieces.append(text)
        elif self._is_deleted and self._open:
            self._open[-1].deleted.append(text)

    def end(self, name: str) -> None:
        self._is_deleted = False
        self._deletions -= name == "del"
        if name in LEFT_OUT:
            self._left_out -= 1
        if self._left_out:
            return
        match name:
            case "t":
                self._is_text = False
            case "p" if self._open:
                self._end_paragraph(self._open.pop())
            case "tc" if self._tables == 1:
                self._row.append(" ".join(self._cell))
            case "tr" if self._tables == 1:
                notes, self._row_notes = self._row_notes, []
                self._add(" | ".join(self._row).strip(" |"), None, notes)
            case "tbl":
                self._tables -= 1

    def _set(self, paragraph: _Open, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        match name:
            case "pStyle":
                paragraph.style = value
            case "outlineLvl":
                paragraph.level = whole(value)
            case "numId":
                paragraph.list_id = value
            case "ilvl":
                paragraph.depth = whole(value)
            case _ if name in SIGNS:
                paragraph.pieces.append(SIGNS[name])
            case _ if name in _REFERENCES:  # each note counts once, so that no document grows by what it refers to
                note = self._notes.pop(NoteKey(_REFERENCES[name], attributes.get("id", "")), "")
                paragraph.notes += [note] if note else []

    def _end_paragraph(self, paragraph: _Open) -> None:
        text = " ".join("".join(paragraph.pieces).split())
        style_list, style_depth = self._styles.numbering(paragraph.style)
        list_id = paragraph.list_id if paragraph.list_id is not None else style_list
        number = ""
        if list_id not in (None, "0") and text:
            depth = paragraph.depth if paragraph.depth is not None else style_depth
            number = self._numbering.printed(str(list_id), depth or 0)
        whole_text = f"{number} {text}" if number else text
        if deleted := " ".join("".join(paragraph.deleted).split()):
            reason = _("deleted under tracked changes, in paragraph {number}: {text}")
            self._reasons.append(reason.format(number=self._count + 1, text=shortened(deleted, MAX_SHOWN)))
        if self._tables:
            self._row_notes += paragraph.notes
            if whole_text:
                self._cell.append(whole_text)
            return
        heading = self._styles.heading(paragraph.style)
        if paragraph.level is not None and heading != TITLE_LEVEL:
            heading = paragraph.level + 1 if paragraph.level < 9 else None
        if self._styles.is_contents(paragraph.style) and text:
            head, _blank, page = whole_text.rpartition(" ")
            whole_text, heading = (f"{head}…… {page}" if page.isdecimal() else whole_text), None
        self._add(whole_text, heading, paragraph.notes)

    def _add(self, text: str, heading: int | None, notes: Sequence[str]) -> None:
        self._count += 1
        if text:
            self.found.append(Paragraph(text, self._count, heading, notes=tuple(notes)))
        else:
            self._reasons += [_note_reason(note) for note in notes]


def _note_reason(note: str) -> str:
    return _("a note of no paragraph with a text: {text}").format(text=shortened(note, MAX_SHOWN))
