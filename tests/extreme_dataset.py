"""A dataset with everything at the edge of what there is, valid and not, in the files of one folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

FIGURES = (("9" * 400, "-" + "9" * 400), ("1.7e308", "-1.7e308"), ("9" * 305, "1"), ("5e-324", "1"), ("inf", "nan"))


def write_extremes(folder: Path, *, depth: int, characters: int, day: str = "2016-12-31") -> Path:
    """Write the dataset; return its folder.

    Args:
        folder: A folder that does not exist.
        depth: How deep trees and threads are, and how many records rings and copies have.
        characters: How long the longest texts are; lists have a hundredth as many entries.
        day: The day that the dataset is judged on.
    """
    folder.mkdir()
    text = f'[dataset]\nformat = 1\ntitle = "x"\nas_of = {day}\n\n[dataset.lights]\nsoon_days = {"9" * 300}\n\n'
    (folder / "ledger.toml").write_text(text + "\n".join([*_tree(depth), *_tasks(depth, characters), *_figures()]), "utf-8")
    many = "".join(f'[[task]]\nid = "M{number}"\ntitle = "m"\n\n' for number in range(depth))
    (folder / "many.toml").write_text(many, "utf-8")
    (folder / "many copy.toml").write_text(many, "utf-8")
    (folder / "nothing.toml").write_bytes(b"")
    if sys.platform == "linux":
        (folder / os.fsdecode(b"\xb0\xec\xff.toml")).write_text('[[task]]\nid = "N1"\ntitle = "odd name"\n', "utf-8")
        (folder / "ring.toml").symlink_to("ring.toml")
    return folder


def _tree(depth: int) -> list[str]:
    chain = [f'parent = "R{number - 1}"\n' if number else "" for number in range(depth)]
    return [
        *(f'[[requirement]]\nid = "R{number}"\ntitle = "r"\n{parent}' for number, parent in enumerate(chain)),
        *(f'[[requirement]]\nid = "Q{number}"\ntitle = "q"\nparent = "Q{(number + 1) % 9}"\n' for number in range(9)),
    ]


def _tasks(depth: int, characters: int) -> list[str]:
    steps = "".join(
        f'    {{ text = "s", due = {"0001-01-01" if number % 2 else "9999-12-31"} }},\n' for number in range(characters // 100)
    )
    first = (
        f'[[task]]\nid = "T1"\ntitle = "计划"\nstatus = "doing"\nrequirements = ["R{depth - 1}", "Q1"]\nlead = "u"\n'
        f'start = 0001-01-01\ndue = 9999-12-31\nsteps = [\n{steps}]\nnote = """\n{"长文本 " * (characters // 4)}"""\n'
    )
    return [
        first,
        f'[[task]]\nid = "T2"\ntitle = "{"x" * characters}"\ndue = 0001-01-01\nprogress = {"9" * 400}\nodd = {"7" * 5000}\n',
        *(f'[[task]]\nid = "D{number}"\ntitle = "d"\ndepends = ["D{(number - 1) % depth}"]\n' for number in range(depth)),
        *(
            f'[[comment]]\nid = "C{number}"\non = "T1"\nby = "li"\ntext = "said"\nreply_to = "C{(number - 1) % depth}"\n'
            for number in range(depth)
        ),
    ]


def _figures() -> list[str]:
    return [
        f'[[indicator]]\nid = "I{number}"\nname = "指标"\nunit = "亿元"\n'
        f'baseline = {{ period = "2015", value = {base} }}\ntarget = {{ period = "2020", value = {value} }}\nobservations = [\n'
        f'    {{ period = "2015", value = {value} }},\n    {{ period = "2016", value = {base}, growth = {value} }},\n'
        f'    {{ period = "0001", value = 1 }},\n    {{ period = "9999-W52", value = 1 }},\n]\n'
        for number, (value, base) in enumerate(FIGURES, 1)
    ]
