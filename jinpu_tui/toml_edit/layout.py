"""The layout of an array or an inline table: which comments, commas and line ends belong to which item.

An end-of-line comment and the comment lines directly above an item belong to it: they are moved and removed with it. A
comment that a blank line sets apart from the item below, a comment on the line of the opening bracket and one after the last
item belong to the container and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.scanner import Value
from jinpu_tui.toml_edit.text_edits import SpliceError, content_end, indent_at, line_start, newline_of, rest_is_comment

_LAST_LINE_END = re.compile(r"\r?\n[ \t]*\Z")
_LINE_END = re.compile(r"[ \t]*\r?\n")


class Part(Struct):
    """An item with the text that belongs to it: `lead` + `core` + `tail`."""

    space: str
    """The text before the item, which belongs to the container."""
    lead: str
    """The item's comment lines and its indentation, if it begins a line; else empty."""
    core: str
    """The item itself."""
    tail: str
    """The comma and the end-of-line comment."""
    comma: int
    """Where the comma is in `tail`, -1 if there is none."""
    begins_line: bool
    """Whether nothing but blanks stands before the item on its line."""
    indent: str
    """The blanks that the item's line begins with."""

    def tail_with_comma(self, *, comma: bool) -> str:
        """Return the tail with or without the comma."""
        if comma and self.comma < 0:
            return "," + self.tail
        if not comma and self.comma >= 0:
            before, after = self.tail[: self.comma], self.tail[self.comma + 1 :]
            return before + after if after else before.rstrip()
        return self.tail


class Layout(Struct):
    """An array or inline table in parts."""

    opening: str
    """The rest of the opening bracket's line."""
    parts: list[Part]
    closing: str
    """What stands between the last item and the closing bracket."""
    newline: str
    indent: str
    """The blanks that the opening bracket's line begins with."""

    @property
    def has_last_comma(self) -> bool:
        """Whether a comma follows the last item."""
        return bool(self.parts) and self.parts[-1].comma >= 0

    @property
    def keeps_comments(self) -> bool:
        """Whether comments would be left if all items were removed."""
        return "#" in self.opening + self.closing + "".join(part.space + part.lead for part in self.parts)


def layout_of(text: str, container: Value, spans: Sequence[tuple[int, int]]) -> Layout:
    """Return the layout of a container whose items have these places in the text."""
    start, end = container.start + 1, container.end - 1
    position = content_end(text, start) if rest_is_comment(text, start) else start
    position = min(position, spans[0][0] if spans else end)
    opening = text[start:position]
    parts = []
    for index, (first, last) in enumerate(spans):
        limit = spans[index + 1][0] if index + 1 < len(spans) else end
        comma = _comma_after(text, last, limit)
        after = last if comma is None else comma + 1
        stop = min(content_end(text, after), limit) if rest_is_comment(text, after) else after
        own = _own_start(text, position, first)
        relative = -1 if comma is None else comma - last
        indent = indent_at(text, first)
        space, lead = text[position:own], text[own:first]
        parts.append(
            Part(space, lead, text[first:last], text[last:stop], relative, _begins_line(text, position, first), indent)
        )
        position = stop
    return Layout(opening, parts, text[position:end], newline_of(text), indent_at(text, container.start))


def _comma_after(text: str, position: int, end: int) -> int | None:
    """Return where the comma after an item is; commas in comments are skipped."""
    while position < end:
        if text[position] == ",":
            return position
        position = content_end(text, position) if text[position] == "#" else position + 1
    return None


def _begins_line(text: str, limit: int, position: int) -> bool:
    start = line_start(text, position)
    return start > limit and not text[start:position].strip(" \t")


def _own_start(text: str, limit: int, position: int) -> int:
    """Return where the text of an item begins: with the comment lines directly above it, but not before `limit`."""
    if not _begins_line(text, limit, position):
        return position
    return comments_above(text, limit, position)


def comments_above(text: str, limit: int, position: int) -> int:
    """Return the start of the first of the comment lines directly above a line, or of the line itself."""
    start = line_start(text, position)
    while start > limit:
        above = line_start(text, start - 1)
        if (above <= limit and limit > 0) or not text[above:start].lstrip(" \t").startswith("#"):
            break
        start = above
    return start


class Slot(Struct):
    """An item as it is to be."""

    core: str
    """Its new text."""
    part: Part | None = None
    """The item as it was; None for a new one."""
    moved: bool = False
    """Whether its place among the others has changed."""

    @property
    def stays(self) -> bool:
        """Whether the item keeps its place."""
        return self.part is not None and not self.moved


def arranged(layout: Layout, slots: Sequence[Slot]) -> str:
    """Return the text inside the brackets with these items, in their new order.

    Parts that are in no slot are removed with their own comments; all other comments stay. Raises SpliceError if a comment
    has no place.
    """
    writer = _Writer(layout)
    staying = [slot.part for slot in slots if slot.stays]
    rest = iter(layout.parts)
    for index, slot in enumerate(slots):
        is_last = index == len(slots) - 1
        comma = not is_last or layout.has_last_comma
        if slot.part is None or slot.moved:
            writer.insert(slot, staying[0] if staying else None, comma=comma)
            continue
        left_out = []
        for part in rest:
            if part is slot.part:
                break
            left_out.append(part)
        staying.pop(0)
        comma = comma or (slot.part.comma >= 0 and slot.part.begins_line)
        writer.put(slot.part, slot.core, left_out, comma=comma)
    return writer.closed(list(rest))


def emptied(layout: Layout) -> str:
    """Return the text inside the brackets without any item: comments on lines of their own stay, also those above an item."""
    if not layout.keeps_comments:
        return ""
    kept = [layout.opening, *((part.space + part.lead).rstrip() for part in layout.parts if "#" in part.space + part.lead)]
    text = "".join(kept)
    return text + (
        layout.closing if _LINE_END.match(layout.closing) else layout.newline + layout.indent + layout.closing.lstrip()
    )


def begun(text: str, container: Value, written: Sequence[str]) -> str:
    """Return the text inside the brackets of an array that holds comments only, with items after them."""
    inside = text[container.start + 1 : container.end - 1]
    newline, indent = newline_of(text), indent_at(text, container.start)
    last = inside.rstrip()
    comment_line = last[last.rfind("\n") + 1 :]
    own = comment_line[: len(comment_line) - len(comment_line.lstrip())] if "\n" in last else indent + encoder.INDENT
    rows = "".join(f"{own}{item},{newline}" for item in written)
    return last + newline + rows + inside[len(inside.rstrip(" \t")) :]


class _Writer:
    """Writes the inside of a container item by item."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._text = layout.opening
        self._in_comment = "#" in layout.opening
        self._is_begun = False
        self._spaces = {id(part): part.space for part in layout.parts}
        self._last: Part | None = None
        self._is_new_last = False

    def put(self, part: Part, core: str, left_out: Sequence[Part], *, comma: bool) -> None:
        """Write an item that keeps its place, after those before it that are left out."""
        space = self._spaces[id(part)]
        if part.begins_line:
            space = self._kept(left_out) + space
        elif left_out:
            first, *others = (*left_out, part) if not self._is_new_last else (part, *left_out)
            if any("#" in other for other in self._spaces_of(others)):
                raise SpliceError(_("comments stand between entries on one line"))
            space = self._spaces[id(first)] + (first.indent if first.begins_line else "")
        self._write(space, part.lead + core, part.tail_with_comma(comma=comma))
        self._last = part
        self._is_new_last = False

    def insert(self, slot: Slot, following: Part | None, *, comma: bool) -> None:
        """Write an item at a place that is new to it; `following` is the next of those that keep theirs."""
        layout, part = self._layout, slot.part
        neighbour = following or self._last or layout.parts[0]
        has_lead = part is not None and "#" in part.lead
        on_line = neighbour.begins_line or has_lead or self._in_comment
        indent = neighbour.indent if neighbour.begins_line else layout.indent + encoder.INDENT
        body, tail = slot.core, "," if comma else ""
        if part is not None:
            tail = part.tail_with_comma(comma=comma)
        if on_line:
            body = (part.lead if part is not None and part.begins_line else indent) + body
        space = layout.newline if on_line else " "
        if not self._is_begun and on_line == neighbour.begins_line:
            space, self._spaces[id(neighbour)] = self._spaces[id(neighbour)], space if following else ""
        self._write(space, body, tail)
        self._is_new_last = True

    def closed(self, left_out: Sequence[Part]) -> str:
        """Return all that was written, with the end of the container."""
        kept = self._kept(left_out)
        closing = self._layout.closing
        if (self._in_comment or "#" in kept) and not _LINE_END.match(closing):
            closing = self._layout.newline + self._layout.indent + closing.lstrip(" \t")
        return self._text + kept + closing

    def _kept(self, left_out: Sequence[Part]) -> str:
        """Return what belongs to the container before items that are left out, each without the line end of its item."""
        return "".join(_LAST_LINE_END.sub("", space) if "\n" in space else "" for space in self._spaces_of(left_out))

    def _spaces_of(self, parts: Sequence[Part]) -> list[str]:
        return [self._spaces[id(part)] for part in parts]

    def _write(self, space: str, body: str, tail: str) -> None:
        if self._in_comment and not _LINE_END.match(space):
            space = self._layout.newline + self._layout.indent + encoder.INDENT
        self._text += space + body + tail
        self._in_comment = "#" in tail.rpartition("\n")[2]
        self._is_begun = True
