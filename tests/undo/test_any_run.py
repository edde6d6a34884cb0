"""Any run of edits, editor sessions, undos and redos over several files is a walk over states that are known to the byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinpu_tui.cli.main import run
from jinpu_tui.services.workspace import Workspace

FILES = {
    "a.toml": '# head\n\n[[task]]\nid = "T1"\ntitle = "one"\nsupport = [] # none\n\n# -- settings --\n[dataset]\nformat = 1\n'
    'title = "t"\n\n# -- tasks --\n# two, for Li\n[[task]]\nid = "T2"\ntitle = "two"\n\n[budget]\nyear = 2016\n\n'
    '# three\n[[task]]\nid = "T3"\ntitle = "three"\ndepends = ["T1"]\n',
    "b.toml": '\ufeff[[requirement]]\r\nid = "R1"\r\ntitle = "工作要求"\r\n\r\n[[requirement]]\r\nid = "R1.1"\r\ntitle = "x"'
    '\r\nparent = "R1"\r\n[[task]]\r\nid = "T4"\r\ntitle = "four"\r\nnote = """\r\n[[task]]\r\n[dataset]"""',
    "c/one.toml": '# only\n[[task]]\nid = "T5"\ntitle = "five"\nsteps = [\n    # first\n    { text = "a", done = false },\n]\n'
    "# end",
    "c/inline.toml": 'source = []\nindicator = [ { id = "I1", name = "i", observations = [{ period = "2015", value = 1.50 }]'
    " } ]\n",
}
TASKS = ["T1", "T2", "T3", "T4", "T5", "T6"]

COMMANDS = st.one_of(
    st.tuples(
        st.just("set"), st.sampled_from(TASKS), st.sampled_from(["due=2016-12-31", "lead=审计局", "note=", "support=a,b"])
    ),
    st.tuples(st.just("set"), st.sampled_from(TASKS), st.sampled_from(["depends=T1", "depends=T2,T4", "title=x"])),
    st.tuples(st.just("remove"), st.sampled_from([*TASKS, "R1", "R1.1", "I1"])),
    st.tuples(st.just("note"), st.sampled_from(TASKS), st.just("a visit")),
    st.tuples(st.just("done"), st.sampled_from(TASKS), st.sampled_from(TASKS)),
    st.tuples(st.just("add"), st.sampled_from(["task", "requirement", "source"]), st.just("title=new")),
    st.tuples(st.just("observe"), st.just("I1"), st.sampled_from(["2014", "2016"]), st.just("7")),
    st.tuples(st.just("comment"), st.just("T1"), st.just("why?")),
    st.tuples(
        st.just("move"), st.sampled_from(TASKS), st.sampled_from(["--after", "--before"]), st.sampled_from(["T1", "T2", "T3"])
    ),
    st.tuples(st.just("move"), st.sampled_from(["R1", "R1.1"]), st.just("--after"), st.sampled_from(["R1", "R1.1"])),
)


def broken(data: bytes) -> bytes:
    return data + b"\n[[task\n"


EDITORS: dict[str, Callable[[bytes], bytes]] = {
    "comment": lambda data: b"# by hand\n" + data,
    "end": lambda data: data + b"\n# by hand",
    "blank": lambda data: data.replace(b"\n", b"\n\n", 1),
    "break": broken,
    "GBK": lambda data: data.decode("utf-8", "replace").encode("gb18030"),
    "title": lambda data: data.replace(b"title = ", b"title  =  "),
    "empty": lambda _data: b"",
}
SESSIONS = st.tuples(
    st.just("E"), st.sampled_from(sorted(EDITORS)), st.sets(st.sampled_from(sorted(FILES)), min_size=1, max_size=2)
)
STEPS = st.one_of(COMMANDS, COMMANDS, SESSIONS, st.just(("undo",)), st.just(("redo",)), st.just(("undo",)))


@dataclass
class Walk:
    """The states that were reached, and where among them the dataset is."""

    folder: Path
    states: list[dict[str, bytes]] = field(default_factory=list)
    at: int = 0

    def bytes(self) -> dict[str, bytes]:
        paths = (path for path in self.folder.rglob("*.toml") if ".jinpu" not in path.parts)
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in sorted(paths)}

    def take(self, step: tuple) -> None:
        """Make a step, and see that it leads where it must."""
        name, before = step[0], self.bytes()
        code = self._edit(*step[1:]) if name == "E" else self._run(step)
        after = self.bytes()
        if name in ("undo", "redo"):
            to = self.at + (1 if name == "redo" else -1)
            self.at = to if 0 <= to < len(self.states) else self.at
            assert code == 0, step
            assert self._known(after) == self._known(self.states[self.at]), step
        elif code or after == before:
            assert after == before, step
        elif name == "comment" and set(after) != set(before) and self._is_only_begun(before, after):
            self.states[self.at] = after
        else:
            self.states[self.at + 1 :] = [after]
            self.at += 1

    def _known(self, state: dict[str, bytes]) -> dict[str, bytes]:
        """A state without the file of comments, which stays with its first line when the first comment goes."""
        return {name: data for name, data in state.items() if not name.startswith("reviews")}

    def _is_only_begun(self, before: dict[str, bytes], after: dict[str, bytes]) -> bool:
        return all(b"[[comment]]" not in after[name] for name in set(after) - set(before))

    def _run(self, step: tuple) -> int:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return run([step[0], "-D", str(self.folder), "--as-of", "2016-12-01", *step[1:]])

    def _edit(self, editor: str, names: set[str]) -> int:
        with Workspace(self.folder).outside_editor():
            for name in names:
                path = self.folder / name
                path.write_bytes(EDITORS[editor](path.read_bytes()))
        return 0


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("walks")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=1, max_size=14))
def test_every_undo_and_redo_leads_to_the_bytes_that_were_there(folders: Path, steps: list[tuple]) -> None:
    folder = folders / os.urandom(8).hex()
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    walk = Walk(folder)
    walk.states.append(walk.bytes())
    for step in steps:
        walk.take(step)
    while walk.at:
        walk.take(("undo",))
    assert walk._known(walk.bytes()) == {name: text.encode() for name, text in FILES.items()}
