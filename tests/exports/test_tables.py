"""Tables and networks, read back by what people open them with."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from typing import Any

import networkx as nx
import pytest
from openpyxl import load_workbook

from kg.errors import SelectionError
from kg.exports import graph
from kg.exports.formats import xlsx
from kg.exports.text import inert
from tests.exports.conftest import Exported


def package(data: bytes) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        described = json.loads(files.read("datapackage.json"))
        tables = {
            resource["name"]: list(csv.DictReader(io.StringIO(files.read(resource["path"]).decode(), newline="")))
            for resource in described["resources"]
        }
    return described, tables


@pytest.mark.parametrize("fields", [{}, {"authority": ("Leeds",)}, {"theme": ("supervision",)}], ids=str)
def test_csv_holds_what_its_datapackage_promises(exported: Exported, fields: dict[str, object]) -> None:
    described, tables = package(exported("csv", **fields))
    assert described["licenses"][0]["name"] == "OGL-UK-3.0"
    assert described["created"].startswith("2026-01-02")
    assert len(tables["findings"]) > 3
    keys = {name: {row["id"] for row in rows if "id" in row} for name, rows in tables.items()}
    promised = 0
    for resource in described["resources"]:
        rows, schema = tables[resource["name"]], resource["schema"]
        assert len(rows) == resource["rowcount"]
        fields_of = {field["name"]: field for field in schema["fields"]}
        for row in rows:
            assert list(row) == list(fields_of)
            for name, value in row.items():
                assert fits(value, fields_of[name]["type"]), (resource["name"], name, value)
        if "primaryKey" in schema:
            assert len({row["id"] for row in rows}) == len(rows)
        for key in schema.get("foreignKeys", []):
            there = keys[key["reference"]["resource"] or resource["name"]]
            assert {row[key["fields"]] for row in rows} - {""} <= there
            promised += 1
    assert promised > 15


def fits(value: str, type: str) -> bool:
    if not value or type == "string":
        return True
    try:
        read = {"integer": int, "number": float, "date": datetime.date.fromisoformat}.get(type)
        return bool(read(value)) or True if read else value in ("true", "false")
    except ValueError:
        return False


def test_csv_of_a_query_has_its_statements(exported: Exported) -> None:
    described, tables = package(exported("csv", query="CONSTRUCT WHERE { ?v a insp:Visit ; insp:startDate ?day }"))
    assert len(tables["statements"]) == 12
    assert {"Query"} == {one["field"] for one in described["selection"]}


def test_no_cell_is_a_formula(exported: Exported) -> None:
    _, tables = package(exported("csv", authority=("Rutland",)))
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    assert not any("\x07" in cell for cell in cells)
    book = load_workbook(io.BytesIO(exported("xlsx", authority=("Rutland",))))
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value.startswith("=HYPERLINK") for cell in texts)
    assert all(cell.data_type == "s" for cell in texts)


@pytest.mark.parametrize("text", ["=1", " =1", "+1", "-1", "@x", "\t=1", "\n=1", "＝1", "\x00=1"])
def test_inert(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert inert(f"a{text}") == f"a{text}"


def test_workbook_is_typed_and_can_be_filtered(exported: Exported) -> None:
    book = load_workbook(io.BytesIO(exported("xlsx", authority=("Leeds",))))
    assert book.sheetnames[:4] == ["about", "letters", "visits", "judgements"]
    about = {row[0].value: row[1].value for row in book["about"].iter_rows() if row[0].value}
    assert (about["Authority"], about["Made"]) == ("Leeds", "2026-01-02")
    assert about["Licence"] == "Open Government Licence v3.0"
    for sheet in book.worksheets[1:]:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "B2"
    judgements = list(book["judgements"].iter_rows(values_only=True))
    row = dict(zip(judgements[0], judgements[1], strict=True))
    assert isinstance(row["rank"], int)
    assert isinstance(row["board"], bool)
    assert isinstance(row["visit start"], datetime.datetime)
    assert book.properties.modified == datetime.datetime(2026, 1, 2)


@pytest.mark.parametrize("choice", [{}, {"authority": ("Leeds",)}])
def test_a_workbook_that_cannot_hold_it_all_is_none(
    exported: Exported, monkeypatch: pytest.MonkeyPatch, choice: dict[str, tuple[str, ...]]
) -> None:
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 4)
    with pytest.raises(
        SelectionError, match=r"A sheet holds 3 rows, and there are more for .*: choose less, or take csv"
    ):
        exported("xlsx", **choice)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networks_are_read_again(exported: Exported, format: str) -> None:
    data = io.BytesIO(exported(format, theme=("supervision",)))
    if format == "graphml":
        graph = nx.read_graphml(data, edge_key_type=str, force_multigraph=True)
        assert graph.graph["made"] == "2026-01-02"
    else:
        graph = nx.read_gexf(data)
        assert b"2026-01-02" in data.getvalue()
        assert b"Open Government Licence" in data.getvalue()
    kinds = nx.get_node_attributes(graph, "kind")
    assert set(kinds) == set(graph.nodes)
    assert {"Finding", "Letter", "Visit", "Authority", "Theme", "Person"} <= set(kinds.values())
    finding = next(data for node, data in graph.nodes(data=True) if data["kind"] == "Finding")
    assert isinstance(finding["confidence"], float)
    assert isinstance(finding["is_point"], bool)
    assert isinstance(finding["page"], int)
    assert finding["label"]
    assert {data["kind"] for *_, data in graph.edges(data=True)} >= {"about", "in", "reports on", "team"}


@pytest.mark.parametrize("choice", [{}, {"authority": ("Leeds",)}])
def test_a_network_that_no_tool_opens_is_none(
    exported: Exported, monkeypatch: pytest.MonkeyPatch, choice: dict[str, tuple[str, ...]]
) -> None:
    monkeypatch.setattr(graph, "_MOST_NODES", 3)
    with pytest.raises(SelectionError, match="A network holds 3 nodes at most, and there are more: choose less"):
        exported("gexf", **choice)


def test_both_networks_are_one(exported: Exported) -> None:
    one = nx.read_graphml(io.BytesIO(exported("graphml")), edge_key_type=str, force_multigraph=True)
    other = nx.read_gexf(io.BytesIO(exported("gexf")))
    assert set(one.nodes) == set(other.nodes)
    assert one.number_of_edges() == other.number_of_edges()
