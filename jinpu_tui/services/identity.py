"""Who works here: the name that comments, notes and sign-offs carry.

The configuration file decides, else git's `user.name` and `user.email` (of the repository that holds the dataset, else of the
user), else the login. The login stays the owner of journal entries: see storage.journal.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from jinpu_tui.model.errors import HistoryError
from jinpu_tui.services.configuration import MAX_NAME_LENGTH, ConfigurationFile
from jinpu_tui.storage.journal_entries import user_name

Source = Literal["configuration", "git", "login"]


class Identity(NamedTuple):
    """A person. `email` and `unit` are empty if they are not known."""

    name: str
    login: str
    email: str = ""
    unit: str = ""
    source: Source = "login"
    """Where `name` comes from."""


def identify(root: Path, file: ConfigurationFile) -> Identity:
    """Return who works on the dataset at `root`, as the configuration, git or the system knows them.

    The address comes from the same place as the name: git's address says nothing about a name that was configured.
    """
    user, login = file.configuration.user, user_name()
    if user.name:
        return Identity(user.name, login, user.email, user.unit, "configuration")
    name, email = _git_identity(root if root.is_dir() else root.parent)
    return Identity(name or login, login, user.email or (email if name else ""), user.unit, "git" if name else "login")


def _git_identity(folder: Path) -> tuple[str, str]:
    """Return git's user.name and user.email in a folder; empty for what git does not say. Nothing of the repository is run."""
    from jinpu_tui.history.git import run_git

    try:
        answer = run_git(folder, "config", "-z", "--get-regexp", r"^user\.(name|email)$")
    except HistoryError:
        return "", ""
    pairs = [entry.partition("\n") for entry in answer.decode(errors="replace").split("\0") if entry]
    found = {key.lower(): _on_one_line(value) for key, _newline, value in pairs}  # the last of several values counts
    return found.get("user.name", ""), found.get("user.email", "")


def _on_one_line(text: str) -> str:
    """Return a text that may come from anyone without line ends and other characters that cannot be shown."""
    return " ".join("".join(item if item.isprintable() else " " for item in text[:MAX_NAME_LENGTH]).split())
