"""JSON of other programs: bounded, and refused on one line if it is damaged or hostile."""

from __future__ import annotations

from typing import Any

import msgspec

from jinpu_tui.exchange.encodings import decode_text
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

MAX_JSON_BYTES = 32 * 1024 * 1024
HEAD_BYTES = 1 << 16
"""A file is recognized by its beginning."""


def parse_json(data: bytes) -> Any:
    """Return the value that a JSON text is. Numbers beyond 64 bits are refused. Raises ExchangeError."""
    if len(data) > MAX_JSON_BYTES:
        raise ExchangeError(_("The file has more than {size} MB").format(size=MAX_JSON_BYTES >> 20))
    text = data if data[:1] in b"[{ \t\r\n" else decode_text(data)[0].encode()
    try:
        return msgspec.json.decode(text)
    except RecursionError:
        raise ExchangeError(_("The file is nested too deeply and is refused")) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ExchangeError(_("The file is not JSON that can be read: {reason}").format(reason=error)) from None
