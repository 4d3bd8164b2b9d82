"""What became of an earlier letter's points for improvement: what later letters of the authority say of them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from kg.vocabulary import INSP
from rag.answers import points, refusals
from rag.answers.draft import Draft
from rag.answers.wording import kind_of, naming, one_line, quoted, when
from rag.model import Answer
from rag.questions import queries
from rag.questions.catalogue import LetterEntry
from rag.questions.selection import Chosen, Missing
from rag.questions.sparql import Row
from rag.questions.text import content_words
from rag.retrieval.words import stem

LIKE = 0.35
"""The least share of a point's words, rare ones counting more, that a later statement must hold to be about it."""
LIKE_POINT = 0.3
MOST = 12
"""Points that are followed up in one answer."""
Status = str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One earlier point, what became of it, and the later statement that tells."""

    point: Row
    status: Status
    later: Row | None


def answer(draft: Draft, chosen: list[Chosen], gone: list[Missing]) -> Answer:
    """Each point of the earlier letter beside what the later ones say of it."""
    order = _letters(draft, chosen)
    for one_gone in gone:
        draft.say(refusals.missing_line(draft, one_gone))
    if not order:
        return draft.answer(answered=False)
    if len(order) < 2:
        draft.say(f"Only {naming(order[0], draft.catalogue)} is held: no later letter tells what became of its points.")
        points.say(draft, "improvement", order[0])
        return draft.answer(answered=False)
    first, later = order[0], order[1:]
    found = draft.select(queries.points([first], "improvement"))
    found = _on_the_matter(draft, [row for row in found if row.get("board") not in {"true", "1"}])
    if not found:
        return refusals.no_field(draft, "improvement", first)
    statements = draft.select(queries.statements(later))
    rarity = _rarity(statements)
    outcomes = [_outcome(row, statements, rarity) for row in found[:MOST]]
    _say(draft, first, later, outcomes)
    if len(found) > MOST:
        draft.note(f"The first {MOST} of {len(found)} points are followed up here.")
    return draft.answer()


def _letters(draft: Draft, chosen: list[Chosen]) -> list[LetterEntry]:
    """The letters between which to compare, oldest first; with one date named, that letter and all later ones."""
    since = any(p.words.startswith("since") for p in draft.frame.periods)
    picked = {x.iri: x for one in chosen for x in (one.letters[:1] if one.period and not since else one.letters)}
    order = sorted(picked.values(), key=lambda x: x.when)
    if len(order) == 1 and chosen:
        held = draft.catalogue.of(chosen[0].gss)
        order += [x for x in held if x.when > order[0].when]
        if since and len(order) == 1:
            order = [x for x in held if x.when < order[0].when][-1:] + order
    return order


def _on_the_matter(draft: Draft, found: list[Row]) -> list[Row]:
    """The points about what the question names ('its record-keeping'); all where it names nothing."""
    asked = {stem(word) for word in draft.frame.focus} - _GENERAL
    named = [row for row in found if asked & _stems(row["text"])]
    return named if named and asked else found


_GENERAL = frozenset(
    stem(word)
    for word in "fix fixed address addressed resolve still weakness weaknesses problem problems earlier since point points list letter became become done dealt improve concerns good outstanding inadequate went first second time to-do".split()  # noqa: E501, SIM905
)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text) if len(word) > 3}


def _rarity(statements: list[Row]) -> dict[str, float]:
    """What a shared word is worth: 'quality' and 'practice' stand everywhere and are worth little."""
    held = Counter(word for row in statements for word in _stems(row["text"]))
    return {word: math.log((1 + len(statements)) / (1 + count)) for word, count in held.items()}


def _outcome(point: Row, statements: list[Row], rarity: dict[str, float]) -> Outcome:
    """What the most alike of the later statements says: named again, better, or nothing."""
    rarest = math.log(1 + len(statements))
    words = {word: rarity.get(word, rarest) for word in _stems(point["text"])}
    total = sum(sorted(words.values(), reverse=True)[:8]) or 1.0
    likeness = [(sum(words.get(word, 0.0) for word in _stems(row["text"])) / total, row) for row in statements]
    likeness.sort(key=lambda pair: -pair[0])
    again = next((row for like, row in likeness if like >= LIKE_POINT and row["tone"] == "point"), None)
    if again:
        return Outcome(point, "persists", again)
    for like, row in likeness:
        if like < LIKE:
            break
        if row["tone"] in {"strength", "improvement", "mixed"}:
            return Outcome(point, {"strength": "has improved", "mixed": "is mixed"}.get(row["tone"], "persists"), row)
    return Outcome(point, "is not mentioned again", None)


def _say(draft: Draft, first: LetterEntry, later: list[LetterEntry], outcomes: list[Outcome]) -> None:
    counts = {status: sum(o.status == status for o in outcomes) for status in dict.fromkeys(o.status for o in outcomes)}
    verbs = {"persists": "persist", "has improved": "improved"}
    said = ", ".join(f"{n} {verbs.get(status, status.removeprefix('is '))}" for status, n in counts.items())
    after = ", ".join(when(x) for x in later)
    draft.say(
        f"Of {len(outcomes)} points for improvement in {naming(first, draft.catalogue)}, "
        f"by later letters ({after}): {said}."
    )
    order = {"persists": 0, "is mixed": 1, "has improved": 2}
    lines = []
    for one in sorted(outcomes, key=lambda o: order.get(o.status, 3)):
        draft.citer.fact(one.point["point"], INSP + "text", one.point["text"])
        status = one.status.removeprefix("is ").removeprefix("has ").capitalize()
        line = f"- **{status}**: {one_line(one.point['text'])}{draft.citer.row(one.point)}"
        if one.later:
            entry = draft.catalogue.letters[one.later["letter"]]
            draft.citer.fact(one.later["statement"], INSP + "text", one.later["text"])
            line += f" Later ({when(entry)}, {kind_of(entry)}): {quoted(one.later['text'])}{draft.citer.row(one.later)}"
        lines.append(line)
    draft.say("\n".join(lines))
    draft.note("What became of a point is judged by the likeness of the letters' words; read both sides.")
