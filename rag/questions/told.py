"""Findings and points that meet a frame's conditions, as SPARQL."""

from __future__ import annotations

from collections.abc import Iterable

from rag.questions.across import BASE, places, when
from rag.questions.catalogue import Catalogue
from rag.questions.frame import Frame
from rag.questions.queries import POINT_CLASSES, select
from rag.questions.said import pattern
from rag.questions.sparql import iri, literal, values
from rag.retrieval.query import terms


def statements(frame: Frame, catalogue: Catalogue) -> str:
    """Every finding, or point of the list asked for, on the frame's themes and words, from the letters that fit."""
    conditions = [values("kind", (f"kind:{kind}" for kind in frame.kinds))] if frame.kinds else []
    conditions += [*places(frame, catalogue), *(when(frame, period) for period in frame.periods[:1])]
    # Letters first, in a group of their own: joined with the statements the query takes twice as long.
    body = "\n  ".join([BASE, *conditions]).replace("\n", "\n  ")
    letters = f"{{ SELECT ?letter WHERE {{\n    {body}\n  }} }}" if conditions else ""
    of_list = POINT_CLASSES.get(frame.measured) if frame.measured else None
    held = [
        letters,
        values("theme", (f"theme:{name}" for name in frame.themes)) if frame.themes else "",
        "?statement insp:theme ?theme ." if frame.themes or frame.by == "theme" else "",
        f"?statement a {of_list or 'insp:Finding'} ; insp:letter ?letter .",
        "" if of_list else "?statement insp:polarity ?polarity .",
        f"FILTER(?polarity = {literal(frame.polarity)})" if frame.polarity and not of_list else "",
    ]
    asked = terms(" ".join(frame.leftover))
    if asked:
        held.append("?statement insp:text ?text .")
        held += [f'FILTER(REGEX(?text, {literal(pattern(term))}, "i"))' for term in asked]
    theme = " ?theme" if frame.by == "theme" else ""
    return select(f"?statement ?letter{'' if of_list else ' ?polarity'}{theme}", *held)


def names(themes: Iterable[str]) -> str:
    """What themes are called."""
    return f"SELECT ?theme ?label WHERE {{ {values('theme', map(iri, themes))} ?theme rdfs:label ?label }}"
