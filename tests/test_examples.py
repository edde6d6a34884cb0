"""The examples in docstrings."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import jinpu_tui.analysis
import jinpu_tui.model

MODULES = [
    module.name
    for package in (jinpu_tui.analysis, jinpu_tui.model)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_figures_have_examples() -> None:
    assert doctest.testmod(import_module("jinpu_tui.analysis.indicators")).attempted >= 15
