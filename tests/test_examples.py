"""The examples in docstrings."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import jinpu_tui

PACKAGE = Path(jinpu_tui.__file__).parent
MODULES = sorted(
    ".".join(["jinpu_tui", *path.relative_to(PACKAGE).with_suffix("").parts])
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_figures_have_examples() -> None:
    assert doctest.testmod(import_module("jinpu_tui.analysis.indicators")).attempted >= 15
