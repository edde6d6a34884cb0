"""The dataset that ships: sound, complete, and honest about its source."""

from __future__ import annotations

from pathlib import Path

from jinpu_tui.services.workspace import Workspace

DATA = Path(__file__).parents[1] / "data"


def test_it_is_sound() -> None:
    assert Workspace(DATA).problems == ()


def test_five_demands_and_their_parts() -> None:
    dataset = Workspace(DATA).dataset
    assert dataset.children[""] == ("R1", "R2", "R3", "R4", "R5")
    assert all(dataset.children[demand] for demand in dataset.children[""])


def test_every_figure_of_the_article() -> None:
    found = {
        (indicator.id, observation.value, observation.growth, observation.status, observation.qualifier)
        for indicator in Workspace(DATA).dataset.indicators
        for observation in indicator.observations
        if observation.source == "S1"
    }
    assert found == {
        ("gdp", 225, 7, "forecast", None),
        ("revenue", 12.528, 16.8, "forecast", None),
        ("market-subjects", 20500, None, "actual", None),
        ("new-enterprises", 9080, None, "actual", None),
        ("tasks-specified", 145, None, "actual", None),
        ("cbec-registered", 700, None, "actual", "over"),
        ("cbec-operating", 400, None, "actual", "over"),
        ("cbec-investment", 5, None, "actual", None),
        ("working-list", 22, None, "actual", None),
        ("xyb-institutions", 438, None, "actual", None),
        ("xyb-capital", 13.9, None, "actual", None),
    }


def test_nothing_is_made_up() -> None:
    dataset = Workspace(DATA).dataset
    assert all(task.due is None and task.owner is None and task.progress is None for task in dataset.tasks)
    assert all(observation.source for indicator in dataset.indicators for observation in indicator.observations)
    assert all(len(record.quote.split()) <= 8 for record in (*dataset.requirements, *dataset.tasks) if record.quote)
