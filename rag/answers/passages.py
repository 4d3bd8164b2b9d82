"""What the letters say on a matter: a few exact sentences, chosen by retrieval and by the kind of answer expected."""

from __future__ import annotations

import re

from rag.answers import refusals
from rag.answers.citing import Source, passage_at
from rag.answers.draft import Draft
from rag.answers.expected import missing_name, tells
from rag.answers.stretches import Quote, joined_up, widened
from rag.answers.wording import naming, quoted
from rag.model import Answer, Evidence
from rag.questions.catalogue import LetterEntry
from rag.questions.frame import Frame
from rag.questions.selection import Chosen, Missing
from rag.retrieval.query import SAME, Term, terms, thesaurus
from rag.retrieval.scoring import score
from rag.retrieval.sheet import Sheet

LENGTH = 1_150
"""Characters of quotes in an answer about one matter; a comparison shares them between its sides."""
CANDIDATES = 24
KEEP = 0.55
"""Sentences below this share of the best one's score are left out."""
ENOUGH = 0.82
"""Least sum of a sentence's score (as a share of the best) and of its cover of the question, to count as its answer."""
LEAST_COVERED = 0.14
MOST_COVERED = 8
"""Letters that are looked into for how far they cover the question."""
COVERED = 0.5
"""Least coverage of the question by the letters; below `coverage.TOLD`, as numbers are also held to what they count."""
EVERYWHERE = 0.7
"""The same for the whole library, which holds something near to any question."""
BESIDE = 0.3
"""The same for one side of a comparison of which another side tells."""
FOREIGN = 0.5
"""The share of a question's words, in no letter of the library, above which it is not about the letters' matter."""
ABSENT = 0.5
"""The share of the words of 'What was said about ...', in none of the letters asked of, above which they do not say."""
TYPED = 0.2
"""What a sentence gains by holding the kind of answer that is asked for."""
_ABOUT = re.compile(
    r"\b(?:say|said|says|find|found|report(?:ed)?|conclude[ds]?|tell|told|think|thought)\b.{0,40}\babout\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^\W*(?:and |but |so )?(?:did|does|do|was|were|is|are|has|have|had)\b", re.IGNORECASE)


def answer(draft: Draft, chosen: list[Chosen], gone: list[Missing]) -> Answer:
    """The best quotes of each side; refused where the letters leave the matter out."""
    if not chosen and not gone:
        return _everywhere(draft)
    share = LENGTH // max(1, len(chosen))
    told = 0
    untold = []
    for one in chosen:
        said = _side(draft, one, share)
        told += said
        untold += [] if said else [one]
    for one in untold if told else []:
        if not _side(draft, one, share, least=BESIDE):
            draft.say(f"{_capital(naming(one.letters[0], draft.catalogue))} does not say.")
    for one_gone in gone:
        draft.say(refusals.missing_line(draft, one_gone))
    if told:
        return draft.answer()
    if not gone:
        entries = tuple(x for one in chosen for x in one.letters)
        return refusals.nothing_found(draft, _about(draft.frame), entries)
    return draft.answer(answered=False)


def _about(frame: Frame) -> str:
    asked = {
        "money": "how much money",
        "percentage": "what share",
        "number": "how many",
        "duration": "how long",
        "name": "which by name",
        "person": "who by name",
        "time": "when",
        "age": "at what age",
        "contact": "how to reach whom",
    }
    matter = f" ({' '.join(frame.focus)})" if frame.focus else ""
    kinds = ", ".join(asked[t] for t in frame.expects if t in asked)
    return f"{kinds or 'anything on this'}{matter}"


def _side(draft: Draft, one: Chosen, share: int, least: float = COVERED) -> bool:
    """The quotes from the letters of one side of the question; beside a side that tells, less is enough."""
    letters = one.letters
    found = _search(draft, [x.key for x in letters])
    quotes = _best(draft, found, share, least)
    if not quotes:
        return False
    by_letter: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_letter.setdefault(quote.key, []).append(quote)
    for key, held in by_letter.items():
        entry = next(x for x in letters if x.key == key)
        _say(draft, entry, held)
    return True


def _say(draft: Draft, entry: LetterEntry, held: list[Quote]) -> None:
    name = naming(entry, draft.catalogue)
    lines = []
    for quote in held:
        letter = draft.shelf.letter(quote.key)
        passage = passage_at(letter, quote.start)
        address = draft.shelf.ids.passage(quote.key, passage.number) if passage else ""
        mark = draft.citer.mark(Source(quote.key, quote.start, quote.end, address))
        words = draft.citer.quote(quote.key, quote.start, quote.end)
        if words and mark:
            lines.append(f"- {quoted(words)}{mark}")
    draft.say(f"{_capital(name)}:\n" + "\n".join(lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _search(draft: Draft, keys: list[str] | None) -> list[Evidence]:
    draft.searched = True
    frame = draft.frame
    return draft.searcher.search(
        frame.words or frame.question, letters=keys, themes=frame.themes, polarity=frame.polarity, limit=CANDIDATES
    )


def _best(draft: Draft, found: list[Evidence], share: int, least: float = COVERED) -> list[Quote]:
    """The sentences to quote, in order of worth; [] when none holds what is asked for."""
    if not found:
        return []
    frame = draft.frame
    letters = {e.letter: draft.shelf.letter(e.letter) for e in found}
    if missing_name(frame, [x.document.text for x in letters.values()]) or not _told(draft, found, least):
        return []
    top = found[0].score
    typed = {e for e in found if frame.expects and tells(frame.expects, _words(draft, e), frame.question)}
    ranked = sorted(found, key=lambda e: e.score + (TYPED if e in typed else 0.0), reverse=True)
    quotes: list[Quote] = []
    used = 0
    for rank, e in enumerate(ranked):
        if any(q.key == e.letter and q.start < e.end and e.start < q.end for q in quotes):
            continue
        start, end = widened(letters[e.letter], e.start, e.end, both=rank < 2)
        if quotes and used + end - start > share:
            start, end = e.start, e.end
        if quotes and (e.score < KEEP * top or used + end - start > share or len(quotes) >= 5):
            continue
        quotes.append(Quote(e.letter, start, end, e.score))
        used += end - start
    return joined_up(quotes, letters)


def _words(draft: Draft, e: Evidence) -> str:
    return draft.shelf.document(e.letter).text[e.start : e.end]


def _told(draft: Draft, found: list[Evidence], least: float = COVERED) -> bool:
    """Whether a sentence near the best one holds the kind of answer expected, on the question's own matter."""
    frame = draft.frame
    asked = terms(frame.words)
    if (
        not asked
        or _foreign(draft, found)
        or not any(draft.searcher.sheet(key).postings.rows(asked).any() for key in {e.letter for e in found})
    ):
        return False
    if not _covers(draft, found, least):
        return False
    if not frame.expects:
        return True
    top = found[0].score
    near = [e for e in found if e.score >= 0.5 * top and tells(frame.expects, _words(draft, e), frame.question)]
    shares = [(e.score / top, _covered(draft, asked, e)) for e in near]
    return any(covered >= LEAST_COVERED and share + covered >= ENOUGH for share, covered in shares)


def _foreign(draft: Draft, found: list[Evidence]) -> bool:
    """Whether much of the question's matter is in words that no letter of the library holds, nor any like them."""
    focus = draft.frame.focus
    asked = [x for x in terms(draft.frame.words) if any(word.startswith(stem) for stem in x.words for word in focus)]
    if not asked:
        return False
    sheets = [draft.searcher.sheet(key) for key in {e.letter for e in found}]
    strange = [term for term in asked if not any(_holds(sheet, term) for sheet in sheets)]
    in_other_words = len(asked) == 1 and any(_speaks(sheet, asked[0]) for sheet in sheets)
    if len(strange) > ABSENT * len(asked) and not in_other_words and _ABOUT.search(draft.frame.question):
        return True
    if len(strange) == len(asked) and not in_other_words and _WHETHER.search(draft.frame.question):
        return True
    if len(strange) <= FOREIGN * len(asked):
        return False
    return len(draft.searcher.unheld(strange)) > FOREIGN * len(asked)


def _speaks(sheet: Sheet, term: Term) -> bool:
    """Whether a letter speaks of a matter in the domain's other words for it, as of supervision in 'oversight'."""
    return term.words in thesaurus() and any(sheet.postings.match(phrase).any() for phrase, _ in term.alternatives)


def _holds(sheet: Sheet, term: Term) -> bool:
    return any(sheet.postings.match(phrase).any() for phrase, worth in term.alternatives if worth >= SAME)


def _covers(draft: Draft, found: list[Evidence], least: float) -> bool:
    """Whether the letters cover the question's words well enough; of many letters, those of the best sentences."""
    frame = draft.frame
    keys = list(dict.fromkeys(e.letter for e in found))

    def holds(sentence: str) -> bool:
        return tells(frame.expects, sentence, frame.question)

    covered = draft.searcher.coverage(
        frame.words or frame.question, keys[:MOST_COVERED], holds if frame.expects else None
    )
    return covered.value >= least


def _covered(draft: Draft, asked: list[Term], e: Evidence) -> float:
    """The share of the question's matter, rare words counting more, that a sentence itself holds."""
    if not asked:
        return 1.0
    sheet = draft.searcher.sheet(e.letter)
    row = next((i for i, place in enumerate(sheet.places) if place.span.start <= e.start < place.span.end), None)
    scores = score(sheet, asked)
    total = float(scores.rarity.sum())
    return float((scores.matches[:, row] * scores.rarity).sum()) / total if row is not None and total else 0.0


def _everywhere(draft: Draft) -> Answer:
    """No letter is named: the library is searched, at most two sentences a letter."""
    held = draft.catalogue.letters
    frame = draft.frame
    keys = None
    if frame.kinds or frame.periods or frame.regions or frame.types or frame.neighbours_of:
        keys = [x.key for x in held.values() if fits(draft, x)]
        if not keys:
            return refusals.nothing_found(draft, "anything of this kind or date", ())
    found = _search(draft, keys)
    quotes = _best(draft, found, LENGTH, EVERYWHERE)
    if not quotes:
        return refusals.out_of_scope(draft)
    by_letter: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_letter.setdefault(quote.key, []).append(quote)
    for key, own in by_letter.items():
        entry = held.get(draft.shelf.ids.letter(key))
        if entry:
            _say(draft, entry, own)
    return draft.answer()


def fits(draft: Draft, entry: LetterEntry) -> bool:
    """Whether a letter meets the frame's conditions on kind, date and place."""
    frame = draft.frame
    authority = draft.catalogue.authorities.get(entry.gss or "")
    near = draft.catalogue.authorities.get(frame.neighbours_of or "")
    return (
        (not frame.kinds or entry.kind in frame.kinds)
        and (not frame.authorities or entry.gss in {named.gss for named in frame.authorities})
        and (
            not frame.periods
            or any(
                p.overlaps(entry.start, entry.end) or p.overlaps(entry.published, entry.published)
                for p in frame.periods
            )
        )
        and (not frame.regions or (authority is not None and authority.region in frame.regions))
        and (not frame.types or (authority is not None and authority.kind in frame.types))
        and (near is None or entry.gss in near.neighbours)
    )
