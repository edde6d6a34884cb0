"""Comments and sign-offs, which are written to a file of each reviewer's own."""

from __future__ import annotations

from jinpu_tui.model.formatting import records_text
from jinpu_tui.model.records import Comment, Record
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.marked import chosen_ids
from jinpu_tui.ui.commands.questions import prompt_edit
from jinpu_tui.ui.pages.page import PageRef


async def comment(ctx: CommandContext) -> None:
    """Comment on the record, or on the field under the cursor of its page, or reply to the comment under the cursor."""
    from jinpu_tui.services import reviews

    session, record, answered = ctx.session, ctx.record, _comment_under_cursor(ctx)
    if record is None:
        return
    about: Record = answered or record
    line = ctx.page_line
    field = line.field if line is not None and answered is None and not isinstance(record, Comment) else ""
    what = f"{answered.on if answered is not None else record.id} {field}".strip()
    title = _("comment on {what}").format(what=what)
    if answered is not None:
        title = _("reply to {name} on {what}").format(name=answered.by, what=what)
    hint = _("Enter adds it to your own file of reviews; Ctrl+J makes a new line")
    await prompt_edit(
        ctx,
        title,
        lambda text: reviews.comment(session.workspace, about, text, field),
        describe=lambda _changes: hint,
        write=lambda changes: reviews.write(session.workspace, changes),
        lines=True,
        slot=f"C {about.id} {field}".rstrip(),
    )


async def resolve(ctx: CommandContext) -> None:
    """Resolve the comment under the cursor, or open it again."""
    from jinpu_tui.services import reviews

    comment = _comment_under_cursor(ctx)
    if comment is None:
        hint = _("Put the cursor on a comment: {open} on a record shows those on it, {all} lists all that are open")
        session = ctx.session
        ctx.show_message(hint.format(open=session.key_of("go.open"), all=session.key_of("page.comments")), bad=True)
        return
    await ctx.commit(reviews.resolve(ctx.session.workspace, comment, resolved=not comment.resolved))


async def sign(ctx: CommandContext) -> None:
    """Sign the record off as it is now, or all marked ones."""
    from jinpu_tui.services import reviews

    record, workspace = ctx.record, ctx.session.workspace
    if record is None:
        return
    ids = await chosen_ids(ctx, record.TYPE)
    changes = [change for id_ in ids for change in reviews.sign(workspace, ctx.session.dataset.by_id[id_])]
    outcome = await ctx.commit(changes, lambda made: reviews.write(workspace, made)) if ids else None
    if outcome is not None and len(ids) > 1:
        what = records_text(record.TYPE, len(ids))
        ctx.show_message(_("{what} signed off by {name}").format(what=what, name=workspace.user))
    elif outcome is not None:
        ctx.show_message(_("{id} signed off by {name}").format(id=record.id, name=workspace.user))


async def open_comments(ctx: CommandContext) -> None:
    """Show all open comments and outdated sign-offs by unit; from that page, by reviewer."""
    ctx.load_all()
    kind = ctx.page_ref.kind if ctx.page_ref is not None else None
    if kind in ("comments", "reviewers"):
        ctx.close_page()
    ctx.open_page(PageRef("reviewers" if kind == "comments" else "comments"))


def _comment_under_cursor(ctx: CommandContext) -> Comment | None:
    line, record = ctx.page_line, ctx.record
    comment = ctx.session.dataset.by_id.get(line.comment) if line is not None else None
    if isinstance(comment, Comment):
        return comment
    return record if comment is None and isinstance(record, Comment) else None
