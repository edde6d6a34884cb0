"""A fault of the program itself: what is kept of it, and what is shown."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from jinpu_tui import __version__
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible_lines


def report_crash(error: BaseException) -> str:
    """Write a report that only the user may read; return what to say, on one line."""
    kind = type(error).__name__
    try:
        path = _written(error)
    except OSError:
        return _("internal error ({kind}); every edit that was shown as saved is on disk").format(kind=kind)
    message = _("internal error ({kind}); every edit that was shown as saved is on disk. Please send {path} to the maintainer")
    return message.format(kind=kind, path=path)


def _written(error: BaseException) -> Path:
    """Return the file of the report: the places in the code, and no values of the dataset except in the message."""
    import platformdirs

    folder = platformdirs.user_log_path("jinpu-tui", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    now = datetime.now(UTC)
    lines = [
        f"jinpu-tui {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{now.isoformat()}  TERM={os.environ.get('TERM', '')}  {' '.join(sys.argv[1:2])}",
        "",
        *traceback.format_exception(error),
    ]
    descriptor, name = tempfile.mkstemp(".txt", f"crash-{now:%Y%m%d-%H%M%S}-", folder)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(line for text in lines for line in visible_lines(text)))
    return Path(name)
