"""What became of an earlier letter's points for improvement in the later letters of the authority."""

from __future__ import annotations

from rag.answers import points, refusals
from rag.answers.draft import Draft
from rag.model import Answer
from rag.questions.catalogue import LetterEntry
from rag.questions.selection import Chosen, Missing


def answer(draft: Draft, chosen: list[Chosen], gone: list[Missing]) -> Answer:
    """The earlier letter's points beside those of the later one."""
    entries: dict[str, LetterEntry] = {}
    for one in chosen:
        for entry in one.letters[:1] if one.period else one.letters:
            entries[entry.iri] = entry
    order = sorted(entries.values(), key=lambda x: x.when)
    for one_gone in gone:
        draft.say(refusals.missing_line(draft, one_gone))
    told = [points.say(draft, "improvement", entry) for entry in (order[0], order[-1])] if len(order) > 1 else []
    return draft.answer(answered=any(told))
