"""Errors that refuse an edit, and how they are shown."""

from __future__ import annotations

from jinpu_tui.model.errors import InputError
from jinpu_tui.model.formatting import edit_text, skip_reason, skipped_text
from jinpu_tui.services.workspace import ConflictError, EditError, Skipped
from jinpu_tui.text.i18n import _

REFUSALS = (InputError, EditError, OSError)
"""Errors that refuse an edit and are shown where it was typed."""


def reason_of(error: Exception) -> str:
    """Return why an edit was refused, on one line."""
    if isinstance(error, OSError) and error.strerror:
        return _("Not written: {reason} ({file})").format(reason=error.strerror, file=error.filename or "")
    return str(error)


def skip_text(skipped: Skipped) -> str:
    """Return which edit an undo or redo passed over, and why, on one line."""
    error = skipped.error
    reason = "; ".join(map(skip_reason, error.conflicts)) if isinstance(error, ConflictError) else reason_of(error)
    return skipped_text(edit_text(skipped.changes, skipped.files), reason)
