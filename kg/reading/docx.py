"""Word documents: styles give headings and lists, the body's own order the reading order.

Pages are where Word last broke them (it leaves marks in the file); footnotes follow the paragraph that refers to them;
page headers and footers, contents tables and deleted text are left out. A page break parts a paragraph's lines.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading import assemble, shape
from kg.reading.assemble import Draft, TextLine, clean
from kg.reading.sniff import DOCX

_HEADING = re.compile(r"(?:heading|überschrift|titre) ?(\d)", re.I)
_BULLETS = re.compile(r"list bullet(?: (\d))?|bullet", re.I)
_FOOTNOTES = "/footnotes"
_P, _TBL, _TR, _TC, _SDT = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:sdt")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), _FALLBACK, _BOX, qn("w:pPr"), qn("w:rPr")}

Element: TypeAlias = Any  # lxml ships no types


def read(data: bytes, name: str) -> Document:
    """A docx file's bytes as a Document; `UnreadableFile` where it is damaged."""
    try:
        word = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise UnreadableFile(f"{name}: the Word document is damaged") from None
    body = _Body(word)
    body.blocks(word.element.body)
    return assemble.document(name, DOCX, data, body.drafts, body.page)


class _Body:
    """Walks the body in order."""

    def __init__(self, word: WordDocument) -> None:
        self.drafts: list[Draft] = []
        self.page = 1
        self._styles = {style.style_id: style for style in word.styles}
        self._formats = _number_formats(word)
        self._footnotes = _footnotes(word)
        self._counts: Counter[tuple[str, int]] = Counter()
        self._noted = 0
        self._pending: list[str] = []
        self._bold: list[bool] = []
        self._closed = False
        self._level = 1

    def blocks(self, parent: Element) -> None:
        """The paragraphs and tables of a body, a text box or a content control."""
        for child in parent:
            if child.tag == _P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag == _SDT:
                gallery = child.find(f".//{qn('w:docPartGallery')}")
                if gallery is None or gallery.get(qn("w:val")) != "Table of Contents":
                    for content in child.findall(qn("w:sdtContent")):
                        self.blocks(content)

    def _paragraph(self, element: Element) -> None:
        for box in _boxes(element):
            self.blocks(box)
        style = self._style_names(element)
        self._bold = []
        lines = [line for line in self._lines(element) if line.text]
        if lines and not style[0].lower().startswith("toc"):
            self.drafts.append(self._draft(element, style, lines))
        self._add_notes()

    def _draft(self, element: Element, style: list[str], lines: list[TextLine]) -> Draft:
        if shape.CLOSE.match(lines[0].text):
            self._closed = True
        level = next((int(m[1]) for n in style if (m := _HEADING.match(n))), 1 if style[0].lower() == "title" else 0)
        number, depth = self._numbering(element, style)
        if level:
            self._level = level
            return Draft("heading", lines, level)
        marker = self._marker(number, depth) if number else ""
        listed = next((int(m[1] or 1) for n in style if (m := _BULLETS.match(n))), 0)
        if marker == "•" or (listed and not marker):
            return Draft("bullet", lines, max(depth + 1, listed), "•")
        if marker:
            return Draft("paragraph", lines, 0, marker)
        bold = (bool(self._bold) and all(self._bold)) or self._style_bold(style)
        if bold and not self._closed and shape.bold_heading(lines):
            return Draft("heading", lines, min(self._level + 1, 9))
        return shape.paragraph(lines)

    def _table(self, table: Element) -> None:
        for row in table.iterchildren(_TR):
            full = [cell for cell in row.iterchildren(_TC) if any(node.text for node in cell.iter(qn("w:t")))]
            if len(full) == 1:
                self.blocks(full[0])  # a table for layout's sake
                continue
            cells: list[list[TextLine]] = []
            for cell in full:
                lines = [line for p in cell.iter(_P) for line in self._lines(p) if line.text]
                if lines:
                    cells.append(lines)
            if cells:
                self.drafts.append(shape.row(cells))
        self._add_notes()

    def _add_notes(self) -> None:
        notes, self._pending = self._pending, []
        self.drafts += [Draft("footnote", [TextLine(note, self.page)]) for note in notes]

    def _lines(self, paragraph: Element) -> list[TextLine]:
        """A paragraph's text, parted at line and page breaks."""
        lines = [TextLine("", self.page)]
        for node in _inline(paragraph):
            tag = node.tag.rpartition("}")[2]
            if tag == "t":
                lines[-1].text += node.text or ""
                if (node.text or "").strip():
                    self._bold.append(_run_bold(node.getparent()))
            elif tag == "noBreakHyphen":
                lines[-1].text += "-"
            elif tag in ("tab", "ptab"):
                lines[-1].text += " "
            elif tag == "footnoteReference":
                lines[-1].text += self._refer(node.get(qn("w:id")) or "")
            elif tag == "lastRenderedPageBreak" or (tag == "br" and node.get(qn("w:type")) == "page"):
                self.page += 1
                lines.append(TextLine("", self.page))
            elif tag in ("br", "cr"):
                lines.append(TextLine("", self.page))
        for line in lines:
            line.text = clean(line.text)
        return lines

    def _refer(self, note: str) -> str:
        if note not in self._footnotes:
            return ""
        self._noted += 1
        self._pending.append(f"{self._noted} {self._footnotes[note]}")
        return str(self._noted)

    def _style_names(self, element: Element) -> list[str]:
        """The names of the paragraph's style and of those that it is based on."""
        found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self._styles.get(found.get(qn("w:val")) if found is not None else None)
        names: list[str] = []
        while style is not None and len(names) < 10:
            names.append(style.name or "")
            style = getattr(style, "base_style", None)
        return names or ["Normal"]

    def _style_bold(self, names: list[str]) -> bool:
        style = next((s for s in self._styles.values() if s.name == names[0]), None)
        return bool(style is not None and getattr(style, "font", None) is not None and style.font.bold)

    def _numbering(self, element: Element, names: list[str]) -> tuple[str, int]:
        """The paragraph's list and its depth in it, from itself or its styles; ('', 0) where it is in none."""
        sources = [element.find(qn("w:pPr"))]
        for name in names:
            style = next((s for s in self._styles.values() if s.name == name), None)
            sources.append(style.element.find(qn("w:pPr")) if style is not None else None)
        for source in sources:
            numbering = source.find(qn("w:numPr")) if source is not None else None
            if numbering is not None:
                number, depth = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
                value = number.get(qn("w:val")) if number is not None else "0"
                return ("" if value == "0" else value), int(depth.get(qn("w:val"))) if depth is not None else 0
        return "", 0

    def _marker(self, number: str, depth: int) -> str:
        kind = self._formats.get((number, depth), "bullet")
        if kind in ("bullet", "none"):
            return "•" if kind == "bullet" else ""
        self._counts[number, depth] += 1
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]
        count = self._counts[number, depth]
        return f"{chr(96 + count)}." if "etter" in kind and count <= 26 else f"{count}."


def _inline(element: Element) -> Iterator[Element]:
    """A paragraph's text-bearing nodes in order, without what was deleted and what boxes hold."""
    for child in element:
        if child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield child
            yield from _inline(child)


def _boxes(element: Element) -> list[Element]:
    return [box for box in element.iter(_BOX) if not any(up.tag == _FALLBACK for up in box.iterancestors())]


def _run_bold(run: Element | None) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}") if run is not None else None
    return bold is not None and bold.get(qn("w:val")) not in ("0", "false", "off")


def _number_formats(word: WordDocument) -> dict[tuple[str, int], str]:
    """(list, depth) -> 'bullet', 'decimal', 'lowerLetter' ..."""
    part = next((rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = parse_xml(part.blob)
    abstract = {
        found.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl")) or 0): fmt.get(qn("w:val")) or "bullet"
            for level in found.findall(qn("w:lvl"))
            if (fmt := level.find(qn("w:numFmt"))) is not None
        }
        for found in root.findall(qn("w:abstractNum"))
    }
    formats: dict[tuple[str, int], str] = {}
    for number in root.findall(qn("w:num")):
        base = number.find(qn("w:abstractNumId"))
        for depth, kind in abstract.get(base.get(qn("w:val")) if base is not None else None, {}).items():
            formats[number.get(qn("w:numId")) or "", depth] = kind
    return formats


def _footnotes(word: WordDocument) -> dict[str, str]:
    part = next((rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith(_FOOTNOTES)), None)
    if part is None:
        return {}
    notes: dict[str, str] = {}
    for note in parse_xml(part.blob).findall(qn("w:footnote")):
        text = clean(" ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in note.iter(_P)))
        if text and note.get(qn("w:type")) in (None, "normal"):
            notes[note.get(qn("w:id")) or ""] = text
    return notes
