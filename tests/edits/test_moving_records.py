"""Records moved in their files: every line stays, comments go with the record, and undo gives back the bytes."""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_edits import _COMMENT, _MARKER, _strayed
from odd_layouts import KINDS, Writer

from jinpu_tui.model.changes import Moved
from jinpu_tui.model.errors import InputError
from jinpu_tui.services.record_moves import move_after, move_before
from jinpu_tui.services.workspace import EditError, Workspace
from jinpu_tui.storage import chunks, transaction

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n\n'


def bytes_of(root: Path) -> dict[str, bytes]:
    paths = sorted(path for path in root.rglob("*.toml") if ".jinpu" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def tables_of(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {name: tomllib.loads(data.decode().removeprefix("\ufeff")) for name, data in files.items()}


def lines_of(data: bytes) -> Counter[str]:
    """Count the lines of a file that are not blank."""
    lines = (line.rstrip("\r") for line in data.decode().removeprefix("\ufeff").split("\n"))
    return Counter(line for line in lines if line.strip())


@given(random=st.randoms(use_true_random=False), chunk=st.sampled_from((5 * 1024, 200, 8)))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_record_in_any_layout(random: Random, chunk: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr(chunks, "CHUNK_BYTES", chunk)
        patched.setattr(transaction, "MAX_GROWN_BYTES", 8 * chunk)
        root = Path(name)
        for file, text in Writer(random).write().files.items():
            (root / file).parent.mkdir(exist_ok=True)
            (root / file).write_bytes(text.encode())
        before = bytes_of(root)
        tables = tables_of(before)
        choices = [
            (file, kind, record["id"], other["id"])
            for file, of_file in tables.items()
            for kind in KINDS
            for record in of_file.get(kind, ())
            for other in of_file.get(kind, ())
            if "id" in record and "id" in other and record is not other
        ]
        if choices:
            check_move(root, before, tables, *random.choice(choices), is_after=random.random() < 0.5)


def check_move(
    root: Path,
    before: dict[str, bytes],
    tables: dict[str, dict[str, Any]],
    file: str,
    kind: str,
    id_: str,
    other: str,
    *,
    is_after: bool,
) -> None:
    """Move a record, and check what the files hold by means that share nothing with what moved it."""
    workspace = Workspace(root)
    changes = (move_after if is_after else move_before)(workspace, id_, other)
    try:
        workspace.apply(changes)
    except EditError:
        assert bytes_of(root) == before
        return
    after = bytes_of(root)
    wanted = [record for record in tables[file][kind] if "id" in record]
    record = wanted.pop([each["id"] for each in wanted].index(id_))
    wanted.insert([each["id"] for each in wanted].index(other) + is_after, record)
    written = tables_of(after)
    assert repr([each for each in written[file][kind] if "id" in each]) == repr(wanted)
    assert sorted(map(repr, written[file].pop(kind))) == sorted(map(repr, tables[file].pop(kind)))
    assert repr(written) == repr(tables)
    is_inline = before[file].decode().removeprefix("\ufeff").startswith(f"{kind} = [")
    for name, data in after.items():
        if not is_inline or name != file:
            assert lines_of(data) == lines_of(before[name])
        assert Counter(_COMMENT.findall(data.decode())) == Counter(_COMMENT.findall(before[name].decode()))
        assert list(_strayed(data.decode(), set(_MARKER.findall(_COMMENT.sub("", data.decode()))))) == []
    if changes:
        Workspace(root).undo()
        assert bytes_of(root) == before
        Workspace(root).redo()
        assert bytes_of(root) == after


def moved(folder: Path, text: str, id_: str, other: str) -> str:
    """Return a text in which a record was moved past another one, after it came back to the byte and was moved again."""
    file = folder / "ledger.toml"
    file.write_bytes(text.encode())
    workspace = Workspace(folder)
    ids = [record.id for record in workspace.dataset]
    workspace.apply((move_after if ids.index(id_) < ids.index(other) else move_before)(workspace, id_, other))
    after = file.read_bytes()
    workspace.undo()
    assert file.read_bytes() == text.encode()
    workspace.redo()
    assert file.read_bytes() == after
    return after.decode()


A, B, C = (f'[[task]]\nid = "{name}"\ntitle = "{name}"\n' for name in "ABC")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{A}\n{B}\n{C}", "{B}\n{A}\n{C}"),
        ("{A}{B}{C}", "{B}{A}{C}"),
        ("{A}\n\n\n{B}\n{C}", "{B}\n\n\n{A}\n{C}"),
        ("# of A\n# as well\n{A}# of B\n{B}{C}", "# of B\n{B}# of A\n# as well\n{A}{C}"),
        ("{A}# below A\n\n# of B\n{B}\n{C}", "# of B\n{B}\n{A}# below A\n\n{C}"),
        ("{A}\n# a heading\n\n{B}\n{C}", "# a heading\n\n{B}\n{A}\n{C}"),
        # A blank line comes in where a comment would come to stand at what it does not belong to.
        ("{A}# below A\n\n{B}{C}", "{B}\n{A}# below A\n\n{C}"),
        ("{A}{B}# below B\n\n{C}", "{B}# below B\n\n{A}\n{C}"),
        ("[other]\nx = 1\n{A}\n# a heading\n\n{B}", "[other]\nx = 1\n\n# a heading\n\n{B}\n{A}"),
        ("{A}\n{B}# the end of B", "{B}# the end of B\n\n[[task]]\nid = \"A\"\ntitle = \"A\""),
        ("{A}\n{B}\n# the end\n", "{B}\n{A}\n# the end\n"),
        ('{A}note = """\n# no comment"""\n{B}', '{B}{A}note = """\n# no comment"""\n'),
        ("{A}[[task.log]]\ndate = 2016-12-01\n\n# apart\n\n[[task.log]]\ndate = 2016-12-02\n\n{B}",
         "{B}\n{A}[[task.log]]\ndate = 2016-12-01\n\n# apart\n\n[[task.log]]\ndate = 2016-12-02\n"),
        ("{A}\n[[indicator]]\nid = 'I'\nname = 'i'\n\n{B}", "[[indicator]]\nid = 'I'\nname = 'i'\n\n{B}\n{A}"),
    ],
)  # fmt: skip
def test_down(tmp_path: Path, before: str, after: str, newline: str) -> None:
    texts = [HEAD + text.format(A=A, B=B, C=C) for text in (before, after)]
    before, after = (text.replace("\n", newline) for text in texts)
    assert moved(tmp_path, before, "A", "B") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{A}\n{B}\n{C}", "{A}\n{C}\n{B}"),
        ("{A}\n# of B\n{B}# of C\n{C}# below C", "{A}\n# of C\n{C}# below C\n\n# of B\n{B}"),
        ("\ufeff{B}\n{C}", "\ufeff{C}\n{B}"),
        ("# the ledger\n\n{B}\n{C}\n[dataset]\nformat = 1\n", "# the ledger\n\n{C}\n{B}\n[dataset]\nformat = 1\n"),
        ("{B}\n# a heading\n\n{C}{A}", "{C}\n{B}\n# a heading\n\n{A}"),
        ("task = [\n  {{id='B'}}, # b\n  # c\n  {{id='C'}}\n]\n", "task = [\n  # c\n  {{id='C'}},\n  {{id='B'}}, # b\n]\n"),
        ("task = [ {{id='B'}}, {{id='C'}} ]\n", "task = [ {{id='C'}}, {{id='B'}} ]\n"),
    ],
)
def test_up(tmp_path: Path, before: str, after: str) -> None:
    texts = [text.format(A=A, B=B, C=C) for text in (before, after)]
    if texts[0].endswith("# below C"):
        texts[1] = texts[1].removesuffix("\n")
    assert moved(tmp_path, texts[0], "C", "B") == texts[1]


@pytest.mark.parametrize(("id_", "other"), [("A", "Z"), ("Z", "A"), ("F", "Q"), ("Q", "F")])
def test_far_in_a_file_of_many_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, id_: str, other: str) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 100)
    blocks = {name: f'# of {name}\n[[task]]\nid = "{name}"\ntitle = "{name}"\n' for name in ascii_uppercase}
    names = list(ascii_uppercase)
    is_down = id_ < other
    names.remove(id_)
    names.insert(names.index(other) + is_down, id_)
    found = moved(tmp_path, HEAD + "\n".join(blocks.values()), id_, other)
    assert found == HEAD + "\n".join(blocks[name] for name in names)


def test_a_layout_without_a_place_stays(tmp_path: Path) -> None:
    text = f"{HEAD}{A}[[indicator]]\nid = 'I'\n[[task.log]]\ntext = 'of A'\n{B}"
    with pytest.raises(EditError, match="other tables stand between"):
        moved(tmp_path, text, "A", "B")
    assert (tmp_path / "ledger.toml").read_text("utf-8") == text
    found = moved(tmp_path, text, "B", "A")
    assert found == f"{HEAD}{B}{A}[[indicator]]\nid = 'I'\n[[task.log]]\ntext = 'of A'\n"


def test_two_records_of_one_id_do_not_pass_each_other(tmp_path: Path) -> None:
    text = f"{HEAD}{A}\n{A}\n{B}"
    with pytest.raises(EditError, match="Two records have the id A"):
        moved(tmp_path, text, "A", "B")
    assert moved(tmp_path, text, "B", "A") == f"{HEAD}{B}\n{A}\n{A}"


def test_of_another_kind_and_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f"{HEAD}{A}\n{B}\n[[indicator]]\nid = 'I'\nname = 'i'\n", "utf-8")
    (tmp_path / "b.toml").write_text(C, "utf-8")
    workspace = Workspace(tmp_path)
    for other, reason in (("I", "are of different kinds"), ("C", "a record keeps its file")):
        for move in (move_before, move_after):
            with pytest.raises(InputError, match=reason):
                move(workspace, "A", other)
    with pytest.raises(InputError, match="before or after itself"):
        move_after(workspace, "A", "A")
    for after_id, reason in (
        ("I", "are of different kinds"),
        ("C", "a record stays in its file"),
        ("gone", "was removed meanwhile"),
    ):
        with pytest.raises(EditError, match=reason):
            workspace.apply([Moved("task", "A", after_id)])
    assert move_after(workspace, "B", "A") == move_before(workspace, "A", "B") == []
