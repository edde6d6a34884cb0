"""Numbers as documents print them before a paragraph: 十二, xii, l, ⑫. Parsed from text, and made as Word makes them."""

from __future__ import annotations

import unicodedata

CHINESE_DIGITS = "〇零一二两三四五六七八九十百千"

_VALUES = {"〇": 0, "零": 0, "两": 2} | {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ROMAN_SIGNS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN_SIGNS, strict=True))
_MAX_ROMAN = 3999


def parse_number(text: str) -> int | None:
    """Return a number in Arabic (also full-width) or Chinese digits, or None.

    >>> parse_number("一百二十三"), parse_number("十二"), parse_number("１２"), parse_number("二〇")
    (123, 12, 12, 20)
    """
    if text.isdecimal():
        return int(text)
    if not text or any(sign not in CHINESE_DIGITS for sign in text):
        return None
    if not any(sign in _PLACES for sign in text):
        return int("".join(str(_VALUES[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = _VALUES[sign]
    return total + digit


def parse_roman(text: str) -> int | None:
    """Return a Roman number below 4000, or None.

    >>> parse_roman("xiv"), parse_roman("iiii")
    (14, None)
    """
    rest, total = text.lower(), 0
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            rest, total = rest[len(sign) :], total + value
    return total if not rest and total and roman(total) == text.lower() else None


def parse_circled(sign: str) -> int | None:
    """Return the number in a circle, or None.

    >>> parse_circled("⑫")
    12
    """
    value = unicodedata.numeric(sign, None)
    return int(value) if value else None


def parse_letter(text: str) -> int | None:
    """Return the place of a letter in the alphabet from 1, or None."""
    return ord(text.lower()) - ord("a") + 1 if len(text) == 1 and text.isascii() and text.isalpha() else None


def chinese(number: int) -> str:
    """Return a number below 10,000 in Chinese digits.

    >>> chinese(12), chinese(105), chinese(20)
    ('十二', '一百零五', '二十')
    """
    if not 0 < number < 10_000:
        return str(number)
    words, is_gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if is_gap and words else "") + "一二三四五六七八九"[digit - 1] + name
            is_gap = False
        else:
            is_gap = True
    return words.removeprefix("一") if words.startswith("一十") else words


def roman(number: int) -> str:
    """Return a number below 4000 in small Roman digits, others in Arabic ones."""
    if not 0 < number <= _MAX_ROMAN:
        return str(number)
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words


def letters(number: int) -> str:
    """Return a number as Word counts in letters: a to z, aa to zz."""
    count, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (count + 1) if 0 < number <= 26 * 20 else str(number)


def circled(number: int) -> str:
    """Return a number in a circle, as far as there are such signs."""
    if 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    return chr(ord("㉑") + number - 21) if 21 <= number <= 35 else str(number)


def formatted(number: int, form: str) -> str:
    """Return a number in a form of Word's (`w:numFmt`). Forms that are not known here are printed in Arabic digits.

    >>> formatted(3, "chineseCountingThousand"), formatted(3, "lowerLetter"), formatted(3, "upperRoman")
    ('三', 'c', 'III')
    """
    match form:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{number:02}"
        case "lowerLetter":
            return letters(number)
        case "upperLetter":
            return letters(number).upper()
        case "lowerRoman":
            return roman(number)
        case "upperRoman":
            return roman(number).upper()
    if form.startswith("decimalEnclosedCircle"):
        return circled(number)
    return chinese(number) if _is_chinese(form) else str(number)


def _is_chinese(form: str) -> bool:
    return form.startswith(("chinese", "taiwanese", "japaneseCounting", "ideographDigital", "ideographEnclosed"))
