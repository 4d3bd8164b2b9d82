"""What the library holds, and what one letter says in short."""

from __future__ import annotations

from rag.answers import grades, points
from rag.answers.draft import Draft
from rag.answers.wording import days, kind_of, naming
from rag.model import Answer
from rag.questions import queries
from rag.questions.catalogue import LetterEntry
from rag.questions.frame import Frame
from rag.questions.lexicon import DOCUMENT_NAMES
from rag.questions.text import day

_COUNTS = """SELECT ?kind (COUNT(DISTINCT ?letter) AS ?letters) (COUNT(DISTINCT ?authority) AS ?authorities)
  (MIN(?start) AS ?first) (MAX(?start) AS ?last) WHERE {
  ?letter a insp:Letter ; insp:reportsOn ?visit . ?visit insp:kind ?kind .
  OPTIONAL { ?letter insp:authority ?authority } OPTIONAL { ?visit insp:startDate ?start }
} GROUP BY ?kind ORDER BY DESC(?letters)"""


def answer(draft: Draft) -> Answer:
    """Letters by kind, with authorities and dates."""
    found = draft.select(_COUNTS)
    held = draft.catalogue.letters.values()
    places = {x.gss for x in held if x.gss}
    draft.say(f"This library holds {len(held)} letters and reports about {len(places)} authorities.")
    table = ["| Kind | Letters | Authorities | First visit | Latest visit |", "| --- | --- | --- | --- | --- |"]
    for row in found:
        kind = row["kind"].rsplit("/", 1)[-1]
        table.append(
            f"| {DOCUMENT_NAMES.get(kind, ('', kind))[1]} | {row['letters']} | {row['authorities']} "
            f"| {day(row.get('first'))} | {day(row.get('last'))} |"
        )
    draft.say("\n".join(table))
    return draft.answer()


def summary(draft: Draft, entry: LetterEntry) -> Answer:
    """One letter in short: what it is, its grades, its points."""
    name = naming(entry, draft.catalogue)
    topic = f" Its topic: {entry.topic}." if entry.topic else ""
    dates = days(entry.start, entry.end) if entry.start else "an unknown date"
    dates_row = draft.sourced(draft.select(queries.visit_dates([entry])), "visit", "insp:startDate")
    mark = draft.citer.row(dates_row[0]) if dates_row else draft.citer.letter(entry.iri)
    draft.say(f"{name[:1].upper()}{name[1:]}: {kind_of(entry)}, {dates}{mark}.{topic}")
    draft.frame = Frame(draft.frame.question, ask="summary")
    if entry.grades:
        grades.say(draft, entry)
    points.say(draft, "strength", entry)
    points.say(draft, "improvement", entry)
    return draft.answer()
