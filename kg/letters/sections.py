"""The letter's own structure: headings with their levels, and passages with the headings above them."""

from __future__ import annotations

import re

from kg.letters import sentences
from kg.letters.lines import Reading
from kg.model import Block, Heading, Passage, Span

_CONTENTS = re.compile(r"^(?:table of )?contents$", re.I)
_NO_HEADING = re.compile(
    r"^(?:Dear\b|Yours\b|and$|Inspection dates?\b|Lead inspector|Report published|Reporting inspector|Age group"
    r"|Published\b|Judgement\b.*Grade$|Grade$"
    r"|(?:[a-z]+\s+){0,3}(?:inspectors?|analysts?|managers?)\s*:|(?:improvement|to\s+be\s+good|good|outstanding"
    r"|inadequate|not\s+judged|requires?\s+improvement(?:\s+to\s+be\s+good)?)$|\d{1,2}\s+\w+\s+\d{4}$|https?:"
    r"|[^.]{3,50},\s+(?:Ofsted|CQC|(?:\w+\s+){0,2}director\s+of|chief\s+(?:executive|nurse))\b"
    r"|Care\s+Quality\s+Commission|Ofsted\s+Care\s+Quality|Local\s+authorit(?:y$|ies\b)|(?:[\w&,]+\s+){0,9}Integrated\s+care\s+board"
    r"|[\w ]{3,30}\s+Council$|NHS\s|www\.|Piccadilly|Aviation House|Ofsted$|Store St|Manchester$"
    r"|Key\s+judge?ment\b.{0,20}$|[\W\d]*$)",
    re.I,
)


def letter_title(reading: Reading) -> set[int]:
    """Indices of blocks that are a letter's letterhead and title: all to the greeting, and headings right behind it."""
    if reading.greeting is None:
        return _to_first_text(reading, 0)
    greeting = reading.lines[reading.greeting].span.start
    if reading.closing is not None:
        closing = reading.lines[reading.closing].span.start
        signed = {i for i, (block, _) in enumerate(reading.blocks) if block.span.start >= closing}
    else:
        signed = set()
    first = next((i for i, (block, _) in enumerate(reading.blocks) if block.span.end > greeting), 0)
    return signed | set(range(first + 1)) | _to_first_text(reading, first + 1)


def _to_first_text(reading: Reading, start: int) -> set[int]:
    """Indices from `start` up to the first running text."""
    made: set[int] = set()
    for i, (block, words) in enumerate(reading.blocks[start:], start):
        if block.kind != "heading" and (len(words) > 90 or words.endswith(".")):
            break
        if made and block.kind == "heading" and is_section(words):
            break
        made.add(i)
    return made if len(made) < 25 else set()


_SECTION = re.compile(
    r"^(?:headline|main|key|overview|context|background|findings|what\s+needs|areas?\s+(?:of|for)|strengths"
    r"|summary|evaluation|executive|next\s+steps|introduction)\b",
    re.I,
)


def is_section(words: str) -> bool:
    """Whether a heading names a section of a letter rather than its title."""
    return bool(_SECTION.match(words))


_REPORT_TITLE_END = re.compile(
    r"overall\s+effectiveness|leadership,?\s+management\s+and\s+governance|report\s+published"
    r"|inspection\s+dates?\b|lead\s+inspector",
    re.I,
)


_BODY = re.compile(
    r"^(?:executive\s+summary|contents|the\s+local\s+authority|summary\s+of|what\s+needs|recommendations"
    r"|inspection\s+outcome|information\s+about)",
    re.I,
)


def report_title(reading: Reading, *, board: bool = False) -> set[int]:
    """Indices of blocks on a report's front page down to its dates, grades and what stands with them.

    The first page of a report with a board's review (`board`) is a front page as a whole.
    """
    blocks = reading.blocks
    page = reading.document.page_of
    last = -1
    if board and len(reading.document.page_starts) > 1:
        second = reading.document.page_starts[1]
        front = [i for i, (block, _) in enumerate(blocks) if block.span.start < second]
        if len(front) < 40:
            body = (i for i in front if blocks[i][0].kind == "heading" and _BODY.match(blocks[i][1]))
            return set(range(next(body, len(front))))
    for i, (block, words) in enumerate(blocks[:45]):
        if last >= 0 and (page(block.span.start) > 1 or (block.kind == "heading" and _BODY.match(words))):
            break
        if len(words) < 200 and _REPORT_TITLE_END.search(words):
            last = i
    return set(range(last + 1))


def passages(reading: Reading) -> tuple[Passage, ...]:
    """Every block in reading order with its number, page, heading path and sentences."""
    document = reading.document
    made: list[Passage] = []
    path: list[tuple[int, str]] = []
    above: tuple[str, ...] = ()
    for number, (block, words) in enumerate(reading.blocks, 1):
        span = block.span
        page = document.page_of(span.start)
        title = _heading_words(block, words, page)
        if title:
            level = max(block.level, 1) if block.kind == "heading" else 2
            while path and path[-1][0] >= level:
                path.pop()
            above = tuple(text for _, text in path)
            path.append((level, title))
        made.append(
            Passage(number, span, page, above, block.kind, sentences.split(document.text, span.start, span.end))
        )
        if title:
            above = (*above, title)
    return tuple(made)


def in_contents(reading: Reading) -> set[int]:
    """Indices of blocks that belong to a table of contents: rows with page numbers, and broken rows among them."""
    blocks = reading.blocks
    inside: set[int] = set()
    for i, (_, words) in enumerate(blocks):
        if not _CONTENTS.match(words):
            continue
        last = i
        for j in range(i + 1, min(len(blocks), i + 60)):
            if re.search(r"(?:\||\.{3,}|…|\s)\s*\d{1,3}$", blocks[j][1]) and len(blocks[j][1]) < 160:
                last = j
            elif j - last > 3 or len(blocks[j][1]) > 160:
                break
        inside.update(range(i, last + 1))
    return inside


def headings(reading: Reading, skip: set[int] | None = None) -> tuple[Heading, ...]:
    """The headings of the letter's sections, in order; `skip` are indices in `reading.blocks` that are none."""
    skip = skip or set()
    made: list[Heading] = []
    for i, (block, words) in enumerate(reading.blocks):
        if block.kind not in ("heading", "cell"):
            continue
        title = _heading_words(block, words, reading.document.page_of(block.span.start))
        if title and block.kind == "cell" and any(heading.text == title for heading in made):
            continue  # the same row again, over the section's summary
        if title and i not in skip and not _NO_HEADING.match(title) and not _SENTENCE.match(title):
            start = block.span.start + len(title) if block.kind == "cell" else block.span.end
            made.append(Heading(_NOTE_MARK.sub("", title), max(block.level, 1), Span(block.span.start, start)))
    return tuple(made)


_NOTE_MARK = re.compile(r"^\d{1,2}(?=[A-Z][a-z])|(?<=[a-z?])\d{1,2}$")  # footnote marks glued to a heading
_SENTENCE = re.compile(
    r"(?!(?:the\s+)?(?:experiences?|graded|impact|leadership|effectiveness|local\s+safeguarding"
    r"|children[’'`]s\s+services)\b).{60,}\.$",
    re.I | re.S,
)
_GRADED_ROW = re.compile(
    r"(?P<title>(?:The\s+)?(?:experiences?\s+and\s+progress|leadership,|impact\s+of\s+leaders"
    r"|local\s+safeguarding)[^|]{5,120}?)\s*\|\s*"
    r"(?:requires?\s+improvement(?:\s+to\s+be\s+good)?|good|outstanding|inadequate|not\s+judged)\s*$",
    re.I,
)


def _heading_words(block: Block, words: str, page: int) -> str | None:
    """A heading's words; SIF reports print some as a row with the grade in the second cell."""
    if block.kind == "heading":
        return words
    if block.kind == "cell" and (page > 1 or block.span.start > 6000):
        row = _GRADED_ROW.match(words)
        return row["title"] if row else None
    return None
