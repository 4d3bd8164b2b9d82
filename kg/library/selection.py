"""Choosing letters: by authority, kind and period."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

import ontology
from kg.errors import SelectionError
from kg.model import DocumentType, Letter

if TYPE_CHECKING:
    from kg.library.folder import Library

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class Selection:
    """Which letters: None is all. Days, months and years are written 2022-05-09, 2022-05 and 2022. `theme` is an id.

    Raises SelectionError for what cannot be meant: an authority, kind, theme or date that does not exist.
    """

    authority: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    theme: str | None = None

    def __post_init__(self) -> None:
        for date in (self.since, self.until):
            if date is not None and not _is_date(date):
                raise SelectionError(f"{date} is not a date: write 2022-05-09, 2022-05 or 2022")
        kinds = get_args(DocumentType)
        if self.kind is not None and self.kind not in kinds:
            raise SelectionError(f"There is no kind {self.kind}: choose one of {', '.join(kinds)}")
        if self.theme is not None and self.theme not in _themes():
            raise SelectionError(f"There is no theme {self.theme}: choose one of {', '.join(sorted(_themes()))}")
        if self.authority is not None and _plain(self.authority) not in _authorities():
            raise SelectionError(f"There is no authority {self.authority}")

    @property
    def chooses(self) -> bool:
        """Whether anything is left out."""
        return any((self.authority, self.kind, self.since, self.until))

    def letters(self, library: Library) -> Iterator[Letter]:
        """The letters, by name. A letter's day is that of the visit, else that of its publication."""
        gss = _authorities()[_plain(self.authority)] if self.authority else None
        for letter in library.letters():
            day = letter.visit_start or letter.published or ""
            if (
                (gss is None or letter.gss in gss)
                and self.kind in (None, letter.document_type)
                and (self.since is None or day >= self.since)
                and (self.until is None or "" < day[: len(self.until)] <= self.until)
            ):
                yield letter


def _is_date(said: str) -> bool:
    try:
        return bool(_DATE.fullmatch(said) and datetime.date.fromisoformat((said + "-01-01")[:10]))
    except ValueError:
        return False


@cache
def _authorities() -> dict[str, set[str]]:
    """Codes by name, other name and code."""
    found: dict[str, set[str]] = {}
    table = ontology.content("authorities.csv").decode("utf-8")
    for row in csv.DictReader(io.StringIO(table)):
        for name in (row["gss"], row["name"], *re.split(r"[|;]", row["other_names"])):
            if name.strip():
                found.setdefault(_plain(name), set()).add(row["gss"])
    return found


@cache
def _themes() -> frozenset[str]:
    return frozenset(re.findall(r"^theme:([\w-]+)\s", ontology.content(ontology.THEMES).decode("utf-8"), re.MULTILINE))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()
