"""Answers as they are shown: links only where we made them, and the chat's messages read back."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from kg.library import Library
from kg.model import Letter
from rag.model import Answer, Turn
from rag.opening import open_assistant
from ui.web.answers import Source, as_markdown, panel, sources, turns
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
    shown = panel(Answer(True, "x", sparql=("SELECT <a>",)), [SOURCE])
    assert "&lt;b&gt;words&lt;/b&gt;" in shown
    assert "SELECT &lt;a&gt;" in shown
    assert "The letters do not say" in panel(Answer(False, "The letters do not say."))


def test_history_is_what_was_said() -> None:
    said = "Plans & <b>drift</b> (see http://a.example). [1]"
    history = [
        {"role": "user", "content": [{"type": "text", "text": "What drifts?"}]},
        {"role": "assistant", "content": "", "metadata": {"title": "Looking"}},
        {"role": "assistant", "content": as_markdown(Answer(True, said), [SOURCE])},
    ]
    assert turns(history) == [Turn("user", "What drifts?"), Turn("assistant", said.replace(" [1]", "\u00a0[1]"))]


def test_a_real_answer_leads_to_marked_pages(library: Library, rutland: Letter, client: TestClient) -> None:
    with open_assistant(library) as assistant:
        services = Services(library, assistant)
        answer = services.ask("What needs to improve in Rutland?")
        assert answer.answered
        assert "pathway plans" in answer.answer
        shown = sources(answer, services.letter)
        assert shown
        for source in shown:
            assert f"/letters/{rutland.key}/pages/2?start=" in source.link
            assert client.get(source.link).status_code == 200
