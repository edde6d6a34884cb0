"""Reading a document: its paragraphs become requirements and tasks. Every paragraph is in an item or skipped, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct, field

from jinpu_tui.exchange.documents.aliases import find_aliases
from jinpu_tui.exchange.documents.duties import Part, split_duties
from jinpu_tui.exchange.documents.enumerations import split_enumeration
from jinpu_tui.exchange.documents.front_matter import FrontMatter, read_front_matter
from jinpu_tui.exchange.documents.markers import Reading, read_marker
from jinpu_tui.exchange.documents.outline import Outline
from jinpu_tui.exchange.documents.paragraphs import Paragraph
from jinpu_tui.exchange.documents.plan import DocumentItem, DocumentPlan
from jinpu_tui.exchange.documents.sentences import is_prose, is_sentence, joined, shortened, split_title
from jinpu_tui.exchange.documents.tasks import Context, Tasks
from jinpu_tui.text.i18n import _


def plan_document(paragraphs: Sequence[Paragraph], today: date, name: str = "") -> DocumentPlan:
    """Return what a document yields.

    Numbered paragraphs, headings and members of enumerations are requirements; paragraphs without number belong to the
    requirement above. What stands before the first number is skipped, with the reason, unless it makes somebody responsible.
    In a document without any number every paragraph of whole sentences is a requirement.

    Args:
        paragraphs: The paragraphs, as `read_document` returns them.
        today: Day that dates are read by.
        name: Name of the file: its year counts if the document states none.
    """
    left_out = [(each.line, each.left_out) for each in paragraphs if each.left_out]
    paragraphs = [each for each in paragraphs if not each.left_out]
    front = read_front_matter(paragraphs, _may_begin, today, name)
    context = Context(today, front.year, find_aliases(each.text for each in paragraphs))
    reader = _Reader(front, context)
    for each in paragraphs:
        if each.text:
            reader.take(each)
    reader.finish()
    skipped = [*reader.skipped, *_add_notes(paragraphs, reader.items), *left_out]
    return DocumentPlan(front.title, front.number, front.published, reader.items, skipped)


def _add_notes(paragraphs: Sequence[Paragraph], items: Sequence[DocumentItem]) -> Iterator[tuple[int, str]]:
    """Add the notes of paragraphs to their requirements, and yield those of paragraphs that are skipped."""
    by_line = {line: item for item in reversed(items) for line in item.lines}
    for each in paragraphs:
        item = by_line.get(each.line)
        for note in each.notes:
            if item is not None:
                item.values["note"] = f"{item.values['note']}\n{note}" if item.values.get("note") else note
            else:
                yield each.line, _("note: {text}").format(text=shortened(note, 200))


def _may_begin(paragraph: Paragraph) -> bool:
    """Return whether a paragraph may be the first requirement of a document."""
    if (paragraph.heading or 0) > 1 or split_enumeration(paragraph.text):
        return True
    marker = read_marker(paragraph.text)
    return marker is not None and Outline().reading_of(marker) is not None


class _Draft(Struct):
    """A requirement whose paragraphs are being collected."""

    line: int
    parent: int | None
    printed: str
    """Its number as printed: its title if it has no text at all."""

    lines: list[int]
    texts: list[tuple[int, str]]
    problems: list[str] = field(default_factory=list)

    def add(self, paragraph: Paragraph) -> None:
        self.lines.append(paragraph.line)
        if paragraph.is_wrapped and self.texts and len(self.texts[-1][1]) < 10_000:
            line, before = self.texts.pop()
            blank = " " if before[-1:].isascii() and paragraph.text[:1].isascii() else ""
            self.texts.append((line, f"{before}{blank}{paragraph.text}"))
        else:
            self.texts.append((paragraph.line, paragraph.text))


class _Reader:
    def __init__(self, front: FrontMatter, context: Context) -> None:
        self.items: list[DocumentItem] = []
        self.skipped: list[tuple[int, str]] = []
        self._front, self._context = front, context
        self._outline = Outline()
        self._draft: _Draft | None = None

    def take(self, paragraph: Paragraph) -> None:
        """Take the next paragraph."""
        line = paragraph.line
        if line in self._front.annexes:
            self.finish()
            self._outline.close()
        if line in self._front.title_lines:
            self.skipped.append((line, _("title of the document")))
        elif line in self._front.reasons:
            self.skipped.append((line, self._front.reasons[line]))
        elif not self._begins(paragraph):
            self._go_on(paragraph)

    def finish(self) -> None:
        """Make the requirement whose paragraphs were collected, with the members of its enumerations and its tasks."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        item = DocumentItem(draft.line, "requirement", {}, draft.parent, draft.problems, tuple(draft.lines))
        index = len(self.items)
        self.items.append(item)
        texts = [(line, text) for line, text in draft.texts if text] or [(draft.line, draft.printed)]
        tasks, own, members = Tasks(), list[str](), list[tuple[int, str]]()
        for line, text in texts:
            own.append(self._take_text(line, text, tasks, members))
        if not own[0]:
            own[0] = draft.printed or split_title(members[0][1] if members else texts[0][1]).title
        self._name(item, own)
        self.items += tasks.items(index, item.values["title"], item.values["quote"], self._context)
        for line, text in members:
            self._add_member(line, text, index)

    def _begins(self, paragraph: Paragraph) -> bool:
        """Start a requirement if a paragraph is a heading or has a number that counts here."""
        marker = read_marker(paragraph.text)
        if marker is not None and paragraph.is_wrapped and not marker.is_sure:
            marker = None
        reading = self._outline.reading_of(marker) if marker else None
        heading = paragraph.heading or None
        if reading is None and heading is None:
            return False
        self.finish()
        place = self._outline.place(reading, heading, paragraph.indent)
        self._start(paragraph, marker.rest if marker and reading else paragraph.text, marker.printed if marker else "")
        if self._draft is not None and place.follows is not None and reading is not None:
            message = _("line {line}: number {number} follows number {before}; a paragraph may be missing")
            number, before = reading.path[-1], place.follows
            self._draft.problems.append(message.format(line=paragraph.line, number=number, before=before))
        self._open(reading, heading, paragraph.indent)
        return True

    def _start(self, paragraph: Paragraph, text: str, printed: str = "") -> None:
        self._draft = _Draft(paragraph.line, self._outline.parent, printed, [paragraph.line], [(paragraph.line, text)])

    def _open(self, reading: Reading | None, heading: int | None, indent: int) -> None:
        self._outline.open(reading, heading, indent, len(self.items))

    def _go_on(self, paragraph: Paragraph) -> None:
        """Add a paragraph without number to the requirement above, or decide what to do before the first number."""
        is_own = not self._front.is_numbered and is_prose(paragraph.text)
        is_own = is_own and not (paragraph.is_wrapped and self._draft)
        if self._draft is not None and not is_own:
            self._draft.add(paragraph)
        elif self._draft is None and (enumeration := split_enumeration(paragraph.text)):
            for member in enumeration.members:
                lines = [] if self._draft else [paragraph.line]
                self.finish()
                self._draft = _Draft(paragraph.line, None, "", lines, [(paragraph.line, member)])
                if lines and enumeration.lead:
                    message = _("line {line}: left out before the enumeration: {text}")
                    self._draft.problems.append(message.format(line=paragraph.line, text=shortened(enumeration.lead, 200)))
        elif is_own or any(part.duty for part in split_duties(paragraph.text)):
            self.finish()
            self._start(paragraph, paragraph.text)
        else:
            self.skipped.append((paragraph.line, _("before the first number")))

    def _take_text(self, line: int, text: str, tasks: Tasks, members: list[tuple[int, str]]) -> str:
        """Take the duties and the members of an enumeration out of a paragraph, and return what is left of it."""
        enumeration = split_enumeration(text)
        lead, inner = (enumeration.lead, list(enumeration.members)) if enumeration else (text, [])
        parts = split_duties(lead)
        for part in parts:
            tasks.take(line, part)
        if inner:
            self._hoist(line, inner, tasks)
            members += [(line, member) for member in inner]
        return joined([part.text for part in parts])

    def _hoist(self, line: int, members: list[str], tasks: Tasks) -> None:
        """Move a duty at the very end of an enumeration to the requirement that enumerates: it is about all members."""
        if any(part.duty for member in members[:-1] for part in split_duties(member)):
            return
        parts = split_duties(members[-1])
        if parts[-1].duty is None or len(parts) > 1 or not is_sentence(parts[-1].text):
            return
        members[-1] = parts[-1].text
        tasks.take(line, Part(joined(members), parts[-1].duty))

    def _add_member(self, line: int, text: str, parent: int) -> None:
        """Add a member of an enumeration, which is a sentence or several, with its tasks."""
        parts, tasks = split_duties(text), Tasks()
        for part in parts:
            tasks.take(line, part)
        item, index = DocumentItem(line, "requirement", {}, parent), len(self.items)
        self.items.append(item)
        self._name(item, [joined([part.text for part in parts]) or text])
        self.items += tasks.items(index, item.values["title"], item.values["quote"], self._context)

    def _name(self, item: DocumentItem, texts: Sequence[str]) -> None:
        """Set title, text and quote of a requirement from its paragraphs."""
        title, rest, quote = split_title(texts[0])
        item.values["title"] = title or quote
        if text := "\n".join(filter(None, [rest, *texts[1:]])):
            item.values["text"] = text
        item.values["quote"] = quote
