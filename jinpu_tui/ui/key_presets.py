"""Sets of keys to choose from in the configuration: for each, the commands whose keys are not those of their own."""

from __future__ import annotations

from collections.abc import Mapping

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "vim": {},
    "plain": {
        # Movement by the keys that are made for it; letters only do what the bottom line says.
        "go.down": ("down",),
        "go.up": ("up",),
        "go.unfold": ("right",),
        "go.fold": ("left",),
        "page.shift-right": ("right",),
        "page.shift-left": ("left",),
        "go.first": ("home", "ctrl+home"),
        "go.last": ("end", "ctrl+end"),
        "go.page-down": ("pagedown",),
        "go.page-up": ("pageup",),
        "go.half-page-down": (),
        "go.half-page-up": (),
        "go.back": ("backspace", "alt+left"),
        # What these keys do in office programs.
        "record.add": ("insert", "ctrl+n", "a"),
        "record.remove": ("delete", "x"),
        "kept.drop": ("delete", "x"),
        "view.mark-all": ("ctrl+a", "M"),
        "view.find": ("ctrl+f", "f3", "f"),
        "edit.undo": ("ctrl+z", "u"),
        "edit.redo": ("ctrl+y",),
        "exchange.copy-table": ("ctrl+c",),  # a running command is cancelled by it nevertheless
        "exchange.import": ("ctrl+o", "i"),
        "report.write": ("ctrl+r",),
        "program.redraw": ("f5", "ctrl+l"),
        "program.help": ("f1", "?"),
        "program.quit": ("ctrl+q", "q"),
        "program.suspend": (),
    },
}
