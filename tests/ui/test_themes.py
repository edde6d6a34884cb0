"""Themes: contrast, what the filter makes of styles, choosing one, and keeping it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import asdict
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from jinpu_tui.services import configuration
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.ui.themes import THEMES, ThemeFilter

AA, AAA = 4.5, 7.0


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_all_text_can_be_read(name: str) -> None:
    theme = THEMES[name]
    roles = {role: colour for role, colour in asdict(theme).items() if role not in ("ground", "selection")}
    least = AAA if name == "contrast" else AA
    assert {role: ratio for role, colour in roles.items() if (ratio := contrast(colour, theme.ground)) < least} == {}
    assert contrast(theme.text, theme.selection) >= AA
    assert len(set(roles.values())) == len(roles)


def test_the_filter_paints_each_cell_in_the_theme() -> None:
    theme = THEMES["dark"]

    def painted(style: Style | None) -> tuple[str, str]:
        (segment,) = ThemeFilter(theme).apply([Segment("x", style)], Color(0, 0, 0))
        assert segment.style is not None
        assert segment.style.color is not None
        assert segment.style.bgcolor is not None
        return segment.style.color.name, segment.style.bgcolor.name

    assert painted(None) == (theme.text, theme.ground)
    assert painted(Style(dim=True)) == (theme.dim, theme.ground)
    assert painted(Style(color="red", bold=True)) == (theme.red, theme.ground)
    assert painted(Style(color="bright_green")) == (theme.green, theme.ground)
    assert painted(Style(reverse=True, color="default")) == (theme.text, theme.selection)
    assert painted(Style(color=RichColor.from_rgb(1, 2, 3)))[0] == "#010203"


def grounds(app: JinpuApp) -> set[str]:
    """Return the grounds of all that is painted."""
    strips = app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
    return {style.bgcolor.name if style.bgcolor is not None else "" for style in styles}


async def test_a_theme_is_tried_kept_and_used_again(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own" / "config.toml"
    monkeypatch.setattr(configuration, "configuration_path", lambda: path)
    app = JinpuApp(Workspace(ledger))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        before = grounds(app)
        await pilot.press("ctrl+t", "down", "tab")
        await pilot.pause()
        assert THEMES["dark"].ground in grounds(app)
        await pilot.press("escape")
        await pilot.pause()
        assert grounds(app) == before
        assert not path.exists()
        await pilot.press("ctrl+t", "down", "down", "enter")
        await pilot.pause()
        assert grounds(app) <= {THEMES["light"].ground, THEMES["light"].selection}
    assert tomllib.loads(path.read_text("utf-8")) == {"screen": {"theme": "light"}}
    again = JinpuApp(Workspace(ledger), theme=configuration.load_configuration().configuration.screen.theme)
    async with again.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert grounds(again) <= {THEMES["light"].ground, THEMES["light"].selection}


@pytest.mark.parametrize("plain", [True, False])
async def test_without_colour_a_theme_changes_nothing(ledger: Path, monkeypatch: pytest.MonkeyPatch, *, plain: bool) -> None:
    if not plain:
        monkeypatch.setenv("NO_COLOR", "1")
    app = JinpuApp(Workspace(ledger), plain=plain, theme="dark")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert THEMES["dark"].ground not in grounds(app)


OWN = "# mine\n[user]\nname = 'Li'   # it is me\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[screen]\ntheme = "dark"\n'),
        (OWN, OWN + '\n[screen]\ntheme = "dark"\n'),
        (OWN + "[screen]\ntheme = 'light' # by day\n", OWN + '[screen]\ntheme = "dark" # by day\n'),
        (OWN.rstrip("\n"), OWN + '\n[screen]\ntheme = "dark"\n'),
        ('screen = { theme = "light" }\n' + OWN, 'screen = { theme = "dark" }\n' + OWN),
    ],
)
def test_the_setting_leaves_the_rest_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before, "utf-8")
    monkeypatch.setattr(configuration, "configuration_path", lambda: path)
    configuration.save_setting("screen", "theme", "dark")
    assert path.read_text("utf-8") == after


def test_a_file_with_a_fault_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[user\n", "utf-8")
    monkeypatch.setattr(configuration, "configuration_path", lambda: path)
    with pytest.raises(configuration.ConfigurationError, match="config check"):
        configuration.save_setting("screen", "theme", "dark")
    assert path.read_text("utf-8") == "[user\n"
