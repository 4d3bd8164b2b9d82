"""Bytes of a text file to characters, whatever wrote them."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What English letters hold beyond ASCII; everything else in a one-byte guess counts against it.
_LIKELY = frozenset("‘’“”–—…•£€éèêëáàâäíîïóôöúûüñçÉ°½¼¾®©™·§\u00a0")


_LOST = re.compile("(?<=[A-Za-z])[?\ufffd](?=[a-z])")  # inside a word: an apostrophe that an encoding had no place for
_TWICE = re.compile("[^\x00-\x7f]+")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; undecodable bytes become U+FFFD only where nothing fits.

    What an earlier program spoiled is mended where it is plain: text encoded twice, apostrophes made question marks.
    """
    text, encoding = _decoded(data)
    if "â€" in text:
        text = _TWICE.sub(lambda run: _once(run[0]), text)
    if "’" not in text and "'" not in text and len(_LOST.findall(text)) > 2:
        text = _LOST.sub("’", text)
    return text, encoding


def _once(run: str) -> str:
    """A stretch of UTF-8 that was read as Windows-1252, read as what it is."""
    try:
        return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in run).decode("utf-8")
    except UnicodeError:
        return run


def _decoded(data: bytes) -> tuple[str, str]:
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
