"""How wide text is, and where it is broken: no label may run into another, on any machine.

Widths are the advances of DejaVu Sans (and of its bold face), which matplotlib brings along, so
that no font has to be there to lay a picture out. Letters beyond ASCII count as the letter below
their accents; what is still unknown counts as wide, so that text is never wider than is said here.
"""

from __future__ import annotations

import unicodedata

_UNITS_PER_EM = 2048
_FIRST = 0x20
# the advance of each character from the space to the tilde, in units of the em
_REGULAR = tuple(
    int(width)
    for width in """
    651 821 942 1716 1303 1946 1597 563 799 799 1024 1716 651 739 651 690 1303 1303 1303
    1303 1303 1303 1303 1303 1303 1303 690 690 1716 1716 1716 1087 2048 1401 1405 1430 1577
    1294 1178 1587 1540 604 604 1343 1141 1767 1532 1612 1235 1612 1423 1300 1251 1499 1401
    2025 1403 1251 1403 799 690 799 1716 1024 1024 1255 1300 1126 1300 1260 721 1300 1298
    569 569 1186 569 1995 1298 1253 1300 1300 842 1067 803 1298 1212 1675 1212 1212 1075
    1303 690 1303 1716
""".split()
)
_BOLD = tuple(
    int(width)
    for width in """
    713 934 1067 1716 1425 2052 1786 627 936 936 1071 1716 778 850 778 748 1425 1425 1425
    1425 1425 1425 1425 1425 1425 1425 819 819 1716 1716 1716 1188 2048 1585 1561 1503 1700
    1399 1399 1681 1714 762 762 1587 1305 2038 1714 1741 1501 1741 1577 1475 1397 1663 1585
    2259 1579 1483 1485 936 748 936 1716 1024 1024 1382 1466 1214 1466 1389 891 1466 1458
    702 702 1362 702 2134 1458 1407 1466 1466 1010 1219 979 1458 1335 1892 1321 1335 1192
    1458 748 1458 1716
""".split()
)
_WIDE = 2048
_EAST_ASIAN = 0x2E80
_VERY_WIDE = 2800  # of ideographs, emoji and whatever a font of its own draws


def printable(text: str) -> str:
    """Return a text in one line, without the characters that XML 1.0 forbids."""
    return "".join(c for c in " ".join(text.split()) if _is_printable(ord(c)))


def _is_printable(code: int) -> bool:
    return 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide a text of one line is, in the unit of `size`.

    Examples
    --------
    >>> text_width("i", 2048), text_width("i", 2048, is_bold=True)
    (569.0, 702.0)
    """
    table = _BOLD if is_bold else _REGULAR
    return sum(_advance(character, table) for character in text) * size / _UNITS_PER_EM


def is_measured(text: str) -> bool:
    """Return whether each character is one whose width is known and not only bounded."""
    return all(0 <= _position(character) < len(_REGULAR) for character in text)


def _advance(character: str, table: tuple[int, ...]) -> int:
    if unicodedata.combining(character):
        return 0
    position = _position(character)
    if 0 <= position < len(table):
        return table[position]
    return _WIDE if ord(character) < _EAST_ASIAN else _VERY_WIDE


def _position(character: str) -> int:
    """Return where a character, or the letter below its accents, stands in a table."""
    return ord(unicodedata.normalize("NFD", character)[0]) - _FIRST


def wrap(
    text: str, width: float, size: float, *, is_bold: bool = False, is_even: bool = True
) -> list[str]:
    """Return a text in lines of at most `width`; only a longer word is broken within itself.

    Lines are of about the same length if `is_even`, for a last line of one word is ugly.
    """
    words = [part for word in text.split() for part in _parts(word, width, size, is_bold)]
    lines = _filled(words, width, size, is_bold)
    if len(lines) < 2 or not is_even:
        return lines or [""]
    narrow, wide = 0.0, width
    for _ in range(12):  # the narrowest lines that are no more
        middle = (narrow + wide) / 2
        is_enough = len(_filled(words, middle, size, is_bold)) <= len(lines)
        narrow, wide = (narrow, middle) if is_enough else (middle, wide)
    return _filled(words, wide, size, is_bold)


def _filled(words: list[str], width: float, size: float, is_bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, is_bold=is_bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(word: str, width: float, size: float, is_bold: bool) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and text_width(parts[-1] + character, size, is_bold=is_bold) > width:
            parts.append("")
        parts[-1] += character
    return parts
