"""Dataset files as people write and edit them with a text editor, in layouts that no program of ours would choose.

Everything that somebody writes (a value, a comment, a title) holds a word that occurs nowhere else.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Block = list[str]
"""The lines of a record or table: comments, header, entries."""


class Words:
    """Words that nobody has used yet."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> str:
        self._count += 1
        return f"w{self._count}w"


def _task(dice: random.Random, word: Words, number: int) -> Block:
    lines = ["[[task]]", f'id = "T{number}"', f'title = "{word()}"  # {word()}', f'lead = "{word()}"']
    if dice.random() < 0.5:
        notes = [f'    {{ date = 2016-11-{day:02}, text = "{word()}" }}, # {word()}' for day in range(1, 1 + dice.randrange(4))]
        lines += ["log = [", *notes, "]"]
    if dice.random() < 0.4:
        steps = [f'    {{ text = "{word()}", done = false }},' for _step in range(dice.randrange(1, 4))]
        lines += ["steps = [", *steps, f"    # {word()}", "]"]
    if dice.random() < 0.3:
        lines += [f'support = ["{word()}", "{word()}"]']
    if dice.random() < 0.2:
        lines += ["", "[[task.extensions]]", "date = 2016-12-01", f'reason = "{word()}"']
    return lines


def _nameless(_dice: random.Random, word: Words, _number: int) -> Block:
    return ["[[task]]", f'title = "{word()}"', f'owner = "{word()}"']


def _indicator(_dice: random.Random, word: Words, number: int) -> Block:
    lines = ["[[indicator]]", f'id = "I{number}"', f'name = "{word()}"']
    for year in (2015, 2016):
        lines += ["", f"# {word()}", "[[indicator.observations]]", f'period = "{year}"', f'note = "{word()}"']
    return lines


def _foreign_record(_dice: random.Random, word: Words, _number: int) -> Block:
    return ["[[risk]]", f'what = "{word()}"', f'id = "{word()}"']


def _foreign_table(_dice: random.Random, word: Words, number: int) -> Block:
    return [f"[office{number}]", f'head = "{word()}"', f"[office{number}.rooms] # {word()}", f'a = "{word()}"']


def _requirement(_dice: random.Random, word: Words, number: int) -> Block:
    return ["[[requirement]]", f'id = "R{number}"', f'title = "{word()}"', 'text = """', f"[[task]] {word()}", word(), '"""']


_RECORDS = [_task] * 5 + [_nameless, _indicator, _foreign_record, _foreign_table, _requirement]


def record(dice: random.Random, word: Words, number: int) -> Block:
    """Return a record or table, with comments around it now and then."""
    above = [f"# about {word()}"] * (dice.random() < 0.4)
    after = [f"# --- {word()} ---", ""] * (dice.random() < 0.1)
    return [*above, *dice.choice(_RECORDS)(dice, word, number), "", *after]


def document(dice: random.Random, word: Words) -> list[Block]:
    """Return a file as blocks, the first of which may be a [dataset] table, root keys, or only comments."""
    heads: list[Block] = [
        ["[dataset]", "format = 1", f'title = "{word()}"', "", "[dataset.lights]", "soon_days = 5", ""],
        [f"# {word()}", ""],
        [f'office = "{word()}"', ""],
        [f'office = "{word()}" # {word()}', "", "[dataset]", f'title = "{word()}"', ""],
        [],
    ]
    blocks = [dice.choice(heads), *(record(dice, word, number) for number in range(dice.randrange(1, 7)))]
    if dice.random() < 0.15:  # an id given twice
        blocks.append(["[[task]]", 'id = "T1"', f'title = "{word()}"', ""])
    return blocks


def _indexes(block: Block, pattern: str) -> list[int]:
    return [index for index, line in enumerate(block) if re.search(pattern, line)]


def _change_value(dice: random.Random, word: Words, block: Block) -> None:
    if indexes := _indexes(block, r'^(?!id).*"w\d+w"'):
        index = dice.choice(indexes)
        block[index] = re.sub(r'"w\d+w"', f'"{word()}"', block[index], count=1)


def _change_comment(dice: random.Random, word: Words, block: Block) -> None:
    if indexes := _indexes(block, "#"):
        index = dice.choice(indexes)
        block[index] = re.sub(r"#.*", f"# {word()}", block[index])


def _add_comment_beside(dice: random.Random, word: Words, block: Block) -> None:
    if indexes := _indexes(block, r'^[^#]*"w\d+w"[^#]*$'):
        block[dice.choice(indexes)] += f" # {word()}"


def _add_comment_above(dice: random.Random, word: Words, block: Block) -> None:
    if indexes := _indexes(block, r'"w\d+w"'):
        block.insert(dice.choice(indexes), f"# {word()}")


def _add_field(_dice: random.Random, word: Words, block: Block) -> None:
    if indexes := _indexes(block, "^(id|title)"):
        name = word()
        block.insert(indexes[0] + 1, f'extra_{name} = "{name}"')


def _remove_field(_dice: random.Random, _word: Words, block: Block) -> None:
    block[:] = [line for line in block if not line.startswith(("lead", "owner"))]


def _add_entry(dice: random.Random, word: Words, block: Block) -> None:
    for opening, entry in (
        ("log = [", f'date = 2016-12-0{dice.randrange(1, 9)}, text = "{word()}"'),
        ("steps = [", f'text = "{word()}"'),
    ):
        if opening in block:
            start = block.index(opening)
            block.insert(dice.choice([start + 1, block.index("]", start)]), f"    {{ {entry} }},")


_EDITS: list[Callable[[random.Random, Words, Block], None]] = [
    *[_change_value] * 4,
    _change_comment,
    _add_comment_beside,
    _add_comment_above,
    _add_field,
    _remove_field,
    *[_add_entry] * 2,
]


def edited(dice: random.Random, word: Words, blocks: list[Block], count: int, fresh: int) -> list[Block]:
    """Return the blocks after some edits of the text; new records get ids from 100 times `fresh` on."""
    blocks = [list(block) for block in blocks]
    for number in range(count):
        at = dice.randrange(len(blocks))
        act = dice.randrange(14)
        if act < 11:
            dice.choice(_EDITS)(dice, word, blocks[at])
        elif act < 12:
            blocks.insert(dice.randrange(1, len(blocks) + 1), record(dice, word, 100 * fresh + number))
        elif act < 13 and at:
            del blocks[at]
        elif at:
            blocks.insert(dice.randrange(1, len(blocks)), blocks.pop(at))
    return blocks


def written(dice: random.Random, blocks: list[Block]) -> bytes:
    """Return the bytes of a file; now and then with CRLF, a byte order mark, or without the last line end."""
    text = "\n".join(line for block in blocks for line in block) + "\n"
    if dice.random() < 0.08:
        text = text.replace("\n", "\r\n")
    if dice.random() < 0.05:
        text = "\ufeff" + text
    return (text.rstrip("\r\n") if dice.random() < 0.1 else text).encode()
