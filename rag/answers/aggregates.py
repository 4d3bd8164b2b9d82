"""Counts and lists over the whole library, by conditions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.vocabulary import INSP, PREFIXES
from rag.answers import inspectors, movements, refusals, tallies
from rag.answers.draft import Draft
from rag.answers.wording import days, grade
from rag.model import Answer
from rag.questions import across
from rag.questions.describe import conditions
from rag.questions.frame import Frame
from rag.questions.lexicon import DOCUMENT_NAMES, GRADED_KINDS, KIND_NAMES, KIND_PLURALS
from rag.questions.sparql import Row, tail
from rag.questions.text import day, joined

MEANT = 15
"""Letters of a list that 'them' may mean in the next question."""
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
        return movements.answer(draft)
    if frame.unit == "inspectors":
        return inspectors.answer(draft)
    if frame.unit == "judgements":
        return tallies.judgements(draft)
    if frame.unit == "themes":
        return tallies.themes(draft)
    if frame.each_kind and frame.unit == "authorities":
        return _in_each(draft)
    if frame.negated:
        return _others(draft) if frame.unit == "authorities" else refusals.not_those(draft)
    frame, later = _framework(draft, frame)
    found = current(draft, frame) if frame.current else rows_of(draft, frame)
    if later and not found and (earlier := rows_of(draft, replace(frame, kinds=later))):
        found = earlier
        draft.note("No ILACS inspection matches: these are earlier reports under the single inspection framework.")
    elif later:
        _note_other_framework(draft, frame, later)
    if (frame.more_than_one or frame.at_least) and frame.unit == "authorities":
        found = _several(found, frame.at_least or 2)
    if not found:
        return refusals.none_match(draft)
    draft.meant = tuple(row["letter"] for row in found) if len(found) <= MEANT else ()
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
        and not frame.current
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


def current(draft: Draft, frame: Frame) -> list[Row]:
    """The letters that meet the conditions, of those that are the latest graded ones of their authority."""
    graded = [x for x in draft.catalogue.letters.values() if x.gss and x.kind in GRADED_KINDS and x.grades]
    latest = {x.gss: x.iri for x in sorted(graded, key=lambda x: x.when)}
    return rows_of(draft, replace(frame, letters=tuple(sorted(latest.values()))))


def _several(found: list[Row], least: int) -> list[Row]:
    counts: dict[str, int] = defaultdict(int)
    for row in found:
        counts[row.get("authority", "")] += 1
    return [row for row in found if counts[row.get("authority", "")] >= least]


def said_of(draft: Draft, row: Row) -> str:
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
    count, what = len(found), named(draft, len(found))
    if draft.frame.share:
        draft.say(f"{_of_all(draft, count)} {named(draft, 2)}{_by(draft)}.")
    elif draft.frame.ask == "count":
        draft.say(f"**{count}** {what}{_by(draft)}.")
    else:
        draft.say(f"{count} {what}{_by(draft)}:")
    if count <= MANY or draft.frame.ask == "list":
        draft.say("\n".join(item(draft, row) for row in found))
    return draft.answer()


def item(draft: Draft, row: Row) -> str:
    """A letter in a list, cited."""
    return f"- {row.get('name', 'Unnamed authority')}: {said_of(draft, row)}{draft.citer.row(row)}"


def _of_all(draft: Draft, count: int) -> str:
    """'**55** of 148 (37%)': of the letters, or authorities, that meet what the question does not ask the share of."""
    frame = draft.frame
    whole = replace(frame, topics=(), grades=(), fields=(), organisations=(), persons=(), person_role=None)
    if frame.grades and not frame.kinds:
        kinds = _framework(draft, frame)[0].kinds or tuple(sorted(GRADED_KINDS & draft.catalogue.kinds))
        whole = replace(whole, kinds=kinds)
    rows = rows_of(draft, whole)
    total = len({row.get("name") for row in rows}) if frame.unit == "authorities" else len(rows)
    return f"**{count}** of {total} ({count / max(1, total):.0%})"


def named(draft: Draft, count: int) -> str:
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
    if draft.frame.share:
        draft.say(f"{_of_all(draft, count)} authorities ({said}):")
    else:
        counted = f"**{count}** {unit}" if draft.frame.ask == "count" else f"{count} {unit}"
        draft.say(f"{counted} ({said}):" if said else f"{counted}:")
    plain = not (draft.frame.grades or draft.frame.periods or draft.frame.topics or draft.frame.fields)
    if count > 60 and plain:
        draft.say(joined(list(by_name)) + ".")
        return draft.answer()
    items = []
    for name, held in by_name.items():
        parts = [f"{said_of(draft, row)}{draft.citer.row(row)}" for row in held]
        items.append(f"- {name}: {'; '.join(parts)}")
    draft.say("\n".join(items))
    return draft.answer()


def _others(draft: Draft) -> Answer:
    """The authorities of which no letter held meets the conditions: 'which were not inspected in 2022?'"""
    frame = draft.frame
    everybody = Frame(frame.question, ask="list", unit="authorities", regions=frame.regions)
    excluded = {row.get("authority") for row in rows_of(draft, frame)}
    latest = {row["name"]: row for row in rows_of(draft, everybody) if row.get("name")}
    rows = [row for row in latest.values() if row.get("authority") not in excluded]
    count = len(rows)
    said = conditions(frame, draft.catalogue)
    counted = f"**{count}**" if frame.ask == "count" else str(count)
    draft.say(
        f"{counted} of the {len(latest)} authorities with letters here {'has' if count == 1 else 'have'} none that "
        f"matches ({said}){':' if rows else '.'}"
    )
    if rows:
        draft.say("\n".join(f"- {row['name']}{draft.citer.row(row)}" for row in rows))
    draft.note("Only letters that this library holds were looked at.")
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
