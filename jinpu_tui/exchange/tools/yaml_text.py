"""YAML of other programs, all scalars as texts: no aliases, no tags, bounded depth and size. PyYAML is an extra."""

from __future__ import annotations

from typing import Any

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

MAX_YAML_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 100
MAX_VALUES = 1_000_000


def parse_yaml(data: bytes) -> Any:
    """Return the value of the first document of a YAML text.

    It is built from the parser's events, so that an alias is refused before anything is multiplied.

    Raises:
        ExchangeError: It is no YAML, uses aliases, is too deep or too large, or PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError:
        message = _("YAML needs the package pyyaml: pip install 'jinpu-tui[yaml]'. Or convert the file to JSON")
        raise ExchangeError(message) from None
    if len(data) > MAX_YAML_BYTES:
        raise ExchangeError(_("The file has more than {size} MB").format(size=MAX_YAML_BYTES >> 20))
    builder = _Builder()
    try:
        for event in yaml.parse(data, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            if isinstance(event, yaml.AliasEvent):
                raise ExchangeError(_("The file refers to its own parts by aliases and is refused"))
            if isinstance(event, yaml.DocumentEndEvent):
                break
            if isinstance(event, yaml.MappingStartEvent):
                builder.open({})
            elif isinstance(event, yaml.SequenceStartEvent):
                builder.open([])
            elif isinstance(event, yaml.CollectionEndEvent):
                builder.close()
            elif isinstance(event, yaml.ScalarEvent):
                builder.put(event.value)
    except RecursionError:
        raise ExchangeError(_("The file is nested too deeply and is refused")) from None
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ExchangeError(_("The file is not YAML that can be read: {reason}").format(reason=reason)) from None
    return builder.value


class _Builder:
    """Values inside values, without recursion."""

    def __init__(self) -> None:
        self.value: Any = None
        self._open: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str | None] = []
        self._values = 0

    def open(self, value: dict[str, Any] | list[Any]) -> None:
        """Begin a mapping or a sequence."""
        if len(self._open) >= MAX_DEPTH:
            raise ExchangeError(_("The file is nested too deeply and is refused"))
        self.put(value)
        self._open.append(value)
        self._keys.append(None)

    def close(self) -> None:
        """End the innermost mapping or sequence."""
        self._open.pop()
        self._keys.pop()

    def put(self, value: Any) -> None:
        """Take the next value: a key of a mapping, the value of the last key, or an item."""
        self._values += 1
        if self._values > MAX_VALUES:
            raise ExchangeError(_("The file has too many values and is refused"))
        if not self._open:
            self.value = value
        elif isinstance(container := self._open[-1], list):
            container.append(value)
        elif self._keys[-1] is None:
            self._keys[-1] = value if isinstance(value, str) else ""
        else:
            container[self._keys[-1]] = value
            self._keys[-1] = None
