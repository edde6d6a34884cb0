"""One tree of errors: each that the program raises for users has an exit code, and the command line obeys it."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import jinpu_tui
from jinpu_tui.model.errors import JinpuError

PACKAGE = Path(jinpu_tui.__file__).parent
BELOW = ("text", "files", "toml_edit")
"""Packages below the model: their errors are their own and are translated above."""

INTERNAL = {
    "KeyNameError",
    "OrderClashError",
    "ElementConflictError",
    "LayoutError",
    "UnconnectedError",
    "TooLongError",
    "OutputError",
}
"""Errors that never leave the package that raises them."""


def error_classes() -> dict[str, str]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(["jinpu_tui", *path.relative_to(PACKAGE).with_suffix("").parts])
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and path.parent.name not in BELOW:
                found[node.name] = module
    return found


@pytest.mark.parametrize(("name", "module"), sorted(error_classes().items()))
def test_every_error_has_an_exit_code(name: str, module: str) -> None:
    class_ = getattr(import_module(module), name)
    if name in INTERNAL:
        assert not issubclass(class_, JinpuError)
        return
    assert issubclass(class_, JinpuError)
    assert class_.exit_code in (2, 3)
    assert class_.__doc__


def test_nothing_above_the_model_raises_a_bare_error() -> None:
    """ValueError and Exception say nothing to a user; KeyError and LookupError answer code that asks for what is not there."""
    raised = []
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name in BELOW:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                if isinstance(called, ast.Name) and called.id in ("ValueError", "Exception", "RuntimeError"):
                    raised.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert raised == []
