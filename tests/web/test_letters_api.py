"""Letters over HTTP: in, out, and who is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.library import Library
from kg.settings import Settings
from rag.opening import open_assistant
from tests.web.conftest import HOSTILE
from ui.web.listing import Wanted, listing, summaries
from ui.web.server import create_app
from ui.web.services import Services
from ui.web.writing import Writer

LETTER = HOSTILE.encode()


@pytest.fixture(scope="module")
def open_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server on an empty library that may be changed."""
    settings = Settings(library=tmp_path_factory.mktemp("api") / "library", upload_mb=1)
    with Library.open(settings.library, settings, write=True) as made:
        made.load_reference()
    with Library.open(settings.library, settings) as held, open_assistant(held) as assistant:
        yield TestClient(create_app(Services(held, assistant, writer=Writer(settings)), with_app=False))


def test_a_letter_comes_in_is_known_and_goes(open_client: TestClient) -> None:
    answer = open_client.post("/api/letters?name=kent.md", content=LETTER)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["ok"], told["known"], told["name"]) == (True, False, "kent.md")
    assert told["text"].startswith("Read as: ")
    assert open_client.get(told["report"]).status_code == 200
    assert open_client.get(f"/letters/{told['key']}/original").content == LETTER
    assert [row["id"] for row in open_client.get("/api/letters").json()] == ["kent.md"]
    asked = open_client.post("/api/ask", json={"question": "How many letters are there?"}).json()
    assert "1" in asked["answer"]
    again = open_client.post("/api/letters?name=kent-again.md", content=LETTER).json()
    assert (again["ok"], again["known"], again["key"]) == (True, True, told["key"])
    other = open_client.post("/api/letters?name=kent.md", content=LETTER + b"\nTheir plans are clear.\n").json()
    assert other["name"] == "kent (2).md"  # another letter of the same name: both stay
    for key in (told["key"], other["key"]):
        assert open_client.delete(f"/api/letters/{key}").status_code == 204
    assert open_client.delete(f"/api/letters/{told['key']}").status_code == 404
    assert open_client.get("/api/letters").json() == []


def test_uploads_tell_how_they_get_on(open_client: TestClient) -> None:
    said: dict[str, list[dict[str, str]]] = {}

    def send(name: str, content: bytes) -> None:
        answer = open_client.post(f"/api/letters?name={name}", content=content, headers={"accept": "text/event-stream"})
        events = [event.split("\n") for event in answer.text.strip().split("\n\n") if event.startswith("event")]
        said[name] = [json.loads(data.removeprefix("data: ")) | {"event": name_[7:]} for name_, data in events]

    threads = [threading.Thread(target=send, args=(f"{n}.txt", LETTER + b"%d" % n)) for n in range(3)]
    threads.append(threading.Thread(target=send, args=("broken.pdf", b"%PDF-1.4 not really")))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [said[f"{n}.txt"][-1]["ok"] for n in range(3)] == [True] * 3
    assert said["broken.pdf"][-1]["ok"] is False
    assert said["broken.pdf"][-1]["text"].startswith("Not read: ")
    assert {row["id"] for row in open_client.get("/api/letters").json()} == {"0.txt", "1.txt", "2.txt"}
    html = open_client.get("/parts/letters?words=kent&order=-file").text
    assert html.index("2.txt") < html.index("0.txt")


@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("x.exe", b"x", 422, "Only these kinds"),
        ("x.pdf", b"", 422, "empty"),
        ("x.pdf", b"x" * 1_000_001, 413, "larger than 1 MB"),
        ("../../etc/passwd", b"x", 422, "Only these kinds"),
    ],
)
def test_what_is_not_taken(open_client: TestClient, name: str, content: bytes, status: int, told: str) -> None:
    answer = open_client.post("/api/letters", params={"name": name}, content=content)
    assert answer.status_code == status
    assert told in answer.json()["detail"]


def test_a_long_body_without_a_length_is_cut_off(open_client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100_000

    assert open_client.post("/api/letters?name=x.txt", content=endless()).status_code == 413


def test_pages_of_other_sites_may_not_write(open_client: TestClient) -> None:
    headers = {"origin": "http://evil.example"}
    assert open_client.post("/api/letters?name=x.md", content=b"x", headers=headers).status_code == 403
    assert open_client.delete("/api/letters/0123456789abcdef", headers=headers).status_code == 403


def test_nothing_is_changed_where_writing_is_off(library: Library, services: Services, tmp_path: Path) -> None:
    settings = Settings(library=library.folder, read_only=True)
    closed = Services(services.library, services.assistant, writer=Writer(settings))
    for shut in (TestClient(create_app(closed, with_app=False)), TestClient(create_app(services, with_app=False))):
        key = library.letters()[0].key
        assert shut.post("/api/letters?name=x.md", content=LETTER).status_code == 403
        assert shut.delete(f"/api/letters/{key}").status_code == 403
        assert "data-remove" not in shut.get("/parts/letters").text


def test_the_list_is_searched_filtered_and_ordered(library: Library) -> None:
    rows = summaries(library.letters())
    assert [row.name for row in listing(rows, Wanted()).rows] == ["kent.md", "rutland.pdf"]
    assert [row.name for row in listing(rows, Wanted(order="-authority")).rows] == ["rutland.pdf", "kent.md"]
    assert [row.name for row in listing(rows, Wanted(words="ARCHER 2022")).rows] == ["rutland.pdf"]
    assert [row.name for row in listing(rows, Wanted(authority="Kent")).rows] == ["kent.md"]
    assert listing(rows, Wanted(kind="jtai-letter")).found == 0
    assert [row.name for row in listing(rows, Wanted(order="nonsense")).rows] == ["kent.md", "rutland.pdf"]
