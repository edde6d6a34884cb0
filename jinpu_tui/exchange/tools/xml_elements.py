"""XML of other tools, read element by element, with bounded depth and size."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from msgspec import Struct, field

from jinpu_tui.exchange.bounded_xml import bounded_parser
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

MAX_DEPTH = 60
MAX_ELEMENTS = 1_500_000
"""Elements that are kept."""

MAX_NAMES = 200
"""Names of elements that are left out."""

_PIECE_BYTES = 1 << 18


class Element(Struct):
    """An element with its text and the elements inside; attributes are left out."""

    name: str
    """Its name without namespace."""

    text: str = ""
    parts: list[Element] = field(default_factory=list)

    def text_of(self, name: str) -> str:
        """Return the text of the first element of a name inside; empty if there is none."""
        return next((part.text.strip() for part in self.parts if part.name == name), "")

    def all_of(self, name: str) -> list[Element]:
        """Return the elements of a name inside."""
        return [part for part in self.parts if part.name == name]


def read_elements(data: bytes, wanted: Container[str], kept: Container[str], take: Callable[[Element], None]) -> Iterable[str]:
    """Call `take` with each outermost element of the wanted names when it ends. Nothing else is kept in memory.

    Args:
        data: The text.
        wanted: Names of the elements.
        kept: Names of elements inside of them that are kept; others are left out with all that they hold.
        take: Called with each element.

    Returns:
        Names of the elements that were left out, without those inside of such.

    Raises:
        ExchangeError: The text is no XML, has a document type, or is nested too deeply or too large.
    """
    from xml.parsers import expat

    reader = _Reader(wanted, kept, take)
    parser = bounded_parser(
        reader.start,
        reader.end,
        reader.text,
        max_depth=MAX_DEPTH,
        has_document_type=_("The file declares a document type and is refused"),
        is_too_deep=_("The file is nested too deeply and is refused"),
    )
    try:
        for position in range(0, len(data), _PIECE_BYTES):
            parser.Parse(data[position : position + _PIECE_BYTES], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ExchangeError(_("The file is not XML that can be read: {reason}").format(reason=error)) from None
    return reader.left_out


class _Reader:
    """What handles the parser's events."""

    def __init__(self, wanted: Container[str], kept: Container[str], take: Callable[[Element], None]) -> None:
        self.left_out: dict[str, None] = {}
        self._wanted, self._kept, self._take = wanted, kept, take
        self._stack: list[Element] = []
        self._texts: list[list[str]] = []
        self._depth = self._elements = 0
        self._left_out_depth: int | None = None

    def start(self, qualified: str, _attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._depth += 1
        name = qualified.rpartition(" ")[2]
        if self._left_out_depth is not None or name not in (self._kept if self._stack else self._wanted):
            if self._stack and self._left_out_depth is None:
                self._left_out_depth = self._depth
                if len(self.left_out) < MAX_NAMES:
                    self.left_out[name] = None
            return
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise ExchangeError(_("The file has too many elements and is refused"))
        element = Element(name)
        if self._stack:
            self._stack[-1].parts.append(element)
        self._stack.append(element)
        self._texts.append([])

    def end(self, _qualified: str) -> None:
        """End the innermost element."""
        self._depth -= 1
        if self._left_out_depth is not None:
            if self._depth < self._left_out_depth:
                self._left_out_depth = None
        elif self._stack:
            element = self._stack.pop()
            element.text = "".join(self._texts.pop())
            if not self._stack:
                self._take(element)

    def text(self, piece: str) -> None:
        """Take a piece of the text of the innermost element."""
        if self._stack and self._left_out_depth is None:
            self._texts[-1].append(piece)
