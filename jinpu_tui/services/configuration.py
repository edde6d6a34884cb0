"""The user's configuration file, `config.toml` in the user's configuration folder beside their views.

It is read when something first asks for it, never at import. What is wrong in it is reported and left out; the rest counts.
Which commands and keys there are is known to the app only: `ui.key_settings` checks what `[keys]` names.

To add a setting, give `Configuration` a field whose type is a frozen struct with defaults (`[ui]` becomes `ui: Ui = Ui()`), and
that struct a field for each key. Types, unknown keys and near misses are then checked by `read_configuration` as for `[user]`.
A limit beyond the type, such as a list of themes, goes into `_invalid_reason`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from msgspec import structs

from jinpu_tui.files.safe_open import UnsafeFileError, read_regular
from jinpu_tui.model.errors import JinpuError
from jinpu_tui.model.problems import Problem
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.storage.conversion import wrong_type_text
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError, parse

MAX_BYTES = 1 << 20
MAX_NAME_LENGTH = 200
"""Characters of the longest name, address or unit."""


class ConfigurationError(JinpuError):
    """The configuration file cannot be changed."""


class User(msgspec.Struct, frozen=True):
    """The table `[user]`: who works here. Empty for what is not given."""

    name: str = ""
    email: str = ""
    unit: str = ""


ThemeName = Literal["terminal", "dark", "light", "contrast"]


class Screen(msgspec.Struct, frozen=True):
    """The table `[screen]`: how the app looks."""

    theme: ThemeName = "terminal"
    """The colours; `terminal` are the terminal's own."""


class Keys(msgspec.Struct, frozen=True):
    """The table `[keys]`: which keys run which commands."""

    preset: str = "vim"
    """The name of the keys to begin with."""

    commands: Mapping[str, Any] = {}
    """The keys of commands, by their ids, in place of those of the preset: whatever is written there."""


class Configuration(msgspec.Struct, frozen=True):
    """All settings; each field is a table of the file."""

    user: User = User()
    screen: Screen = Screen()
    keys: Keys = Keys()


class ConfigurationFile(NamedTuple):
    """A configuration file that was read."""

    path: Path
    configuration: Configuration
    problems: tuple[Problem, ...] = ()
    exists: bool = True
    text: str = ""

    def problem(self, path: tuple[str, ...], code: str, message: str, hint: str = "") -> Problem:
        """Return what is wrong with the setting at a path of the file."""
        return _problem_at(self.path, self.text, path, code, message, hint)

    def keys_problem(self, command: str, code: str, message: str, hint: str = "") -> Problem:
        """Return what is wrong with the keys of a command, which the file may name by one key or by a path of keys."""
        keys = parse(self.text)["keys"]
        path = (command,) if command in keys else tuple(command.split("."))
        return self.problem(("keys", *path), code, message, hint)

    @property
    def notice(self) -> str:
        """What to say about a file with problems, on one line; empty if there are none."""
        if not self.problems:
            return ""
        first = self.problems[0]
        text = _("{place}: {reason}. It is not used; `jinpu-tui config check` lists all problems")
        place = f"{self.path.name}:{first.line}" if first.line else self.path.name
        return text.format(place=place, reason=first.message)


def configuration_path() -> Path:
    """Return where the user's configuration file is, or would be."""
    import platformdirs

    return platformdirs.user_config_path("jinpu-tui", appauthor=False) / "config.toml"


def load_configuration() -> ConfigurationFile:
    """Return the user's configuration. A file that cannot be read is a problem of it, and the defaults count."""
    path = configuration_path()
    try:
        return read_configuration(path)
    except OSError as error:
        reason = error.reason if isinstance(error, UnsafeFileError) else error.strerror or str(error)
        return ConfigurationFile(path, Configuration(), (Problem(str(path), 0, 0, "error", "unreadable", reason),))


def save_setting(table: str, key: str, value: str) -> Path:
    """Write a setting into the user's configuration file, whose other lines stay as they are; return the file.

    Raises:
        OSError: It cannot be read or written.
        ConfigurationError: It has a fault, or a layout with no place for the setting.
    """
    from jinpu_tui.files.atomic_write import create_file, replace_file
    from jinpu_tui.toml_edit.splice import rewrite
    from jinpu_tui.toml_edit.text_edits import SpliceError

    path = configuration_path()
    try:
        text = read_regular(path, most=MAX_BYTES)[0].decode()
        tables = parse(text)
        settings = tables.get(table, {})
        after = {**tables, table: {**settings, key: value}}
        new = rewrite(text, (), tables, after) if table in tables else _with_table(text, table, key, value)
        if parse(new) != after:
            raise SpliceError
        replace_file(path, new.encode(), instead_of=text.encode())
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, _with_table("", table, key, value).encode())
    except (UnicodeDecodeError, ParseError, SpliceError, TypeError):
        raise ConfigurationError(_("{file} has a fault; see `jinpu-tui config check`").format(file=path)) from None
    return path


def _with_table(text: str, table: str, key: str, value: str) -> str:
    from jinpu_tui.toml_edit import encoder

    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[{table}]\n{key} = {encoder.inline(value)}\n"


def read_configuration(path: Path) -> ConfigurationFile:
    """Read a configuration file; without a file all settings have their defaults.

    Raises:
        OSError: There is a file, and it cannot be read.
    """
    try:
        data, _stamp = read_regular(path, most=MAX_BYTES)
    except FileNotFoundError:
        return ConfigurationFile(path, Configuration(), exists=False)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        message, hint = _("a byte that is not UTF-8"), _("save the file as UTF-8")
        return ConfigurationFile(path, Configuration(), (Problem(str(path), line, column, "error", "not-utf8", message, hint),))
    try:
        tables = parse(text, data)
    except ParseError as error:
        problem = Problem(str(path), error.line, error.column, "error", "not-toml", error.reason)
        return ConfigurationFile(path, Configuration(), (problem,))
    return _Reader(path, text, tables).read()


class _Reader:
    """Turns the tables of one file into settings, collecting what does not fit."""

    def __init__(self, path: Path, text: str, tables: Mapping[str, Any]) -> None:
        self._path, self._text, self._tables = path, text, tables
        self._problems: list[Problem] = []

    def read(self) -> ConfigurationFile:
        """Return the settings that fit, and what is wrong with the others, in the order of the lines."""
        known = {field.name: field for field in msgspec.structs.fields(Configuration)}
        found: dict[str, Any] = {}
        for name, table in self._tables.items():
            if name not in known:
                self._report_unknown((name,), known, _("unknown table [{name}]") if isinstance(table, dict) else "")
            elif not isinstance(table, dict):
                message = _("{name} is a table: write [{name}] on a line of its own").format(name=name)
                self._report((name,), "wrong-type", message)
            elif name == "keys":
                found[name] = self._keys(table)
            else:
                found[name] = self._struct(name, known[name].type, table)
        problems = tuple(sorted(self._problems, key=lambda problem: problem[1:3]))
        return ConfigurationFile(self._path, Configuration(**found), problems, text=self._text)

    def _keys(self, table: Mapping[str, Any]) -> Keys:
        """Return the keys; `task.due = …` and `"task.due" = …` name the same command."""
        preset: Keys = self._struct("keys", Keys, {name: value for name, value in table.items() if name == "preset"})
        leaves = _leaves({name: value for name, value in table.items() if name != "preset"})
        return structs.replace(preset, commands={".".join(path): value for path, value in leaves})

    def _struct(self, name: str, type_: Any, table: Mapping[str, Any]) -> Any:
        known = {field.name: field for field in msgspec.structs.fields(type_)}
        values = {}
        for key, value in table.items():
            if key not in known:
                self._report_unknown((name, key), known)
                continue
            try:
                converted = msgspec.convert(value, known[key].type, strict=True)
            except msgspec.ValidationError as error:
                if choices := isinstance(value, str) and get_args(known[key].type):
                    self._report_choice((name, key), value, choices)
                else:
                    self._report((name, key), "wrong-type", wrong_type_text(f"{name}.{key}", value, str(error)))
                continue
            if reason := _invalid_reason(converted):
                self._report((name, key), "invalid-value", f"{name}.{key}: {reason}")
            else:
                values[key] = converted.strip() if isinstance(converted, str) else converted
        return type_(**values)

    def _report_unknown(self, path: tuple[str, ...], known: Mapping[str, Any], message: str = "") -> None:
        near = nearest(path[-1], known)
        hint = _("did you mean {near}?").format(near=near) if near else _("known: {names}").format(names=", ".join(known))
        text = message or _("unknown key {name}")
        self._report(path, "unknown-key", text.format(name=".".join(path)), hint)

    def _report_choice(self, path: tuple[str, ...], value: str, choices: tuple[str, ...]) -> None:
        near = nearest(value, choices)
        text = _("{name} is {value}; it must be one of {choices}")
        message = text.format(name=".".join(path), value=value, choices=", ".join(choices))
        self._report(path, "bad-choice", message, _("did you mean {near}?").format(near=near) if near else "")

    def _report(self, path: tuple[str, ...], code: str, message: str, hint: str = "") -> None:
        self._problems.append(_problem_at(self._path, self._text, path, code, message, hint))


def _problem_at(file: Path, text: str, path: tuple[str, ...], code: str, message: str, hint: str) -> Problem:
    """Return what is wrong with the setting at a path of a file with that text."""
    from jinpu_tui.storage.positions import Positions

    line, column = Positions(file, text).of_key(path)
    return Problem(str(file), line, column, "error", code, message, hint)


def _leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Return the values of a table and of the tables in it, each with its path."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _invalid_reason(value: Any) -> str:
    """Return why a value of the right type cannot be used, or an empty text."""
    if isinstance(value, str) and not value.strip().isprintable():
        return _("holds a line end or another character that cannot be shown")
    if isinstance(value, str) and len(value) > MAX_NAME_LENGTH:
        return _("longer than {count} characters").format(count=MAX_NAME_LENGTH)
    return ""
