"""The keys that the user's configuration asks for: a preset, and keys of single commands in place of those of the preset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.model.problems import Problem
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.services.configuration import ConfigurationFile
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.key_names import KeyNameError, key_name, parse_key
from jinpu_tui.ui.key_presets import PRESETS
from jinpu_tui.ui.keymap import Clash, Keymap

NEEDED = ("program.palette", "program.help", "program.quit")
"""Commands that must have a key: through them everything else can be found, and left."""

UNREAD = ("unreadable", "not-utf8", "not-toml")
"""Codes of problems for which nothing of a configuration file is used."""

LEAVE = "go.leave"
"""The command of Esc, which closes dialogs too."""


class KeySettings(NamedTuple):
    """The keymap, and what is wrong with what the configuration says about it."""

    keymap: Keymap
    problems: tuple[Problem, ...]
    file_notice: str = ""
    """What to say about a file that could not be read at all."""

    @property
    def notice(self) -> str:
        """What to say when the app starts, on one line; empty if nothing is wrong."""
        if not self.problems:
            return self.file_notice
        first = self.problems[0]
        text = _("{place}: {reason}. The keys of the preset are used; `jinpu-tui config check` lists all problems")
        return visible(text.format(place=f"{Path(first.file).name}:{first.line}", reason=first.message))


def read_key_settings(file: ConfigurationFile, commands: Sequence[Command] = COMMANDS) -> KeySettings:
    """Return the keymap of a configuration; if something in it is wrong, that of the preset alone."""
    wanted = file.configuration.keys
    preset = PRESETS.get(wanted.preset, {})
    given: dict[str, tuple[str, ...]] = {}
    problems = [*_preset_problems(file), *_read_all(file, commands, given)]
    if not problems:
        keymap = Keymap(commands, {**preset, **given})
        problems = [_clash_problem(file, clash, given) for clash in keymap.clashes()]
        if not problems:
            is_unread = any(problem.code in UNREAD for problem in file.problems)
            return KeySettings(keymap, (), file.notice if is_unread else "")
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return KeySettings(Keymap(commands, preset), tuple(problems))


def _preset_problems(file: ConfigurationFile) -> Iterator[Problem]:
    """Find whether the configuration names a preset that does not exist."""
    name = file.configuration.keys.preset
    if name not in PRESETS:
        near = nearest(name, PRESETS)
        message = _("keys.preset is {value}; it must be one of {choices}").format(value=name, choices=", ".join(PRESETS))
        hint = _("did you mean {near}?").format(near=near) if near else ""
        yield file.problem(("keys", "preset"), "bad-choice", message, hint)


def _read_all(file: ConfigurationFile, commands: Sequence[Command], given: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Read the keys of single commands into `given`, and find what is wrong with each by itself."""
    known = [command.id for command in commands]
    for id_, value in file.configuration.keys.commands.items():
        if id_ not in known:
            near = nearest(id_, known)
            hint = _("did you mean {near}?").format(near=near) if near else _("`jinpu-tui config keys` lists all commands")
            yield file.keys_problem(id_, "unknown-key", _("there is no command {name}").format(name=id_), hint)
            continue
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            message = _('{name} takes a list of keys, as ["Ctrl+S", "F5"]; [] leaves it without keys').format(name=id_)
            yield file.keys_problem(id_, "wrong-type", message)
            continue
        try:
            given[id_] = tuple(dict.fromkeys(map(parse_key, texts)))
        except KeyNameError as error:
            yield file.keys_problem(id_, "invalid-value", f"{id_}: {error}")
            continue
        if reason := _refusal(id_, given[id_]):
            yield file.keys_problem(id_, "invalid-value", reason)


def _refusal(id_: str, keys: Sequence[str]) -> str:
    """Return why a command cannot have these keys; empty if it can."""
    if id_ in NEEDED and not keys:
        return _("{command} needs a key: without it you could not find or leave anything").format(command=id_)
    if id_ == LEAVE and "escape" not in keys:
        return _("{command} keeps Esc; give it more keys beside it").format(command=id_)
    if id_ != LEAVE and "escape" in keys:
        return _("{command} cannot have Esc, which leaves pages and dialogs; take another key").format(command=id_)
    return ""


def _clash_problem(file: ConfigurationFile, clash: Clash, given: Mapping[str, Sequence[str]]) -> Problem:
    """Return a clash as a problem with the command that the configuration gives the key to; the later one of two."""
    mine, other = clash.first, clash.second
    order = list(given)
    if mine.id not in given or (other.id in given and order.index(other.id) > order.index(mine.id)):
        mine, other = other, mine
    message = _("{key} would run both {command} and {other} in the same place").format(
        key=key_name(clash.key), command=mine.id, other=other.id
    )
    text = _("give one of them another key") if other.id in given else _("give {other} other keys too, or none by {other} = []")
    hint = text.format(other=other.id)
    return file.keys_problem(mine.id, "invalid-value", message, hint)
