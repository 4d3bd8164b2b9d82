"""What is selected, and RDF in all its formats."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.errors import QueryRefused, SelectionError
from kg.exports import FORMATS, Selection, describe, export
from kg.exports.choosing import choose
from kg.library import Library
from kg.vocabulary import INSP, PREFIXES, THEME
from tests.exports.conftest import DAY, Exported

RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
SELECTIONS = (
    {"authority": ("Rutland",)},
    {"theme": ("supervision",), "polarity": ("improvement",), "depth": 2},
    {"query": "CONSTRUCT WHERE { ?visit a insp:Visit ; rdfs:label ?label }"},
    {},
)


def triples(data: bytes, format: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, format=RDF[format])}


def test_formats_are_all_there() -> None:
    assert list(FORMATS) == [*RDF, "graphml", "gexf", "csv", "xlsx", "html", "docx", "svg", "png"]


@pytest.mark.parametrize("fields", SELECTIONS, ids=str)
def test_formats_say_the_same(exported: Exported, fields: dict[str, object]) -> None:
    written = {format: triples(exported(format, **fields), format) for format in RDF}
    plain = {format: {_clean(one) for one in found} for format, found in written.items()}
    assert written["turtle"]
    for format in RDF:
        assert plain[format] == plain["turtle"], format
        assert format == "rdfxml" or written[format] == written["turtle"], format


def _clean(triple: ox.Triple) -> str:
    """XML has no way to write some characters."""
    return str(triple).translate(dict.fromkeys([7, 0xFFFE]))


def test_rdflib_reads_them_as_one_graph(exported: Exported) -> None:
    one = Graph().parse(data=exported("turtle", authority=("Leeds",)), format="turtle")
    other = Graph().parse(data=exported("rdfxml", authority=("Leeds",)), format="xml")
    assert len(one) > 100
    assert isomorphic(one, other)


def test_datasets_keep_the_graphs(exported: Exported) -> None:
    graphs = {
        format: {
            str(getattr(quad.graph_name, "value", ""))
            for quad in ox.parse(exported(format, authority=("Leeds",)), format=RDF[format])
        }
        for format in ("nquads", "trig", "jsonld")
    }
    assert len({graph for graph in graphs["trig"] if "/graph/letter/" in graph}) == 3
    assert any(graph.endswith("/graph/reference") for graph in graphs["trig"])
    assert graphs["nquads"] == graphs["trig"] == graphs["jsonld"]


def test_every_format_carries_what_when_and_licence(exported: Exported) -> None:
    for format in RDF:
        about = {
            one.predicate.value: str(getattr(one.object, "value", ""))
            for one in triples(exported(format, authority=("Leeds",)), format)
            if "/export/" in str(one.subject)
        }
        assert about[PREFIXES["dcterms"] + "created"] == "2026-01-02"
        assert "open-government-licence" in about[PREFIXES["dcterms"] + "license"]
        assert about[PREFIXES["dcterms"] + "description"] == "Authority: Leeds"


def test_the_same_twice(exported: Exported) -> None:
    for format in ("csv", "xlsx", "docx", "svg"):
        fields = {"theme": ("supervision",)}
        assert exported(format, **fields) == exported(format, **fields), format


def test_depth_follows_links(exported: Exported) -> None:
    sizes = [len(triples(exported("ntriples", authority=("Leeds",), depth=depth), "ntriples")) for depth in range(3)]
    assert sizes[0] < sizes[1] < sizes[2]
    subjects = {str(one.subject) for one in triples(exported("ntriples", authority=("Leeds",), depth=0), "ntriples")}
    assert not any("/theme/" in subject or "/authority/" in subject for subject in subjects)


def test_parts_are_chosen_by_theme_and_polarity(exported: Exported) -> None:
    found = triples(exported("ntriples", theme=("Supervision",), polarity=("improvement",)), "ntriples")
    parts = {one.subject for one in found if one.object == ox.NamedNode(INSP + "Finding")}
    assert parts
    for part in parts:
        said = {(one.predicate.value, getattr(one.object, "value", "")) for one in found if one.subject == part}
        assert (INSP + "theme", THEME + "supervision") in said
        assert (INSP + "polarity", "improvement") in said
        assert any(name == INSP + "source" for name, _ in said)
    sources = {one.object for one in found if one.predicate.value == INSP + "source"}
    assert sources <= {one.subject for one in found}


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"authority": ("E08000035",)}, ["leeds-first.txt", "leeds-second.txt", "leeds-visit.txt"]),
        (
            {"authority": ("leeds", "Kent")},
            ["kent-first.txt", "leeds-first.txt", "leeds-second.txt", "leeds-visit.txt"],
        ),
        ({"authority": ("Leeds",), "kind": ("ilacs-report",), "since": "2020"}, ["leeds-second.txt"]),
        ({"until": "2019-03"}, ["leeds-first.txt"]),
        ({"region": ("london",)}, ["camden-visit.txt"]),
        ({"inspector": ("bob sample",)}, ["camden-visit.txt"]),
        ({"inspector": ("Joy Example",), "region": ("London",)}, ["camden-visit.txt"]),
        ({"visit": ("ILACS inspection: Kent, 9 May 2022",)}, ["kent-first.txt"]),
        ({"letter": ("kent-first.txt",)}, ["kent-first.txt"]),
        ({"authority": ("Kent",), "until": "2001"}, []),
    ],
    ids=str,
)
def test_letters_are_chosen(library: Library, fields: dict[str, object], names: list[str]) -> None:
    selection = Selection(**fields)  # type: ignore[arg-type]
    assert [letter.name for letter in choose(library, selection).letters] == names
    assert describe(library, selection).counts["letters"] == len(names)
    assert [letter.document.name for letter in selection.letters(library)] == names


def test_evidence_of_an_answer(library: Library, exported: Exported) -> None:
    letter = next(one for one in library.letters() if one.document.name == "kent-first.txt")
    number = next(one.number for one in letter.passages if "held late" in one.span.of(letter.document.text))
    passage = library.ids.passage(letter.key, number)
    found = triples(exported("ntriples", passages=(passage,), depth=0), "ntriples")
    passages = {str(one.subject.value) for one in found if one.object == ox.NamedNode(INSP + "Passage")}  # type: ignore[union-attr]
    assert passages == {passage}
    assert any(one.object == ox.NamedNode(INSP + "Finding") for one in found)
    assert describe(library, Selection(passages=(passage,))).counts["findings"] >= 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"authority": ("Leads",)}, "There is no authority Leads: did you mean Leeds?"),
        ({"inspector": ("Bob Sampel",)}, "There is no inspector Bob Sampel in this library: did you mean Bob Sample?"),
        ({"kind": ("sonnet",)}, "There is no kind sonnet: choose one of focused-visit-letter"),
        ({"region": ("Atlantis",)}, "There is no region Atlantis: choose one of"),
        ({"theme": ("weather",)}, "There is no theme weather: choose one of"),
        ({"polarity": ("good",)}, "There is no polarity good: choose one of strength"),
        ({"visit": ("nowhere",)}, "There is no visit nowhere in this library"),
        ({"since": "yesterday"}, "yesterday is not a date"),
        ({"passages": ("urn:none",)}, "There is no passage urn:none in this library"),
        ({"passages": ("no iri",)}, "no iri is not an IRI"),
        ({"depth": 6}, "Depth 6: choose 0 to 5"),
        ({"query": "SELECT * {}"}, "This query gives a table: choose by a CONSTRUCT or DESCRIBE"),
        ({"query": "CONSTRUCT WHERE {}", "kind": ("ilacs-report",)}, "A query chooses by itself"),
        ({"passages": ("urn:x",), "since": "2020"}, "An answer's evidence is chosen by the answer"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_one_line(library: Library, fields: dict[str, object], message: str) -> None:
    with pytest.raises(SelectionError, match=f"^{message.replace('?', '[?]')}") as told:
        export(library, Selection(**fields), "turtle", io.BytesIO(), created=DAY)  # type: ignore[arg-type]
    assert "\n" not in str(told.value)


def test_queries_go_through_the_guarded_door(library: Library) -> None:
    for query in ("CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "CONSTRUCT {"):
        with pytest.raises(QueryRefused):
            export(library, Selection(query=query), "turtle", io.BytesIO())
    with pytest.raises(QueryRefused):
        export(library, Selection(query="DROP ALL"), "turtle", io.BytesIO())
