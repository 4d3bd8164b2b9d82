"""Numbers the letters that a report cites, in the order in which it cites them."""

from __future__ import annotations

from kg.exports.report.model import Cite, Reference
from kg.exports.report.wording import day
from kg.profiles import Source, VisitSummary


class Sources:
    """Hands out citations and remembers what was cited."""

    def __init__(self) -> None:
        self._letters: dict[str, Source | None] = {}
        self._titles: dict[str, str] = {}
        self._pages: dict[str, set[int]] = {}

    def cite(self, source: Source) -> Cite:
        """The citation of a statement's place."""
        number = self._number(source.letter, source.title)
        self._letters[source.letter] = source
        self._pages[source.letter].add(source.page)
        return Cite(number, source.page, source.passage)

    def letters_of(self, visit: VisitSummary) -> tuple[Cite, ...]:
        """The letters on a visit, each as a whole."""
        return tuple(Cite(self._number(letter.iri, letter.label), 0) for letter in visit.letters)

    def references(self, visits: tuple[VisitSummary, ...]) -> tuple[Reference, ...]:
        """The list of sources."""
        published = {letter.iri: visit.published for visit in visits for letter in visit.letters}
        files = {
            letter.iri: file for visit in visits for letter, file in zip(visit.letters, visit.documents, strict=True)
        }
        found = []
        for number, (iri, source) in enumerate(self._letters.items(), 1):
            date = source.published if source else published.get(iri)
            found.append(
                Reference(
                    number,
                    self._titles[iri],
                    day(date) if date and day(date) not in self._titles[iri] else "",
                    source.document if source else files.get(iri, ""),
                    tuple(sorted(self._pages[iri])),
                    iri,
                )
            )
        return tuple(found)

    def _number(self, letter: str, title: str) -> int:
        if letter not in self._letters:
            self._letters[letter] = None
            self._titles[letter] = title
            self._pages[letter] = set()
        return list(self._letters).index(letter) + 1
