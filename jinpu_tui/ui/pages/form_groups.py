"""The groups that the fields of a form stand in: who, when, how far, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpu_tui.model.fields import FIELDS, Field
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

RECORD = "record"
"""The group of what says which record it is; it has no heading and is never folded."""

LABELS = {"who": _("Who"), "when": _("When"), "how far": _("How far"), "why": _("Why")}

_GROUPS = {
    "who": ("lead", "support", "leader", "owner", "supervisor", "publisher", "closed_by", "verified_by"),
    "when": ("start", "due", "ongoing", "extensions", "published", "done_on", "closed_on"),
    "how far": (
        *("status", "progress", "verified", "verified_on", "measured_by", "steps", "problem", "next", "log"),
        *("kind", "unit", "measure", "direction", "decimals", "baseline", "target", "observations"),
    ),
    "why": ("requirements", "parent", "depends", "deliverable", "source", "quote", "text", "definition", "note"),
}

_GROUP_OF = {field: group for group, fields in _GROUPS.items() for field in fields}


def group_of(field: str) -> str:
    """Return the group that a field stands in."""
    return _GROUP_OF.get(field, RECORD)


def grouped_fields(kind: Kind) -> Iterator[tuple[str, Sequence[Field]]]:
    """Return the groups of a kind that have fields, each with them in the order of the group."""
    yield RECORD, [field for field in FIELDS[kind] if group_of(field.name) == RECORD]
    for group, names in _GROUPS.items():
        fields = sorted((field for field in FIELDS[kind] if field.name in names), key=lambda field: names.index(field.name))
        if fields:
            yield group, fields
