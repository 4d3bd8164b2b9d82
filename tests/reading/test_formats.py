"""Word, HTML, Markdown and plain text: what they say and what they leave out."""

from __future__ import annotations

import io
import textwrap
import time
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading import read, read_bytes
from kg.reading.shape import section_title

LETTERS = Path(__file__).parents[2] / "data" / "letters"
PROSE = "Managers know the service well; they act on what audits show, and children’s plans are “good” – mostly."


def shapes(document: Document) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.level, block.marker, document.text_of(block)) for block in document.blocks]


def headings(document: Document) -> list[str]:
    return [document.text_of(block) for block in document.blocks if block.kind == "heading"]


def test_the_sample_letters() -> None:
    old = read(LETTERS / "isle-of-wight-focused-visit-2017.txt")
    assert headings(old)[1:] == ["Overview", "Areas of strength", "Areas for improvement"]
    assert not any(mark in old.text for mark in ("**", "■", "##"))
    assert "Senior managers recognise that they now need" in old.text
    new = read(LETTERS / "isles-of-scilly-focused-visit-2022.txt")
    assert "decisions have been made and actions agreed" in new.text
    assert headings(new)[1:] == [
        "Headline findings",
        "What needs to improve in this area of social work practice?",
        "Main findings",
    ]
    assert sum(block.kind == "bullet" for block in new.blocks) == 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    text = f"Main findings\n\n{PROSE}\n".replace("\n", newline)
    document = read_bytes(text.encode(encoding), "letter.txt")
    assert shapes(document) == [("heading", 2, "", "Main findings"), ("paragraph", 0, "", PROSE)]


def test_wrapped_lines_and_form_feeds() -> None:
    text = "Inspectors saw that plans are\nclear and that children are\n\f\nseen often.\n\n• One\n  wrapped\n• Two\n"
    document = read_bytes(text.encode(), "letter.txt")
    assert [shape[3] for shape in shapes(document)] == [
        "Inspectors saw that plans are clear and that children are seen often.",
        "One wrapped",
        "Two",
    ]
    assert [line.page for line in document.lines] == [1, 1, 2, 2, 2, 2]
    assert len(document.page_starts) == 2


def test_markdown() -> None:
    text = (
        "# A *visit*\n\nSome **bold** and [linked](http://x.org/a_b) words with snake_case.\n\n**Main findings**\n\n"
        "* One\n  - under it\n1. First\n2. Second\n\n| Aspect | Grade |\n|---|---|\n| Overall | Good |\n\n[^1]: A note"
    )
    assert shapes(read_bytes(text.encode(), "letter.md")) == [
        ("heading", 1, "", "A visit"),
        ("paragraph", 0, "", "Some bold and linked words with snake_case."),
        ("heading", 2, "", "Main findings"),
        ("bullet", 1, "*", "One"),
        ("bullet", 2, "-", "under it"),
        ("paragraph", 0, "1.", "First"),
        ("paragraph", 0, "2.", "Second"),
        ("cell", 0, "", "Aspect | Grade"),
        ("cell", 0, "", "Overall | Good"),
        ("footnote", 0, "", "1 A note"),
    ]


def test_html() -> None:
    page = """<!doctype html><html><head><title>T</title><script>x()</script></head><body>
    <div class="cookie-banner">We use cookies</div><nav>Menu</nav><main><h1>Focused visit</h1>
    <p>Plain<br>and&nbsp;<b>bold</b>.</p><p><strong>Main findings</strong></p>
    <ul><li>One<ul><li>under <a href="x">it</a></li></ul></li><li><p>Two</p></li></ul><ol start="3"><li>third</ol>
    <table><tr><th>Aspect<th>Grade<tr><td>Overall<td>Good</table><div class="footnotes"><p>1 A note</p></div>
    </main><footer>Crown</footer></body></html>"""
    assert shapes(read_bytes(page.encode(), "letter.html")) == [
        ("heading", 1, "", "Focused visit"),
        ("paragraph", 0, "", "Plain and bold."),
        ("heading", 2, "", "Main findings"),
        ("bullet", 1, "•", "One"),
        ("bullet", 2, "•", "under it"),
        ("bullet", 1, "•", "Two"),
        ("paragraph", 0, "3.", "third"),
        ("cell", 0, "", "Aspect | Grade"),
        ("cell", 0, "", "Overall | Good"),
        ("footnote", 0, "", "1 A note"),
    ]


def word_document() -> bytes:
    word = docx.Document()
    word.add_heading("Main findings", 1)
    word.add_paragraph(PROSE).add_run().add_break(WD_BREAK.PAGE)
    word.add_paragraph("One", style="List Bullet")
    word.add_paragraph("under it", style="List Bullet 2")
    word.add_paragraph("First", style="List Number")
    word.add_paragraph().add_run("Next steps").bold = True
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Overall", "Good"
    word.sections[0].header.paragraphs[0].text = "Page head"
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_two_line_breaks_part_paragraphs() -> None:
    page = "Dear Ms Vere<br><br><b>Findings</b><br>\n<br>All is well.<br>Mostly.<br><br>&bull; One<br>&bull; Two"
    document = read_bytes(f"<div>{page}</div>".encode(), "l.html")
    assert [(block.kind, document.text_of(block)) for block in document.blocks] == [
        ("paragraph", "Dear Ms Vere"), ("heading", "Findings"), ("paragraph", "All is well. Mostly."),
        ("bullet", "One"), ("bullet", "Two"),
    ]  # fmt: skip


def test_underlined_headings_in_text_of_few_blank_lines() -> None:
    text = "Findings\n--------\n" + "\n".join(
        f"Social workers visit child {n} often and know him well, as do we." for n in range(14)
    )
    document = read_bytes(text.encode(), "l.md")
    assert (document.blocks[0].kind, document.text_of(document.blocks[0])) == ("heading", "Findings")


def test_lines_wrapped_at_a_count_of_characters_end_where_a_word_would_have_fitted() -> None:
    points = [
        "The timeliness with which police contacts are read.",
        "Decisions by managers, with reasons, in all cases.",
    ]
    prose = "Partners do not always know what happens after they made a referral, and leaders recognise that it is so."
    text = "\n".join(textwrap.fill(part, 68) for part in (prose, *points, prose, *points, prose, prose, prose))
    document = read_bytes(text.encode(), "l.txt")
    assert [document.text_of(block) for block in document.blocks].count(points[0]) == 2


def test_a_section_title_of_two_lines_is_a_heading() -> None:
    title = "What is it like to be a child or young person with special educational\nneeds (SEND) in this area?"
    document = read_bytes(f"Some thrive.\n\n{title}\n\nOthers wait too long.".encode(), "l.txt")
    assert [block.kind for block in document.blocks] == ["paragraph", "heading", "paragraph"]


def test_word() -> None:
    document = read_bytes(word_document(), "letter.docx")
    assert shapes(document) == [
        ("heading", 1, "", "Main findings"),
        ("paragraph", 0, "", PROSE),
        ("bullet", 1, "•", "One"),
        ("bullet", 2, "•", "under it"),
        ("paragraph", 0, "1.", "First"),
        ("heading", 2, "", "Next steps"),
        ("cell", 0, "", "Overall | Good"),
    ]
    assert [line.page for line in document.lines] == [1, 1, 2, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.pdf", "the file is empty"),
        (
            b"<!DOCTYPE html><title>Report not found</title>",
            "a.pdf",
            r"an HTML page \('Report not found'\), not the pdf",
        ),
        (b"just words", "a.pdf", "not the pdf"),
        (b"\x89PNG\r\n", "a.txt", "an image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "an old or encrypted Office file"),
        (word_document()[:3000], "a.docx", "damaged"),
        (bytes(range(256)) * 8, "a.txt", "not a kind of file"),
        (b"<html><body><nav>Menu</nav></body></html>", "a.html", "holds no text"),
    ],
)
def test_foreign_files_say_what_they_are(data: bytes, name: str, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why) as caught:
        read_bytes(data, name)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.pdf: no such file"):
        read(tmp_path / "none.pdf")


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except UnreadableFile as error:
        told = str(error)
    else:
        told = ""
        assert document.text == "\n\n".join(document.text_of(block) for block in document.blocks)
    assert "\n" not in told


@given(st.text(alphabet="ab .\n*-#_|■1’\f", max_size=200))
def test_offsets_hold_for_any_text(text: str) -> None:
    try:
        document = read_bytes(text.encode(), "a.md")
    except UnreadableFile:
        return
    assert document.text == "\n\n".join(document.text_of(block) for block in document.blocks)
    assert all(document.page_of(line.span.start) == line.page for line in document.lines)


TIGHT = """18 July 2022
Jo Bloggs, Director of Children’s Services, Anytown
Dear Jo Bloggs
Focused visit to Anytown children’s services
This letter summarises the findings of the focused visit to Anytown children’s
services on 1 and 2 June 2022. Inspectors looked at the arrangements for children in
need and those subject to a child protection plan.
Headline findings
Most children receive the right support at the right time to identify risk and meet
their needs.
What needs to improve?
{0} The quality and consistency of all agencies’ gathering, recording and responding
to the wishes and feelings of children.
{0} The timeliness of sharing information with partner agencies.
{0} The application of thresholds.
Main findings
Leaders know their services well. This has resulted in some delay in agreeing future
priorities. However, partners have used this delay constructively to review services.
A new independent scrutineer is supporting the partnership to understand what works
well.
Early help is effective. Assessments are child-focused and are used well to meet the
needs of children.
Yours sincerely
A N Other
Her Majesty’s Inspector
"""


@pytest.mark.parametrize("glyph", ["•", "■", "?", "\uf0a7", "-", "o"])
def test_text_without_blank_lines_is_parted_by_the_room_its_lines_leave(glyph: str) -> None:
    document = read_bytes(TIGHT.format(glyph).encode(), "letter.txt")
    found = [(block.kind, document.text_of(block)) for block in document.blocks]
    headings = [words for kind, words in found if kind == "heading"]
    assert headings[-3:] == ["Headline findings", "What needs to improve?", "Main findings"]
    bullets = [words for kind, words in found if kind == "bullet"]
    assert [words.split()[1] for words in bullets] == ["quality", "timeliness", "application"]
    assert bullets[0].endswith("wishes and feelings of children.")
    paragraphs = [words for kind, words in found if kind == "paragraph"]
    assert (
        "Early help is effective. Assessments are child-focused and are used well to meet the needs of children."
        in paragraphs
    )


def test_text_of_one_line_a_paragraph_needs_no_blank_lines() -> None:
    titles = ["Headline findings", "What needs to improve?", "Main findings"]
    prose = "Leaders know their services well. " * 6
    text = "\n".join(["Dear Jo Bloggs", *(line for title in titles for line in (title, *[prose] * 8))])
    assert headings(read_bytes(text.encode(), "letter.txt")) == titles


def test_what_an_earlier_encoding_spoiled_is_mended() -> None:
    twice = (
        "Children’s plans – the “good” ones – are Zoë’s.".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    )
    assert read_bytes(twice.encode(), "letter.txt").text == "Children’s plans – the “good” ones – are Zoë’s."
    lost = "Her Majesty?s Inspectors saw children?s and carers? plans. It?s clear why? Some aren?t."
    assert "Majesty’s Inspectors saw children’s" in read_bytes(lost.encode(), "letter.txt").text
    assert "clear why? Some aren’t" in read_bytes(lost.encode(), "letter.txt").text


def test_marks_on_lines_of_their_own_come_to_their_lines() -> None:
    pages = [
        "Overview\n◼\n\nOne is long enough.\n\n◼\n◼\n\nTwo is done.\nThree is done.\n"
        "1\n\nA note that stands at the foot",
    ]
    pages += ["Contents\n\nOverview\n\n2\n\nFindings\n\n3", "Findings\n1.\n\nFirst.\n\n2.\n\nSecond well-\nmade one."]
    document = read_bytes("\n\n\f".join(pages).encode(), "letter.txt")
    assert shapes(document) == [
        ("heading", 2, "", "Overview"),
        ("bullet", 1, "◼", "One is long enough."),
        ("bullet", 1, "◼", "Two is done."),
        ("bullet", 1, "◼", "Three is done."),
        ("footnote", 0, "", "1 A note that stands at the foot"),
        ("heading", 2, "", "Contents"),
        ("heading", 2, "", "Overview 2"),
        ("heading", 2, "", "Findings 3"),
        ("heading", 2, "", "Findings"),
        ("paragraph", 0, "1.", "First."),
        ("paragraph", 0, "2.", "Second well-made one."),
    ]


def test_marks_wait_for_no_other_list() -> None:
    for between in ("\f", "\n\n\n", "# Findings\n\n", "Findings\n\n"):
        document = read_bytes(f"■\n■\n\nOne is done.\n■\n{between}Two stands alone.\n".encode(), "letter.txt")
        found = {document.text_of(block): block.kind for block in document.blocks}
        assert (found["One is done."], found["Two stands alone."]) == ("bullet", "paragraph")


def test_a_line_full_of_blanks_takes_no_time() -> None:
    words = "The experiences and progress of" + " " * 5000 + "care leavers"
    start = time.process_time()
    assert not section_title(words)
    assert section_title("The experiences and progress of care leavers: requires improvement t0 be good")
    assert time.process_time() - start < 0.5
