"""The structure that the folders promise: no loose modules, and documents that name every package."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "jinpu_tui"


def test_no_module_lies_loose_at_the_top() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_every_package_says_what_it_is() -> None:
    for folder in [path.parent for path in PACKAGE.rglob("*.py")]:
        text = (folder / "__init__.py").read_text("utf-8")
        assert text.startswith('"""'), folder


def imports() -> dict[str, set[str]]:
    """Each module with the modules it imports, inside functions and for type checking too."""
    paths = {".".join(["jinpu_tui", *path.relative_to(PACKAGE).with_suffix("").parts]): path for path in PACKAGE.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): path for name, path in paths.items()}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        graph[name] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                graph[name] |= {alias.name for alias in node.names} & modules.keys()
            elif isinstance(node, ast.ImportFrom) and node.module in modules:
                below = {f"{node.module}.{alias.name}" for alias in node.names} & modules.keys()
                graph[name] |= below or {node.module}
    return graph


def test_values_are_structs() -> None:
    """The architecture says why."""
    assert [path for path in PACKAGE.rglob("*.py") if "dataclasses" in path.read_text("utf-8")] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = imports()
    assert len(graph) > 200
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None


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
