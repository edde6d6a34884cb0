"""Lossless editing of TOML texts. Knows no record and does no I/O.

`set_value` is the public function: other programs may call it.
"""

from __future__ import annotations


def set_value(text: str, path: tuple[str | int, ...], value: object) -> str:
    """Return `text` with the existing value at `path` replaced, and not a character more changed.

    Args:
        text: A TOML document.
        path: Keys of tables and indexes of arrays that lead to the value.
        value: A plain value as `tomllib` gives it.

    Raises:
        KeyError: Nothing stands at `path`.
        SpliceError: `path` names a table that is spread over several lines and so has no value text of its own.
        TypeError: TOML cannot hold `value`.
    """
    from jinpu_tui.toml_edit.splice import set_value as splice  # readers of a dataset do not need the splicer

    return splice(text, path, value)
