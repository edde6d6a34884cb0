"""The words of a filter as a tree.

    filter  = all ("or" all)*
    all     = one+
    one     = "-" one | "(" filter ")" | term
    term    = word | "phrase" | #tag | name operator value ("," value)*
    operator = ":" "=" "!=" "<" "<=" ">" ">="

in the manner of taskwarrior and of mail programs. A parser of a page is faster to import than any library.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct

from jinpu_tui.model.errors import FilterError
from jinpu_tui.text.i18n import _

MAX_DEPTH = 50
"""Parentheses and minus signs nested deeper than this were not typed by anybody."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x201C: 0x22, 0x201D: 0x22}
"""Full-width signs and letters to plain ones, one for one: positions stay."""

_TOKEN = re.compile(r'\s*(?:(?P<open>\()|(?P<close>\))|(?P<minus>-(?=[^\s,]))|(?P<term>(?:"[^"]*(?:"|$)|[^\s()"])+))')
_TERM = re.compile(r"(?P<name>[A-Za-z_]+)(?P<operator>:|!=|<=|>=|=|<|>)(?P<values>.*)", re.DOTALL)
_VALUE = re.compile(r'"[^"]*(?:"|$)|[^",]+')


class Word(Struct, frozen=True):
    """A word or phrase to be found anywhere."""

    text: str


class Value(NamedTuple):
    """A value as typed, and where. One in quotes stands for itself, whatever it means without."""

    text: str
    start: int
    is_quoted: bool = False


class Term(Struct, frozen=True):
    """A field, or another name that filters know, and the values one of which it must have."""

    name: str
    operator: str
    values: tuple[Value, ...]
    start: int


class Not(Struct, frozen=True):
    """What must not be."""

    part: Node


class All(Struct, frozen=True):
    """Parts that must all be; nothing is asked if there are none."""

    parts: tuple[Node, ...]


class AnyOf(Struct, frozen=True):
    """Parts one of which must be."""

    parts: tuple[Node, ...]


Node = Word | Term | Not | All | AnyOf


def parse(text: str) -> Node:
    """Return the tree of a filter. Raises FilterError."""
    parser = _Parser(text.translate(_WIDE))
    tree = parser.any_of(0)
    if parser.token is not None:
        raise FilterError(_("a ) without a ("), parser.token.start(parser.token.lastgroup or 0))
    return tree


def top_terms(text: str) -> tuple[str, ...]:
    """Return the parts of a filter that must all be, as they were typed; the whole of one with `or`, or of what is no filter.

    >>> top_terms('lead:finance -is:late "a plan"')
    ('lead:finance', '-is:late', '"a plan"')
    >>> top_terms("is:late or (due:none open)")
    ('is:late or (due:none open)',)
    """
    plain = text.translate(_WIDE)
    parts: list[str] = []
    start = depth = at = 0
    while token := _TOKEN.match(plain, at):
        kind = token.lastgroup or ""
        if not depth and (kind == "term" and token["term"].lower() == "or"):
            break
        at = token.end()
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if depth < 0:
            break
        if not depth and kind != "minus":
            parts.append(text[start:at].strip())
            start = at
    is_whole = depth == 0 and start == at and not plain[at:].strip()
    return tuple(parts) if is_whole else tuple(filter(None, (text.strip(),)))


class _Parser:
    def __init__(self, text: str) -> None:
        self._text, self._position = text, 0
        self.token: re.Match[str] | None = None
        self._advance()

    def any_of(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._is_or():
            self._advance()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self, depth: int) -> Node:
        parts = []
        while self.token is not None and self.token.lastgroup != "close" and not self._is_or():
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Node:
        token = self.token
        assert token is not None
        if depth > MAX_DEPTH:
            raise FilterError(_("nested too deep"), token.start(token.lastgroup or 0))
        self._advance()
        match token.lastgroup:
            case "minus":
                ends = self.token is None or self.token.lastgroup == "close"
                return Word("-") if ends else Not(self._one(depth + 1))
            case "open":
                inner = self.any_of(depth + 1)
                if self.token is None:
                    raise FilterError(_("a ( without a )"), token.start("open"))
                self._advance()
                return inner
        return _term(token["term"], token.start("term"))

    def _is_or(self) -> bool:
        return self.token is not None and (self.token["term"] or "").lower() == "or"

    def _advance(self) -> None:
        self.token = _TOKEN.match(self._text, self._position)
        if self.token is not None:
            self._position = self.token.end()


def _term(text: str, start: int) -> Node:
    if text.startswith("#") and len(text) > 1:
        return Term("tags", "=", (Value(_unquoted(text[1:]), start + 1),), start)
    match = _TERM.fullmatch(text)
    if match is None or match["values"].startswith("//"):
        return Word(_unquoted(text))
    values = tuple(
        Value(_unquoted(item.group()), start + match.start("values") + item.start(), item.group().startswith('"'))
        for item in _VALUE.finditer(match["values"])
    )
    return Term(match["name"].lower(), match["operator"], values, start)


def _unquoted(text: str) -> str:
    return text.replace('"', "")
