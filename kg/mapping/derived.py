"""What follows from all letters of a library together, each in a graph of its own.

- people: everybody and every body that letters name, described once: one label, all printed names. Letters' graphs only
  point to them, since a triple that stands in two graphs counts twice in a query over all.
- identity: who is who (kg.mapping.identity).
- mentions: which visit of the library is meant where a letter speaks of an earlier one (kg.mapping.mentions).

`derive` is called when letters were added or removed; the graphs are made anew, from the letters' graphs alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.mapping.evidence import Sighting
from kg.mapping.identity import Link, Overrides, links
from kg.mapping.mentions import HeldVisit, SaidVisit, resolve
from kg.mapping.namesakes import Namesake, part, settle
from kg.mapping.people import body_name, plain_name
from kg.mapping.terms import Sheet, decimal, node, text
from kg.vocabulary import Identifiers

_SIGHTINGS = """
SELECT DISTINCT ?part ?person ?name ?letter ?role ?title ?organisation ?authority ?region ?date
  ?file ?kind ?start ?end {
  ?part a insp:Participation ; insp:participant ?person ; insp:personName ?name ; insp:roleKind ?role .
  ?part insp:letter ?letter ; insp:visit ?visit .
  OPTIONAL { ?part insp:roleTitle ?title }
  OPTIONAL { ?part insp:bodyName ?organisation }
  OPTIONAL { ?part insp:authority ?authority }
  OPTIONAL { ?authority insp:region/rdfs:label ?region }
  OPTIONAL { ?letter dcterms:identifier ?file }
  OPTIONAL { ?visit insp:kind ?kind }
  OPTIONAL { ?visit insp:startDate ?start }
  OPTIONAL { ?visit insp:endDate ?end }
  OPTIONAL { ?letter dcterms:issued ?issued }
  BIND(COALESCE(?start, ?issued) AS ?date)
}
ORDER BY ?part ?person
"""
_BODIES = """
SELECT DISTINCT ?name {
  { ?visit insp:conductedBy ?body ; insp:bodyName ?name } UNION { ?part insp:organisation ?body ; insp:bodyName ?name }
}
ORDER BY ?name
"""
_UNCODED = """
SELECT DISTINCT ?authority ?name {
  ?letter a insp:Letter ; insp:authority ?authority ; insp:bodyName ?name
}
ORDER BY ?name
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
SELECT DISTINCT ?mention ?authority ?kind ?date ?own {
  ?mention a insp:Mention ; insp:authority ?authority ; insp:mentionedDate ?date ; insp:letter/insp:reportsOn ?own .
  OPTIONAL { ?mention insp:mentionedKind ?kind }
}
ORDER BY ?mention
"""


def derive(store: GraphStore, ids: Identifiers, overrides: Overrides | None = None) -> None:
    """Makes the derived graphs anew from what the store holds."""
    overrides = overrides or Overrides()
    as_written = sightings(store)
    found, namesakes = part(as_written, overrides.namesakes)
    settle(store, ids, as_written, found)
    store.replace_graph(ids.derived("people"), people_triples(store, found, ids, namesakes))
    store.replace_graph(ids.derived("identity"), identity_triples(found, links(found, overrides), namesakes))
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
            part=row["part"],
            file=row.get("file", ""),
            kind=row.get("kind", "").rsplit("/", 1)[-1],
            start=row.get("start", ""),
            end=row.get("end", ""),
        )
        for row in store.select(_SIGHTINGS)
    ]


def people_triples(
    store: GraphStore, seen: Iterable[Sighting], ids: Identifiers, namesakes: Iterable[Namesake] = ()
) -> list[ox.Triple]:
    """Everybody and every body that letters name: class, one label, and people's names in all printed forms."""
    sheet = Sheet()
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for sighting in seen:
        names[sighting.person][sighting.name] += 1
    hints = {one.person: f" ({one.hint})" for one in namesakes if one.hint}
    for person, printed in sorted(names.items()):
        sheet.a(node(person), "foaf:Person")
        plain = Counter({plain_name(name): count for name, count in printed.items()})
        sheet.add(node(person), "rdfs:label", text(_commonest(plain) + hints.get(person, "")))
        for name in sorted(printed):
            sheet.add(node(person), "foaf:name", text(name))
    bodies: dict[str, str] = {}
    for row in store.select(_BODIES):
        bodies.setdefault(ids.organisation(body_name(row["name"])), row["name"])
    for body, name in bodies.items():
        sheet.a(node(body), "org:Organization")
        sheet.add(node(body), "rdfs:label", text(name))
    uncoded = {row["authority"]: row["name"] for row in store.select(_UNCODED)}
    for authority, name in uncoded.items():
        sheet.a(node(authority), "insp:Authority")
        sheet.add(node(authority), "rdfs:label", text(bodies.get(authority, name)))
    return sheet.triples()


def _commonest(names: Counter[str]) -> str:
    """The form met most often; of equals, the first in order."""
    return min(names, key=lambda name: (-names[name], name))


def identity_triples(
    sightings: Sequence[Sighting], decided: Iterable[Link], namesakes: Iterable[Namesake] = ()
) -> list[ox.Triple]:
    """The graph of identity: every person's canonical node, why variants were taken for it, why namesakes were not."""
    sheet = Sheet()
    canonical = {link.variant: link for link in decided}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for sighting in sightings:
        forms[sighting.person][plain_name(sighting.name)] += 1
    names = {person: _commonest(counts) for person, counts in forms.items()}
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
    for namesake in namesakes:
        held = {canonical[one].canonical if one in canonical else one for one in (namesake.person, namesake.base)}
        if len(held) == 1:  # the user put them together again
            continue
        name, why = names[namesake.person], node(f"{namesake.person}#namesake")
        sheet.add(node(namesake.person), "owl:differentFrom", node(namesake.base))
        sheet.a(why, "insp:IdentityLink")
        sheet.add(why, "rdfs:label", text(f"{name} is another {name}: {namesake.reason}"))
        sheet.add(why, "insp:variant", node(namesake.person))
        sheet.add(why, "insp:differentFrom", node(namesake.base))
        sheet.add(why, "insp:reason", text(namesake.reason))
        sheet.add(why, "insp:similarity", decimal(1.0))
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
