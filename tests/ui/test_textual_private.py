"""Private names of Textual that the screens use. If one is gone, the message says what it was for and where to mend it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual import _compositor, _parser, _xterm_parser
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

import jinpu_tui.ui

NAMES = {
    (_compositor, "ChopsUpdate"): "the type of a partial painting; only for annotations",
    (
        _compositor.Compositor,
        "_get_renders",
    ): "lines of each widget: OpenCompositor.rendered would have to lay them out",
    (_compositor.Compositor, "_render_chops"): "puts lines together; without it wide characters at the edges of popups are cut",
    (_parser, "ParseTimeout"): "ends a sequence that waits: look how Textual's parser now takes a lone Esc",
    (_xterm_parser, "XTermParser"): "the parser of keys: pastes and Esc are read by subclasses of it",
    (_xterm_parser, "BRACKETED_PASTE_START"): "the mark before a paste, ESC [ 200 ~",
    (_xterm_parser, "BRACKETED_PASTE_END"): "the mark after a paste, ESC [ 201 ~",
    (Screen, "_compositor_refresh"): "puts a frame together; only to do so once at the start",
    (Widget, "_forward_event"): "gives a popup a key although it lost the focus",
}
ATTRIBUTES = {
    (App, "_driver"): "the driver, to paint the whole screen again",
    (App, "_batch_count"): "whether updates are held back: frames put together meanwhile are dropped",
    (App, "_size"): "the size last painted, to see that a terminal came back",
    (App, "_exception"): "what ended the app, for the crash report",
    (Screen, "_compositor"): "where the screen's own compositor is put",
    (_compositor.Compositor, "_dirty_regions"): "regions that are to be painted again",
}


@pytest.mark.parametrize(("owner", "name"), NAMES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_private_name_is_there(owner: object, name: str) -> None:
    assert hasattr(owner, name), NAMES[owner, name]


@pytest.mark.parametrize(("owner", "name"), ATTRIBUTES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_private_attribute_is_set(owner: type, name: str) -> None:
    bases = [base for base in owner.__mro__ if base.__module__.startswith("textual")]
    sources = [Path(__import__(base.__module__, fromlist=["x"]).__file__).read_text("utf-8") for base in bases]
    assert any(f"self.{name}" in source for source in sources), ATTRIBUTES[owner, name]


def test_private_modules_are_imported_in_one_file() -> None:
    for path in Path(jinpu_tui.ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual._"):
                assert path.name == "textual_private.py", path
