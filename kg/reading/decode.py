"""Bytes of a text file to characters, whatever wrote them."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What English letters hold beyond ASCII; everything else in a one-byte guess counts against it.
_LIKELY = frozenset("‘’“”–—…•£€éèêëáàâäíîïóôöúûüñçÉ°½¼¾®©™·§\u00a0")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; undecodable bytes become U+FFFD only where nothing fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    zeros = data[:4096].count(0)
    if zeros > 0.2 * len(data[:4096]):
        encoding = "utf-16-le" if data[1:4096:2].count(0) > data[0:4096:2].count(0) else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 20 < sum(character > "\x7f" for character in text):  # UTF-8 with a little damage
        return text, "utf-8, damaged"
    guesses = [_guess(data, encoding) for encoding in ("cp1252", "mac_roman", "latin-1")]
    return max(guesses, key=lambda guess: guess[0])[1:]


def _guess(data: bytes, encoding: str) -> tuple[int, str, str]:
    text = data.decode(encoding, "replace")
    score = sum(1 if character in _LIKELY else -2 for character in text if character > "\x7f")
    return score, text, encoding
