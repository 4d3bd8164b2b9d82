"""What follows from all letters of a library together: who is who, and which earlier visits the letters speak of.

`derive` is called when letters were added or removed; each derived graph is made anew, from the letters' graphs alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.mapping.evidence import Sighting
from kg.mapping.identity import Link, Overrides, links
from kg.mapping.mentions import HeldVisit, SaidVisit, resolve
from kg.mapping.people import plain_name
from kg.mapping.terms import Sheet, decimal, node, text
from kg.vocabulary import Identifiers

_SIGHTINGS = """
SELECT ?person ?name ?letter ?role ?title ?organisation ?authority ?region ?date {
  ?part a insp:Participation ; insp:participant ?person ; insp:roleKind ?role .
  ?part insp:letter ?letter ; insp:visit ?visit .
  ?person rdfs:label ?name .
  OPTIONAL { ?part insp:roleTitle ?title }
  OPTIONAL { ?part insp:organisation/rdfs:label ?organisation }
  OPTIONAL { ?part insp:authority ?authority OPTIONAL { ?authority insp:region/rdfs:label ?region } }
  OPTIONAL { ?visit insp:startDate ?start }
  OPTIONAL { ?letter dcterms:issued ?issued }
  BIND(COALESCE(?start, ?issued) AS ?date)
}
ORDER BY ?person ?letter ?role ?name
"""
_VISITS = """
SELECT DISTINCT ?visit ?kind ?authority ?start ?end ?issued {
  ?visit a insp:Visit ; insp:kind ?kind ; insp:authority ?authority ; insp:startDate ?start .
  OPTIONAL { ?visit insp:endDate ?end }
  OPTIONAL { ?letter insp:reportsOn ?visit ; dcterms:issued ?issued }
}
ORDER BY ?visit ?issued ?end
"""
_MENTIONS = """
SELECT ?mention ?authority ?kind ?date ?own {
  ?mention a insp:Mention ; insp:authority ?authority ; insp:mentionedDate ?date ; insp:letter/insp:reportsOn ?own .
  OPTIONAL { ?mention insp:mentionedKind ?kind }
}
ORDER BY ?mention
"""


def derive(store: GraphStore, ids: Identifiers, overrides: Overrides | None = None) -> None:
    """Makes the derived graphs anew from what the store holds."""
    found = sightings(store)
    store.replace_graph(ids.derived("identity"), identity_triples(found, links(found, overrides)))
    store.replace_graph(ids.derived("mentions"), mention_triples(store))


def sightings(store: GraphStore) -> list[Sighting]:
    """Every naming of a person in the library."""
    return [
        Sighting(
            person=row["person"],
            name=row["name"],
            letter=row["letter"],
            role=row["role"],
            title=row.get("title", ""),
            organisation=row.get("organisation", ""),
            authority=row.get("authority", ""),
            region=row.get("region", ""),
            year=int(row["date"][:4]) if row.get("date", "")[:4].isdigit() else 0,
        )
        for row in store.select(_SIGHTINGS)
    ]


def identity_triples(sightings: Sequence[Sighting], decided: Iterable[Link]) -> list[ox.Triple]:
    """The graph of identity: every person's canonical node, and why variants were taken for it."""
    sheet = Sheet()
    canonical = {link.variant: link for link in decided}
    names = {sighting.person: plain_name(sighting.name) for sighting in sightings}
    for person, name in sorted(names.items()):
        link = canonical.get(person)
        sheet.add(node(person), "insp:canonical", node(link.canonical if link else person))
        if link is None:
            continue
        sheet.add(node(person), "owl:sameAs", node(link.canonical))
        if name != names[link.canonical]:
            sheet.add(node(link.canonical), "skos:altLabel", text(name))
        why = node(f"{person}#identity")
        sheet.a(why, "insp:IdentityLink")
        sheet.add(why, "rdfs:label", text(f"{name} is {names[link.canonical]}: {link.reason}"))
        sheet.add(why, "insp:variant", node(person))
        sheet.add(why, "insp:sameAs", node(link.canonical))
        sheet.add(why, "insp:reason", text(link.reason))
        sheet.add(why, "insp:similarity", decimal(link.similarity))
    return sheet.triples()


def mention_triples(store: GraphStore) -> list[ox.Triple]:
    """`insp:refersTo` for each mention of a visit that the library holds."""
    visits: dict[str, HeldVisit] = {}
    for row in store.select(_VISITS):
        issued = (*visits[row["visit"]].issued, row["issued"]) if row["visit"] in visits else (row.get("issued", ""),)
        visits[row["visit"]] = HeldVisit(
            row["visit"], row["authority"], row["kind"].rsplit("/", 1)[-1], row["start"], row.get("end", ""), issued
        )
    sheet = Sheet()
    for row in store.select(_MENTIONS):
        said = SaidVisit(row["authority"], row.get("kind", "").rsplit("/", 1)[-1], row["date"], row["own"])
        visit = resolve(said, visits.values())
        if visit is not None:
            sheet.add(node(row["mention"]), "insp:refersTo", node(visit))
    return sheet.triples()
