"""Running a script of the tests inside a virtual environment of its own, with the checkout installed as a user has it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
_INSIDE = "JINPU_FRESH_INSTALL"


def is_inside() -> bool:
    """Whether this process runs there already."""
    return bool(os.environ.get(_INSIDE))


def run_again_inside(*requirements: str) -> int:
    """Make the environment, install the requirements, compiled, and run this very command line there; its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {_INSIDE: "1"}
        environ |= {name: str(Path(folder, name)) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
        subprocess.run([python, "-m", "pip", "install", "-q", *requirements], check=True, env=environ)
        return subprocess.run([python, *sys.argv], check=False, env=environ).returncode
