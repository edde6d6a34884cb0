"""Edits of ledgers in odd layouts through the command line, judged by readers that share no code with the program.

After each edit: only the meant value differs (`tomllib`), the text of all else is there to the byte, each comment is there and
stands where it belongs, `undo` gives back the bytes and `redo` those of the edit. An edit may be refused if the bytes stay.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from ledger_text import TODAY
from odd_layouts import KINDS, TITLES, Folder, Writer

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.storage import pieces, store
from jinpu_tui.workspace import EditError, Workspace

_COMMENT = re.compile(r"#(\d+) (above|beside) <(\d+)>")
_MARKER = re.compile(r"m(\d+)m")
FOLLOWING = {"status": ("done_on", "closed_on", "closed_by"), "steps": ("progress",)}
ANY = object()


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


@dataclass
class Act:
    """An edit: what it is about, how it is made (exit code), and what its fields hold then (ANY: not looked at)."""

    what: str
    make: Callable[[Path], int]
    id: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    comes: str = ""
    goes: bool = False


def edit_odd_ledgers(count: int, first: int = 0) -> Edited:
    """Edit so many ledgers; which ones, and how, follows from their numbers."""
    found = Edited()
    store.QUIET_NS = 0
    usual = pieces.PIECE_BYTES
    try:
        for number in range(first, first + count):
            random = Random(number)  # noqa: S311  the same ledgers every time
            pieces.PIECE_BYTES = random.choice((usual, 200, 8))
            with tempfile.TemporaryDirectory() as name:
                _edit_one(Path(name), random, f"ledger {number}", found)
    finally:
        pieces.PIECE_BYTES = usual
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
        act = _act(random, _tables(before), number)
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
                _run(root, word)
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
    gone_fields = {*act.fields, *(name for one in act.fields for name in FOLLOWING.get(one, ()))}
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
            if [one.get("id") for one in was] != [one.get("id") for one in now]:
                yield f"other records: {[one.get('id') for one in now]}"
                continue
            for one, other in zip(was, now, strict=True):
                yield from _wrong_fields(act, one, other)
    if act.comes and len(came) != 1:
        yield f"{len(came)} records came"


def _wrong_fields(act: Act, was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    meant = act.fields if was.get("id") == act.id else {}
    follow = {name for one in meant for name in FOLLOWING.get(one, ())}
    for name in {**was, **now, **meant}:
        value = now.get(name)
        if name not in meant:
            if name not in follow and repr(was.get(name)) != repr(value):
                yield f"{was.get('id')} {name} is {value}"
        elif meant[name] is not ANY and _plain(value) != _plain(meant[name]):
            yield f"{was.get('id')} {name} is {value}, not {meant[name]}"


def _plain(value: Any) -> Any:
    """An absent list is an empty one; the order of keys does not count."""
    if isinstance(value, list):
        return [repr(sorted(one.items())) if isinstance(one, dict) else one for one in value] or None
    return value


def _wrong_comments(
    act: Act, folder: Folder, before: dict[str, bytes], after: dict[str, bytes], new: dict[str, Any]
) -> Iterator[str]:
    old_text, new_text = ("\n".join(data.decode() for data in one.values()) for one in (before, after))
    markers = set(_MARKER.findall(_COMMENT.sub("", new_text)))
    lost = {match[1]: match for match in _COMMENT.finditer(old_text)}
    for match in _COMMENT.finditer(new_text):
        if lost.pop(match[1], None) is None:
            yield f"comment {match[1]} is there twice"
    record = next((one for file in new.values() for kind in KINDS for one in file.get(kind, ()) if one.get("id") == act.id), {})
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


def _run(root: Path, *words: str) -> int:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(["-D", str(root), *words, "--as-of", str(TODAY)])
    if "fault" in out.getvalue() or "internal error" in out.getvalue():
        raise AssertionError(out.getvalue())
    return int(code)


def _act(random: Random, tables: dict[str, Any], number: int) -> Act:
    marker = f"m{9000 + number}m"
    records = [(kind, record) for file in tables.values() for kind in KINDS for record in file.get(kind, ()) if "id" in record]
    if not records or random.random() < 0.15:
        kind = random.choice(KINDS)
        title = TITLES.get(kind, "title")
        return Act(f"add {kind}", lambda root: _run(root, "add", kind, f"{title}={marker}"), comes=marker)
    kind, record = random.choice(records)
    id_ = record["id"]
    if random.random() < 0.12:
        return Act(f"remove {id_}", lambda root: _run(root, "remove", id_), id_, goes=True)
    choices = [_set(id_, "note", "a\nb # c"), _set(id_, "note", ""), _set(id_, TITLES.get(kind, "title"), f"{marker} new")]
    if kind == "task":
        choices = [*choices[:2], *_task_acts(random, record, marker)] * 2 + choices[2:]
    if kind == "indicator":
        choices = [*_indicator_acts(random, record, marker), *choices[2:]]
    return random.choice(choices)


def _set(id_: str, name: str, text: str, meant: Any = "") -> Act:
    value = (text or None) if meant == "" else meant
    return Act(f"set {id_} {name}={text}", lambda root: _run(root, "set", id_, f"{name}={text}"), id_, {name: value})


def _task_acts(random: Random, task: dict[str, Any], marker: str) -> Iterator[Act]:
    id_ = task["id"]
    yield _set(id_, "lead", "审计局")
    yield _set(id_, "lead", "")
    yield _set(id_, "status", random.choice(("done", "doing")))
    yield Act(f"done {id_}", lambda root: _run(root, "done", id_), id_, {"status": "done"})
    note = Act(f"note {id_}", lambda root: _run(root, "note", id_, marker, "--by", "li"), id_)
    note.fields["log"] = [*task.get("log", []), {"date": TODAY, "by": "li", "text": marker}]
    yield note
    yield note
    yield _set(id_, "log", "")
    for name in ("support", "tags"):
        entries = task.get(name, [])
        wanted = random.sample(entries, random.randint(0, len(entries)))
        wanted.insert(random.randint(0, len(wanted)), f"{marker}, new")
        yield _set(id_, name, ",".join(f'"{one}"' for one in wanted), wanted)
        yield _set(id_, name, f"+{marker}", [*entries, marker])
        if entries:
            gone = random.choice(entries)
            yield _set(id_, name, f"-{gone}", [one for one in entries if one != gone])
            turned = random.sample(entries, len(entries))
            yield _set(id_, name, ",".join(f'"{one}"' for one in turned), turned)
    steps = task.get("steps", [])
    yield _step(id_, "add", [*steps, {"text": marker, "done": False}], lambda one: edits.add_step(one, marker))
    if steps:
        at = random.randrange(len(steps))
        ticked = [{**one, "done": not one["done"]} if index == at else one for index, one in enumerate(steps)]
        renamed = [{**one, "text": f"{marker} new"} if index == at else one for index, one in enumerate(steps)]
        yield _step(id_, f"tick {at}", ticked, lambda one: edits.toggle_step(one, at))
        yield _step(id_, f"set {at}", renamed, lambda one: edits.set_step(one, at, {"text": f"{marker} new"}))
        yield _step(id_, f"remove {at}", steps[:at] + steps[at + 1 :], lambda one: edits.remove_step(one, at))


def _step(id_: str, what: str, meant: Any, change: Callable[[Any], Any], name: str = "steps") -> Act:
    return Act(f"{name} {id_} {what}", lambda root: _applied(root, id_, change), id_, {name: meant})


def _applied(root: Path, id_: str, change: Callable[[Any], Any]) -> int:
    workspace = Workspace(root, today=TODAY)
    try:
        workspace.apply(change(workspace.plain(id_)))
    except EditError:
        return 3
    return 0


def _indicator_acts(random: Random, indicator: dict[str, Any], marker: str) -> Iterator[Act]:
    id_ = indicator["id"]
    seen = indicator.get("observations", [])
    year = str(random.randint(2001, 2021))
    new = {"period": year, "value": 7, "note": marker}
    place = sum(one["period"] <= year for one in seen)
    meant = [{**one, **new} if one["period"] == year else one for one in seen]
    if meant == seen:
        meant.insert(place, new)
    words = ("observe", id_, year, "7", f"note={marker}")
    for _number in range(3):
        yield Act(" ".join(words), lambda root: _run(root, *words), id_, {"observations": meant})
    for name in ("baseline", "target"):
        yield _set(id_, name, "2020 8", {**indicator.get(name, {}), "period": "2020", "value": 8})
        yield _set(id_, name, "")
    yield _set(id_, "unit", "亿元")
    if seen:
        at = random.randrange(len(seen))
        left = seen[:at] + seen[at + 1 :]
        yield _step(id_, f"remove {at}", left, lambda one: edits.remove_observation(one, at), "observations")
        moved = [{**one, "period": "2000"} if index == at else one for index, one in enumerate(seen)]
        change = {"value": 1}
        moved[at] = {**moved[at], **change}
        yield _step(id_, f"set {at}", moved, lambda one: edits.set_observation(one, at, "2000", change), "observations")
