"""What somebody else committed is never run: neither modules in the top folder nor programs named by the configuration."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest
from ledger_text import LEDGER

import jinpu_tui
from jinpu_tui.history.driver_config import driver_state

SCRIPT = Path(sys.executable).with_name("jinpu-tui")
PACKAGE = Path(jinpu_tui.__file__).parent
PLANTED = (
    "click.py", "click/__init__.py", "jinpu_tui/__init__.py", "jinpu_tui/__main__.py", "jinpu_tui/cli/main.py", "msgspec.py",
    "toml_rs.py", "shlex.py", "sitecustomize.py", "usercustomize.py", "encodings/__init__.py", "site.py", "__main__.py",
    "re.py",
)  # fmt: skip


def marking(marker: Path) -> str:
    """Python that leaves a mark, however early it is run."""
    return f"import posix\nposix.close(posix.open({os.fsencode(marker)!r}, posix.O_CREAT | posix.O_WRONLY))\n"


def plant(folder: Path, marker: Path) -> None:
    """Put modules that leave a mark where Python would find them if it looked in the folder."""
    for name in PLANTED:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(marking(marker), "utf-8")
    (folder / "planted.pth").write_text(marking(marker).replace("\n", ";"), "utf-8")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "code of the repository ran"


def way(kind: str, folder: Path) -> list[str]:
    """A way to start the program, as people do."""
    if kind == "module":
        return [sys.executable, "-m", "jinpu_tui"]
    if kind == "script":
        if not SCRIPT.exists():
            pytest.skip("the program is not installed")
        return [str(SCRIPT)]
    archive = folder / "jinpu.pyz"
    shutil.copytree(PACKAGE, folder / "zip" / "jinpu_tui", ignore=shutil.ignore_patterns("__pycache__", "data"))
    interpreter = sys.executable if kind == "archive" else None  # without one it is not executable
    zipapp.create_archive(folder / "zip", archive, interpreter=interpreter, main="jinpu_tui.cli.main:main")
    return [str(archive)] if kind == "archive" else [sys.executable, str(archive)]


@pytest.mark.parametrize(
    ("kind", "module_path"),
    [
        *((kind, path) for kind in ("script", "module") for path in (None, "", ".", os.pathsep, f"{os.pathsep}/nowhere")),
        *((kind, path) for kind in ("archive", "archive by python") for path in (None, os.pathsep)),  # each start compiles all
    ],
)
def test_git_runs_no_module_of_the_top_folder(
    ledger: Path, tmp_path: Path, git, marker: Path, kind: str, module_path: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    way_of = way(kind, tmp_path)
    subprocess.run([*way_of, "-D", str(ledger), "git-setup"], cwd=tmp_path, check=True, capture_output=True)
    assert driver_state(ledger) == "current"
    assert git("config", "merge.jinpu.recursive") == "jinpu"
    driver = shlex.split(git("config", "merge.jinpu.driver"))
    assert Path(driver[1]).is_absolute()
    assert driver[1] == (way_of[0] if kind in ("script", "archive") else sys.executable)
    plant(ledger, marker)
    git("add", "-A")
    git("commit", "-qm", "planted")
    text = (ledger / "ledger.toml").read_text("utf-8")
    git("checkout", "-qb", "other")
    (ledger / "ledger.toml").write_text(text.replace("due = 2016-12-31", "due = 2017-02-28"), "utf-8")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    (ledger / "ledger.toml").write_text(text.replace('lead = "Finance"', 'lead = "Audit"'), "utf-8")
    if module_path is not None:
        monkeypatch.setenv("PYTHONPATH", module_path)
    else:
        monkeypatch.delenv("PYTHONPATH", raising=False)
    assert '+task T1  lead = "Audit"' in git("diff")
    git("commit", "-qam", "ours")
    git("branch", "mine")
    git("merge", "-q", "-m", "both", "other")
    merged = (ledger / "ledger.toml").read_text("utf-8")
    git("checkout", "-q", "mine")
    git("rebase", "-q", "other")
    rebase = (ledger / "ledger.toml").read_text("utf-8")
    assert merged == rebase
    assert "due = 2017-02-28" in merged
    assert 'lead = "Audit"' in merged
    assert "<<<<" not in merged
    assert not marker.exists()


@pytest.mark.parametrize("command", [("report", "-o", "../out.html"), ("log",), ("log", "T1"), ("diff",), ("check",)])
def test_commands_run_no_module_of_the_folder_they_are_started_in(
    ledger: Path, git, marker: Path, command: tuple[str, ...]
) -> None:
    plant(ledger, marker)
    for name in ("git", "vi", "less"):
        (ledger / name).write_text(f"#!/bin/sh\ntouch {shlex.quote(str(marker))}\n", "utf-8")
        (ledger / name).chmod(0o755)
    environ = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PATH": os.pathsep.join(["", ".", os.environ["PATH"]])}
    program = [sys.executable, "-P", "-m", "jinpu_tui"]
    done = subprocess.run([*program, *command], cwd=ledger, env=environ, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not marker.exists()


def test_settings_of_earlier_versions_are_known_and_repaired(ledger: Path, tmp_path: Path, git, capsys) -> None:
    from jinpu_tui.cli.main import run

    assert driver_state(ledger) == "missing"
    old = f"{shlex.quote(sys.executable)} -m jinpu_tui"
    git("config", "merge.jinpu.driver", f"{old} merge-file %O %A %B")
    git("config", "diff.jinpu.textconv", f"{old} textconv")
    assert driver_state(ledger) == "unsafe"
    assert run(["-D", str(ledger), "git-setup"]) == 0
    assert driver_state(ledger) == "current"
    git("config", "diff.jinpu.textconv", f"{old} textconv")
    assert driver_state(ledger) == "unsafe"
    git("config", "--unset", "diff.jinpu.textconv")
    git("config", "--unset", "merge.jinpu.recursive")
    assert driver_state(ledger) == "unsafe"


@pytest.mark.parametrize(
    ("driver", "state"),
    [
        ("/usr/bin/python3 -P -m jinpu_tui merge-file %O %A %B", "current"),
        ("/usr/bin/python3 -I -m jinpu_tui merge-file %O %A %B", "current"),
        ("PYTHONPATH= '/opt/a b/python3.12' -X utf8 -bP -m jinpu_tui merge-file %O %A %B", "current"),
        ("/home/li/.local/bin/jinpu-tui merge-file %O %A %B", "current"),
        ("jinpu-tui merge-file %O %A %B", "current"),
        ("python3 /opt/jinpu.pyz merge-file %O %A %B", "current"),
        ("python3 jinpu.pyz merge-file %O %A %B", "unsafe"),
        ("python3 -m jinpu_tui merge-file %O %A %B", "unsafe"),
        ("A=1 /usr/bin/python3 -X utf8 -m jinpu_tui -P merge-file %O %A %B", "unsafe"),
        ("/usr/bin/python3 -c 'import jinpu_tui' -P", "unsafe"),
        (".venv/bin/jinpu-tui merge-file %O %A %B", "unsafe"),
        ("./jinpu-tui merge-file %O %A %B", "unsafe"),
        ("'unfinished", "unsafe"),
        ("A=1", "unsafe"),
    ],
)
def test_which_settings_are_unsafe(ledger: Path, git, driver: str, state: str) -> None:
    git("config", "merge.jinpu.driver", driver)
    git("config", "merge.jinpu.recursive", "jinpu")
    assert driver_state(ledger) == state


def test_a_program_that_the_repository_tracks_is_not_set_up(ledger: Path, tmp_path: Path, git) -> None:
    program = way("archive", tmp_path)
    inside = ledger / "jinpu.pyz"
    inside.write_bytes(Path(program[0]).read_bytes())
    inside.chmod(0o755)
    command = [str(inside), "-D", str(ledger), "git-setup"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0
    assert "the program lies inside this repository" in done.stderr
    git("config", "--remove-section", "merge.jinpu")
    git("add", "-A")
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 3
    assert "is tracked by this repository" in done.stderr
    assert driver_state(ledger) == "missing"
    git("config", "merge.jinpu.driver", f"{inside} merge-file %O %A %B")
    git("config", "merge.jinpu.recursive", "jinpu")
    assert driver_state(ledger) == "unsafe"


def test_git_setup_writes_through_no_link(ledger: Path, tmp_path: Path, git, capsys) -> None:
    from jinpu_tui.cli.main import run

    other = tmp_path / "other"
    other.write_text("mine\n", "utf-8")
    (ledger / ".gitattributes").symlink_to(other)
    assert run(["-D", str(ledger), "git-setup"]) == 3
    assert other.read_text("utf-8") == "mine\n"


HOOKS = ("post-index-change", "fsmonitor-watchman", "post-checkout", "pre-commit", "reference-transaction", "pre-auto-gc")
EVERY_COMMAND: tuple[tuple[str, ...], ...] = (
    ("report", "-o", "{out}/report.html"),
    ("report", "-o", "{out}/report.md", "--since", "HEAD~1", "--bulletin"),
    ("report", "-o", "{out}/report.txt", "--by", "lead"),
    ("log",),
    ("log", "T1"),
    ("diff",),
    ("diff", "HEAD~1", "HEAD"),
    ("diff", "--since", "2016-11-02"),
    ("review", "--start"),
    ("review", "--finish"),
    ("diff", "--reviewed"),
    ("check",),
    ("list", "tasks"),
    ("overview",),
    ("set", "T1", "lead=Audit"),
    ("comment", "T1", "why?"),
    ("diff", "HEAD"),
    ("undo",),
    ("git-setup",),
)


def configure(folder: Path, *words: str) -> None:
    subprocess.run(["git", "config", *words], cwd=folder, check=True)


def name_programs(folder: Path, marker: Path) -> None:
    """Name a program that leaves a mark in every setting that git runs something from."""
    program = marker.with_name("evil")
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {shlex.quote(str(marker))}\nexit 1\n', "utf-8")
    program.chmod(0o755)
    hooks = marker.with_name("evil-hooks")
    hooks.mkdir()
    for name in HOOKS:
        for place in (hooks, folder / ".git" / "hooks"):
            place.mkdir(exist_ok=True)
            (place / name).write_bytes(program.read_bytes())
            (place / name).chmod(0o755)
    named = (
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.fsmonitor", "core.pager", "diff.external",
        "core.sshCommand", "core.gitProxy", "credential.helper", "gpg.program", "gpg.ssh.program", "gpg.x509.program",
        "diff.evil.textconv", "diff.evil.command", "merge.evil.driver", "core.alternateRefsCommand", "core.editor",
        "sequence.editor", "core.askPass", "interactive.diffFilter", "remote.origin.uploadpack", "uploadpack.packObjectsHook",
        "pager.log", "pager.diff", "pager.show", "pager.status", "pager.config", "pager.lsFiles", "trailer.evil.command",
    )  # fmt: skip
    more = folder / ".git" / "more"
    half = len(named) // 2
    for name in named[:half]:
        configure(folder, "--file", str(more), name, str(program))
    for name in ("log", "show", "ls-tree", "ls-files", "rev-parse", "status", "config", "cat-file"):
        configure(folder, "--file", str(more), f"alias.{name}", f"!{program}")
    settings = {
        **dict.fromkeys(named[half:], str(program)),
        "filter.evil.required": "true",
        "log.showSignature": "true",
        "diff.submodule": "diff",
        "status.submoduleSummary": "true",
        "core.untrackedCache": "true",
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
        "remote.origin.url": f"ext::{program}",
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
    }
    for name, value in settings.items():
        configure(folder, name, value)
    configure(folder, "core.hooksPath", str(hooks))
    configure(folder, "include.path", "more")


@pytest.mark.parametrize("layout", ["folder", "gitdir elsewhere", "submodule"])
def test_no_program_of_the_configuration_is_run(ledger: Path, tmp_path: Path, git, marker: Path, layout: str) -> None:
    (ledger / ".gitattributes").write_text("* filter=evil diff=evil merge=evil text=auto\n", "utf-8")
    for number, due in enumerate(("2017-01-31", "2017-02-28")):
        (ledger / "ledger.toml").write_text(LEDGER.replace("2016-12-31", due), "utf-8")
        git("add", "-A")
        git("commit", "-qm", f"change {number}")
    head = git("rev-parse", "HEAD")
    signed = git("cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n aaaa\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (tmp_path / "signed").write_text(signed + "\n", "utf-8")
    git("reset", "-q", "--soft", git("hash-object", "-t", "commit", "-w", str(tmp_path / "signed")))
    assert git("rev-parse", "HEAD") != head
    lost = git("rev-parse", "HEAD~2:ledger.toml")
    (ledger / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    name_programs(ledger, marker)
    if layout == "gitdir elsewhere":
        (ledger / ".git").rename(tmp_path / "elsewhere.git")
        (ledger / ".git").write_text(f"gitdir: {tmp_path / 'elsewhere.git'}\n", "utf-8")
        configure(ledger, "include.path", "more")
    elif layout == "submodule":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        (ledger / ".git").rename(tmp_path / ".git" / "modules")
        (ledger / ".git").write_text("gitdir: ../.git/modules\n", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    codes = {}
    for command in EVERY_COMMAND:
        words = [word.format(out=out) for word in command]
        done = subprocess.run(
            [sys.executable, "-c", "from jinpu_tui.cli.main import main; main()", "-D", str(ledger), *words],
            cwd=tmp_path, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        codes[command] = (done.returncode, done.stderr)
        assert not marker.exists(), (command, marker.read_text("utf-8"))
    need_the_lost = {("log",), ("log", "T1"), ("diff", "--since", "2016-11-02")}
    assert {command for command, (code, _error) in codes.items() if code} <= need_the_lost, codes
    report = (out / "report.html").read_text("utf-8")
    assert git_short(ledger) in report


def git_short(folder: Path) -> str:
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True).stdout[:10]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_is_not_read(ledger: Path, tmp_path: Path, git, marker: Path) -> None:
    name_programs(ledger, marker)
    for path in (ledger, ledger / ".git"):
        os.chown(path, 12345, 12345)
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environ.pop("SUDO_UID", None)
    for words, code in ((["log"], 3), (["report", "-o", str(tmp_path / "r.txt")], 0), (["check"], 0), (["git-setup"], 3)):
        done = subprocess.run(
            [sys.executable, "-c", "from jinpu_tui.cli.main import main; main()", "-D", str(ledger), *words],
            cwd=tmp_path, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
    assert not marker.exists()
    assert "no revision" in " ".join((tmp_path / "r.txt").read_text("utf-8").split())
