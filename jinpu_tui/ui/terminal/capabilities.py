"""What a terminal can show, from what the environment says of it."""

from __future__ import annotations

from collections.abc import Mapping

SIGNS = str.maketrans(
    dict(zip("■▲◆●✓☑–☐▾▸•…·→↑↓○◎", "#^=*xx_[v)&.:>/\\o@", strict=True))
    | dict(zip("─│╭╮╰╯┬┤└▔▎━╸−", "-|++++||L-|~~-", strict=True))
    | dict(zip("▉▊▋▌▍░▒▓✕", "#^=*x,;%]", strict=True))
    | {block: str(height) for height, block in enumerate("▁▂▃▄▅▆▇█", 1)}
    | {chr(code): "`" for code in range(0x2801, 0x2900)}
    | {"⠀": " "},
)
"""Our signs, the lines and corners of boxes, bars, the heights of small charts and the dots of large ones, in ASCII.

Each ASCII sign has one meaning: `x` is done, of a task as of a step. The second row is what lines are drawn with, the third
what bars of lights and heat maps are made of.
"""


def shows_plain_only(environ: Mapping[str, str]) -> bool:
    """Whether to do without colour and without any sign of our own that is not ASCII.

    So it is on terminals of eight colours or none, and where the locale knows no Unicode.
    """
    charset = _charset(environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8")
    return not charset.startswith("UTF") or (not environ.get("COLORTERM") and _colours(environ.get("TERM", "")) <= 8)


def _charset(locale: str) -> str:
    name, _dot, charset = locale.partition(".")
    return (charset or ("ASCII" if name in ("C", "POSIX") else name)).upper()


def _colours(term: str) -> int:
    """How many colours the system's own table of terminals gives it; a terminal that is not in it is a new one."""
    try:
        import curses

        curses.setupterm(term, 1)
    except (ImportError, OSError):
        return 256
    except curses.error:
        return 0 if term in ("", "dumb", "unknown") else 256
    return curses.tigetnum("colors")
