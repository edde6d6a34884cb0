"""Records about other records: conflicts that a merge left open, reviewers' comments and sign-offs. `on` is the other's id."""

# Without `from __future__ import annotations`, as in `records`.
from typing import ClassVar

from msgspec import Struct

from jinpu_tui.model.vocabulary import CommentId, Day, Id, Kind, Text


class OpenConflict(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A field that two sides of a merge changed to different values. Without `field`, the conflict is about the whole record.

    Texts of values are TOML: `due = 2017-01-31` for a field, `[[task]] …` for a whole record.
    """

    TYPE: ClassVar[Kind] = "conflict"
    id: Id
    on: str = ""
    """Id of the record; `dataset` for the `[dataset]` table."""
    field: str = ""
    mine: Text = ""
    """What our side wrote, ours as git passes it; empty if it removed the field, or has no such record in the merged file."""
    theirs: Text = ""
    """What the other side wrote, likewise."""
    base: Text | None = None
    """What both sides began from: empty if there was nothing, None if it is not known (written by an older version)."""
    mine_by: str | None = None
    """Author or branch of our side, for display only."""
    theirs_by: str | None = None
    """Author or branch of the other side, for display only."""
    at: Day | None = None
    """Day of the merge."""

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return f"{self.on} {self.field}".strip()

    @property
    def may_keep_both(self) -> bool:
        """Whether each side has made a record of one id, so that one of them can have another."""
        return not self.field and bool(self.mine and self.theirs)


class Comment(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A reviewer's comment on a record, or on one `field` of it; replies name the comment that they answer in `reply_to`."""

    TYPE: ClassVar[Kind] = "comment"
    id: Id
    on: str = ""
    field: str = ""
    by: str = ""
    at: Day | None = None
    text: Text = ""
    reply_to: CommentId | None = None
    resolved: bool = False

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.text.partition("\n")[0]


class SignOff(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Somebody has seen a record and agrees. `fields` are fingerprints of what they signed: `due:9f86d081`."""

    TYPE: ClassVar[Kind] = "signoff"
    id: Id
    on: str = ""
    by: str = ""
    at: Day | None = None
    fields: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return f"{self.on} {self.by}".strip()
