"""What the endpoint and its dataset say of themselves: service description and VoID.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.vocabulary import INSP, PREFIXES, REFERENCE_GRAPH
from ui.web.linked.document import LICENCE

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
_DUMPS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_VOCABULARIES = ("rdf", "rdfs", "skos", "dcterms", "prov", "org", "foaf", "oa", "schema", "owl")
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p"
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c"
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")

Subject = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the graph holds: triples by property, nodes by class, the largest first."""

    properties: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]

    @property
    def triples(self) -> int:
        """All triples; one that stands in two graphs counts twice."""
        return sum(count for _, count in self.properties)


def count(store: GraphStore) -> Counts:
    """Counts the whole graph: seconds for millions of triples, so keep the result while the library stays as it is."""
    properties, classes = (
        tuple((row[name], int(row["n"])) for row in store.select(query))
        for name, query in (("p", _PROPERTIES), ("c", _CLASSES))
    )
    return Counts(properties, classes)


class _Sheet:
    """Collects triples by prefixed or full names."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def say(self, subject: Subject, predicate: str, *values: Object | str | int) -> None:
        for value in values:
            if isinstance(value, int):
                value = ox.Literal(str(value), datatype=_INTEGER)
            self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), _term(value)))

    def a(self, subject: Subject, *classes: str) -> None:
        self.say(subject, PREFIXES["rdf"] + "type", *(ox.NamedNode(name) for name in classes))


def _term(value: Object | str) -> Object:
    return ox.Literal(value) if isinstance(value, str) else value


def service_description(endpoint: str, graphs: list[str]) -> list[ox.Triple]:
    """What the endpoint at an address can do, and which graphs it has."""
    sheet = _Sheet()
    service, dataset, union = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("union")
    sheet.a(service, SD + "Service")
    sheet.say(service, SD + "endpoint", ox.NamedNode(endpoint))
    sheet.say(service, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query"))
    sheet.say(service, SD + "feature", ox.NamedNode(SD + "UnionDefaultGraph"))
    sheet.say(service, SD + "resultFormat", *(ox.NamedNode(_FORMATS + name) for name in _RESULTS))
    sheet.say(service, SD + "defaultEntailmentRegime", ox.NamedNode("http://www.w3.org/ns/entailment/Simple"))
    sheet.say(service, SD + "defaultDataset", dataset)
    sheet.say(service, SD + "availableGraphs", dataset)
    sheet.a(dataset, SD + "Dataset", SD + "GraphCollection")
    sheet.say(dataset, SD + "defaultGraph", union)
    sheet.a(union, SD + "Graph")
    sheet.say(union, PREFIXES["dcterms"] + "description", "The union of all named graphs.")
    for number, name in enumerate(graphs):
        named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        sheet.say(dataset, SD + "namedGraph", named)
        sheet.a(named, SD + "NamedGraph")
        sheet.say(named, SD + "name", ox.NamedNode(name))
        sheet.say(named, SD + "graph", graph)
        sheet.a(graph, SD + "Graph")
    return sheet.triples


def void(root: str, base: str, counts: Counts, example: str | None) -> list[ox.Triple]:
    """The dataset on this server (`root` ends with a slash): where it is, under which licence, and what is in it."""
    sheet = _Sheet()
    document, dataset = ox.NamedNode(root + ".well-known/void"), ox.NamedNode(root + ".well-known/void#dataset")
    sheet.a(document, VOID + "DatasetDescription")
    sheet.say(document, PREFIXES["foaf"] + "primaryTopic", dataset)
    sheet.a(dataset, VOID + "Dataset")
    dcterms = PREFIXES["dcterms"]
    sheet.say(dataset, dcterms + "title", "Inspection letters")
    sheet.say(
        dataset,
        dcterms + "description",
        "What the letters and reports of inspections of children's services in England say.",
    )
    sheet.say(dataset, dcterms + "license", ox.NamedNode(LICENCE))
    sheet.say(dataset, PREFIXES["foaf"] + "homepage", ox.NamedNode(root))
    sheet.say(dataset, VOID + "sparqlEndpoint", ox.NamedNode(root + "sparql"))
    sheet.say(dataset, VOID + "uriSpace", base + "id/")
    sheet.say(dataset, VOID + "vocabulary", *(ox.NamedNode(PREFIXES[name]) for name in _VOCABULARIES))
    sheet.say(dataset, VOID + "vocabulary", ox.NamedNode(INSP))
    sheet.say(dataset, VOID + "feature", *(ox.NamedNode(_FORMATS + name) for name in _DUMPS))
    sheet.say(dataset, VOID + "dataDump", ox.NamedNode(root + REFERENCE_GRAPH.partition("letters/")[2] + ".ttl"))
    if example:
        sheet.say(dataset, VOID + "exampleResource", ox.NamedNode(example))
    sheet.say(dataset, VOID + "triples", counts.triples)
    sheet.say(dataset, VOID + "properties", len(counts.properties))
    sheet.say(dataset, VOID + "classes", len(counts.classes))
    for what, measure, parts in (
        ("class", "entities", counts.classes),
        ("property", "triples", counts.properties),
    ):
        for number, (name, size) in enumerate(parts):
            part = ox.NamedNode(f"{dataset.value}-{what}-{number + 1}")
            sheet.say(dataset, VOID + what + "Partition", part)
            sheet.a(part, VOID + "Dataset")
            sheet.say(part, VOID + what, ox.NamedNode(name))
            sheet.say(part, VOID + measure, size)
    return sheet.triples
