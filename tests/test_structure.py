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


def test_the_tests_test_this_checkout() -> None:
    """README's command and CONTRIBUTING's install the project editable; a copy in site-packages would hide changes."""
    import jinpu_tui

    assert Path(jinpu_tui.__file__).resolve().parent == PACKAGE.resolve()
    for path in ("README.md", "CONTRIBUTING.md"):
        installs = [
            line for line in (PACKAGE.parent / path).read_text("utf-8").splitlines() if "[test" in line and "pip" in line
        ]
        assert installs, path
        assert all(" -e " in line for line in installs), path
