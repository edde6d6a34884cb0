"""The functions that commands name: each is there, and takes a context alone."""

from __future__ import annotations

from importlib import import_module
from inspect import iscoroutinefunction, signature

import pytest

from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_table import COMMANDS


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_names_a_coroutine_of_a_context(command: Command) -> None:
    module, name = command.function.split(".")
    function = getattr(import_module(f"jinpu_tui.ui.commands.{module}"), name)
    assert iscoroutinefunction(function)
    assert [parameter.annotation for parameter in signature(function).parameters.values()] == ["CommandContext"]
    assert function.__module__.endswith(f".{module}")
