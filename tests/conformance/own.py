"""What the standards ask of a read-only endpoint, as cases of our own.

SPARQL 1.1 Protocol sections 2.1 (query operation) and 2.2 (update, refused here), Query Results JSON/XML/CSV/TSV,
Service Description, and the negotiation of RFC 9110.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from tests.conformance import results
from tests.conformance.case import (
    FORBIDDEN,
    FORM,
    QUERY,
    UPDATE,
    Answer,
    Case,
    Check,
    Request,
    is_json,
)

PART = "http://part.example/"
ONE, TWO, THREE, ODD = (f"{PART}{name}" for name in ("one", "two", "three", "odd"))
_BOOK = "@prefix s: <https://schema.org/> .\n"
GRAPHS = {
    ONE: (_BOOK + "<> a s:Book ; s:name 'One' .").encode(),
    TWO: (_BOOK + "<> a s:Book ; s:name 'Two' .").encode(),
    THREE: (_BOOK + "<> a s:Book .").encode(),
    ODD: f"""@prefix : <{PART}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        :a :is "plain", "with \\"quotes\\", a comma\\nand a line", "\\ttab", "deutsch"@de, "", 7, -7, 7.5, true,
            "n/a"^^:own, "2022-07-18"^^xsd:date, <http://iri.example/%20x>, [ :is "in a blank node" ] .""".encode(),
}
_ASKS_ONE = f"ASK {{ <{ONE}> a schema:Book }}"
_ASKS_BOTH = f"ASK {{ <{ONE}> a schema:Book . <{TWO}> a schema:Book }}"
_ASKS_NAMED = f"ASK {{ GRAPH ?g {{ <{ONE}> a schema:Book }} GRAPH ?h {{ <{TWO}> a schema:Book }} }}"
_SELECT = f"SELECT ?name WHERE {{ <{ONE}> schema:name ?name }}"
_CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def get(query: str | None = None, **given: object) -> Request:
    """A query by GET; `default` and `named` are the protocol's graphs."""
    pairs = [("query", query)] if query is not None else []
    return Request(path=_path(pairs, given), **given)  # type: ignore[arg-type]


def direct(query: str | bytes, media: str | None = QUERY, **given: object) -> Request:
    """A query as the body of a POST."""
    body = query if isinstance(query, bytes) else query.encode()
    return Request(path=_path([], given), body=body, content_type=media, **given)  # type: ignore[arg-type]


def form(fields: list[tuple[str, str]], **given: object) -> Request:
    """A query as a form."""
    return Request(path=_path([], given), body=urlencode(fields).encode(), content_type=FORM, **given)  # type: ignore[arg-type]


def _path(pairs: list[tuple[str, str]], given: dict[str, object]) -> str:
    pairs += [("default-graph-uri", str(iri)) for iri in given.pop("default", ())]  # type: ignore[attr-defined]
    pairs += [("named-graph-uri", str(iri)) for iri in given.pop("named", ())]  # type: ignore[attr-defined]
    return "/sparql" + ("?" + urlencode(pairs, quote_via=quote) if pairs else "")


def status(code: int) -> frozenset[int]:
    """Exactly this status."""
    return frozenset({code})


def cases() -> list[Case]:
    """All of them."""
    return [*_operation(), *_dataset(), *_malformed(), *_updates(), *_negotiation(), *_formats(), *_description()]


def _operation() -> Iterator[Case]:
    group = "protocol: query operation"
    yield Case(group, "by GET", [get("ASK {}", kind="boolean", boolean=True)])
    yield Case(group, "by GET, with a slash at the end", [Request("/sparql/?query=ASK%7B%7D", boolean=True)])
    yield Case(group, "by POST of a form", [form([("query", "ASK {}")], kind="boolean", boolean=True)])
    yield Case(group, "by POST of the query itself", [direct("ASK {}", kind="boolean", boolean=True)])
    yield Case(group, "a charset may be named", [direct("ASK {}", QUERY + '; charset="utf-8"', boolean=True)])
    yield Case(group, "letters beyond ASCII", [get("ASK { FILTER('é' = '\\u00e9') }", boolean=True)])
    yield Case(group, "SELECT gives a table", [get(_SELECT, kind="tabular")])
    yield Case(group, "ASK gives a boolean", [get(_ASKS_ONE, kind="boolean", boolean=True)])
    yield Case(group, "DESCRIBE gives RDF", [get(f"DESCRIBE <{ONE}>", kind="RDF")])
    yield Case(group, "CONSTRUCT gives RDF", [get(_CONSTRUCT, kind="RDF")])
    relative = get("ASK { FILTER(STR(<x>) = CONCAT(REPLACE(STR(<>), '/[^/]*$', '/'), 'x')) }", boolean=True)
    yield Case(group, "relative IRIs have a base", [relative])


def _dataset() -> Iterator[Case]:
    group = "protocol: dataset"
    both = {"default": (ONE, TWO)}
    for name, send in (("GET", get), ("POST", direct)):
        yield Case(group, f"default graphs by {name}", [send(_ASKS_BOTH, **both, boolean=True)])
        yield Case(
            group, f"no more than the default graphs by {name}", [send(_ASKS_BOTH, default=(ONE,), boolean=False)]
        )
        yield Case(group, f"named graphs by {name}", [send(_ASKS_NAMED, named=(ONE, TWO), boolean=True)])
        yield Case(group, f"no more than the named graphs by {name}", [send(_ASKS_NAMED, named=(ONE,), boolean=False)])
    yield Case(group, "in the address of a form", [form([("query", _ASKS_BOTH)], **both, boolean=True)])
    fields = [("query", _ASKS_BOTH), ("default-graph-uri", ONE), ("default-graph-uri", TWO)]
    yield Case(group, "in the form", [form(fields, boolean=True)])
    full = f"ASK {{ <{THREE}> a schema:Book {_ASKS_NAMED.removeprefix('ASK {')}"
    yield Case(group, "default and named graphs", [direct(full, default=(THREE,), named=(ONE, TWO), boolean=True)])
    asks = f"ASK FROM <{THREE}> {_ASKS_NAMED.removeprefix('ASK ')}"
    yield Case(group, "the request wins over FROM", [direct(asks, named=(ONE, TWO), boolean=True)])
    over = f"ASK FROM <{TWO}> {{ <{TWO}> a schema:Book }}"
    yield Case(
        group, "FROM holds without it", [direct(over, boolean=True), direct(over, default=(ONE,), boolean=False)]
    )
    yield Case(group, "nothing but FROM", [direct(f"ASK FROM <{ONE}> {{ <{TWO}> a schema:Book }}", boolean=False)])
    yield Case(
        group, "named graphs only: the default graph is empty", [get("ASK { ?s ?p ?o }", named=(ONE,), boolean=False)]
    )
    yield Case(
        group, "a graph that is not there is empty", [get("ASK { ?s ?p ?o }", default=(PART + "none",), boolean=False)]
    )
    yield Case(group, "without any, the union of all", [get(_ASKS_BOTH, boolean=True)])


def _malformed() -> Iterator[Case]:
    group = "protocol: malformed requests"
    two = [("query", "ASK {}"), ("query", "SELECT * {}")]
    yield Case(group, "another method", [Request("/sparql?query=ASK%7B%7D", method="PUT", statuses=status(405))])
    yield Case(group, "two queries by GET", [Request("/sparql?" + urlencode(two), statuses=status(400))])
    yield Case(group, "two queries in a form", [form(two, statuses=status(400))])
    yield Case(
        group,
        "a query in address and body",
        [Request("/sparql?query=ASK%7B%7D", b"ASK {}", QUERY, statuses=status(400))],
    )
    yield Case(group, "no query in a form", [form([("other", "x")], statuses=status(400))])
    yield Case(group, "another media type", [direct("ASK {}", "text/plain", statuses=status(415))])
    yield Case(group, "a form without its media type", [direct("query=ASK%7B%7D", None, statuses=status(415))])
    yield Case(group, "a query without its media type", [direct("ASK {}", None, statuses=status(415))])
    utf16 = direct("ASK {}".encode("utf-16"), QUERY + "; charset=UTF-16", statuses=status(415))
    yield Case(group, "another encoding", [utf16])
    yield Case(group, "not UTF-8 in the body", [direct(b"ASK { ?s ?p '\xe9' }", statuses=status(400))])
    yield Case(group, "not UTF-8 in the address", [Request("/sparql?query=%E9", statuses=status(400))])
    yield Case(group, "not a query", [get("ASK {", statuses=status(400), check=_names_the_place)])
    yield Case(group, "a graph that is no IRI", [get("ASK {}", default=("no iri",), statuses=status(400))])
    yield Case(group, "too long", [direct("#" * (2 << 20), statuses=status(413))])


def _updates() -> Iterator[Case]:
    group = "protocol: updates are refused"
    there = get(_ASKS_ONE, boolean=True)
    for name, update in (
        ("everything away", "CLEAR ALL"),
        ("a graph away", f"DROP GRAPH <{ONE}>"),
        ("data in", f"INSERT DATA {{ <{ONE}> a <x:y> }}"),
        ("what is no update either", "CLEAR XYZ"),
    ):
        requests = [
            direct(update, UPDATE, statuses=FORBIDDEN),
            form([("update", update)], statuses=FORBIDDEN),
            Request("/sparql?" + urlencode({"update": update}), statuses=FORBIDDEN),
            direct(update, QUERY, statuses=status(400)),
            there,
        ]
        yield Case(group, name, requests, refused=True)
    graph = urlencode({"using-graph-uri": ONE})
    yield Case(
        group, "with graphs named", [Request(f"/sparql?{graph}", b"CLEAR ALL", UPDATE, statuses=FORBIDDEN)], True
    )
    two = form([("update", "CLEAR ALL"), ("update", "CLEAR ALL")], statuses=FORBIDDEN)
    yield Case(group, "two at once", [two], True)


def _negotiation() -> Iterator[Case]:
    group = "negotiation"
    json, xml, csv, tsv = (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    )
    for query, offers in (
        (_SELECT, (json, xml, csv, tsv)),
        (_ASKS_ONE, (json, xml, csv, tsv)),
        (_CONSTRUCT, ("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples",
                      "application/trig", "application/n-quads")),
    ):  # fmt: skip
        for media in offers:
            yield Case(group, f"{query[:6].strip()} as {media}", [get(query, accept=media, check=partial(_is, media))])
    for accept, media in (
        (f"{csv};q=0.5, {tsv};q=0.8", tsv),
        (f"{csv};q=0.3, */*;q=0.1", csv),
        (f"text/*, {csv};q=0", tsv),
        (f"image/png, {xml};q=0.001", xml),
        ("TEXT/CSV", csv),
        (f'{csv};header=present;q=1, {json};q="0.9"', csv),
        ("application/json", json),
        ("*/*", json),
        ("", json),
    ):
        yield Case(group, f"Accept: {accept}", [get(_SELECT, accept=accept, check=partial(_is, media))])
    for accept in ("image/png", "text/turtle", f"{json};q=0"):
        refusal = get(_SELECT, accept=accept, statuses=status(406), check=partial(_names, csv))
        yield Case(group, f"nothing acceptable: {accept}", [refusal])
    yield Case(group, "an answer that depends on Accept says so", [get(_SELECT, check=_varies)])


def _formats() -> Iterator[Case]:
    group = "formats of results"
    everything = (
        f"SELECT ?o WHERE {{ GRAPH <{ODD}> {{ <{PART}a> <{PART}is> ?o FILTER(ISLITERAL(?o)) }} }} ORDER BY STR(?o) ?o"
    )
    for media, ending in (("text/tab-separated-values", "tsv"), ("text/csv", "csv")):
        yield Case(group, f"{ending} says what json says", [get(everything, accept=media, check=partial(_odd, ending))])
    yield Case(group, "JSON is JSON", [get(everything, accept="application/json", check=is_json)])
    unbound = f"SELECT ?a ?b WHERE {{ BIND(1 AS ?a) OPTIONAL {{ <{PART}x> <{PART}y> ?b }} }}"
    for media, ending, body in (
        ("text/csv", "csv", b"a,b\r\n1,\r\n"),
        ("text/tab-separated-values", "tsv", b"?a\t?b\n1\t\n"),
        ("application/sparql-results+json", "json",
         b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"literal","value":"1",'
         b'"datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}'),
    ):  # fmt: skip
        yield Case(group, f"unbound in {ending}", [get(unbound, accept=media, check=partial(_same, body, ending))])
    for query, answer in ((_ASKS_ONE, True), (f"ASK {{ <{ONE}> a <x:none> }}", False)):
        for media in ("application/sparql-results+json", "application/sparql-results+xml"):
            yield Case(group, f"{answer} as {media}", [get(query, accept=media, kind="boolean", boolean=answer)])
    for media in ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"):
        yield Case(group, f"a graph as {media}", [get(_CONSTRUCT, accept=media, check=_two_triples)])
    none = "CONSTRUCT { ?s ?p ?o } WHERE { ?s <x:none> ?o }"
    yield Case(group, "an empty graph", [get(none, kind="RDF")])
    yield Case(
        group,
        "an empty table",
        [get("SELECT ?s WHERE { ?s <x:none> ?o }", accept="text/csv", check=partial(_same, b"s\r\n", "csv"))],
    )


def _description() -> Iterator[Case]:
    group = "service description"
    for name, check in described_as_it_should_be().items():
        for path in ("/sparql", "/sparql/"):
            yield Case(group, f"{name} at {path}", [Request(path, accept="text/turtle", kind="RDF", check=check)])
    for media in ("application/ld+json", "application/rdf+xml", "application/n-triples"):
        yield Case(group, f"as {media}", [Request(accept=media, kind="RDF", check=partial(_is, media))])
    yield Case(group, "without Accept it is RDF", [Request(kind="RDF")])
    yield Case(
        group, "for people it is a page", [Request(accept="text/html,*/*;q=0.8", check=partial(_is, "text/html"))]
    )
    yield Case(group, "not as a picture", [Request(accept="image/png", statuses=status(406))])


def described_as_it_should_be() -> dict[str, Check]:
    """The three things that a service description has to be, by the W3C's names for them."""
    return {"returns-rdf": _some_triples, "has-endpoint-triple": _has_endpoint, "conforms-to-schema": _conforms}


def _some_triples(answer: Answer) -> str | None:
    return None if answer.triples() else "there is not one triple"


def _has_endpoint(answer: Answer) -> str | None:
    endpoints = {t.object.value for t in answer.triples() if t.predicate.value == _SD + "endpoint"}
    ours = {iri for iri in endpoints if iri.startswith("http") and iri.rstrip("/").endswith("/sparql")}
    return None if endpoints and endpoints == ours else f"sd:endpoint is {endpoints or 'missing'}"


# Domain and range of the terms of the vocabulary that are used, from its specification.
_TERMS = {
    "endpoint": ("Service", None), "supportedLanguage": ("Service", None), "feature": ("Service", None),
    "resultFormat": ("Service", None), "defaultEntailmentRegime": ("Service", None),
    "defaultDataset": ("Service", "Dataset"), "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"), "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None), "graph": ("NamedGraph", "Graph"),
}  # fmt: skip
_VALUES = {
    "supportedLanguage": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "feature": {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"},
}


def _conforms(answer: Answer) -> str | None:
    triples = answer.triples()
    classes = {(t.subject, t.object.value.removeprefix(_SD)) for t in triples if t.predicate.value == _TYPE}
    services = [node for node, name in classes if name == "Service"]
    for triple in triples:
        name = triple.predicate.value.removeprefix(_SD)
        if name == triple.predicate.value:
            continue
        if name not in _TERMS:
            return f"sd:{name} is no term of the vocabulary that is known here"
        domain, range_ = _TERMS[name]
        if (triple.subject, domain) not in classes:
            return f"the subject of sd:{name} is no sd:{domain}"
        if range_ and (triple.object, range_) not in classes:
            return f"the value of sd:{name} is no sd:{range_}"
        if name in _VALUES and triple.object.value.removeprefix(_SD) not in _VALUES[name]:
            return f"sd:{name} cannot be {triple.object}"
    named = [t for t in triples if t.predicate.value == _SD + "name"]
    if len(services) != 1 or len({t.object for t in named}) != len(named) or not named:
        return "there must be one service, and one name for each named graph"
    return None


def _names_the_place(answer: Answer) -> str | None:
    return None if answer.body.startswith(b"Line 1, column ") else f"no place told: {answer.body[:80]!r}"


def _names(words: str, answer: Answer) -> str | None:
    return None if words in answer.body.decode() else f"{words} is not told: {answer.body[:80]!r}"


def _is(media: str, answer: Answer) -> str | None:
    return None if answer.media_type == media else f"{answer.media_type}, not {media}"


def _varies(answer: Answer) -> str | None:
    return None if "accept" in answer.headers.get("vary", "").lower() else "no Vary: Accept"


def _same(body: bytes, ending: str, answer: Answer) -> str | None:
    return results.same(answer.body, body, ending)


def _two_triples(answer: Answer) -> str | None:
    expected = {quad.triple for quad in ox.parse(GRAPHS[ONE], format=ox.RdfFormat.TURTLE, base_iri=ONE)}
    return None if set(answer.triples()) == expected else "not the triples that are there"


def _odd(ending: str, answer: Answer) -> str | None:
    """The literals of the odd graph, as the format has to write them: typed in TSV, plain in CSV."""
    literals = [q.object for q in ox.parse(GRAPHS[ODD], format=ox.RdfFormat.TURTLE, base_iri=ODD)
                if isinstance(q.object, ox.Literal) and q.subject == ox.NamedNode(PART + "a")]  # fmt: skip
    if ending == "csv":
        found = sorted(row[0] if row else "" for row in results.rows(answer.body, "csv")[1:])
        expected = sorted(results.plain(literal.value) for literal in literals)
    else:
        found = sorted(row[0] for row in results.rows(answer.body, "tsv")[1:])
        expected = sorted(results.spelling(str(literal)) for literal in literals)
    return None if found == expected else f"{found}, not {expected}"
