"""A question beyond every frame: a model writes SPARQL, step by step; what its query finds is shown with the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from pydantic import BaseModel, Field

from kg.errors import LettersError
from kg.graph.results import Limits
from kg.graph.store import GraphStore
from rag.answers.citing import source_in
from rag.answers.draft import Draft
from rag.answers.wording import naming
from rag.llm.accounting import Stand, unaccounted
from rag.llm.evidence import harmless
from rag.llm.failures import ModelFailed
from rag.llm.looking import Desk, Found, concepts
from rag.llm.model import Message, Model
from rag.llm.prompts import prompt
from rag.llm.waiting import Clock
from rag.model import Answer
from rag.questions import queries
from rag.questions.frame import Frame
from rag.questions.sparql import Row, iri, rows, values, with_prefixes

if TYPE_CHECKING:
    from rag.assistant import Asked

TRIES, STEPS = 3, 9
SHOWN = 100
"""Rows of a result that an answer shows."""


class Step(BaseModel):
    """What to do next."""

    action: Literal["search", "properties", "query", "finish", "give_up"]
    text: str = Field(description="the name to search for, the class, the SPARQL query, or why you give up")
    stands: list[Stand] = Field([], description="to finish: what each word of the question stands for in the query")


class GaveUp(LettersError):
    """The model found no query that answers the question; the message is its reason."""


def query(model: Model, asked: Asked, limits: Limits, clock: Clock) -> Answer:
    """The answer by a query of the model's. Raises GaveUp, or ModelFailed."""
    # The library's store is one; `Asked` needs only its `select` otherwise.
    desk = Desk(cast(GraphStore, asked.store), limits)
    conversation: list[Message] = [
        ("system", prompt("query", concepts=concepts(), tries=TRIES)),
        ("user", harmless(asked.question)),
    ]
    found: Found | None = None
    tried = 0
    for _ in range(STEPS):
        step = model.filled("query", conversation, Step, clock)
        if step.action == "give_up":
            raise GaveUp(f"It gave up: {harmless(step.text)[:200] or 'without a reason'}")
        if step.action == "query":
            tried += 1
            if tried > TRIES:
                raise GaveUp(f"It found no query that serves in {TRIES} tries")
            found, said = _run(desk, step.text)
        elif step.action == "finish":
            wrong = _unfit(asked.frame, found, step.stands)
            if found and not wrong:
                return _answer(asked, found)
            said = "Not yet:\n" + "\n".join(f"- {one}" for one in wrong)
        else:
            said = desk.search(step.text) if step.action == "search" else desk.properties(step.text)
        conversation += [("assistant", step.model_dump_json()), ("user", said)]
    raise GaveUp(f"It came to no end in {STEPS} steps")


def _run(desk: Desk, text: str) -> tuple[Found | None, str]:
    try:
        found = desk.run(text)
    except ModelFailed:
        raise
    except LettersError as error:
        return None, f"The query did not run: {error}"
    return found, desk.show(found)


def _unfit(frame: Frame, found: Found | None, stands: list[Stand]) -> list[str]:
    """Why a query cannot be the answer: no rows, or it leaves something of the question out."""
    if found is None or not found.rows:
        return ["no query has found a row"]
    text = found.query
    musts = [(named.words, named.gss) for named in frame.authorities]
    musts += [(period.words, str(period.start.year)) for period in frame.periods]
    musts += [(kind, kind) for kind in frame.kinds if len(frame.kinds) == 1]
    musts += [(grade, grade) for condition in frame.grades for grade in condition.grades if len(condition.grades) == 1]
    wrong = [f"the query leaves out “{words}”" for words, must in musts if must not in text]
    parts = [stand.value for stand in stands if stand.value.strip() and stand.value in text]
    return wrong + unaccounted(frame, stands, parts)


def _answer(asked: Asked, found: Found) -> Answer:
    """What the query found, as a table whose rows are cited where they name a letter or a part of one."""
    draft = asked.draft()
    draft.queries.append(found.query)
    held = found.rows[:SHOWN]
    labels = _labels(draft, held)
    marks = _marks(draft, held)
    more = "at least " if found.truncated else ""
    draft.say(f"A query finds **{more}{len(found.rows)}** {'row' if len(found.rows) == 1 else 'rows'}:")
    lines = [f"| {' | '.join(found.columns)} |", f"|{' --- |' * len(found.columns)}"]
    for row in held:
        cells = [_cell(row.get(name, ""), labels) for name in found.columns]
        cells[-1] += "".join(dict.fromkeys(mark for value in row.values() if (mark := marks.get(value))))
        lines.append(f"| {' | '.join(cells)} |")
    draft.say("\n".join(lines))
    if len(found.rows) > SHOWN:
        draft.note(f"The first {SHOWN} rows are shown; the query gives all.")
    return draft.answer()


def _labels(draft: Draft, held: list[Row]) -> dict[str, str]:
    """What the IRIs of the rows are called; letters as they are named elsewhere."""
    things = dict.fromkeys(value for row in held for value in row.values() if value.startswith("http"))
    if not things:
        return {}
    text = with_prefixes(f"SELECT ?x ?label WHERE {{ {values('x', map(iri, things))} ?x rdfs:label ?label }}")
    found = {row["x"]: row["label"] for row in rows(draft.store, text)}
    return found | {x: naming(e, draft.catalogue) for x in things if (e := draft.catalogue.letters.get(x))}


def _marks(draft: Draft, held: list[Row]) -> dict[str, str]:
    """The citations of letters and of their parts among the rows' values."""
    letters = dict.fromkeys(value for row in held for value in row.values() if value in draft.catalogue.letters)
    marks = {value: draft.citer.letter(value) for value in letters}
    parts = dict.fromkeys(v for row in held for v in row.values() if re.search(r"/id/letter/[^/]+/\w", v))
    if parts:
        text = queries.select(
            f"?x ?letter {queries.SOURCE_COLUMNS}", values("x", map(iri, parts)), "?x insp:letter ?letter .",
            queries.source_of("x"),
        )  # fmt: skip
        for row in rows(draft.store, text):
            if source := source_in(row):
                marks[row["x"]] = draft.citer.mark(source)
    return marks


def _cell(value: str, labels: dict[str, str]) -> str:
    if value.startswith("http"):
        return harmless(labels.get(value) or value.rsplit("/", 1)[-1])
    return harmless(value)[:300]
