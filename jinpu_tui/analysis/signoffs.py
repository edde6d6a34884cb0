"""Comments in threads, and sign-offs with what changed since they were given.

A sign-off keeps a fingerprint of each field that it is about, as Doorstop does for links between items; only these fields
make it outdated, other edits make no noise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

import msgspec

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange, Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Comment, Kind, Record, SignOff
from jinpu_tui.text.sanitize import in_file_name

WATCHED: Mapping[Kind, tuple[str, ...]] = {
    "requirement": ("title", "text"),
    "task": ("title", "requirements", "due"),
    "indicator": ("name", "target"),
}
"""What a sign-off of a kind of record is about."""


class Thread(NamedTuple):
    """A comment and the replies to it, in the order of their days."""

    comment: Comment
    replies: Sequence[Comment]


def threads(dataset: Dataset, id_: str) -> list[Thread]:
    """The comments on a record with their replies; those not resolved come first, then by day."""
    comments = [one for at in dataset.comments_on.get(id_, ()) if isinstance(one := dataset.by_id[at], Comment)]
    heads = _heads(comments)
    replies: dict[str, list[Comment]] = {}
    for one in _by_day(comments):
        replies.setdefault(heads[one.id], []).append(one)
    found = [
        Thread(one, [reply for reply in replies[one.id] if reply is not one])
        for one in _by_day(comments)
        if heads[one.id] == one.id
    ]
    return sorted(found, key=lambda thread: thread.comment.resolved)


def _by_day(comments: Sequence[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda one: one.at or date.min)


def _heads(comments: Sequence[Comment]) -> dict[str, str]:
    """Return by id of each comment the id of the one that begins its thread; of replies in a ring one begins it."""
    above = {one.id: one.reply_to for one in comments}
    heads: dict[str, str] = {}
    for comment in comments:
        trail: dict[str, None] = {}
        here = comment.id
        while here not in heads and here not in trail:
            trail[here] = None
            following = above[here]
            if following is None or following not in above:
                break
            here = following
        heads.update(dict.fromkeys(trail, heads.get(here, here)))
    return heads


def fingerprints(record: Record) -> tuple[str, ...]:
    """What a sign-off of a record keeps: each watched field with the beginning of the SHA-256 of its value.

    >>> from jinpu_tui.model.records import Requirement
    >>> fingerprints(Requirement("R1", "Plan"))
    ('title:007a63bd', 'text:74234e98')
    """
    return tuple(f"{name}:{_fingerprint(getattr(record, name))}" for name in WATCHED.get(record.TYPE, ()))


def _fingerprint(value: Any) -> str:
    import hashlib  # nobody waits for OpenSSL who has signed nothing

    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:8]


def changed_since(record: Record, signed: SignOff) -> tuple[str, ...]:
    """The watched fields of a record that are no longer what was signed."""
    held = dict(one.partition(":")[::2] for one in signed.fields)
    present = dict(one.partition(":")[::2] for one in fingerprints(record))
    return tuple(name for name, told in held.items() if present.get(name, told) != told)


def outdated(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """By id of each record that was signed off, the fields that changed since, where any did."""
    found: dict[str, tuple[str, ...]] = {}
    for one in dataset.signoffs:
        record = dataset.by_id.get(one.on)
        if record is not None and (changed := changed_since(record, one)):
            found[one.on] = tuple(dict.fromkeys((*found.get(one.on, ()), *changed)))
    return found


def review_file(by: str) -> str:
    """The file that a reviewer's comments and sign-offs go to: nobody else writes into it."""
    return f"reviews/{_slug(by)}.toml"


def _slug(by: str) -> str:
    return in_file_name(by, "somebody")


def comment(
    dataset: Dataset,
    on: str,
    text: str,
    by: str,
    at: date,
    *,
    field: str = "",
    reply_to: str = "",
    used: Set[str] = frozenset(),
) -> list[AnyChange]:
    """Add a comment, or a reply, after the last that the reviewer wrote. `used` are ids not to be used again."""
    values: Plain = {"on": on, "field": field or None, "by": by, "at": at, "text": text, "reply_to": reply_to or None}
    return [_added(dataset, "comment", by, values, f"C-{_slug(by)}-", used)]


def sign(
    dataset: Dataset, record: Record, by: str, at: date, plain: Plain | None, used: Set[str] = frozenset()
) -> list[AnyChange]:
    """Sign off a record as it is now; `plain` is the sign-off that the reviewer gave before, which is renewed."""
    values: Plain = {"on": record.id, "by": by, "at": at, "fields": list(fingerprints(record))}
    if plain is not None:
        return edits.set_fields("signoff", plain, {"at": at, "fields": values["fields"]}, at)
    return [_added(dataset, "signoff", by, values, f"G-{_slug(by)}-", used)]


def signed_by(dataset: Dataset, id_: str) -> Iterator[SignOff]:
    """The sign-offs of a record."""
    yield from (one for at in dataset.signoffs_on.get(id_, ()) if isinstance(one := dataset.by_id[at], SignOff))


def _added(dataset: Dataset, kind: Kind, by: str, values: Plain, begin: str, used: Set[str]) -> Added:
    own = [one for one in dataset.of_kind(kind) if getattr(one, "by", "") == by and one.id.startswith(begin)]
    number = 1 + edits.highest_number(begin, (*dataset.by_id, *used))
    record = {"id": f"{begin}{number}", **{name: value for name, value in values.items() if value is not None}}
    return Added(kind, record["id"], record, own[-1].id if own else "", file=review_file(by))
