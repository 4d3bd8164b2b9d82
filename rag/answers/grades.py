"""Grades of one letter, and how they moved between letters."""

from __future__ import annotations

import re

from kg.vocabulary import INSP
from rag.answers import refusals
from rag.answers.draft import Draft
from rag.answers.wording import grade, naming, when
from rag.model import Answer
from rag.questions import queries
from rag.questions.catalogue import LetterEntry
from rag.questions.lexicon import ASPECT_NAMES, GRADE_RANK, aspect_family
from rag.questions.selection import Chosen, Missing
from rag.questions.sparql import Row, of_board, tail

A_YEAR = 366
"""Days up to which a date asked for means one inspection, not all within it."""
_JUST_AS = re.compile(
    r"\b(?:just as|equally|as) (?:low|high|poor|bad|good)\b|\bsame grade\b|\b(?:lowest|highest|weakest|strongest)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^\W*(?:was|were|is|are|did|has|have)\b|\b(?:if|whether)\b.{0,60}\b(?:is|are|was|were)\b", re.IGNORECASE
)
_EVERY = re.compile(r"\b(?:each|every|all|breakdown|areas|aspects)\b", re.IGNORECASE)


def rows(draft: Draft, entries: list[LetterEntry]) -> list[Row]:
    """The judgements of letters, each with its grade's short name."""
    found = draft.select(queries.grades(entries))
    for row in found:
        row["short"] = tail(row["grade"])
    return found


def of_family(found: list[Row], family: str) -> list[Row]:
    """The judgement of a family of aspects; the aspect of its own before one that it shares."""
    held = [r for r in found if family in aspect_family(r["aspect"]) and of_board(r) == (family == "board")]
    least = min((len(aspect_family(r["aspect"])) for r in held), default=0)
    return [r for r in held if len(aspect_family(r["aspect"])) == least]


def say_plainly(draft: Draft, entry: LetterEntry, families: tuple[str, ...]) -> None:
    """The grades of some aspects of one letter, whatever grade the question names."""
    found = rows(draft, [entry])
    listed = [row for family in families for row in of_family(found, family)[:1]]
    said = "; ".join(f"{row['aspect']}: **{grade(row['short'])}**{_mark(draft, row)}" for row in listed)
    draft.say(f"{said} ({naming(entry, draft.catalogue)}).")


def say(draft: Draft, entry: LetterEntry) -> bool:
    """The grades asked for of one letter."""
    frame = draft.frame
    found = rows(draft, [entry])
    if not found:
        return False
    name = naming(entry, draft.catalogue)
    asked = [row for family in frame.aspects for row in of_family(found, family)]
    wanted = {g for condition in frame.grades for g in condition.grades}
    own = [row for row in found if not of_board(row)]
    if frame.aspects and not asked:
        return False
    if wanted and not frame.aspects:
        matching = [row for row in own if row["short"] in wanted]
        named = " or ".join(grade(g) for g in wanted)
        if not matching:
            draft.say(f"None: {name} judged nothing {named.lower()}. Its judgements:\n" + _items(draft, own))
            return True
        draft.say(f"In {name}, judged **{named}**:\n" + _items(draft, matching))
        return True
    listed = asked or own
    if asked and not _EVERY.search(frame.question):
        draft.say(
            "; ".join(f"{row['aspect']}: **{grade(row['short'])}**{_mark(draft, row)}" for row in _each_once(listed))
            + f" ({name})."
        )
        _verdict(draft, asked, wanted)
        _as_low(draft, asked, own)
        return True
    draft.say(f"Judgements of {name}:\n" + _items(draft, _each_once([*asked, *own])))
    return True


def _verdict(draft: Draft, asked: list[Row], wanted: set[str]) -> None:
    """'Was it good?' gets its yes or no first."""
    if wanted and _YES_OR_NO.search(draft.frame.question):
        better = min(GRADE_RANK.get(r["short"], 0) for r in asked) > max(GRADE_RANK.get(g, 0) for g in wanted)
        verdict = "Yes. " if any(r["short"] in wanted for r in asked) else "Better: " if better else "No. "
        draft.lines[-1] = verdict + draft.lines[-1]


def _as_low(draft: Draft, asked: list[Row], own: list[Row]) -> None:
    """The other half of 'which grade overall, and which area was just as low?'"""
    if not _JUST_AS.search(draft.frame.question):
        return
    others = [r for r in own if r["short"] == asked[0]["short"] and r["judgement"] != asked[0]["judgement"]]
    if others:
        draft.say(f"Also graded {grade(asked[0]['short'])}:\n" + _items(draft, others))
    else:
        draft.say(f"No other judgement was graded {grade(asked[0]['short'])}:\n" + _items(draft, own))


def _each_once(found: list[Row]) -> list[Row]:
    return list({row["judgement"]: row for row in found}.values())


def _mark(draft: Draft, row: Row) -> str:
    draft.citer.fact(row["judgement"], INSP + "grade", row["grade"])
    return draft.citer.row(row)


def _items(draft: Draft, found: list[Row]) -> str:
    return "\n".join(f"- {row['aspect']}: **{grade(row['short'])}**{_mark(draft, row)}" for row in found)


def change(draft: Draft, chosen: list[Chosen], gone: list[Missing]) -> Answer:
    """How the grades of one authority moved from letter to letter, as a table."""
    frame = draft.frame
    entries: dict[str, LetterEntry] = {}
    for one in chosen:
        graded = [x for x in one.letters if x.grades]
        one_visit = one.period is not None and (one.period.end - one.period.start).days <= A_YEAR
        for entry in graded[:1] if one_visit else graded:
            entries[entry.iri] = entry
    order = sorted(entries.values(), key=lambda x: x.when)
    for one_gone in gone:
        draft.say(refusals.missing_line(draft, one_gone))
    if not order:
        return refusals.no_field(draft, "grades", chosen[0].letters[0]) if chosen else draft.answer(answered=False)
    found = rows(draft, order)
    by_letter = {x.iri: [r for r in found if r["letter"] == x.iri] for x in order}
    if frame.aspects or not (frame.change or re.search(r"\bwhich\b", frame.question, re.IGNORECASE)):
        for family in frame.aspects or ("overall",):
            _moved(draft, family, order, by_letter)
    else:
        _which_moved(draft, order, by_letter)
    return draft.answer(answered=bool(draft.citer.citations))


def _moved(draft: Draft, family: str, order: list[LetterEntry], by_letter: dict[str, list[Row]]) -> None:
    steps = [(entry, row) for entry in order for row in of_family(by_letter[entry.iri], family)[:1]]
    name = draft.catalogue.name(order[0].gss)
    if not steps:
        draft.say(f"The letters do not give a grade of {ASPECT_NAMES[family]} for {name}.")
        return
    ranks = [GRADE_RANK.get(row["short"], 0) for _, row in steps]
    said = ", then ".join(f"**{grade(row['short'])}** in {when(entry)}" for entry, row in steps)
    how = (
        ""
        if len(steps) < 2
        else " It improved."
        if ranks[-1] > ranks[0]
        else " It fell."
        if ranks[-1] < ranks[0]
        else " It is the same in the first and the last."
    )
    draft.say(f"{name}, {ASPECT_NAMES[family]}: {said}.{how}")
    table = ["| Inspection | Judgement | Grade |", "| --- | --- | --- |"]
    table += [
        f"| {naming(e, draft.catalogue).removeprefix('the ')} | {r['aspect']} | {grade(r['short'])}{_mark(draft, r)} |"
        for e, r in steps
    ]
    draft.say("\n".join(table))


def _which_moved(draft: Draft, order: list[LetterEntry], by_letter: dict[str, list[Row]]) -> None:
    """Every judgement that went up or down between the first and the last of the letters."""
    first, last = order[0], order[-1]
    rows = []
    for family in ASPECT_NAMES:
        before, after = of_family(by_letter[first.iri], family), of_family(by_letter[last.iri], family)
        if before and after:
            step = GRADE_RANK.get(after[0]["short"], 0) - GRADE_RANK.get(before[0]["short"], 0)
            if (
                step
                and not (draft.frame.change == "declined" and step > 0)
                and not (draft.frame.change == "improved" and step < 0)
            ):
                rows.append((before[0], after[0], step))
    names = f"between {when(first)} and {when(last)}"
    place = draft.catalogue.name(first.gss)
    verbs = {"declined": "went down", "improved": "went up"}
    if not rows:
        draft.say(
            f"No judgement of {place} {verbs.get(draft.frame.change or '', 'changed')} {names}"
            f"{draft.citer.letter(first.iri)}{draft.citer.letter(last.iri)}."
        )
        return
    for old, new, step in rows:
        verb = "rose" if step > 0 else "fell"
        draft.say(
            f"{new['aspect']} {verb} from **{grade(old['short'])}**{_mark(draft, old)} "
            f"to **{grade(new['short'])}**{_mark(draft, new)} ({place}, {names})."
        )
