from __future__ import annotations

import contextlib
import time

import pytest

from kg.errors import QueryRefused
from kg.graph.scan import bind, check, named_sources, tokens

ALLOWED = [
    ("SELECT * { ?s ?p ?o }", "select"),
    ("PREFIX service: <http://x/service/> SELECT ?service { ?service service:service 'SERVICE <x> {}' }", "select"),
    ('ASK { ?s ?p "children\'s services"@en-service } # SERVICE', "ask"),
    ("DESCRIBE <http://x/service/1>", "graph"),
    ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o < 3 && ?o > 1) } LIMIT 3", "graph"),
    ("SELECT * { ?s <http://x/services> ?o FILTER(?p = <http://x/services>) }", "select"),
    ('SELECT * { ?s ?p \'\'\'it\'s SERVICE\'\'\' . ?s ?q """a \\""" SERVICE """ }', "select"),
]
REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "select * { { select * { service silent ?x { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE<http://x/>{} } }",
    "SELECT * { ?s ?p 1e5SERVICE <http://x/> {} }",
    "SELECT * { ?s ?p trueSERVICE <http://x/> {} }",
    "SELECT * { ?a ?b ?c FILTER(?a<1)SERVICE#>\n?s { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c FILTER(?a<1)#>''' \n SERVICE <http://x/> { ?s ?p ?o } #''' }",
    "SELECT * { ?a ?b ?c FILTER(?a<1#>''' \n ) SERVICE <http://x/> { ?s ?p ?o } #''' }",
    'SELECT * { ?s ?p "\\u0022 . SERVICE <http://x/> {} #" }',
    "SELECT * { \\u0053ERVICE <http://x/> {} }",
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "PREFIX a: <http://x/> # SELECT\nDELETE WHERE { ?s ?p ?o }",
    "LOAD <http://x/>",
    "DROP ALL",
    "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "",
    "what is this",
]


@pytest.mark.parametrize(("query", "form"), ALLOWED)
def test_allowed(query: str, form: str) -> None:
    assert check(query) == form


@pytest.mark.parametrize("query", REFUSED)
def test_refused_with_its_place(query: str) -> None:
    with pytest.raises(QueryRefused, match=r"^Line \d+, column \d+: "):
        check(query)


def test_the_place_is_counted_as_editors_do() -> None:
    with pytest.raises(QueryRefused, match=r"^Line 2, column 3: SERVICE"):
        check("SELECT * {\n  SERVICE <x:y> {} }")


def test_every_character_is_part_of_some_token() -> None:
    query = "SELECT (1e5 AS ?x) { ?s a/b:c|^<d:e> 'x\\n', \"y\"@en , 3.5 . _:b1 b:x.y ?z . } # end"
    assert "".join(token.text for token in tokens(query)).replace(" ", "") == query[:-5].replace(" ", "")


def test_from_is_resolved() -> None:
    query = "BASE <http://b/> PREFIX g: <http://g/> SELECT * FROM g:one FROM NAMED <two> FROM <file:///etc/passwd> {}"
    assert [iri for iri, _ in named_sources(query, None, {})] == ["http://g/one", "http://b/two", "file:///etc/passwd"]
    assert named_sources("SELECT ?from { ?from a 'FROM <x:y>' }", None, {}) == []


def test_values_are_bound_in_each_group_that_speaks_of_them() -> None:
    query = "SELECT ?a { ?a ?p ?b OPTIONAL { ?a ?q ?c FILTER(?c > ?d) } VALUES ?a { 1 } { SELECT ?d { ?d ?e ?f } } }"
    assert bind(query, {"d": "7"}) == (
        "SELECT ?a { ?a ?p ?b OPTIONAL { VALUES ?d { 7 } ?a ?q ?c FILTER(?c > ?d) } VALUES ?a { 1 }"
        " { SELECT ?d { VALUES ?d { 7 } ?d ?e ?f } } }"
    )


def test_long_text_is_checked_quickly() -> None:
    with pytest.raises(QueryRefused):
        check("SELECT * { FILTER(" + "?a<b:c>?d || " * 10_000 + "1) SERVICE <x:y> {} }")


@pytest.mark.parametrize(
    "text",
    [
        '"\\' * 95_000 + "SELECT",
        "SELECT * {" + '"\\' * 90_000,
        "SELECT * { <" + "\\uaaaa" * 30_000,
        "SELECT * { " + "a." * 90_000,
        "SELECT * { VALUES (?a ?b) { " + "(<x:a#1> <x:a#2>) " * 10_000 + "} } #SERVICE",
        "SELECT * { FILTER(" + "?a<(> " * 5_000 + "'" + "x" * 100_000 + "' 'SERVICE'",
        "SELECT * " + "FROM <x:a> " * 15_000 + "{}",
    ],
)
def test_no_text_takes_more_than_its_length(text: str) -> None:
    began = time.process_time()
    with contextlib.suppress(QueryRefused):
        check(text)
        named_sources(text, None, {})
    tokens(text)
    assert time.process_time() - began < 5  # a second at most; many minutes where it grows with the square


def test_words_and_names_are_told_apart() -> None:
    assert [(token.kind, token.text) for token in tokens("a.b a.b:c true.?x a-1. _a.b:c")] == [
        *[("word", "a"), ("other", "."), ("word", "b"), ("name", "a.b:c"), ("word", "true"), ("other", ".")],
        *[("variable", "?x"), ("word", "a"), ("other", "-"), ("other", "1"), ("other", ".")],
        *[("word", "_a"), ("other", "."), ("name", "b:c")],
    ]
