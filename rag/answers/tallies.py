"""Counts of what letters hold: judgements with a grade, and the themes that points for improvement fall under."""

from __future__ import annotations

from kg.vocabulary import INSP
from rag.answers.draft import Draft
from rag.answers.passages import fits
from rag.answers.wording import grade, one_line, when
from rag.model import Answer
from rag.questions import queries
from rag.questions.describe import conditions
from rag.questions.frame import Field
from rag.questions.lexicon import aspect_family
from rag.questions.sparql import Row, iri, of_board, tail, values

TOP = 10
"""Themes that are listed."""


def judgements(draft: Draft) -> Answer:
    """Every judgement with one of the grades, of any aspect unless one is named; those of boards left out."""
    frame = draft.frame
    held = draft.catalogue.letters
    wanted = {g for condition in frame.grades for g in condition.grades}
    fitting = [x for x in held.values() if x.grades and fits(draft, x)]
    found: list[Row] = []
    for row in draft.select(queries.grades(fitting)) if fitting else []:
        own = not of_board(row) and tail(row["grade"]) in wanted
        if own and (not frame.aspects or set(aspect_family(row["aspect"])) & set(frame.aspects)):
            found.append(row)
    found = list({row["judgement"]: row for row in found}.values())
    said = [" or ".join(map(grade, sorted(wanted))), *(p.words for p in frame.periods), *frame.regions]
    letters = sorted({row["letter"] for row in found}, key=lambda x: (draft.catalogue.name(held[x].gss), held[x].when))
    reports = "report" if len(letters) == 1 else "reports"
    draft.say(
        f"**{len(found)}** {'judgement' if len(found) == 1 else 'judgements'} ({'; '.join(said)})"
        + (f", in {len(letters)} {reports}:" if found else ".")
    )
    items = []
    for letter in letters:
        rows = [row for row in found if row["letter"] == letter]
        for row in rows:
            draft.citer.fact(row["judgement"], INSP + "grade", row["grade"])
        aspects = "; ".join(f"{row['aspect']}{draft.citer.row(row)}" for row in rows)
        items.append(f"- {draft.catalogue.name(held[letter].gss)} ({when(held[letter])}): {aspects}")
    if items:
        draft.say("\n".join(items))
    return draft.answer()


def themes(draft: Draft) -> Answer:
    """The themes of the letters' own points, by how many letters have one, each with an example."""
    strong = draft.frame.polarity == "strength" or "strength" in draft.frame.fields
    field: Field = "strength" if strong else "improvement"
    held = draft.catalogue.letters
    by_theme: dict[str, list[Row]] = {}
    for row in draft.select(_POINTS.format(queries.POINT_CLASSES[field])):
        if row["letter"] in held and fits(draft, held[row["letter"]]):
            by_theme.setdefault(row["label"], []).append(row)
    ranked = sorted(by_theme.items(), key=lambda item: (-_letters(item[1]), item[0]))[: draft.frame.limit or TOP]
    if not ranked:
        draft.say(f"The letters do not say: none that fits ({conditions(draft.frame, draft.catalogue)}) lists points.")
        return draft.answer(answered=False)
    examples = {label: min(rows, key=lambda r: (len(r["text"]), r["point"])) for label, rows in ranked}
    sources = {r["point"]: r for r in draft.select(_sources([r["point"] for r in examples.values()]))}
    what = "strengths" if strong else "points for improvement"
    draft.say(f"The {len(ranked)} themes that most letters have among their {what}:")
    items = []
    for label, rows in ranked:
        example, count = examples[label], _letters(rows)
        entry = held[example["letter"]]
        mark = draft.citer.row(sources.get(example["point"], {"letter": example["letter"]}))
        items.append(
            f"- **{label}**: {count} {'letter' if count == 1 else 'letters'}; for example "
            f"{draft.catalogue.name(entry.gss)} ({when(entry)}): {one_line(example['text'])}{mark}"
        )
    draft.say("\n".join(items))
    return draft.answer()


_POINTS = (
    "SELECT ?letter ?point ?label ?text WHERE {{\n  ?point a {} ; insp:letter ?letter ; insp:text ?text ; "
    "insp:theme ?theme .\n  ?theme rdfs:label ?label .\n}}"
)


def _letters(rows: list[Row]) -> int:
    return len({row["letter"] for row in rows})


def _sources(points: list[str]) -> str:
    return queries.select(
        f"?letter ?point {queries.SOURCE_COLUMNS}",
        values("point", map(iri, points)),
        "?point insp:letter ?letter .",
        queries.source_of("point"),
    )
