"""/sparql against a bare Oxigraph server on the same data, and against rdflib's own engine."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

PREFIXES = """PREFIX insp: <https://w3id.org/inspection-letters/ontology#>
PREFIX auth: <https://w3id.org/inspection-letters/authority/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX theme: <https://w3id.org/inspection-letters/theme/>
"""

# {authority} is the one with most letters. Rows stay below the cap of both.
QUERIES = {
    "look-up": """SELECT ?visit ?label ?start WHERE {
  ?visit a insp:Visit ; insp:authority <{authority}> ; rdfs:label ?label .
  OPTIONAL { ?visit insp:startDate ?start } }""",
    "filter by date": """SELECT ?letter ?label ?date WHERE {
  ?letter a insp:Letter ; rdfs:label ?label ; dcterms:issued ?date .
  FILTER(?date >= "2018-01-01"^^xsd:date && ?date < "2023-01-01"^^xsd:date) } ORDER BY ?date""",
    "join with count": """SELECT ?name ?polarity (COUNT(?finding) AS ?n) WHERE {
  ?finding a insp:Finding ; insp:polarity ?polarity ; insp:theme theme:leadership ; insp:authority ?authority .
  ?authority rdfs:label ?name } GROUP BY ?name ?polarity""",
    "top ten": """SELECT ?theme (COUNT(?finding) AS ?n) WHERE {
  ?finding insp:polarity "improvement" ; insp:theme ?theme } GROUP BY ?theme ORDER BY DESC(?n) ?theme LIMIT 10""",
    "CONSTRUCT of an authority": """CONSTRUCT { ?s ?p ?o } WHERE {
  ?s insp:authority <{authority}> ; ?p ?o . FILTER NOT EXISTS { ?s a insp:Finding } }""",
}
AGGREGATES = ("join with count", "top ten")


class Endpoint:
    """One open connection to a SPARQL endpoint."""

    def __init__(self, address: str, extra: str = "") -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
        self._path = parts.path + extra

    def ask(self, query: str, accept: str) -> bytes:
        """The body of the answer."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        self._connection.request("POST", self._path, query.encode(), headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {body[:300]!r}")
        return body


def accept(name: str) -> str:
    """The format in which a query's result is fetched."""
    return "application/n-triples" if name.startswith("CONSTRUCT") else "application/sparql-results+json"
