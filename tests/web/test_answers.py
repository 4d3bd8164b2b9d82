"""Answers as they are shown: links only where we made them, and the chat's messages read back."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from kg.library import Library
from kg.model import Letter
from rag.model import Answer, Citation, Fact, Turn
from rag.opening import open_assistant
from ui.web.answers import Source, as_markdown, panel, plain, sources
from ui.web.conversation import Exchange, as_said, read, turns, written
from ui.web.services import Services

SOURCE = Source(1, "[1] Kent", "page 1", "<b>words</b>", "/letters/0123456789abcdef/pages/1?start=2&end=9")


def test_a_number_leads_to_its_page() -> None:
    shown = as_markdown(Answer(True, "Plans drift. [1]\n\n- **Late** [1][2]"), [SOURCE])
    html = MarkdownIt().render(shown)
    assert html.count('<a href="/letters/0123456789abcdef/pages/1?start=2&amp;end=9">[1]</a>') == 2
    assert "<strong>Late</strong>" in html
    assert "[2]" in html


def test_what_letters_say_is_never_a_link_or_html() -> None:
    hostile = (
        "<script>alert(1)</script> ![x](http://evil.example/a.png) [y](javascript:alert(1)) <http://evil.example> "
        "http://evil.example www.evil.example ann@evil.example [z]\n\n[z]: http://evil.example"
    )
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(as_markdown(Answer(True, hostile), []))
    assert not re.search(r"<(a|img|script)\b", html)
    assert "http://evil.example" in html


def test_panel_escapes_and_tells_where_nothing_is_said() -> None:
    cited = Citation(1, "<b>a</b>.pdf", 2, "<i>words</i>", "https://x/letter/0123456789abcdef/passage/3", None, None)
    answer = Answer(True, "x [1]", (cited,), sparql=("SELECT <a>",), understanding={"words": '"><script>'})
    shown = panel([Exchange("<u>Who?</u>", answer)], {})
    assert "&lt;i&gt;words&lt;/i&gt;" in shown
    assert "SELECT &lt;a&gt;" in shown
    assert "no longer in the library" in shown
    assert not re.search(r"<(i|u|b|script)>", shown)
    silent = Answer(False, "The letters do not say.")
    assert "The letters do not say" in panel([Exchange("Who?", silent)], {})
    assert "Answer 1 of 2" in panel([Exchange("Who?", silent), Exchange("When?", answer)], {}, 0)
    assert "Each statement" in panel([], {})


def test_conversation_is_what_was_said() -> None:
    fact = Fact("s", "p", "o")
    first = Exchange(
        "What drifts?", Answer(True, "Plans & <b>drift</b>. [1]", facts=(fact,) * 50), {"words": "plans"}, 50
    )
    second = Exchange("And then?", Answer(False, "Half of"), stopped=True)
    kept = json.loads(json.dumps(written([first, second])))
    assert len(kept[0]["answer"]["facts"]) == 20
    held = read(kept)
    assert [exchange.question for exchange in held] == ["What drifts?", "And then?"]
    assert (held[0].facts, held[1].stopped) == (50, True)
    said = Turn("assistant", "Plans & <b>drift</b>. [1]")
    assert turns(held) == [Turn("user", "What drifts?", {"words": "plans"}), said, Turn("user", "And then?")]


@pytest.mark.parametrize(
    "kept", [None, "x", 7, [1], [{}], [{"question": "x", "answer": {"answered": "maybe"}}], {"a": 1}]
)
def test_a_conversation_that_cannot_be_read_is_none(kept: object) -> None:
    assert read(kept) == []


@pytest.mark.parametrize(
    "said",
    [
        "![x](http://evil.example/a.png)", "<img src=http://evil.example/a.png>", "[y](http://evil.example)",
        "http://evil.example", "www.evil.example", "# Big", "- a\n- b", "    code", "`x`", "a & b < c",
        "[z]: http://e.example",
        "1. one\n2) two", "a@b.example",
        "***", "| a | b |\n| - | - |\n| c | d |", "Title\n=====", "Title\n---", "~~x~~",
    ],
)  # fmt: skip
def test_a_question_is_shown_as_it_was_typed(said: str) -> None:
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(as_said(said))
    assert not re.search(r"<(a|img|h1|ul|pre|code)\b", html)
    shown = unescape(re.sub(r"</?p>", "", html)).replace("\xa0", " ").strip()
    assert shown == said.strip()


def test_a_copied_answer_carries_its_sources() -> None:
    cited = Citation(1, "a.pdf", 2, "words", "iri", "Kent", None)
    assert plain(Answer(True, "Say. [1]", (cited,))) == "Say. [1]\n\n[1] Kent, a.pdf, page 2: “words”"


def test_a_real_answer_leads_to_marked_pages(library: Library, rutland: Letter, client: TestClient) -> None:
    with open_assistant(library) as assistant:
        services = Services(library, assistant)
        answer = services.ask("What needs to improve in Rutland?")
        assert answer.answered
        assert "pathway plans" in answer.answer
        shown = sources(answer, services.by_key())
        assert shown
        for source in shown:
            assert f"/letters/{rutland.key}/pages/2?start=" in source.link
            assert client.get(source.link).status_code == 200
