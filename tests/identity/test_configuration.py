"""`jinpu-tui config`, and a configuration file that is broken in any way."""

from __future__ import annotations

import json
import os

import pytest

GOOD = '# mine\r\n[user] # who\r\nname = "李伟"\r\nemail="li@office"\r\nunit = \'财政局\'\r\n'

FAULTS = {
    "a key with a near miss": ('[user]\nnmae = "Li"\n', 2, "unknown-key", "name"),
    "a key without one": ('[user]\n\n"电话" = "1"\n', 3, "unknown-key", "name, email, unit"),
    "a table": ('[usr]\nname = "Li"\n', 1, "unknown-key", "user"),
    "a key at the top": ('# x\nname = "Li"\n[user]\n', 2, "unknown-key", ""),
    "a number": ("[user]\nemail = 'x'\nname = 5\n", 3, "wrong-type", "name"),
    "a list": ("[user]\nname = [\n'Li',\n]\n", 2, "wrong-type", "name"),
    "no table": ('user = "Li"\n', 1, "wrong-type", "[user]"),
    "tables": ('[[user]]\nname = "Li"\n', 1, "wrong-type", "[user]"),
    "an inline table": ('user = { nam = "Li" }\n', 1, "unknown-key", "name"),
    "a dotted key": ('\nuser.nam = "Li"\n', 2, "unknown-key", "name"),
    "two lines": ('[user]\nname = "Li\\nWei"\n', 2, "invalid-value", "name"),
    "too long": (f'[user]\nname = "{"x" * 500}"\n', 2, "invalid-value", "200"),
    "not TOML": ('[user]\nname = "Li\n', 2, "not-toml", ""),
    "with merge markers": ('[user]\n<<<<<<< ours\nname = "Li"\n', 2, "not-toml", ""),
}


@pytest.mark.parametrize(("text", "line", "code", "word"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_line_and_stops_nothing(office, text: str, line: int, code: str, word: str) -> None:
    li = office.reviewer("li")
    li.configure(text)
    done = li.call("config", "check")
    assert done.returncode == 1
    assert done.stderr == ""
    [first, *_rest] = done.stdout.splitlines()
    assert first.startswith(f"{li.configuration}:{line}:")
    assert f"[{code}]" in first
    assert word in first
    as_json = li.call("config", "check", "--format", "json")
    [problem] = json.loads(as_json.stdout)
    assert (as_json.returncode, problem["file"], problem["line"], problem["code"]) == (1, str(li.configuration), line, code)
    done = li.call("comment", "T1", "x")
    assert done.returncode == 0
    [said] = [splitline for splitline in done.stderr.splitlines() if "config" in splitline]
    assert f"config.toml:{line}: " in said
    assert li.files() == ["li.toml"]


def test_what_fits_is_used_beside_what_does_not(office) -> None:
    li = office.reviewer("li")
    li.configure('[user]\nname = "Li Wei"\nemail = 5\nphone = "1"\n[ui]\ntheme = "dark"\n')
    li.does("comment", "T1", "x")
    assert li.files() == ["Li-Wei.toml"]
    assert len(json.loads(li.call("config", "check", "--format", "json").stdout)) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_good_file(office, encoding: str) -> None:
    li = office.reviewer("li")
    li.configure("")
    li.configuration.write_bytes(GOOD.encode(encoding))
    output = li.does("config", "check")
    assert "0 problems" in output
    assert "李伟 <li@office>" in output
    assert json.loads(li.does("config", "check", "--format", "json")) == []
    done = li.call("comment", "T1", "x")
    assert (done.returncode, done.stderr, li.files()) == (0, "", ["李伟.toml"])


def test_no_file(office) -> None:
    li = office.reviewer("li")
    assert "There is no configuration file" in li.does("config", "check")
    assert li.does("config", "path") == f"{li.configuration}\n"
    assert li.does("config", "check", "--format", "json") == "[]\n"
    assert not li.configuration.parent.exists()


def test_a_byte_that_is_not_utf8(office) -> None:
    li = office.reviewer("li")
    li.configure("")
    li.configuration.write_bytes('[user]\nname = "李"\n'.encode("gb18030"))
    done = li.call("config", "check")
    assert done.returncode == 1
    assert f"{li.configuration}:2:9: error[not-utf8]" in done.stdout


@pytest.mark.parametrize("kind", ["folder", "pipe", "large", "closed"])
def test_a_file_that_cannot_be_read(office, kind: str) -> None:
    li = office.reviewer("li")
    li.configuration.parent.mkdir(parents=True)
    if kind == "folder":
        li.configuration.mkdir()
    elif kind == "pipe":
        os.mkfifo(li.configuration)
    elif kind == "large":
        li.configuration.write_bytes(b"#" * (2 << 20))
    else:
        li.configuration.symlink_to(li.configuration)  # a ring
    done = li.call("config", "check")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert str(li.configuration) in done.stderr
    done = li.call("comment", "T1", "x")
    assert done.returncode == 0
    assert "config.toml: " in done.stderr
    assert li.files() == ["li.toml"]


def test_commands_that_need_no_name_do_not_read_it(office) -> None:
    li = office.reviewer("li")
    li.configure("broken")
    assert li.call("list", "tasks").stderr == ""
    assert li.call("check").stderr == ""
