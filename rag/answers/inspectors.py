"""Inspectors and signatories by what they led, inspected or signed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace

from kg.vocabulary import INSP
from rag.answers import refusals, together
from rag.answers.draft import Draft
from rag.model import Answer
from rag.questions import across, shapes
from rag.questions.describe import conditions
from rag.questions.frame import Frame
from rag.questions.sparql import Row, tail
from rag.questions.text import day, joined


def answer(draft: Draft) -> Answer:
    """Inspectors by what they led or signed, with the authorities."""
    frame = draft.frame
    by_person = _in_each_period(draft)
    if frame.negated:
        return _others(draft, set(by_person))
    if frame.together:
        return together.answer(draft, by_person)
    if len(frame.authorities) > 1:
        wanted = {draft.catalogue.authorities[n.gss].iri for n in frame.authorities}
        by_person = {p: held for p, held in by_person.items() if wanted <= {r.get("authority") for r in held}}
    elif len(frame.regions) > 1 and shapes.BOTH.search(frame.question):
        by_person = {p: held for p, held in by_person.items() if len(_regions(draft, held)) == len(frame.regions)}
    elif frame.more_than_one and _SAME.search(frame.question):
        by_person = {p: again for p, held in by_person.items() if (again := _again(held))}
        frame = draft.frame = replace(frame, more_than_one=False)
    elif frame.more_than_one:
        by_person = {p: held for p, held in by_person.items() if _number(draft, held) > 1}
    elif frame.at_least:
        by_person = {p: held for p, held in by_person.items() if _number(draft, held) >= frame.at_least}
    elif frame.measure:
        sign = 1 if frame.measure == "fewest" else -1
        ranked = sorted(by_person.items(), key=lambda item: sign * _number(draft, item[1]))
        first = _number(draft, ranked[0][1]) if ranked else 0
        by_person = dict(ranked[: frame.limit] if frame.limit else [x for x in ranked if _number(draft, x[1]) == first])
    if not by_person and len(frame.authorities) > 1:
        both = joined([draft.catalogue.name(n.gss) for n in frame.authorities])
        draft.say(f"None: no inspector is named by letters about all of {both}.")
        draft.note("Letters of joint targeted area inspections name no inspectors.")
        return draft.answer()
    if not by_person:
        return refusals.none_match(draft)
    did = {"signatories": "signed letters about", "team": "inspected"}.get(
        frame.person_role or "lead", "led inspections of"
    )
    if len(frame.authorities) > 1:
        more = f" {joined([draft.catalogue.name(n.gss) for n in frame.authorities])}"
    else:
        more = " more than one authority" if frame.more_than_one and _counted(draft) == "authority" else ""
    did = did if more else did.removesuffix(" of").removesuffix(" about")
    if frame.more_than_one and not more:
        more = f" (more than one {_counted(draft)} each)"
    draft.say(f"{len(by_person)} {'person' if len(by_person) == 1 else 'people'} {did}{more}:")
    items = []
    for person, held in sorted(by_person.items(), key=lambda x: (-_number(draft, x[1]), -len(x[1]), x[1][0]["who"])):
        places = [
            f"{r.get('name', 'an unnamed authority')} ({day((r.get('start') or r.get('published', ''))[:7])})"
            f"{draft.citer.row(r)}"
            for r in held
        ]
        draft.citer.fact(held[0]["letter"], INSP + "inspector", person)
        items.append(f"- **{held[0]['who']}** ({_numbers(draft, held)}): {', '.join(places)}")
    draft.say("\n".join(items))
    return draft.answer()


def _in_each_period(draft: Draft) -> dict[str, list[Row]]:
    """The people with their letters, one row each; of 'both 2019 and 2023', those who did it in every one."""
    frame = draft.frame
    by_person: dict[str, list[Row]] = defaultdict(list)
    everywhere: list[set[str]] = []
    for part in [replace(frame, periods=(period,)) for period in frame.periods] or [frame]:
        rows = draft.select(across.people_counted(part, draft.catalogue))
        everywhere.append({row["person"] for row in rows})
        for row in rows:
            if all(row["letter"] != held["letter"] for held in by_person[row["person"]]):
                by_person[row["person"]].append(row)
    if not shapes.in_each(frame.question, frame):
        return by_person
    return {person: held for person, held in by_person.items() if all(person in did for did in everywhere)}


_COUNTED = re.compile(
    r"\b(?:most|fewest|number of|how many|different|distinct|several|multiple|or more|(?:more than|at least|over) \w+)"
    r"(?: (?:of|the|different|distinct|separate|various|other|local|(?-i:[A-Z][\w-]+)))*"
    r" (?:(?P<region>regions?)|(?P<authority>authorit(?:y|ies)|councils?|boroughs?))\b",
    re.IGNORECASE,
)


def _counted(draft: Draft) -> str:
    """What the question counts: 'region', 'authority', else what was done: 'most inspections of authorities'."""
    match = _COUNTED.search(draft.frame.question)
    return str(match.lastgroup) if match else "letter" if draft.frame.person_role == "signatories" else "inspection"


def _numbers(draft: Draft, held: list[Row]) -> str:
    """How many letters a person has; first, where that is another number, how many of what is counted."""
    number, counted = _number(draft, held), _counted(draft)
    if number == len(held):
        return str(len(held))
    named = counted if number == 1 else {"authority": "authorities"}.get(counted, f"{counted}s")
    return f"{number} {named}, {len(held)} {'letter' if len(held) == 1 else 'letters'}"


def _number(draft: Draft, held: list[Row]) -> int:
    """How many of what the question counts a person has: regions, authorities, else letters."""
    counted = _counted(draft)
    if counted == "region":
        return len(_regions(draft, held))
    if counted == "authority":
        return len({row.get("authority") for row in held})
    return len(held)


_SAME = re.compile(r"\bsame (?:\w+ )?(?:authority|council|borough|area|place)\b", re.IGNORECASE)


def _again(held: list[Row]) -> list[Row]:
    """The rows of authorities that a person came to more than once."""
    counts = Counter(row.get("authority") for row in held)
    return [row for row in held if counts[row.get("authority")] > 1]


def _regions(draft: Draft, held: list[Row]) -> set[str | None]:
    places = (draft.catalogue.authorities.get(tail(row.get("authority", ""))) for row in held)
    return {place.region for place in places if place}


def _others(draft: Draft, known: set[str]) -> Answer:
    """The people of whom no letter held tells that they did what is asked."""
    frame = draft.frame
    everybody = Frame(frame.question, unit="inspectors", person_role=frame.person_role)
    others: dict[str, Row] = {}
    for row in draft.select(across.people_counted(everybody, draft.catalogue)):
        if row["person"] not in known:
            others[row["person"]] = row
    rows = sorted(others.values(), key=lambda row: row["who"])
    draft.say(f"{len(rows)} of whom no letter here tells it ({conditions(frame, draft.catalogue)}):")
    draft.say("\n".join(f"- {row['who']}{draft.citer.row(row)}" for row in rows))
    draft.note("Only letters that this library holds were looked at.")
    return draft.answer()
