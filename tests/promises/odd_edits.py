"""Edits of ledgers in odd layouts through the command line, judged by readers that share no code with the program.

After each edit: only the meant value differs (`tomllib`), the text of all else is there to the byte, each comment is there and
stands where it belongs, `undo` gives back the bytes and `redo` those of the edit. An edit may be refused if the bytes stay.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from odd_acts import Act, an_act, run_command
from odd_layouts import KINDS, Folder, Writer

from jinpu_tui.files import file_set
from jinpu_tui.storage import chunks

_COMMENT = re.compile(r"#(\d+) (above|beside) <(\d+)>")
_MARKER = re.compile(r"m(\d+)m")
FOLLOWING = {"status": ("done_on", "closed_on", "closed_by"), "steps": ("progress",)}


@dataclass
class Edited:
    """What was tried; the lists should be empty."""

    documents: int = 0
    edits: int = 0
    refused: int = 0
    values: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        """What should be empty, by what it is called."""
        return {
            "other values changed": self.values,
            "other bytes changed": self.moved,
            "comments lost or strayed": self.comments,
            "undone or redone to other bytes": self.undone,
            "failures": self.failed,
        }

    def add(self, other: Edited) -> None:
        """Count what another one found, too."""
        self.documents += other.documents
        self.edits += other.edits
        self.refused += other.refused
        for name, faults in self.faults.items():
            faults.extend(other.faults[name])


def edit_odd_ledgers(count: int, first: int = 0) -> Edited:
    """Edit so many ledgers; which ones, and how, follows from their numbers."""
    found = Edited()
    file_set.QUIET_NS = 0
    usual = chunks.CHUNK_BYTES
    try:
        for number in range(first, first + count):
            random = Random(number)  # noqa: S311  the same ledgers every time
            chunks.CHUNK_BYTES = random.choice((usual, 200, 8))
            with tempfile.TemporaryDirectory() as name:
                _edit_one(Path(name), random, f"ledger {number}", found)
    finally:
        chunks.CHUNK_BYTES = usual
    return found


def _edit_one(root: Path, random: Random, name: str, found: Edited) -> None:
    folder = Writer(random).write()
    for file, text in folder.files.items():
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_bytes(text.encode())
    for id_, parts in folder.chunks.items():
        folder.comments[id_, ""] = {match[1] for part in parts for match in _COMMENT.finditer(part)}
    for key, part in folder.fields.items():
        folder.comments[key] = {match[1] for match in _COMMENT.finditer(part.rpartition("\n")[2])}
    found.documents += 1
    for number in range(4):
        before = _bytes_of(root)
        act = an_act(random, _tables(before), number)
        where = f"{name}, edit {number}, {act.what}"
        try:
            code = act.make(root)
            after = _bytes_of(root)
            if code or after == before:
                found.refused += bool(code)
                if after != before:
                    found.values.append(f"{where}: refused, but written")
                continue
            found.edits += 1
            _judge(found, where, act, folder, before, after)
            for word, meant in (("undo", before), ("redo", after)):
                run_command(root, word)
                if _bytes_of(root) != meant:
                    found.undone.append(f"{where}: {word}")
                    return
        except Exception as error:
            found.failed.append(f"{where}: {type(error).__name__} {error!s:.200}")
            return


def _bytes_of(root: Path) -> dict[str, bytes]:
    paths = sorted(path for path in root.rglob("*.toml") if ".jinpu" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _tables(contents: dict[str, bytes]) -> dict[str, Any]:
    return {name: tomllib.loads(data.decode().removeprefix("\ufeff")) for name, data in contents.items()}


def _judge(found: Edited, where: str, act: Act, folder: Folder, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    try:
        old, new = _tables(before), _tables(after)
    except tomllib.TOMLDecodeError as error:
        found.values.append(f"{where}: no TOML any more: {error}")
        return
    found.values += [f"{where}: {text}" for text in _wrong_values(act, old, new)]
    texts = [data.decode() for data in after.values()]
    kept = {name for name in folder.chunks if name != act.id}
    found.moved += [
        f"{where}: text of {name}" for name in kept for part in folder.chunks[name] if not any(part in text for text in texts)
    ]
    gone_fields = {*act.fields, *(name for item in act.fields for name in FOLLOWING.get(item, ()))}
    for (id_, name), part in list(folder.fields.items()):
        if id_ == act.id and (act.goes or name.split(".")[0] in gone_fields):
            continue
        if not any(part in text for text in texts):
            found.moved.append(f"{where}: text of {id_} {name}")
    found.comments += [f"{where}: {text}" for text in _wrong_comments(act, folder, before, after, new)]
    folder.chunks.pop(act.id, None)
    for key in [key for key in folder.fields if key[0] == act.id and (act.goes or key[1].split(".")[0] in gone_fields)]:
        del folder.fields[key]


def _wrong_values(act: Act, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    came: list[Any] = []
    for file, tables in old.items():
        for top in {**tables, **new[file]}:
            was, now = tables.get(top), new[file].get(top)
            if top not in KINDS:
                if repr(was) != repr(now):
                    yield f"{top} differs"
                continue
            now = list(now or ())
            if act.comes and top == act.what.split()[1]:
                came += [record for record in now if act.comes in str(record)]
                now = [record for record in now if act.comes not in str(record)]
            was = [record for record in was or () if not (act.goes and record.get("id") == act.id)]
            if [item.get("id") for item in was] != [item.get("id") for item in now]:
                yield f"other records: {[item.get('id') for item in now]}"
                continue
            for item, other in zip(was, now, strict=True):
                yield from _wrong_fields(act, item, other)
    if act.comes and len(came) != 1:
        yield f"{len(came)} records came"


def _wrong_fields(act: Act, was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    meant = act.fields if was.get("id") == act.id else {}
    follow = {name for item in meant for name in FOLLOWING.get(item, ())}
    for name in {**was, **now, **meant}:
        value = now.get(name)
        if name not in meant:
            if name not in follow and repr(was.get(name)) != repr(value):
                yield f"{was.get('id')} {name} is {value}"
        elif _plain(value) != _plain(meant[name]):
            yield f"{was.get('id')} {name} is {value}, not {meant[name]}"


def _plain(value: Any) -> Any:
    """An absent list is an empty one; the order of keys does not count."""
    if isinstance(value, list):
        return [repr(sorted(item.items())) if isinstance(item, dict) else item for item in value] or None
    return value


def _wrong_comments(
    act: Act, folder: Folder, before: dict[str, bytes], after: dict[str, bytes], new: dict[str, Any]
) -> Iterator[str]:
    old_text, new_text = ("\n".join(data.decode() for data in item.values()) for item in (before, after))
    markers = set(_MARKER.findall(_COMMENT.sub("", new_text)))
    lost = {match[1]: match for match in _COMMENT.finditer(old_text)}
    for match in _COMMENT.finditer(new_text):
        if lost.pop(match[1], None) is None:
            yield f"comment {match[1]} is there twice"
    record = next(
        (item for file in new.values() for kind in KINDS for item in file.get(kind, ()) if item.get("id") == act.id), {}
    )
    for number, match in lost.items():
        inside = act.goes and number in folder.comments.get((act.id, ""), ())
        gone = {name for name in act.fields if name not in record}
        of_line = any(
            number in of for (id_, name), of in folder.comments.items() if id_ == act.id and name.split(".")[0] in gone
        )
        if not inside and not of_line and match[3] in (*markers, "0"):
            yield f"comment {match[0]} is lost"
    for data in after.values():
        yield from _strayed(data.decode(), markers)


def _strayed(text: str, markers: set[str]) -> Iterator[str]:
    places = [(match.start(), match[1]) for match in _MARKER.finditer(text)]
    for match in _COMMENT.finditer(text):
        if match[3] not in markers:
            continue
        earlier = [marker for start, marker in places if start < match.start()]
        later = [marker for start, marker in places if start > match.start()]
        neighbour = (earlier or [""])[-1] if match[2] == "beside" else (later or [""])[0]
        if neighbour != match[3]:
            yield f"comment {match[0]} stands at {neighbour}"
