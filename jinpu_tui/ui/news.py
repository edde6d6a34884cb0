"""What others did to the files, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinpu_tui.locale import _, ngettext
from jinpu_tui.workspace import News, Workspace

NAMED = 5
"""So many records are named; of more only the first."""


def news_text(news: News, stale_before: Sequence[Path], workspace: Workspace) -> str:
    """What came in; empty where no record differs, as where somebody wrote a comment."""
    told = []
    broken = [path for path in workspace.stale if path not in stale_before]
    if broken:
        reasons = [one.message for one in workspace.problems if one.file == str(broken[0])]
        text = _("{file} cannot be read now ({reason}); its records stay as they were, edits wait")
        told.append(text.format(file=broken[0].name, reason="; ".join(reasons[:1])))
    elif stale_before and not workspace.stale:
        told.append(_("{file} can be read again").format(file=stale_before[0].name))
    if news.went_in:
        told.append(
            ngettext("{count} edit that waited went in", "{count} edits that waited went in", news.went_in).format(
                count=news.went_in
            )
        )
    if news.ids:
        count = ngettext("{count} record changed on disk", "{count} records changed on disk", len(news.ids))
        named = ", ".join(news.ids[:NAMED]) + (" …" if len(news.ids) > NAMED else "")
        told.append(f"{count.format(count=len(news.ids))}: {named}")
    return "; ".join(told)
