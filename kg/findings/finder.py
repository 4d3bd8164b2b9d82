"""Finds the sentences and list items of a letter that evaluate practice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.findings.polarity import clauses, tone
from kg.findings.themes import THEMES, WORDS, scores
from kg.model import Document, Finding, Heading, Passage, Point, Polarity, Span

# Sections that tell how the visit was made or what bodies there are, not what was found.
_NOT_EVALUATING = re.compile(
    r"^(?:contents|annex\b|information about|(?:the |lead |our )?inspection team|next steps|yours sincerely|"
    r"about (?:this|the) inspection|children looked after in this area|context|"
    r"what the inspection judge?ments mean|inspection (?:dates|details)|background|definition|key judgement|judgement\b|"
    r"other information|the government)",
    re.IGNORECASE,
)
_ABOUT_THE_VISIT = re.compile(
    r"yours sincerely|^dear\b|@|www\.|https?:|\b0\d{3} \d{3}|"
    r"\b(?:this|the) (?:letter|report|inspection|visit|focused visit|monitoring visit|joint targeted area inspection) "
    r"(?:summarises|outlines|was|includes|considered|took place|is the|covers|looked|focused|sets|provides|addresses|examined|has been|contains)|"
    r"^(?:inspectors|we|they|her majesty|his majesty) (?:also )?(?:looked at|examined|evaluated|considered|reviewed|carried|undertook|met with|spoke|"
    r"visited|sampled|tracked|held|interviewed|observed the following)|\bread the letters?\b|"
    r"\bwritten statement of (?:action|proposed action)|\bshould (?:prepare|send|coordinate|co-ordinate) |"
    r"\binform(?:ed|s)? (?:the )?(?:inspectors|lines of enquiry|our next)|\bwere used to gather|\bdeep dive|\bin scope\b|\bcase tracking|"
    r"\bthe (?:inspection|visit) (?:was|took|covered)|\bcrown copyright|\bofsted(?:’s|'s)? (?:will|intends|carried|regulat|is pleased|website)|\bhmi\b.*\bhmi\b|"
    r"\bour (?:findings|inspection) (?:in this|will)|\bwas carried out (?:by|under|at|between|from)|\bcarried out by inspectors|\bthis (?:joint )?inspection (?:was|took|included)|"
    r"\bevidence (?:was|were) (?:gathered|considered)|\bthe last inspection of|\bwas judged|\bthe judgements? |\bsection \d+ of the|\bthe education and inspections act|\binspected under",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|may|might|should|must|need|needs|ensures?|provides?|makes?|means|"
    r"receives?|shows?|supports?|helps?|works?|[a-z]+ed)\b"
)
_DEPENDENT = re.compile(
    r"^(?:this|these|those|they|it|as a result|such|consequently|in addition|for example|in these|in this|here|he|she|his|her|their)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"^(?:however|nevertheless|despite|nonetheless|although|though|unfortunately|conversely)\b", re.IGNORECASE
)
_CONCESSION = re.compile(r"^(?:although|while|whilst|though|despite)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Before:
    """What the sentence before said, for one that leans on it ('This means that ...')."""

    passage: int = 0
    themes: tuple[str, ...] = ()
    polarity: Polarity = "neutral"


def find(
    document: Document,
    passages: tuple[Passage, ...],
    points: tuple[Point, ...],
    headings: tuple[Heading, ...],
) -> tuple[Finding, ...]:
    """The findings of a letter in reading order.

    `passages` are the letter's paragraphs and bullets, `points` the items of its own lists of strengths and of what needs to
    improve; a point is one finding as a whole and takes its polarity from its list.
    """
    listed = sorted((point for point in points), key=lambda point: point.span)
    found: list[Finding] = []
    before = _Before()
    for passage, span, point in _units(document, passages, listed):
        finding = _judge(document, passage, span, point, before)
        if finding:
            found.append(finding)
            before = _Before(passage.number, finding.themes, finding.polarity)
    return tuple(found)


def _units(
    document: Document, passages: tuple[Passage, ...], points: list[Point]
) -> Iterator[tuple[Passage, Span, Point | None]]:
    """Each sentence of the body, or the whole of a list item, with the point it is."""
    for passage in passages:
        if passage.kind not in ("paragraph", "bullet"):
            continue
        inside = [point for point in points if point.span.overlaps(passage.span)]
        if inside:
            for point in inside:
                if passage.span.start <= point.span.start:
                    yield passage, point.span, point
            continue
        if any(_NOT_EVALUATING.match(heading) for heading in passage.path):
            continue
        for span in passage.sentences:
            yield passage, span, None


def _judge(document: Document, passage: Passage, span: Span, point: Point | None, before: _Before) -> Finding | None:
    text = span.of(document.text)
    words = WORDS.of(text)
    if point is None and (len(words) < 5 or _ABOUT_THE_VISIT.search(text)):
        return None
    near = scores(words)
    leans = before.passage == passage.number and bool(_DEPENDENT.match(text))
    themes = _themes(near, passage.path, before.themes if leans else ())
    if point is not None:
        return Finding(
            span, passage.number, "strength" if point.kind == "strength" else "improvement", themes, 0.95, True
        )
    polarity, confidence = _polarity(text, before.polarity if leans else "neutral")
    if polarity == "neutral" and (not themes or not _VERB.search(text.lower())):
        return None
    return Finding(span, passage.number, polarity, themes, confidence, False)


def _polarity(text: str, before: Polarity) -> tuple[Polarity, float]:
    parts = [tone(clause) for clause in clauses(text)]
    total = sum(parts)
    if _TURN.match(text) and not _CONCESSION.match(text) and total > -1:
        return ("strength", 0.6) if total > 3 else ("improvement", 0.6)
    if len(parts) > 1 and max(parts) >= 1 and min(parts) <= -1:
        if _CONCESSION.match(text):
            return ("strength" if parts[-1] > 0 else "improvement"), 0.6
        return ("improvement" if parts[-1] < 0 else "mixed"), 0.55
    if total > 0:
        return "strength", min(0.95, 0.6 + 0.1 * total)
    if total < 0:
        return "improvement", min(0.95, 0.6 - 0.1 * total)
    return (before, 0.5) if before != "neutral" else ("neutral", 0.5)


def _themes(near: dict[int, float], path: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    ranked = sorted(((value, -theme) for theme, value in near.items() if value >= 1.0), reverse=True)
    chosen = [THEMES[-theme] for value, theme in ranked[:2]]
    if not chosen:
        chosen = list(before[:2])
    if not chosen and path:
        above = scores(WORDS.of(path[-1]))
        chosen = [THEMES[theme] for theme in sorted(above, key=lambda theme: -above[theme])[:1]]
    return tuple(chosen)
