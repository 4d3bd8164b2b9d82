# ruff: noqa: E501 - a pattern is easier to read on one line
"""Whether a sentence holds the kind of answer that a question expects: a number, money, a time, a name."""

from __future__ import annotations

import re

from kg.letters.places import find as find_places
from rag.questions.frame import AnswerType, Frame
from rag.questions.text import plain
from rag.retrieval.query import SAME, domain, terms
from rag.retrieval.words import stem, stems

_NUMBER_WORDS = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half"
_NOT_COUNTS = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\bsection \d+\b|\bs\.? ?47\b|\b\d+[- ](?:and|to|or)[- ]\d+[- ]year[- ]olds?\b|\b\d+[- ]year[- ]olds?\b|\bkey stage \d\b|\bstage \d\b|\bregulation \d+\b|\baged? \d+\b|\b(?:24|7)[/-]7\b",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
_UNIT_OF_TIME = r"(?:minute|hour|day|week|month|year|term)s?"
_TESTS: dict[AnswerType, re.Pattern[str]] = {
    "money": re.compile(r"£\s?\d|\b\d[\d,.]*\s?(?:million|thousand|pounds)\b|\bpence\b", re.IGNORECASE),
    "percentage": re.compile(r"\d\s?%|\bper ?cent\b|\b(?:half|third|quarter|fifth)s?\b|\bone in \w+\b|\b\w+ out of \w+\b", re.IGNORECASE),
    "duration": re.compile(rf"\b(?:\d+|{_NUMBER_WORDS}|a|several|many|few)(?:[- ]\w+)?[- ]{_UNIT_OF_TIME}\b|\b(?:extended|long|lengthy|short|prolonged|considerable) (?:periods?|times?|waits?|delays?)\b|\btoo long\b|\bmonths\b|\bweeks\b|\bhours\b|\bpromptly\b|\bimmediate(?:ly)?\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|\b(?:recently|last year|this year|next year|spring|summer|autumn|winter)\b", re.IGNORECASE),
    "age": re.compile(rf"\b(?:aged?|under|over) (?:\d|{_NUMBER_WORDS})|\b(?:\d+|{_NUMBER_WORDS})[- ](?:years?|months?|weeks?)[- ]old|\b(?:\d+|{_NUMBER_WORDS}) years of age\b|\b\d+ (?:and|to|or) \d+[- ]year", re.IGNORECASE),
    "contact": re.compile(r"@|\bwww\.|\bhttps?:|\b0\d{3,}"),
    "name": re.compile(r"(?:[A-Z][\w'-]+ )+(?:School|Academy|College|Hospital|House|Home|Centre|Trust|Prison|Street|Road|Primary|Secondary|Limited|Ltd)\b|['\"][A-Z][\w -]+['\"]"),
}  # fmt: skip
_ANY_NAME = re.compile(
    r"(?:\b[A-Z][\w'-]+ ){2,}\(|(?<=[a-z,] )(?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+)+|['\"][A-Z][\w -]+['\"]"
)
_PROPER = re.compile(r"(?<![.?!:] )(?<!^)\b(?:[A-Z][a-z]{3,}(?:'s)?)(?: (?:[A-Z][a-z]+(?:'s)?))*")
_COMMON_NAMES = frozenset(
    """ofsted jtai ilacs january february march april june july august september october november december
    children childrens council inspectors letter report director services safeguarding partnership police
    england english british joint targeted area inspection national local authority commissioner chief
    constable officer health nhs care quality commission single framework department education home office
    government county city borough spring summer autumn winter what which list compare unlike independent
    scrutineer young people people's commissioner""".split()  # noqa: SIM905
)


_COUNTED = re.compile(
    r"\b(?:how many|what (?:was|is|were) the (?:average|total|number of|total number of)|number of)\s+((?:(?!(?:were|was|are|is|did|do|does|had|have|has|could|would|can|will|in|on|of|who|that|with|at|from|for|to|by|and|or|there|each|per)\b)[\w'&-]+\s*){1,5})",
    re.IGNORECASE,
)
_PEOPLE = ("children", "child", "youngsters", "young people", "people", "boys", "girls", "pupils", "teenagers")
_NEAR_BEFORE, _NEAR_AFTER = 4, 5
"""Words that may stand between a number and what it counts, before it and after it."""
_BESIDE = tuple(
    re.compile(rf"\b(?:{thing})\b", re.IGNORECASE)
    for thing in (
        "judges?",
        "newspapers?",
        "agenc(?:y|ies)",
        "universit(?:y|ies)",
        "consultanc(?:y|ies)",
        "hotels?",
        "church(?:es)?",
        "banks?",
    )
)
"""Things whose names seldom end in the word for them."""
_OFFICE = re.compile(r"\bwho (?:is|was|are|were) \w+((?: (?!of\b|in\b|at\b|for\b|named\b)[\w'-]+){1,4})"
                     r"|\bnames? of the((?: (?!of\b|in\b|at\b|for\b)[\w'-]+){1,4})", re.IGNORECASE)  # fmt: skip
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][a-z'-]+)+")


def tells(expects: tuple[AnswerType, ...], sentence: str, question: str) -> bool:
    """Whether the sentence holds an answer of one of the kinds expected; True when none is."""
    return not expects or any(_tells(kind, sentence, question) for kind in expects)


def _tells(kind: AnswerType, sentence: str, question: str) -> bool:
    if kind == "number":
        return _counts(sentence, question)
    if kind == "person":
        return _names_person(plain(sentence), plain(question))
    if kind == "name":
        return _names_thing(plain(sentence), plain(question))
    return _TESTS[kind].search(plain(sentence)) is not None and (kind != "percentage" or _on_matter(sentence, question))


_SHARE_WORDS = frozenset(
    stem(word)
    for word in ("percentage", "percent", "proportion", "share", "cent", "per", "rate", "much", "many", "fraction")
)
_ON_MATTER = 0.5
_PLACE_WORDS = re.compile(r"\b(?:City|Council|County|Borough)\b")
"""What follows a place's name, with a capital."""


def _on_matter(sentence: str, question: str) -> bool:
    """Whether a sentence with a percentage is on what the question asks the share of: enough of its words are there."""
    for place in [place.span.of(question) for place in find_places(question)]:
        question = question.replace(place, " ")
    matter = _PLACE_WORDS.sub(" ", plain(question))
    asked = [term for term in terms(matter) if not set(term.words) <= _SHARE_WORDS]
    held = f" {' '.join(stems(sentence))} "
    said = sum(
        any(f" {' '.join(words)} " in held for words, worth in term.alternatives if worth >= SAME) for term in asked
    )
    return said > _ON_MATTER * len(asked)


def _names_thing(sentence: str, question: str) -> bool:
    """Whether a school, company and so on is named: by a name that ends in its kind, or by one beside the word for it."""
    if re.search(r"\bschools?\b", question, re.IGNORECASE):
        sentence = re.sub(r"\bVirtual School\b", " ", sentence)
    if re.search(r"\b(?:compan(?:y|ies)|providers?|charit(?:y|ies)|firms?)\b", question, re.IGNORECASE):
        return _ANY_NAME.search(sentence) is not None
    beside = next((pattern for pattern in _BESIDE if pattern.search(question)), None)
    if beside:
        return beside.search(sentence) is not None and _ANY_NAME.search(sentence) is not None
    return _TESTS["name"].search(sentence) is not None


def _names_person(sentence: str, question: str) -> bool:
    """Whether somebody is named in a sentence that speaks of the office asked for."""
    office = _OFFICE.search(question)
    held = {stem(word) for word in re.findall(r"[a-z]+", sentence.lower())}
    if office and not held.issuperset(
        stem(word) for word in re.findall(r"[a-z]{4,}", (office[1] or office[2]).lower())
    ):
        return False
    for place in find_places(sentence):
        sentence = sentence.replace(place.span.of(sentence), " ")
    return any(
        not any(stem(word.lower()) in domain() for word in match[0].split())
        for match in _CAPITALISED.finditer(sentence)
    )


def counted(question: str) -> list[str]:
    """What 'how many' counts, with other words for it: the last word of the noun phrase."""
    found = []
    for match in _COUNTED.finditer(plain(question)):
        head = match[1].split()[-1].lower()
        others = [" ".join(words) for term in terms(head) for words, _ in term.alternatives]
        found += [head, *others, *(_PEOPLE if head in _PEOPLE or match[1].lower().endswith("young people") else ())]
    return found


def _counts(sentence: str, question: str) -> bool:
    """Whether a number in the sentence stands close to what the question counts."""
    words = plain(_NOT_COUNTS.sub(" ", plain(sentence)))
    heads = {stem(head.split()[-1]) for head in counted(question)}
    if not heads:
        return _COUNT.search(words) is not None
    tokens = re.findall(r"[\w£%.,'-]*\w%?", words)
    numbers = [i for i, token in enumerate(tokens) if _COUNT.match(token)]
    places = [i for i, token in enumerate(tokens) if stem(token.lower().strip("'.,")) in heads]
    return any(-_NEAR_BEFORE <= n - at <= _NEAR_AFTER for n in numbers for at in places)


def missing_name(frame: Frame, texts: list[str]) -> str | None:
    """A proper name of the question that none of the letters holds: what is asked of it they cannot say."""
    known = {word.lower() for n in frame.authorities for word in re.findall(r"\w+", n.words)}
    for match in _PROPER.finditer(frame.question):
        words = [re.sub(r"'s$", "", w).lower() for w in match[0].split()]
        if all(w in _COMMON_NAMES or w in known for w in words):
            continue
        rare = [w for w in words if w not in _COMMON_NAMES and w not in known and len(w) > 3]
        if not all(any(re.search(rf"\b{re.escape(w)}", plain(text), re.IGNORECASE) for text in texts) for w in rare):
            return match[0]
    return None
