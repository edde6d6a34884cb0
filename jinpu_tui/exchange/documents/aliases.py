"""Short names that a document gives to units: 〔以下称三省人民政府〕, （以下简称“管委会”）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from jinpu_tui.exchange.documents.number_formats import parse_number
from jinpu_tui.exchange.unit_names import unit_names

MAX_NAME = 80
"""Characters before an alias that its names are looked for in."""

MAX_ALIASES = 1000

ALIAS = re.compile(
    r"[〔（(\[【]\s?以下(?:统一|统|合|并)?(?:简)?称(?:为)?[:：]?\s?[“\"'「]?(?P<alias>[^”\"'」〕）)\]】]{1,30})[”\"'」]?\s?[〕）)\]】]"
)
_COUNTED = re.compile("(?P<count>[两二三四五六七八九十])(?=个?[省市县区州部局委办单厅])")
_BEFORE = re.compile(r"[，。；：！？,;:!?（(〔\[|）)〕\]]|\s|(?:由|在|向|对|与|经|将|把|按照|根据|成立|设立|组建)(?=\S)")
_UNIT_END = re.compile(
    r"[局委办部会院府司厅区县市镇校团处站所]$|中心$|公司$|集团$|小组$|专班$|[Oo]ffice$|[Bb]ureau$|[Cc]ommittee$"
)


def find_aliases(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the units that each alias of a document stands for. The first definition of an alias counts."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        if "以下" not in text:
            continue
        for match in ALIAS.finditer(text):
            alias = match["alias"].strip()
            names = _names_before(text[max(0, match.start() - MAX_NAME) : match.start()], alias)
            if names and alias not in found and len(found) < MAX_ALIASES:
                found[alias] = names
    return found


def without_aliases(text: str) -> str:
    """Return a text without the definitions of aliases."""
    return ALIAS.sub("", text) if "以下" in text else text


def resolved(names: Iterable[str], aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return names of units with those that aliases stand for, each once."""
    return tuple(dict.fromkeys(unit for name in names for unit in aliases.get(name, (name,))))


def _names_before(text: str, alias: str) -> tuple[str, ...]:
    """Return the names before the definition of an alias: as many as it counts (三省), else the last one."""
    ends = [match.end() for match in _BEFORE.finditer(text)]
    names = unit_names(text[ends[-1] :] if ends else text)
    if not names or not _UNIT_END.search(names[-1]):
        return ()
    counted = _COUNTED.match(alias)
    count = parse_number(counted["count"]) if counted else 1
    return tuple(names[-count:]) if count else ()
