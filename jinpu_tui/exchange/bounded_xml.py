"""A parser for XML of other programs: no document type, no entities of its own, bounded depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jinpu_tui.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]


def bounded_parser(
    start: StartHandler, end: EndHandler, text: TextHandler, *, max_depth: int, has_document_type: str, is_too_deep: str
) -> XMLParserType:
    """Return a parser that calls handlers, and raises ExchangeError in the midst of parsing for what it refuses.

    Args:
        start: Called with the name of each element that begins, its namespace and a blank before it, and its attributes.
        end: Called with the name of each element that ends.
        text: Called with text in pieces.
        max_depth: The maximum number of elements inside each other.
        has_document_type: Message about a text that declares a document type.
        is_too_deep: Message about a text that is nested too deeply.
    """
    from xml.parsers import expat

    depth = 0

    def start_element(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > max_depth:
            raise ExchangeError(is_too_deep)
        start(name, attributes)

    def end_element(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refuse(*_arguments: object) -> None:
        raise ExchangeError(has_document_type)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start_element, end_element, text
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = refuse, refuse
    return parser
