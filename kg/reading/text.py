"""Plain text and Markdown, which in the wild come mixed: text converted from PDFs has '##', '**' and '■' side by side.

Lines may be wrapped or one a paragraph; form feeds part pages; a paragraph that blank lines cut in the middle of a
sentence is put together. Marks of emphasis are no part of the text.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise

from kg.model import Document
from kg.reading import assemble, shape
from kg.reading.assemble import HARD_HYPHEN, Draft, TextLine
from kg.reading.decode import decode
from kg.reading.piece import ends_sentence, is_glyph, marker_length
from kg.reading.sniff import media_type
from kg.reading.source import COLUMNS, SourceLine, source_lines

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"(=|-){3,}$")
_BULLET = re.compile(r"(\s*)([*+\-])\s+(?=\S)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)\1[:.]?$")
_RULE = re.compile(r"(?:[-*_]\s*){3,}$")
_TABLE_RULE = re.compile(r"\|?[\s:|-]*-{3}[\s:|-]*$")
_NOTE = re.compile(r"\[\^(\w+)\]:\s*")
_INLINE = (
    (re.compile(r"<!--.*?-->|!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[\^(\w+)\]"), r"\1"),
    (re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"\*\*"), ""),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])"), r"\1"),
)
_TITLED = re.compile(r"(?:the )?(?:experiences? and progress of|impact of leaders on)\b", re.I)
_HYPHEN = re.compile(r"[^\W\d_]-$")
_SUSPENDED = re.compile(r"(?:and|or|to)\b")  # 'long- and short-term'
_WRAP = 115  # no hard-wrapped line is longer
_TIGHT = 0.08  # share of lines under a blank one, below which blank lines part nothing
_ROOM = 0.12  # of the usual width: a line that leaves more, although the next word would fit, is its block's last one
_SHORT = 0.25


def read(data: bytes, name: str) -> Document:
    """A text file's bytes as a Document, in whatever encoding."""
    text, encoding = decode(data)
    lines, pages = source_lines(text)
    notes = [] if encoding in ("utf-8", "utf-16") else [f"read as {encoding}"]
    return assemble.document(name, media_type(data, name), data, _Blocks(lines).drafts, pages, notes)


def _part(lines: list[SourceLine], width: int, least: float) -> None:
    """Mark where blocks begin in a text without blank lines; `width` is 0 where a line is a paragraph.

    `least` is the share of the width that a sentence's end leaves where it is a block's, too; 0 where any line leaves
    less than the next word needs unless it is a block's last one.

    A letter's address and its signatures stay together, as they do where blank lines part them.
    """
    texts = [line.text.strip() for line in lines]
    first = next((i + 1 for i, text in enumerate(texts[:120]) if shape.DEAR.match(text)), 0)
    last = next((i for i in range(len(texts) - 1, 0, -1) if shape.CLOSE.match(texts[i])), len(texts))
    for place in range(1, len(texts)):
        if place < first or place > last or lines[place].apart or _UNDERLINE.match(texts[place]):
            continue
        below = texts[place + 1] if place + 1 < len(texts) else ""
        if not width or place in (first, last) or _begins(texts[place - 1], texts[place], below, width, least):
            lines[place].apart = True


def _begins(before: str, text: str, below: str, width: int, least: float) -> bool:
    """Whether a hard-wrapped line opens a block, seen from how much room the one before left."""
    if before.endswith(":") and _TITLED.match(before) and len(text) < 40:  # the title's grade
        return False
    marker = marker_length(text)
    ended = ends_sentence(before)
    room = _room(before, text, width)
    if not least and room > 0 and not text[0].islower():
        return True
    if marker and (is_glyph(text) or ended or room > _SHORT):
        return True
    if ended and _TITLED.match(text):
        return True
    if not text[0].islower() and (room > _SHORT or (ended and room > least)):
        return True
    if shape.section_title(before) or shape.section_title(text):
        return ended or room > _ROOM
    if not shape.like_heading(text) or (below[:1].islower() and not marker_length(below)):
        return False
    if marker_length(below):
        return ended or room > _ROOM
    return _room(text, below, width) > _SHORT and (ended or room > _ROOM)


def _exact(lines: list[SourceLine], width: int) -> bool:
    """Whether lines were wrapped at a count of characters: none that goes on had room for the next one's first word."""
    pairs = pairwise(line.text.strip() for line in lines)
    goes_on = ((line, below) for line, below in pairs if below[0].islower() and len(line) > width / 2)
    return all(_room(line, below, width) <= 0 for line, below in goes_on)


def _room(line: str, below: str, width: int) -> float:
    """What share of the width a line left unused beyond the next one's first word."""
    return (width - len(line) - 1 - len(below.split(" ", 1)[0])) / width


def plain(text: str) -> str:
    """A line's words without Markdown's marks."""
    if any(mark in text for mark in "*_`[\\<"):
        for pattern, into in _INLINE:
            text = pattern.sub(into, text)
    return assemble.clean(html.unescape(text) if "&" in text and ";" in text else text)


class _Blocks:
    """Grows blocks line by line."""

    def __init__(self, lines: list[SourceLine]) -> None:
        self.drafts: list[Draft] = []
        self._closed = False
        lengths = sorted(len(line.text.strip()) for line in lines)
        self._wrapped = not lengths or lengths[int(0.95 * (len(lengths) - 1))] <= _WRAP
        width = lengths[int(0.9 * (len(lengths) - 1))] if self._wrapped and lengths else 0
        full = sum(length > 0.8 * width for length in lengths)
        tight = sum(line.apart for line in lines) < _TIGHT * len(lines)
        if len(lines) > 12 and (tight or (width and full > 0.1 * len(lines))):
            longest = lengths[int(0.995 * (len(lengths) - 1))]
            exact = tight and bool(width) and _exact(lines, longest)
            _part(lines, longest if exact else width, 0.0 if exact else _ROOM)
        for index, line in enumerate(lines):
            below = lines[index + 1] if index + 1 < len(lines) else None
            self._add(line, below)
        for draft in self.drafts:
            wrapped = draft.kind == "paragraph" and not draft.marker and 1 < len(draft.lines) < 4
            if wrapped and shape.section_title(" ".join(line.text for line in draft.lines)):
                draft.kind, draft.level = "heading", 2

    def _add(self, line: SourceLine, below: SourceLine | None) -> None:
        text = line.text.strip()
        if _RULE.match(text) or _TABLE_RULE.match(text) or _UNDERLINE.match(text):
            if _UNDERLINE.match(text) and not line.apart and self.drafts and len(self.drafts[-1].lines) == 1:
                self._retitle(text)
            return
        if shape.CLOSE.match(text):
            self._closed = True
        heading = self._heading(line, below)
        if heading:
            self.drafts.append(heading)
            return
        words = plain(COLUMNS.sub(" | ", text) if self._closed else text)
        if not words:
            return
        made = TextLine(words, line.page)
        if text.count("|") > 1 and text.startswith("|"):
            made.text = " | ".join(plain(cell) for cell in text.strip("|").split("|"))
            self.drafts.append(Draft("cell", [made]))
        elif note := _NOTE.match(text):
            made.text = f"{note[1]} {plain(text[note.end() :])}"
            self.drafts.append(Draft("footnote", [made]))
        elif bullet := _BULLET.match(line.text):
            made.text = plain(line.text[bullet.end() :])
            self.drafts.append(Draft("bullet", [made], 1 + len(bullet[1]) // 2, bullet[2]))
        elif self._goes_on(line, words):
            last = self.drafts[-1].lines[-1]
            if _HYPHEN.search(last.text) and not _SUSPENDED.match(words):
                last.text = last.text[:-1] + HARD_HYPHEN
            self.drafts[-1].lines.append(made)
        else:
            indent = len(line.text) - len(line.text.lstrip())
            self.drafts.append(shape.paragraph([made], 1 + indent // 4))

    def _retitle(self, underline: str) -> None:
        """The line above turns out to be a heading: Markdown underlines it."""
        before = self.drafts[-1]
        if before.kind == "paragraph" and not before.marker:
            before.kind, before.level = "heading", 1 if underline[0] == "=" else 2

    def _heading(self, line: SourceLine, below: SourceLine | None) -> Draft | None:
        text = line.text.strip()
        if marked := _HEADING.match(text):
            return Draft("heading", [TextLine(plain(marked[2]), line.page, bold=True)], len(marked[1]))
        if self._closed:
            return None
        level = 1 + max((d.level for d in self.drafts if d.kind == "heading" and d.lines[0].bold), default=1)
        if _BOLD_LINE.match(text) and (line.apart or below is None or below.apart):
            made = [TextLine(plain(text), line.page)]
            return Draft("heading", made, level) if shape.bold_heading(made) else None
        alone = line.apart and below is not None and below.apart
        if not alone or below is None or not shape.like_heading(plain(text)) or marker_length(text):
            return None
        before = self.drafts[-1] if self.drafts else None
        if before and before.kind == "paragraph" and shape.runs_on(before, text):
            return None
        prose = below.text.strip()
        leads = text.endswith("?") or len(prose) > 60 or prose.startswith("#")
        leads = leads or bool(marker_length(prose) or _BULLET.match(prose))
        if not leads and not shape.like_heading(prose):
            return None
        return Draft("heading", [TextLine(plain(text), line.page)], level)

    def _goes_on(self, line: SourceLine, words: str) -> bool:
        before = self.drafts[-1] if self.drafts else None
        if before is None:
            return False
        if line.apart:
            return shape.runs_on(before, words)
        if before.kind in ("heading", "cell"):
            return False
        marker = marker_length(words)
        if marker and (words[0] not in "o−–—-" or before.kind == "bullet" or ends_sentence(before.lines[-1].text)):
            return False
        return self._wrapped or len(before.lines[-1].text) < _WRAP
