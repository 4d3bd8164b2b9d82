"""Why a grade was given: the grade, the letter's own reasons where it sums up, and its list of points."""

from __future__ import annotations

from kg.model import Finding, Letter
from rag.answers import grades, points, refusals
from rag.answers.citing import Source
from rag.answers.draft import Draft
from rag.answers.stretches import widened
from rag.answers.wording import GRADED_WORST, quoted
from rag.model import Answer
from rag.questions.catalogue import LetterEntry
from rag.questions.lexicon import ASPECT_NAMES, aspect_family
from rag.questions.selection import Chosen

REASONS = 4
LENGTH = 1_000
SURE = 0.6


def answer(draft: Draft, chosen: list[Chosen]) -> tuple[Answer, tuple[str, ...]]:
    """The latest letter with that grade, and what it says for it; refused where no letter gives the grade."""
    frame = draft.frame
    families = frame.aspects or ("overall",)
    wanted = {grade for condition in frame.grades for grade in condition.grades}
    held = [x for one in chosen for x in one.letters if any(x.grade_of(f) in wanted for f in families)]
    if not held:
        graded = [x for one in chosen for x in one.letters if x.grades]
        if not graded:
            return refusals.no_field(draft, "grades", chosen[0].letters[0]), ()
        names = " or ".join(ASPECT_NAMES[f] for f in families)
        draft.say(f"The letters do not say so: no inspection of {names} here has that grade. The latest judgements:")
        grades.say_plainly(draft, max(graded, key=lambda x: x.when), families)
        return draft.answer(answered=False), ()
    entry = max(held, key=lambda x: x.when)
    grades.say_plainly(draft, entry, families)
    low = bool(wanted & GRADED_WORST)
    _say(draft, entry, families, "improvement" if low else "strength")
    points.say(draft, "improvement" if low else "strength", entry)
    return draft.answer(), (entry.iri,)


def _say(draft: Draft, entry: LetterEntry, families: tuple[str, ...], polarity: str) -> None:
    """The first findings for or against, where the letter sums up or in the section on the aspect."""
    letter = draft.shelf.letter(entry.key)
    by_number = {passage.number: passage for passage in letter.passages}
    lines, used, seen = [], 0, set()
    for finding in _ranked(letter, families, polarity):
        passage = by_number[finding.passage]
        start, end = widened(letter, finding.span.start, finding.span.end, both=False)
        if (finding.passage, start) in seen or used + end - start > LENGTH:
            continue
        seen.add((finding.passage, start))
        used += end - start
        source = Source(letter.key, start, end, draft.shelf.ids.passage(letter.key, passage.number))
        lines.append(f"- {quoted(draft.citer.quote(letter.key, start, end))}{draft.citer.mark(source)}")
        if len(lines) == REASONS:
            break
    if lines:
        draft.say("What the report says for it:\n" + "\n".join(lines))


def _ranked(letter: Letter, families: tuple[str, ...], polarity: str) -> list[Finding]:
    """Findings in the order in which they tell: of the aspect's own section, else from the beginning of the report."""
    paths = {passage.number: passage.path for passage in letter.passages}
    found = [f for f in letter.findings if f.polarity == polarity and f.confidence >= SURE and not f.point]
    if families == ("overall",):
        return found
    own = [f for f in found if any(set(families) & set(aspect_family(h.lower())) for h in paths.get(f.passage, ()))]
    return own or found
