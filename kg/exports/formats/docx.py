"""A report as a Word document: real headings, repeated table headers, charts with alternative text, page numbers."""

from __future__ import annotations

import copy
import datetime
import io
from typing import Any, BinaryIO

from kg.exports.about import RIGHTS
from kg.exports.formats.base import Format, Job
from kg.exports.packing import repack
from kg.exports.text import clean, one_line

_PAGE_CM = 16.6
_COLOURS = {"strength": "2A7F62", "improvement": "B85C14"}


def _write(job: Job, target: BinaryIO) -> None:
    from kg.exports.report import build

    report = build(job)
    job.check()
    pages = _Pages()
    pages.front(report)
    for section in report.sections:
        pages.heading(section.title, 1)
        for block in section.blocks:
            pages.block(block)
            job.check()
    pages.references(report.references)
    properties = pages.document.core_properties
    properties.title, properties.author = clean(report.title), report.about.software
    properties.subject, properties.comments = one_line(report.about.said())[:250], RIGHTS
    properties.keywords, properties.language, properties.last_modified_by = "", "en-GB", report.about.software
    properties.created = properties.modified = datetime.datetime.combine(report.about.created, datetime.time())
    job.check()
    file = io.BytesIO()
    pages.document.save(file)
    file.seek(0)
    repack(file, target, report.about.created)


class _Pages:
    """Lays a report out on A4 pages."""

    def __init__(self) -> None:
        from docx import Document
        from docx.shared import Cm, Pt, RGBColor

        self.document: Any = Document()
        self._pictures = 0
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = Cm((21.0 - _PAGE_CM) / 2)
        page.top_margin, page.bottom_margin = Cm(2.0), Cm(2.0)
        styles = self.document.styles
        for name, size, before, after in (
            ("Normal", 10.5, 0, 5),
            ("Title", 24, 0, 2),
            ("Heading 1", 15, 18, 5),
            ("Heading 2", 12, 12, 2),
            ("Heading 3", 10.5, 7, 2),
        ):
            style = styles[name]
            style.font.name, style.font.size = "Calibri", Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            if name != "Normal":
                style.font.color.rgb = RGBColor(0x1D, 0x24, 0x33)
                style.font.bold = True
                _fonts(style.element)
            style.element.get_or_add_rPr().append(_element("w:lang", {"w:val": "en-GB"}))

    def front(self, report: Any) -> None:
        """Title, what and when, the summary's figures; page numbers below."""
        self.document.add_paragraph(clean(report.title), style="Title")
        self._small(f"{report.subtitle} · {report.about.day}")
        if report.figures:
            self._figures(report.figures)
        below = self.document.sections[0].footer.paragraphs[0]
        self._run(below, f"{report.title} · {report.about.day} · page ", small=True)
        number = _element("w:fldSimple", {"w:instr": "PAGE"})
        number.append(copy.deepcopy(below.runs[0]._r))
        number[0].text = "1"
        below._p.append(number)

    def heading(self, text: str, level: int) -> None:
        """A heading of the document's outline."""
        self.document.add_heading(clean(text), level)

    def block(self, block: Any) -> None:
        """Any block of a report."""
        match type(block).__name__:
            case "Paragraph":
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.keep_with_next = block.small or block.said.text.endswith(":")
                self._said(paragraph, block.said, small=block.small)
            case "Heading":
                self.heading(block.text, 2)
            case "Listing":
                self._listing(block)
            case "Figure":
                self._figure(block)
            case "Grid":
                self._grid(block)

    def references(self, references: Any) -> None:
        """The numbered sources."""
        from docx.shared import Cm

        from kg.exports.formats.html import pages

        if not references:
            return
        self.heading("Sources", 1)
        for one in references:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(1.1), Cm(-1.1)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1.1))
            published = f" Published {one.published}." if one.published else ""
            where = f"{one.document}{f', {pages(one.pages)}' if one.pages else ''}." if one.document else ""
            self._run(paragraph, f"[{one.number}]\t{one.title}.{published} {where}")

    def _listing(self, block: Any) -> None:
        from docx.shared import Cm, Pt

        self.heading(block.title, 3)
        for said in block.items:
            paragraph = self.document.add_paragraph()
            form = paragraph.paragraph_format
            form.left_indent, form.space_after, form.keep_together = Cm(0.45), Pt(5), True
            bar = {"w:val": "single", "w:sz": "24", "w:space": "8", "w:color": _COLOURS.get(block.tone, "C9CCD1")}
            borders = _element("w:pBdr", {})
            borders.append(_element("w:left", bar))
            paragraph._p.get_or_add_pPr().insert_element_before(
                borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
            self._said(paragraph, said)

    def _figure(self, block: Any) -> None:
        from docx.shared import Cm

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(block.draw("png")), width=Cm(_PAGE_CM))
        self._pictures += 1
        words = picture._inline.docPr
        words.set("descr", clean(block.alt))
        words.set("name", f"Chart {self._pictures}")
        self._small(block.caption)

    def _grid(self, block: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        caption = self._small(block.caption)
        caption.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(block.header))
        table.autofit = False
        table._tbl.tblPr.append(_borders())
        head = table.rows[0]
        head._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))
        for cell, name in zip(head.cells, block.header, strict=True):
            self._run(cell.paragraphs[0], name, bold=True)
        for row in block.rows:
            line = table.add_row()
            line._tr.get_or_add_trPr().append(_element("w:cantSplit", {}))
            for cell, said in zip(line.cells, row, strict=True):
                self._said(cell.paragraphs[0], said)
        for number, share in enumerate(block.widths):
            table.columns[number].width = Cm(_PAGE_CM * share)
            for cell in table.columns[number].cells:
                cell.width = Cm(_PAGE_CM * share)
                form = cell.paragraphs[0].paragraph_format
                form.space_after, form.space_before = Pt(2), Pt(2)
                if number in block.numbers:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(9)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _figures(self, figures: tuple[tuple[str, str], ...]) -> None:
        from docx.shared import Pt, RGBColor

        table = self.document.add_table(rows=1, cols=len(figures))
        for cell, (name, value) in zip(table.rows[0].cells, figures, strict=True):
            number = cell.paragraphs[0].add_run(value)
            number.font.size, number.bold = Pt(18), True
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            label = cell.add_paragraph().add_run(name)
            label.font.size, label.font.color.rgb = Pt(8.5), RGBColor(0x55, 0x60, 0x6F)

    def _said(self, paragraph: Any, said: Any, *, small: bool = False) -> None:
        self._run(paragraph, said.text, small=small)
        for cite in said.cites:
            self._run(paragraph, f"{' ' if said.text else ''}{cite}", small=True)
        if said.note:
            self._run(paragraph, f" · {said.note}", small=True)

    def _small(self, text: str) -> Any:
        paragraph = self.document.add_paragraph()
        self._run(paragraph, text, small=True)
        return paragraph

    def _run(self, paragraph: Any, text: str, *, small: bool = False, bold: bool = False) -> None:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(clean(text))
        run.bold = bold or None
        if small:
            run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x55, 0x60, 0x6F)


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(attribute), value)
    return element


def _borders() -> Any:
    """Lines between rows and none between columns."""
    borders = _element("w:tblBorders", {})
    for side, width, colour in (("top", "8", "1D2433"), ("bottom", "8", "1D2433"), ("insideH", "4", "D8DDE3")):
        borders.append(_element(f"w:{side}", {"w:val": "single", "w:sz": width, "w:space": "0", "w:color": colour}))
    return borders


def _fonts(style: Any) -> None:
    """Headings name a theme's font, which would win over the one that is set."""
    from docx.oxml.ns import qn

    fonts = style.rPr.rFonts
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


FORMATS = (
    Format(
        "docx",
        "report (Word)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        False,
        _write,
        beside="csv",
    ),
)
