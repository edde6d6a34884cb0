"""One typed line as a new record: its title, and the fields that are set among its words.

    Write the plan due:+2w lead:财政局 support:"Audit Bureau",Trade @R1.2

A word `name:value` sets the field of that name; `@R1.2` names the requirement that the record serves, or lies under. All other
words are the title, such as `10:30` and `https://…`. A part of the name of a unit or person stands for it if no other has it.
A backslash before a word, or quotation marks around it, keep it in the title. `none` as a value leaves out a field that the
record would get otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import FIELDS, Field, title_field
from jinpu_tui.model.input_parsing import check_references, parse_field
from jinpu_tui.model.records import Kind
from jinpu_tui.query.predicates import NONE
from jinpu_tui.query.search_index import folded, folded_line
from jinpu_tui.query.spelling import spelled, values_in
from jinpu_tui.query.units import UNIT_FIELDS, unit_key
from jinpu_tui.text.i18n import _

_WORD = re.compile(r'(?:"[^"]*"|\S)+')
_TERM = re.compile(r"(?P<name>[^\W\d]\w*)[:：](?P<value>.+)", re.DOTALL)
_REFERENCE = re.compile(r"[@＠](?P<ids>\S+)")
_LIKE_AN_ID = re.compile(r"[A-Za-z]*\d+(\.\d+)*")
_BETWEEN_IDS = re.compile("[,，、]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_QUOTED = re.compile(r'"[^"]*"')
_ESCAPE = "\\"

SHORT_NAMES = {"s": "status", "d": "due", "p": "progress", "w": "lead"}
"""Fields by the keys of the commands that set them."""

NAMES = (*UNIT_FIELDS, "leader", "owner", "unit")
"""Fields that hold names: letters that one present name alone has stand for it, as in the list that the name is picked from."""


class NewRecord(NamedTuple):
    """A record as typed."""

    title: str
    values: Mapping[str, Any]
    """The fields that were set; None for one that the record is to do without."""


def parse_new_record(
    text: str, kind: Kind, dataset: Dataset, today: date, names_of: Callable[[str], Collection[str]] | None = None
) -> NewRecord:
    """Return the record that a line stands for.

    Args:
        text: The line.
        kind: The kind of the record.
        dataset: The records that it may refer to.
        today: The day that dates such as `+2w` are counted from.
        names_of: Returns the names that a field has in records; by default they are looked for each time.

    Raises:
        InputError: A field has an invalid value, is set twice, or names no record; or there is no title.
    """
    fields = {name: field for field in FIELDS[kind] if _can_be_set(field, kind) for name in (field.name, _(field.name))}
    known = names_of or partial(values_in, dataset, kind)
    fields |= {short: fields[name] for short, name in SHORT_NAMES.items() if name in fields}
    values: dict[str, Any] = {}
    typed = _WORD.findall(text)
    words: list[str] = []
    for word in typed:
        literal = _literal(word, fields, kind, dataset)
        if literal is not None:
            words.append(literal)
            continue
        for name, value in _set_by(word, fields, kind, dataset, today, known):
            if name in values and not (isinstance(value, list) and isinstance(values[name], list)):
                raise InputError(_("{name} is set twice").format(name=name))
            values[name] = list(dict.fromkeys([*values[name], *value])) if name in values else value
    title = text.strip() if words == typed else " ".join(words)
    if not title:
        raise InputError(_("A title is needed"))
    return NewRecord(title, values)


def parent_field(kind: Kind) -> str:
    """Return the field of a kind that `@` sets: the requirement above it or those that it serves; empty if it has none."""
    names = {field.name for field in FIELDS[kind] if field.refers_to == "requirement"}
    return next((name for name in ("requirements", "parent") if name in names), "")


def _can_be_set(field: Field, kind: Kind) -> bool:
    return field.form not in ("id", "tables") and field.name != title_field(kind)


def _literal(word: str, fields: Mapping[str, Field], kind: Kind, dataset: Dataset) -> str | None:
    """Return the word of the title that a word stands for; None if it sets a field."""
    if word.startswith(_ESCAPE) and _is_setting(word[1:], fields, kind, dataset):
        return word[1:]
    if _QUOTED.fullmatch(word):
        return word[1:-1] if _is_setting(word[1:-1], fields, kind, dataset) else word
    return None if _is_setting(word, fields, kind, dataset) else word


def _is_setting(word: str, fields: Mapping[str, Field], kind: Kind, dataset: Dataset) -> bool:
    term = _TERM.fullmatch(word)
    if term is not None:
        return term["name"] in fields and not term["value"].startswith(("/", _ESCAPE))
    return bool(parent_field(kind)) and any(
        _LIKE_AN_ID.fullmatch(id_) or _requirement(id_, dataset) for id_ in _ids_after_at(word)
    )


def _ids_after_at(word: str) -> list[str]:
    match = _REFERENCE.fullmatch(word)
    return [id_ for id_ in _BETWEEN_IDS.split(match["ids"]) if id_] if match else []


def _requirement(text: str, dataset: Dataset) -> str:
    """Return the id of the requirement that a text names, whatever its case and width; empty if there is none.

    The letters that an id begins with may be left out if only one requirement has the rest.
    """
    if text in dataset.ids["requirement"]:
        return text
    wanted = folded(text)
    ids = {folded(requirement.id): requirement.id for requirement in dataset.requirements}
    numbered = [id_ for id_ in ids if id_.lstrip(_LETTERS) == wanted]
    return ids.get(wanted) or (ids[numbered[0]] if len(numbered) == 1 else "")


def _set_by(
    word: str,
    fields: Mapping[str, Field],
    kind: Kind,
    dataset: Dataset,
    today: date,
    known: Callable[[str], Collection[str]],
) -> Iterator[tuple[str, Any]]:
    """Return the field that a word sets, and its value. Raises InputError, which says how the word stays in the title."""
    term = _TERM.fullmatch(word)
    if term is None:
        ids = _ids_after_at(word)
        found = [_requirement(id_, dataset) for id_ in ids]
        if "" in found:
            text = _("There is no requirement {id}; {word} keeps it in the title")
            raise InputError(text.format(id=ids[found.index("")], word=_ESCAPE + word))
        name = parent_field(kind)
        if name == "parent" and len(found) > 1:
            raise InputError(_("A requirement lies under one other only"))
        yield name, found if name == "requirements" else found[0]
        return
    field, text = fields[term["name"]], term["value"]
    if text == NONE:
        yield field.name, None
        return
    is_quoted = _QUOTED.fullmatch(text) is not None
    if field.form != "list" and is_quoted:
        text = text[1:-1]
    if field.form == "choice":
        text = _completed(text, field.choices)
    try:
        value = parse_field(field, text, today)
        if field.name in NAMES and not is_quoted:
            value = _with_names(value, field, known(field.name))
        check_references(dataset, field, value)
    except InputError as error:
        reason = _("{reason}; {word} keeps it in the title").format(reason=error, word=_ESCAPE + word)
        raise InputError(reason) from None
    yield field.name, value


def _completed(text: str, choices: Sequence[str]) -> str:
    """Return the only choice that begins with a text; the text itself if several or none begin with it.

    >>> _completed("blo", ["todo", "blocked"]), _completed("do", ["doing", "done"])
    ('blocked', 'do')
    """
    found = [choice for choice in choices if choice.startswith(text)]
    return found[0] if len(found) == 1 else text


def _with_names(value: Any, field: Field, known: Collection[str]) -> Any:
    """Return names that were typed as records have them: a part of one stands for the only one that it begins or is in."""
    fold = unit_key if field.name in UNIT_FIELDS else folded_line

    def meant(name: str) -> str:
        found = spelled(known, name, fold, is_whole=False)
        if found is None:
            beginning = [value for value in known if fold(value).startswith(fold(name))]
            return beginning[0] if len(beginning) == 1 else name
        return found

    return [meant(name) for name in value] if isinstance(value, list) else meant(value)
