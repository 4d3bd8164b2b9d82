"""Exports from the command line and over HTTP."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient

from kg.exports import FORMATS, Selection, export
from kg.exports.formats import html
from kg.graph import Limits
from kg.library import Library
from tests.exports.conftest import Exported
from ui.cli import main
from ui.web.access import Access
from ui.web.server import create_app
from ui.web.services import Assistant, Services


@pytest.fixture(scope="module")
def client(library: Library) -> TestClient:
    return TestClient(create_app(Services(library, cast("Assistant", None)), with_app=False))


@pytest.fixture
def letters(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> object:
    monkeypatch.setenv("LETTERS_LIBRARY", str(library.folder))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["letters", "export", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return (ended.value.code if isinstance(ended.value.code, int) else 0, out, err)

    return run


def test_a_file_is_given_with_its_name(client: TestClient, exported: Exported) -> None:
    answer = client.get("/api/export", params={"format": "csv", "authority": ["Leeds", "Kent"], "theme": "supervision"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="supervision-in-leeds-kent-what-inspectors-found.zip"'
    )
    assert int(answer.headers["content-length"]) == len(answer.content)
    turtle = client.post("/api/export", json={"authority": ["Leeds"], "depth": 0})
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert len(turtle.content) == len(exported("turtle", authority=("Leeds",), depth=0))


def test_a_form_may_leave_fields_empty(client: TestClient) -> None:
    empty = dict.fromkeys(("authority", "theme", "since", "until", "query", "passage", "depth"), "")
    assert client.get("/api/export/summary", params=empty).json()["counts"]["letters"] == 6


def test_summary(client: TestClient) -> None:
    told = client.get("/api/export/summary", params={"authority": "Leeds"}).json()
    assert (told["counts"]["letters"], told["counts"]["visits"], told["counts"]["judgements"]) == (3, 3, 10)
    assert told["rows"][0][0] == "leeds-second.txt"
    asked = client.post("/api/export/summary", json={"query": "CONSTRUCT WHERE { ?v a insp:Visit }"}).json()
    assert asked["counts"]["Visit"] == 6


@pytest.mark.parametrize(
    ("params", "status", "detail"),
    [
        ({"format": "pdf"}, 400, "There is no format pdf: choose one of turtle"),
        ({"authority": "Leads"}, 400, "did you mean Leeds?"),
        ({"query": "DROP ALL"}, 400, "would change the store"),
        ({"letter": "none.pdf"}, 400, "No letter none.pdf"),
        ({"depth": "9"}, 422, "less than or equal to 5"),
        ({"colour": "red"}, 422, "Extra inputs"),
    ],
    ids=str,
)
def test_refusals(client: TestClient, params: dict[str, str], status: int, detail: str) -> None:
    answer = client.get("/api/export", params=params)
    assert answer.status_code == status
    assert detail in answer.text


def test_who_may_not_come_in_gets_nothing(library: Library) -> None:
    services = Services(library, cast("Assistant", None), access=Access(token="s3cret"))
    closed = TestClient(create_app(services, with_app=False))
    assert closed.get("/api/export").status_code == 401
    assert closed.post("/api/export", json={}).status_code == 401
    told = closed.get("/api/export/summary", headers={"Authorization": "Bearer s3cret"})
    assert told.json()["counts"]["letters"] == 6


def test_a_word_report_has_its_data_beside_it(letters: object, tmp_path: Path) -> None:
    status, out, err = letters("--authority", "Leeds", "--format", "docx", "-o", "leeds.docx")  # type: ignore[operator]
    assert (status, out) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["leeds-data.zip", "leeds.docx"]
    assert "leeds-data.zip" in err


def test_an_answers_evidence(letters: object, tmp_path: Path, library: Library) -> None:
    letter = library.letters()[1]
    passage = library.ids.passage(letter.key, 3)
    (tmp_path / "answer.json").write_text(json.dumps({"citations": [{"passage": passage}]}), encoding="utf-8")
    status, out, _ = letters("--answer", "answer.json", "--format", "ntriples")  # type: ignore[operator]
    assert status == 0
    assert f"<{passage}>" in out
    for content in ("{", "[]", '{"citations": [1]}', '{"citations": []}'):
        (tmp_path / "answer.json").write_text(content, encoding="utf-8")
        status, out, err = letters("--answer", "answer.json")  # type: ignore[operator]
        assert (status, out, err.count("\n")) == (1, "", 1), content


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--format", "pdf"), 2),
        (("--format", "xlsx"), 2),
        (("--polarity", "good"), 2),
        (("--depth", "9"), 2),
        (("--query", "ASK {}", "--query-file", "q.rq"), 2),
        (("--authority", "Leads"), 1),
        (("--query", "SELECT * {}"), 1),
        (("--query-file", "none.rq"), 1),
        (("none.pdf",), 1),
    ],
    ids=str,
)
def test_status(letters: object, arguments: tuple[str, ...], status: int, tmp_path: Path) -> None:
    ended, out, err = letters(*arguments)  # type: ignore[operator]
    assert (ended, out) == (status, "")
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", ["turtle", "html", "xlsx"])
def test_nobody_holds_the_server_with_an_export(library: Library, format: str) -> None:
    services = Services(library, cast("Assistant", None), limits=Limits(seconds=0.0001))
    answer = TestClient(create_app(services, with_app=False)).get("/api/export", params={"format": format})
    assert answer.status_code == 503
    assert "The export was stopped after 0.002 seconds: choose less" in answer.text


@pytest.mark.parametrize("selection", [Selection(), Selection(authority=("Leeds",)), Selection(theme=("supervision",))])
@pytest.mark.parametrize("format", FORMATS)
def test_time_may_run_out_after_the_last_letter(library: Library, format: str, selection: Selection) -> None:
    ended: list[int] = []

    def check(done: int, all: int) -> None:
        ended.extend([done] if done == all else [])
        if len(ended) > 1:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        export(library, selection, format, io.BytesIO(), progress=check)


def test_the_time_of_a_page_counts_the_data_inside_it(library: Library) -> None:
    def checks(format: str) -> int:
        told: list[int] = []
        export(library, Selection(), format, io.BytesIO(), progress=lambda done, all: told.append(done))
        return len(told)

    assert checks("html") > checks("csv") + 10


def test_data_too_large_for_a_page_is_left_out(
    library: Library, exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"-data.zip" in exported("html")
    monkeypatch.setattr(html, "_LARGEST_DATA", 3000)
    page = exported("html")
    assert b"-data.zip" not in page
    assert b"application/zip" not in page
