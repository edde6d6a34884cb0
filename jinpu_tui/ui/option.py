"""An option of a list to pick from."""

from __future__ import annotations

from typing import NamedTuple


class Option(NamedTuple):
    """Something to pick.

    Args:
        label: The text of the option.
        value: What picking it gives.
        right: The text at the right of it.
        words: More words that it is found by.
        heading: The heading that it stands under, as long as nothing is typed. Options of one heading are neighbours.
        names: What else it is called: whoever types one of these words gets it before options that only hold the word.
    """

    label: str
    value: str
    right: str = ""
    words: str = ""
    heading: str = ""
    names: str = ""
