"""What every export carries: what was selected, when, under which licence, made by which software."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.exports.choosing import Chosen
from kg.exports.selection import Selection, themes
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.library.folder import Library

LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
RIGHTS = "© Crown copyright. Contains public sector information licensed under the Open Government Licence v3.0."
_NAMED = 3  # values that a title names
_VOID = "http://rdfs.org/ns/void#"


@dataclass(frozen=True, slots=True)
class About:
    """The export's own description. `notes` tell what was left out, in plain sentences."""

    iri: str
    title: str
    selection: tuple[tuple[str, str], ...]
    created: datetime.date
    letters: int
    notes: tuple[str, ...] = ()

    @property
    def software(self) -> str:
        """Name and version of the software."""
        return f"inspection-letters {version('inspection-letters')}"

    @property
    def day(self) -> str:
        """The day as people write it: '22 November 2026'."""
        return f"{self.created.day} {self.created:%B %Y}"

    def rows(self) -> list[tuple[str, str]]:
        """Everything, as label and value."""
        return [
            ("Title", self.title),
            *self.selection,
            ("Letters", str(self.letters)),
            *(("Note", note) for note in self.notes),
            ("Made", self.created.isoformat()),
            ("Made by", self.software),
            ("Licence", LICENCE),
            ("Licence text", LICENCE_URL),
            ("Rights", RIGHTS),
        ]

    def said(self) -> str:
        """The selection in one line."""
        return "; ".join(f"{name}: {' '.join(value.split())}" for name, value in self.selection)

    def triples(self) -> list[ox.Triple]:
        """The same as RDF: a `void:Dataset` with DCTERMS."""
        it, dcterms = ox.NamedNode(self.iri), PREFIXES["dcterms"]
        pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (PREFIXES["rdf"] + "type", ox.NamedNode(_VOID + "Dataset")),
            (dcterms + "title", ox.Literal(self.title)),
            (PREFIXES["rdfs"] + "label", ox.Literal(self.title)),
            (dcterms + "description", ox.Literal(self.said())),
            (
                dcterms + "created",
                ox.Literal(self.created.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date")),
            ),
            (dcterms + "license", ox.NamedNode(LICENCE_URL)),
            (dcterms + "rights", ox.Literal(RIGHTS)),
            (PREFIXES["rdfs"] + "comment", ox.Literal(f"Made by {self.software}.")),
            *((PREFIXES["rdfs"] + "comment", ox.Literal(note)) for note in self.notes),
        ]
        return [ox.Triple(it, ox.NamedNode(predicate), value) for predicate, value in pairs]


def describe_export(
    library: Library, selection: Selection, chosen: Chosen, created: datetime.date | None = None
) -> About:
    """The description of an export that is about to be made."""
    day = created or datetime.datetime.now(datetime.UTC).date()
    said = _with_labels(selection.said())
    digest = hashlib.sha256(json.dumps([said, selection.links]).encode()).hexdigest()[:16]
    notes = []
    if chosen.cut:
        notes.append(f"The query gave more than {library.settings.query_rows:,} statements: only the first are here.")
    base = library.ids.letter("").removesuffix("id/letter/")
    return About(
        f"{base}id/export/{digest}", _title(selection, said), tuple(said), day, len(chosen.letters), tuple(notes)
    )


def _with_labels(said: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Themes by their labels."""
    found = []
    for name, value in said:
        if name == "Theme":
            value = ", ".join(themes().get(one, one) for one in value.split(", "))
        found.append((name, value))
    return found


def _few(value: str) -> str:
    """At most three of the values that are joined by commas."""
    names = value.split(", ")
    return value if len(names) <= _NAMED else f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def _title(selection: Selection, said: list[tuple[str, str]]) -> str:
    values = {name: _few(value) for name, value in said}
    what = values.get("Theme") or ""
    where = values.get("Authority") or values.get("Region") or ""
    if selection.query is not None:
        return "Result of a query over inspection letters"
    if selection.passages:
        return "Evidence of an answer from inspection letters"
    if what and where:
        return f"{what} in {where}: what inspectors found"
    if what or where:
        return f"{what or where}: what inspectors found"
    if len(selection.visit) == 1 and not selection.visit[0].startswith("http"):
        return f"{selection.visit[0]}: what was found"
    if selection.inspector:
        return f"Visits by {values['Inspector']}: what was found"
    return "What inspectors found in children's services"
