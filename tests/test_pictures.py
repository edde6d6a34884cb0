"""The pictures of the README are of today's program, and show what they are there for."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

MAKE = Path(__file__).parent / "screenshots" / "make.py"
_specification = spec_from_file_location("screenshots_make", MAKE)
assert _specification is not None
assert _specification.loader is not None
make = module_from_spec(_specification)
_specification.loader.exec_module(make)


@pytest.mark.parametrize("name", make.PICTURES)
async def test_a_picture_is_up_to_date_and_shows_what_it_must(name: str) -> None:
    wanted = make.PICTURES[name]
    kept = MAKE.with_name(f"{name}.svg").read_text("utf-8")
    text = make.text_of(kept)
    assert [word for word in wanted.words if word not in text] == []
    assert await make.picture(wanted) == kept, "run: python tests/screenshots/make.py"


def test_every_picture_has_a_file_and_every_file_is_made() -> None:
    recorded = {"demo", "demo-zh"}  # by record.py
    assert {path.stem for path in MAKE.parent.glob("*.svg")} == set(make.PICTURES) | recorded
