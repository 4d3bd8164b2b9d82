"""The first lines of an answer, written by a model from the evidence and let through sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from rag.llm.claims import Claim, claims
from rag.llm.evidence import Item, harmless, shown, trimmed
from rag.llm.failures import ModelFailed
from rag.llm.guard import Verdict, check, squashed
from rag.llm.model import Message, Model
from rag.llm.prompts import prompt
from rag.llm.waiting import Clock

MOST = 4
"""Sentences that a model may add to an answer."""
LEAST_ROOM, READABLE = 250, 1_500
"""Characters of the lead: what the answer's length leaves of the second, and at least the first."""
PATIENCE = 6
"""Sentences that may fall before a model is read no further."""
CHARACTERS = 3
"""Characters of English that surely fit into a token."""
_POINTING = re.compile(
    r"(?:this|these|that|those|it|its|they|their|he|she|his|her|such|later|then|earlier|previously|also|and|but|or)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says nothing without the one before it in its letter."""


@dataclass(slots=True)
class Lead:
    """What a model wrote that stands, what fell and why, and what a reader should know of it."""

    sentences: list[str] = field(default_factory=list)
    fallen: list[tuple[Claim, Verdict]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    room: int = LEAST_ROOM
    last: frozenset[str] = frozenset()

    @property
    def full(self) -> bool:
        """Whether no more is wanted."""
        return len(self.sentences) >= MOST or self.room <= 0


def write(model: Model, question: str, items: tuple[Item, ...], length: int, clock: Clock, lead: Lead) -> Iterator[str]:
    """The sentences that stand, each as soon as it is checked; `lead` keeps them and all else.

    `length` is that of the answer to which they are put. Raises ModelFailed only when nothing stands.
    """
    lead.room = max(LEAST_ROOM, READABLE - length)
    try:
        held, conversation = yield from _first(model, question, items, clock, lead)
        if lead.fallen and not lead.full and not _silent(lead):
            yield from _mended(model, conversation, held, clock, lead)
    except ModelFailed as failure:
        if not lead.sentences:
            raise
        lead.notes.append(f"{failure}: what it had written so far is kept.")


def _first(
    model: Model, question: str, items: tuple[Item, ...], clock: Clock, lead: Lead
) -> Generator[str, None, tuple[tuple[Item, ...], list[Message]]]:
    """The first try; evidence that is too long for the model is cut by rank, and that is told."""
    room = model.context * CHARACTERS - 4_000
    while True:
        held = trimmed(items, room)
        messages = _messages(question, held)
        try:
            yield from _let_through(model.text("write", messages, clock), held, items, lead)
        except ModelFailed as failure:
            if failure.kind != "overflow" or len(held) == 1:
                raise
            room = sum(len(x.text) + len(x.context) for x in held) // 2
            continue
        if len(held) < len(items):
            lead.notes.append(f"The language model read the best {len(held)} of {len(items)} pieces of evidence.")
        return held, messages


def _mended(model: Model, messages: list[Message], held: tuple[Item, ...], clock: Clock, lead: Lead) -> Iterator[str]:
    """The second try: what fell, with what was wrong."""
    faults = "\n".join(f"- {claim.raw}\n  {'; '.join(verdict.reasons)}" for claim, verdict in lead.fallen[:MOST])
    said = "\n".join(claim.raw for claim, _ in lead.fallen[:MOST])
    again: list[Message] = [*messages, ("assistant", said), ("user", prompt("mend", faults=faults))]
    yield from _let_through(model.text("mend", again, clock), held, held, lead)


def _messages(question: str, held: tuple[Item, ...]) -> list[Message]:
    example = "x9x9"
    places = {"question": harmless(question), "evidence": shown(held), "fence": held[0].id}
    return [("system", prompt("write", example=example, most=MOST)), ("user", prompt("question", **places))]


def _let_through(pieces: Iterator[str], held: Sequence[Item], every: Sequence[Item], lead: Lead) -> Iterator[str]:
    fallen: list[tuple[Claim, Verdict]] = []
    idle = 0
    for claim in claims(pieces):
        if claim.text.strip(" .").upper() == "NONE":
            break
        verdict = check(claim, held)
        if not verdict.stands:
            fallen.append((claim, verdict))
        elif (sentence := _placed(claim, verdict.bearing, every, lead)) is None:
            idle += 1
        else:
            lead.sentences.append(sentence)
            lead.last = frozenset(item.id for item in verdict.bearing)
            lead.room -= len(sentence)
            yield sentence
        if lead.full or len(fallen) + idle >= PATIENCE:
            break
    lead.fallen = fallen


def _placed(claim: Claim, cited: Sequence[Item], every: Sequence[Item], lead: Lead) -> str | None:
    """The sentence with the reader's marks; None for one said before, pointing nowhere, or longer than its room."""
    if _POINTING.match(claim.text) and not (lead.last and lead.last & {item.id for item in cited}):
        return None
    text = claim.text.rstrip(" .!?;:,") + "."
    text = text[:1].upper() + text[1:]
    if len({item.heading for item in every}) > 1:
        names = list(dict.fromkeys(item.heading for item in cited if item.heading and not _named(item, text)))
        text = f"{'; '.join(names)}: {text}" if names else text
    marks = "".join(dict.fromkeys(mark for item in cited for mark in item.marks))
    sentence = f"{text[:-1]} {marks}."
    if squashed(text) in {squashed(one.rsplit(" [", 1)[0]) for one in lead.sentences} or len(sentence) > lead.room:
        return None
    return sentence


def _named(item: Item, text: str) -> bool:
    """Whether a sentence says of which letter it speaks: authority, and month where that is told."""
    names = {citation.authority for citation in item.citations if citation.authority}
    year = re.search(r"\b(?:19|20)\d\d\b", item.heading)
    return any(name in text for name in names) and (year is None or year[0] in text)


def _silent(lead: Lead) -> bool:
    """Whether a model said so little to the point that asking again is no use."""
    return not any(claim.ids for claim, _ in lead.fallen)
