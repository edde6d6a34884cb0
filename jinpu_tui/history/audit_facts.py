"""What a document says, as facts by address, for the audit of a merge. It shares no code with the merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import toml_rs

from jinpu_tui.model.kinds import KINDS

Address = tuple[str, ...]
"""Where a value stands: kind, id, field, and inside lists what the entry is known by."""

Facts = dict[Address, str]

KINDS_OF_SUBJECTS = (*(kind for kind in KINDS if kind != "conflict"), "unit")
"""Tables of records that a conflict may be about."""

UNORDERED = ("log", "extensions", "observations")
"""Lists whose order means nothing."""


def written_records(document: Mapping[str, Any]) -> set[str]:
    """Return the records of a document, each as one text."""
    return {f"{name} {record!r}" for name, value in document.items() if isinstance(value, list) for record in value}


def facts_of(document: Mapping[str, Any], twins: set[tuple[str, str]], untouched: set[str]) -> Iterator[tuple[Address, str]]:
    """Each value of a document by its address; records that have no id of their own by all that they hold.

    Records that are `untouched`, the same in all documents, are left out: a large file has few others.
    """
    seen: Counter[str] = Counter()
    for name, value in document.items():
        if name == "conflict":
            continue
        if not (isinstance(value, list) and value and all(isinstance(item, dict) for item in value)):
            yield from ((((name, *address)), text) for address, text in leaves_of(value))
            continue
        for record in value:
            id_ = record.get("id")
            if isinstance(id_, str) and (name, id_) not in twins:
                if f"{name} {record!r}" in untouched:
                    continue
                yield (name, id_), "a record"
                yield from (((name, id_, *address), text) for address, text in leaves_of(with_listed_lead(record)))
            else:
                whole = as_text(record)
                seen[whole] += 1
                yield (name, "a record", whole, str(seen[whole])), "a record"


def with_listed_lead(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with its lead unit as a list: "A" and ["A"] mean the same."""
    return {name: [value] if name == "lead" and isinstance(value, str) else value for name, value in record.items()}


def leaves_of(value: Any) -> Iterator[tuple[Address, str]]:
    """Return the single values in a table or list, with their addresses inside it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from (((str(name), *address), text) for address, text in leaves_of(item))
    elif isinstance(value, list):
        for key, item in entries_of(value):
            if isinstance(item, dict) and key[0] in ("period", "text"):
                yield from (((*key, *address), text) for address, text in leaves_of(item))
            else:
                yield key, "an entry"
    else:
        yield (), as_text(value)


def entries_of(items: Sequence[Any]) -> Iterator[tuple[Address, Any]]:
    """Return the entries of a list by what identifies them (a period, the text of a step, or all they hold) and count."""
    seen: Counter[Address] = Counter()
    for item in items:
        if isinstance(item, dict) and "period" in item:
            key: Address = ("period", str(item["period"]), str(bool(item.get("cumulative"))))
        elif isinstance(item, dict) and "text" in item and "date" not in item and "by" not in item:
            key = ("text", str(item["text"]))
        else:
            key = ("entry", as_text(item))
        seen[key] += 1
        yield (*key, str(seen[key])), item


def as_text(value: Any) -> str:
    """Return a value as a text that is the same for equal values, whatever the order of their keys."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {as_text(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_text, value)) + "]"
    return f"{type(value).__name__} {value!r}"


def doubled_ids(document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Kind and id of records whose id another one of the kind has."""
    counts = Counter(named_records(document))
    return {name for name, count in counts.items() if count > 1}


def ids_of_two_kinds(document: Mapping[str, Any]) -> set[str]:
    """Return the ids that records of several kinds have."""
    kinds = Counter(id_ for kind, id_ in set(named_records(document)) if kind in KINDS_OF_SUBJECTS)
    return {id_ for id_, count in kinds.items() if count > 1}


def named_records(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield kind and id of each record that has an id."""
    for name, value in document.items():
        for record in value if isinstance(value, list) else ():
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                yield name, record["id"]


def conflict_records(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the records of open conflicts."""
    records = document.get("conflict", [])
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def conflict_side(text: str, field: str) -> dict[str, Any]:
    """Return the table that a conflict states for a side: fields, or the fields of a whole record."""
    try:
        tables = toml_rs.loads(text)
    except ValueError:
        return {}
    return tables if field else next((table[0] for table in tables.values() if isinstance(table, list) and table), {})


def ranks_of(document: Mapping[str, Any], twins: set[tuple[str, str]]) -> dict[Address, dict[str, int]]:
    """Return the places of records among those of their kind, and of entries in lists whose order means something."""
    found: dict[Address, dict[str, int]] = {}
    for name, value in document.items():
        if not isinstance(value, list) or name == "conflict":
            continue
        for record in value:
            id_ = record.get("id") if isinstance(record, dict) else None
            if not isinstance(id_, str) or (name, id_) in twins:
                continue
            places = found.setdefault((name,), {})
            places[id_] = len(places)
            for field, items in record.items():
                if isinstance(items, list) and field not in UNORDERED:
                    found[name, id_, field] = {" ".join(key): number for number, (key, _item) in enumerate(entries_of(items))}
    return found
