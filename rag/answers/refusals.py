"""Saying that the letters do not say, with the reason and what comes nearest."""

from __future__ import annotations

from rag.answers.draft import Draft
from rag.answers.wording import days, kind_of, naming, when
from rag.model import Answer
from rag.questions.catalogue import LetterEntry
from rag.questions.describe import conditions
from rag.questions.frame import Field
from rag.questions.lexicon import ASPECT_NAMES, GRADED_KINDS, KIND_NAMES, KIND_PLURALS
from rag.questions.selection import Missing
from rag.questions.text import joined

FIELD_NAMES: dict[Field, str] = {
    "lead": "a lead inspector",
    "team": "the inspectors",
    "quality-assurance": "a quality assurance manager",
    "signatories": "who signed",
    "addressees": "an addressee",
    "visit-dates": "the dates of the visit",
    "published": "a date of publication",
    "statement-due": "a date for a written statement of action",
    "topic": "a topic",
    "grades": "grades",
    "inspectorates": "the inspectorates",
    "framework": "a framework",
    "improvement": "a list of areas for improvement",
    "priority-action": "areas for priority action",
    "recommendation": "recommendations",
    "strength": "a list of strengths",
    "region": "a region",
    "neighbours": "statistical neighbours",
}


def missing(draft: Draft, gone: list[Missing]) -> Answer:
    """No letter about the authority, of the kind, or of the date."""
    for one in gone:
        draft.say(missing_line(draft, one))
    return draft.answer(answered=False)


def missing_line(draft: Draft, one: Missing) -> str:
    """'There is no letter about ...; the nearest are ...'"""
    name = draft.catalogue.name(one.gss)
    kinds = joined([KIND_NAMES[k] for k in one.kinds]).replace(" and ", " or ") if one.kinds else ""
    what = f"letter about a {kinds}" if kinds else "letter about an inspection or visit"
    what = what.replace("a ILACS", "an ILACS").replace("a area", "an area")
    where = f"of {name}"
    time = f" for {one.period.words.removesuffix(' (as before)')}" if one.period else ""
    if not one.nearest:
        entry = draft.catalogue.authorities.get(one.gss)
        held = [draft.catalogue.name(g) for g in (entry.neighbours if entry else ()) if draft.catalogue.of(g)][:3]
        near = f" The nearest that it holds are its statistical neighbours {joined(held)}." if held else ""
        return f"There is no letter about {name} in this library.{near}"
    near = "; ".join(
        f"{kind_of(x)}, {days(x.start, x.end) if x.start else when(x)}{draft.citer.letter(x.iri)}" for x in one.nearest
    )
    return f"There is no {what} {where}{time} in this library. The nearest for {name}: {near}."


def no_field(draft: Draft, field: Field, entry: LetterEntry) -> Answer:
    """The letter exists, but does not tell this."""
    draft.say(no_field_line(draft, field, entry))
    return draft.answer(answered=False)


def no_field_line(draft: Draft, field: Field, entry: LetterEntry) -> str:
    """Why a field is not told by a letter."""
    name = naming(entry, draft.catalogue)
    mark = draft.citer.letter(entry.iri)
    if field == "grades" and entry.kind not in GRADED_KINDS:
        other = [x for x in draft.catalogue.of(entry.gss or "") if x.grades]
        hint = f" Its graded inspections here: {'; '.join(naming(x, draft.catalogue) for x in other)}." if other else ""
        return f"The letters do not say: a {kind_of(entry)} gives no grades, and {name}{mark} has none.{hint}"
    if field == "grades" and entry.grades and draft.frame.aspects:
        families = joined([ASPECT_NAMES[a] for a in draft.frame.aspects])
        return f"The letters do not say: {name}{mark} has no judgement of {families}."
    if field in {"lead", "team", "quality-assurance"} and entry.kind == "jtai":
        return (
            "The letters do not say: letters of joint targeted area inspections name no inspectors, only who signed; "
            f"so it is with {name}{mark}."
        )
    if field == "published" and entry.kind == "ilacs":
        return f"The letters do not say: ILACS reports print no date of publication, and {name}{mark} has none."
    return f"The letters do not say: {name}{mark} does not give {FIELD_NAMES[field]}."


def nothing_found(draft: Draft, about: str, entries: tuple[LetterEntry, ...]) -> Answer:
    """The letters were searched and leave the detail out."""
    where = f" I looked in {joined([naming(x, draft.catalogue) for x in entries[:3]])}." if entries else ""
    draft.say(f"The letters do not say {about}.{where}")
    return draft.answer(answered=False)


def not_yet(draft: Draft) -> Answer:
    """What is still to come: letters tell of what was."""
    last = [draft.catalogue.of(n.gss)[-1] for n in draft.frame.authorities if draft.catalogue.of(n.gss)]
    held = f" The latest held: {joined([naming(x, draft.catalogue) + draft.citer.letter(x.iri) for x in last])}."
    draft.say(f"The letters do not say: they report inspections made, not those to come.{held if last else ''}")
    return draft.answer(answered=False)


def unasked(draft: Draft) -> Answer:
    """No word that anything could be looked for by."""
    draft.say("Please ask a question: about an authority, a topic, or how many and which inspections there are.")
    return draft.answer(answered=False)


def no_words(draft: Draft) -> Answer:
    """A list by what letters say, of which none says it."""
    about = f"“{' '.join(draft.frame.leftover)}”"
    draft.say(f"The letters do not say: no letter that fits this question speaks of {about} in these words.")
    return draft.answer(answered=False)


def not_those(draft: Draft) -> Answer:
    """A list of letters or people by what they are not."""
    draft.say("I can list those that match, not those that do not: ask for authorities, or for the ones that do.")
    return draft.answer(answered=False)


def not_asked_so(draft: Draft, by: str) -> Answer:
    """A count or list by a condition that nothing here goes by: without it the answer would be another's."""
    draft.say(f"I cannot count or list by {by}.")
    return draft.answer(answered=False)


def out_of_scope(draft: Draft) -> Answer:
    """Nothing in the question is of the letters' matter."""
    kinds = joined([KIND_PLURALS[k] for k in sorted(draft.catalogue.kinds) if k in KIND_PLURALS])
    draft.say(
        "The letters do not say. "
        "This library holds inspectors' letters and reports about local authorities' children's services"
        + (f" ({kinds})" if kinds else "")
        + "; nothing in them bears on this question."
    )
    return draft.answer(answered=False)


def none_match(draft: Draft) -> Answer:
    """No letter meets the conditions: said as an answer (the count is nought), or refused where a name is at fault."""
    said = conditions(draft.frame, draft.catalogue)
    what = f" ({said})" if said else ""
    if draft.frame.ask == "count":
        draft.say(f"**0**: no letter in this library matches{what}.")
        return draft.answer()
    for named in draft.frame.authorities:
        if not draft.catalogue.of(named.gss):
            return missing(draft, [Missing(named.gss, None, (), ())])
    draft.say(f"None: no letter in this library matches{what}.")
    return draft.answer(answered=bool(draft.frame.grades or draft.frame.change))
