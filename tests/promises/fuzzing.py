"""Files nobody would write: bytes, broken ledgers, well-formed TOML with anything in any field.

Each is opened, checked, listed, shown, drawn and edited; no traceback, and nothing takes long.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w
from documents import NEW_VALUES, documents
from hostile import HOSTILE, IDS
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.files import file_set
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.fields import FIELDS, NESTED
from jinpu_tui.services.workspace import EditError, Workspace
from jinpu_tui.ui.pages.chart import chart_page
from jinpu_tui.ui.pages.overview import overview_page
from jinpu_tui.ui.pages.record import record_page
from jinpu_tui.ui.pages.relations import chains_page, matrix_page, trace_page
from jinpu_tui.ui.session import Session

FAULT = "internal error"


@dataclass
class Fuzzed:
    """What was found; the lists should be empty."""

    inputs: int = 0
    slowest: float = 0.0
    tracebacks: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)


def fuzz(count: int, number: int = 0, slow: float = 2.0) -> Fuzzed:
    """Try so many inputs; which ones follows from the number. What takes longer than `slow` seconds counts as a hang."""
    found = Fuzzed()
    file_set.QUIET_NS = 0
    with tempfile.TemporaryDirectory() as name, _environment(name):
        path = Path(name, "fuzzed.toml")

        @seed(number)
        @settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(INPUTS)
        def one(data: bytes) -> None:
            path.write_bytes(data)
            begin = time.perf_counter()
            for what, act in (("command line", _by_command_line), ("screens", _on_screens), ("edit", _edit)):
                try:
                    act(path)
                except Exception as error:
                    found.tracebacks.append(f"{what}: {type(error).__name__} {error!s:.200} with {data!r:.600}")
            seconds = time.perf_counter() - begin
            found.inputs += 1
            found.slowest = max(found.slowest, seconds)
            if seconds > slow:
                found.hangs.append(f"{seconds:.1f} s with {data!r:.600}")

        one()
    return found


def _by_command_line(path: Path) -> None:
    form = ("table", "csv", "json")[path.stat().st_size % 3]
    said = [_said("-D", str(path), "check")]
    said += [_said("-D", str(path), "list", f"{kind}s", "--format", form) for kind in FIELDS]
    ids = [record.id for record in Workspace(path, today=TODAY).dataset]
    said += [_said("-D", str(path), "show", "--", id_) for id_ in ids[-1:]]
    for text in said:
        if FAULT in text:
            raise AssertionError(text)


def _said(*words: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        run(list(words))
    return out.getvalue()


def _on_screens(path: Path) -> None:
    session = Session(Workspace(path, today=TODAY, partial=True))
    session.workspace.take_rest()
    for page in (overview_page, matrix_page, chains_page):
        page(session, 80)
        page(session, 160)
    for record in list(session.dataset)[:5]:
        record_page(session, record.id, 80)
        trace_page(session, record.id, 80)
        record_page(session, record.id, 80, form=True)
        if record.TYPE == "indicator":
            chart_page(session, record.id, 80, 24)
            chart_page(session, record.id, 160, 45)


def _edit(path: Path) -> None:
    """A field set, a record added, both undone: to the byte, or refused with a reason."""
    from jinpu_tui.model import edits

    before = path.read_bytes()
    workspace = Workspace(path, today=TODAY)
    made = 0
    for record in list(workspace.dataset)[:1]:
        changes = edits.set_fields(record.TYPE, workspace.plain(record.id), {"note": "fuzzed"}, TODAY)
        for act in (changes, edits.add(record.TYPE, "fuzzed-1", {"title": "x"})):
            with contextlib.suppress(EditError):
                made += bool(workspace.apply(act).changes)
    for _number in range(made):
        workspace.undo()
    if read_regular(path)[0] != before:
        raise AssertionError("undo gave back other bytes")


@contextlib.contextmanager
def _environment(folder: str) -> Any:
    """Reports of faults go where they are thrown away."""
    kept = {name: os.environ.get(name) for name in ("XDG_STATE_HOME", "HOME")}
    os.environ.update(dict.fromkeys(kept, folder))
    try:
        yield
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


_NAMES = sorted({item.name for fields in (*FIELDS.values(), *NESTED.values()) for item in fields})
_TEXTS = st.one_of(st.sampled_from([*HOSTILE.values(), *IDS, "", "2016", "2016-13", "T1", "R1"]), st.text(max_size=20))
_SCALARS = st.one_of(_TEXTS.map(lambda text: text.encode("utf-8", "replace").decode()), NEW_VALUES)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from([*_NAMES, "odd"]), inner, max_size=4)),
    max_leaves=12,
)
_RECORDS = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=8)


@st.composite
def _datasets(draw: st.DrawFn) -> bytes:
    """Well-formed TOML: known fields of any kind holding anything."""
    tables: dict[str, Any] = {
        "dataset": draw(st.dictionaries(st.sampled_from(["title", "as_of", "lights", "format"]), _VALUES))
    }
    for kind in FIELDS:
        records = draw(st.lists(_RECORDS, max_size=4))
        for number, record in enumerate(records):
            if draw(st.integers(0, 4)):
                record["id"] = draw(st.sampled_from([*IDS, *(f"{kind}{at}" for at in range(9))])) + str(number)
        tables[kind] = records
    return tomli_w.dumps(tables).encode("utf-8", "replace")


@st.composite
def _spliced(draw: st.DrawFn) -> bytes:
    """A ledger with pieces taken out, doubled, or put elsewhere."""
    text = LEDGER.encode()
    for _number in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        put_in = draw(st.one_of(st.sampled_from(_TOKENS), st.binary(max_size=6), st.just(text[start:end] * 2)))
        text = text[:start] + put_in + text[end:]
    return text


_TOKENS = [
    item.encode() for item in ("", "\n", '"', '"""', "'''", "[", "]", "[[", "{", "}", "=", "#", "\0", "\r", "\\", ",", ".")
]
_TOKENS += [b"\n[[task]]\n", b"\n[dataset]\n", b'\nid = "T1"\n', b"[" * 200, b"a." * 300 + b"b = 1\n", b"2016-02-30", b"1e999"]

INPUTS = st.one_of(st.binary(max_size=300), _spliced(), _datasets(), documents().map(lambda item: item.text.encode()))
