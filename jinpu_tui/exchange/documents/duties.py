"""Who is to do what a sentence says: （市发改委牵头，市财政局配合）, 责任单位：…, 完成时限：…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from jinpu_tui.exchange.documents.aliases import without_aliases
from jinpu_tui.exchange.unit_names import Roles, unit_roles

MAX_DUTY = 600
"""Characters of a bracket or a value that may name units."""

MAX_UNIT = 60

_OPENING, _CLOSING = "（([【", "）)]】"
_BRACKET = re.compile(r"[（(\[【）)\]】]")
_ENDS_WITH_DUTY = re.compile(r"(?:负责|牵头|配合|协办|参与|参加|落实|承担|办理)[。;；]?$")
_DAY = re.compile(r"\d{1,2}月|\d{4}年|年底|季度|上半年|下半年")
_SAYS_WHAT_TO_DO = re.compile(r"[应须]|要求|需要|必须|不得|可以|各地要|部门要|认真|切实|加强|抓好")
_UNIT = r"(?:责任|负责)?(?:单位|部门|主体|科室)"
_LABELS: tuple[tuple[str, str], ...] = (
    ("leader", r"(?:牵头|责任|分管)(?:负责)?领导"),
    ("owner", r"(?:直接)?责任人|联系人"),
    ("lead", rf"(?:牵头|主办|主责){_UNIT}|lead(?:\s+units?)?|led\s+by"),
    ("support", rf"(?:配合|协同|协办|协作|协助|参与|参加){_UNIT}|support(?:ing)?(?:\s+units?)?|supported\s+by"),
    ("plain", r"(?:责任|落实|承办)(?:单位|部门|主体)|实施主体|responsible(?:\s+units?)?"),
    ("due", r"(?:完成|办理|办结)(?:时限|时间|期限|日期)|时限要求|时间节点|due|deadline"),
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s。；;，,.|（(【\[、]))(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS) + r")\s?[:：]\s?",
    re.IGNORECASE,
)
_VALUE_END = re.compile(r"[。|\n（(\[【）)\]】]|\.(?=\s|$)")
_GAP = re.compile(r"[\s。；;，,、.|）)\]】]*")
_EDGES = " \t　；;，,、。.|"


class Duty(Struct, frozen=True):
    """What one bracket or one run of labels says."""

    roles: Roles
    leader: str = ""
    owner: str = ""
    due: str = ""
    """The deadline as written."""

    written: str = ""


class Part(NamedTuple):
    """A stretch of text, and the duty that stands after it."""

    text: str
    duty: Duty | None


def split_duties(text: str) -> list[Part]:
    """Return a text in stretches, each with the duty that stands after it; without duties the text as it is.

    >>> [(part.text, part.duty.roles.plain) for part in split_duties("建设平台。（市工信局负责）") if part.duty]
    [('建设平台。', ('市工信局',))]
    """
    parts, at = [], 0
    for start, end, duty in _duties(text):
        parts.append(Part(text[at:start].strip(" \t　|"), duty))
        at = end
    rest = text[at:].strip(" \t　|") if parts else text
    return [*parts, Part(rest, None)] if rest or not parts else parts


def merged(one: Duty, other: Duty) -> Duty:
    """Return what two duties about the same sentence say together."""
    roles = Roles(*(tuple(dict.fromkeys([*mine, *theirs])) for mine, theirs in zip(one.roles, other.roles, strict=True)))
    return Duty(
        roles,
        one.leader or other.leader,
        one.owner or other.owner,
        one.due or other.due,
        f"{one.written} {other.written}".strip(),
    )


def _duties(text: str) -> Iterator[tuple[int, int, Duty]]:
    found = sorted([*_labelled(text), *_bracketed(text)], key=lambda each: (each[0], -each[1]))
    end = 0
    for each in found:
        if each[0] >= end:
            yield each
            end = each[1]


def _bracketed(text: str) -> Iterator[tuple[int, int, Duty]]:
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] in _OPENING:
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            content = text[start + 1 : match.start()]
            if len(content) <= MAX_DUTY and (found := _said_in(content)):
                roles, due = found
                yield start, _after_stop(text, match.end()), Duty(roles, due=due, written=text[start : match.end()])


def _said_in(content: str) -> tuple[Roles, str] | None:
    """Return the units that a bracket makes responsible and the deadline that it adds, or None if it says something else."""
    clauses = re.split("[，,；;]", without_aliases(content).strip())
    due = [clause for clause in clauses if _DAY.search(clause) and not _ENDS_WITH_DUTY.search(clause[-8:])]
    text = "，".join(clause for clause in clauses if clause not in due)
    if not _ENDS_WITH_DUTY.search(text[-8:]) or "。" in text[:-1]:
        return None
    roles = unit_roles(text)
    names = [name for group in roles for name in group]
    if not names or any(len(name) > MAX_UNIT or _SAYS_WHAT_TO_DO.search(name) for name in names):
        return None
    return roles, "，".join(due)


def _after_stop(text: str, at: int) -> int:
    """Return the place after a full stop that ends the sentence of a bracket."""
    return at + 1 if text[at : at + 1] in ("。", "；", ";", ".") else at


def _labelled(text: str) -> Iterator[tuple[int, int, Duty]]:
    """Yield runs of labels with their values, the brackets around a run included."""
    start = end = -1
    values: dict[str, str] = {}
    for match in _LABEL.finditer(text):
        if match.start() < end:
            continue
        if values and not _GAP.fullmatch(text, end, match.start()):
            yield start, end, _duty(values, text[start:end])
            values = {}
        if not values:
            start = match.start()
            start -= text[start - 1 : start] in tuple(_OPENING) if start else 0
        value_end = _value_end(text, match.end())
        name = str(match.lastgroup)
        value = text[match.end() : value_end].strip(_EDGES)
        values[name] = f"{values[name]}、{value}" if values.get(name) else value
        end = max(match.end(), _GAP.match(text, value_end).end())  # type: ignore[union-attr]
    if values:
        yield start, end, _duty(values, text[start:end])


def _value_end(text: str, start: int) -> int:
    """Return where the value of a label ends: at the next label, the end of the sentence, or a closing bracket."""
    limit = min(len(text), start + MAX_DUTY)
    following = _LABEL.search(text, start + 1, limit)
    limit = following.start() if following else limit
    depth = 0
    for match in _VALUE_END.finditer(text, start, limit):
        if match[0] in tuple(_OPENING):
            depth += 1
        elif match[0] in tuple(_CLOSING):
            if not depth:
                return match.start()
            depth -= 1
        elif not depth:
            return match.start()
    return limit


def _duty(values: dict[str, str], written: str) -> Duty:
    lead, plain, support = (unit_roles(without_aliases(values.get(name, ""))) for name in ("lead", "plain", "support"))
    roles = Roles(
        (*lead.leads, *lead.plain, *plain.leads),
        plain.plain,
        (*lead.support, *plain.support, *(name for group in support for name in group)),
    )
    return Duty(roles, values.get("leader", ""), values.get("owner", ""), values.get("due", ""), written.strip(_EDGES))
