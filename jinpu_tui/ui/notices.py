"""What others did to the files, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinpu_tui.model.problems import Problem
from jinpu_tui.services.workspace import ExternalChanges
from jinpu_tui.text.i18n import _, ngettext

NAMED = 5
"""That many records are named; of more only the first."""


def news_text(news: ExternalChanges, stale_before: Sequence[Problem], stale: Sequence[Problem]) -> str:
    """Return what came in; empty if no record differs, as where somebody wrote a comment."""
    message = []
    broken = [item for item in stale if item not in stale_before]
    if broken:
        place = f"{Path(broken[0].file).name}:{broken[0].line}"
        text = _("{place} cannot be read now ({reason}); its records stay as they were, edits wait")
        message.append(text.format(place=place, reason=broken[0].message))
    elif stale_before and not stale:
        message.append(_("{file} can be read again").format(file=Path(stale_before[0].file).name))
    if news.went_in:
        message.append(
            ngettext("{count} pending edit was written", "{count} pending edits were written", news.went_in).format(
                count=news.went_in
            )
        )
    if news.ids:
        count = ngettext("{count} record changed on disk", "{count} records changed on disk", len(news.ids))
        named = ", ".join(news.ids[:NAMED]) + (" …" if len(news.ids) > NAMED else "")
        message.append(f"{count.format(count=len(news.ids))}: {named}")
    return "; ".join(message)
