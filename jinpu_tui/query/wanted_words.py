"""The words that a filter looks for in what is shown, so that they can be made visible there."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.model.errors import FilterError
from jinpu_tui.query.parser import All, AnyOf, Node, Term, Word, parse
from jinpu_tui.query.search_index import EVERYWHERE, folded_line


def wanted_words(text: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of the column that a word is looked for in and the word, folded; nothing for a text that is no filter.

    What must not be there is not looked for.

    >>> wanted_words('Plan lead:finance,"Audit Office" -late')
    (('', 'plan'), ('lead', 'finance'), ('lead', 'audit office'))
    """
    try:
        return tuple(dict.fromkeys(_words(parse(text)))) if text.strip() else ()
    except FilterError:
        return ()


def _words(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case Word(text) if text.strip():
            yield EVERYWHERE, folded_line(text)
        case Term(name, ":" | "=", values):
            for value in values:
                if value.text.strip():
                    yield name, folded_line(value.text)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _words(part)
