"""The guard: whether a claim of a model stands in the evidence that it cites. Code decides, by words alone.

A claim stands when each of its clauses stands in one sentence of one cited item: every word that carries meaning, in
the order of the evidence; every number, date, name and grade; every quote word for word; and no 'not', 'some' or
'should' added or left out. What is true but said in quite other words falls with what is invented: the guard errs on
that side.
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
from rag.llm.particulars import Particulars, dated, numbers_in, particulars
from rag.retrieval.words import plain, stem

FUNCTION = frozenset(
    """a about according after also although am an and any are as at be because been before being between both but by
    can did do does during each either etc for from further had has have having he her here hers him his how however i
    in into is it its itself of off on onto or our out over own per same she so such than that the their them then
    there these they this those through to under up upon us very via was we were what when where whereas which while
    who whom whose will with within you your
    inspector inspectors inspection inspections found find finding findings report reports reported letter letters say
    says said state states stated note notes noted identify identifies identified describe describes described mention
    mentions mentioned conclude concluded observe observed ofsted evidence include includes included
    including""".split()  # noqa: SIM905
)
"""Words that may be added or left out: they join and report, and say nothing of their own."""
NEGATIVE = frozenset(
    """not no never none nor neither without nobody nothing hardly rarely seldom barely lack lacks lacking lacked fail
    fails failed failing failure unable insufficient insufficiently few fewer little less least only too""".split()  # noqa: SIM905
)
LIMITING = frozenset(
    """some several many most majority minority almost nearly partly sometimes occasionally often usually generally
    mostly typically previously formerly previous until unless if whether would could should may might must need needs
    needed ensure improve risk risks plan plans planned expected intend intends aim aims yet every all always both
    completely fully entirely everyone where possible likely potentially appears appear seems seem""".split()  # noqa: SIM905
)
KEPT = NEGATIVE | LIMITING
ATTRIBUTED = frozenset(
    """told tell tells say says said report reports reported believe believes believed feel feels felt think thinks
    thought claim claims claimed state states stated describe describes described""".split()  # noqa: SIM905
)
"""What others say is not what inspectors found: with these words a claim must keep them, too."""
_NEAR = 6
"""Words around those that a claim rests on, within their clause, in which a 'not' or 'some' belongs to them."""
_BREAK = re.compile(
    r"\s*(?:;|:|,\s+(?:and|but|while|whereas|although|though|yet)\b|\b(?:but|while|whereas|although)\b)\s*"
)
_GRADED = re.compile(
    r"\b(?:outstanding|good|requires improvement(?: to be good)?|inadequate|not judged)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[A-Z“\"‘£])")
_QUOTED = re.compile(r"[“\"]([^”\"“]+)[”\"]|(?<!\w)‘([^’]{3,})’(?!\w)")
_SHARE = re.compile(r"\s*(?:\w+\s+)?(?:out\s+)?of\s+(?:the\s+|all\s+)?", re.IGNORECASE)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_NAMES = re.compile(r"\b[A-Z][\w'’-]+(?:\s+(?:of\s+|and\s+|the\s+)?[A-Z][\w'’-]+)+")
_OWN_FORM = frozenset({"better", "best", "worse", "worst", "once", "twice", "careful", "useful"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a claim, in words that tell a writer what to mend; nothing when it stands."""

    reasons: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its stem, the word itself in small letters, and the clause in which it stands."""

    stem: str
    word: str
    clause: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of evidence, or a clause of a claim, ready to be compared."""

    text: str
    tokens: tuple[Token, ...]
    told: Particulars


def check(claim: Claim, items: Sequence[Item]) -> Verdict:
    """Whether a claim stands in the items that it cites, of those that there are."""
    cited = [item for item in items if item.id in claim.ids]
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
    for clause in _clauses(claim.text):
        tried = [_against(clause, sentence, item) for item in cited for sentence in _sentences(item)]
        best = min(tried, key=len)
        reasons += [reason for reason in best if reason not in reasons]
    return Verdict(tuple(reasons[:6]))


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
    wanted = [t for t in clause.tokens if t.word not in FUNCTION and t.word not in KEPT and not t.word[0].isdigit()]
    here, there = {t.stem for t in sentence.tokens}, {t.stem for t in above.tokens}
    reasons += [f"“{t.word}” is not in the evidence" for t in wanted if t.stem not in here | there]
    places = _aligned([t.stem for t in wanted if t.stem in here], [t.stem for t in sentence.tokens])
    own = [t for t in wanted if t.stem in here]
    if not own or (len(own) < 2 and not clause.told.numbers and not clause.told.dates):
        return [*reasons, "it says nothing that can be checked"]
    if len(places) < _least(clause, own, there):
        reasons.append("its words stand in another order in the evidence: keep to the evidence's own sentence")
    if places:
        reasons += _kept(clause, sentence, places)
    return reasons + _bound(clause, sentence) + _graded(clause, sentence, own)


def _least(clause: Stretch, own: list[Token], there: set[str]) -> int:
    """How many of its words must stand in the evidence's order: all where it counts, names or grades."""
    if clause.told.numbers or _NAMES.search(clause.text) or _GRADED.search(clause.text):
        return sum(t.stem not in there for t in own)
    return round(0.75 * len(own) + 0.49)


def _kept(clause: Stretch, sentence: Stretch, places: list[int]) -> list[str]:
    """'not', 'some', 'should' near the words that a clause rests on must be in both, or in neither."""
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
    return [t.stem for t in stretch(following).tokens if t.word not in FUNCTION][:3]


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
    run = [t.word for t in stretch(name).tokens]
    for one in (sentence, above):
        words = [t.word for t in one.tokens]
        if any(words[i : i + len(run)] == run for i in range(len(words) - len(run) + 1)):
            return True
    return run[0] in FUNCTION and (len(run) < 3 or _named(" ".join(run[1:]), sentence, above))


def _single(sentence: Stretch) -> bool:
    return bool(re.search(r"\b(?:an?|single)\b", sentence.text, re.IGNORECASE))


def _said(date: tuple[int | None, ...]) -> str:
    return "-".join(str(part) for part in date if part is not None)


def _clauses(text: str) -> list[Stretch]:
    """The clauses of a claim; one that says too little to be checked goes with the one before it."""
    parts: list[str] = []
    for part in _BREAK.split(text):
        meaning = [t for t in stretch(part).tokens if t.word not in FUNCTION and t.word not in KEPT]
        if parts and len(meaning) < 3:
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    if len(parts) > 1 and sum(t.word not in FUNCTION for t in stretch(parts[0]).tokens) < 3:
        parts[:2] = [f"{parts[0]}, {parts[1]}"]
    return [stretch(part) for part in parts if part.strip()]


@lru_cache(maxsize=512)
def _sentences(item: Item) -> tuple[Stretch, ...]:
    """The sentences of an item, and of the words that it cites where they are not its own."""
    texts = [item.text, *(c.quote for c in item.citations if squashed(c.quote) not in squashed(item.text))]
    return tuple(stretch(" ".join(part.split())) for text in texts for part in _SENTENCE.split(text))


@lru_cache(maxsize=4096)
def stretch(text: str) -> Stretch:
    """A text's words, dates and numbers."""
    told = particulars(
        " ".join(
            re.sub(
                r"(?i)\b(ca|wo|do|does|did|is|are|was|were|has|have|had|could|would|should)n['’]t\b", r"\1 not", text
            )
            .replace("cannot", "can not")
            .split()
        )
    )
    tokens = []
    for number, clause in enumerate(_BREAK.split(told.rest)):
        tokens += [Token(word if word in _OWN_FORM else stem(word), word, number) for word in _words(clause)]
    return Stretch(text, tuple(tokens), told)


def _words(text: str) -> list[str]:
    found = _TOKEN.findall(plain(text))
    return [word.removesuffix("'s") for word in found]
