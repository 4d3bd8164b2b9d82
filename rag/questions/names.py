"""Which authorities and people a question names, whatever it calls them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA, JaroWinkler

from rag.questions.catalogue import Catalogue
from rag.questions.frame import Named, PersonNamed
from rag.questions.text import plain, words_of
from rag.retrieval.query import near, question_words, thesaurus
from rag.retrieval.words import stem

_SMALL = frozenset({"london", "and", "of", "upon", "on", "with", "the", "city", "in"})
_COMPASS = frozenset(
    """north south east west central city isle isles borough county forest hill st saint royal""".split()  # noqa: SIM905
)
# Names that are also English words: taken for the authority only when written with a capital.
_ENGLISH = frozenset(
    """reading bury bath poole kent derby hull barking brent sandwell stoke forest tower hamlets""".split()  # noqa: SIM905
)
# English and domain words within a misspelling's reach of an authority's name.
_NOT_NAMES = frozenset(
    """yorkshire humberside
    leads leading heading treading breading spreading readings ready narrow arrow survey surveys kept went
    rent bent bury busy burn very many duty body salary forces forest dudley person persons merits sector
    sectors button mutton station walking talking sleeping overall small malls camera damage broken boosted
    balance balanced boston letter letters devote denver seven even ever never event events kerb sessions
    essence lewis derive during dairy dirty stock stocks stockpile support supports court courts county
    counties wide white wire wore work works worked yorks lead deeds needs feeds seeds weeks lambs harm harms
    warm hours house houses housing barriers burden cumbersome trained training halting holding health wealth
    western eastern northern southern solid sold told bold bolt medway midway midday rather brother trade
    traded traffic safe salt stay slow through though slough enough rough tough plough since brand brent
    breast trend friend spent recent parent agent newham newly named norms norm forms manchester chesters
    chester winchester ending reading sitting setting settings hearing bearing wearing leaders leader leaver
    leavers bedroom bedside croydon kenton keen kind sent cent tent dent meant serious series early earlier
    better bitter barred barrier married""".split()  # noqa: SIM905
)
_COUNTIES = {
    "bedfordshire": "beds", "berkshire": "berks", "buckinghamshire": "bucks", "cambridgeshire": "cambs",
    "cheshire": "ches", "derbyshire": "derbys", "gloucestershire": "glos", "hampshire": "hants",
    "hertfordshire": "herts", "lancashire": "lancs", "leicestershire": "leics", "lincolnshire": "lincs",
    "northamptonshire": "northants", "northumberland": "northumb", "nottinghamshire": "notts",
    "oxfordshire": "oxon", "shropshire": "salop", "somerset": "soms", "staffordshire": "staffs",
    "warwickshire": "warks", "wiltshire": "wilts", "worcestershire": "worcs", "yorkshire": "yorks",
}  # fmt: skip
"""The customary short forms of counties."""
_POINTS = {"north": "n", "south": "s", "east": "e", "west": "w"}
_FULL_NAME = re.compile(
    r"[A-Z][\w'’-]+(?:\s+(?:[A-Z]\.?|[A-Z][\w'’-]+|(?!(?:and|or|did|has|was|the|for|led)\b)[a-z]{2,3}(?=\s+[A-Z])))*"
)
_TITLES = re.compile(r"^(?:dr|sir|dame|mr|mrs|ms|miss|professor|prof|cllr|councillor)\.?\s+", re.IGNORECASE)


def initialisms(name: str, kind: str | None = None) -> set[str]:
    """'Isle of Wight' gives IOW; 'Windsor and Maidenhead' WAM, WM and, with its style before it, RBWM."""
    words = [w for w in re.split(r"[\s,-]+", re.sub(r"[^\w\s,-]", "", name)) if w]
    if len(words) < 2:
        return set()
    every = "".join(w[0] for w in words).upper()
    main = "".join(w[0] for w in words if w.lower() not in _SMALL).upper()
    found = {every, main}
    if len(main) > 1:
        found |= {style + main for style in ("RB", "LB", "MB", "BC")} if kind != "County" else set()
    return {short for short in found if len(short) > 2 or short in {every, main}}


@dataclass(slots=True)
class Names:
    """The ways in from words to authorities and people; built once from a catalogue."""

    catalogue: Catalogue
    exact: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    surnames: dict[str, str] = field(default_factory=dict)
    sized: dict[int, list[str]] = field(default_factory=dict)
    name_words: set[str] = field(default_factory=set)
    pattern: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))

    def __post_init__(self) -> None:
        self._index_authorities()
        self._index_people()

    def _index_authorities(self) -> None:
        parts: dict[str, set[str]] = defaultdict(set)
        shorts: dict[str, set[str]] = defaultdict(set)
        for gss, entry in self.catalogue.authorities.items():
            for name in (entry.name, *entry.other_names):
                if name.isupper() or re.fullmatch(r"[A-Z]\w{0,2}[A-Z]\w?", name):
                    shorts[name.upper()].add(gss)
                    continue
                for form in _forms(name):
                    self.exact.setdefault(form, gss)
            for short in initialisms(entry.name, entry.kind):
                shorts[short].add(gss)
            for word in re.findall(r"[a-z]+", plain(entry.name).lower()):
                if len(word) > 3 and word not in _SMALL | _COMPASS:
                    parts[word].add(gss)
        for word, owners in parts.items():
            if len(owners) == 1 and word not in _ENGLISH:
                self.exact.setdefault(word, next(iter(owners)))
        self.short = {short: next(iter(owners)) for short, owners in shorts.items() if len(owners) == 1}
        names = sorted(self.exact, key=len, reverse=True)
        for name in names:
            self.sized.setdefault(name.count(" ") + 1, []).append(name)
        self.pattern = (
            re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?:s(?=\s))?(?![\w-])")
            if names
            else self.pattern
        )

    def _index_people(self) -> None:
        surnames: dict[str, set[str]] = defaultdict(set)
        self.name_words |= {word for name in (*self.exact, *self.catalogue.people) for word in words_of(name)}
        for name in self.catalogue.people:
            bare = _TITLES.sub("", plain(name))
            self.people[bare.lower()] = name
            surnames[bare.lower().split()[-1]].add(name)
        self.surnames = {surname: next(iter(owners)) for surname, owners in surnames.items() if len(owners) == 1}

    def is_word_of_name(self, word: str) -> bool:
        """Whether a word, in lower case, is part of an authority's or person's name, or near enough to one."""
        if word in self.name_words:
            return True
        allowed = 1 if len(word) < 8 else 2
        return word not in _NOT_NAMES and any(
            OSA.distance(word, name, score_cutoff=allowed) <= allowed for name in self.sized.get(1, ())
        )

    def authorities(self, question: str) -> list[Named]:
        """The authorities named, in order: by name, by abbreviation, then by a safe guess at a misspelling."""
        text = plain(question)
        found = [Named(self.exact[m[1]], question[m.start() : m.end()], m.start()) for m in self._exact(text)]
        for match in re.finditer(r"\b[A-Z][A-Za-z&]{1,5}\b", text):
            gss = self.short.get(match[0].replace("&", "").upper())
            capitals = sum(c.isupper() for c in match[0])
            if gss and capitals >= 2 and not _taken(found, match.start()):
                found.append(Named(gss, match[0], match.start()))
        found += self._guesses(text, found)
        return _each_once(sorted(found, key=lambda n: n.at))

    def _exact(self, text: str) -> list[re.Match[str]]:
        """Names as they stand; a name that is an English word only with its capital."""
        lower = text.lower()
        hits = []
        for match in self.pattern.finditer(lower if len(lower) == len(text) else text):
            capital = text[match.start()].isupper()
            if match[1] in _ENGLISH and (not capital or match.start() == 0):
                continue
            before = lower[: match.start()].rstrip()
            if match[1] == "york" and before.endswith("new"):
                continue
            hits.append(match)
        return hits

    def _guesses(self, text: str, found: list[Named]) -> list[Named]:
        """Misspelt names: a capital or a preposition before, no known English word, one edit in five letters."""
        words = list(re.finditer(r"[A-Za-z]+(?:-[A-Za-z]+)*", text))
        guesses: list[Named] = []
        for size in (4, 3, 2, 1):
            for first, last in zip(words, words[size - 1 :], strict=False):
                at, end = first.start(), last.end()
                if _taken(found + guesses, at, end):
                    continue
                gss = self._near(text, text[at:end].lower(), at, size)
                if gss:
                    guesses.append(Named(gss, text[at:end], at, guessed=True))
        return guesses

    def _near(self, text: str, words: str, at: int, size: int) -> str | None:
        words = re.sub(r" (?:council|county|borough)$", "", words)
        if len(words) < 5 or words in _NOT_NAMES or (size == 1 and words.removesuffix("s") in _NOT_NAMES):
            return None
        written = text[at : at + len(words)]
        if (written.isupper() and not text.isupper()) or words.partition(" ")[0] == "the":
            return None  # an abbreviation ('CAMHS' is not 'Cambs'); the beginning of 'the East of England'
        placed = (
            re.search(r"\b(?:in|of|for|at|about|from|and|with|to|the|on|did|was|has|is)\s+$", text[:at]) is not None
        )
        first = at == 0 and len(words) > 5 and not _is_english(words)
        if not (text[at].isupper() and (at > 0 or first)) and not (placed and len(words) > 5):
            return None
        allowed = 1 if len(words) < 8 else 2
        best = sorted(
            (distance, name)
            for name in self.sized.get(words.count(" ") + 1, ())
            if abs(len(name) - len(words)) <= allowed
            and (distance := OSA.distance(words, name, score_cutoff=allowed)) <= allowed
        )
        nearest = {self.exact[name] for distance, name in best if distance == best[0][0]} or self._one_word_off(words)
        return next(iter(nearest)) if len(nearest) == 1 else None

    def _one_word_off(self, words: str) -> set[str]:
        """A name of several words of which one is another word that sounds much like the right one."""
        parts = words.split()
        found: set[str] = set()
        for name in self.sized.get(len(parts), ()) if len(parts) > 2 else ():
            own = name.split()
            wrong = [at for at, part in enumerate(parts) if part != own[at]]
            at = wrong[0] if len(wrong) == 1 and len(parts[wrong[0]]) > 3 else None
            if at is not None and JaroWinkler.similarity(parts[at], own[at]) > 0.7:
                found.add(self.exact[name])
        return found

    def persons(self, question: str, taken: list[tuple[int, int]]) -> list[PersonNamed]:
        """People named in full, by a surname that only one has, or misspelt; others with two capitals as unknown."""
        text = plain(question)
        found: list[PersonNamed] = []
        for match in _FULL_NAME.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            name = self._person(_TITLES.sub("", match[0]))
            if name:
                found.append(PersonNamed(name, True, match.start()))
        if not found:
            lower = text.lower()
            found = [
                PersonNamed(name, True, at.start())
                for known, name in self.people.items()
                if " " in known and known in lower and (at := re.search(rf"\b{re.escape(known)}\b", lower))
            ]
        return found

    def _person(self, words: str) -> str | None:
        lower = re.sub(r"'s$", "", words.lower())
        if lower in self.people:
            return self.people[lower]
        _, _, rest = lower.partition(" ")
        if rest and rest in self.people:
            return self.people[rest]
        if " " not in lower:
            return self.surnames.get(lower) if len(lower) > 4 else None
        allowed = 1 if len(lower) < 9 else 2
        near = [n for known, n in self.people.items() if OSA.distance(lower, known, score_cutoff=allowed) <= allowed]
        if len(near) == 1:
            return near[0]
        surname = lower.split()[-1]
        same = [n for known, n in self.people.items() if known.split()[-1] == surname and known[0] == lower[0]]
        return same[0] if len(same) == 1 else None


def _is_english(words: str) -> bool:
    """Whether a question may well begin with these words: they are in the vocabulary that questions are asked in."""
    known = near().keys() | question_words() | {word for phrase in thesaurus() for word in phrase}
    return all(stem(word) in known for word in words.split())


def _forms(name: str) -> set[str]:
    """The ways in which a name is written out: 'Bristol, City of' is 'Bristol' and 'City of Bristol'."""
    lower = plain(name).lower()
    forms = {lower, lower.replace("&", "and"), lower.replace(" and ", " & "), lower.replace(".", "")}
    head, comma, rest = lower.partition(", ")
    if comma and rest.endswith("of"):
        forms |= {head, f"{rest} {head}"}
    forms |= {form.replace("-", " ") for form in forms}
    forms |= {short for form in forms for short in _shortened(form)}
    return {form for form in forms if len(form) > 3}


def _shortened(name: str) -> set[str]:
    """'north lincolnshire' as 'n lincs', 'n lincolnshire', 'north lincs'; 'north east lincolnshire' as 'ne lincs'."""
    county = " ".join(_COUNTIES.get(word, word) for word in name.split())
    found = {county}
    first, _, rest = name.partition(" ")
    if rest and first in _POINTS:
        short = _POINTS[first]
        found |= {f"{short}{dot} {end}" for dot in ("", ".") for end in (rest, county.partition(" ")[2])}
    second, _, last = rest.partition(" ")
    if last and first in _POINTS and second in _POINTS:
        corner = _POINTS[first] + _POINTS[second]
        found |= {f"{corner} {end}" for end in (last, county.rpartition(" ")[2])}
    return found - {name}


def _taken(found: list[Named], start: int, end: int | None = None) -> bool:
    end = end if end is not None else start + 1
    return any(n.at < end and start < n.at + len(n.words) for n in found)


def _each_once(found: list[Named]) -> list[Named]:
    seen: dict[str, Named] = {}
    for name in found:
        if name.gss not in seen or (seen[name.gss].guessed and not name.guessed):
            seen[name.gss] = name
    return sorted(seen.values(), key=lambda n: n.at)
