"""XML inside a Word document, read piece by piece, with bounded depth and size."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping

from jinpu_tui.exchange.bounded_xml import bounded_parser
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

MAX_DEPTH = 400
MAX_PART_BYTES = 200 * 1024 * 1024
"""Largest size of one part after decompression."""

_PIECE_BYTES = 1 << 18
_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}
"""Elements that stand for a sign in the text."""

LEFT_OUT = ("Fallback", "moveFrom", "del", "instrText")
"""Elements whose text is not shown: alternatives, what was moved away or deleted under tracked changes, codes of fields."""

Attributes = Mapping[str, str]
StartHandler = Callable[[str, Attributes], None]
EndHandler = Callable[[str], None]


def read_part(
    archive: zipfile.ZipFile,
    name: str,
    start: StartHandler,
    end: EndHandler = lambda _name: None,
    text: Callable[[str], None] = lambda _text: None,
) -> None:
    """Call handlers for the elements and texts of one part of the archive, if it has the part.

    Args:
        archive: The document.
        name: Name of the part, such as `word/document.xml`.
        start: Called with the local name and the attributes of each element of Word's own namespace. Alternatives for older
            programs (`mc:Fallback`) are called `Fallback`; other namespaces are left out.
        end: Called with the local name of each such element that ends.
        text: Called with text in pieces.

    Raises:
        ExchangeError: The part is no XML, has a document type, or is too deep or too large.
    """
    from xml.parsers import expat

    if name not in archive.namelist():
        return

    def start_element(qualified: str, attributes: dict[str, str]) -> None:
        if local := _local(qualified):
            start(local, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def end_element(qualified: str) -> None:
        if local := _local(qualified):
            end(local)

    parser = bounded_parser(
        start_element,
        end_element,
        text,
        max_depth=MAX_DEPTH,
        has_document_type=_("The document declares a document type and is refused"),
        is_too_deep=_("The document is nested too deeply and is refused"),
    )
    if archive.getinfo(name).file_size > MAX_PART_BYTES:
        raise ExchangeError(_("The document would take {size} MB of memory and is refused").format(size=MAX_PART_BYTES >> 20))
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE_BYTES):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except expat.ExpatError:
        raise ExchangeError(_("The document is damaged")) from None


def _local(qualified: str) -> str:
    """Return the local name of an element of Word's; "" for others."""
    namespace, _blank, local = qualified.rpartition(" ")
    if namespace in _NAMESPACES or (namespace == _COMPATIBILITY and local == "Fallback"):
        return local
    return ""
