"""Reports and figures, looked at by what can be said of them without eyes."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from docx import Document
from PIL import Image

from kg.errors import SelectionError
from kg.exports.report import gather
from kg.library import Library
from tests.exports.conftest import Exported

SVG = "{http://www.w3.org/2000/svg}"


def page(data: bytes) -> BeautifulSoup:
    return BeautifulSoup(data.decode(), "lxml")


def test_report_on_an_authority(exported: Exported, library: Library) -> None:
    report = page(exported("html", authority=("Leeds",)))
    assert report.h1.text == "Leeds: what inspectors found"
    assert [heading.text for heading in report.find_all("h2")] == [
        *("In brief", "Judgements over time", "Findings by theme", "Points for improvement", "Visits"),
        *("How this was made", "Data", "Sources"),
    ]
    brief = report.h2.find_next("p").text
    assert (
        "The latest overall judgement here is Good (ILACS inspection, March 2023), after Requires improvement" in brief
    )
    assert "Inspectors listed 6 points for improvement after 3 visits" in brief
    visits = report.find("caption", string=re.compile("^Visits")).find_parent("table")
    assert len(visits.find_all("tr")) == 4
    assert "2 January 2026" in report.header.text
    assert report.find("meta", {"name": "dcterms.license"})["content"].startswith("https://www.nationalarchives.gov.uk")


def test_quotations_are_verbatim_and_lead_to_their_sources(exported: Exported, library: Library) -> None:
    report = page(exported("html", authority=("Leeds",)))
    texts = {letter.document.name: " ".join(letter.document.text.split()) for letter in library.letters()}
    quotes = report.find_all("blockquote")
    assert len(quotes) > 5
    for quote in quotes:
        cite = quote.find_next("a", class_="cite")
        source = report.find(id=cite["href"].removeprefix("#")).text
        name = next(name for name in texts if name in source)
        assert quote.text.strip("“”") in texts[name]
        assert quote["cite"].startswith("https://")
    for cite in report.find_all("a", class_="cite"):
        assert report.find(id=cite["href"].removeprefix("#"))


def test_what_became_of_points_is_told(exported: Exported, library: Library) -> None:
    held = library.store.select("SELECT ?outcome { ?outcome a insp:Outcome }")
    assert len(held) > 0
    report = page(exported("html", authority=("Leeds",)))
    table = report.find("h3", string="What became of them").find_next("table")
    assert [cell.text for cell in table.thead.find_all("th")] == ["Point", "Made", "Since", "Later letter"]
    assert {row.find_all("td")[2].text for row in table.tbody.find_all("tr")} <= {
        *("still named", "improved", "not mentioned again"),
    }


@pytest.mark.parametrize("format", ["html", "docx"])
def test_a_report_that_nobody_could_read_is_none(
    exported: Exported, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.setattr(gather, "_MOST_LETTERS", 1)
    with pytest.raises(SelectionError, match="A report is on 1 letters at most"):
        exported(format)
    assert exported(format, theme=("supervision",))


def test_charts_have_words(exported: Exported) -> None:
    report = page(exported("html", authority=("Leeds",)))
    charts = report.find_all("svg")
    assert len(charts) == 2
    for chart in charts:
        assert chart["role"] == "img"
        assert len(report.find(id=chart["aria-labelledby"]).text) > 60
    assert "Overall effectiveness Requires improvement to be good" in charts[0].title.text
    ids = [one["id"] for one in report.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_page_stands_alone_and_holds_its_data(exported: Exported) -> None:
    report = page(exported("html", theme=("supervision",)))
    assert not report.find_all(["script", "link", "iframe", "img"])
    assert "http" not in "".join(style.text for style in report.find_all("style"))
    link = report.find("a", download=True)
    data = base64.b64decode(link["href"].partition(",")[2])
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        assert json.loads(files.read("datapackage.json"))["title"] == "Supervision: what inspectors found"


def test_report_on_a_theme(exported: Exported) -> None:
    report = page(exported("html", theme=("supervision",)))
    assert "What was found" in [heading.text for heading in report.find_all("h2")]
    notes = {note.text for note in report.find_all(class_="note")}
    assert any("Camden, June 2022" in note for note in notes)
    assert "supervision" in report.blockquote.text.lower()


def test_hostile_words_stay_words(exported: Exported) -> None:
    text = exported("html", authority=("Rutland",)).decode()
    report = page(text.encode())
    assert not report.find_all("script")
    assert "<script>alert" not in text
    assert "\x07" not in text
    document = Document(io.BytesIO(exported("docx", authority=("Rutland",))))
    assert any("$5 or $6" in paragraph.text for paragraph in document.paragraphs)


def test_an_empty_selection_says_so(exported: Exported) -> None:
    for format in ("html", "docx", "svg", "png", "csv", "xlsx", "graphml", "gexf", "turtle"):
        assert exported(format, authority=("Leeds",), until="1999")
    assert "No letter in the library matches" in page(exported("html", authority=("Leeds",), until="1999")).text


@pytest.mark.parametrize("fields", [{"authority": ("Leeds",)}, {"theme": ("supervision",)}], ids=str)
def test_word_document(exported: Exported, fields: dict[str, object]) -> None:
    data = exported("docx", **fields)
    document = Document(io.BytesIO(data))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [one.text for one in page(exported("html", **fields)).find_all("h2") if one.text != "Data"]
    words = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert words
    assert all(len(text) > 40 for text in words)
    assert document.core_properties.title.endswith("what inspectors found")
    assert (document.core_properties.created.year, document.core_properties.author[:18]) == (2026, "inspection-letters")
    for table in document.tables[1:]:
        assert "tblHeader" in table.rows[0]._tr.xml
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        assert "PAGE" in "".join(files.read(name).decode() for name in files.namelist() if "footer" in name)


@pytest.mark.parametrize("fields", [{"authority": ("Leeds",)}, {}], ids=str)
def test_figures(exported: Exported, fields: dict[str, object]) -> None:
    picture = ElementTree.fromstring(exported("svg", **fields))
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title") is not None
    assert "Leeds" in (picture.findtext(f"{SVG}desc") or "")
    with Image.open(io.BytesIO(exported("png", **fields))) as image:
        assert image.size == (2200, 1520)
        assert "Open Government Licence" in image.info["Copyright"]
        assert "2026-01-02" in image.info["Description"]
