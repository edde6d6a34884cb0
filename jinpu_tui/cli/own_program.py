"""The command line that starts this very program from any folder, for git to run."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

import jinpu_tui
from jinpu_tui.files.safe_open import real_path

_NAMES = frozenset({"jinpu-tui", "jinpu_tui"})
_TRIAL_TIMEOUT_S = 60


class OwnProgram(Struct, frozen=True):
    """A way to start this program. `files` are the files and folders that its code comes from."""

    words: tuple[str, ...]
    module_path: tuple[str, ...]
    """Entries of PYTHONPATH that it needs."""
    files: tuple[Path, ...]

    @property
    def shell_command(self) -> str:
        """The start of a shell command, to which a command's name and arguments are added.

        An entry of PYTHONPATH that is empty or relative stands for the current folder, from which Python would load even parts
        of itself; so PYTHONPATH is not left to the moment at which git runs the command.
        """
        path = shlex.quote(os.pathsep.join(self.module_path)) if self.module_path else ""
        return f"PYTHONPATH={path} {shlex.join(self.words)}"


def own_program(*, outside: Path) -> OwnProgram | None:
    """Return how to start this program so that it loads no code from the folder it is started in; None if no way works.

    The console script or archive that runs now is preferred if it does not lie in the folder `outside`, else Python with -P.
    Each way is tried once, in an empty folder.
    """
    for candidate in _candidates(outside):
        if _works(candidate):
            return candidate
    return None


def _candidates(outside: Path) -> Iterator[OwnProgram]:
    package = Path(jinpu_tui.__file__).parent
    given = tuple(entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(entry).is_absolute())
    path = tuple(entry for entry in given if not real_path(Path(entry)).is_relative_to(real_path(outside)))
    environment = (Path(sys.prefix),) if sys.prefix != sys.base_prefix else ()
    script = _script()
    if script is not None and _is_archive(script):
        words = (str(script),) if os.access(script, os.X_OK) else (sys.executable, "-P", str(script))
        yield OwnProgram(words, path, (script,))
    elif script is not None and os.access(script, os.X_OK) and not _lies_in(script, outside):
        yield OwnProgram((str(script),), path, (script, package, *environment))
    module = (sys.executable, "-P", "-m", "jinpu_tui")
    yield OwnProgram(module, path, (package, *environment))
    if package.is_dir():
        yield OwnProgram(module, (*path, str(package.parent)), (package, *environment))


def _script() -> Path | None:
    """Return what was started, if that is this program and not one that has loaded it, such as a test runner."""
    path = Path(os.path.abspath(sys.argv[0]))  # noqa: PTH100  links stay: an upgrade may change where they lead
    if not path.is_file():
        return None
    return path if path.name.removesuffix(".exe") in _NAMES or _is_archive(path) else None


def _is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive that has this program in it."""
    if path.suffix == ".exe" or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    return "__main__.py" in names and any(name.endswith("jinpu_tui/__init__.py") for name in names)


def _lies_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) or real_path(path).is_relative_to(real_path(folder))


def _works(program: OwnProgram) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(program.module_path)}
        return f"jinpu-tui {jinpu_tui.__version__}" in _output([*program.words, "--version"], Path(folder), environ)


def _output(words: Sequence[str], folder: Path, environ: dict[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603  this program itself, no shell
            words, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=_TRIAL_TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
