"""Commands for reviews: comments, sign-offs, conflicts, proposals, history."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import ANY, SIGNED

REVIEW_COMMANDS: tuple[Command, ...] = (
    Command(
        "conflict.decide",
        "review",
        ("K",),
        _("decide"),
        _("Open conflicts of merges: choose which side counts"),
        "conflicts.decide",
        synonyms=_("merge"),
    ),
    Command(
        "review.comment",
        "review",
        ("C",),
        _("comment"),
        _("Comment on the record or field; reply to a comment"),
        "comments.comment",
        kinds=ANY,
        edits=True,
        synonyms=_("remark reply"),
        asks=True,
        takes_one=True,
    ),
    Command(
        "review.resolve",
        "review",
        ("D",),
        _("resolve"),
        _("Resolve the comment, or open it again"),
        "comments.resolve",
        edits=True,
    ),
    Command(
        "review.sign-off",
        "review",
        ("S",),
        _("sign off"),
        _("Sign the record off as it is now"),
        "comments.sign",
        kinds=SIGNED,
        edits=True,
        synonyms=_("approve"),
    ),
    Command(
        "page.comments",
        "pages",
        ("I",),
        _("comments"),
        _("Open comments, and sign-offs of what changed since"),
        "comments.open_comments",
    ),
    Command(
        "proposals.apply",
        "review",
        ("P",),
        _("proposals"),
        _("Apply proposed changes from a file"),
        "history.apply_proposals",
        edits=True,
        is_direct=True,
    ),
    Command(
        "history.review",
        "review",
        ("R",),
        _("review"),
        _("What changed since a commit, a day, or beside another folder"),
        "history.review",
        synonyms=_("diff compare changes"),
    ),
    Command(
        "record.history",
        "review",
        ("H",),
        _("history"),
        _("Who changed which field of the record, and when"),
        "history.history",
        kinds=ANY,
        synonyms=_("log blame git"),
    ),
)
