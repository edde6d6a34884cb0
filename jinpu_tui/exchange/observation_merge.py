"""Three-way merge of observations: a table has one figure for each period, the ledger growth, source and notes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jinpu_tui.exchange.comparison import is_equal
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.periods import time_order

_Key = tuple[str, bool]
_FIGURE = ("value", "qualifier")


class MergedObservations(NamedTuple):
    """What becomes of the observations of an indicator."""

    observations: list[Plain]
    clashes: list[Plain]
    """Figures of the file that the ledger has otherwise, where which of them changed is not known or both did."""


def merge_observations(
    in_file: Sequence[Plain], present: Sequence[Plain], base: Sequence[Plain] | None, *, is_file_preferred: bool
) -> MergedObservations:
    """Return the observations of the ledger with the figures that the file has changed.

    Args:
        in_file: The figures of the file.
        present: The observations of the ledger.
        base: The figures of the file when it was imported last or exported; None if there is none.
        is_file_preferred: Whether the file's figure counts if the ledger has another one.
    """
    wanted, known, before = _by_key(in_file), _by_key(present), _by_key(base or ())
    merged, clashes = [dict(each) for each in present], []
    for key in dict.fromkeys((*wanted, *before)):
        new, old, last = _figure(wanted.get(key)), _figure(known.get(key)), _figure(before.get(key))
        if is_equal(new, old) or (base is not None and is_equal(new, last)):
            continue
        if is_equal(old, last) or is_file_preferred:
            _put(merged, key, wanted.get(key))
        else:
            clashes.append({"period": key[0], **new})
    return MergedObservations(merged, clashes)


def _by_key(observations: Iterable[Plain]) -> dict[_Key, Plain]:
    return {_key(each): each for each in observations}


def _key(observation: Plain) -> _Key:
    return str(observation.get("period", "")), bool(observation.get("cumulative", False))


def _figure(observation: Plain | None) -> Plain:
    return {name: observation[name] for name in _FIGURE if observation and observation.get(name) is not None}


def _put(observations: list[Plain], key: _Key, new: Plain | None) -> None:
    """Give the last observation of a period the figure of another, None to take it away; add one if there is none."""
    at = next((place for place in range(len(observations) - 1, -1, -1) if _key(observations[place]) == key), None)
    if at is None:
        if new is not None:
            later = (place for place, each in enumerate(observations) if _order(each) > time_order(key[0]))
            observations.insert(next(later, len(observations)), dict(new))
        return
    kept: dict[str, Any] = {name: value for name, value in observations[at].items() if name not in _FIGURE}
    if new is not None:
        figure, was = _figure(new), observations[at]
        changed = {name: figure.get(name, value) for name, value in was.items() if name in figure or name not in _FIGURE}
        observations[at] = {**changed, **figure}
    elif set(kept) - {"period", "cumulative"}:
        observations[at] = kept
    else:
        del observations[at]


def _order(observation: Plain) -> Any:
    return time_order(str(observation.get("period", "")))
