"""From a frame to an answer: who answers which kind of question."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answers import (
    aggregates,
    beside,
    breakdown,
    coverage,
    definitions,
    each,
    facts,
    grades,
    passages,
    progress,
    reasons,
    refusals,
    said,
    superlatives,
    told,
)
from rag.answers.draft import Draft
from rag.model import Answer
from rag.questions.catalogue import LetterEntry
from rag.questions.constraints import LASTING
from rag.questions.describe import conditions
from rag.questions.frame import POINT_FIELDS, Frame
from rag.questions.selection import choose
from rag.questions.shapes import in_each
from rag.questions.statements import lacking


def compose(draft: Draft) -> tuple[Answer, tuple[str, ...]]:
    """The answer, and the letters that it is about (for what is asked next)."""
    if draft.frame.besides:
        return _both(draft)
    frame = draft.frame
    if not re.search(r"\w\w", frame.question):
        return refusals.unasked(draft), ()
    if frame.ask == "future":
        return refusals.not_yet(draft), ()
    if frame.ask == "definition":
        return definitions.answer(draft), ()
    if frame.ask == "neighbours" and frame.neighbours_of:
        return beside.answer(draft), ()
    if frame.ask == "coverage":
        return coverage.answer(draft), ()
    if unmet := _unmet(frame):
        return refusals.not_asked_so(draft, unmet), ()
    if frame.unit == "findings" and frame.ask in {"count", "list", "superlative"}:
        return told.answer(draft), ()
    if frame.leftover and frame.ask in {"count", "list"}:
        return said.answer(draft) or refusals.no_words(_afresh(draft)), ()
    if frame.ask == "count" and frame.authorities and (found := _loosely(draft)):
        return found, ()
    if frame.by in breakdown.HEADS and frame.ask in {"count", "list", "superlative"}:
        return (breakdown.extremes if frame.ask == "superlative" else breakdown.answer)(draft, frame.by), ()
    if frame.ask in {"count", "list"} and frame.unit == "authorities" and in_each(frame.question, frame):
        return each.answer(draft), ()
    if frame.ask in {"count", "list"}:
        return aggregates.answer(draft), draft.meant
    if frame.ask == "superlative":
        return _superlative(draft)
    return _about_letters(draft)


def _unmet(frame: Frame) -> str:
    """What a count or list is asked by that no answer would go by; '' where all of it is gone by."""
    if frame.ask not in {"count", "list", "superlative"}:
        return ""
    lists_others = frame.negated and frame.ask != "superlative" and set(frame.fields) & set(POINT_FIELDS)
    if (frame.negated and frame.leftover) or (lacking(frame.question) and not lists_others):
        return "what letters do not say; ask for those that say it"
    if LASTING.search(frame.question) and not frame.periods and set(frame.leftover) <= {"day", "days", "week", "weeks"}:
        return "how long something lasted; ask for the longest, or the shortest"
    if frame.change and frame.by in breakdown.HEADS:
        return f"how grades moved by {frame.by}; ask which authorities improved, or declined"
    if frame.at_least and not _goes_by_number(frame):
        return f"a number of this (at least {frame.at_least}); ask how many there are"
    return ""


def _goes_by_number(frame: Frame) -> bool:
    """Whether what answers the frame leaves out what does not reach its least number."""
    if frame.change or frame.unit == "inspectors":
        return True
    if frame.ask == "superlative":
        return frame.unit == "findings" or frame.measured in POINT_FIELDS
    plain = not (frame.leftover or frame.negated or frame.each_kind or frame.by in breakdown.HEADS)
    return frame.unit == "authorities" and plain


def _both(draft: Draft) -> tuple[Answer, tuple[str, ...]]:
    """Two questions in one: each is answered, or it is said that it cannot be."""
    frame = draft.frame
    answered: list[bool] = []
    lines: list[str] = []
    letters: tuple[str, ...] = ()
    for part in (replace(frame, besides=()), *frame.besides):
        one = Draft(part, draft.catalogue, draft.store, draft.shelf, draft.searcher, citer=draft.citer)
        found, meant = compose(one)
        answered.append(found.answered)
        lines.append(found.answer)
        letters = letters or meant
        draft.queries += [query for query in one.queries if query not in draft.queries]
        draft.searched = draft.searched or found.method != "graph"
    if any(answered) and not all(answered):
        lines = [line if ok else f"The other part: {line}" for line, ok in zip(lines, answered, strict=True)]
        lines.sort(key=lambda line: line.startswith("The other part: "))
    draft.lines = lines
    return draft.answer(answered=any(answered)), letters


def _superlative(draft: Draft) -> tuple[Answer, tuple[str, ...]]:
    answer, entries = superlatives.answer(draft)
    if draft.frame.fields and answer.answered and entries and draft.frame.measured not in POINT_FIELDS:
        for entry in entries[:2]:
            for field in draft.frame.fields:
                facts.say_field(draft, field, entry)
        answer = draft.answer()
    return answer, tuple(x.iri for x in entries[:3])


def _about_letters(draft: Draft) -> tuple[Answer, tuple[str, ...]]:
    frame = draft.frame
    if frame.ask == "facts" and frame.authorities and set(frame.fields) <= {"region", "neighbours"}:
        told = [facts.reference(draft, field, n.gss) for n in frame.authorities for field in frame.fields]
        return draft.answer(answered=any(told)), ()
    chosen, gone = choose(frame, draft.catalogue)
    letters = tuple(x.iri for one in chosen for x in (one.letters if frame.ask == "passages" else one.letters[:1]))
    if not chosen and gone:
        return _loosely(draft) or refusals.missing(draft, gone), ()
    if not chosen and frame.ask == "facts" and (found := _of_several(draft)):
        return found
    if not chosen and frame.ask in {"facts", "change", "progress"}:
        return _nobody_named(draft), ()
    if frame.ask == "facts":
        answer = facts.answer(draft, chosen, gone)
        if not answer.answered and chosen and not gone and set(frame.fields) <= set(POINT_FIELDS):
            return passages.answer(_afresh(draft), chosen, gone), letters
        return answer, letters
    if frame.ask == "change":
        return grades.change(draft, chosen, gone), letters
    if frame.ask == "reasons" and chosen:
        return reasons.answer(draft, chosen)
    if frame.ask == "progress":
        return progress.answer(draft, chosen, gone), letters
    if frame.ask == "summary" and chosen:
        return coverage.summary(draft, _first(chosen[0].letters)), letters
    return passages.answer(draft, chosen, gone), letters


_MATTER = re.compile(
    r"\bbetween\b.{0,60}\band\b|\bfrom\b.{0,40}\bto\b|\b(?:since|before|after|until|by)\b"
    r"|\b(?:19|20)\d\d ?[-/] ?\d\d\b",
    re.IGNORECASE,
)


def _loosely(draft: Draft) -> Answer | None:
    """A kind that is counted, or a stretch of time, of which no letter is held: other letters may tell of it."""
    frame = draft.frame
    held = any(x.kind in frame.kinds for n in frame.authorities for x in draft.catalogue.of(n.gss))
    counting = re.search(r"\bhow (?:many|often)\b", frame.question, re.IGNORECASE)
    counted = bool(frame.kinds) and counting is not None and not held
    timed = bool(frame.periods) and _MATTER.search(frame.question) is not None and frame.ask == "passages"
    if not (counted or timed) or frame.letters:
        return None
    # With a comma the words are no longer the name of a kind of letter, which the search leaves out.
    words = f"{frame.words} {frame.kinds_words.replace(' ', ', ')}" if counted else frame.words
    loose = replace(
        frame,
        ask="passages",
        words=words,
        kinds=() if counted else frame.kinds,
        expects=frame.expects or (("number",) if counted else ()),
    )
    for one in (loose, replace(loose, periods=())):
        chosen, _ = choose(one, draft.catalogue)
        if chosen:
            found = passages.answer(_afresh(draft, one), chosen, [])
            if found.answered:
                return found
    return None


SEVERAL = 20
"""Letters of which a fact is told where none is named."""


def _of_several(draft: Draft) -> tuple[Answer, tuple[str, ...]] | None:
    """A fact of the letters that meet conditions: 'Who led the inspections that were inadequate in 2022?'"""
    frame = draft.frame
    fields = tuple(field for field in frame.fields if field != "grades" or not frame.grades)
    if not fields or not (frame.grades or frame.regions or (frame.periods and frame.kinds)) or "grades" in fields:
        return None
    rows = aggregates.rows_of(draft, replace(frame, fields=(), unit="letters"))
    entries = [draft.catalogue.letters[row["letter"]] for row in rows]
    if not entries or len(entries) > SEVERAL:
        return None
    told = [sum(facts.say_field(draft, field, entry) for field in fields) > 0 for entry in entries]
    if not any(told):
        return None
    untold = told.count(False)
    draft.note(f"Of {len(entries)} that fit ({conditions(frame, draft.catalogue)}), {untold or 'none'} do not tell it.")
    return draft.answer(), tuple(entry.iri for entry in entries)


def _first(letters: tuple[LetterEntry, ...]) -> LetterEntry:
    return letters[0]


def _afresh(draft: Draft, frame: Frame | None = None) -> Draft:
    return Draft(frame or draft.frame, draft.catalogue, draft.store, draft.shelf, draft.searcher)


def _nobody_named(draft: Draft) -> Answer:
    """A fact of no letter in particular: asked back, not guessed."""
    draft.say(
        "The letters do not say, as asked: which authority's letter do you mean? "
        "Name the authority, and the year if there may be several."
    )
    return draft.answer(answered=False)
