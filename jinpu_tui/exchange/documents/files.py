"""Documents as files: text, Markdown and Word. What is too large, locked or no document is refused."""

from __future__ import annotations

from jinpu_tui.exchange.documents.paragraphs import Paragraph
from jinpu_tui.exchange.documents.text_lines import read_lines
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_PARAGRAPHS = 200_000

ENDINGS = (".txt", ".md", ".markdown", ".docx")
"""Endings of the names of files that are documents."""


def read_document(data: bytes, ending: str, encoding: str = "") -> list[Paragraph]:
    """Return the paragraphs of a document that hold something, in their order.

    Args:
        data: The bytes of the file.
        ending: Ending of its name: one of ENDINGS.
        encoding: Name of the encoding of a text; by default it is recognized.

    Raises:
        ExchangeError: The file is too large, locked, damaged, or no document that can be read.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ExchangeError(_("The file has more than {size} MB").format(size=MAX_FILE_BYTES >> 20))
    ending = ending.lower()
    if ending not in ENDINGS:
        message = _("A document ends in {endings}, not in {ending}")
        raise ExchangeError(message.format(endings=", ".join(ENDINGS), ending=ending or _("nothing")))
    if ending == ".docx":
        from jinpu_tui.exchange.documents.word import read_word

        paragraphs = read_word(data)
    else:
        paragraphs = read_lines(data, encoding, is_markdown=ending != ".txt")
    if len(paragraphs) > MAX_PARAGRAPHS:
        message = _("The document has more than {count} paragraphs; import it in parts")
        raise ExchangeError(message.format(count=MAX_PARAGRAPHS))
    return paragraphs
