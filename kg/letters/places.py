"""Local authorities by all the names that letters give them; the reference data is `ontology/authorities.csv`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from kg.letters.lines import squash
from kg.model import Span

_TYPE_WORDS = re.compile(
    r"\b(?:the|london|royal|metropolitan|borough|district|county|city|unitary|council|corporation|authority|of"
    r"|local)\b",
    re.I,
)
_TAIL = re.compile(r"(?: upon |-on-| on | of | and ).*$", re.I)


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority: its GSS code, its name, and the day it was abolished (ISO) if it was."""

    gss: str
    name: str
    abolished: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An authority found in a text, where, and by how long a name."""

    authority: Authority
    span: Span


def _variants(name: str) -> set[str]:
    """Spellings of one name: '&' for 'and', with and without hyphens and full stops, turned-round 'X, City of'."""
    made = {name}
    if ", City of" in name:
        plain = name.replace(", City of", "")
        made |= {plain, f"City of {plain}"}
    for each in list(made):
        made |= {each.replace(" and ", " & "), each.replace("-", " "), each.replace("St. ", "St ")}
    return made


def _key(name: str) -> str:
    return re.sub(r"[^a-z&]+", " ", name.lower().replace("’", "'").replace("-", " ")).replace("&", "and").strip()


@cache
def authorities() -> tuple[Authority, ...]:
    """All authorities of the reference data."""
    with files("ontology").joinpath("authorities.csv").open(encoding="utf-8") as rows:
        return tuple(Authority(r["gss"], r["name"], r["abolished"] or None) for r in csv.DictReader(rows))


@cache
def _names() -> dict[str, Authority]:
    """Every full name, folded, with its authority."""
    made: dict[str, Authority] = {}
    with files("ontology").joinpath("authorities.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            authority = Authority(row["gss"], row["name"], row["abolished"] or None)
            for name in [row["name"], *(n.strip() for n in row["other_names"].split(";") if n.strip())]:
                for variant in _variants(name):
                    made.setdefault(_key(variant), authority)
    return made


@cache
def _short_names() -> dict[str, Authority]:
    """First parts of long names ('East Riding', 'Stockton') where only one authority has them."""
    full = _names()
    shorts: dict[str, set[Authority]] = {}
    for name, authority in full.items():
        for short in {re.sub(r" (?:upon|on|of|and) .*$", "", name)} - {name}:
            shorts.setdefault(short, set()).add(authority)
    return {
        short: next(iter(owners))
        for short, owners in shorts.items()
        if len(owners) == 1
        and short not in full
        and len(short) > 4
        and short not in {"city", "isles", "isle", "bath", "council"}
    }


def _pattern(names: dict[str, Authority]) -> re.Pattern[str]:
    alternatives = []
    for name in sorted(names, key=len, reverse=True):
        words = [r"(?:and|&)" if w == "and" else re.escape(w) for w in name.split()]
        alternatives.append(r"[\s.,\-‐‑–]*[\s\-‐‑–]".join(words) if len(words) > 1 else words[0])
    # Written as names, that is with a capital: 'Reading' and 'Bury' are also plain words.
    return re.compile(r"(?<![\w-])(?-i:(?=[A-Z]))(?:" + "|".join(alternatives) + r")(?![\w])", re.I)


@cache
def _full_pattern() -> re.Pattern[str]:
    return _pattern(_names())


@cache
def _short_pattern() -> re.Pattern[str]:
    return _pattern(_short_names())


def find(text: str, start: int = 0, end: int | None = None, *, short: bool = False) -> list[Place]:
    """Authorities named in `text[start:end]`, in order, the longest at each place; `short` also takes first parts."""
    end = len(text) if end is None else end
    made = []
    for pattern, names in ((_full_pattern(), _names()), (_short_pattern(), _short_names()))[: 2 if short else 1]:
        for match in pattern.finditer(text, start, end):
            made.append(Place(names[_key(match.group())], Span(match.start(), match.end())))
        if made:
            break
    return made


def misspelt(phrase: str) -> Authority | None:
    """The one authority whose name is nearly the phrase ('Isles of Sicly'); None where that is not safe to say."""
    key = _key(squash(_TYPE_WORDS.sub(" ", phrase)))
    if len(key) < 6:
        return None
    names = _names()
    best = process.extract(key, list(names), scorer=fuzz.ratio, limit=3, score_cutoff=86)
    owners = {names[name].gss for name, score, _ in best if score >= best[0][1] - 3}
    return names[best[0][0]] if best and len(owners) == 1 else None


def most_named(text: str) -> Place | None:
    """The authority that a whole text names most, where it clearly leads."""
    places = find(text)
    counts = Counter(place.authority for place in places)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return next(place for place in places if place.authority == ranked[0][0])


def named(gss: str) -> Authority | None:
    """The authority of a GSS code."""
    return next((a for a in authorities() if a.gss == gss), None)
