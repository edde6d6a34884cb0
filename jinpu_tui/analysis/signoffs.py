"""Comments in threads, and sign-offs with what changed since they were given.

A sign-off keeps a fingerprint of each field that it is about, as Doorstop does for links between items; only these fields
make it outdated, other edits make no noise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

import msgspec

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange, Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import Comment, Kind, Record, SignOff
from jinpu_tui.text.sanitize import in_file_name

WATCHED: Mapping[Kind, tuple[str, ...]] = {kind: spec.signed_fields for kind, spec in SPECS.items() if spec.signed_fields}
"""What a sign-off of a kind of record is about."""

FOLDER = "reviews"
"""The folder of a dataset that holds a file for each reviewer."""

MAX_SLUG_BYTES = 100
"""Bytes of a reviewer's name in a file name or an id."""

_TOKEN_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # noqa: S105  Crockford's base 32: no i, l, o, u to be misread
_TOKEN_LENGTH = 5
_NUMBERED = re.compile(r"(\d{1,15})(?:-[0-9a-z]+)?")


class Thread(NamedTuple):
    """A comment and the replies to it, in the order of their days."""

    comment: Comment
    replies: Sequence[Comment]


def threads(dataset: Dataset, id_: str) -> list[Thread]:
    """Return the comments on a record with their replies; those not resolved come first, then by day."""
    comments = [one for at in dataset.comments_on.get(id_, ()) if isinstance(one := dataset.by_id[at], Comment)]
    heads = _heads(comments)
    replies: dict[str, list[Comment]] = {}
    for item in _by_day(comments):
        replies.setdefault(heads[item.id], []).append(item)
    found = [
        Thread(item, [reply for reply in replies[item.id] if reply is not item])
        for item in _by_day(comments)
        if heads[item.id] == item.id
    ]
    return sorted(found, key=lambda thread: thread.comment.resolved)


def _by_day(comments: Sequence[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda item: item.at or date.min)


def _heads(comments: Sequence[Comment]) -> dict[str, str]:
    """Return by id of each comment the id of the one that begins its thread; of replies in a ring one begins it."""
    above = {item.id: item.reply_to for item in comments}
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
    """Return what a sign-off of a record keeps: each watched field with the beginning of the SHA-256 of its value.

    >>> from jinpu_tui.model.records import Requirement
    >>> fingerprints(Requirement("R1", "Plan"))
    ('title:007a63bd', 'text:74234e98')
    """
    return tuple(f"{name}:{_fingerprint(getattr(record, name))}" for name in WATCHED.get(record.TYPE, ()))


def _fingerprint(value: Any) -> str:
    import hashlib  # nobody waits for OpenSSL who has signed nothing

    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:8]


def changed_since(record: Record, signed: SignOff) -> tuple[str, ...]:
    """Return the watched fields of a record that are no longer what was signed."""
    held = dict(field.partition(":")[::2] for field in signed.fields)
    present = dict(fingerprint.partition(":")[::2] for fingerprint in fingerprints(record))
    return tuple(name for name, text in held.items() if present.get(name, text) != text)


def outdated(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """By id of each record that was signed off, the fields that changed since, where any did."""
    found: dict[str, tuple[str, ...]] = {}
    for signoff in dataset.signoffs:
        record = dataset.by_id.get(signoff.on)
        if record is not None and (changed := changed_since(record, signoff)):
            found[signoff.on] = tuple(dict.fromkeys((*found.get(signoff.on, ()), *changed)))
    return found


def review_file(by: str) -> str:
    """Return the file that is named after a reviewer."""
    return f"{FOLDER}/{slug(by)}.toml"


def slug(by: str) -> str:
    """Return a reviewer's name as a piece of ids and file names: letters, digits, `_`, `.` and `-`, bounded in length.

    >>> slug("Li Wei")
    'Li-Wei'
    """
    piece = in_file_name(by, "somebody")
    if len(piece.encode()) <= MAX_SLUG_BYTES:
        return piece
    import hashlib

    kept = piece.encode()[:MAX_SLUG_BYTES].decode("utf-8", "ignore").rstrip("-.")
    return f"{kept}-{hashlib.sha256(piece.encode()).hexdigest()[:6]}"


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
    file: str = "",
    after_id: str = "",
) -> list[AnyChange]:
    """Add a comment, or a reply.

    Args:
        dataset: The records that there are.
        on: The id of what it is about.
        text: What it says.
        by: The reviewer.
        at: The day.
        field: The field that it is about, if it is about one.
        reply_to: The id of the comment that it answers.
        used: Ids not to be used again.
        file: The file that it goes to; the one named after the reviewer unless given.
        after_id: The id of the comment that it follows there; the end of the file if there is none.
    """
    values: Plain = {"on": on, "field": field or None, "by": by, "at": at, "text": text, "reply_to": reply_to or None}
    id_ = _new_id(f"C-{slug(by)}-", {*dataset.by_id, *used})
    return [_added("comment", id_, values, file or review_file(by), after_id)]


def sign(
    dataset: Dataset,
    record: Record,
    by: str,
    at: date,
    *,
    plain: Plain | None = None,
    used: Set[str] = frozenset(),
    file: str = "",
    after_id: str = "",
) -> list[AnyChange]:
    """Sign off a record as it is now; `plain` is the sign-off that the reviewer gave before, which is renewed.

    The other arguments are those of `comment`.
    """
    values: Plain = {"on": record.id, "by": by, "at": at, "fields": list(fingerprints(record))}
    if plain is not None:
        return edits.set_fields("signoff", plain, {"by": by, "at": at, "fields": values["fields"]}, at)
    id_ = _new_id(f"G-{slug(by)}-", {*dataset.by_id, *used})
    return [_added("signoff", id_, values, file or review_file(by), after_id)]


def signed_by(dataset: Dataset, id_: str) -> Iterator[SignOff]:
    """Return the sign-offs of a record."""
    yield from (one for at in dataset.signoffs_on.get(id_, ()) if isinstance(one := dataset.by_id[at], SignOff))


def _added(kind: Kind, id_: str, values: Plain, file: str, after_id: str) -> Added:
    record = {"id": id_, **{name: value for name, value in values.items() if value is not None}}
    return Added(kind, id_, record, after_id, file=file)


def _new_id(begin: str, taken: Set[str]) -> str:
    """Return an id that nobody else makes: the next number, and random signs, as a copy elsewhere counts by itself.

    Ids of earlier versions end with the number.
    """
    tails = [_NUMBERED.fullmatch(id_[len(begin) :]) for id_ in taken if id_.startswith(begin)]
    number = 1 + max((int(tail[1]) for tail in tails if tail is not None), default=0)
    token = "".join(_TOKEN_SIGNS[byte % len(_TOKEN_SIGNS)] for byte in os.urandom(_TOKEN_LENGTH))
    return f"{begin}{number}-{token}"
