"""An answer as it is shown: Markdown with links to the cited words, and the panel of its sources."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kg.model import Letter, Span
from rag.model import Answer, Citation
from ui.web.conversation import FACTS_KEPT, Conversation
from ui.web.views import page_link, render
from ui.web.words import KINDS, METHODS, day, period

_MARK = re.compile(r"\[(\d{1,4})\]")
# What Markdown would make a link of, split so that a backslash fits between: '](', ']:', '://', 'www.', '@'.
_LINKING = re.compile(r"(\]|:(?=//)|www(?=\.)|(?<=\w)(?=@))(\(|:|//|\.|@)")
_PASSAGE = re.compile(r"/letter/([0-9a-f]{16})/passage/(\d+)$")


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with everything that the panel shows of it."""

    n: int
    title: str
    meta: str
    quote: str
    link: str


def sources(answer: Answer, letters: Mapping[str, Letter]) -> list[Source]:
    """The answer's citations with their places. `letters`: what is held, by key."""
    return [_source(citation, letters) for citation in answer.citations]


def keys(answer: Answer) -> set[str]:
    """The keys of the letters that an answer cites."""
    return {place[1] for citation in answer.citations if (place := _PASSAGE.search(citation.passage))}


def as_markdown(answer: Answer, shown: Iterable[Source]) -> str:
    """The answer's Markdown with each [n] leading to its page.

    Only the links made here are links: whatever else looks like HTML, a link or an image came from a letter (or a
    model) and is shown as the characters it is.
    """
    links: Mapping[int, str] = {source.n: source.link for source in shown}
    text = _LINKING.sub(r"\1\\\2", html.escape(answer.answer, quote=False))
    text = re.sub(r"(?<=\S) (?=\[\d+\])", "\u00a0", text)  # a number does not begin a line

    def linked(match: re.Match[str]) -> str:
        link = links.get(int(match[1]))
        return f"[\\[{match[1]}\\]]({link})" if link else f"\\[{match[1]}\\]"

    return _MARK.sub(linked, text)


def panel(conversation: Conversation, letters: Mapping[str, Letter], shown: int = -1) -> Markup:
    """The panel beside the chat: sources, facts, queries and the understanding of one answer, the last by default."""
    if not conversation:
        return render("sources.html", exchange=None)
    number = shown if 0 <= shown < len(conversation) else len(conversation) - 1
    exchange = conversation[number]
    return render(
        "sources.html",
        exchange=exchange,
        number=number,
        answers=len(conversation),
        answer=exchange.answer,
        sources=sources(exchange.answer, letters),
        facts=exchange.answer.facts[:FACTS_KEPT],
        method=METHODS[exchange.answer.method],
        understanding=json.dumps(exchange.answer.understanding, ensure_ascii=False),
        saved=json.dumps(exchange.as_json()["answer"] | {"facts": []}, ensure_ascii=False),
        copied=plain(exchange.answer),
    )


def plain(answer: Answer) -> str:
    """The answer as it is copied: its Markdown, then its sources."""
    listed = [
        f"[{c.n}] {c.authority or c.document}, {c.document}, page {c.page}: “{c.quote}”" for c in answer.citations
    ]
    return "\n\n".join(part for part in (answer.answer.strip(), "\n".join(listed)) if part)


def _source(citation: Citation, letters: Mapping[str, Letter]) -> Source:
    title, link, kind, page, visited = citation.authority or citation.document, "", "", f"page {citation.page}", ""
    place = _PASSAGE.search(citation.passage)
    if place:
        cited = letters.get(place[1])
        if cited is None:  # it was removed since
            gone = f"{page} of {citation.document}, no longer in the library"
            return Source(citation.n, title, gone, citation.quote, "")
        kind, visited = KINDS[cited.document_type], period(cited.visit_start, cited.visit_end)
        page = page if len(cited.document.page_starts) > 1 else ""
        link = page_link(place[1], citation.page, _find(cited, int(place[2]), citation.quote))
    published = f"published {day(citation.published)}" if citation.published else ""
    meta = " · ".join(part for part in (kind, published or visited, page) if part)
    return Source(citation.n, title, meta, citation.quote, link)


def _find(letter: Letter, number: int, quote: str) -> Span:
    """Where the quote stands in its passage. A citation carries passage and words, which together are one place."""
    if not 1 <= number <= len(letter.passages):
        return Span(0, 0)
    passage = letter.passages[number - 1]
    at = letter.document.text.find(quote, passage.span.start, passage.span.end)
    return Span(at, at + len(quote)) if at >= 0 else passage.span
