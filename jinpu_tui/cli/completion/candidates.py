"""What may stand at the end of a command line: decided by the command's own arguments and options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from jinpu_tui.cli.completion.paths import path_candidates
from jinpu_tui.cli.completion.records import RecordCompletion
from jinpu_tui.cli.completion.types import Candidate, Words
from jinpu_tui.cli.main import cli

_PATH_OPTIONS = frozenset({"dataset", "output"})
_REVISION_OPTIONS = frozenset({"at", "since"})
_PATH_ARGUMENTS = frozenset({"path", "paths", "file", "folder", "base", "ours", "theirs"})

_KIND_OF_IDS = {"done": "task", "note": "task", "observe": "indicator", "decide": "conflict", "resolve": "comment"}
"""Commands whose ids are those of one kind of record."""


def candidates(words: Sequence[str], begun: str) -> Iterator[Candidate]:
    """Yield what may stand in the place of a word, of which the beginning is typed.

    Args:
        words: The words before it, without the program's name and without quotes.
        begun: The beginning of the word.
    """
    line = _sorted_out(words)
    prefix = ""
    if line.pending is None and begun.startswith("--") and "=" in begun and not line.only_arguments:
        name, _equals, begun = begun.partition("=")
        prefix, line.pending = f"{name}=", _option(line.command, name)
    for candidate in _of_line(line, begun):
        yield candidate._replace(word=prefix + candidate.word)


def _sorted_out(words: Iterable[str]) -> Words:
    """Sort words into options and arguments; a group's own options are kept when its command follows."""
    line = Words(cli)
    for word in words:
        if line.pending is not None:
            line.options[str(line.pending.name)] = word
            line.pending = None
        elif line.only_arguments or not word.startswith("-") or word == "-":
            _take_argument(line, word)
        elif word == "--":
            line.only_arguments = True
        else:
            name, equals, value = word.partition("=")
            option = _option(line.command, name)
            if option is not None and equals:
                line.options[str(option.name)] = value
            elif option is not None and option.is_flag:
                line.options[str(option.name)] = str(option.flag_value)
            elif option is not None:
                line.pending = option
    return line


def _take_argument(line: Words, word: str) -> None:
    if isinstance(line.command, click.Group):
        command = line.command.get_command(click.Context(line.command), word)
        if command is not None:
            line.command, line.name = command, f"{line.name} {word}".strip()
            return
    line.positional.append(word)


def _option(command: click.Command, name: str) -> click.Option | None:
    options = [option for option in command.params if isinstance(option, click.Option)]
    return next((option for option in options if name in (*option.opts, *option.secondary_opts)), None)


def _of_line(line: Words, begun: str) -> Iterator[Candidate]:
    if line.pending is not None:
        yield from _of_option(line, line.pending, begun)
        return
    if begun.startswith("-") and not line.only_arguments:
        yield from _options(line, begun)
    if isinstance(line.command, click.Group):
        if not line.positional:
            yield from _commands(line.command, begun)
            if not line.name:
                yield from path_candidates(begun)
        return
    yield from _of_argument(line, begun)


def _commands(group: click.Group, begun: str) -> Iterator[Candidate]:
    context = click.Context(group)
    for name in group.list_commands(context):
        if name.startswith(begun):
            command = group.get_command(context, name)
            yield Candidate(name, command.get_short_help_str(100) if command is not None else "")


def _options(line: Words, begun: str) -> Iterator[Candidate]:
    for option in line.command.get_params(click.Context(line.command)):
        if isinstance(option, click.Option) and not option.hidden:
            for name in (*option.opts, *option.secondary_opts):
                if name.startswith(begun):
                    yield Candidate(name, option.help or "")


def _of_option(line: Words, option: click.Option, begun: str) -> Iterator[Candidate]:
    name, records = str(option.name), RecordCompletion(line)
    of_records: dict[str, Callable[[str], Iterator[Candidate]]] = {
        "as_of": records.days,
        "name": records.views,
        "order": records.columns,
        "shown": records.columns,
        "text": records.filter_text,
        "field": records.fields,
        "where": records.filter_text,
        "by": records.reporters,
        "before_id": records.ids_beside,
        "after_id": records.ids_beside,
    }
    if isinstance(option.type, click.Choice):
        yield from _fitting(map(str, option.type.choices), begun)
    elif name in _REVISION_OPTIONS:
        yield from records.revisions(begun)
    elif name in _PATH_OPTIONS or isinstance(option.type, click.Path | click.File):
        yield from path_candidates(begun)
    elif name in of_records:
        yield from of_records[name](begun)


def _of_argument(line: Words, begun: str) -> Iterator[Candidate]:
    argument, index = _argument_at(line.command, len(line.positional))
    if argument is None:
        return
    name, records = str(argument.name), RecordCompletion(line)
    if isinstance(argument.type, click.Choice):
        yield from _fitting(map(str, argument.type.choices), begun)
    elif name in ("id_", "ids"):
        yield from records.ids(begun, _KIND_OF_IDS.get(line.name))
        if line.name == "set" and index:
            yield from records.assignments(begun)
    elif name == "assignments" or (name == "words" and line.name == "add"):
        yield from records.assignments(begun)
    elif name == "words" and line.name == "diff":
        yield from records.revisions(begun)
        yield from path_candidates(begun)
        yield from records.filter_term(begun)
    elif name == "words":
        if not line.positional and "name" not in line.options:
            yield from records.kinds(begun)
        else:
            yield from records.filter_term(begun)
    elif name == "period":
        yield from records.periods(begun)
    elif name == "topic":
        from jinpu_tui.services.manual import TOPICS

        yield from _fitting([*TOPICS, *cli.list_commands(click.Context(cli))], begun)
    elif name in _PATH_ARGUMENTS or isinstance(argument.type, click.Path):
        yield from path_candidates(begun)


def _argument_at(command: click.Command, position: int) -> tuple[click.Argument | None, int]:
    """Return the argument that a word at a position belongs to, and how many words that argument has before it."""
    for argument in command.params:
        if isinstance(argument, click.Argument):
            if argument.nargs == -1 or position < argument.nargs:
                return argument, position
            position -= argument.nargs
    return None, 0


def _fitting(words: Iterable[str], begun: str) -> Iterator[Candidate]:
    return (Candidate(word) for word in words if word.startswith(begun))
