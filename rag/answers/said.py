"""Counts and lists of authorities or letters by what the letters say, each with the words that say it."""

from __future__ import annotations

import re

from kg.vocabulary import INSP
from rag.answers import aggregates
from rag.answers.citing import Source
from rag.answers.draft import Draft
from rag.answers.passages import fits
from rag.answers.wording import kind_of, quoted, when
from rag.model import Answer
from rag.questions.said import pattern, points_only, sources, statements, tone
from rag.questions.sparql import Row, tail
from rag.retrieval.query import terms

LONGEST = 320
"""Characters of a quote in a list."""


_HOW = {"improvement": "with a weakness or point for improvement", "strength": "with a strength"}


def answer(draft: Draft) -> Answer | None:
    """The list, counted; None where no letter holds the words."""
    chosen = _chosen(draft)
    if not chosen:
        return None
    items = [item for row in chosen if (item := _item(draft, row))]
    one, many = ("authority", "authorities") if draft.frame.unit == "authorities" else ("letter", "letters")
    how = _HOW.get(tone(draft.frame) or "")
    how = "with a point for improvement" if how == _HOW["improvement"] and points_only(draft.frame) else how
    count = f"**{len(items)}**" if draft.frame.ask == "count" else str(len(items))
    speak = "whose letters speak of" if one == "authority" else "that speaks of" if len(items) == 1 else "that speak of"
    about = f"{how} on" if how else speak
    draft.say(f"{count} {one if len(items) == 1 else many} {about} “{' '.join(draft.frame.leftover)}”:")
    draft.say("\n".join(items))
    draft.note("Found by these words and their abbreviations; letters that say it in other words are not counted.")
    return draft.answer()


def _chosen(draft: Draft) -> list[Row]:
    """One statement for each authority (of its latest letter that has one) or letter, with where it stands."""
    held = draft.catalogue.letters
    query = statements(draft.frame)
    fitting = _graded(draft) if draft.frame.grades else held.keys()
    best: dict[str, Row] = {}
    for row in draft.select(query) if query else []:
        entry = held.get(row["letter"])
        if not entry or not fits(draft, entry) or entry.iri not in fitting:
            continue
        group = entry.gss if draft.frame.unit == "authorities" else entry.iri
        if not group:
            continue
        other = best.get(group)
        if other is None or entry.when > held[other["letter"]].when or (
            row["letter"] == other["letter"] and len(other["text"]) > LONGEST >= len(row["text"])
        ):  # fmt: skip
            best[group] = row
    if tone(draft.frame) and best:
        found = draft.select(sources([row["statement"] for row in best.values()]))
        places = {row["statement"]: row for row in found}
        best = {group: row | places.get(row["statement"], {}) for group, row in best.items()}
    return sorted(best.values(), key=lambda r: (draft.catalogue.name(held[r["letter"]].gss), held[r["letter"]].when))


def _graded(draft: Draft) -> set[str]:
    """The letters with the grades that are asked for."""
    rows_of = aggregates.current if draft.frame.current else aggregates.rows_of
    return {row["letter"] for row in rows_of(draft, draft.frame)}


def _item(draft: Draft, row: Row) -> str:
    entry = draft.catalogue.letters[row["letter"]]
    source = _source(draft, row)
    mark = draft.citer.mark(source)
    draft.citer.fact(row["letter"], INSP + "text", row["text"])
    words = draft.citer.quote(source.key, source.start, source.end)
    return f"- {draft.catalogue.name(entry.gss)} ({kind_of(entry)}, {when(entry)}): {quoted(words)}{mark}"


def _source(draft: Draft, row: Row) -> Source:
    """Where the words stand: the statement's own source, or the sentence of the passage that holds most of them."""
    key = tail(row["letter"])
    if "from" in row:
        return Source(key, int(row["from"]), int(row["to"]), row.get("passage", ""))
    letter = draft.shelf.letter(key)
    passage = next(p for p in letter.passages if p.number == int(tail(row["statement"])))
    tests = [re.compile(pattern(term), re.IGNORECASE) for term in terms(" ".join(draft.frame.leftover))]
    text = letter.document.text
    best = max(passage.sentences or (passage.span,), key=lambda s: sum(bool(t.search(s.of(text))) for t in tests))
    return Source(key, best.start, best.end, row["statement"])
