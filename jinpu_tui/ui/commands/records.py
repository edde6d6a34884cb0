"""Whole records coming and going, and the editor of the user's own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.files.programs import locate_program
from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange, Plain
from jinpu_tui.model.entry_parsing import observation_line
from jinpu_tui.model.errors import InputError, JinpuError
from jinpu_tui.model.fields import KIND_OF, title_field
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.commands.edit import add_step, lines_of, named, targets

if TYPE_CHECKING:
    from jinpu_tui.services.workspace import EditOutcome
    from jinpu_tui.ui.main_screen import Browse


MAX_PATH = 40
"""Characters of an editor's path in a message."""


def add(browse: Browse) -> None:
    """Add a step if the cursor is on one; else a record of the pane's kind after the one under the cursor."""
    if browse.step is not None:
        add_step(browse)
        return
    kind: Kind = browse.record.TYPE if browse.page_key and browse.record else KIND_OF[browse.pane]
    parent = getattr(browse.record, "parent", None) if kind == "requirement" else None
    _add(browse, kind, parent or "", browse.record)


def add_below(browse: Browse) -> None:
    """Add a requirement below the one under the cursor."""
    if browse.record is not None:
        children = browse.session.dataset.children.get(browse.record.id, ())
        last = browse.session.dataset.by_id[children[-1]] if children else browse.record
        _add(browse, "requirement", browse.record.id, last)


def copy(browse: Browse) -> None:
    """Add a second record like this one, not yet begun."""
    record = browse.record
    if record is None:
        return
    parent = getattr(record, "parent", None) if record.TYPE == "requirement" else None
    id_ = edits.next_id(browse.session.dataset, record.TYPE, parent or "", browse.session.taken_ids())
    browse.attempt_or_tell(lambda: edits.copy(record.TYPE, browse.plain(record.id), id_), partial(_go_to_first, browse))


def remove(browse: Browse) -> None:
    """Ask, then remove the step, the observation, the record, or all marked."""
    from jinpu_tui.ui.dialogs.chooser import Confirm

    record = browse.record
    if record is not None:
        question, make = _going(browse, record)
        browse.open(Confirm(_("Remove?"), browse.prompt_line, question, _("Remove"), lambda: browse.attempt(make)))


def _going(browse: Browse, record: Record) -> tuple[str, Callable[[], list[AnyChange]]]:
    """Return what would go, in words, and the changes that make it go."""
    if browse.step is not None and browse.step[1] >= 0:
        task, index = browse.step
        plain = browse.plain(task.id)
        return task.steps[index].text, lambda: edits.remove_step(plain, index)
    if browse.observation is not None:
        indicator, number = browse.observation
        held = browse.plain(indicator.id)
        return observation_line(held["observations"][number]), lambda: edits.remove_observation(held, number)
    records = targets(browse, record.TYPE)
    ids = [str(each["id"]) for each in records]
    question = f"{record.id}  {record.name}" if len(records) == 1 else named(records)
    referrers = browse.session.dataset.referrers
    referring = {referrer for id_ in ids for referrer in referrers.get(id_, ())}.difference(ids)
    if referring:
        message = ngettext("{count} record refers to it", "{count} records refer to it", len(referring))
        question += f" ({message.format(count=len(referring))})"
    return question, lambda: [item for plain in records for item in edits.remove(record.TYPE, plain)]


def editor(browse: Browse) -> None:
    """Open the record's file in $VISUAL or $EDITOR, at its line; what was saved shows when it closes."""
    record = browse.record
    if record is None:
        return
    path, line = browse.session.workspace.locate(record.id)
    path = path.absolute()  # no name of a file is taken for an option
    try:
        command = _editor_command()
    except EditorError as error:
        browse.show_message(str(error), bad=True)
        return
    at = ["-w", "-g", f"{path}:{line}"] if Path(command[0]).name in ("code", "codium") else [f"+{line}", str(path)]
    name, failed = _shortened(command[0]), ""

    def edit() -> None:
        nonlocal failed
        with browse.session.workspace.outside_editor(), browse.app.suspend():
            try:  # inside: an exception that leaves `suspend` leaves the app suspended
                program = locate_program(command[0])
                code = subprocess.run([program, *command[1:], *at], check=False).returncode  # noqa: S603  the user's own, no shell
                message = _("{editor} ended with {code}; what the file holds now is shown")
                failed = message.format(editor=name, code=code) if code else ""
            except OSError as error:
                failed = _("{editor}: {reason}; set $EDITOR to your editor").format(editor=name, reason=error.strerror)

    reason = browse.refused(edit) or failed
    browse.refresh_data()
    if reason:
        browse.show_message(reason, bad=True)


class EditorError(JinpuError):
    """There is no editor that can be started; the message says why and what to do."""


def _editor_command() -> list[str]:
    """Return the words of $VISUAL, else $EDITOR, else vi; the first is a program that can be started.

    It is looked for before the terminal is handed over, so that the app stays on the screen if there is none.
    """
    name = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), "")
    text = os.environ[name] if name else "vi"
    try:
        command = shlex.split(text)
    except ValueError:
        message = _("${name} has a quote without its partner: {text}; correct it")
        raise EditorError(message.format(name=name, text=text)) from None
    if not command:
        raise EditorError(_("${name} names no program; set it to your editor").format(name=name))
    with suppress(OSError):
        if shutil.which(locate_program(command[0])) is not None:
            return command
    if not name:
        raise EditorError(_("There is no vi here; set $EDITOR to your editor"))
    exists = Path(command[0]).exists()
    message = _("{editor}: not an executable program; set ${name}") if exists else _("{editor}: no such file; set ${name}")
    raise EditorError(message.format(editor=_shortened(command[0]), name=name))


def _shortened(path: str) -> str:
    """Return the end of a long path, so that a message still has room for the reason."""
    return path if len(path) <= MAX_PATH else "…" + path[1 - MAX_PATH :]


def _add(browse: Browse, kind: Kind, parent: str, behind: Record | None) -> None:
    """Ask for the title of a new record, or for those of several, one a line."""
    session, workspace = browse.session, browse.session.workspace
    serves = [session.scope] if session.scope else list(getattr(behind, "requirements", ()))[:1]
    about = [parent] if kind == "requirement" and parent else serves if kind in ("task", "indicator") else []
    used = session.taken_ids()
    anchor = behind.id if behind is not None and kind == behind.TYPE else ""

    def make(text: str) -> list[AnyChange]:
        titles = lines_of(text)
        if not titles:
            raise InputError(_("A title is needed"))
        changes: list[AnyChange] = []
        taken, after = set(used), anchor
        for title in titles:
            id_ = edits.next_id(session.dataset, kind, parent, taken)
            changes += edits.add(kind, id_, _values(kind, title, parent, serves), after, any_id=True)
            taken.add(id_)
            after = id_
        return changes

    def describe(changes: Sequence[AnyChange]) -> str:
        message = ngettext("Enter adds it", "Enter adds {count} records, one a line", len(changes)).format(count=len(changes))
        return (
            _("{what}; serves {ids}").format(what=message, ids=", ".join(serves))
            if "requirements" in _fields(changes)
            else message
        )

    title = _("new {kind} {id}").format(kind=_(kind), id=edits.next_id(session.dataset, kind, parent, used))
    browse.prompt(
        title,
        make,
        after=partial(_go_to_first, browse),
        describe=describe,
        write=lambda changes: workspace.apply(changes, about=about),
        lines=True,
        slot=f"a {kind}",
    )


def _values(kind: Kind, title: str, parent: str, serves: list[str]) -> Plain:
    """Return the fields of a new record."""
    values: Plain = {title_field(kind): title}
    if kind == "requirement":
        values["parent"] = parent or None
    elif kind != "source" and serves:
        values["requirements"] = serves
    if kind == "task":
        values["status"] = "todo"
    return values


def _fields(changes: Sequence[AnyChange]) -> set[str]:
    return {name for change in changes if isinstance(change, Added) for name in change.record}


def _go_to_first(browse: Browse, outcome: EditOutcome) -> None:
    """Go to the first record that an edit added, under the id that it got."""
    added = next((change.id for change in outcome.changes if isinstance(change, Added)), "")
    if added in browse.session.dataset.by_id:
        browse.go_to(added)
