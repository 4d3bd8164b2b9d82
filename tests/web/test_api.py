"""The HTTP API, the pages around it, and the guard before them all."""

import json
import re

from fastapi.testclient import TestClient

from kg.model import Letter


def test_ask_answers_in_the_form_of_the_contract(client: TestClient, rutland: Letter) -> None:
    answer = client.post("/api/ask", json={"question": "Which advisers?", "id": "q1"}).json()
    assert answer["id"] == "q1"
    assert answer["answered"] is True
    citation = answer["citations"][0]
    assert citation["document"] == "rutland.pdf"
    assert citation["quote"] in rutland.document.text
    assert {"answered", "answer", "citations", "facts", "sparql", "method", "llm", "seconds"} <= set(answer)


def test_ask_streams_events(client: TestClient) -> None:
    asked = {"question": "Which advisers?", "history": [{"role": "user", "content": "Hello"}]}
    answer = client.post("/api/ask", json=asked, headers={"accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in event.splitlines()) for event in answer.text.strip().split("\n\n")]
    assert [event["event"] for event in events] == ["status", "text", "answer"]
    assert "Which advisers?" in json.loads(events[0]["data"])["text"]
    assert json.loads(events[1]["data"])["text"] == json.loads(events[2]["data"])["answer"]
    assert "after 1 turns" in json.loads(events[2]["data"])["answer"]


def test_ask_refuses_what_is_no_question(client: TestClient) -> None:
    for wrong in ({}, {"question": ""}, {"question": "x" * 3000}, {"question": "x", "surprise": 1}, [], "x"):
        assert client.post("/api/ask", json=wrong).status_code == 422
    half = client.post(
        "/api/ask", content=b'{"question": "half \\ud800"}', headers={"Content-Type": "application/json"}
    )
    assert (half.status_code, half.json()["detail"][0]["loc"]) == (422, ["body", "question"])
    assert client.get("/api/ask").status_code == 405


def test_letters_are_rows_of_the_table(client: TestClient) -> None:
    rows = client.get("/api/letters").json()
    assert {row["id"] for row in rows} == {"rutland.pdf", "kent.md"}
    assert next(row for row in rows if row["id"] == "rutland.pdf")["published"] == "2022-07-18"


def test_start_health_and_docs(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/app/"
    assert client.get("/health").json() == {"status": "ok"}
    docs = client.get("/docs").text
    assert f"curl {client.base_url}/api/ask" in docs
    assert "POST /api/ask" in docs
    assert not re.search(r'(src|href)="(https?:)?//', docs)


def test_one_guard_for_everything(guarded: TestClient, rutland: Letter) -> None:
    letter = f"/letters/{rutland.key}"
    paths = [letter, f"{letter}/original", f"{letter}/pages/1.png", "/static/app.css"]
    paths += ["/", "/docs", "/openapi.json", "/api/letters", "/sparql?query=ASK%20%7B%7D"]
    for path in paths:
        assert guarded.get(path, follow_redirects=False).status_code == 401, path
        allowed = guarded.get(path, headers={"authorization": "Bearer s3cret"}, follow_redirects=False)
        assert allowed.status_code in (200, 307), path
    assert guarded.post("/api/ask", json={"question": "x"}).status_code == 401
    assert guarded.get("/health").status_code == 200


def test_an_answer_is_saved(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "Which advisers?"})
    form = {"question": "Which advisers?", "answer": answer.text, "format": "docx"}
    saved = client.post("/api/save", data=form)
    assert saved.content.startswith(b"PK")
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''which-advisers.docx"
    assert client.post("/api/save", data=form | {"format": "exe"}).status_code == 422
    assert client.post("/api/save", data=form | {"answer": "{}"}).status_code == 422


def test_an_understanding_may_be_corrected(client: TestClient) -> None:
    assert {"value": "Kent", "label": "Kent"} in client.get("/api/choices").json()["authorities"]
    asked = {"question": "Zeppelins?", "understanding": {"words": "advisers"}}
    assert client.post("/api/ask", json=asked).json()["understanding"]["words"] == "advisers"
    assert client.get("/api/examples").json()


def test_pages_fetch_nothing_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/docs").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
