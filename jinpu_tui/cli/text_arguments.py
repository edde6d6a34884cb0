"""Commands with texts, numbers or words of a filter as arguments, which may begin with a minus and are no options then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from errno import ENOENT
from pathlib import Path
from typing import Any

import click

from jinpu_tui.text.i18n import _

_HIDDEN = "\0"
"""Stands before a word that the parser must not take for an option. No argument of a program holds it."""


class Filtered(click.Command):
    """A command with words of a filter, which may begin with a minus: `-is:done` and `-road` are no options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put words that begin with a minus in parentheses, which mean the same to a filter."""
        words = [f"({word})" if is_text else word for word, is_text in _Words(ctx, self).sort_out(args)]
        try:
            return super().parse_args(ctx, words)
        except click.UsageError as error:
            raise _with_hint(error, ctx, self, args) from None


class TextArguments(click.Command):
    """A command with texts or numbers as arguments, which may begin with a minus: `observe I1 2016 -5`, `note T1 -Done`.

    A word is an option if it is one of the command's own; what looks like a misspelled long option is still refused.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the minus of a text from the parser."""
        words = [_HIDDEN + word if is_text else word for word, is_text in _Words(ctx, self).sort_out(args)]
        try:
            rest = super().parse_args(ctx, words)
        except click.UsageError as error:
            raise _with_hint(error, ctx, self, args) from None
        ctx.params = {name: _shown(value) for name, value in ctx.params.items()}
        return [_shown(word) for word in rest]


class _Words:
    """Tells the options from the texts among the words of a command."""

    def __init__(self, ctx: click.Context, command: click.Command) -> None:
        options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
        self._command = command
        self.names = {name for option in options for name in (*option.opts, *option.secondary_opts)}
        self._with_value = {name for option in options if not option.is_flag and not option.count for name in option.opts}

    def sort_out(self, args: Sequence[str]) -> Iterator[tuple[str, bool]]:
        """Yield each word, and whether it is a text that begins with a minus.

        Raises:
            FileNotFoundError: `-Done` may be a text, or name a dataset that does not exist.
        """
        words = iter(args)
        for word in words:
            yield word, self._is_text(word)
            if word[:2] == "-D" in self._with_value and word[2:] and not _exists(word[2:]):
                text = _("There is no dataset {path}. {hint}")
                raise FileNotFoundError(ENOENT, text.format(path=word[2:], hint=self.hint(word)))
            if word in self._with_value:
                yield from ((value, False) for value in [next(words, None)] if value is not None)
            elif word == "--":
                yield from ((rest, False) for rest in words)

    def _is_text(self, word: str) -> bool:
        if not word.startswith("-") or word in ("-", "--") or word in self.names or word.partition("=")[0] in self.names:
            return False
        has_blank = any(character.isspace() for character in word)
        if word.startswith("--"):
            return has_blank or not word[2:3].isalpha()
        return word[:2] not in self._with_value

    def hint(self, word: str) -> str:
        """Return how a word that begins with a minus is given as a text."""
        text = _("If {word} is a text, write -- before it: jinpu-tui {command} … -- {word}")
        return text.format(word=word, command=self._command.name)

    def doubtful(self, args: Sequence[str]) -> str:
        """Return the last word that was taken for an option and may have been meant as a text; empty for none."""
        before = args[: args.index("--")] if "--" in args else args
        found = [word for word in before if word.startswith("-") and word.partition("=")[0] not in self.names]
        found += [word for word in before[-1:] if word in self.names]
        return found[-1] if found else ""


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False  # too long for the name of a file


def _with_hint(error: click.UsageError, ctx: click.Context, command: click.Command, args: Sequence[str]) -> click.UsageError:
    """Return the error with how to give a text that begins with a minus, if a word may have been meant as one."""
    words, message = _Words(ctx, command), error.format_message().replace(_HIDDEN, "")
    doubtful = words.doubtful(args)
    if doubtful:
        message = message if message.endswith(("?", ".")) else f"{message}."
        message = f"{message} {words.hint(doubtful)}"
    return click.UsageError(message, ctx)


def _shown(value: Any) -> Any:
    """Return a value of a parameter with the minus that was hidden from the parser."""
    if isinstance(value, str):
        return value.removeprefix(_HIDDEN)
    return tuple(map(_shown, value)) if isinstance(value, tuple) else value
