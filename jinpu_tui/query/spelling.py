"""The value that a few letters mean, among those that records have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Kind
from jinpu_tui.query.predicates import texts_of


def spelled(known: Iterable[str], text: str, fold: Callable[[str], str], *, is_whole: bool) -> str | None:
    """Return the value that a text means as records spell it.

    Args:
        known: The values that records have.
        text: What was typed.
        fold: Returns what is equal for two spellings of one value.
        is_whole: Whether the text is a whole value, not a part of one.

    Returns:
        The very value, else the only one that holds the text, else the text itself; None if several hold it.
    """
    wanted = fold(text)
    same = sorted(value for value in known if fold(value) == wanted)
    if same:
        return text if text in same else same[0]
    holding = [] if is_whole else [value for value in known if wanted in fold(value)]
    if len(holding) > 1:
        return None
    return holding[0] if holding else text


def texts_in(dataset: Dataset, kind: Kind, name: str) -> Iterator[str]:
    """Yield the texts that a field holds in the records of a kind, as often as they are there."""
    return (text for record in dataset.of_kind(kind) for text in texts_of(getattr(record, name, None)))


def values_in(dataset: Dataset, kind: Kind, name: str) -> set[str]:
    """Return the texts that a field holds in the records of a kind, each once."""
    return set(texts_in(dataset, kind, name))
