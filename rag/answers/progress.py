"""What became of an earlier letter's points for improvement: the derived statements, each side cited."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.vocabulary import INSP
from rag.answers import passages, points, refusals
from rag.answers.draft import Draft
from rag.answers.wording import kind_of, naming, one_line, quoted, when
from rag.model import Answer
from rag.questions import queries
from rag.questions.catalogue import LetterEntry
from rag.questions.selection import Chosen, Missing
from rag.questions.sparql import Row, of_board
from rag.questions.text import content_words
from rag.retrieval.words import stem

MOST = 25
"""Points that are followed up in one answer."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One earlier point, what became of it, and the later statement that tells."""

    point: Row
    status: str
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
    found = _on_the_matter(draft, [row for row in found if not of_board(row)])
    if not found:
        return refusals.no_field(draft, "improvement", first)
    followed = _followed(draft, found[:MOST], later)
    _say(draft, first, later, followed)
    if len(found) > MOST:
        draft.note(f"The first {MOST} of {len(found)} points are followed up here.")
    if _asked(draft) and not any(one.later for one in followed):
        _besides(draft, chosen[0].gss, later)
    return draft.answer()


def _besides(draft: Draft, gss: str, later: list[LetterEntry]) -> None:
    """What later letters say on the matter, where no statement answers a point: for the reader to judge."""
    frame = replace(draft.frame, ask="passages", expects=(), polarity=None)
    own = Draft(frame, draft.catalogue, draft.store, draft.shelf, draft.searcher, citer=draft.citer)
    if passages.answer(own, [Chosen(gss, tuple(later[::-1]))], []).answered:
        draft.searched = True
        draft.say("Later letters on the matter itself:")
        for line in own.lines:
            draft.say(line)


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


def _asked(draft: Draft) -> set[str]:
    """The stems of the matter that the question names ('its record-keeping')."""
    return {stem(word) for word in draft.frame.focus} - _GENERAL


def _on_the_matter(draft: Draft, found: list[Row]) -> list[Row]:
    """The points about what the question names; all where it names nothing, or nothing that a point holds."""
    asked = _asked(draft)
    named = [row for row in found if asked & _stems(row["text"])]
    return named if named and asked else found


_GENERAL = frozenset(
    stem(word)
    for word in "fix fixed address addressed resolve still weakness weaknesses problem problems earlier since point points list letter became become done dealt improve concerns good outstanding inadequate went first second time to-do".split()  # noqa: E501, SIM905
)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text) if len(word) > 3}


def _followed(draft: Draft, found: list[Row], later: list[LetterEntry]) -> list[Followed]:
    """The statements on the points; a later letter that the question leaves out tells nothing."""
    told = {row["point"]: row for row in draft.select(queries.outcomes({row["point"] for row in found}))}
    evidence = {row["evidence"] for row in told.values() if "evidence" in row}
    sources = {row["statement"]: row for row in draft.select(queries.told_by(evidence))} if evidence else {}
    meant = {entry.iri for entry in later}
    made = []
    for row in found:
        outcome = told.get(row["point"], {})
        statement = sources.get(outcome.get("evidence", ""))
        if statement and statement["letter"] in meant:
            made.append(Followed(row, outcome["status"], statement))
        else:
            made.append(Followed(row, "not mentioned", None))
    return made


_SAID = {"persists": "persist", "improved": "improved", "not mentioned": "not clearly mentioned again"}
_EACH = {"persists": "Persists", "improved": "Improved", "not mentioned": "Not clearly mentioned again"}


def _say(draft: Draft, first: LetterEntry, later: list[LetterEntry], followed: list[Followed]) -> None:
    counts = {status: sum(one.status == status for one in followed) for status in _SAID}
    said = ", ".join(f"{n} {_SAID[status]}" for status, n in counts.items() if n)
    after = ", ".join(when(x) for x in later)
    points_said = "point" if len(followed) == 1 else "points"
    draft.say(
        f"Of {len(followed)} {points_said} for improvement in {naming(first, draft.catalogue)}, "
        f"by later letters ({after}): {said}."
    )
    lines = []
    for one in sorted(followed, key=lambda x: list(_SAID).index(x.status)):
        draft.citer.fact(one.point["point"], INSP + "text", one.point["text"])
        line = f"- **{_EACH[one.status]}**: {one_line(one.point['text'])}{draft.citer.row(one.point)}"
        if one.later:
            entry = draft.catalogue.letters[one.later["letter"]]
            draft.citer.fact(f"{one.point['point']}#outcome", INSP + "evidence", one.later["statement"])
            line += f" Later ({when(entry)}, {kind_of(entry)}): {quoted(one.later['text'])}{draft.citer.row(one.later)}"
        lines.append(line)
    draft.say("\n".join(lines))
    draft.note("Which later words are on a point's matter is judged by software: read both sides.")
