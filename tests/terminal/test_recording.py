"""The recording of the README: what is kept shows what it is there for, and the script that makes it works on today's app."""

from __future__ import annotations

import json
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

import pyte

FOLDER = Path(__file__).parents[1] / "screenshots"
SVG = "{http://www.w3.org/2000/svg}"


def loaded(name: str) -> ModuleType:
    specification = spec_from_file_location(name, FOLDER / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


animated = loaded("animated_svg")
record = loaded("record")


def kept_events() -> list[list[Any]]:
    lines = (FOLDER / "demo.cast").read_text("utf-8").splitlines()
    assert json.loads(lines[0])["version"] == 2
    return [json.loads(line) for line in lines[1:]]


def test_the_cast_lasts_twenty_seconds_and_shows_what_it_must() -> None:
    events = kept_events()
    times = [time for time, _kind, _data in events]
    assert times == sorted(times)
    assert 17 <= times[-1] <= 23
    screen = pyte.Screen(record.COLUMNS, record.ROWS)
    screen.select_graphic_rendition = lambda *_codes, **_private: None  # type: ignore[method-assign]
    stream = pyte.Stream(screen)
    seen = set()
    for _time, kind, data in events:
        if kind == "o":
            stream.feed(data)
            seen.update(word for step in record.SCRIPT if (word := step.wanted) and word in "\n".join(screen.display))
    assert seen == {step.wanted for step in record.SCRIPT if step.wanted}
    assert [data for _time, kind, data in events if kind == "m"] == [*(step.caption for step in record.SCRIPT), ""]


def test_the_cast_tells_nothing_of_the_machine() -> None:
    text = (FOLDER / "demo.cast").read_text("utf-8")
    assert not re.search(r"/tmp|/home|/root|jinpu-demo-", text)  # noqa: S108


def test_the_picture_is_small_still_without_motion_and_runs_nothing() -> None:
    data = (FOLDER / "demo.svg").read_bytes()
    assert len(data) < 400_000
    text = data.decode()
    assert "prefers-reduced-motion" in text
    assert not re.search(r"<script|javascript:|https?://(?!www\.w3\.org/2000/svg)|@import|url\(", text)
    shown = " ".join(ElementTree.fromstring(data).itertext())  # noqa: S314  our own file
    assert all(word in shown for word in ("Example Harbour District (invented)", "+4w", "Tom Reed", "figures"))
    assert [step.caption for step in record.SCRIPT if step.caption not in shown] == []


def test_the_script_records_the_program_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "JINPU_PLAIN", "JINPU_DATASET"):
        monkeypatch.delenv(name, raising=False)
    with record.Recording(tmp_path) as recording:
        length = recording.play(record.SCRIPT[:3])
    assert length == pytest.approx(sum(step.hold + step.between * max(0, len(step.keys) - 1) for step in record.SCRIPT[:3]))
    first = "".join(span.text for row in recording.frames[0].rows for span in row)
    assert "Example Harbour District (invented)" in first
    assert any(span.look[3] for row in recording.frames[0].rows for span in row), "nothing is faint"
    assert recording.events[0] == (0.0, "m", "jinpu-tui --demo")


LOOK = ("default", "default", False, False, False, False)


def frame(time: float, *rows: str, caption: str = "keys") -> Any:
    return animated.Frame(time, [[animated.Span(0, text, len(text), LOOK)] for text in rows], caption)


def drawn(*frames: Any) -> ElementTree.Element:
    return ElementTree.fromstring(animated.animated_svg(frames, 4.0, (10, 2), animated.Palette()))  # noqa: S314  just made


def test_a_row_that_stays_is_one_element_that_always_shows() -> None:
    root = drawn(frame(0, "stays", "before"), frame(1, "stays", "after"))
    uses = root.findall(f"{SVG}use")
    assert [use.get("class") for use in uses] == [None, "i0", "i1"]
    style = "".join(root.find(f"{SVG}style").itertext())  # type: ignore[union-attr]
    assert "@keyframes i0{0%{visibility:visible}25%{visibility:hidden}}" in style
    assert "@keyframes i1{0%{visibility:hidden}25%{visibility:visible}100%{visibility:visible}}" in style
    assert ".i1{visibility:hidden}" in style


def test_of_two_frames_at_one_time_the_last_counts() -> None:
    assert "first" not in "".join(drawn(frame(0, "first", ""), frame(0, "last", ""), frame(2, "end", "")).itertext())


def test_a_single_frame_stands_still() -> None:
    assert "animation" not in animated.animated_svg([frame(0, "still", "")], 1.0, (10, 2), animated.Palette())


def test_wide_characters_have_two_cells_each() -> None:
    screen = pyte.Screen(12, 1)
    pyte.Stream(screen).feed("T1 泊位 ok")
    spans = [(span.x, span.text, span.cells) for span in record._spans(screen, 0)]
    assert spans[:3] == [(0, "T1 ", 3), (3, "泊位", 4), (7, " ok  ", 5)]
    row = animated.Frame(0, [record._spans(screen, 0)], "")
    assert f'textLength="{4 * animated.CELL_WIDTH:.1f}"' in animated.animated_svg([row], 1.0, (12, 1), animated.Palette())


def test_the_picture_in_chinese_shows_what_it_must() -> None:
    text = (FOLDER / "demo-zh.svg").read_text("utf-8")
    assert all(word in text for word in ("虚构", "主航道疏浚至", "发展改革局", "消防泵"))


def test_text_of_a_dataset_cannot_become_markup() -> None:
    assert "<script>&" in "".join(drawn(frame(0, "<script>&", "")).itertext())


def test_colours() -> None:
    palette = animated.Palette()
    assert palette.colours(LOOK) == (palette.text, palette.background)
    assert palette.colours((*LOOK[:4], True, False)) == (palette.background, palette.text)
    faint, ground = palette.colours((*LOOK[:3], True, False, False))
    assert palette.background < faint < palette.text
    assert ground == palette.background
    assert palette.colours(("ff0000", "red", *LOOK[2:])) == ("ff0000", palette.named["red"])
