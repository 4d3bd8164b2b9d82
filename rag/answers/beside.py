"""An authority's latest grades beside those of its statistical neighbours, as a table."""

from __future__ import annotations

from kg.vocabulary import INSP
from rag.answers import grades
from rag.answers.draft import Draft
from rag.answers.wording import grade, kind_of, when
from rag.model import Answer
from rag.questions.catalogue import LetterEntry
from rag.questions.lexicon import ASPECT_NAMES
from rag.questions.text import joined


def answer(draft: Draft) -> Answer:
    """One row each for the authority and those of its neighbours of which a graded inspection is held."""
    frame, catalogue = draft.frame, draft.catalogue
    own = catalogue.authorities[frame.neighbours_of or ""]
    latest = {gss: _latest(draft, gss) for gss in (own.gss, *own.neighbours)}
    held = {gss: entry for gss, entry in latest.items() if entry is not None}
    if not own.neighbours or not set(held) - {own.gss}:
        draft.say(f"The letters do not say: no graded inspection of a statistical neighbour of {own.name} is held.")
        return draft.answer(answered=False)
    families = frame.aspects or ("overall",)
    found = grades.rows(draft, list(held.values()))
    for family in families:
        table = ["| Authority | Latest graded inspection | Grade |", "| --- | --- | --- |"]
        for gss, entry in held.items():
            rows = grades.of_family([row for row in found if row["letter"] == entry.iri], family)[:1]
            for row in rows:
                draft.citer.fact(row["judgement"], INSP + "grade", row["grade"])
                name = f"**{catalogue.name(gss)}**" if gss == own.gss else catalogue.name(gss)
                cell = f"{grade(row['short'])}{draft.citer.row(row)}"
                table.append(f"| {name} | {kind_of(entry)}, {when(entry)} | {cell} |")
        draft.say(f"{own.name} beside its statistical neighbours, {ASPECT_NAMES[family]}:")
        draft.say("\n".join(table))
    unheld = [catalogue.name(gss) for gss in own.neighbours if gss not in held]
    if own.gss not in held:
        draft.note(f"No graded inspection of {own.name} itself is held.")
    if unheld:
        draft.note(f"Of {len(own.neighbours)} neighbours, no graded inspection is held of {joined(unheld)}.")
    draft.note("Inspections of different years and frameworks compare only roughly.")
    return draft.answer()


def _latest(draft: Draft, gss: str) -> LetterEntry | None:
    graded = [entry for entry in draft.catalogue.of(gss) if entry.grades]
    return graded[-1] if graded else None
