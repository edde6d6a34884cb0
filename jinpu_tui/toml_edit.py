"""Public name of the one function that other programs may call: `set_value` replaces one value of a TOML text."""

from jinpu_tui.storage.splice import set_value

__all__ = ["set_value"]
