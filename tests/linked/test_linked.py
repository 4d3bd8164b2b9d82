"""Linked data as browsers and as machines meet it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, RDFS, SDO, Graph, URIRef

from kg.library import Library
from kg.vocabulary import INSP, ROOT
from tests.linked.conftest import BASE
from ui.web.linked.addresses import Addresses

FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "nt": ("application/n-triples", "nt"),
}
VISIT = "id/visit/E06000053/focused-visit/2022-07-19"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def letter_path(library: Library) -> str:
    key = next(letter.key for letter in library.letters() if letter.gss == "E06000053")
    return f"/id/letter/{key}"


def paths(library: Library) -> dict[str, str]:
    """A node of each kind: its path and a word that its page has to show."""
    letter = letter_path(library)
    return {
        letter: "Isles of Scilly",
        f"{letter}/finding/1": "polarity",
        f"{letter}/point/1": "child-centredness",
        f"{letter}/passage/5": "passage",
        f"{letter}/section/1": "Headline findings",
        f"{letter}/signature/1": "Tracey Ledder",
        f"{letter}/statement/1": "statement",
        "/" + VISIT: "19 July 2022",
        "/id/person/tracey-ledder": "Tracey Ledder",
        "/id/organisation/ofsted": "Ofsted",
        "/authority/E06000053": "Isles of Scilly",
        "/authority/E09000002": "Barking and Dagenham",
        "/theme/recording": "ecord",
        "/theme": "Themes",
        "/kind/focused-visit": "Focused visit",
        "/grade/good": "Good",
        "/region/south-west": "South West",
        "/ontology/Finding": "Finding",
        "/ontology/leadInspector": "lead inspector",
    }


def test_every_node_has_a_page(client: TestClient, library: Library) -> None:
    for path, word in paths(library).items():
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["content-location"] == path + ".html"
        assert word in answer.text, path
        assert "text/turtle" in answer.headers["link"]


def test_every_node_has_a_description_for_machines(client: TestClient, library: Library) -> None:
    addresses = Addresses(BASE)
    for path in paths(library):
        node = URIRef(addresses.iri(path))
        sizes = set()
        for ending, (media, name) in FORMATS.items():
            answer = client.get(path, headers={"accept": media})
            assert answer.headers["content-type"].startswith(media)
            assert answer.headers["content-location"] == f"{path}.{ending}"
            graph = Graph().parse(data=answer.content, format=name)
            assert client.get(f"{path}.{ending}").content == answer.content
            sizes.add(len(graph))
        assert len(sizes) == 1, path
        assert (node, RDFS.label, None) in graph, path
        unnamed = {o for o in graph.objects(node) if isinstance(o, URIRef) and str(o).startswith((BASE, ROOT))}
        assert all((o, RDFS.label, None) in graph for o in unnamed), path


def test_links_of_pages_stay_on_this_server_and_lead_somewhere(client: TestClient, library: Library) -> None:
    letter = letter_path(library)
    for start in (letter, f"{letter}/finding/1", "/" + VISIT, "/authority/E06000053"):
        links = set(re.findall(r'href="([^"]+)"', client.get(start, headers=BROWSER).text))
        assert not [link for link in links if link.startswith(BASE)]
        ours = [link.replace("&amp;", "&") for link in links if link.startswith("/") and not link.startswith("/app")]
        assert len(ours) > 10
        for link in ours:
            if link.startswith("/static/") and ("explore" in link or "query" in link or "app." in link):
                continue
            assert client.get(link.partition("#")[0], headers=BROWSER).status_code == 200, link


def test_what_refers_to_a_node_comes_in_pages(client: TestClient, library: Library) -> None:
    page = client.get(letter_path(library), headers=BROWSER).text
    more = re.search(r'href="([^"]*by=[^"]*letter[^"]*of=[^"]*Finding[^"]*)"', page)
    assert more
    address = more[1].replace("&amp;", "&")
    first = client.get(address, headers=BROWSER)
    assert first.status_code == 200
    assert "<ol" in first.text
    assert client.get(address.replace("page=1", "page=99"), headers=BROWSER).status_code == 404
    assert client.get("/theme/recording?by=nonsense", headers=BROWSER).status_code == 404


def test_a_finding_leads_to_its_words(client: TestClient, library: Library) -> None:
    page = client.get(f"{letter_path(library)}/finding/1", headers=BROWSER).text
    link = re.search(r'href="(/letters/[0-9a-f]{16}/pages/\d+\?start=\d+&amp;end=\d+)"', page)
    assert link
    assert "<mark>" in client.get(link[1].replace("&amp;", "&")).text


# What schema.org lets its types say, of what is said here: https://schema.org/docs/full.html
_THING = {"@context", "@id", "@type", "name", "identifier", "alternateName", "description"}
_WORK = _THING | {"about", "author", "datePublished", "inLanguage", "isPartOf", "license", "position", "text"}
_MAY_SAY = {
    "Report": _WORK,
    "Quotation": _WORK,
    "Review": _WORK | {"itemReviewed", "reviewAspect", "reviewRating"},
    "Rating": _THING | {"ratingValue"},
    "Event": _THING | {"about", "endDate", "organizer", "performer", "startDate"},
    "GovernmentOrganization": _THING | {"dissolutionDate", "location"},
    "AdministrativeArea": _THING,
    "Person": _THING,
    "DefinedTerm": _THING | {"inDefinedTermSet", "termCode"},
    "DefinedTermSet": _THING,
}


def things(said: object) -> Iterator[dict[str, object]]:
    """Every typed thing in a JSON-LD document."""
    if isinstance(said, dict):
        if "@type" in said:
            yield said
        yield from (thing for value in said.values() for thing in things(value))
    if isinstance(said, list):
        yield from (thing for value in said for thing in things(value))


def test_schema_org_in_the_pages(client: TestClient, library: Library) -> None:
    kinds = {}
    for path in paths(library):
        for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text):
            said = json.loads(script)
            kinds[path] = said["@type"]
            for thing in things(said):
                assert set(thing) <= _MAY_SAY[str(thing["@type"])], path
            # The context is at an address; without one, schema.org's words are what its context makes of them.
            read = Graph().parse(data=json.dumps({**said, "@context": {"@vocab": str(SDO)}}), format="json-ld")
            assert (URIRef(said["@id"]), RDF.type, SDO[said["@type"]]) in read
    letter = letter_path(library)
    assert kinds[letter] == "Report"
    assert kinds["/" + VISIT] == "Event"
    assert kinds["/id/person/tracey-ledder"] == "Person"
    assert kinds["/authority/E06000053"] == "GovernmentOrganization"
    assert kinds["/theme/recording"] == "DefinedTerm"
    assert kinds[f"{letter}/finding/1"] == "Quotation"


@pytest.mark.parametrize(
    "path",
    ["/id/nothing", "/id/letter/0000000000000000", "/theme/none", "/ontology/None", "/graph/none", "/id/a%20b",
     "/id/%3Cscript%3Ealert(1)%3C/script%3E", "/id/x%22%3E%7B%7D", "/id/../../etc/passwd"],
)  # fmt: skip
def test_what_is_not_there(client: TestClient, path: str) -> None:
    person, machine = client.get(path, headers=BROWSER), client.get(path, headers={"accept": "text/turtle"})
    assert person.status_code == machine.status_code == 404
    assert "<script>alert" not in person.text
    assert "There is nothing" in person.text or "Not Found" in person.text


def test_nothing_acceptable(client: TestClient) -> None:
    assert client.get("/theme/recording", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/ontology", headers={"accept": "image/png"}).status_code == 406
    assert client.head("/theme/recording", headers=BROWSER).status_code == 200


def test_the_ontology_is_there_for_people_and_machines(client: TestClient) -> None:
    page = client.get("/ontology", headers=BROWSER).text
    assert 'id="Finding"' in page
    assert "<svg" in page
    sizes = set()
    for ending, (media, name) in FORMATS.items():
        answer = client.get("/ontology", headers={"accept": media})
        assert answer.headers["content-location"] == f"/ontology.{ending}"
        sizes.add(len(Graph().parse(data=answer.content, format=name)))
        assert client.get(f"/ontology.{ending}").content == answer.content
    assert len(sizes) == 1


def test_a_graph_is_there_as_a_whole(client: TestClient, library: Library) -> None:
    key = letter_path(library).rpartition("/")[2]
    graph = Graph().parse(data=client.get(f"/graph/letter/{key}.nt").content, format="nt")
    assert (URIRef(f"{BASE}id/letter/{key}"), RDF.type, URIRef(INSP + "Letter")) in graph
    shown = client.get(f"/graph/letter/{key}", headers=BROWSER, follow_redirects=False)
    assert (shown.status_code, shown.headers["location"]) == (303, f"/letters/{key}")
    assert len(Graph().parse(data=client.get("/graph/reference").content, format="turtle")) > 1000


def test_sitemap_and_robots(client: TestClient, library: Library) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(found) == len(set(found))
    here = {loc.removeprefix("http://testserver") for loc in found}
    assert {letter_path(library), "/" + VISIT, "/authority/E06000053", "/ontology"} <= here
    assert "/authority/E09000002" not in here
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text


def test_the_dataset_says_what_it_holds(client: TestClient, library: Library) -> None:
    void = "http://rdfs.org/ns/void#"
    graph = Graph().parse(data=client.get("/.well-known/void").content, format="turtle")
    size = int(library.store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").one() or 0)
    dataset = URIRef("http://testserver/.well-known/void#dataset")
    assert int(graph.value(dataset, URIRef(void + "triples"))) == size
    letters = graph.query(
        f"SELECT ?n {{ ?part <{void}class> <{INSP}Letter> ; <{void}entities> ?n }}",
    )
    assert [int(row[0]) for row in letters] == [2]
    assert str(graph.value(dataset, URIRef(void + "sparqlEndpoint"))) == "http://testserver/sparql"


def test_every_node_of_the_library_has_a_label(library: Library) -> None:
    without = library.store.select("SELECT DISTINCT ?s { ?s a ?c FILTER NOT EXISTS { ?s rdfs:label ?label } }")
    assert without.column("s") == []


def test_other_sites_may_read_where_the_setting_lets_them(client: TestClient) -> None:
    ours = {"origin": "https://tools.example"}
    before = {**ours, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    assert client.options("/sparql", headers=before).headers["access-control-allow-origin"] == ours["origin"]
    answer = client.get("/theme/recording", headers=ours)
    assert answer.headers["access-control-allow-origin"] == ours["origin"]
    assert "access-control-allow-origin" not in client.get("/health", headers=ours).headers
    other = client.get("/sparql", headers={"origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers


def test_addresses_lead_there_and_back() -> None:
    addresses = Addresses(BASE)
    for iri in (
        f"{BASE}id/visit/E06000053/ilacs/2022-07-19",
        f"{BASE}id/person/sean-oneil/hmicfrs",
        f"{BASE}graph/derived/people",
        f"{ROOT}theme/recording",
        f"{ROOT}authority/E06000053",
        f"{ROOT}graph/reference",
        f"{INSP}Finding",
    ):
        path = addresses.path(iri)
        assert path
        assert addresses.iri(path) == iri
    assert addresses.path("https://elsewhere.example/id/x") is None
    assert addresses.path(f"{BASE}id/letter/00/finding/1#source") == "/id/letter/00/finding/1#source"


def test_nothing_here_is_a_page_for_people_and_json_for_programs(client: TestClient) -> None:
    for path in ("/nonsense", "/letters/0000000000000000"):
        assert "There is nothing here" in client.get(path, headers=BROWSER).text
        told = client.get(path)
        assert (told.status_code, told.headers["content-type"]) == (404, "application/json")


def test_a_rich_page_leads_to_the_plain_one_and_to_the_data(client: TestClient) -> None:
    rich = client.get("/authority/E06000053", headers=BROWSER).text
    assert 'href="/authority/E06000053?by="' in rich
    assert 'href="/authority/E06000053.jsonld"' in rich
    plain = client.get("/authority/E06000053?by=", headers=BROWSER).text
    assert "What refers to this" in plain
    assert "What refers to this" not in rich
