"""Queries that want to harm: each costs its sender an error and nobody else anything. {port} is a local listener."""

from __future__ import annotations

_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"

HOSTILE = {
    "cross product": f"SELECT * {{ {_ALL} FILTER(?a = <x:none>) }}",
    "cross product counted": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} . ?j ?k ?l }}",
    "cross product in OPTIONAL": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }",
    "cross product in EXISTS": "ASK { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?g = <x:n>) } }",
    "cross product in MINUS": "SELECT * { ?a ?b ?c MINUS { ?a ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?l = <x:none>) } }",
    "cross product of graphs": "ASK { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?x ?y 0 } }",
    "a billion rows": f"SELECT * {{ {_ALL} }}",
    "a billion rows, sorted": f"SELECT * {{ {_ALL} }} ORDER BY ?c ?f ?i",
    "a billion rows, by chance": f"SELECT * {{ {_ALL} }} ORDER BY RAND()",
    "a billion rows, distinct": f"SELECT DISTINCT ?a ?d ?g {{ {_ALL} }}",
    "a billion rows, grouped": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {_ALL} }} GROUP BY ?a ?d ?g",
    "a billion triples": f"CONSTRUCT {{ ?a ?b ?i }} WHERE {{ {_ALL} }}",
    "DESCRIBE of everything": "DESCRIBE ?a ?c { ?a ?b ?c . ?d ?e ?f }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:a>)* ?b . ?b (!<x:a>|^!<x:a>)* ?c }",
    "paths in paths": "SELECT (COUNT(*) AS ?n) { ?a (((!<x:a>)*)*/((!<x:b>)*)*)* ?b . ?c (!<x:a>)* ?d }",
    "a long path": "SELECT (COUNT(*) AS ?n) { ?a " + "/".join(["(!<x:a>|^!<x:a>)"] * 40) + " ?b }",
    "deep groups": "SELECT * " + "{" * 20_000 + " ?s ?p ?o " + "}" * 20_000,
    "deep brackets": "SELECT * { ?s ?p ?o FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "deep negation": "SELECT * { ?s ?p ?o FILTER(" + "!" * 90_000 + "true) }",
    "deep sub-selects": "SELECT * { " + "{ SELECT * { " * 5_000 + "?s ?p ?o" + " } }" * 5_000 + " }",
    "deep collection": "SELECT * { ?s ?p " + "( " * 20_000 + ") " * 20_000 + "}",
    "many unions": "SELECT * { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f }"] * 5_000) + " } ORDER BY ?a",
    "many patterns": "SELECT * { " + " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(3_000)) + " }",
    "huge VALUES": "SELECT (COUNT(*) AS ?n) { VALUES ?a { " + "1 " * 20_000 + "} VALUES ?b { " + "2 " * 20_000 + "} }",
    "huge VALUES, thrice": "SELECT * {"
    + "".join(f" VALUES ?v{n} {{ {'1 ' * 9000} }}" for n in range(3))
    + " } ORDER BY ?v0",
    "regex": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?d)), '^(([a-z])+.)+[A-Z]([a-z])+$')) }",
    "regex size": "SELECT * { ?a ?b ?c FILTER(REGEX(STR(?a), '((a{1,100}){1,100}){1,100}')) }",
    "replacements": "SELECT (STRLEN(?y) AS ?n) { "
    + "BIND('aaaaaaaaaa' AS ?x0) "
    + "".join(f"BIND(REPLACE(?x{n}, 'a', 'aaaaaaaaaa') AS ?x{n + 1}) " for n in range(12))
    + "BIND(?x12 AS ?y) }",
    "growing string": "SELECT (STRLEN(?y) AS ?n) { BIND('"
    + "x" * 1000
    + "' AS ?x0) "
    + "".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(20))
    + "BIND(?x20 AS ?y) }",
    "group concat": f"SELECT (GROUP_CONCAT(STR(?a)) AS ?all) {{ {_ALL} }}",
    "service": "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "silent service": "SELECT * { ?s ?p ?o . { SELECT * { SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o } } } }",
    "hidden service": "SELECT * { ?a ?b ?c FILTER(?a<1#>''' \n ) SERVICE <http://127.0.0.1:{port}/> {} #''' }",
    "escaped service": "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "from http": "SELECT * FROM <http://127.0.0.1:{port}/data> { ?s ?p ?o }",
    "from file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:{port}/data> { GRAPH ?g { ?s ?p ?o } }",
    "load": "LOAD <http://127.0.0.1:{port}/data>",
    "update in disguise": "# SELECT * {}\nBASE <http://x/> PREFIX select: <http://x/> DELETE WHERE { ?s ?p ?o }",
    "two in one": "SELECT * { ?s ?p ?o } ; DROP ALL",
    "a megabyte": "SELECT * { ?s ?p '" + "x" * 1_000_000 + "' }",
    "entangled": "SELECT * { FILTER(" + "?a < ?b && " * 15_000 + "true) } # SERVICE",
    "unclosed quotes": "SELECT * {" + '"\\' * 90_000,
    "unclosed names": "SELECT * { " + "a." * 90_000 + " SERVICE",
    "unclosed IRI": "SELECT * { <" + "\\uaaaa" * 30,
    "many graphs": "SELECT * " + "FROM <x:a> " * 15_000 + "{}",
    "entangled strings": "SELECT * { FILTER(" + "?a<(> " * 5_000 + "'" + "x" * 100_000 + "' 'SERVICE'",
    "entangled brackets": "SELECT * { FILTER(" + "?a<(> " * 100 + " a b c d" * 20_000 + " 'SERVICE'",
}
