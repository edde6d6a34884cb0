"""TOML documents as people and programs write them: random data in random layout, with the place of every scalar known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

KEYS = st.one_of(
    st.text("abcXYZ019_-", min_size=1, max_size=5),
    st.text(min_size=0, max_size=4, alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))),
)

TEXTS = st.text(max_size=12, alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)))


@dataclass
class Document:
    """A text and where each scalar stands in it."""

    newline: str = "\n"
    text: str = ""
    spans: dict[tuple[Any, ...], tuple[int, int]] = field(default_factory=dict)

    def write(self, piece: str) -> None:
        self.text += piece

    def scalar(self, path: tuple[Any, ...], written: str) -> None:
        self.spans[path] = (len(self.text), len(self.text) + len(written))
        self.text += written


def basic(text: str) -> str:
    """A basic string."""
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return (
        '"'
        + "".join(special.get(item, f"\\u{ord(item):04X}" if ord(item) < 32 or ord(item) == 127 else item) for item in text)
        + '"'
    )


@st.composite
def written_scalars(draw: st.DrawFn) -> str:
    """A scalar as some hand writes it."""
    kind = draw(st.integers(0, 8))
    if kind == 0:
        return draw(st.sampled_from(["0", "+7", "-0", "1_000", "0x1F", "0xdead_BEEF", "0o17", "0b1_01", str(2**63 - 1)]))
    if kind == 1:
        return draw(st.sampled_from(["12.50", "-0.0", "1e3", "6.02_2e+23", "inf", "-inf", "nan", "+1.0E-2"]))
    if kind == 2:
        return draw(st.sampled_from(["true", "false"]))
    if kind == 3:
        return draw(
            st.sampled_from(
                ["1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5-07:00", "1979-05-27t07:32:00", "07:32:00"]
            )
        )
    if kind == 4:
        return "'" + draw(st.text('ab#[]{}=," \\', max_size=6)) + "'"
    if kind == 5:
        return '"""' + draw(st.sampled_from(["", "\n", "a\nb", 'x ""y', "\\\n   z", "# no\n[[no]]\n", '\\""', 'end""'])) + '"""'
    if kind == 6:
        return "'''" + draw(st.sampled_from(["", "\n[no]\n", "it''s", "\\", "a = 1\n"])) + "'''"
    return basic(draw(TEXTS))


NEW_VALUES = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.booleans(),
    TEXTS,
    st.text("a\n\"'\\ ", max_size=10),
    st.dates(date(1, 1, 1)),
    st.builds(
        lambda item: item.replace(microsecond=0),
        st.datetimes(datetime(1, 1, 2), timezones=st.just(timezone(timedelta(hours=8)))),
    ),
    st.times().map(lambda item: time(item.hour, item.minute, item.second)),
    st.lists(st.integers(0, 9), max_size=3),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of some sections, with comments, odd spacing, CRLF, a byte order mark or no last newline."""
    document = Document(draw(st.sampled_from(["\n", "\r\n"])))
    if draw(st.booleans()) and draw(st.booleans()):
        document.write("\ufeff")
    taken: set[str] = set()
    _entries(draw, document, (), taken)
    for _number in range(draw(st.integers(0, 3))):
        key = draw(KEYS.filter(lambda item: item not in taken))
        taken.add(key)
        repeats = draw(st.integers(0, 3))
        for index in range(max(1, repeats)):
            _blank(draw, document)
            head = ("[[", "]]") if repeats else ("[", "]")
            document.write(
                draw(st.sampled_from(["", "  "])) + head[0] + _key(draw, key) + head[1] + _comment(draw) + document.newline
            )
            path: tuple[Any, ...] = (key, index) if repeats else (key,)
            below: set[str] = set()
            _entries(draw, document, path, below)
            if draw(st.booleans()):
                sub = draw(KEYS.filter(lambda one, below=below: one not in below))
                document.write(f"[{_key(draw, key)} . {_key(draw, sub)}]" + _comment(draw) + document.newline)
                _entries(draw, document, (*path, sub), set())
    if draw(st.booleans()):
        document.text = document.text.rstrip("\r\n") if not document.text.endswith(("'''", '"""')) else document.text
    return document


def _entries(draw: st.DrawFn, document: Document, path: tuple[Any, ...], taken: set[str]) -> None:
    for _number in range(draw(st.integers(0, 3))):
        key = draw(KEYS.filter(lambda item: item not in taken))
        taken.add(key)
        document.write(draw(st.sampled_from(["", "  ", "\t"])))
        if draw(st.integers(0, 3)) == 0:
            sub = draw(KEYS)
            document.write(f"{_key(draw, key)} . {_key(draw, sub)}{draw(st.sampled_from(['=', ' = ']))}")
            _value(draw, document, (*path, key, sub), 2)
        else:
            document.write(_key(draw, key) + draw(st.sampled_from(["=", " = ", "   =  "])))
            _value(draw, document, (*path, key), 2)
        document.write(_comment(draw) + document.newline)
        _blank(draw, document)


def _value(draw: st.DrawFn, document: Document, path: tuple[Any, ...], depth: int) -> None:
    kind = draw(st.integers(0, 5)) if depth else 0
    if kind == 4:
        spread = draw(st.booleans())
        gap = document.newline + "    " if spread else draw(st.sampled_from(["", " "]))
        document.write("[")
        count = draw(st.integers(0, 3))
        for index in range(count):
            document.write(gap + (f"# ] note{document.newline}    " if spread and draw(st.booleans()) else ""))
            _value(draw, document, (*path, index), depth - 1)
            document.write("," if index < count - 1 or draw(st.booleans()) else "")
        document.write(gap.rstrip(" ") + "]")
    elif kind == 5:
        document.write("{" + draw(st.sampled_from(["", " "])))
        keys = draw(st.lists(KEYS, max_size=3, unique=True))
        for index, key in enumerate(keys):
            document.write((", " if index else "") + _key(draw, key) + draw(st.sampled_from(["=", " = "])))
            _value(draw, document, (*path, key), depth - 1)
        document.write(draw(st.sampled_from(["", " "])) + "}")
    else:
        written = draw(written_scalars())
        document.scalar(path, written.replace("\n", document.newline))


def _key(draw: st.DrawFn, key: str) -> str:
    bare = key and all(item in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-" for item in key)
    if bare and draw(st.booleans()):
        return key
    if "'" not in key and draw(st.booleans()):
        return f"'{key}'"
    return basic(key)


def _comment(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", "", "  # a 'note' = [", " #"]))


def _blank(draw: st.DrawFn, document: Document) -> None:
    document.write(draw(st.sampled_from(["", "", document.newline, f"# [not] a = 'header{document.newline}"])))
