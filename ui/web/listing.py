"""The list of letters: searched, filtered, put in order, cut to what a page can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

from kg.model import Letter
from ui.web.words import KINDS, count, day, in_sentence, period

SHOWN = 100
"""Rows at once; 'Show all' gives the rest."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A letter in the list of letters. `when` is the ISO day that puts letters in order."""

    key: str
    name: str
    authority: str | None
    document_type: str
    kind: str
    visit: str
    published: str | None
    when: str
    findings: int
    doubtful: int
    searched: str

    @property
    def title(self) -> str:
        """Authority, kind and year in one line."""
        year = f", {self.when[:4]}" if self.when else ""
        return f"{self.authority or 'authority not known'}, {in_sentence(self.kind)}{year}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is to be shown, as the address says it."""

    words: str = ""
    kind: str = ""
    authority: str = ""
    year: str = ""
    doubt: str = ""
    order: str = "authority"
    all: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether letters are left out."""
        return bool(self.words.strip() or self.kind or self.authority or self.year or self.doubt)


@dataclass(frozen=True, slots=True)
class Listing:
    """The letters to show, how many there are, and what each filter offers: (value, name, letters)."""

    rows: Sequence[Summary]
    found: int
    total: int
    kinds: Sequence[tuple[str, str, int]]
    authorities: Sequence[tuple[str, str, int]]
    years: Sequence[tuple[str, str, int]]
    doubtful: int


ORDERS: dict[str, tuple[Callable[[Summary], object], bool]] = {
    "authority": (lambda row: (row.authority or "\uffff", _backwards(row.when)), False),
    "kind": (lambda row: (row.kind, row.authority or ""), False),
    "visit": (lambda row: row.when, True),
    "published": (lambda row: row.published or "", True),
    "findings": (lambda row: row.findings, True),
    "file": (lambda row: row.name, False),
}


def summaries(letters: Iterable[Letter]) -> list[Summary]:
    """What the list says of each letter."""
    return [_summary(letter) for letter in letters]


def listing(rows: Sequence[Summary], wanted: Wanted) -> Listing:
    """The part of the list that is wanted. Unknown orders are the first; a leading '-' turns an order round."""
    words = wanted.words.casefold().split()
    found = [row for row in rows if _fits(row, wanted) and all(word in row.searched for word in words)]
    name = wanted.order.removeprefix("-")
    key, down = ORDERS.get(name, ORDERS["authority"])
    found.sort(key=key, reverse=down != wanted.order.startswith("-"))  # type: ignore[arg-type]
    return Listing(
        found if wanted.all else found[:SHOWN],
        len(found),
        len(rows),
        _offered((row.document_type, row.kind) for row in rows),
        _offered((row.authority or "-", row.authority or "not known") for row in rows),
        _offered(((row.when[:4], row.when[:4]) for row in rows if row.when), latest_first=True),
        sum(row.doubtful > 0 for row in rows),
    )


def wanted_of(query: dict[str, str]) -> Wanted:
    """The wish out of an address' query; what is not known there is left out."""
    known = {field.name for field in fields(Wanted)}
    return Wanted(**{name: value[:200] for name, value in query.items() if name in known})


def read_as(letter: Letter) -> str:
    """What a letter was read as, in one line: 'Focused visit to Leeds, 2 inspectors, 41 findings'."""
    kind = KINDS[letter.document_type]
    of = "to" if "visit" in kind else "of"
    where = f"{of} {letter.authority}" if letter.authority else "of an authority that it does not name"
    parts = [f"{kind} {where}"]
    if letter.visit_start or letter.published:
        parts.append(period(letter.visit_start, letter.visit_end) or f"published {day(letter.published)}")
    if letter.inspectors:
        parts.append(count(len({i.name for i in letter.inspectors}), "inspector"))
    if letter.judgements:
        parts.append(count(len(letter.judgements), "judgement"))
    points = sum(point.kind != "strength" for point in letter.points)
    if points:
        parts.append(count(points, "point for improvement", "points for improvement"))
    parts.append(count(len(letter.findings), "finding"))
    return ", ".join(parts)


def _fits(row: Summary, wanted: Wanted) -> bool:
    return (
        (not wanted.kind or row.document_type == wanted.kind)
        and (not wanted.authority or (row.authority or "-") == wanted.authority)
        and (not wanted.year or row.when[:4] == wanted.year)
        and (not wanted.doubt or row.doubtful > 0)
    )


def _offered(values: Iterable[tuple[str, str]], *, latest_first: bool = False) -> list[tuple[str, str, int]]:
    counts = Counter(values)
    rows = [(value, name, number) for (value, name), number in counts.items()]
    return sorted(rows, key=lambda row: row[1], reverse=latest_first)


def _backwards(day_: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in day_.split("-") if part.isdigit()) or (0,)


def _summary(letter: Letter) -> Summary:
    kind, when = KINDS[letter.document_type], letter.visit_start or letter.published or ""
    visit = period(letter.visit_start, letter.visit_end)
    said = [letter.authority, kind, visit, day(letter.published), letter.document.name, letter.topic, when]
    said += [inspector.name for inspector in letter.inspectors]
    return Summary(
        letter.key,
        letter.document.name,
        letter.authority,
        letter.document_type,
        kind,
        visit,
        letter.published,
        when,
        len(letter.findings),
        len(letter.warnings),
        " ".join(part for part in said if part).casefold(),
    )
