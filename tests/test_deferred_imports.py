"""Imports inside functions: each is in the list with its reason, and each does defer something."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("deferred_imports.toml")

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def modules() -> dict[str, Path]:
    paths = (ROOT / "jinpu_tui").rglob("*.py")
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imported(node: ast.AST, known: dict[str, Path]) -> Iterator[str]:
    """Yield the modules that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            yield full if full in known else str(node.module)


def all_imports() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return what each module imports when it is loaded, and what inside functions; imports for type checking are neither."""
    known = modules()
    loaded: dict[str, set[str]] = defaultdict(set)
    deferred: dict[str, set[str]] = defaultdict(set)

    def visit(name: str, node: ast.AST, target: dict[str, set[str]]) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            target[name].update(imported(child, known))
            visit(name, child, deferred if isinstance(child, FUNCTIONS) else target)

    for name, path in known.items():
        visit(name, ast.parse(path.read_text("utf-8")), loaded)
    return loaded, deferred


def test_what_is_imported_in_functions_is_in_the_list() -> None:
    listed = [name for group in tomllib.loads(LIST.read_text("utf-8")).values() for name in group["modules"]]
    assert len(listed) == len(set(listed))
    _loaded, deferred = all_imports()
    assert {name for names in deferred.values() for name in names} == set(listed)


def test_no_import_in_a_function_is_of_what_is_loaded_anyway() -> None:
    loaded, deferred = all_imports()
    pointless = []
    for name, names in deferred.items():
        reached, waiting = set[str](), [name]
        while waiting:
            new = loaded.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        pointless += [f"{name}: {wanted}" for wanted in sorted(names & reached)]
    assert pointless == []
