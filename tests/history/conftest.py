"""A dataset under git with a history of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Git = Callable[..., str]


@pytest.fixture
def git(ledger: Path) -> Git:
    """Run git in the ledger's folder as somebody, at a time of its own: each commit a day after the one before."""
    day = iter(range(1, 28))

    def run(*words: str, who: str = "Li") -> str:
        now = f"2016-11-{next(day):02}T10:00:00+0000"
        identity = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
                    for what, value in (("NAME", who), ("EMAIL", f"{who}@office"), ("DATE", now))}  # fmt: skip
        environ = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(["git", *words], cwd=ledger, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    run("init", "-q", "-b", "main")
    run("add", "-A")
    run("commit", "-qm", "first")
    return run
