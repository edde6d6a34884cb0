"""Editing one field of the form: picked, typed, or written at length, as its kind of value asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.entry_parsing import parse_step
from jinpu_tui.model.fields import Field, field_of
from jinpu_tui.model.input_parsing import check_references, field_text, parse_field
from jinpu_tui.model.records import Indicator, Kind, Record, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.pages.page import PageLine

if TYPE_CHECKING:
    from jinpu_tui.ui.main_screen import Browse


def edit_line(browse: Browse, line: PageLine) -> None:
    """Edit what a line of the form shows."""
    record = browse.session.dataset.by_id[browse.page_record]
    field = field_of(record.TYPE, line.field)
    if field is None:
        return
    plain = browse.plain(record.id)
    match field.form:
        case "id":
            browse.show_message(_("An id cannot be changed: other records refer to it"), bad=True)
        case "choice":
            _choose(browse, record.TYPE, field, plain, list(field.choices))
        case "reference":
            target = field.refers_to
            assert target is not None
            ids = [each.id for each in browse.session.dataset.of_kind(target) if each.id != record.id]
            _choose(browse, record.TYPE, field, plain, ids)
        case "text":
            _write(browse, record.TYPE, field, plain)
        case "tables":
            _edit_entry(browse, record, field, line.entry)
        case _:
            _type(browse, record.TYPE, field, plain)


def _set(browse: Browse, kind: Kind, field: Field, plain: Plain, value: Any) -> list[AnyChange]:
    """Return the change of one field; `plain` is what the record held when the prompt opened."""
    check_references(browse.session.dataset, field, value)
    return edits.set_fields(kind, plain, {field.name: value}, browse.session.workspace.today)


def _choose(browse: Browse, kind: Kind, field: Field, plain: Plain, values: list[str]) -> None:
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    by_id = browse.session.dataset.by_id
    options = [Option(f"{value}  {by_id[value].name}" if field.refers_to else value, value) for value in values]
    if field.name in plain:
        options.append(Option(_("(none)"), ""))
    browse.open(
        Chooser(
            f"{field.name} {plain['id']}",
            browse.prompt_line,
            options,
            lambda value: browse.attempt(lambda: _set(browse, kind, field, plain, value or None)),
            start=str(plain.get(field.name, "")),
        )
    )


def _type(browse: Browse, kind: Kind, field: Field, plain: Plain) -> None:
    workspace = browse.session.workspace
    present = plain.get(field.name)
    shown = field_text(field, present)

    def make(text: str) -> list[AnyChange]:
        if text == shown:
            return []
        return _set(browse, kind, field, plain, parse_field(field, text, workspace.reference_day, present))

    browse.prompt(f"{field.name} {plain['id']}", make, shown)


def _write(browse: Browse, kind: Kind, field: Field, plain: Plain) -> None:
    from jinpu_tui.ui.dialogs.prompt import TextPrompt

    workspace = browse.session.workspace

    def submit(text: str) -> str:
        return browse.attempt(lambda: _set(browse, kind, field, plain, parse_field(field, text, workspace.reference_day)))

    browse.open(TextPrompt(f"{field.name} {plain['id']}", browse.prompt_line, submit, str(plain.get(field.name, ""))))


def _edit_entry(browse: Browse, record: Record, field: Field, index: int) -> None:
    if isinstance(record, Task) and field.name == "steps" and index >= 0:
        _edit_step(browse, record, index)
        return
    if isinstance(record, Indicator) and field.name == "observations" and index >= 0:
        from jinpu_tui.ui.commands.edit import observe_again

        observe_again(browse, record, index)
        return
    message = {
        "steps": _("T adds a step"),
        "log": _("n adds a note; notes of the log are not changed"),
        "observations": _("v adds or changes an observation"),
    }
    browse.show_message(message.get(field.name, _("E opens the file in your editor")))


def _edit_step(browse: Browse, task: Task, index: int) -> None:
    step, plain = task.steps[index], browse.plain(task.id)

    def make(text: str) -> list[AnyChange]:
        values = parse_step(text, browse.session.workspace.reference_day, step.due)
        return edits.set_step(plain, index, values)

    title = _("step {number} of {id}").format(number=index + 1, id=task.id)
    browse.prompt(title, make, f"{step.text} due:{step.due}" if step.due else step.text)
