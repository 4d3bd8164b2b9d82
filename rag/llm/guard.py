"""The guard: whether a claim of a model stands in the evidence that it cites. Code decides, by words alone.

A claim stands when each of its clauses stands in one sentence of one cited item: every word that carries meaning, in
the order of the evidence; every number, date, name and grade; every quote word for word; and no 'not', 'some' or
'should' added or left out. What it rests on it says whole: a sentence, or the parts of it between commas. What is true
but said in other words falls with what is invented: the guard errs on that side.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.llm.claims import Claim
from rag.llm.evidence import Item
from rag.llm.particulars import dated, numbers_in
from rag.llm.words import ATTRIBUTED, BREAK, FUNCTION, KEPT, NEGATIVE, Stretch, Token, stretch

_REPORTING = re.compile(
    r"^(?:according to (?:the |this |ofsted'?s? )?(?:inspectors?|inspection|letter|report|ofsted),?"
    r"|(?:the |this |these |ofsted'?s? |his majesty's |her majesty's )*(?:inspectors?|inspection|letter|report|ofsted)"
    r" (?:also |further )?(?:found|finds?|said|says|reports?|reported|noted|notes|identified|identifies|stated|states"
    r"|concluded|observed|saw|describes?|described|mentions?|mentioned)(?: that\b)?:?)\s+",
    re.IGNORECASE,
)
"""How a claim may say that it reports."""
MOST_CITED = 6
"""Ids of a claim that are looked at."""
_NEAR = 6
"""Words around those that a claim rests on, within their clause, in which a 'not' or 'some' belongs to them."""
_GRADED = re.compile(
    r"\b(?:outstanding|good|requires improvement(?: to be good)?|inadequate|not judged)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[A-Z“\"‘£])")
_QUOTED = re.compile(r"[“\"]([^”\"“]+)[”\"]|(?<!\w)‘([^’]{3,})’(?!\w)")
_SHARE = re.compile(r"\s*(?:\w+\s+)?(?:out\s+)?of\s+(?:the\s+|all\s+)?", re.IGNORECASE)
_NAMES = re.compile(r"\b[A-Z][\w'’-]+(?:\s+(?:of\s+|and\s+|the\s+)?[A-Z][\w'’-]+)+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a claim, in words that tell a writer what to mend; when it stands, the items that bear it."""

    reasons: tuple[str, ...] = ()
    bearing: tuple[Item, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reasons


def check(claim: Claim, items: Sequence[Item]) -> Verdict:
    """Whether a claim stands in the items that it cites, of those that there are."""
    cited = [item for item in items if item.id in claim.ids[:MOST_CITED]]
    if not cited:
        unknown = f" ({', '.join(claim.ids)} is none)" if claim.ids else ""
        return Verdict((f"it cites no id of the evidence{unknown}",))
    if foreign := _foreign(claim.text):
        return Verdict((f"it holds letters of another script: {foreign}",))
    if claim.text.count("“") != claim.text.count("”") or claim.text.count('"') % 2:
        return Verdict(("a quotation mark has no partner",))
    reasons = [
        f"“{quote}” is not word for word in the evidence"
        for quote in _quotes(claim.text)
        if not _verbatim(quote, cited)
    ]
    bearing: list[Item] = []
    for clause in _clauses(_REPORTING.sub("", claim.text)):
        tried = [(_against(clause, sentence, item), item) for item in cited for sentence in _sentences(item)]
        found, item = min(tried, key=lambda one: len(one[0]))
        reasons += [reason for reason in found if reason not in reasons]
        bearing += [] if item in bearing else [item]
    if not bearing:
        reasons.append("it says nothing that can be checked")
    return Verdict(tuple(reasons[:6]), () if reasons else tuple(bearing))


def _against(clause: Stretch, sentence: Stretch, item: Item) -> list[str]:
    """What of a clause does not stand in a sentence of an item, which may lean on what is above the item."""
    above = stretch(item.context)
    reasons = [
        f"the date {_said(d)} is not in the evidence"
        for d in clause.told.dates
        if not dated(d, sentence.told.dates | above.told.dates)
    ]
    held = sentence.told.numbers
    reasons += [
        f"the number {n} is not in the evidence"
        for n in clause.told.numbers
        if n not in held and not (n == "1" and _single(sentence))
    ]
    reasons += [
        f"“{name}” is not in the evidence" for name in _NAMES.findall(clause.text) if not _named(name, sentence, above)
    ]
    here, there = {t.stem for t in sentence.tokens}, _names_above(item)
    if any(t.word in {"us", "we", "our"} for t in sentence.tokens):
        there.add("inspector")
    words = [t for t in _without_heading(clause, item) if t.means or t.word in KEPT]
    reasons += [f"“{t.word}” is not in the evidence" for t in words if t.stem not in here | there]
    own = [t for t in words if t.stem in here and t.means]
    if not own or (len(own) < 2 and not clause.told.numbers and not clause.told.dates):
        return [*reasons, "it says nothing that can be checked"]
    must = [t.stem for t in words if t.stem in here - there] or [t.stem for t in own]
    places = _aligned(must, [t.stem for t in sentence.tokens])
    if len(places) < len(must):
        reasons.append("its words stand in another order in the evidence: keep to the evidence's own sentence")
    reasons += _left_out(clause, sentence, places, there) + _kept(clause, sentence, places)
    return reasons + _bound(clause, sentence) + _graded(clause, sentence, own)


def _names_above(item: Item) -> set[str]:
    """The names in what stands above an item: a claim may say of which authority it is."""
    return {t.stem for word in re.findall(r"\b[A-Z][\w'’-]+", item.context) for t in stretch(word).tokens if t.means}


def _without_heading(clause: Stretch, item: Item) -> Sequence[Token]:
    """The clause's words but those that name the letter as its heading does: 'the focused visit to Leeds'."""
    named = [t.word for t in stretch(item.heading.partition("(")[0]).tokens]
    named = named[1:] if named[:1] == ["the"] else named
    at = clause.run(named) if named else None
    return clause.tokens if at is None else (*clause.tokens[:at], *clause.tokens[at + len(named) :])


def _left_out(clause: Stretch, sentence: Stretch, places: list[int], there: set[str]) -> list[str]:
    """Of the parts between commas on which a clause rests, it leaves out nothing: 'the absence of', 'in one team'."""
    parts = {sentence.tokens[place].part for place in places}
    uncounted = {number.strip("£%") for number in sentence.told.numbers - clause.told.numbers}
    left = [
        t.word
        for place, t in enumerate(sentence.tokens)
        if t.part in parts and place not in places and t.stem not in there
        if t.means or t.word in KEPT or (t.counts and t.word in uncounted)
    ]
    return [f"the evidence says “{word}” in that part of its sentence, which is left out" for word in left[:2]]


def _kept(clause: Stretch, sentence: Stretch, places: list[int]) -> list[str]:
    """'not', 'some', 'should' near the words that a clause rests on must be in both, or in neither."""
    if not places:
        return []
    touched = {sentence.tokens[place].clause for place in places}
    first, last = min(places) - _NEAR, max(places) + _NEAR
    near = {
        t.stem: t.word
        for i, t in enumerate(sentence.tokens)
        if t.clause in touched and first <= i <= last and t.word in KEPT | ATTRIBUTED
    }
    own = {t.stem: t.word for t in clause.tokens if t.word in KEPT}
    said = {t.stem for t in clause.tokens}
    allowed = near.keys() if NEGATIVE.intersection(own.values()) else {t.stem for t in sentence.tokens}
    left = [f"the evidence says “{word}”, which is left out" for one, word in near.items() if one not in said]
    return left + [f"“{word}” is not said there in the evidence" for one, word in own.items() if one not in allowed]


def _bound(clause: Stretch, sentence: Stretch) -> list[str]:
    """A number must count the same thing as in the evidence."""
    reasons = []
    for number, _, end in numbers_in(clause.told.rest):
        counted = _after(clause.told.rest, end)
        places = [at for n, _, at in numbers_in(sentence.told.rest) if n == number]
        left = [n for n in _shares(sentence.told.rest, number) if n not in clause.told.numbers]
        reasons += [f"the evidence says {n} of {number}: give both" for n in left]
        if counted and places and not any(set(counted[:1]) & set(_after(sentence.told.rest, at)) for at in places):
            reasons.append(f"in the evidence {number} does not count “{counted[0]}”")
    return reasons


def _shares(text: str, whole: str) -> list[str]:
    """The numbers said to be so many of a whole: '45 of 60', '3 out of the 7'."""
    found = numbers_in(text)
    pairs = itertools.pairwise(found)
    return [one for (one, _, end), (n, at, _) in pairs if n == whole and _SHARE.fullmatch(text[end:at])]


def _after(text: str, end: int) -> list[str]:
    """The stems of the next words of meaning, up to the next number."""
    following = re.split(r"\d", text[end : end + 80])[0]
    return [t.stem for t in stretch(following).tokens if t.means][:3]


def _graded(clause: Stretch, sentence: Stretch, own: list[Token]) -> list[str]:
    """A grade must be that of the same aspect: where a sentence gives several grades, one part of it must hold all."""
    grades = {found.lower() for found in _GRADED.findall(clause.text)}
    if not grades or len({found.lower() for found in _GRADED.findall(sentence.text)}) < 2:
        return []
    for part in re.split(r"[;,/]|\band\b|\bbut\b|\bwhile\b", sentence.text):
        if grades <= {found.lower() for found in _GRADED.findall(part)} and {t.stem for t in own} <= {
            t.stem for t in stretch(part).tokens
        }:
            return []
    return ["the evidence gives several grades: say each with what it is the grade of, in the evidence's words"]


def _aligned(words: list[str], held: list[str]) -> list[int]:
    """Where the longest run of the words, in their order, stands in what is held."""
    best: list[list[list[int]]] = [[[] for _ in range(len(held) + 1)] for _ in range(len(words) + 1)]
    for i, word in enumerate(words, 1):
        for j, other in enumerate(held, 1):
            taken = [*best[i - 1][j - 1], j - 1] if word == other else []
            best[i][j] = max(
                taken, best[i - 1][j], best[i][j - 1], key=lambda run: (len(run), -(run[-1] - run[0]) if run else 0)
            )
    return best[-1][-1]


def _quotes(text: str) -> list[str]:
    return [found[1] or found[2] for found in _QUOTED.finditer(text)]


def _verbatim(quote: str, cited: Sequence[Item]) -> bool:
    held = [squashed(words) for item in cited for words in (item.text, *(c.quote for c in item.citations))]
    return bool(squashed(quote)) and any(squashed(quote) in words for words in held)


def squashed(text: str) -> str:
    """Letters and digits alone, in small letters: spaces, hyphens and quotation marks do not make a quote another."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def _foreign(text: str) -> str:
    """Letters and digits that only look like those of English."""
    strange = (
        c
        for c in text
        if (c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")) or (c.isdigit() and not c.isascii())
    )
    return "".join(dict.fromkeys(strange))


def _named(name: str, sentence: Stretch, above: Stretch) -> bool:
    """A name of several words stands together in the evidence."""
    words = [t.word for t in stretch(name).tokens]
    if any(one.run(words) is not None for one in (sentence, above)):
        return True
    # The first word may be capital only because a sentence begins with it.
    return words[0] in FUNCTION and (len(words) < 3 or _named(" ".join(name.split()[1:]), sentence, above))


def _single(sentence: Stretch) -> bool:
    return bool(re.search(r"\b(?:an?|single)\b", sentence.text, re.IGNORECASE))


def _said(date: tuple[int | None, ...]) -> str:
    return "-".join(str(part) for part in date if part is not None)


def _clauses(text: str) -> list[Stretch]:
    """The clauses of a claim; one that says too little to be checked goes with the one before it."""
    parts: list[str] = []
    for part in BREAK.split(text):
        meaning = [t for t in stretch(part).tokens if t.means]
        if parts and len(meaning) < 3:
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    if len(parts) > 1 and sum(t.means for t in stretch(parts[0]).tokens) < 3:
        parts[:2] = [f"{parts[0]}, {parts[1]}"]
    return [stretch(part) for part in parts if part.strip()]


@lru_cache(maxsize=512)
def _sentences(item: Item) -> tuple[Stretch, ...]:
    """The sentences of an item, and of the words that it cites where they are not its own."""
    texts = [item.text, *(c.quote for c in item.citations if squashed(c.quote) not in squashed(item.text))]
    parts = (" ".join(part.split()) for text in texts for part in _SENTENCE.split(text))
    return tuple(stretch(_REPORTING.sub("", part.lstrip('“‘"'))) for part in parts)
