"""Keys as settings: the names of keys, the presets, keys of single commands, and what is refused."""

from __future__ import annotations

import ast
import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from ledger_text import TODAY

from jinpu_tui.services.configuration import read_configuration
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.key_names import KeyNameError, key_name, parse_key
from jinpu_tui.ui.key_presets import PRESETS
from jinpu_tui.ui.key_settings import KeySettings, read_key_settings
from jinpu_tui.ui.keymap import Keymap

from .conftest import Driver

UI = Path(__file__).parents[2] / "jinpu_tui" / "ui"
IDS = [command.id for command in COMMANDS]

NAMES = {
    "D": "D", "?": "?", "+": "+", "Ａ": "A", "Space": "space", "Ctrl+S": "ctrl+s", "ctrl+s": "ctrl+s", "Strg+F": "ctrl+f",
    "Del": "delete", "delete": "delete", "Page Up": "pageup", "F5": "f5", "Esc": "escape", "Shift+Tab": "shift+tab",
    "Alt+Left": "alt+left", "Ctrl+Home": "ctrl+home", "ctrl+space": "ctrl+@", "question_mark": "?", "ctrl+\\": "ctrl+backslash",
}  # fmt: skip
REFUSED = {
    "": "an empty text is no key", "Foo": "is no key", "F25": "is no key", "x+y": "is no key", "aa": "is no key",
    "Ctrl+I": "send Tab", "Ctrl+[": "send Esc", "ctrl+H": "send Backspace", "Ctrl+M": "send Enter", "Ctrl+J": "line ends",
    "Ctrl+Shift+A": "do not send", "Ctrl+1": "do not send", "Alt+x": "cannot be told from Esc", "Shift+a": "as A",
    "Shift+F3": "F13 to F24", "Shift+Enter": "send Enter alone",
}  # fmt: skip


@pytest.mark.parametrize(("text", "key"), NAMES.items())
def test_a_key_is_understood_and_named(text: str, key: str) -> None:
    assert parse_key(text) == key
    assert parse_key(key_name(key)) == key


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_what_no_terminal_sends_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(KeyNameError, match=reason):
        parse_key(text)


@pytest.mark.parametrize("preset", PRESETS)
def test_each_key_of_a_preset_is_one_that_can_be_written(preset: str) -> None:
    assert set(PRESETS[preset]) <= set(IDS)
    for keys in (command.keys for command in COMMANDS):
        assert [parse_key(key_name(key)) for key in keys] == list(keys)
    for keys in PRESETS[preset].values():
        assert [parse_key(key_name(key)) for key in keys] == list(keys)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_of_a_preset_has_two_commands_in_one_place(preset: str) -> None:
    assert list(Keymap(COMMANDS, PRESETS[preset]).clashes()) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_ids_are_unique_and_needed_commands_have_keys(preset: str) -> None:
    assert len(set(IDS)) == len(IDS)
    keymap = Keymap(COMMANDS, PRESETS[preset])
    assert all(keymap.shown_keys[name] for name in IDS)
    assert keymap.command_for("escape", "tasks", "task").id == "go.leave"  # type: ignore[union-attr]


def settings(tmp_path: Path, text: str) -> KeySettings:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return read_key_settings(read_configuration(path))


FAULTS = {
    "a clash with the preset": ('[keys]\n"task.due" = ["D"]\n', 2, "D would run both task.due and review.resolve"),
    "a clash of two settings": ("[keys]\nview.zoom = 'F9'\nview.order = 'F9'\n", 3, "F9 would run both view.order"),
    "an unknown command": ('[keys]\ntask.deu = ["F4"]\n', 2, "there is no command task.deu"),
    "no list": ("[keys]\nview.views = ['F12']\n[keys.task]\ndue = 5\n", 4, "task.due takes a list of keys"),
    "a list of numbers": ('[keys]\ntask.due = ["F4", 5]\n', 2, "task.due takes a list of keys"),
    "no key": ('[keys]\ntask.due = ["Foo"]\n', 2, "task.due: Foo is no key"),
    "Esc for another": ('[keys]\ntask.due = ["Esc"]\n', 2, "task.due cannot have Esc"),
    "Esc no more": ('[keys]\ngo.leave = ["F4"]\n', 2, "go.leave keeps Esc"),
    "no way out": ("[keys]\nprogram.quit = []\n", 2, "program.quit needs a key"),
    "an unknown preset": ('[keys]\npreset = "emacs"\n', 2, "keys.preset is emacs; it must be one of vim, plain"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_and_the_keys_of_the_preset_count(tmp_path: Path, text: str, line: int, message: str) -> None:
    found = settings(tmp_path, text if "view.views" in text else text + "view.views = ['F12']\n")
    [problem] = found.problems
    assert (problem.line, problem.message[: len(message)]) == (line, message)
    assert message in found.notice
    assert all(found.keymap.keys_of(command) == command.keys for command in COMMANDS)


@pytest.mark.parametrize("text", ["[keys\n", "[keys]\npreset = 'plain\n"])
def test_a_file_that_cannot_be_read_is_said_at_the_start(tmp_path: Path, text: str) -> None:
    found = settings(tmp_path, text)
    assert "config.toml:" in found.notice
    assert "It is not used" in found.notice
    assert settings(tmp_path, "[user]\nunti = 'x'\n").notice == ""


def test_a_hint_names_the_command_that_was_meant(tmp_path: Path) -> None:
    assert settings(tmp_path, '[keys]\ntask.deu = ["F4"]\n').problems[0].hint == "did you mean task.due?"


def test_both_ways_to_name_a_command_and_to_free_a_key(tmp_path: Path) -> None:
    text = '[keys]\npreset = "plain"\n"task.due" = ["D", "F4"]\nreview.resolve = []\n[keys.view]\nzoom = "F11"\n'
    found = settings(tmp_path, text)
    assert found.problems == ()
    assert found.keymap.command_for("D", "tasks", "task").id == "task.due"  # type: ignore[union-attr]
    assert found.keymap.command_for("d", "tasks", "task") is None
    assert {name: found.keymap.shown_keys[name] for name in ("task.due", "review.resolve", "view.zoom", "view.find")} == {
        "task.due": "D",
        "review.resolve": ": resolve",
        "view.zoom": "F11",
        "view.find": "Ctrl+F",
    }


KEYS = some.sampled_from(["a", "D", "o", "Enter", "Space", "Esc", "F4", "Ctrl+F", "Del", "Ctrl+I", "1"])


@given(
    some.sampled_from(list(PRESETS)),
    some.dictionaries(some.sampled_from([*IDS, "task.deu"]), some.lists(KEYS, max_size=3), max_size=6),
)
def test_whatever_is_asked_for_no_key_has_two_commands_in_one_place(
    tmp_path_factory: pytest.TempPathFactory, preset: str, wanted: dict[str, list[str]]
) -> None:
    lines = ["[keys]", f'preset = "{preset}"', *(f'"{name}" = {keys}'.replace("'", '"') for name, keys in wanted.items())]
    found = settings(tmp_path_factory.mktemp("keys"), "\n".join(lines))
    assert list(found.keymap.clashes()) == []
    used = {name: list(found.keymap.keys_of(command)) for name, command in zip(IDS, COMMANDS, strict=True)}
    own = {command.id: list(PRESETS[preset].get(command.id, command.keys)) for command in COMMANDS}
    if found.problems:
        assert used == own
    else:
        assert used == own | {name: list(dict.fromkeys(map(parse_key, keys))) for name, keys in wanted.items()}


@asynccontextmanager
async def app_with(ledger: Path, keys: str, size: tuple[int, int] = (120, 35)):
    path = ledger.parent / "config.toml"
    path.write_text(f"[keys]\n{keys}\n", "utf-8")
    found = read_key_settings(read_configuration(path))
    app = JinpuApp(Workspace(ledger, today=TODAY), keymap=found.keymap, notice=found.notice)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Driver(app, pilot, ledger)


async def press(app: Driver, *keys: str) -> None:
    for key in keys:
        await app.pilot.press(key)
        await app.pilot.pause()


async def test_the_plain_preset_moves_edits_and_takes_back(ledger: Path) -> None:
    async with app_with(ledger, 'preset = "plain"') as app:
        await press(app, "2")
        assert "Ins add" in app.lines[-1]
        assert "Ctrl+Q quit" in app.lines[-1]
        first = app.app.screen.record.id
        await press(app, "down")
        second = app.app.screen.record.id
        assert second != first
        await press(app, "j")
        assert app.app.screen.record.id == second
        assert "j does nothing here; F1 lists the keys that do" in app.text
        await press(app, "escape", "up", "space")
        before = app.file
        await press(app, "ctrl+z")
        assert app.file != before
        await press(app, "ctrl+y")
        assert app.file == before
        await press(app, "ctrl+s")
        assert "All is saved" in app.text
        await press(app, "ctrl+f")
        assert "Find" in app.text
        await press(app, "escape", "delete")
        assert "Cancel" in app.text
        await press(app, "escape", "f1")
        assert "What you can do here" in app.text


async def test_ctrl_c_copies_in_the_plain_preset_and_leaves_in_the_other(ledger: Path) -> None:
    async with app_with(ledger, 'preset = "plain"') as app:
        await press(app, "2", "ctrl+c")
        assert app.app.is_running
        assert "\t" in app.app.clipboard


async def test_every_text_names_the_keys_that_are_set(ledger: Path) -> None:
    async with app_with(ledger, 'task.due = ["F4"]\nprogram.quit = ["F10"]\nview.scope = ["F9"]\nkept.show = []') as app:
        await press(app, "2")
        assert "F4 due" in app.lines[-1]
        assert "F10 quit" in app.lines[-1]
        await press(app, "f4")
        assert "due" in app.text
        await press(app, "x", "escape")
        assert "and : kept shows it" in app.text
        await press(app, "escape")
        assert "F10 quits" in app.text
        await press(app, "1", "f9")
        assert "F9 or Esc shows all" in app.text
        await press(app, "escape", "2", "?")
        assert re.search(r"Set the deadline.* F4", app.text)
        await press(app, "escape", "d")
        assert "d does nothing here" in app.text


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_panes_are_named_with_their_keys(ledger: Path, size: tuple[int, int]) -> None:
    async with app_with(ledger, 'go.tasks = ["F6"]\ngo.indicators = ["F7"]', size) as app:
        assert "1 Requirements" in app.text
        await press(app, "f7")
        assert "F6 Tasks" in app.text
        assert "F7 Indicators" in app.text
        assert app.app.screen.pane == "indicators"


async def test_letters_of_the_overview_leave_keys_that_are_set_alone(ledger: Path) -> None:
    async with app_with(ledger, 'program.quit = ["a", "q"]\nrecord.add = []') as app:
        await press(app, "0")
        assert app.app.screen.page.hinted("b") is not None
        assert app.app.screen.page.hinted("a") is None


async def test_a_fault_is_said_when_the_app_starts(ledger: Path) -> None:
    async with app_with(ledger, 'task.due = ["D"]', (160, 24)) as app:
        assert (
            "config.toml:2: D would run both task.due and review.resolve in the same place. The keys of the preset" in app.text
        )
        await press(app, "2", "d")
        assert "due" in app.text


def test_no_text_names_a_key_that_could_be_another() -> None:
    """Texts of the app take the names of keys from the keymap: none has a letter or Enter where it says what a key does."""
    does = (
        r"(adds|shows|opens|takes|goes|applies|lists|quits|copies|drops|decides|replies|resolves|undoes|brings|edits|changes)"
    )
    named = re.compile(rf"(?<![\w+{{])([b-zA-Z?/:!@]|(?<=; )a|(?<=, )a|Enter) {does}\b")
    texts = [
        argument.value
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext")
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    assert len(texts) > 300
    in_dialogs = ("Enter adds ", "Tab ", "Enter applies what is accepted")  # these keys are those of the dialog
    assert [text for text in texts if named.search(text) and not any(each in text for each in in_dialogs)] == []


def test_texts_ask_for_keys_of_commands_that_exist() -> None:
    asked = {name for path in UI.rglob("*.py") for name in re.findall(r'key_of\(\s*"([\w.-]+)"', path.read_text("utf-8"))}
    assert len(asked) > 15
    assert asked <= set(IDS)
