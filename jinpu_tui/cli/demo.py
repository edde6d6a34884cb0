"""The example that `--demo` names instead of a dataset: one copy for a run of the program."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from jinpu_tui.services.demo import Language, copy_demo, demo_language, demo_ledger, demo_state
from jinpu_tui.services.user_state import UserState
from jinpu_tui.text.i18n import _

_ROOT = "jinpu_tui.demo"
_IS_KEPT = "jinpu_tui.demo.is_kept"


def demo_root(named: str | None) -> Path:
    """Return this run's copy of the example, which is removed at the end of the run unless `keep_demo` is called.

    Args:
        named: The dataset that was named beside the example.

    Raises:
        UsageError: There is one.
        OSError: The copy cannot be made.
    """
    if named:
        raise click.UsageError(_("--demo opens an example of its own; leave out {path}, or --demo").format(path=named))
    context = click.get_current_context().find_root()
    if _ROOT not in context.meta:
        root = copy_demo(_language(context.obj["demo"]))
        context.meta[_ROOT] = root
        context.call_on_close(lambda: None if _IS_KEPT in context.meta else shutil.rmtree(root, ignore_errors=True))
    return Path(context.meta[_ROOT])


def keep_demo() -> tuple[UserState, str]:
    """Have the copy of the example stay; return what takes the place of the user's own state, and the words to leave with."""
    context = click.get_current_context().find_root()
    context.meta[_IS_KEPT] = True
    root = demo_root(None)
    message = _("This copy of the example stays in {path}. To open it again: jinpu-tui {path}")
    return demo_state(root), message.format(path=root)


def shipped_demo(option: str) -> Path | None:
    """Return the example as it was installed, only to be read, for a value of the option; None if it lies in an archive."""
    return demo_ledger(_language(option))


def _language(option: str) -> Language:
    return "zh" if option == "zh" else "en" if option == "en" else demo_language(os.environ)
