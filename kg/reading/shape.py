"""What formats without a layout share: lists and headings seen from the words' own shape."""

from __future__ import annotations

import re

from kg.model import BlockKind
from kg.reading.assemble import Draft, TextLine
from kg.reading.piece import ends_sentence, is_glyph, is_marker, marker_length

CLOSE = re.compile(r"yours\s+(?:sincerely|faithfully|truly)", re.I)
DEAR = re.compile(r"(?:dear|to whom)\b", re.I)
_GRADED = r"(?:the\s+)?(?:experiences?\s+and\s+progress\s+of|impact\s+of\s+leaders\s+on)"
_GRADE = r"(?:good|outstanding|inadequate|requires?\s+improvement(?:\s+to\s+be\s+good)?)"
# With one of these before its grade it is a sentence and no title: '... are not yet good'.
_VERB = r"is|are|was|were|be|been|has|have|not|no|yet|longer|still|remains?|judged"
_SECTION = re.compile(
    r"(?:overview|context|background|introduction|(?:headline|main|key|inspection)\s+findings"
    r"|findings(?:\s+and\s+evaluation\s+of\s+progress)?"
    r"|summary(?:\s+of\s+(?:key\s+)?findings)?|executive\s+summary|recommendations|next\s+steps"
    r"|areas\s+covered\s+by\s+(?:the|this)\s+(?:monitoring\s+)?visit"
    r"|(?:key\s+)?strengths|areas?\s+(?:of|for)\s+(?:strength|improvement|development|priority\s+actions?)s?"
    r"|priority\s+actions?|areas\s+for\s+priority\s+action"
    r"|what\s+needs\s+to\s+improve(?:\s+in\s+this\s+area\s+of\s+social\s+work\s+practice)?\??"
    r"|evaluation\s+of\s+progress"
    r"|the\s+graded\s+judge?ments?\s+(?:for|about)\s.{10,110}"
    r"|(?:children[’'`]?s\s+services\s+in\s.{3,50}|the\s+LSCB)\s+(?:(?:are|is)\s+(?:good|outstanding|inadequate)"
    r"|requires?\s+improvement)"
    r"\s+because:?"
    r"|the\s+local\s+authority\s+has\s+the\s+following\s+strengths:?"
    r"|inspection\s+findings\s*[-–—]\s*the\s+local\s+safeguarding\s+children\s+board"
    r"|(?:the\s+)?experiences?\s+and\s+progress\s+of\s+(?:children\s+(?:who\s+need\s+help\s+and\s+protection"
    r"|looked\s+after\s+and\s+achieving\s+permanence)|care\s+leavers)|leadership,\s+management\s+and\s+governance"
    r"|what\s+is\s+it\s+like\s+to\s+be\s.{10,130}\?|what\s+(?:is|does)\s+the\s+(?:local\s+)?area\s+partnership\s.{5,60}\?"
    r"|(?:the\s+)?inspection\s+team|information\s+about\s+this\s+inspection|inspection\s+outcome|(?:case"
    r"|practice)\s+study(?:\s*:.{3,60})?"
    r"|the\s+local\s+safeguarding\s+children\s+board(?:\s+\(LSCB\))?(?:\s+(?:is|requires)\s+[\w ]{4,30})?"
    r"|information\s+about\s+this\s+local\s+authority\s+area"
    rf"|{_GRADED}\s(?:[^:]{{8,90}}?:\s.{{0,30}}\bgood|.{{8,90}}?(?:(?:\s(?:is|are))?\s?[:|]\s?|\s(?:is|are)\s){_GRADE}"
    rf"|(?:(?!\b(?:{_VERB})\b).){{8,90}}?\s(?:requires?\s+improvement(?:\s+to\s+be\s+good)?"
    r"|(?-i:Good|Outstanding|Inadequate))))\.?\d{0,2}",
    re.I,
)

_LONGEST_HEADING = 200


def section_title(text: str) -> bool:
    """Whether words are one of the usual titles of a letter's or report's sections."""
    words = " ".join(text[:1000].split())
    return len(words) <= _LONGEST_HEADING and _SECTION.fullmatch(words) is not None


_NO_HEADING = re.compile(r"(?:dear|to|cc|re)\b|[\d\W]*$|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}|.*[@|]|.*\.\w", re.I)


def paragraph(lines: list[TextLine], level: int = 1) -> Draft:
    """A paragraph; or, where it starts with a glyph or a number, a bullet or a numbered paragraph."""
    first = lines[0].text
    length = marker_length(first)
    if not length:
        return Draft("paragraph", lines)
    marker = first[:length].strip()
    lines[0].text = first[length:]
    if is_glyph(first) or marker in tuple("o−–—-"):
        return Draft("bullet", lines, level, marker if marker.isprintable() else "•")
    return Draft("paragraph", lines, 0, marker)


def items(lines: list[TextLine]) -> list[list[TextLine]]:
    """A block's lines parted where one starts with a bullet: lists are also typed line by line."""
    parts: list[list[TextLine]] = []
    for line in lines:
        marked = marker_length(line.text) and (is_glyph(line.text) or (parts and marker_length(parts[-1][0].text)))
        if marked or not parts:
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def row(cells: list[list[TextLine]]) -> Draft:
    """A table's row as one block, its cells parted by ' | '; a number or bullet in a cell of its own marks the rest."""
    first = cells[0][0].text
    marked = len(cells) == 2 and len(cells[0]) == 1 and (is_marker(first) or is_marker(f"{first}."))
    if marked and len(cells[1][0].text) > 15:  # else a table of figures
        kind: BlockKind = "bullet" if is_glyph(first) else "paragraph"
        return Draft(kind, cells[1], int(kind == "bullet"), first)
    if all(len(lines) == 1 for lines in cells):
        return Draft("cell", [TextLine(" | ".join(lines[0].text for lines in cells), cells[0][0].page)])
    for lines in cells[:-1]:
        lines[-1].text += " |"
    return Draft("cell", [line for lines in cells for line in lines])


def like_heading(text: str) -> bool:
    """Whether a line that stands alone may be a heading: short, with a capital, no end of a sentence, no address."""
    return (
        2 < len(text) <= 140
        and (text[0].isupper() or text[0] in "‘'“\"")
        and (text.endswith("?") or not (ends_sentence(text) or text.endswith((",", "-"))))
        and sum(map(str.isdigit, text)) < 6  # no telephone number
        and not _NO_HEADING.match(text)
        and not CLOSE.match(text)
    )


def bold_heading(lines: list[TextLine]) -> bool:
    """Whether lines that are bold throughout are a heading and no emphasised paragraph."""
    return sum(len(line.text) for line in lines) <= _LONGEST_HEADING and not marker_length(lines[0].text)


def runs_on(before: Draft, text: str) -> bool:
    """Whether `text` goes on with a paragraph that a page break cut in the middle of a sentence."""
    last = before.lines[-1].text
    return (
        before.kind in ("paragraph", "bullet")
        and text[:1].islower()
        and not marker_length(text)
        and not ends_sentence(last)
        and len(last) > 20
    )
