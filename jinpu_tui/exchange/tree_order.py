"""Requirements in the order of their tree, each with its depth."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Requirement


def in_tree_order(requirements: Sequence[Requirement], dataset: Dataset) -> list[tuple[Requirement, int]]:
    """Return requirements, each below its parent, with the number of requirements above it in the dataset.

    Args:
        requirements: Some or all requirements of the dataset.
        dataset: The dataset.
    """
    wanted = {requirement.id: requirement for requirement in requirements}
    found = [(wanted.pop(id_), depth) for _parent, id_, depth in dataset.tree() if id_ in wanted]
    return found + [(requirement, 0) for requirement in wanted.values()]
