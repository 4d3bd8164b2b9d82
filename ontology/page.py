"""The reference page docs/ontology.md, written from the ontology's own words."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

import ontology

_PREFIXES = {
    "https://w3id.org/inspection-letters/ontology#": "insp:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/ns/org#": "org:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://xmlns.com/foaf/0.1/": "foaf:",
    "https://schema.org/": "schema:",
}
_BASE = "https://w3id.org/inspection-letters/"
_SCHEMES = ("grade", "area", "aspect", "kind", "polarity", "region", "theme")
_HEAD = """\
# Ontology reference

Generated from `ontology/*.ttl` by `make ontology`; the words are those of the files. How the parts hang together is in
[ontology/README.md](../ontology/README.md). The same page is served at `/ontology`, and each term at `/ontology/TERM`.

The ontology is within OWL 2 RL, checked by `ontology/profile.py`; SHACL shapes hold what a profile cannot say. What it
must be able to answer are the [competency questions](competency.md).

![The classes and what leads from one to another](images/ontology.svg)

`insp:` is `https://w3id.org/inspection-letters/ontology#`.
"""

Said = dict[str, list[str]]


def page() -> str:
    """The whole page as Markdown."""
    found = nodes()
    terms = {name: said for name, said in found.items() if name.startswith("insp:")}
    classes = {name: said for name, said in terms.items() if "owl:Class" in said["rdf:type"]}
    properties = {name: said for name, said in terms.items() if name not in classes}
    parts = [_HEAD, "\n## Classes\n\n| class | what it is | is a | example |\n| --- | --- | --- | --- |\n"]
    parts += [
        _row(f"`{name}`", said["rdfs:comment"], said["rdfs:subClassOf"], said["skos:example"])
        for name, said in sorted(classes.items())
    ]
    parts.append(
        "\n## Properties\n\n| property | what it says | of | value | is a | example |\n" + "| --- " * 6 + "|\n"
    )
    for name, said in sorted(properties.items()):
        of = said["schema:domainIncludes"] or said["rdfs:domain"]
        parts.append(
            _row(
                f"`{name}`",
                said["rdfs:comment"],
                of,
                said["schema:rangeIncludes"] or said["rdfs:range"],
                said["rdfs:subPropertyOf"],
                said["skos:example"],
            )
        )
    for scheme in _SCHEMES:
        parts.append(_scheme(scheme, found))
    return "".join(parts)


def _scheme(scheme: str, nodes: dict[str, Said]) -> str:
    said = nodes[_BASE + scheme]
    lines = [f"\n## {said['rdfs:label'][0]}\n\n{said['skos:definition'][0]}\n"]
    lines.append("\n| concept | label | what it is | also called |\n| --- | --- | --- | --- |\n")
    for name, concept in nodes.items():
        if _BASE + scheme in concept["skos:inScheme"]:
            note = concept["skos:definition"] or concept["skos:scopeNote"]
            short = name.removeprefix(_BASE).replace("/", ":", 1)
            lines.append(_row(f"`{short}`", concept["rdfs:label"], note, concept["skos:altLabel"]))
    return "".join(lines)


def nodes() -> dict[str, Said]:
    """Everything that is said of each node of the vocabulary, in the files' order."""
    found: dict[str, Said] = defaultdict(lambda: defaultdict(list))
    for name in (ontology.ONTOLOGY, ontology.CONCEPTS, ontology.THEMES):
        for quad in ox.parse(ontology.content(name), format=ox.RdfFormat.TURTLE):
            found[_short(quad.subject)][_short(quad.predicate)].append(_short(quad.object))
    return found


def _short(term: object) -> str:
    value = str(getattr(term, "value", term))
    if isinstance(term, ox.NamedNode):
        for iri, prefix in _PREFIXES.items():
            if value.startswith(iri):
                return prefix + value.removeprefix(iri)
    return value


def _row(*cells: str | list[str]) -> str:
    shown = (cell if isinstance(cell, str) else ", ".join(cell) for cell in cells)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in shown) + " |\n"
