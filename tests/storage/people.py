"""Several real users at one folder: commands run with the ids of Ada, Bo and Cy, who are known to no system but this one.

Needs root and mount namespaces: in each command's own namespace the user database has the three. The machine's stays as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger_text import LEDGER

ADA, BO, CY, OFFICE = 64101, 64102, 64103, 64100
"""Ada and Bo are in the group of the office, Cy is not; each has a group of the same number as their own."""

IDS = {"ada": ADA, "bo": BO, "cy": CY}
PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))

_RUN = """
mount --bind "$1" /etc/passwd && mount --bind "$2" /etc/group && umask "$3" && cd / || exit 99
id=$4; shift 4; exec setpriv --reuid="$id" --regid="$id" --init-groups "$@"
"""


class People:
    """A place that all users can reach, and commands run as one of them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.umask = "022"
        self.before = ""
        """Shell commands, run as root in the namespace of each command before it."""
        lines = [f"{name}:x:{id_}:{id_}::{place / name}:/bin/sh\n" for name, id_ in IDS.items()]
        (place / "passwd").write_text(Path("/etc/passwd").read_text() + "".join(lines))
        groups = [f"{name}:x:{id_}:\n" for name, id_ in IDS.items()]
        (place / "group").write_text(Path("/etc/group").read_text() + "".join(groups) + f"office:x:{OFFICE}:ada,bo\n")
        for name, id_ in IDS.items():
            (place / name).mkdir()
            os.chown(place / name, id_, id_)

    def run(self, who: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        home = str(self.place / who)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "USER": who, "LOGNAME": who, "LC_ALL": "C.UTF-8"}
        script = [f"{self.before}\n{_RUN}", "sh", self.place / "passwd", self.place / "group", self.umask, str(IDS[who])]
        command = ["unshare", "-m", "--propagation", "private", "sh", "-c", *script, *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def jinpu(self, who: str, ledger: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(who, PROGRAM, "-D", ledger, "--as-of", "2016-12-01", *words)

    def does(self, who: str, ledger: Path, *words: str) -> str:
        """The output of a command that succeeds."""
        done = self.jinpu(who, ledger, *words)
        assert done.returncode == 0, (who, words, done.stderr)
        return done.stdout

    def may(self, who: str, mode: str, *paths: Path) -> list[Path]:
        """Those of the files and folders that a user may open; `mode` is that of test(1), such as -r."""
        done = self.run(who, "sh", "-c", f'for path; do test {mode} "$path" && echo "$path"; done', "sh", *paths)
        return [Path(line) for line in done.stdout.splitlines()]

    def folder(self, mode: int, group: int = OFFICE, owner: int = ADA) -> Path:
        """A folder for a ledger."""
        folder = self.place / "ledger"
        folder.mkdir()
        os.chown(folder, owner, group)
        folder.chmod(mode)
        return folder

    def file(self, folder: Path, mode: int, group: int = OFFICE, owner: int = ADA, name: str = "ledger.toml") -> Path:
        """The ledger."""
        path = folder / name
        path.write_bytes(LEDGER.encode())
        os.chown(path, owner, group)
        path.chmod(mode)
        return path


def why_not() -> str:
    """Why there can be no people here, or an empty text."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    if missing := [name for name in ("unshare", "setpriv", "mount", "setfacl", "getfacl") if shutil.which(name) is None]:
        return f"needs {', '.join(missing)}"
    with people() as all_:
        if all_.run("ada", PROGRAM, "--version").returncode != 0:
            return "other users cannot run the program, or there are no mount namespaces"
        if subprocess.run(["setfacl", "-m", f"u:{BO}:r", all_.place / "group"], capture_output=True, check=False).returncode:
            return "the file system has no ACLs"
    return ""


@contextmanager
def people() -> Iterator[People]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield People(Path(name))


def setfacl(path: Path, *entries: str) -> None:
    for entry in entries:
        subprocess.run(["setfacl", "-m", entry, path], check=True)


def acl(path: Path) -> list[str]:
    """The access ACL as getfacl prints it."""
    done = subprocess.run(["getfacl", "-cpnaE", path], capture_output=True, text=True, check=True)
    return done.stdout.split()
