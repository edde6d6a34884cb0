"""Units written in one cell or bracket: 市发改委（牵头），市财政局、商务局 names a lead and two that support it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CLAUSE_END = re.compile(r"[，,;；\n]+|\s{2,}")
_SEPARATORS = re.compile(r"[、/]+|\s{2,}")
_MARK = re.compile(r"[(（]\s*(?:(?P<lead>牵头|主办|主责|lead)|(?P<support>配合|协办|协同|参与|support))\s*[)）]", re.IGNORECASE)
_LEAD = re.compile(r"(?<=\S)(?:牵头|主办|主责)(?:(?:总|共同)?负责|抓总|落实|组织实施)?$")
_SUPPORT = re.compile(
    r"(?<=\S)(?:按照?(?:各自)?职[责能](?:分工)?)?(?:共同|积极|协同)?(?:配合|协办|协助|参加|参与|支持)(?:落实|做好)?$"
)
_RESPONSIBLE = re.compile(
    r"(?<=\S)(?:(?:按照?|根据|依据)(?:各自)?(?:职[责能])?)?(?:分工|共同|分别|具体|组织)?(?:负责|承担|落实)(?:落实|实施)?$"
)
_LABEL = re.compile(r"^(牵头(责任)?单位|责任单位|配合(责任)?单位|协同(责任)?单位|主办单位|协办单位)[:：]\s*")
_TOGETHER = re.compile(r"(?<=\S{2})会同(?=\S{2})")
_OTHERS = re.compile(r"(?<=\S{2})等(?:有关|相关)?(?:部门|单位|地区)?$")
_KINDS_OF_UNITS = "局委办部会院府司厅省区州县市镇校团"
_AND = re.compile(
    rf"(?<=[{_KINDS_OF_UNITS}])(和|与|及|以及)(?=\S{{2,60}}(局|委|办|部|会|院|府|司|厅|区|县|市|镇|校|公司|集团|单位|部门|专班)$)"
)
_GOVERNMENT = re.compile(r"(?P<place>\S{1,6}?)(?P<rank>自治区|自治州|自治县|省|市|州|县|区)(?P<office>人民政府|政府)")
_PLACE = re.compile(r"(?![各市省县区州全有相]|直属)[\u4e00-\u9fff]{2,5}(?<![局委办部会院府司厅处等])")
_COUNT = re.compile("[两二三四五六七八九十各]+")
_EDGES = " 。.　"
_RANKS = ("省", "市", "县", "区", "州")


class Units(NamedTuple):
    """Who answers for a task and who helps."""

    leads: tuple[str, ...]
    support: tuple[str, ...]


class Roles(NamedTuple):
    """Units by what a text says of them."""

    leads: tuple[str, ...] = ()
    """Marked as the lead."""

    plain: tuple[str, ...] = ()
    """Responsible (负责), or named without any mark: they lead if nobody else does, and support a lead that is marked."""

    support: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def split_units(text: str) -> Units:
    """Return the units that a cell of lead units names.

    A unit marked as lead leads, and those beside it support it. Without such a mark all of them lead.

    >>> split_units("市发改委（牵头），市财政局、商务局")
    Units(leads=('市发改委',), support=('市财政局', '商务局'))
    >>> split_units("市发改委、市科技局牵头，市财政局和市商务局按职责分工负责")
    Units(leads=('市发改委', '市科技局'), support=('市财政局', '市商务局'))
    """
    return assigned(unit_roles(text))


def assigned(roles: Roles) -> Units:
    """Return who leads and who supports."""
    leads = roles.leads or roles.plain
    support = (*roles.plain, *roles.support) if roles.leads else roles.support
    return Units(tuple(dict.fromkeys(leads)), tuple(unit for unit in dict.fromkeys(support) if unit not in leads))


def unit_roles(text: str) -> Roles:
    """Return the units of a text by what it says of them.

    A word at the end of a clause (牵头, 配合, 分工负责) is about all units of the clause, one in brackets about its own unit.
    """
    found: dict[str, list[str]] = {"lead": [], "plain": [], "support": []}
    for clause in _clauses(text):
        role, names = _role_of(clause)
        before, together, after = names.partition("\2")
        for name in _names_in(before):
            mark = _MARK.search(name)
            found[mark.lastgroup if mark and mark.lastgroup else role].append(_MARK.sub("", name).strip())
        if together:
            found["lead"] += found["plain"] if role == "plain" else []
            found["plain"] = [] if role == "plain" else found["plain"]
            found["support"] += _names_in(after)
    leads, plain, support = (tuple(dict.fromkeys(filter(None, found[role]))) for role in ("lead", "plain", "support"))
    return Roles(leads, plain, support)


def unit_names(text: str) -> list[str]:
    """Return the names in a cell of units; separators inside brackets do not count."""
    return list(_unit_names(text))


@lru_cache(maxsize=4096)
def _unit_names(text: str) -> tuple[str, ...]:
    return tuple(name for clause in _clauses(text) for name in _names_in(clause))


def _clauses(text: str) -> list[str]:
    lines = (_LABEL.sub("", _with_safe_brackets(line.strip())) for line in text.splitlines())
    clauses = (clause.strip(_EDGES) for line in lines for clause in _CLAUSE_END.split(line))
    return [clause for clause in clauses if clause]


def _role_of(clause: str) -> tuple[str, str]:
    """Return the role of the units of a clause, and the clause without the word for it; \2 stands for 会同."""
    for role, pattern in (("lead", _LEAD), ("support", _SUPPORT), ("plain", _RESPONSIBLE)):
        if match := pattern.search(clause):
            names = clause[: match.start()].removeprefix("由")
            return role, _TOGETHER.sub("\2", names, count=1)
    return "plain", clause


def _names_in(clause: str) -> list[str]:
    parts = (_AND.sub("\1", _OTHERS.sub("", part.strip())) for part in _SEPARATORS.split(clause))
    names = (name.replace("\0", "、").strip(_EDGES) for part in parts for name in part.split("\1"))
    return _with_whole_names([name for name in names if name])


def _with_whole_names(names: list[str]) -> list[str]:
    """Return names with what they share with the next one: 辽宁、吉林省人民政府 are two provincial governments."""
    whole: list[str] = []
    rank = office = ""
    for name in reversed(names):
        match, shared = _GOVERNMENT.fullmatch(name), ""
        if match and not _COUNT.fullmatch(match["place"]):
            rank, office = match["rank"], match["office"]
        elif office and _PLACE.fullmatch(name):
            rank = next((each for each in _RANKS if name.endswith(each)), rank)
            shared = office if name.endswith(rank) else rank + office
        else:
            rank = office = ""
        whole.append(name + shared)
    return whole[::-1]


def _with_safe_brackets(text: str) -> str:
    """Return the text with separators inside brackets replaced, so that they do not split."""
    return re.sub(r"[(（][^()（）]*[)）]", lambda match: re.sub("[、，,]", "\0", match[0]), text)
