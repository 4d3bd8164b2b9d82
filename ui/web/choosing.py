"""The form of the Export tab: what the library offers to choose from, and the formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from kg.exports import FORMATS
from kg.exports.formats import Format
from kg.exports.selection import POLARITIES
from ui.web.explore.data import Tables, reader_of
from ui.web.explore.tables import POLARITY_NAMES
from ui.web.services import Services
from ui.web.views import render
from ui.web.words import KINDS

# What a format is good for, by the names of formats; one that is not named here is offered among the first.
_GROUPS = {
    "Documents and figures": ("html", "docx", "md", "pdf", "svg", "png"),
    "Tables": ("csv", "xlsx", "parquet"),
    "Networks": ("graphml", "gexf"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """What can be chosen of one kind: pairs of value and label."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


def router(services: Services) -> APIRouter:
    """The form, made of what the library holds now."""
    routes = APIRouter()
    reader = reader_of(services.library)

    @routes.get("/parts/export", response_class=HTMLResponse)
    def form() -> HTMLResponse:
        return HTMLResponse(render("export_form.html", fields=fields(reader.tables()), groups=groups()))

    return routes


def fields(tables: Tables) -> list[Field]:
    """The choices, the most used first."""
    kinds = {row.letter.document_type for row in tables.findings}
    return [
        Field("authority", "Authority", _same(row.place.name for row in tables.authorities)),
        Field("theme", "Theme", tuple((node.iri.rpartition("/")[2], node.label) for node, _ in tables.themes)),
        Field("region", "Region", _same(sorted({row.place.region for row in tables.authorities if row.place.region}))),
        Field("kind", "Kind of letter", tuple((kind, label) for kind, label in KINDS.items() if kind in kinds)),
        Field("polarity", "Findings judged", tuple((name, POLARITY_NAMES[name]) for name in POLARITIES)),
        Field("visit", "Visit", tuple((row.visit.iri, row.visit.label) for row in tables.visits)),
        Field("inspector", "Inspector", tuple((row.who.iri, row.who.label) for row in tables.inspectors)),
    ]


def groups() -> list[tuple[str, list[Format]]]:
    """The formats by what they are good for."""
    named = {name: group for group, names in _GROUPS.items() for name in names}
    made: dict[str, list[Format]] = {group: [] for group in ("Data", *_GROUPS)}
    for name, format in FORMATS.items():
        made[named.get(name, "Data")].append(format)
    order = ("Documents and figures", "Tables", "Data", "Networks")
    return [(group, made[group]) for group in order if made[group]]


def _same(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, value) for value in values)
