"""PDFs of forms that few letters have: turned and cut pages, columns, side margins, fonts that name no letters."""

from __future__ import annotations

import pytest

from kg.errors import UnreadableFile
from kg.reading import read_bytes
from tests.reading.pdfs import UNNAMED, Text, lines, pdf
from tests.reading.test_pdf import BODY, shapes

PARAGRAPH = ("paragraph", " ".join(BODY))


def test_a_turned_page_is_read_as_its_text_is_written() -> None:
    upright = lines(BODY)
    along = [Text(100 + 14.5 * row, 60, line, up=True) for row, line in enumerate(BODY)]
    for page, turn in ((upright, b"/Rotate 90"), (upright, b"/Rotate 180"), (along, b"/Rotate 90")):
        document = read_bytes(pdf(page, page=turn), "letter.pdf")
        assert shapes(document) == [PARAGRAPH]
    box = document.lines[0].box
    assert box is not None
    assert box[0] == pytest.approx(60, abs=2)  # as on the page that a reader sees, 842 wide and 595 high
    assert box[1] == pytest.approx(595 - 100, abs=5)


def test_what_is_cut_off_a_page_moves_its_corner() -> None:
    pages = [[*lines(BODY, 700), Text(250, 130, f"Page {number} of 3", 9)] for number in (1, 2, 3)]
    document = read_bytes(pdf(*pages, page=b"/CropBox[50 110 575 842]"), "letter.pdf")
    assert shapes(document) == [PARAGRAPH] * 3
    box = document.lines[0].box
    assert box is not None
    assert box[:2] == pytest.approx((22, 590), abs=4)


def test_columns_of_running_text_are_no_table() -> None:
    left = [f"Leaders know what {word} families need and they" for word in "abcdefghijklm"]
    right = [f"visits are made on time to all {word} who need" for word in "nopqrstuvwxyz"]
    by_line = [
        text for pair in zip(lines(left, x=50, pitch=14), lines(right, x=320, pitch=14), strict=True) for text in pair
    ]
    for page in (by_line, [*lines(left, x=50), *lines(right, x=320)]):
        text = read_bytes(pdf(page), "letter.pdf").text
        assert " ".join(left) in text
        assert " ".join(right) in text


def test_a_short_letter_of_single_lines_has_as_many_paragraphs() -> None:
    lines = ["17 March 2022", "Dear Ada", "This letter tells what we found when we came to see how your services"]
    lines += ["do in these days.", "Points were made.", "Others were not.", "Capacity is short", "Yours sincerely"]
    places = [700 - 22 * n for n in range(8)]
    places[3] = places[2] - 15
    document = read_bytes(pdf([Text(72, y, words) for y, words in zip(places, lines, strict=True)]), "l.pdf")
    assert [document.text_of(block) for block in document.blocks] == [*lines[:2], f"{lines[2]} {lines[3]}", *lines[4:]]


def test_a_list_goes_on_at_the_top_of_the_next_column() -> None:
    left = [Text(72, 700 - 14 * n, f"these words run on {n} and") for n in range(14)] + [Text(72, 480, "• One.")]
    right = [Text(320, 700, "• Two."), Text(320, 680, "• Three."), Text(320, 640, "Findings", bold=True)]
    right += [Text(320, 600 - 14 * n, f"other words run on {n} and") for n in range(8)]
    document = read_bytes(pdf(left + right), "l.pdf")
    assert [block.level for block in document.blocks if block.kind == "bullet"] == [1, 1, 1]


def test_what_every_page_says_in_a_side_margin_is_left_out() -> None:
    pages = [[*lines([f"{number} {line}" for line in BODY]), Text(30, 300, "Draft", 9, up=True)] for number in "abc"]
    assert "Draft" not in read_bytes(pdf(*pages), "letter.pdf").text


def test_letters_without_names_are_said_to_be_unreadable() -> None:
    with pytest.raises(UnreadableFile, match=r"letter\.pdf: the PDF's fonts do not tell which letters they print"):
        read_bytes(pdf([Text(72, 700, "abc" * 10)], font=UNNAMED), "letter.pdf")


def test_a_page_ends_with_its_own_words() -> None:
    """PDFium writes fewer characters than it counts where one has no value."""
    document = read_bytes(pdf(lines(BODY), [*lines(BODY[:1]), Text(72, 500, "Plans \0\0\0are clear.")]), "letter.pdf")
    assert document.text.endswith("Plans are clear.")
