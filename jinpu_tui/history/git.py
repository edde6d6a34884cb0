"""Running git so that nothing which a repository brings along is run.

A repository may come from anyone, and its `.git/config` (or what that includes) may name programs: hooks, a monitor, filters, a
pager, signature checkers, transports. Three things keep them from being run: only commands are used that have no need of them
(none that reads the work tree through filters, none that shows a patch), the settings below override those of the repository,
and no transport is allowed, so that a missing object of a partial clone is not fetched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from jinpu_tui.files.programs import find_program
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.text.i18n import _

TIMEOUT_S = 60

_SETTINGS = (
    "core.fsmonitor=",  # before git 2.36 `false` would be the name of a program
    f"core.hooksPath={os.devnull}",
    "core.alternateRefsCommand=",
    "core.quotePath=false",
    "log.showSignature=false",
    "diff.external=",
    "protocol.allow=never",
)
"""What the repository may say otherwise; settings of the command line win."""


def git_program() -> str:
    """Return the path of git. Raises HistoryError if it is not installed."""
    found = find_program("git")
    if found is None:
        raise HistoryError(_("git is not installed"))
    return found


def git_words(*words: str) -> list[str]:
    """Return the command line that runs git with these words. Raises HistoryError."""
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return [git_program(), "--no-pager", *settings, *words]


def git_environ() -> dict[str, str]:
    """Return the environment to run git in."""
    return {
        **os.environ,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # `protocol.ext.allow` of the repository would win over `protocol.allow`
        "GIT_PAGER": "cat",
        "LC_ALL": "C.UTF-8",
    }


def path_from_git(data: bytes) -> str:
    """Return paths that git printed as Python names files: git hands on the bytes of the file system, whatever the locale."""
    return data.decode(sys.getfilesystemencoding(), "surrogateescape")


def name_for_git(name: str) -> str:
    """Return the name of a revision as a word for `run_git`: words go in the charset of the locale, git has UTF-8."""
    return path_from_git(name.encode("utf-8", "surrogateescape"))


def name_from_git(word: str) -> str:
    """Return a name that git gave as an argument or in the environment, of which Python took the charset to be the locale's."""
    return os.fsencode(word).decode("utf-8", "replace")


def run_git(folder: Path, *words: str, environ: Mapping[str, str] | None = None, data: bytes = b"") -> bytes:
    """Return what git prints when run in a folder.

    Args:
        folder: The folder.
        words: The command and its arguments.
        environ: The environment instead of `git_environ()`.
        data: What git reads from its standard input.

    Raises:
        HistoryError: With git's own reason.
    """
    try:
        done = subprocess.run(  # noqa: S603  no shell; names given by people follow --end-of-options
            git_words(*words),
            cwd=folder,
            env=git_environ() if environ is None else environ,
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
            input=data,
        )
    except subprocess.TimeoutExpired:
        raise HistoryError(_("git did not answer within {seconds} seconds").format(seconds=TIMEOUT_S)) from None
    except (OSError, ValueError) as error:  # a NUL in a name, or an environment too long
        raise HistoryError(getattr(error, "strerror", None) or str(error)) from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise HistoryError(lines[0] if lines else _("git ended with {code}").format(code=done.returncode))
    return done.stdout
