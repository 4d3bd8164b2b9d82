"""Facts of particular letters: people, dates, topic, inspectorates, grades, points."""

from __future__ import annotations

import re
from datetime import date

from kg.vocabulary import INSP, PREFIXES
from rag.answers import grades, points, refusals
from rag.answers.citing import Source
from rag.answers.draft import Draft
from rag.answers.stretches import widened
from rag.answers.wording import days, kind_of, naming, one_line, quoted
from rag.model import Answer
from rag.questions import queries
from rag.questions.catalogue import LetterEntry
from rag.questions.frame import PEOPLE_FIELDS, POINT_FIELDS, Field
from rag.questions.lexicon import ORGANISATION_TESTS
from rag.questions.selection import Chosen, Missing
from rag.questions.sparql import Row
from rag.questions.text import day, joined, plain, words_of


def answer(draft: Draft, chosen: list[Chosen], gone: list[Missing]) -> Answer:
    """Each field asked for, of each letter meant; refused when none is told."""
    told = 0
    for one in chosen:
        for field in draft.frame.fields:
            told += _field(draft, field, one)
    for one_gone in gone:
        draft.say(refusals.missing_line(draft, one_gone))
    return draft.answer(answered=told > 0)


def _field(draft: Draft, field: Field, chosen: Chosen) -> bool:
    """Say one field of the best of the letters; whether it is told."""
    for entry in chosen.letters[:1] if draft.frame.periods or draft.frame.kinds else chosen.letters[:3]:
        if say_field(draft, field, entry):
            if entry.when < chosen.letters[0].when:
                later = naming(chosen.letters[0], draft.catalogue)
                draft.note(f"{later[:1].upper()}{later[1:]} is later, but does not give {refusals.FIELD_NAMES[field]}.")
            _mention_others(draft, chosen, entry)
            return True
    if field == "lead" and _made_by(draft, chosen.letters[0]):
        return True
    draft.say(refusals.no_field_line(draft, field, chosen.letters[0]))
    return False


def _mention_others(draft: Draft, chosen: Chosen, taken: LetterEntry) -> None:
    """When several letters fit as well, say which was taken."""
    others = [x for x in chosen.letters if x.iri != taken.iri and (draft.frame.kinds or x.kind == taken.kind)]
    if others and not draft.frame.measure and not draft.frame.position:
        rest = joined([f"{kind_of(x)} of {day((x.start or x.published or '')[:7])}" for x in others[:3]])
        draft.note(f"Of the letters that fit I took {naming(taken, draft.catalogue)}; there is also the {rest}.")


def say_field(draft: Draft, field: Field, entry: LetterEntry) -> bool:
    """Say one field of a letter; whether the letter tells it."""
    if field in PEOPLE_FIELDS:
        return _people(draft, field, entry)
    if field in POINT_FIELDS:
        return points.say(draft, field, entry)
    if field == "grades":
        return grades.say(draft, entry)
    if field == "visit-dates":
        return _dates(draft, entry)
    if field in queries.SCALARS:
        return _scalar(draft, field, entry)
    return _reference(draft, field, entry)


def _people(draft: Draft, field: Field, entry: LetterEntry) -> bool:
    found = _each_once(draft.select(queries.people([entry], field)))
    if not found:
        return False
    found, all_found = _narrowed(draft, field, found), found
    for row in found:
        draft.citer.fact(row["part"], INSP + "participant", row["person"])
    name = naming(entry, draft.catalogue)
    if field in {"lead", "quality-assurance"}:
        who = joined([f"**{row['name']}**{draft.citer.row(row)}" for row in found])
        did = "led" if field == "lead" else f"{'was' if len(found) == 1 else 'were'} the quality assurance manager for"
        draft.say(f"{who} {did} {name}.")
        return True
    opening = {
        "team": f"{len(found)} inspectors are named for {name}:",
        "signatories": f"{_capital(name)}: its letter was signed by:",
        "addressees": f"{_capital(name)}: its letter was addressed to:",
    }[field]
    if len(found) == 1 and len(all_found) > 1:
        draft.say(f"**{found[0]['name']}**{_title(found[0])}{draft.citer.row(found[0])} ({name}).")
        return True
    roles = {"lead": "lead inspector", "quality-assurance": "quality assurance manager", "team": "team inspector"}
    items = [
        f"- {row['name']}{_title(row) if field != 'team' else ', ' + roles.get(row['kind'], '')}{draft.citer.row(row)}"
        for row in found
    ]
    draft.say(opening + "\n" + "\n".join(items))
    return True


def _made_by(draft: Draft, entry: LetterEntry) -> bool:
    """Who made a visit whose letter names nobody as its lead."""
    found = [row for row in _each_once(draft.select(queries.people([entry], "team"))) if row["kind"] == "team"]
    for row in found:
        draft.citer.fact(row["part"], INSP + "participant", row["person"])
    if found:
        who = joined([f"**{row['name']}**{draft.citer.row(row)}" for row in found])
        draft.say(f"The letter names no lead inspector; {naming(entry, draft.catalogue)} was made by {who}.")
    return bool(found)


def _each_once(found: list[Row]) -> list[Row]:
    """A person whose name is printed in two ways is one row."""
    return list({row["part"]: row for row in reversed(found)}.values())[::-1]


def _title(row: Row) -> str:
    parts = [one_line(row[p]) for p in ("role", "organisation") if row.get(p)]
    if len(parts) == 2 and parts[1].lower() in parts[0].lower():
        parts.pop()
    return f", {', '.join(parts)}" if parts else ""


def _narrowed(draft: Draft, field: Field, found: list[Row]) -> list[Row]:
    """The people of the body, or in the post, that the question names; all where it names none."""
    if field == "signatories" and draft.frame.organisations:
        tests = [ORGANISATION_TESTS[o] for o in draft.frame.organisations]
        named = [row for row in found if any(re.search(t, _title(row), re.IGNORECASE) for t in tests)]
        return named or found
    if field in {"addressees", "signatories"}:
        return _in_post(draft, found)
    return found


_ABBREVIATED = {
    "dcs": "director children services",
    "pcc": "police crime commissioner",
    "ceo": "chief executive",
    "lscb": "safeguarding children board",
    "ccg": "clinical commissioning group",
    "icb": "integrated care board",
    "yot": "youth offending",
    "yjs": "youth justice",
    "nhs": "nhs",
}
_NOT_POSTS = frozenset(
    """the a an of for to was were is it that this letter sent addressed who which what whom and in on
    safeguarding partnership partners children child children's young people local authority council report
    from by jtai joint inspection""".split()  # noqa: SIM905
)


def _in_post(draft: Draft, found: list[Row]) -> list[Row]:
    """Those whose printed post holds the words of the post asked for: 'which DCS', 'the independent scrutineer'."""
    text = plain(draft.frame.question).lower()
    match = re.search(
        r"\b(?:who (?:was|is|were|are) the|which|what|(?:name of|who was) the) (.{3,80}?)"
        r"(?: (?:that|who|to whom|whom|was|were|at|in|did|when|for)\b|[,?]|$)",
        text,
    )
    if not match:
        return found
    asked = [w for word in words_of(match[1]) for w in _ABBREVIATED.get(word, word).split()]
    asked = [w for w in asked if w not in _NOT_POSTS]
    if not asked:
        return found
    scored = [
        (sum(any(r.startswith(w[:6]) for r in words_of(_title(row))) for w in asked) / len(asked), row) for row in found
    ]
    best = max(score for score, _ in scored)
    return [row for score, row in scored if score == best] if best >= 0.6 else found


def _dates(draft: Draft, entry: LetterEntry) -> bool:
    found = draft.sourced(draft.select(queries.visit_dates([entry])), "visit", "insp:startDate")
    if not found:
        return False
    row = found[0]
    draft.citer.fact(row["visit"], INSP + "startDate", row["start"])
    draft.citer.fact(row["visit"], INSP + "endDate", row.get("end"))
    dates = days(row["start"], row.get("end"))
    verb = "took place on" if row["start"] == row.get("end", row["start"]) else "took place from"
    name = naming(entry, draft.catalogue).rsplit(" (", 1)[0]
    draft.say(f"{_capital(name)} {verb} **{dates}**{_length(draft, row)}{draft.citer.row(row)}.")
    return True


def _length(draft: Draft, row: Row) -> str:
    """' (5 days)' where the question asks how long."""
    if "end" not in row or not re.search(r"\bhow (?:long|many days)\b", draft.frame.question, re.IGNORECASE):
        return ""
    return f" ({(date.fromisoformat(row['end']) - date.fromisoformat(row['start'])).days + 1} days)"


_SENTENCES: dict[Field, str] = {
    "published": "The {document} about {name} was published on **{value}**{mark}.",
    "statement-due": "The written statement of action after {name} was due by **{value}**{mark}.",
    "topic": "The topic of {name} was **{value}**{mark}.",
    "framework": "{Name} followed the framework **{value}**{mark}.",
    "inspectorates": "{Name} was carried out by **{value}**{mark}.",
}


def _scalar(draft: Draft, field: Field, entry: LetterEntry) -> bool:
    subject, predicate = queries.SCALARS[field]
    found = draft.sourced(draft.select(queries.scalar([entry], field)), subject, predicate)
    if not found:
        return False
    prefix, _, local = predicate.partition(":")
    for row in found:
        draft.citer.fact(row[subject], PREFIXES[prefix] + local, row["value"])
    values = list(dict.fromkeys(row.get("label", row["value"]) for row in found))
    value = day(values[0]) if field in {"published", "statement-due"} else joined(values)
    name = naming(entry, draft.catalogue)
    document = "report" if entry.document_type.endswith("report") else "letter"
    draft.say(
        _SENTENCES[field].format(
            name=name, Name=_capital(name), value=value, mark=draft.citer.row(found[0]), document=document
        )
    )
    if field == "topic":
        _scope(draft, entry)
    return True


_LOOKED_AT = re.compile(
    r"\b(?:inspectors|we|inspection|visit)\b.{0,40}\b(?:looked at|examined|considered|evaluated|focused on|reviewed)\b",
    re.IGNORECASE,
)


def _scope(draft: Draft, entry: LetterEntry) -> None:
    """The letter's own sentence on what inspectors looked at, with the list that it opens."""
    letter = draft.shelf.letter(entry.key)
    for passage in letter.passages[:25]:
        for sentence in passage.sentences:
            if passage.kind == "paragraph" and _LOOKED_AT.search(sentence.of(letter.document.text)):
                start, end = widened(letter, sentence.start, sentence.end, both=False)
                source = Source(letter.key, start, end, draft.shelf.ids.passage(letter.key, passage.number))
                draft.say(f"{quoted(draft.citer.quote(letter.key, start, end))}{draft.citer.mark(source)}")
                return


def _reference(draft: Draft, field: Field, entry: LetterEntry) -> bool:
    return reference(draft, field, entry.gss or "")


def reference(draft: Draft, field: Field, gss: str) -> bool:
    """Facts of the reference data: region and statistical neighbours."""
    authority = draft.catalogue.authorities.get(gss)
    if not authority:
        return False
    if field == "region" and authority.region:
        draft.say(f"{authority.name} is in the region **{authority.region}** (reference data, not the letters).")
        return True
    if field == "neighbours" and authority.neighbours:
        names = [draft.catalogue.name(g) for g in authority.neighbours]
        held = [draft.catalogue.name(g) for g in authority.neighbours if draft.catalogue.of(g)]
        draft.say(
            f"{authority.name} has {len(names)} statistical neighbours (reference data, nearest first): "
            f"{joined(names)}."
        )
        draft.note(f"Letters are held about {joined(held)}." if held else "No letter about any of them is held.")
        return True
    return False


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
