"""Reviewers at their machines: each has a login, a configuration folder, git settings, and a copy of one dataset."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TEXT = """\
# 台账
[dataset]
title = "台账"
as_of = 2016-12-01

[[task]]
id = "T1"
title = "道路硬化"
due = 2016-12-31

[[indicator]]
id = "I1"
name = "温度"
unit = "度"
"""


@dataclass
class Reviewer:
    """A person at a machine."""

    folder: Path
    """The copy of the dataset."""
    home: Path
    login: str

    @property
    def configuration(self) -> Path:
        return self.home / "config" / "jinpu-tui" / "config.toml"

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "LOGNAME": self.login,
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "GIT_CONFIG_GLOBAL": str(self.home / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONUTF8": "1",
        }

    def configure(self, text: str) -> None:
        self.configuration.parent.mkdir(parents=True, exist_ok=True)
        self.configuration.write_text(text, "utf-8")

    def git(self, *words: str) -> str:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@x", *words]
        done = subprocess.run(command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def git_setting(self, name: str, value: str) -> None:
        subprocess.run(["git", "config", "--global", name, value], env=self.environ, check=True)

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "jinpu_tui", *words]
        environ = {**self.environ, "JINPU_DATASET": str(self.folder)}
        return subprocess.run(command, cwd=self.home, env=environ, capture_output=True, encoding="utf-8", check=False)

    def does(self, *words: str) -> str:
        done = self.call(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "reviews").glob("*.toml"))

    def reviews(self, name: str) -> dict[str, list[dict[str, Any]]]:
        return tomllib.loads((self.folder / "reviews" / name).read_text("utf-8-sig"))


class Office:
    """Makes reviewers."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._count = 0

    def reviewer(self, login: str, *, at: Path | None = None) -> Reviewer:
        """A reviewer with a new home; with a new dataset unless there is one."""
        self._count += 1
        home = self._root / f"home {self._count}"
        home.mkdir()
        if at is None:
            at = self._root / f"台账 {self._count}"
            at.mkdir()
            (at / "ledger.toml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
        return Reviewer(at, home, login)

    def clone(self, source: Reviewer, login: str) -> Reviewer:
        """A reviewer with a clone of somebody's dataset."""
        other = self.reviewer(login, at=self._root / f"clone {self._count}")
        subprocess.run(["git", "clone", "-q", str(source.folder), str(other.folder)], env=other.environ, check=True)
        return other


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)
