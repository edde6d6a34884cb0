"""The past: what changed since a state, and who did what to a record. git is asked in another thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.model.errors import HistoryError
from jinpu_tui.model.formatting import changes_text
from jinpu_tui.services.user_state import proposals_in
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.questions import write_picked
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.page import PageRef

if TYPE_CHECKING:
    from jinpu_tui.services.user_state import Proposal

MARK = "\0mark"

MAX_COMMITS = 200
"""How many commits are offered to compare with; any other revision can be typed."""


async def review(ctx: CommandContext) -> None:
    """Pick or type what to compare with, and show what changed since."""
    from jinpu_tui.services.revisions import list_revisions
    from jinpu_tui.services.snapshots import names_snapshot, snapshot_at

    ctx.load_all()
    session = ctx.session
    root = session.workspace.root
    last = session.user_state.reviewed(root)
    options = (
        [Option(_("Since your last review"), last.commit, f"{last.at:%Y-%m-%d}" if last.at else "")] if last.commit else []
    )
    note = head = ""
    try:
        revisions = list_revisions(root, MAX_COMMITS)
        head = revisions.head
        if session.user_state.state is not None:
            options.append(Option(_("Mark all up to the last commit as reviewed"), MARK))
        options += [Option(_("tag {name}").format(name=name), name) for name in revisions.tags]
        for commit in revisions.commits:
            label = f"{commit.when.astimezone():%Y-%m-%d %H:%M}  {commit.subject}"
            options.append(Option(label, commit.id, commit.who, commit.id[:10]))
    except HistoryError as error:
        note = str(error)
    if note:
        ctx.show_message(note)
    title = _("What changed since: a commit, or type a revision, a day, a folder")
    name = await ctx.pick(title, options, free=True, size=(90, 20), slot="R", exact=partial(names_snapshot, root), line=2)
    if name is None:
        return
    if name == MARK:
        await _mark_all(ctx, head)
        return
    try:
        session.base = await ctx.in_thread(snapshot_at, root, name, session.workspace.loaded)
    except (HistoryError, OSError) as error:
        ctx.show_message(str(error), bad=True)
        return
    ctx.open_page(PageRef("diff"))


async def _mark_all(ctx: CommandContext, head: str) -> None:
    """Ask, then mark all up to the last commit, or up to the one that a review was begun at, as reviewed."""
    from jinpu_tui.services.revisions import count_commits

    state, root = ctx.session.user_state, ctx.session.workspace.root
    last = state.reviewed(root)
    try:
        count = await ctx.in_thread(count_commits, root, last.commit, last.begun or head)
    except HistoryError as error:
        ctx.show_message(str(error), bad=True)
        return
    if not count and last.commit:
        ctx.show_message(_("There is no commit after your last review"))
        return
    text = ngettext("the changes of {count} commit", "the changes of {count} commits", count)
    if await ctx.confirm(_("Mark as reviewed?"), text.format(count=count), _("Mark"), at_top=True):
        done = state.finish_review(root, head, datetime.now(UTC))
        ctx.show_message(_("Reviewed up to {commit}.").format(commit=done[:10]))


async def history(ctx: CommandContext) -> None:
    """Show who changed which field of the record, and when."""
    from jinpu_tui.services.history import log_of

    record = ctx.record
    if record is None:
        return
    ctx.load_all()
    try:
        ctx.session.logs[record.id] = await ctx.in_thread(log_of, ctx.session.workspace, record.id)
    except (HistoryError, OSError) as error:
        ctx.show_message(str(error), bad=True)
        return
    ctx.open_page(PageRef("log", record.id))


async def apply_proposals(ctx: CommandContext) -> None:
    """Name a file of proposals, pick those to accept, and apply them as one edit."""
    from jinpu_tui.services.proposals import author_text

    name = await ctx.prompt(_("Apply proposals from the file"), at_top=True)
    entries: Sequence[Proposal] = ()
    while name is not None and not entries:
        try:
            entries = proposals_in(Path(name.strip()).expanduser())
            reason = _("There are no proposals in it that this version can read")
        except OSError as error:
            reason = error.strerror or str(error)
        if not entries:
            name = await ctx.ask_again(reason)
    if name is None:
        return
    accepted: set[str] = set()

    def options() -> list[Option]:
        return [
            Option(f"{'✓' if str(number) in accepted else ' '} {_describe(ctx, entry)}", str(number), author_text(entry))
            for number, entry in enumerate(entries)
        ]

    def toggle(_key: str, value: str) -> None:
        accepted.symmetric_difference_update({value})

    hint = _("Tab accepts or refuses, Enter applies what is accepted")
    picked = await ctx.pick_several(_("Proposals"), options, toggle, hint=hint, width=100, line=2)
    await write_picked(
        ctx,
        picked,
        lambda value: [
            change for number, entry in enumerate(entries) if str(number) in (accepted or {value}) for change in entry.changes
        ],
    )


def _describe(ctx: CommandContext, entry: Proposal) -> str:
    """Return what is proposed, after what to be careful about; and the present value if it is another by now."""
    from jinpu_tui.services.history import by_now
    from jinpu_tui.services.proposals import cautions

    values = (by_now(ctx.session.workspace, change) for change in entry.changes)
    warnings = [f"! {caution}" for caution in cautions(ctx.session.workspace, entry)]
    now = [_("by now {value}").format(value=value) for value in values if value]
    return " · ".join([*warnings, changes_text(entry.changes), *now])
