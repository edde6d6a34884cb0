"""The manual says all that there is: commands, options, keys, filter terms, fields, problem codes, packages, links."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from generated_manual import DOCS, with_parts

from jinpu_tui.cli.main import cli, run
from jinpu_tui.model.fields import FIELDS, NESTED
from jinpu_tui.query.predicates import NAMES
from jinpu_tui.query.states import STATES
from jinpu_tui.services.manual import TOPICS
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.key_names import key_name

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "jinpu_tui"


def text_of(topic: str) -> str:
    return (DOCS / f"{topic}.md").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_generated_parts_are_what_the_program_says(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == with_parts(text), "run tests/generated_manual.py"


def test_every_document_is_a_topic() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == set(TOPICS)


def test_every_command_and_option_is_documented() -> None:
    text = text_of("command-line")
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert f"## jinpu-tui {name}" in text
        children = list(command.commands.values()) if isinstance(command, click.Group) else []
        for option in [
            option
            for each in (command, *children)
            for option in each.params
            if isinstance(option, click.Option) and not option.hidden
        ]:
            assert option.opts[-1] in text, (name, option.opts)


def test_every_key_and_command_of_the_app_is_documented() -> None:
    text = text_of("keys")
    for command in COMMANDS:
        assert command.help in text
        assert all(f"`{key_name(key)}`" in text for key in command.keys)


def test_every_filter_term_is_documented() -> None:
    text = text_of("filter-language")
    assert not [name for name in STATES if f"`is:{name}`" not in text]
    assert not [name for name in NAMES if f"`{name}`" not in text]


def test_every_key_of_the_format_is_documented() -> None:
    text = text_of("format")
    names = {field.name for fields in FIELDS.values() for field in fields} | {
        field.name for fields in NESTED.values() for field in fields
    }
    assert not [name for name in sorted(names) if not re.search(rf"[`{{ ,]{name}[`}} ,]", text)]
    assert not [kind for kind in FIELDS if f"[[{kind}]]" not in text]


def test_every_problem_code_is_documented() -> None:
    """Codes are found in the source, where problems and findings are made."""
    codes = {code for path in PACKAGE.rglob("*.py") for code in _problem_codes(ast.parse(path.read_text("utf-8")))}
    assert {"dangling", "not-toml", "outside", "broken-link", "lfs-pointer"} <= codes
    text = text_of("format")
    assert not [name for name in sorted(codes) if f"`{name}`" not in text]


def _problem_codes(tree: ast.AST) -> set[str]:
    """Return the texts that calls pass as a problem's code: those made of lower-case words and hyphens."""
    makers = {"Problem", "Finding", "key_problem", "info_problem", "_refuse", "_report", "UnsafeFileError"}
    found = set()
    for node in ast.walk(tree):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in makers:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            found |= {text for text in texts if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text)}
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "code" for target in node.targets):
            found |= {
                each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found - {"error", "warning", "dataset", "source", "id"}


def test_every_package_is_in_the_architecture() -> None:
    text = text_of("architecture")
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert not [name for name in sorted(packages) if f"| `{name}` |" not in text]
    named = re.findall(r"`((?:\w+/)+\w+\.py)`", text)
    assert named
    assert not [name for name in named if not (PACKAGE / name).is_file() and not (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_local_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / name).read_text("utf-8"))
    assert links
    assert not [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]


def test_help_lists_and_shows_topics(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help"]) == 0
    listed = capsys.readouterr().out
    assert all(topic in listed for topic in TOPICS)
    for topic in TOPICS:
        assert run(["help", topic]) == 0
        shown = capsys.readouterr().out
        assert len(shown.splitlines()) > 10
        assert max(map(len, shown.splitlines())) <= 100
        assert "\x1b" not in shown


def test_an_unknown_topic_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "formats"]) == 2
    assert "format" in capsys.readouterr().err
