"""Errors that users see. Each says on one line what happened and what to do, and has an exit code.

`toml_edit` and `files` lie below and have errors of their own; `storage` translates them. Errors of the operating system stay
`OSError`; they exit with 3, too.
"""

from __future__ import annotations

from datetime import date

from jinpu_tui.text.i18n import _


class JinpuError(Exception):
    """Something that was asked for cannot be done. The text of the error is for users."""

    exit_code = 3
    """Status that the command line exits with: 2 for what was typed, 3 for what could not be read or written."""


class InputError(JinpuError, ValueError):
    """What was typed is no value for the field; the message says what is accepted."""

    exit_code = 2


class DateError(InputError):
    """The text is no date; the message says what is accepted."""


class BeyondCalendarError(DateError):
    """The day lies before the year 1 or after the year 9999."""

    def __init__(self, text: str, limit: date) -> None:
        super().__init__(_("There is no such day: {text}").format(text=text.strip()))
        self.limit = limit
        """The nearest day that exists."""


class PeriodError(InputError):
    """The text is not a period; the message says what is."""

    def __init__(self, text: str) -> None:
        super().__init__(_("Not a period: {text}. Try 2016, 2016-S1, 2016-Q3, 2016-11").format(text=text))


class ListError(InputError):
    """The text is no list; the message says why."""


class FilterError(JinpuError, ValueError):
    """What was typed is no filter."""

    exit_code = 2

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start
        """Where the mistake is in the text, from 0."""


class InvalidChangeError(JinpuError, ValueError):
    """A change does not fit the format or the records that it names."""


class EditError(JinpuError):
    """The edit cannot be made; nothing was written."""


class ReadOnlyError(EditError):
    """The dataset was opened for reading only."""


class HistoryError(JinpuError):
    """The history cannot answer."""
