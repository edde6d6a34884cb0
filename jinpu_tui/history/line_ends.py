"""Byte order mark and line ends: set aside for a merge, then written as the side that changed them has them."""

from __future__ import annotations

from msgspec import Struct

_BOM = "\ufeff"


class Encoding(Struct, frozen=True):
    """How a text is written: with a byte order mark or not, with CRLF or LF at the end of each line.

    `has_crlf` is None if the text has both, or none at all: then its line ends are left as they are.
    """

    has_bom: bool = False
    has_crlf: bool | None = None

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text whose line ends are LF, unless the versions mix both."""
        if self.has_crlf:
            text = text.replace("\n", "\r\n")
        return ((_BOM if self.has_bom else "") + text).encode()


def decode(base: bytes, ours: bytes, theirs: bytes) -> tuple[Encoding, list[str]]:
    """Return how the merged text is to be written, and the texts of three versions without byte order mark, with LF line ends.

    If a version mixes CRLF and LF the line ends of all stay as they are. Raises UnicodeDecodeError.
    """
    texts = [data.decode() for data in (base, ours, theirs)]
    found = [_encoding_of(text) for text in texts]
    is_mixed = any("\r" in text and item.has_crlf is None for text, item in zip(texts, found, strict=True))
    texts = [text.removeprefix(_BOM) for text in texts]
    if not is_mixed:
        texts = [text.replace("\r\n", "\n") for text in texts]
    before, mine, other = found
    has_bom = bool(_changed_side(before.has_bom if base else None, mine.has_bom, other.has_bom))
    has_crlf = None if is_mixed else bool(_changed_side(before.has_crlf, mine.has_crlf, other.has_crlf))
    return Encoding(has_bom, has_crlf), texts


def _changed_side(base: bool | None, ours: bool | None, theirs: bool | None) -> bool | None:
    return theirs if ours == base else ours


def _encoding_of(text: str) -> Encoding:
    crlf = text.count("\r\n")
    is_one_kind = crlf == text.count("\n") and crlf == text.count("\r")
    has_crlf = True if crlf and is_one_kind else None if "\r" in text or "\n" not in text else False
    return Encoding(text.startswith(_BOM), has_crlf)
