"""A small invented graph whose network is known by hand."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.graph import EmbeddedStore
from kg.vocabulary import PREFIXES

EX = "http://example.org/"

PEOPLE = """
ex:ann a foaf:Person ; rdfs:label "Ann Archer" ; insp:canonical ex:ann .
ex:anne a foaf:Person ; rdfs:label "Anne Archer" ; insp:canonical ex:ann .
ex:ben a foaf:Person ; rdfs:label "Ben Brook" ; insp:canonical ex:ben .
ex:cat a foaf:Person ; rdfs:label "Cat Croft" ; insp:canonical ex:cat .
ex:dan a foaf:Person ; rdfs:label "Dan Dale" ; insp:canonical ex:dan .
ex:ofsted a org:Organization ; rdfs:label "Ofsted" .
"""

REFERENCE = """
ex:A a insp:Authority ; rdfs:label "Ayshire" ; insp:gss "A1" ; insp:region region:north .
ex:B a insp:Authority ; rdfs:label "Beeshire" ; insp:region region:north .
ex:C a insp:Authority ; rdfs:label "Ceeshire" ; insp:region region:south .
ex:D a insp:Authority ; rdfs:label "Deeshire" ; insp:region region:south .
ex:E a insp:Authority ; rdfs:label "Never visited" ; insp:region region:south .
region:north rdfs:label "North" ; skos:inScheme <https://w3id.org/inspection-letters/region> .
region:south rdfs:label "South" ; skos:inScheme <https://w3id.org/inspection-letters/region> .
theme:plans rdfs:label "Plans" ; skos:inScheme <https://w3id.org/inspection-letters/theme> .
theme:visits rdfs:label "Visits" ; skos:inScheme <https://w3id.org/inspection-letters/theme> .
theme:health rdfs:label "Health" ; skos:inScheme <https://w3id.org/inspection-letters/theme> .
theme:homes rdfs:label "Homes" ; skos:inScheme <https://w3id.org/inspection-letters/theme> .
grade:good rdfs:label "Good" ; insp:rank 3 .
"""

# Authority, lead, team, and the findings: theme(s), polarity.
VISITS = {
    "v1": ("A", "ann", ("ben",), [("plans visits", "improvement"), ("plans", "improvement"), ("health", "strength")]),
    "v2": ("B", "anne", ("ben", "cat"), [("plans visits", "improvement"), ("plans", "improvement")]),
    "v3": ("C", "cat", (), [("health homes", "improvement"), ("homes", "improvement"), ("plans", "strength")]),
    "v4": ("D", "dan", (), [("health homes", "improvement"), ("homes", "improvement")]),
}


def _letter(number: int, visit: str) -> str:
    authority, lead, team, findings = VISITS[visit]
    lines = [
        f"ex:l{number} a insp:Letter ; rdfs:label 'Letter {number}' ; insp:documentType 'focused-visit-letter' ;"
        f" dcterms:identifier 'l{number}.pdf' ; dcterms:issued '2022-07-1{number}'^^xsd:date ; insp:pages {number} ;"
        f" insp:authority ex:{authority} ; insp:reportsOn ex:{visit} ; insp:signatory ex:{lead} .",
        f"ex:{visit} a insp:Visit ; rdfs:label 'Visit {visit}' ; insp:authority ex:{authority} ;"
        f" insp:startDate '2022-06-0{number}'^^xsd:date ; insp:conductedBy ex:ofsted ;"
        f" insp:leadInspector ex:{lead} ; insp:inspector ex:{lead} .",
        *(f"ex:{visit} insp:teamInspector ex:{name} ; insp:inspector ex:{name} ." for name in team),
    ]
    for place, (themes, polarity) in enumerate(findings, 1):
        about = " , ".join(f"theme:{theme}" for theme in themes.split())
        lines.append(
            f"ex:f{number}{place} a insp:Finding ; insp:visit ex:{visit} ; insp:authority ex:{authority} ;"
            f" insp:letter ex:l{number} ; insp:text 'Words of {number}.{place}' ; insp:polarity '{polarity}' ;"
            f" insp:confidence 0.5 ; insp:theme {about} ; insp:source ex:s{number}{place} ."
        )
    return "\n".join(lines)


def fill(folder: Path) -> EmbeddedStore:
    """The invented graph in a store; v1 is reported on by two letters."""
    store = EmbeddedStore(folder, writable=True)
    contents = {"people": PEOPLE, "reference": REFERENCE}
    contents |= {visit: _letter(number, visit) for number, visit in enumerate(VISITS, 1)}
    contents["again"] = """
        ex:l9 a insp:Letter ; rdfs:label 'Letter 9' ; insp:documentType 'other' ; dcterms:identifier 'l9.pdf' ;
          insp:authority ex:A ; insp:reportsOn ex:v1 .
        ex:v1 a insp:Visit ; rdfs:label 'Visit v1, again' ; insp:authority ex:A ; insp:leadInspector ex:anne ;
          insp:inspector ex:anne .
        ex:j1 a insp:Judgement ; insp:visit ex:v1 ; insp:aspectLabel 'Overall' ;
          insp:grade grade:good ; insp:board false .
        ex:p1 a insp:Point , insp:ImprovementPoint ; insp:visit ex:v1 ; insp:text 'Plans in time.' ;
          insp:theme theme:plans .
    """
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "ex": EX}.items())
    for name, content in contents.items():
        quads = ox.parse(head + content, format=ox.RdfFormat.TURTLE)
        store.replace_graph(f"{EX}graph/{name}", [quad.triple for quad in quads])
    return store
