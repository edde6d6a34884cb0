"""Terms about one field joined to one term with many values, which is decided once for each value that records have.

`lead:a or lead:b` is `lead:a,b`, and `-lead:a -lead:b` is `-lead:a,b`. A filter that a program or a paste wrote may have
thousands of such terms, each of which would be asked of each record.
"""

from __future__ import annotations

from jinpu_tui.query.parser import Node, Not, Term, Value

MAX_APART = 16
"""As many parts are left as they were typed: what they decided is remembered while the next one is being typed."""


def joined(parts: tuple[Node, ...], *, negated: bool) -> tuple[Node, ...]:
    """Return the parts of a filter with those about one field as one, at the place of the first, if there are many.

    Args:
        parts: Parts one of which must be; if `negated`, parts that must all be.
        negated: Whether negated terms are joined, instead of plain ones.
    """
    if len(parts) <= MAX_APART:
        return parts
    found: dict[object, Node | list[Term]] = {}
    for part in parts:
        term = part.part if negated and isinstance(part, Not) else None if negated else part
        if isinstance(term, Term) and term.operator in (":", "=") and term.values:
            group = found.setdefault((term.name, term.operator), [])
            assert isinstance(group, list)
            group.append(term)
        else:
            found.setdefault(part, part)
    return tuple(_as_one(item, negated=negated) if isinstance(item, list) else item for item in found.values())


def _as_one(terms: list[Term], *, negated: bool) -> Node:
    first = terms[0]
    values: dict[tuple[str, bool], Value] = {}
    for term in terms:
        for value in term.values:
            values.setdefault((value.text, value.is_quoted), value)
    term = Term(first.name, first.operator, tuple(values.values()), first.start)
    return Not(term) if negated else term
