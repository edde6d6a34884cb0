"""Keys as people write them, and as the program knows them: by the character that a key makes, else by its name in Textual."""

from __future__ import annotations

import unicodedata

from jinpu_tui.text.i18n import _

_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "tab": "Tab",
    "delete": "Del",
    "insert": "Ins",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
"""The keys that make no character, and how they are shown."""

_OTHER_NAMES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "page_up": "pageup",
    "prior": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "next": "pagedown",
    "spacebar": "space",
    "bs": "backspace",
    **{f"arrow_{name}": name for name in ("up", "down", "left", "right")},
    "slash": "/",
    "backslash": "\\",
    "at": "@",
    "minus": "-",
    "plus": "+",
    "underscore": "_",
}
"""What else these keys, and some characters, are called."""

_MODIFIERS = {"control": "ctrl", "strg": "ctrl", "option": "alt", "meta": "alt"}

_CTRL_SIGNS = {
    "space": "ctrl+@",
    "@": "ctrl+@",
    "\\": "ctrl+backslash",
    "]": "ctrl+right_square_bracket",
    "^": "ctrl+circumflex_accent",
    "_": "ctrl+underscore",
}
"""What terminals send for Ctrl with a key that is no letter."""

_CTRL_TWINS = {"i": "Tab", "m": "Enter", "[": "Esc", "h": "Backspace"}
"""Terminals send the same for Ctrl with one of these as for another key."""


class KeyNameError(ValueError):
    """A text names no key that a terminal sends."""


def key_name(key: str) -> str:
    """Return the name of a key as it is shown."""
    if len(key) == 1:
        return key
    *modifiers, last = key.split("+")
    shown = {sent: _NAMES.get(sign, sign) for sign, sent in _CTRL_SIGNS.items() if sign != "@"}
    if key in shown:
        return f"Ctrl+{shown[key]}"
    return "+".join([*(each.capitalize() for each in modifiers), _NAMES.get(last, last.upper() if modifiers else last)])


def parse_key(text: str) -> str:
    """Return the key that a text names, as `Ctrl+S`, `Del`, `F5`, `?` or a name of Textual.

    Raises:
        KeyNameError: There is no such key, or terminals do not send it; says what to write instead.
    """
    plain = unicodedata.normalize("NFKC", text)
    if len(plain) == 1 and plain.isprintable() and not plain.isspace():
        return plain
    *modifiers, last = _parts(plain)
    key = _plain_key(last)
    if key is None or not {"ctrl", "shift", "alt"}.issuperset(modifiers):
        name = text.strip() or _("an empty text")
        raise KeyNameError(_("{key} is no key; write it as Ctrl+S, Del, F5 or a single character").format(key=name))
    if not modifiers:
        return key
    refusal = _refusal(set(modifiers), key)
    if refusal:
        raise KeyNameError(refusal)
    if modifiers == ["ctrl"]:
        key = key.lower() if len(key) == 1 else key
        return _CTRL_SIGNS.get(key, f"ctrl+{key}")
    return "+".join([*(each for each in ("alt", "ctrl", "shift") if each in modifiers), key])


def _parts(text: str) -> list[str]:
    """Return the modifiers of a key, and the key."""
    words = text.strip().split("+")
    if len(words) > 2 and words[-2:] == ["", ""]:  # Ctrl++
        words[-2:] = ["+"]
    names = ["_".join(word.lower().split()) for word in words[:-1]]
    return [*(_MODIFIERS.get(name, name) for name in names), words[-1]]


def _plain_key(text: str) -> str | None:
    """Return the key without modifiers that a text names; None if there is none."""
    if len(text) == 1:
        return text if text.isprintable() and not text.isspace() else None
    name = "_".join(text.lower().split())
    name = _OTHER_NAMES.get(name, name)
    if name in _NAMES or len(name) == 1:
        return name
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return None
    return sign if sign.isprintable() and not sign.isspace() else None


def _refusal(modifiers: set[str], key: str) -> str:
    """Return why terminals do not send a key with modifiers; empty if they do."""
    is_character = len(key) == 1 or key == "space"
    name = key_name(key)
    if "alt" in modifiers and (is_character or key in ("enter", "escape", "backspace", "tab")):
        return _("Alt+{key} cannot be told from Esc and {key}; take another key").format(key=name)
    if modifiers == {"shift"} and len(key) == 1:
        return _("Shift+{key} is written as the character that it makes, as {capital}").format(key=name, capital=key.upper())
    if "shift" in modifiers and key.startswith("f") and len(key) > 1:
        return _("Terminals send F13 to F24 for Shift with F1 to F12; write those")
    if "ctrl" in modifiers and is_character:
        return _ctrl_refusal(modifiers, key)
    if key in ("space", "enter", "escape", "backspace") or ("ctrl" in modifiers and key == "tab"):
        return _("Terminals send {key} alone for it; take another key").format(key=name)
    return ""


def _ctrl_refusal(modifiers: set[str], key: str) -> str:
    """Return why terminals do not send Ctrl with a character."""
    name = key_name(key)
    if modifiers != {"ctrl"}:
        return _("Terminals do not send Shift with Ctrl+{key}; take another key").format(key=name.upper())
    if key.lower() in _CTRL_TWINS:
        twin = _CTRL_TWINS[key.lower()]
        return _("Terminals send {twin} for Ctrl+{key}; take another key").format(twin=twin, key=name.upper())
    if key.lower() == "j":
        return _("Terminals send Ctrl+J for line ends of what is pasted; take another key")
    if key not in _CTRL_SIGNS and not (key.isascii() and key.isalpha()):
        return _("Terminals do not send Ctrl+{key}; take Ctrl with a letter").format(key=name)
    return ""
