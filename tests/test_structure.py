"""The structure that the folders promise: no loose modules, and documents that name every package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "jinpu_tui"


def test_no_module_lies_loose_at_the_top() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_every_package_says_what_it_is() -> None:
    for folder in [path.parent for path in PACKAGE.rglob("*.py")]:
        text = (folder / "__init__.py").read_text("utf-8")
        assert text.startswith('"""'), folder
