"""An answer as it is shown: Markdown with links to the cited words, and the panel of its sources."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kg.model import Letter, Span
from rag.model import Answer, Citation, Turn
from ui.web.views import page_link, render
from ui.web.words import KINDS, METHODS, day

FACTS_SHOWN = 20

_MARK = re.compile(r"\[(\d{1,4})\]")
# What Markdown would make a link of, split so that a backslash fits between: '](', ']:', '://', 'www.', '@'.
_LINKING = re.compile(r"(\]|:(?=//)|www(?=\.)|(?<=\w)(?=@))(\(|:|//|\.|@)")
_LINKED_MARK = re.compile(r"\[\\?\[?(\d{1,4})\\?\]?\]\(/letters/[^)]*\)")
_BACKSLASH = re.compile(r"\\(?=[(:/.@\[\]])")
_PASSAGE = re.compile(r"/letter/([0-9a-f]{16})/passage/(\d+)$")


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with everything that the panel shows of it."""

    n: int
    title: str
    meta: str
    quote: str
    link: str


def sources(answer: Answer, letter: Callable[[str], Letter]) -> list[Source]:
    """The answer's citations with their places. `letter` gives a letter by its key."""
    return [_source(citation, letter) for citation in answer.citations]


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


def panel(answer: Answer | None, shown: Iterable[Source] = ()) -> Markup:
    """The sources panel of an answer; of None, what will be seen there."""
    if answer is None:
        return render("sources.html", answer=None)
    return render(
        "sources.html",
        answer=answer,
        sources=list(shown),
        facts=answer.facts[:FACTS_SHOWN],
        method=METHODS[answer.method],
    )


def turns(history: Iterable[Mapping[str, object]]) -> list[Turn]:
    """The chat's messages as the assistant wants them: plain text, citations as [n] again."""
    found = []
    for message in history:
        content = message.get("content")
        parts = content if isinstance(content, list) else [content]
        text = "\n".join(part["text"] if isinstance(part, Mapping) else str(part or "") for part in parts)
        role = message.get("role")
        if role == "user":
            found.append(Turn("user", text))
        elif role == "assistant" and not message.get("metadata"):
            plain = _BACKSLASH.sub("", _LINKED_MARK.sub(r"[\1]", text))
            found.append(Turn("assistant", html.unescape(plain)))
    return found


def _source(citation: Citation, letter: Callable[[str], Letter]) -> Source:
    title, link, kind, page = citation.authority or citation.document, "", "", f"page {citation.page}"
    place = _PASSAGE.search(citation.passage)
    if place:
        cited = letter(place[1])
        kind = KINDS[cited.document_type]
        page = page if len(cited.document.page_starts) > 1 else ""
        link = page_link(place[1], citation.page, _find(cited, int(place[2]), citation.quote))
    published = f"published {day(citation.published)}" if citation.published else ""
    meta = " · ".join(part for part in (kind, published, page) if part)
    return Source(citation.n, f"[{citation.n}] {title}", meta, citation.quote, link)


def _find(letter: Letter, number: int, quote: str) -> Span:
    """Where the quote stands in its passage. A citation carries passage and words, which together are one place."""
    passage = letter.passages[number - 1]
    at = letter.document.text.find(quote, passage.span.start, passage.span.end)
    return Span(at, at + len(quote)) if at >= 0 else passage.span
