"""Ledgers in valid but odd TOML: sub-tables far from their records, sections, dotted keys, inline records, comments everywhere.

Every entry of a list, and every record, holds a marker (`m17m`) that nothing else holds, and every comment names the marker of
what it belongs to, so that a reader without any TOML knowledge can tell whether a comment still stands where it belongs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

KINDS = ("task", "indicator", "requirement", "source")
LETTERS = {"task": "T", "indicator": "I", "requirement": "R", "source": "S"}
TITLES = {"indicator": "name"}
LISTS = {"task": ("steps", "log"), "indicator": ("observations",)}


@dataclass
class Folder:
    """The files of a dataset, and the texts that must stay while other records are edited."""

    files: dict[str, str] = field(default_factory=dict)
    chunks: dict[str, list[str]] = field(default_factory=dict)
    """By id of the record (or a name for other tables) the stretches of text that are its own."""
    comments: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """By id of the record and name of the field the numbers of the comments on its line; of the whole record by "" as name."""
    fields: dict[tuple[str, str], str] = field(default_factory=dict)
    """By id and name the text of a field."""


class Writer:
    """Writes one folder; everything follows from the random numbers given."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.folder = Folder()
        self.chunks: dict[str, list[str]] = {}
        self.fields: dict[tuple[str, str], str] = {}
        self.count = 0
        self.newline = "\n"

    def write(self) -> Folder:
        """Return a folder of one to three files."""
        names = ["a.toml", "b.toml", "sub/c.toml"][: self.random.choice((1, 1, 2, 3))]
        self.counts = dict.fromkeys(KINDS, 0)
        home = self.random.choice(names)
        for name in names:
            self.newline = self.random.choice(("\n", "\n", "\n", "\r\n"))
            text = self._file(has_dataset=name == home)
            text = text.rstrip("\n") if self.chance(0.15) else text
            self.folder.files[name] = ("\ufeff" if self.chance(0.1) else "") + text.replace("\n", self.newline)
            self._finish_file()
        return self.folder

    def _finish_file(self) -> None:
        """Note the texts of a file's records in its newlines."""
        for id_, parts in self.chunks.items():
            self.folder.chunks[id_] = [part.replace("\n", self.newline) for part in parts]
        self.folder.fields |= {key: part.replace("\n", self.newline) for key, part in self.fields.items()}
        self.chunks, self.fields = {}, {}

    def chance(self, share: float) -> bool:
        """Return True with this probability."""
        return self.random.random() < share

    def marker(self) -> str:
        """Return a marker that was not used yet."""
        self.count += 1
        return f"m{self.count}m"

    def comment(self, marker: str, place: str) -> str:
        """Return a comment that belongs to a marker: `above` it, or `beside` (after) it."""
        self.count += 1
        odd = self.random.choice(("", " [[task]]", ' "', " ]", " = {", " 注释", " '''"))
        return f"#{self.count} {place} <{marker[1:-1]}>{odd}"

    def _file(self, *, has_dataset: bool) -> str:
        top, blocks, far = "", [], []
        inline = self.random.choice(KINDS[2:]) if self.chance(0.2) else ""
        if inline:
            top = self._inline_records(inline)
        for _number in range(self.random.randint(1, 6)):
            kind = self.random.choice([item for item in KINDS if item != inline])
            still_far = [item for item in far if item[0] != kind]
            blocks += [text for owner, text in far if owner == kind]
            near, later = self._record(kind)
            far = [*still_far, *((kind, text) for text in later)]
            blocks.append(near)
            if far and self.chance(0.4):
                blocks.append(far.pop(0)[1])
            if self.chance(0.15):
                blocks.append(self._other())
            if self.chance(0.05):
                blocks += [text for owner, text in far if owner == kind]
                blocks.append(self._keep(f"nameless {self.marker()}", f'[[{kind}]] # no id\n"a b" = 1.50\n'))
                far = [item for item in far if item[0] != kind]
        blocks += [text for _kind, text in far]
        if has_dataset:
            blocks.insert(self.random.choice((0, 0, len(blocks))), self._dataset())
        gap = self.random.choice(("\n", "\n", "", "\n\n"))
        return top + gap.join(blocks)

    def _keep(self, name: str, text: str) -> str:
        self.chunks.setdefault(name, []).append(text.rstrip("\n"))
        return text

    def _dataset(self) -> str:
        if self.chance(0.2):
            return self._keep("dataset", "# settings\n[dataset]\nlights.soon_days = 0x10 # l\nformat = 1\n")
        lights = self.random.choice(
            ("", "lights.soon_days = 0x10\n", "lights = { soon_days = 20 } # l\n", "[dataset.lights]\nbehind = 5\n")
        )
        head = self.random.choice(("[dataset]", "[ dataset ]", '["dataset"]'))
        return self._keep("dataset", f'# settings\n{head}\nformat = 1\ntitle = "t" # of all\n{lights}')

    def _other(self) -> str:
        number = self.marker()
        text = self.random.choice((
            f"[other{number}]\na = 0x1F\n[other{number}.deep]\nb = [1, # one\n 2]\n",
            f"[[risk{number}]]\nid = \"x\"\n[[risk{number}.lines]]\na.b = 1.50\n",
            f"[budget{number}.lines] # no header of its own\ntext = '''\n[[task]]\nid = \"T1\"\n'''\n",
        ))  # fmt: skip
        return self._keep(f"other {number}", text)

    def _record(self, kind: str) -> tuple[str, list[str]]:
        """The text of a record and those of its sub-tables that stand elsewhere."""
        id_, own = self._id(kind), self.marker()
        heads = (f"[[{kind}]]", f"[[{kind}]]", f"[[ {kind} ]]", f'[["{kind}"]]', f"[['{kind}']]", f"  [[{kind}]]")
        above = "".join(f"{self.comment(own, 'above')}\n" for _number in range(self.random.choice((0, 0, 1, 2))))
        head = self.random.choice(heads) + "\n" + self._line(id_, "id", f'"{id_}"')
        title = self._line(id_, TITLES.get(kind, "title"), f'"{own} of 2016"')
        scalars = [self._line(id_, *scalar) for scalar in self._scalars(kind)]
        lists = LISTS.get(kind, ())
        inline = [name for name in lists if self.chance(0.5)]
        scalars += [self._list_of_tables(id_, name) for name in inline]
        sections = [name for name in lists if name not in inline and self.chance(0.8)]
        written = "".join(scalars)
        tables = self._sections(kind, sections, [name for name in ("baseline", "target") if name not in written])
        self.random.shuffle(scalars)
        body = above + head + title + "".join(scalars)
        far = [text for text in tables if self.chance(0.4)]
        near = "".join(text for text in tables if text not in far)
        return self._keep(id_, body + near), [self._keep(id_, text) for text in far]

    def _id(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{LETTERS[kind]}{self.counts[kind]}"

    def _line(self, id_: str, name: str, value: str) -> str:
        beside = f"  {self.comment('m0m', 'beside')}" if self.chance(0.2) else ""
        key = name if "." in name else self.random.choice((name, name, f'"{name}"'))
        text = f"{self.comment('m0m', 'beside')}\n" if self.chance(0.1) else ""
        text += f"{self.random.choice(('', '', '  '))}{key}{self.random.choice((' = ', '=', '   = '))}{value}{beside}\n"
        self.fields[id_, name] = text.rstrip("\n")
        return text

    def _scalars(self, kind: str) -> list[tuple[str, str]]:
        found = [("note", "'''\n[[task]]\nid = \"T1\" # no comment\n\"quoted\"\n'''"), ("odd_key", "0x1F")]
        if kind == "task":
            found += [("due", "2016-12-31"), ("lead", '"Finance \\u0041"'), ("status", '"todo"'), ("progress", "4_0")]
            found += [(name, self._strings()) for name in ("support", "tags")]
            found += [("odd.deep", "1.50")]
        if kind == "indicator":
            found = [("unit", "'万元'"), ("decimals", "0b1"), ("odd.deep", "[ { a = 1.50 } ]")]
            found += [point for name in ("baseline", "target") for point in self._point(name)]
        return [item for item in found if self.chance(0.5)]

    def _point(self, name: str) -> list[tuple[str, str]]:
        if self.chance(0.3):
            return [(f"{name}.period", "'2015'"), (f"{name}.value", "1_0.50"), (f"{name}.page", "0x4")]
        values = ('{ period = "2015", value = 1_0.50, page = 4 }', '{value=2,period="2020",unit.name="x"}')
        return [(name, self.random.choice(values))]

    def _strings(self) -> str:
        values = [
            self.random.choice(('"{}"', "'{}'", '"{}, and more"', '"{}、"')).format(self.marker())
            for _n in range(self.random.randint(0, 4))
        ]
        return self._array(values)

    def _array(self, values: list[str]) -> str:
        """An array with comments of its entries and of its own."""
        style = self.random.choice(("line", "line", "rows", "rows", "commas", "odd"))
        if style == "line" or (style == "commas" and not values):
            closing = self.random.choice((", ]", " ]", "]")) if values else "]"
            return "[" + self.random.choice(("", " ")) + ", ".join(values) + closing
        if style == "commas":
            rows = [f"{value} {self.comment(_marker_in(value), 'beside')}" for value in values]
            return "[ " + "\n    , ".join(rows) + "\n    ]"
        text = "[" + (f" {self.comment('m0m', 'beside')}" if self.chance(0.3) else "")
        for index, value in enumerate(values):
            marker = _marker_in(value)
            apart = self.chance(0.2)
            text += f"\n    {self.comment('m0m', 'beside')}\n" if apart else ""
            same_line = not apart and style == "odd" and self.chance(0.4) and "#" not in text.rpartition("\n")[2]
            above = (
                ""
                if same_line
                else "".join(f"\n    {self.comment(marker, 'above')}" for _n in range(self.random.choice((0, 0, 1, 2))))
            )
            text += above + (" " if same_line else "\n    ") + value
            text += "," if index < len(values) - 1 or self.chance(0.6) else ""
            text += f"  {self.comment(marker, 'beside')}" if self.chance(0.3) else ""
        if self.chance(0.3):
            text += f"\n\n    {self.comment('m0m', 'beside')}"
        return text + "\n]"

    def _entries(self, name: str) -> list[dict[str, str]]:
        found = []
        years = self.random.sample(range(2001, 2021), self.random.randint(0, 4))
        for year in sorted(years):
            marker = self.marker()
            if name == "observations":
                found.append({"period": f'"{year}"', "value": "1_0.50", "note": f'"{marker}"'})
            elif name == "steps":
                found.append({"text": f'"{marker} step"', "done": "true" if self.chance(0.5) else "false", "page": "0x4"})
            else:
                found.append({"date": f"{year}-01-02", "text": f'"{marker} said"'})
        return found

    def _list_of_tables(self, id_: str, name: str) -> str:
        rows = ["{ " + ", ".join(f"{key} = {value}" for key, value in entry.items()) + " }" for entry in self._entries(name)]
        return self._line(id_, name, self._array(rows))

    def _sections(self, kind: str, names: list[str], points: list[str]) -> list[str]:
        """Lists, and a table of its own, written as sections."""
        found = []
        for name in names:
            text = ""
            for entry in self._entries(name):
                marker = _marker_in(str(entry))
                text += "".join(f"{self.comment(marker, 'above')}\n" for _n in range(self.random.choice((0, 1, 2))))
                text += self.random.choice((f"[[{kind}.{name}]]\n", f"  [[ {kind} . '{name}' ]]\n"))
                keys = sorted(entry, key=lambda key, entry=entry, marker=marker: marker not in entry[key])
                text += "".join(f"{key} = {entry[key]}{self._beside(marker)}\n" for key in keys)
                text += self.random.choice(("", "\n"))
            found.append(text)
        if self.chance(0.3):
            found.append(f"[{kind}.extra]\nkept = 1.50 # {self.marker()}\n")
        if kind == "indicator" and points and self.chance(0.5):
            found.append(
                f"# the aim\n[ indicator.{points[0]} ]\nperiod = '2020' # {self.marker()}\npage = 0x4\nvalue = 1_0.50\n"
            )
        return [text for text in found if text]

    def _beside(self, marker: str) -> str:
        return f" {self.comment(marker, 'beside')}" if self.chance(0.2) else ""

    def _inline_records(self, kind: str) -> str:
        rows = []
        for _number in range(self.random.randint(1, 3)):
            id_, own = self._id(kind), self.marker()
            rows.append(f'{{ title = "{own} of 2016", id = "{id_}", odd.deep = 1.50 }}')
            self.chunks[id_] = [rows[-1]]
        return f"{kind} = {self._array(rows)}\n"


def _marker_in(text: str) -> str:
    start = text.index(
        "m", next(index for index, char in enumerate(text) if char == "m" and text[index + 1 : index + 2].isdigit())
    )
    return text[start : text.index("m", start + 1) + 1]
