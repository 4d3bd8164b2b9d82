# ruff: noqa: E501 - a pattern is easier to read on one line
"""Quotes grown to what makes sense alone: the sentence that they lean on, the one that leans on them, a list after its lead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Letter, Passage, Span
from rag.answers.citing import passage_at

LONGEST = 520
"""Characters of a quote that is grown by its neighbours; a list's items may go beyond."""
LIST = 1_100
_LEANS = re.compile(
    r"(?:This|These|Those|They|Their|It|Its|Such|However|As a result|Consequently|Therefore|In addition|Additionally|For example|For instance"
    r"|He|She|Neither|Both|While this|Although this|Despite this|In these|In this|At these|Of these|Once|Some|Others?|Here|There (?:are|is) also|Because of this|The latter|The former|And|But|Nevertheless|Similarly|Furthermore|Moreover|Also|Most|Many)\b"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of one passage that is quoted."""

    key: str
    start: int
    end: int
    score: float


def widened(letter: Letter, start: int, end: int, both: bool) -> tuple[int, int]:
    """The stretch with the sentence before it that it leans on; with `both`, the one after it too where that leans on it."""
    passage = passage_at(letter, start)
    if passage is None:
        return start, end
    text = letter.document.text
    if text[start:end].rstrip().endswith(":"):
        return start, _end_of_list(letter, passage, start, end)
    sentences = passage.sentences
    at = next((i for i, s in enumerate(sentences) if s.start <= start < s.end), None)
    if at is None:
        return start, end
    if at > 0 and _LEANS.match(text[start:end].lstrip()) and end - sentences[at - 1].start <= LONGEST:
        start = sentences[at - 1].start
    if both and at + 1 < len(sentences):
        after = sentences[at + 1]
        if _LEANS.match(after.of(text).lstrip()) and after.end - start <= LONGEST:
            end = after.end
    return start, end


def _end_of_list(letter: Letter, passage: Passage, start: int, end: int) -> int:
    """Where the bullets end that follow a lead-in."""
    for following in letter.passages:
        if following.number <= passage.number:
            continue
        if (
            following.kind != "bullet"
            or following.span.end - start > LIST
            or _page(letter, following.span) != _page(letter, Span(start, end))
        ):
            break
        end = following.span.end
    return end


def _page(letter: Letter, span: Span) -> int:
    return letter.document.page_of(span.start)


def joined_up(quotes: list[Quote], letters: dict[str, Letter]) -> list[Quote]:
    """Stretches of one passage that touch or overlap become one quote, at the place of the better one."""
    made: list[Quote] = []
    for quote in quotes:
        letter = letters[quote.key]
        for i, other in enumerate(made):
            first, second = sorted((other, quote), key=lambda q: q.start)
            same = other.key == quote.key and passage_at(letter, first.start) == passage_at(letter, second.start)
            if same and not letter.document.text[first.end : second.start].strip():
                made[i] = Quote(quote.key, first.start, max(first.end, second.end), other.score)
                break
        else:
            made.append(quote)
    return made
