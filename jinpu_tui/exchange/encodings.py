"""In which encoding a text is written: by its byte order mark, else UTF-8 if it fits, else GB 18030."""

from __future__ import annotations

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode_text(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return a text and the name of the encoding that it was read in.

    Args:
        data: The bytes of the file.
        encoding: Name of the encoding; by default it is recognized.

    Raises:
        ExchangeError: The encoding is unknown or does not fit.
    """
    candidates = [encoding] if encoding else [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for name in candidates:
        try:
            return data.decode(name).removeprefix("\ufeff"), name.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
        except (LookupError, ValueError):  # ValueError: a name that no encoding can have
            raise ExchangeError(_("There is no encoding {name}; try utf-8 or gb18030").format(name=name)) from None
    message = _("The text is not in the encoding {name}; give another one with --encoding")
    raise ExchangeError(message.format(name=" or ".join(candidates)))
