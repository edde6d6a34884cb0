"""Why a file of another program cannot be read or written."""

from __future__ import annotations

from jinpu_tui.model.errors import JinpuError


class ExchangeError(JinpuError):
    """The file cannot be used; the message says why and what to do. Nothing was written."""
