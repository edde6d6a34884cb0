"""Units written in one cell: 市发改委（牵头），市财政局、商务局 names a lead and two that support it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_SEPARATORS = re.compile(r"[、，,;；\n/]+|\s{2,}")
_LEAD = re.compile(r"[(（]\s*(牵头|主办|主责|lead)\s*[)）]|(?<=\S)(牵头|主办)$", re.IGNORECASE)
_SUPPORT = re.compile(
    r"[(（]\s*(配合|协办|协同|参与|support)\s*[)）]|(?<=\S)(配合|协办|参加|参与|分工负责|负责)$", re.IGNORECASE
)
_LABEL = re.compile(r"^(牵头(责任)?单位|责任单位|配合(责任)?单位|协同(责任)?单位|主办单位|协办单位)[:：]\s*")
_AND = re.compile(
    r"(?<=[局委办部会院府司厅区县市镇校团])(和|与|及|以及)(?=\S{2,}(局|委|办|部|会|院|府|司|厅|区|县|市|镇|校|公司|集团)$)"
)


class Units(NamedTuple):
    """Who answers for a task and who helps."""

    leads: tuple[str, ...]
    support: tuple[str, ...]


@lru_cache(maxsize=4096)
def split_units(text: str) -> Units:
    """Return the units that a cell of lead units names.

    A unit marked as lead leads, and those beside it support it. Without such a mark all of them lead.

    >>> split_units("市发改委（牵头），市财政局、商务局")
    Units(leads=('市发改委',), support=('市财政局', '商务局'))
    """
    leads, support, plain = [], [], []
    for name in unit_names(text):
        if _LEAD.search(name):
            leads.append(_LEAD.sub("", name).strip())
        elif _SUPPORT.search(name):
            support.append(_SUPPORT.sub("", name).strip())
        else:
            plain.append(name)
    if not leads:
        leads = plain
    else:
        support = plain + support
    return Units(tuple(dict.fromkeys(filter(None, leads))), tuple(dict.fromkeys(filter(None, support))))


def unit_names(text: str) -> list[str]:
    """Return the names in a cell of units; separators inside brackets do not count."""
    return list(_unit_names(text))


@lru_cache(maxsize=4096)
def _unit_names(text: str) -> tuple[str, ...]:
    names = []
    for line in text.splitlines():
        for part in _SEPARATORS.split(_LABEL.sub("", _with_safe_brackets(line.strip()))):
            names += [name.replace("\0", "、").strip(" 。.") for name in _split_and(part)]
    return tuple(filter(None, names))


def _split_and(part: str) -> list[str]:
    return [name for name in re.split("\1", _AND.sub("\1", part)) if name]


def _with_safe_brackets(text: str) -> str:
    """Return the text with separators inside brackets replaced, so that they do not split."""
    return re.sub(r"[(（][^()（）]*[)）]", lambda match: re.sub("[、，,]", "\0", match[0]), text)
