"""Counts and lists over the whole library, by conditions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.vocabulary import INSP, PREFIXES
from rag.answers import refusals, tallies
from rag.answers.draft import Draft
from rag.answers.wording import days, grade
from rag.model import Answer
from rag.questions import across, queries
from rag.questions.describe import conditions
from rag.questions.frame import Frame, GradeCondition
from rag.questions.lexicon import DOCUMENT_NAMES, KIND_NAMES, KIND_PLURALS
from rag.questions.selection import Missing
from rag.questions.sparql import Row, tail
from rag.questions.text import day, joined

MANY = 60
"""Rows of a count that are cited one by one; beyond, the count stands with its query."""


def answer(draft: Draft) -> Answer:
    """A count or a list of letters, authorities or inspectors."""
    frame = draft.frame
    unknown = [p.name for p in frame.persons if not p.known]
    if unknown:
        draft.say(f"No letter in this library names {joined(unknown)}.")
        return draft.answer(answered=False)
    if frame.change or (frame.in_sequence and len(frame.grades) > 1):
        return _changes(draft)
    if frame.unit == "inspectors":
        return _people(draft)
    if frame.unit == "judgements":
        return tallies.judgements(draft)
    if frame.unit == "themes":
        return tallies.themes(draft)
    if frame.each_kind and frame.unit == "authorities":
        return _in_each(draft)
    frame, later = _framework(draft, frame)
    found = rows_of(draft, frame)
    if later:
        _note_other_framework(draft, frame, later)
    if frame.more_than_one and frame.unit == "authorities":
        found = _several(found)
    if not found:
        return _none(draft)
    if frame.unit == "authorities":
        return _authorities(draft, found)
    return _letters(draft, found)


def rows_of(draft: Draft, frame: Frame) -> list[Row]:
    """The letters that meet the frame's conditions, one row each, with where their fact stands."""
    found = _once(draft.select(across.letters_by(frame, draft.catalogue)))
    return found if found and "source" in found[0] else draft.sourced(found, *across.dated_by(frame))


def _framework(draft: Draft, frame: Frame) -> tuple[Frame, tuple[str, ...]]:
    """Grades are of the present framework (ILACS) unless the question says otherwise: earlier ones judged otherwise."""
    if (
        frame.grades
        and not frame.kinds
        and not frame.periods
        and not frame.persons
        and not frame.authorities
        and "ilacs" in draft.catalogue.kinds
    ):
        return replace(frame, kinds=("ilacs",)), ("sif",)
    return frame, ()


def _note_other_framework(draft: Draft, frame: Frame, kinds: tuple[str, ...]) -> None:
    other = replace(frame, kinds=kinds)
    held = rows_of(draft, other)
    if held:
        plural = "report" if len(held) == 1 else "reports"
        draft.note(
            f"These are ILACS inspections; {len(held)} earlier {plural} under the single inspection framework match "
            f"too (add ‘SIF’ to the question to see {'it' if len(held) == 1 else 'them'})."
        )


def _once(found: list[Row]) -> list[Row]:
    """One row a letter: the first, so that two judgements or two roles do not count twice."""
    return list({row["letter"]: row for row in reversed(found)}.values())[::-1]


def _several(found: list[Row]) -> list[Row]:
    counts: dict[str, int] = defaultdict(int)
    for row in found:
        counts[row.get("authority", "")] += 1
    return [row for row in found if counts[row.get("authority", "")] > 1]


def _none(draft: Draft) -> Answer:
    """No letter meets the conditions: said as an answer (the count is nought), or refused where a name is at fault."""
    what = conditions(draft.frame, draft.catalogue)
    if draft.frame.ask == "count":
        draft.say(f"**0**: no letter in this library matches ({what}).")
        return draft.answer()
    for named in draft.frame.authorities:
        if not draft.catalogue.of(named.gss):
            return refusals.missing(draft, [Missing(named.gss, None, (), ())])
    draft.say(f"None: no letter in this library matches ({what}).")
    return draft.answer(answered=bool(draft.frame.grades or draft.frame.change))


def _said(draft: Draft, row: Row) -> str:
    """What a row adds to the authority's name: kind, dates, and whatever it was chosen by."""
    frame = draft.frame
    parts = [KIND_NAMES[tail(row["kind"])]] if len(frame.kinds) != 1 else []
    dates = days(row.get("start"), row.get("end")) if row.get("start") else ""
    parts += [dates] if dates else []
    if row.get("published") and (not dates or any(p.role == "published" for p in frame.periods)):
        parts.append(f"published {day(row['published'])}")
    if row.get("due"):
        parts.append(f"statement due {day(row['due'])}")
    if row.get("topic") and frame.topics:
        parts.append(row["topic"])
    if row.get("grade"):
        parts.append(f"{row['aspect']}: {grade(tail(row['grade']))}")
        draft.citer.fact(row["judgement"], INSP + "grade", row["grade"])
    elif row.get("person"):
        draft.citer.fact(row["letter"], INSP + "inspector", row["person"])
    else:
        draft.citer.fact(row["letter"], PREFIXES["dcterms"] + "identifier", row["document"])
    return ", ".join(parts)


def _letters(draft: Draft, found: list[Row]) -> Answer:
    count, what = len(found), _named(draft, len(found))
    if draft.frame.ask == "count":
        draft.say(f"**{count}** {what}{_by(draft)}.")
    else:
        draft.say(f"{count} {what}{_by(draft)}:")
    if count <= MANY or draft.frame.ask == "list":
        items = [
            f"- {row.get('name', 'Unnamed authority')}: {_said(draft, row)}{draft.citer.row(row)}" for row in found
        ]
        draft.say("\n".join(items))
    return draft.answer()


def _named(draft: Draft, count: int) -> str:
    """'JTAI letters', 'inspections', 'letters and reports'."""
    kinds = draft.frame.kinds
    spoken = draft.frame.question.lower()
    if len(kinds) == 1:
        if any(word in spoken for word in ("letter", "report", "document")):
            return DOCUMENT_NAMES[kinds[0]][count != 1]
        return (KIND_NAMES if count == 1 else KIND_PLURALS)[kinds[0]]
    if "letter" in spoken and "report" not in spoken:
        return "letter" if count == 1 else "letters"
    if "inspection" in spoken or "visit" in spoken:
        return "inspection" if count == 1 else "inspections and visits"
    return "letter or report" if count == 1 else "letters and reports"


def _by(draft: Draft) -> str:
    said = conditions(draft.frame, draft.catalogue, kinds=False)
    return f" ({said})" if said else ""


def _authorities(draft: Draft, found: list[Row]) -> Answer:
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        if row.get("name"):
            by_name[row["name"]].append(row)
    count = len(by_name)
    unit = "authority" if count == 1 else "authorities"
    said = conditions(draft.frame, draft.catalogue)
    draft.say(
        (f"**{count}** {unit}" if draft.frame.ask == "count" else f"{count} {unit}") + (f" ({said}):" if said else ":")
    )
    plain = not (draft.frame.grades or draft.frame.periods or draft.frame.topics or draft.frame.fields)
    if count > 60 and plain:
        draft.say(joined(list(by_name)) + ".")
        return draft.answer()
    items = []
    for name, held in by_name.items():
        parts = [f"{_said(draft, row)}{draft.citer.row(row)}" for row in held]
        items.append(f"- {name}: {'; '.join(parts)}")
    draft.say("\n".join(items))
    return draft.answer()


def _in_each(draft: Draft) -> Answer:
    """Authorities that have a letter of each of the kinds named."""
    frame = draft.frame
    rows: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows_of(draft, frame):
        rows[row.get("name", "")].setdefault(tail(row["kind"]), row)
    every = {name: held for name, held in rows.items() if name and len(held) == len(set(frame.kinds))}
    kinds = joined([KIND_NAMES[k] for k in frame.kinds])
    bold = "**" if frame.ask == "count" else ""
    draft.say(f"{bold}{len(every)}{bold} {'authority has' if len(every) == 1 else 'authorities have'} both ({kinds}):")
    items = [
        f"- {name}: "
        + "; ".join(
            f"{KIND_NAMES[k]}, {days(r.get('start'), r.get('end'))}{draft.citer.row(r)}" for k, r in held.items()
        )
        for name, held in every.items()
    ]
    draft.say("\n".join(items))
    return draft.answer()


def _people(draft: Draft) -> Answer:
    """Inspectors by what they led or signed, with the authorities."""
    frame = draft.frame
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in draft.select(across.people_counted(frame, draft.catalogue)):
        if all(row["letter"] != held["letter"] for held in by_person[row["person"]]):
            by_person[row["person"]].append(row)
    if len(frame.authorities) > 1:
        wanted = {draft.catalogue.authorities[n.gss].iri for n in frame.authorities}
        by_person = {p: held for p, held in by_person.items() if wanted <= {r.get("authority") for r in held}}
    elif frame.more_than_one:
        by_person = {p: held for p, held in by_person.items() if len({r.get("authority") for r in held}) > 1}
    elif frame.measure:
        ranked = sorted(by_person.items(), key=lambda item: -len(item[1]))
        by_person = dict(
            ranked[: frame.limit] if frame.limit else [x for x in ranked if len(x[1]) == len(ranked[0][1])]
        )
    if not by_person and len(frame.authorities) > 1:
        both = joined([draft.catalogue.name(n.gss) for n in frame.authorities])
        draft.say(f"None: no inspector is named by letters about all of {both}.")
        draft.note("Letters of joint targeted area inspections name no inspectors.")
        return draft.answer()
    if not by_person:
        return _none(draft)
    did = {"signatories": "signed letters about", "team": "inspected"}.get(
        frame.person_role or "lead", "led inspections of"
    )
    if len(frame.authorities) > 1:
        more = f" {joined([draft.catalogue.name(n.gss) for n in frame.authorities])}"
    else:
        more = " more than one authority" if frame.more_than_one else ""
    did = did if more else did.removesuffix(" of").removesuffix(" about")
    draft.say(f"{len(by_person)} {'person' if len(by_person) == 1 else 'people'} {did}{more}:")
    items = []
    for person, held in sorted(by_person.items(), key=lambda item: (-len(item[1]), item[1][0]["who"])):
        places = [
            f"{r.get('name', 'an unnamed authority')} ({day((r.get('start') or r.get('published', ''))[:7])})"
            f"{draft.citer.row(r)}"
            for r in held
        ]
        draft.citer.fact(held[0]["letter"], INSP + "inspector", person)
        items.append(f"- **{held[0]['who']}** ({len(held)}): {', '.join(places)}")
    draft.say("\n".join(items))
    return draft.answer()


def _changes(draft: Draft) -> Answer:
    """Authorities by how a grade moved between two inspections."""
    frame = draft.frame
    kinds_said = bool(frame.kinds)
    if not kinds_said and "ilacs" in draft.catalogue.kinds:
        frame = replace(frame, kinds=("ilacs",) if frame.change else ("ilacs", "sif"))
    earlier, later = (
        (frame.grades[0], frame.grades[1]) if len(frame.grades) > 1 else (GradeCondition(()), GradeCondition(()))
    )
    query = across.changes(frame, draft.catalogue, earlier, later, _reach(frame))
    found = [r for r in draft.select(query) if len(frame.grades) > 1 or _same_aspect(r)]
    if not found:
        return _none(draft)
    sources = {
        r["judgement"]: r
        for r in draft.select(queries.judgement_sources({r[f"judgement{i}"] for r in found for i in (1, 2)}))
    }
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_name[row["name"]].append(row)
    bold = "**" if frame.ask == "count" else ""
    said = conditions(frame, draft.catalogue)
    draft.say(f"{bold}{len(by_name)}{bold} {'authority' if len(by_name) == 1 else 'authorities'} ({said}):")
    table = ["| Authority | Earlier | Later |", "| --- | --- | --- |"]
    for name, held in by_name.items():
        for row in held:
            cells = []
            for i in (1, 2):
                source = sources.get(row[f"judgement{i}"], {"letter": row[f"letter{i}"]})
                draft.citer.fact(row[f"judgement{i}"], INSP + "grade", row[f"grade{i}"])
                cells.append(f"{grade(tail(row[f'grade{i}']))}, {day(row[f'start{i}'][:7])}{draft.citer.row(source)}")
            table.append(f"| {name} | {cells[0]} | {cells[1]} |")
    draft.say("\n".join(table))
    return draft.answer()


def _same_aspect(row: Row) -> bool:
    """Aspects that were split or joined between frameworks are compared only with their like."""
    return (
        row["aspect1"].lower().removeprefix("the ") == row["aspect2"].lower().removeprefix("the ")
        or "overall" in row["aspect1"].lower()
    )


def _reach(frame: Frame) -> str:
    text = frame.question.lower()
    if len(frame.grades) > 1:
        return "any"
    if "next" in text or "from one" in text or "consecutive" in text:
        return "next"
    return "ends" if "first" in text or "latest" in text or "last" in text or frame.change == "unchanged" else "next"
