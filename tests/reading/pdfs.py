"""A tiny PDF writer for tests: text at given places in Helvetica, bold or slanted, with bullets from Symbol."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Words at (x, y), in points from the page's lower left corner. `slant` skews the letters as Word does; `up` writes
    from the bottom to the top.
    """

    x: float
    y: float
    words: str
    size: float = 12
    bold: bool = False
    slant: bool = False
    up: bool = False


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
# Drawn letters that say nothing of what they are.
UNNAMED = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<>>/Resources<<>>"
    b"/Encoding<</Type/Encoding/Differences[97/g1/g2/g3]>>/FirstChar 97/LastChar 99/Widths[600 600 600]>>"
)


def pdf(*pages: list[Text], encrypt: bool = False, page: bytes = b"", font: bytes = HELVETICA) -> bytes:
    """A PDF of A4 pages; `encrypt` names an encryption that no password opens, `page` is what else each page says."""
    objects: dict[int, bytes] = {
        3: font,
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    }
    kids = []
    for number, texts in enumerate(pages):
        content = b"".join(_show(text) for text in texts)
        key = 10 + 2 * number
        objects[key + 1] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
        objects[key] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents %d 0 R"
            b"/Resources<</Font<</F0 3 0 R/F1 4 0 R>>>>>>" % (page, key + 1)
        )
        kids.append(b"%d 0 R" % key)
    objects[1] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return _file(objects, encrypt)


def _show(text: Text) -> bytes:
    words = text.words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    skew = 0.333 if text.slant else 0
    font = b"F1" if text.bold else b"F0"
    matrix = b"0 1 -1 0" if text.up else b"1 0 %g 1" % skew
    return b"BT /%s %g Tf %s %g %g Tm (%s) Tj ET\n" % (font, text.size, matrix, text.x, text.y, words)


def _file(objects: dict[int, bytes], encrypt: bool) -> bytes:
    out = b"%PDF-1.4\n"
    places = {}
    for key in sorted(objects):
        places[key] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (key, objects[key])
    start = len(out)
    trailer = b"<</Root 1 0 R/Size %d" % (max(objects) + 1)
    if encrypt:
        trailer += b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
            b"0" * 64,
            b"0" * 64,
        )
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for key, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (key, place)
    return out + b"trailer" + trailer + b">>\nstartxref\n%d\n%%%%EOF" % start


def lines(words: list[str], top: float = 700, x: float = 72, pitch: float = 14.5) -> list[Text]:
    """Lines of a paragraph, one under the other."""
    return [Text(x, top - pitch * row, line) for row, line in enumerate(words)]
