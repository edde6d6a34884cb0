"""Keys as people write them."""

from __future__ import annotations

_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
}


def key_name(key: str) -> str:
    """Return the name of a key as it is shown."""
    return _NAMES.get(key, key.replace("ctrl+", "Ctrl+"))
