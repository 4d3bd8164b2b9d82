"""Tables, charts, results and pages of nodes over HTTP, without a browser."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from kg.graph.results import QueryResult
from kg.model import Letter
from kg.vocabulary import ROOT
from ui.web.charts import bars
from ui.web.results import cell, chart_of, error_view, result_view

HTML = {"Accept": "text/html"}


def test_bars_share_the_longest_or_the_whole() -> None:
    values = [("2021", "Strength", 3.0), ("2021", "To improve", 1.0), ("2022", "To improve", 2.0)]
    chart = bars(values, links={"2022": "/x"})
    assert chart.series == ("Strength", "To improve")
    assert [bar.total for bar in chart.bars] == [4.0, 2.0]
    assert [part.share for part in chart.bars[1].segments] == [50.0]
    assert chart.bars[1].link == "/x"
    assert [part.share for part in bars(values, whole=True).bars[1].segments] == [100.0]
    assert bars([("none", "x", 0.0)]).bars[0].segments == ()


def test_a_result_is_drawn_where_its_shape_allows() -> None:
    def rows(*values: tuple[str, ...]) -> list[list[object]]:
        number = "http://www.w3.org/2001/XMLSchema#integer"
        return [
            [
                cell(ROOT, {"type": "literal", "value": v, "datatype": number if v.lstrip("-").isdecimal() else ""})
                for v in row
            ]
            for row in values
        ]

    assert chart_of(["kind", "letters"], rows(("a", "2"), ("b", "1")))  # type: ignore[arg-type]
    assert chart_of(["theme", "polarity", "n"], rows(("a", "x", "2"), ("a", "y", "1")))  # type: ignore[arg-type]
    for columns, values in (
        (["a", "n"], [("a", "2")]),  # one bar is no chart
        (["a", "n"], [("a", "2"), ("a", "1")]),  # which of the two?
        (["a", "n"], [("a", "-2"), ("b", "1")]),
        (["a", "b"], [("a", "x"), ("b", "y")]),
        (["n", "m"], [("1", "2"), ("2", "1")]),
        (["a", "year"], [("a", "2021"), ("b", "2022")]),
    ):
        assert chart_of(columns, rows(*values)) is None  # type: ignore[arg-type]


def test_results_tell_of_what_was_cut_off_and_lead_to_pages() -> None:
    binding = {
        "who": {"type": "uri", "value": f"{ROOT}id/person/ann"},
        "what": {"type": "literal", "value": "<b>x</b>"},
    }
    body = json.dumps({"head": {"vars": ["who", "what"]}, "results": {"bindings": [binding]}}).encode()
    html = result_view(ROOT, "SELECT ...", QueryResult(body, "json", "select", 1, True, 0.1), 1)
    assert "there are more" in html
    assert 'href="/id/person/ann"' in html
    assert "&lt;b&gt;" in html
    assert 'data-line="3" data-column="7"' in error_view("Line 3, column 7: what?")
    assert "data-line" not in error_view("Too slow")


@pytest.mark.parametrize("what", ["authorities", "visits", "inspectors", "themes", "findings", "charts", "network"])
def test_every_page_of_explore_stands_alone_and_in_the_app(client: TestClient, what: str) -> None:
    whole = client.get(f"/explore/{what}")
    part = client.get(f"/explore/{what}", headers={"X-Fragment": "1"})
    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.text
    assert "<html" not in part.text


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=99999999999",
        "page=x",
        "sort=none&order=down",
        "since=abc",
        "q=%3Cscript%3E",
        "theme=x&region=y",
        "until=1",
    ],
)
def test_odd_choices_break_nothing(client: TestClient, query: str) -> None:
    for what in ("findings", "visits", "charts"):
        answer = client.get(f"/explore/{what}?{query}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_findings_are_filtered_and_escaped(client: TestClient) -> None:
    everything = client.get("/explore/findings").text
    assert "<script>alert" not in everything
    some = client.get("/explore/findings?authority=Rutland&q=pathway+PLANS").text
    assert "pathway plans" in some
    assert "Records say" not in some
    assert client.get("/explore/nothing").status_code == 404


def test_pages_of_nodes_cite_what_they_say(client: TestClient, rutland: Letter) -> None:
    authority = client.get("/authority/E06000017", headers=HTML).text
    assert "The timeliness of pathway plans for care leavers." in authority
    assert f"/letters/{rutland.key}/pages/2?start=" in authority
    visit = next(part for part in authority.split('"') if part.startswith("/id/visit/"))
    assert "Ann Archer" in client.get(visit, headers=HTML).text
    assert "Rutland" in client.get("/id/person/ann-archer", headers=HTML).text
    assert f"/letters/{rutland.key}/pages/" in client.get("/theme/care-leavers", headers=HTML).text
    # No letters of it: the generic page serves.
    assert client.get("/authority/E09000001", headers=HTML).status_code == 200


def test_the_neighbourhood_of_a_node(client: TestClient) -> None:
    found = client.get("/parts/neighbourhood", params={"iri": f"{ROOT}authority/E06000017"}).json()
    assert found["focus"].endswith("E06000017")
    assert {node["kind"] for node in found["nodes"]} >= {"Authority", "Visit"}
    assert all({edge["source"], edge["target"]} <= {node["id"] for node in found["nodes"]} for edge in found["edges"])
    assert client.get("/parts/neighbourhood", params={"iri": "urn:nothing"}).status_code == 404


def test_the_editor_is_told_the_vocabulary(client: TestClient) -> None:
    known = client.get("/parts/terms").json()
    names = {term["name"]: term["kind"] for term in known["terms"]}
    assert names["insp:Finding"] == "class"
    assert names["insp:polarity"] == "property"
    assert names["theme:care-leavers"] == "concept"
    assert known["prefixes"]["insp"].endswith("ontology#")


def test_the_export_form_offers_what_the_library_holds(client: TestClient) -> None:
    form = client.get("/parts/export").text
    for offered in ("Rutland", "Kent", "Care leavers", "Focused visit", 'data-format="turtle"', 'data-format="xlsx"'):
        assert offered in form


def test_the_parts_are_guarded(guarded: TestClient) -> None:
    for path in (
        "/explore/findings",
        "/parts/terms",
        "/parts/export",
        "/parts/neighbourhood?iri=x",
        "/authority/E06000017",
    ):
        assert guarded.get(path).status_code == 401
    assert guarded.post("/parts/results", data={"query": "ASK {}"}).status_code == 401
