"""Commands on texts that were typed and not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.ui.main_screen import Browse


def show(browse: Browse) -> None:
    """Show all kept texts."""
    browse.open_page("kept", "")


def go_on(browse: Browse) -> None:
    """Open the prompt that the text was typed into, with the text in it."""
    from jinpu_tui.ui.commands.drafts import go_on_with

    found = _under_cursor(browse)
    if found is None:
        return
    _name, draft = found
    browse.leave_pages()
    if not draft.key or not go_on_with(browse, draft):
        show(browse)
        browse.show_message(_("Its prompt does not exist any more; y copies the text"), bad=True)


def copy(browse: Browse) -> None:
    """Copy the text by the terminal's own clipboard sequence (OSC 52)."""
    found = _under_cursor(browse)
    if found is not None:
        browse.app.copy_to_clipboard(found[1].text)
        browse.show_message(_("Copied the text"))


def drop(browse: Browse) -> None:
    """Ask, then forget the text."""
    from jinpu_tui.ui.dialogs.chooser import Confirm

    found = _under_cursor(browse)
    if found is None:
        return
    name, draft = found

    def agree() -> str:
        browse.session.kept.drop(name)
        browse.reload()
        return ""

    question = " ".join(draft.text.split())
    browse.open(Confirm(_("Drop this text?"), browse.prompt_line, question, _("Drop"), agree))


def _under_cursor(browse: Browse) -> tuple[str, Draft] | None:
    line = browse.page.row
    name = line.kept if line is not None else ""
    draft = browse.session.kept.all().get(name)
    return None if draft is None else (name, draft)
