"""One letter in the forms in which letters come: its fields are the same in all of them."""

from __future__ import annotations

import html
import io
import textwrap

import docx
import pytest

from kg.letters import parse
from kg.reading import read_bytes
from kg.rows import table_row

ADDRESS = [
    "Ottilie Gough-Reyes, Executive Director of Children’s Services, Walsall Council",
    "Mark ap Gwilym, Chief Executive, NHS Black Country Integrated Care Board",
    "Simon Penhallow KPM, Police and Crime Commissioner for the West Midlands",
    "Łucja Dhillon-Brar, Chief Constable, West Midlands Police",
]
OPENING = [
    "This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to "
    "children and families who need help in Walsall.",
    "This inspection took place from 24 to 28 April 2023. It was carried out by inspectors from Ofsted, the Care "
    "Quality Commission (CQC) and His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS).",
]
PROSE = "Since the inspection in May 2021, partners have worked well together, and children are seen and heard by them."
POINTS = [
    "The consistency of the use of the neglect toolkit.",
    "Feedback, so that referrers know: what was decided; who will see the child",
    "The attendance of health professionals at strategy meetings, above all at those that are held at short notice.",
]
HEADINGS = ["Headline findings", "What needs to improve?", "Main findings"]
SIGNED = [
    ("Yvonne-Marie Stanhope", "National Director, Ofsted"),
    ("Dr Kwabena Asante", "Chief Inspector of Hospitals, CQC"),
]
DUE = "Walsall Council should send the written statement of action to us by Friday 29 September 2023."


def text(glyph: str = "■", width: int = 0, gap: str = "\n\n", prose_address: bool = False, columns: str = "") -> str:
    def fill(words: str, first: str = "") -> str:
        if not width:
            return first + words
        return textwrap.fill(words, width, initial_indent=first, break_long_words=False, break_on_hyphens=False)

    address = fill(" ".join(ADDRESS)) if prose_address else "\n".join(ADDRESS)
    if columns:
        names, posts = zip(*SIGNED, strict=True)
        signed = columns.join(names) + "\n" + columns.join(posts)
    else:
        signed = "\n".join(line for person in SIGNED for line in person)
    above, below = POINTS[1].split(": ")
    points = [fill(POINTS[0], glyph + " "), fill(above + ":", glyph + " ")]
    points += ["   o " + part for part in below.split("; ")] + [fill(POINTS[2], glyph + " ")]
    body = [fill(part) for part in ("Joint targeted area inspection of Walsall", *OPENING, HEADINGS[0], PROSE)]
    body += [fill(HEADINGS[1]), *points, fill(HEADINGS[2]), fill(PROSE), fill(DUE), "Yours sincerely", signed]
    return gap.join(["20 June 2023", address, "Dear Walsall Safeguarding Partnership", *body]) + "\n"


def lone_marks() -> str:
    """As PDF programs copy: bullets on lines of their own, runs of marks before their items, page numbers."""
    return text(glyph="◼", gap="\n", width=96).replace("◼ ", "◼\n\n").replace("Main findings", "2\n\n\fMain findings")


def web() -> str:
    def paragraph(words: str) -> str:
        return f"<p>{html.escape(words)}</p>"

    above, below = POINTS[1].split(": ")
    lines = [POINTS[0], above + ":", *("&nbsp;&nbsp;o " + part for part in below.split("; ")), POINTS[2]]
    points = "<br>".join(line if "nbsp" in line else "• " + line for line in lines)
    parts = [
        "<table><tr><td>20 June 2023<br>"
        + "<br>".join(ADDRESS)
        + "</td><td>Ofsted<br>Piccadilly Gate</td></tr></table>",
        paragraph("Dear Walsall Safeguarding Partnership") + "<p><b>Joint targeted area inspection of Walsall</b></p>",
        *map(paragraph, OPENING),
        f"<p><b>{HEADINGS[0]}</b><br>{PROSE}</p><p><b>{HEADINGS[1]}</b><br>{points}</p><h2>{HEADINGS[2]}</h2>",
        paragraph(PROSE) + paragraph(DUE) + paragraph("Yours sincerely") + "<table>",
        *(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in zip(*SIGNED, strict=True)),
        "</table>",
    ]
    return '<html><head><meta charset="utf-8"></head><body>' + "".join(parts) + "</body></html>"


def word() -> bytes:
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text, head.cell(0, 1).text = "20 June 2023\n" + "\n".join(ADDRESS), "Ofsted\nPiccadilly Gate"
    for words in ("Dear Walsall Safeguarding Partnership", "Joint targeted area inspection of Walsall", *OPENING):
        document.add_paragraph(words)
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = ""
    cell.add_paragraph().add_run(HEADINGS[0]).bold = True
    cell.add_paragraph(PROSE)
    cell.add_paragraph().add_run(HEADINGS[1]).bold = True
    points = document.add_table(0, 2)
    for number, point in enumerate(POINTS, 1):
        row = points.add_row().cells
        row[0].text, row[1].text = f"{number}.", point
    document.add_heading(HEADINGS[2], 2)
    for words in (PROSE, DUE, "Yours sincerely"):
        document.add_paragraph(words)
    signed = document.add_table(1, 2)
    for place, person in enumerate(SIGNED):
        signed.cell(0, place).text = "\n".join(person)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (text().encode(), "plain.txt"),
        (text(glyph="•").replace("Ł", "L").replace("\n", "\r\n").encode("cp1252"), "windows.txt"),
        (text(width=60, prose_address=True).encode("utf-16"), "wrapped-as-prose.txt"),
        (text(width=90, gap="\n").encode(), "no-blank-lines.txt"),
        (text(width=90, columns=" " * 12).encode(), "columns.txt"),
        (text(columns="\t").encode("utf-8-sig"), "tabs.txt"),
        (lone_marks().encode(), "copied.txt"),
        (web().encode(), "page.html"),
        (word(), "letter.docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_letter_is_read_alike_in_every_form(data: bytes, name: str) -> None:
    row = table_row(parse(read_bytes(data, name)))
    assert (row["document_type"], row["gss"], row["published"]) == ("jtai-letter", "E08000030", "2023-06-20")
    assert (row["visit_start"], row["visit_end"], row["statement_due"]) == ("2023-04-24", "2023-04-28", "2023-09-29")
    assert [person["name"].replace("Ł", "L") for person in row["addressees"]] == [
        "Ottilie Gough-Reyes",
        "Mark ap Gwilym",
        "Simon Penhallow",
        "Lucja Dhillon-Brar",
    ]
    assert [person["name"] for person in row["signatories"]] == [name for name, _ in SIGNED]
    assert row["inspectorates"] == ["Ofsted", "CQC", "HMICFRS"]
    assert [point.replace("; ", " ") for point in row["improvement_points"]] == [p.replace("; ", " ") for p in POINTS]
    assert row["headings"] == HEADINGS
