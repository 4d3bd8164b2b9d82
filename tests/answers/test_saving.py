"""An answer saved as Markdown, HTML and Word, read back with the formats' own readers."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from rag.saving import FORMATS, SavedAnswer, SavedCitation, file_name, save

DAY = date(2026, 3, 1)
ANSWER = SavedAnswer(
    answered=True,
    answer=(
        "**Two** points: [1]\n\n- Plans drift & <b>stall</b>. [1]\n  - inside [2]\n- ![x](http://evil.example/a.png) "
        "[y](http://evil.example)\n\n| Visit | Grade |\n| --- | --- |\n| May 2020 | Good [2] |\n"
    ),
    citations=[
        SavedCitation(n=1, document="a.pdf", page=3, quote="Plans *drift*\x0b <i>on</i>.", authority="Kent"),
        SavedCitation(n=2, document="b.md", page=1, quote="Good", authority=None, published="2020-07-18"),
    ],
    understood="I looked for points.",
)


def test_word_holds_text_lists_tables_and_sources() -> None:
    word = docx.Document(io.BytesIO(save("What *drifts*?", ANSWER, "docx", DAY)))
    texts = [paragraph.text for paragraph in word.paragraphs]
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert texts[0] == "What *drifts*?"
    assert styles["Plans drift & <b>stall</b>. [1]"] == "List Bullet"
    assert styles["inside [2]"] == "List Bullet 2"
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["Visit", "Grade"],
        ["May 2020", "Good [2]"],
    ]
    assert "[1] Kent, page 3 of a.pdf: “Plans *drift*  <i>on</i>.”" in texts
    assert "[2] Authority not known, published 18 July 2020, b.md: “Good”" in texts
    assert texts[-1] == "Asked of the inspectors' letters on 1 March 2026 with inspection-letters."
    assert next(run.bold for run in word.paragraphs[1].runs if run.text == "Two")


def test_html_links_numbers_to_sources_and_nothing_else() -> None:
    page = BeautifulSoup(save("<script>alert(1)</script>", ANSWER, "html", DAY), "html.parser")
    assert page.h1
    assert page.h1.text == "<script>alert(1)</script>"
    assert page.find(["script", "img", "i", "b"]) is None
    assert {link["href"] for link in page.find_all("a")} == {"#source-1", "#source-2"}
    source = page.find(id="source-1")
    assert source is not None
    assert "Plans *drift*" in source.text
    assert not re.search(r"(src|href)=.http", str(page))


def test_markdown_shows_the_letters_words_as_they_are() -> None:
    text = save("What *drifts*?", ANSWER, "md", DAY).decode()
    assert text.startswith("# What \\*drifts\\*?\n")
    html = MarkdownIt().render(text.split("## Sources")[1])
    assert "Plans *drift*" in html
    assert "&lt;i&gt;on&lt;/i&gt;" in html
    assert "published 18 July 2020" in html


@pytest.mark.parametrize("format", FORMATS)
def test_a_refusal_is_saved_too(format: str) -> None:
    assert save("", SavedAnswer(answered=False, answer="The letters do not say."), format, DAY)


@pytest.mark.parametrize(
    ("question", "name"),
    [("What needs to improve in Kent?", "what-needs-to-improve-in-kent.md"), ("???", "answer.md"), ("../x" * 99, None)],
)
def test_file_names(question: str, name: str | None) -> None:
    made = file_name(question, "md")
    assert made == name or (name is None and re.fullmatch(r"[\w-]{1,80}\.md", made))
