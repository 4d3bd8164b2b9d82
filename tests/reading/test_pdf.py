"""PDFs written by the test itself, read by the real PDFium."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading import read_bytes
from tests.reading.pdfs import Text, lines, pdf

BODY = [
    "Most children receive the right support at the right time, and this helps them to stay",
    "safe and well at home. Leaders know the strengths of the service and act on what the",
    "audits show.",
]


def shapes(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text_of(block)) for block in document.blocks]


def test_headings_paragraphs_and_bullets() -> None:
    page = [
        Text(72, 740, "Main findings", bold=True),
        *lines(BODY, 712),
        Text(72, 650, "• The quality of plans for children, which should say what will happen and"),
        Text(90, 635.5, "by when"),
        Text(72, 612, "• The timeliness of visits"),
        Text(72, 585, "12. Social workers see children alone and know them well."),
    ]
    document = read_bytes(pdf(page), "letter.pdf")
    assert shapes(document) == [
        ("heading", "Main findings"),
        ("paragraph", " ".join(BODY)),
        ("bullet", "The quality of plans for children, which should say what will happen and by when"),
        ("bullet", "The timeliness of visits"),
        ("paragraph", "Social workers see children alone and know them well."),
    ]
    assert [block.marker for block in document.blocks] == ["", "", "•", "•", "12."]
    first = document.lines[0]
    assert first.bold
    assert first.size == pytest.approx(12)
    assert first.box is not None
    assert first.box[0] == pytest.approx(72, abs=2)


def test_heading_over_two_lines_and_in_slanted_letters() -> None:
    page = [
        Text(72, 740, "The experiences and progress of children who need help and", 14, bold=True),
        Text(72, 722, "protection: good", 14, bold=True),
        *lines(BODY, 690),
        Text(72, 620, "Quality of practice", slant=True),
        *lines(BODY, 590),
    ]
    headings = [text for kind, text in shapes(read_bytes(pdf(page), "report.pdf")) if kind == "heading"]
    assert headings == [
        "The experiences and progress of children who need help and protection: good",
        "Quality of practice",
    ]


def test_paragraph_over_a_page_break_keeps_its_footnote_apart() -> None:
    one = [
        *lines(BODY, 740),
        Text(72, 600, "Partners have worked well together for many years and share what they know about the"),
        Text(72, 100, "1", 6.5),
        Text(80, 97, "This joint inspection was conducted under section 20 of the Children Act.", 9),
        Text(520, 40, "1"),
    ]
    two = [Text(72, 760, "children whom they help."), *lines(BODY, 730), Text(520, 40, "2")]
    document = read_bytes(pdf(one, two), "letter.pdf")
    texts = {text: kind for kind, text in shapes(document)}
    joined = (
        "Partners have worked well together for many years and share what they know about the children whom they help."
    )
    assert texts[joined] == "paragraph"
    assert texts["1 This joint inspection was conducted under section 20 of the Children Act."] == "footnote"
    for line in document.lines:
        assert document.page_of(line.span.start) == line.page == document.page_of(line.span.end - 1)


def test_raised_mark_stays_on_a_word_but_not_on_a_heading() -> None:
    page = [
        Text(72, 740, "Information about this area", bold=True),
        Text(225, 744, "2", 7, bold=True),
        *lines(BODY[:2], 712),
        Text(72, 683, "audits show.", 12),
        Text(139.2, 687, "3", 7),
    ]
    document = read_bytes(pdf(page), "report.pdf")
    assert shapes(document)[0] == ("heading", "Information about this area")
    assert document.text.endswith("audits show.3")


def test_repeated_heads_page_numbers_and_contents_are_left_out() -> None:
    pages = [
        [Text(72, 800, "Inspection of children’s services", 9), *lines(BODY, 700 - n), Text(300, 40, f"Page {n} of 4")]
        for n in range(1, 4)
    ]
    contents = [
        Text(72, 740, "Contents", 20),
        Text(72, 700, "Executive summary"),
        Text(500, 700, "2"),
        Text(72, 680, "Recommendations"),
        Text(500, 680, "8"),
    ]
    document = read_bytes(pdf(contents, *pages), "report.pdf")
    assert not re.search("Inspection of|Page|Contents|Executive", document.text)
    assert document.notes == ("contents list on page 1 left out",)
    assert len(document.page_starts) == 4


def test_a_table_row_is_one_block() -> None:
    page = [
        *lines(BODY, 760),
        Text(72, 650, "Judgement", bold=True),
        Text(400, 650, "Grade", bold=True),
        Text(72, 620, "The impact of leaders on social work practice with"),
        Text(72, 605.5, "children and families"),
        Text(400, 620, "Requires improvement"),
        Text(400, 605.5, "to be good"),
        Text(72, 575, "Overall effectiveness"),
        Text(400, 575, "Good"),
    ]
    cells = [text for kind, text in shapes(read_bytes(pdf(page), "report.pdf")) if kind == "cell"]
    assert cells == [
        "Judgement | Grade",
        "The impact of leaders on social work practice with children and families | Requires improvement to be good",
        "Overall effectiveness | Good",
    ]


def test_signatories_side_by_side_are_read_column_by_column() -> None:
    page = [
        *lines(BODY, 760),
        Text(72, 690, "Yours sincerely"),
        Text(72, 650, "Ofsted", bold=True),
        Text(310, 650, "Care Quality Commission", bold=True),
        Text(72, 600, "Ann Able"),
        Text(310, 600, "Ben Bright"),
        Text(72, 580, "National Director"),
        Text(310, 580, "Chief Inspector"),
    ]
    texts = [text for _, text in shapes(read_bytes(pdf(page), "letter.pdf"))]
    assert texts[texts.index("Yours sincerely") + 1 :] == [
        "Ofsted", "Ann Able", "National Director", "Care Quality Commission", "Ben Bright", "Chief Inspector",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pdf([]), "images only"),
        (pdf([Text(72, 700, "Secret")], encrypt=True), "encrypted"),
        (b"%PDF-1.7\n1 0 obj\n<</Type", "damaged"),
        (pdf(), "no pages|damaged"),
    ],
)
def test_unreadable(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why) as caught:
        read_bytes(data, "x.pdf")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("x.pdf: ")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 1200), st.integers(0, 60))
def test_damaged_pdf_is_read_or_refused(noise: bytes, at: int, cut: int) -> None:
    good = pdf([Text(72, 740, "Main findings", bold=True), *lines(BODY)])
    try:
        document = read_bytes(good[:at] + noise + good[at + cut :], "x.pdf")
    except UnreadableFile as error:
        told = str(error)
    else:
        told = ""
        assert document.text
    assert "\n" not in told


words = st.text("abcdefghij KLM.,;()’–éo", min_size=1, max_size=70).filter(lambda text: text.strip())

rows = st.lists(st.tuples(words, st.sampled_from([72, 90, 300]), st.booleans()), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=1, max_size=4))
def test_offsets_hold_for_any_layout(content: list[list[tuple[str, int, bool]]]) -> None:
    pages = [[Text(x, 700 - 20 * row, text, bold=bold) for row, (text, x, bold) in enumerate(page)] for page in content]
    try:
        document = read_bytes(pdf(*pages), "x.pdf")
    except UnreadableFile:
        return
    assert list(document.page_starts) == sorted(document.page_starts)
    assert len(document.page_starts) == len(pages)
    assert document.text == "\n\n".join(document.text_of(block) for block in document.blocks)
    for block in document.blocks:
        assert document.text_of(block) == document.text_of(block).strip() != ""
    for line in document.lines:
        assert document.page_of(line.span.start) == line.page
