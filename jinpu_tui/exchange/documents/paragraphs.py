"""The paragraphs of a document, whatever file it comes from."""

from __future__ import annotations

from msgspec import Struct

TITLE_LEVEL = 0
"""Heading level of a paragraph that the document itself calls its title."""


class Paragraph(Struct, frozen=True):
    """A paragraph with the number that is printed before it, on one line."""

    text: str
    line: int
    """Number of the line in a text, of the paragraph or table row in a Word document; from 1."""

    heading: int | None = None
    """Level of a heading, from 1, if the document states it; TITLE_LEVEL for the title of the document."""

    indent: int = 0
    """Depth of a list item, where the document states it by blanks."""

    is_wrapped: bool = False
    """Whether the line goes on with the sentence of the line before."""

    notes: tuple[str, ...] = ()
    """Texts of the footnotes and endnotes that it refers to."""

    left_out: str = ""
    """What it is, if it is no text of the document: a page footer, for example. It has no text then."""
