"""An independent check of a merged file: each change that a side made is in it, or in one of its open conflicts.

It compares the three versions and the result as parsed documents, and their comments and order. It shares no code with the
merge that it checks: not how records are distinguished, nor how lists, comments or conflicts are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import toml_rs

from jinpu_tui.history.audit_facts import (
    KINDS_OF_SUBJECTS,
    Address,
    Facts,
    as_text,
    conflict_records,
    conflict_side,
    doubled_ids,
    facts_of,
    ids_of_two_kinds,
    leaves_of,
    ranks_of,
    with_listed_lead,
    written_records,
)
from jinpu_tui.text.i18n import _

_ENTRY_PARTS = {"period": 5, "text": 4}
"""How many parts of an address name a field and an entry of it."""
_STRING_OR_COMMENT = re.compile(
    r'"""[^"\\]*(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*)*"{3,5}'
    r"|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\n]*)"
)


def missing_changes(base: bytes, ours: bytes, theirs: bytes, merged: bytes) -> list[str]:
    """Return what a merge lost, in words: values, records, comments, order; an empty list if nothing."""
    texts = [data.decode("utf-8-sig").replace("\r\n", "\n") for data in (base, ours, theirs, merged)]
    try:
        documents: list[dict[str, Any]] = [toml_rs.loads(text) for text in texts]
    except ValueError:
        return [_("the file as TOML: the result cannot be parsed")]
    audit = _Audit(*documents)
    return [*audit.ids(), *audit.values(), *audit.nameless(), *audit.conflicts(), *audit.order(), *_comments(texts, audit.held)]


class _Audit:
    """The four documents, as facts."""

    def __init__(self, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], merged: dict[str, Any]) -> None:
        self._documents = (base, ours, theirs, merged)
        self._open = conflict_records(merged)
        twins = set().union(*(doubled_ids(document) for document in (base, ours, theirs)))
        self._twins = twins
        untouched = set.intersection(*(written_records(document) for document in self._documents))
        facts = (dict(facts_of(document, twins, untouched)) for document in self._documents)
        self._base, self._ours, self._theirs, self._merged = facts
        self.held = "\n".join(str(record.get(side, "")) for record in self._open for side in ("mine", "theirs"))

    def ids(self) -> Iterator[str]:
        """Ids that only the result has in two places."""
        for kind, id_ in doubled_ids(self._documents[3]) - self._twins:
            yield _("a single {kind} {id}").format(kind=kind, id=id_)
        before = set().union(*(ids_of_two_kinds(document) for document in self._documents[:3]))
        for id_ in ids_of_two_kinds(self._documents[3]) - before:
            yield _("one record of the id {id}").format(id=id_)

    def values(self) -> Iterator[str]:
        """Values that a side set or removed, and that neither the result nor an open conflict has so."""
        ended = [record for record in self._added_conflicts() if self._is_ended(record)]
        covered = {id_: list(_covered(self._open, id_)) for id_ in {str(record.get("on")) for record in self._open}}
        for side, other in ((self._ours, self._theirs), (self._theirs, self._ours)):
            for address in {**side, **self._base}:
                wanted, before = side.get(address), self._base.get(address)
                if wanted == before or self._merged.get(address) == wanted:
                    continue
                if _is_covered(covered, address, wanted) or self._follows_steps(side, other, address):
                    continue
                if any(_is_inside(address, record, self._inside(record)) for record in ended):
                    continue
                yield _("{what}, which a side set to {value}").format(what=" ".join(address), value=wanted or _("nothing"))

    def nameless(self) -> Iterator[str]:
        """Return records without an id that both sides changed or removed: nobody knows which new one each has become."""
        names = [
            {address for address in facts if address[1:2] == ("a record",)} for facts in (self._base, self._ours, self._theirs)
        ]
        gone = {address[0] for address in names[0] - names[1] - names[2]}
        new = {address[0] for address in (names[1] | names[2]) - names[0]}
        yield from (_("which {kind} without an id became which").format(kind=kind) for kind in sorted(gone & new))

    def conflicts(self) -> Iterator[str]:
        """Open conflicts that a side added, or decided, and that the result forgot or kept."""
        base, ours, theirs, merged = ({str(each.get("id")): each for each in conflict_records(doc)} for doc in self._documents)
        for side, other in ((ours, theirs), (theirs, ours)):
            for id_, record in side.items():
                if id_ not in base and id_ not in merged and not (self._is_replaced(record) or self._is_ended(record)):
                    yield _("the open conflict {id}").format(id=id_)
            facts = self._theirs if other is theirs else self._ours
            for id_ in base.keys() - side.keys():
                is_again_open = id_ not in other or self._about(base[id_], facts) != self._about(base[id_], self._base)
                if merged.get(id_) == base[id_] == other.get(id_, base[id_]) and not (
                    is_again_open and self._is_contested(base[id_])
                ):
                    yield _("the decision of {id}").format(id=id_)
        for id_ in base.keys() - ours.keys() - theirs.keys():
            about = str(base[id_].get("on")), str(base[id_].get("field", ""))
            is_open = any(
                str(item.get("on")) == about[0] and str(item.get("field", "")) in ("", about[1]) for item in self._open
            )
            if not is_open and self._is_contested(base[id_]):
                yield _("one of two decisions of {id}").format(id=id_)

    def order(self) -> Iterator[str]:
        """Return records, or entries of lists, that one side moved and the result has not moved."""
        ranks = [ranks_of(document, self._twins) for document in self._documents]
        for mine, other in ((ranks[1], ranks[2]), (ranks[2], ranks[1])):
            for name, places in mine.items():
                before, after, result = ranks[0].get(name, {}), other.get(name, {}), ranks[3].get(name, {})
                keys = [
                    key for key in sorted(places, key=places.__getitem__) if key in before and key in after and key in result
                ]
                for first, second in pairwise(keys):
                    is_moved = before[first] > before[second]
                    if (
                        is_moved
                        and after[first] > after[second]
                        and result[first] > result[second]
                        and not self._in_conflict(name)
                    ):
                        yield _("the order of {first} and {second}").format(first=first, second=second)

    def _in_conflict(self, name: Address) -> bool:
        return any(str(record.get("on")) in name and record.get("field") in name for record in self._open)

    def _added_conflicts(self) -> Iterator[Mapping[str, Any]]:
        known = {str(record.get("id")) for record in conflict_records(self._documents[0])}
        for document in self._documents[1:3]:
            yield from (record for record in conflict_records(document) if str(record.get("id")) not in known)

    def _is_ended(self, record: Mapping[str, Any]) -> bool:
        """Whether the other side ended a conflict of a field that one side added, and the result has the value of its `mine`.

        It went on from the value that the conflict calls `theirs`: to that of `mine`, or back to the one before the conflict.
        """
        field, id_ = str(record.get("field", "")), str(record.get("id"))
        has = [any(str(each.get("id")) == id_ for each in conflict_records(document)) for document in self._documents[1:3]]
        if not field or all(has):
            return False
        was, now, result = (
            self._about(record, facts) for facts in (self._base, self._theirs if has[0] else self._ours, self._merged)
        )
        before, mine, other = (self._stated(record, side) for side in ("base", "mine", "theirs"))
        return was == other != now and result == mine and (now == mine or (has[0] and now == before))

    def _stated(self, record: Mapping[str, Any], side: str) -> Facts:
        """Return the facts that a conflict states for a side."""
        stated = conflict_side(str(record.get(side, "")), str(record.get("field", "")))
        facts = dict(leaves_of(with_listed_lead(stated)))
        inside = self._inside(record)
        return {address: text for address, text in facts.items() if address[: len(inside)] == inside}

    def _is_contested(self, record: Mapping[str, Any]) -> bool:
        """Whether the sides differ in what a conflict is about."""
        return self._about(record, self._ours) != self._about(record, self._theirs)

    def _about(self, record: Mapping[str, Any], facts: Facts) -> Facts:
        """Return the facts that a conflict is about, by their addresses in the record."""
        on = str(record.get("on"))
        start = 0 if on == "dataset" else 1
        names = (on, *self._inside(record))
        return {address[start + 1 :]: text for address, text in facts.items() if address[start : start + len(names)] == names}

    @staticmethod
    def _inside(record: Mapping[str, Any]) -> Address:
        """Return where in its record a conflict is: nowhere if about all, a field, or one entry of a list by period or text."""
        field = str(record.get("field", ""))
        sides = [conflict_side(str(record.get(side, "")), field) for side in ("mine", "theirs")]
        leaves = [address for side in sides for address, _text in leaves_of(side)]
        entries = {
            address[: _ENTRY_PARTS[address[1]]] for address in leaves if field and address[1:2] and address[1] in _ENTRY_PARTS
        }
        return next(iter(entries)) if len(entries) == 1 else (field,) if field else ()

    def _is_replaced(self, record: Mapping[str, Any]) -> bool:
        """Whether the result has both values of a conflict, or a newer conflict that began from the one it lacks."""
        about = record.get("on"), record.get("field")
        values = [item for item in self._open if (item.get("on"), item.get("field")) == about]
        held = {str(item.get(side, "")) for item in values for side in ("mine", "theirs")}
        lacking = {str(record.get(side, "")) for side in ("mine", "theirs")} - held
        if not values or len(lacking) > 1:
            return False
        field, past = str(record.get("field", "")), dict(self._base)
        versions = [dict(leaves_of(with_listed_lead(toml_rs.loads(text)))) for text in lacking if field]
        return bool(values) and all(
            any(value == past.get((kind, str(record.get("on")), *address)) for kind in KINDS_OF_SUBJECTS)
            for item in versions
            for address, value in item.items()
        )

    def _follows_steps(self, side: Facts, other: Facts, address: Address) -> bool:
        """Whether a progress is the share of ticked steps on its side, and in the result that of the steps of both sides."""
        if len(address) != 3 or address[2] != "progress":
            return False
        shares = [_share_of_steps(facts, address[:2]) for facts in (side, other, self._merged)]
        return side.get(address) == shares[0] and self._merged.get(address) == shares[2] and shares[1] is not None


def _covered(records: Iterable[Mapping[str, Any]], id_: str) -> Iterator[tuple[set[str], Facts]]:
    """Return the values of each side of the open conflicts about a record, and the fields that each is about; none for all."""
    for record in records:
        if str(record.get("on")) != id_:
            continue
        field = str(record.get("field", ""))
        sides = [conflict_side(str(record.get(side, "")), field) for side in ("mine", "theirs")]
        fields = {field, *(name for side in sides for name in side)} if field else set()
        yield from ((fields, dict(leaves_of(with_listed_lead(side)))) for side in sides)


def _is_covered(covered: Mapping[str, list[tuple[set[str], Facts]]], address: Address, wanted: str | None) -> bool:
    """Whether an open conflict about the record holds a value, or the lack of one, at an address."""
    if address[0] == "dataset":
        sides, inside = covered.get("dataset", []), address[1:]
    else:
        sides, inside = covered.get(address[1] if len(address) > 1 else "", []), address[2:]
    if not inside:  # the record as a whole
        return any(not fields for fields, facts_of in sides)
    return any((not fields or inside[0] in fields) and facts.get(inside) == wanted for fields, facts in sides)


def _is_inside(address: Address, record: Mapping[str, Any], inside: Address) -> bool:
    """Whether an address is in what a conflict is about."""
    names = (str(record.get("on")), *inside)
    return any(address[start : start + len(names)] == names for start in (0, 1))


def _share_of_steps(facts: Facts, record: Address) -> str | None:
    ticks = [text for address, text in facts.items() if address[:3] == (*record, "steps") and address[-1] == "done"]
    steps = {address[:6] for address in facts if address[:3] == (*record, "steps")}
    return as_text(round(100 * sum(text == "bool True" for text in ticks) / len(steps))) if steps else None


def _comments(texts: Sequence[str], held: str) -> Iterator[str]:
    """Comments that a side added and that are not there, or removed and that are there still."""
    base, ours, theirs, merged = (_comments_in(text) for text in texts)
    for comment in {**base, **ours, **theirs}:
        before, now = base[comment], merged[comment]
        added, removed = ours[comment] - before, theirs[comment] - before
        least = before + (max(added, removed) if min(added, removed) >= 0 else added + removed)
        is_kept = before == 1 and min(added, removed) < 0 and max(added, removed) <= 0 and now > 0
        if (now < least or is_kept) and comment not in held:
            yield (_("the removal of the comment {text}") if is_kept else _("the comment {text}")).format(text=comment)


def _comments_in(text: str) -> Counter[str]:
    found = (match["comment"] for match in _STRING_OR_COMMENT.finditer(text))
    return Counter(comment.rstrip() for comment in found if comment)
