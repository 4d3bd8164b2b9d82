"""What to take out of a library: letters by what they are, parts by what they say, a query, or an answer's evidence."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

import ontology
from kg.errors import SelectionError
from kg.model import DocumentType, Letter, Polarity

if TYPE_CHECKING:
    from kg.library.folder import Library

KINDS: tuple[str, ...] = get_args(DocumentType)
POLARITIES: tuple[str, ...] = get_args(Polarity)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_WORDS = {
    "letter": "Letter",
    "authority": "Authority",
    "visit": "Visit",
    "inspector": "Inspector",
    "kind": "Kind",
    "region": "Region",
    "theme": "Theme",
    "polarity": "Polarity",
}


@dataclass(frozen=True)
class Selection:
    """What is wanted; nothing said is everything. Of the values of one field any will do; fields hold together.

    - `letter`: names or keys; `authority`: any of its names, or its GSS code; `visit`: IRIs or labels;
      `inspector`: names or IRIs; `kind`: 'ilacs-report' ...; `region`: names.
    - `since`, `until`: days, months or years (2022-05-09, 2022-05, 2022) of the visit, else of publication.
    - `theme` (ids or labels) and `polarity` choose findings and points; of letters only those that have some remain.
    - `query`: a CONSTRUCT; `passages`: IRIs, an answer's evidence. Each stands alone.
    - `depth`: how many links are followed from what is chosen to what it points to: authorities, people, themes are
      described at 1, their neighbours at 2. None is 0 for a query and 1 for all else.

    Raises SelectionError for what cannot be meant.
    """

    letter: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    visit: tuple[str, ...] = ()
    inspector: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    polarity: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    query: str | None = None
    passages: tuple[str, ...] = ()
    depth: int | None = None

    def __post_init__(self) -> None:
        for date in (self.since, self.until):
            if date is not None and not _is_date(date):
                raise SelectionError(f"{date} is not a date: write 2022-05-09, 2022-05 or 2022")
        _known("kind", self.kind, KINDS)
        _known("polarity", self.polarity, POLARITIES)
        _known("region", self.region, regions())
        for name in self.theme:
            theme_id(name)
        if self.query is not None and (self.passages or self.narrows):
            raise SelectionError("A query chooses by itself: leave the other choices out")
        if self.passages and self.narrows:
            raise SelectionError("An answer's evidence is chosen by the answer: leave the other choices out")
        if self.depth is not None and not 0 <= self.depth <= 5:
            raise SelectionError(f"Depth {self.depth}: choose 0 to 5")

    @property
    def narrows(self) -> bool:
        """Whether letters or parts are left out by their own facts."""
        return bool(self.since or self.until) or any(getattr(self, field) for field in _WORDS)

    @property
    def links(self) -> int:
        """The depth that is meant."""
        return self.depth if self.depth is not None else 0 if self.query is not None else 1

    def letters(self, library: Library) -> Iterator[Letter]:
        """The letters chosen, by name; `theme` and `polarity` are left to the caller, who has the findings."""
        from dataclasses import replace

        from kg.exports.choosing import choose

        wanted = replace(self, theme=(), polarity=())
        keys = {letter.key for letter in choose(library, wanted).letters} if wanted.narrows else None
        return (letter for letter in library.letters() if keys is None or letter.key in keys)

    def said(self) -> tuple[tuple[str, str], ...]:
        """The selection in words, field by field, for people to read."""
        pairs = [(_WORDS[field], ", ".join(getattr(self, field))) for field in _WORDS if getattr(self, field)]
        pairs += [("From", self.since)] if self.since else []
        pairs += [("To", self.until)] if self.until else []
        if self.passages:
            pairs.append(("Evidence of an answer", f"{len(self.passages)} passages"))
        if self.query is not None:
            pairs.append(("Query", self.query.strip()))
        return tuple(pairs) or (("Selection", "the whole library"),)


def plain(name: str) -> str:
    """A name as names are compared: lower case, letters and digits, '&' as 'and'."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()


def nearest(name: str, known: Collection[str]) -> str:
    """' Did you mean Leeds?', or nothing where no known name is like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, sorted(known), scorer=fuzz.WRatio, processor=plain, score_cutoff=75)
    return f": did you mean {found[0]}?" if found else ""


def theme_id(said: str) -> str:
    """A theme's id, by its id or label."""
    name = plain(said.rpartition("/")[2] if said.startswith("http") else said)
    for identifier, label in themes().items():
        if name in (plain(identifier), plain(label)):
            return identifier
    raise SelectionError(f"There is no theme {said}: choose one of {', '.join(themes())}")


@cache
def themes() -> dict[str, str]:
    """Labels of themes by their ids."""
    text = ontology.content(ontology.THEMES).decode("utf-8")
    found = re.findall(r'^theme:([\w-]+)\s.*?rdfs:label "([^"]+)"', text, re.MULTILINE | re.DOTALL)
    return dict(sorted(found))


@cache
def authorities() -> dict[str, set[str]]:
    """GSS codes by plain name, other name and code."""
    found: dict[str, set[str]] = {}
    for row in _table():
        for name in (row["gss"], row["name"], *re.split(r"[|;]", row["other_names"])):
            if name.strip():
                found.setdefault(plain(name), set()).add(row["gss"])
    return found


@cache
def authority_names() -> tuple[str, ...]:
    """The authorities' proper names."""
    return tuple(row["name"] for row in _table())


@cache
def regions() -> tuple[str, ...]:
    """The regions' names."""
    return tuple(sorted({row["region"] for row in _table() if row["region"]}))


@cache
def _table() -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(io.StringIO(ontology.content("authorities.csv").decode("utf-8"))))


def _known(what: str, said: Collection[str], known: Collection[str]) -> None:
    choices = {plain(one) for one in known}
    for one in said:
        if plain(one) not in choices:
            raise SelectionError(f"There is no {what} {one}: choose one of {', '.join(known)}")


def _is_date(said: str) -> bool:
    try:
        return bool(_DATE.fullmatch(said) and datetime.date.fromisoformat((said + "-01-01")[:10]))
    except ValueError:
        return False
