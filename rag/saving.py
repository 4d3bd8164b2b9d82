"""An answer as a file that goes into a report: Markdown, HTML or Word, each with its sources."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph
    from markdown_it.token import Token

FORMATS = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_STYLE = """body { font: 11pt/1.5 system-ui, "Liberation Sans", sans-serif; color: #1d2433; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.meta, footer { color: #5b6475; font-size: .9rem; } q { quotes: "“" "”"; } li { margin: .35rem 0; }
table { border-collapse: collapse; } th, td { border: 1px solid #d9dde5; padding: .3rem .6rem; text-align: left; }
@media print { body { margin: 0; max-width: none; } }"""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class SavedCitation(BaseModel):
    """A citation as answers give it."""

    model_config = ConfigDict(extra="ignore")
    n: int
    document: str
    page: int
    quote: str
    authority: str | None = None
    published: str | None = None


class SavedAnswer(BaseModel):
    """An answer as `Answer.as_json` gives it, as far as a file shows it."""

    model_config = ConfigDict(extra="ignore")
    answered: bool
    answer: str
    citations: list[SavedCitation] = Field(default_factory=list)
    understood: str = ""
    llm: str | None = None


def save(question: str, answer: SavedAnswer, format: str, today: date | None = None) -> bytes:
    """The file: question, answer, sources by number, the day and how it was made. `format` is one of FORMATS."""
    made = _made(answer, today or date.today())
    if format == "docx":
        return _docx(question, answer, made)
    text = _html(question, answer, made) if format == "html" else _markdown(question, answer, made)
    return text.encode("utf-8", "replace")


def file_name(question: str, format: str) -> str:
    """A name for the file out of the question's first words."""
    words = re.findall(r"\w+", question.casefold())[:8]
    return f"{'-'.join(words)[:80] or 'answer'}.{format}"


def _made(answer: SavedAnswer, day: date) -> str:
    by = f", worded by {answer.llm}" if answer.llm else ""
    return f"Asked of the inspectors' letters on {_day(day.isoformat())} with inspection-letters{by}."


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def _place(citation: SavedCitation) -> str:
    """'Leeds, published 18 July 2022, page 3 of leeds.pdf'."""
    parts = [citation.authority or "Authority not known"]
    if citation.published:
        parts.append(f"published {_day(citation.published)}")
    paged = PurePath(citation.document).suffix.lower() == ".pdf"
    parts.append(f"page {citation.page} of {citation.document}" if paged else citation.document)
    return ", ".join(parts)


def _markdown(question: str, answer: SavedAnswer, made: str) -> str:
    parts = [f"# {_escaped(question)}" if question else "# Answer", answer.answer.strip()]
    if answer.citations:
        parts += ["## Sources", "\n".join(f"{_item(citation)}" for citation in answer.citations)]
    if answer.understood:
        parts.append(f"*{_escaped(answer.understood)}*")
    return "\n\n".join([*parts, made, ""])


def _item(citation: SavedCitation) -> str:
    quote = " ".join(citation.quote.split())
    return f"{citation.n}. {_escaped(_place(citation))}: “{_escaped(quote)}”"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _parser() -> MarkdownIt:
    """Tables yes; links, images and HTML no: what looks like one is words of a letter."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink", "reference"])


def _html(question: str, answer: SavedAnswer, made: str) -> str:
    body = _parser().render(answer.answer)
    body = re.sub(r"\[(\d{1,4})\]", r'<a href="#source-\1">[\1]</a>', body)
    rows = "".join(
        f'<li id="source-{citation.n}" value="{citation.n}">'
        f'<span class="meta">{html.escape(_place(citation))}</span><br>'
        f"<q>{html.escape(citation.quote)}</q></li>\n"
        for citation in answer.citations
    )
    title = html.escape(question or "Answer")
    listed = f"<h2>Sources</h2>\n<ol>\n{rows}</ol>\n" if rows else ""
    understood = f'<p class="meta">{html.escape(answer.understood)}</p>\n' if answer.understood else ""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n{body}{listed}{understood}"
        f"<footer>{html.escape(made)}</footer>\n</body>\n</html>\n"
    )


def _docx(question: str, answer: SavedAnswer, made: str) -> bytes:
    import docx

    word = docx.Document()
    word.core_properties.title = _clean(question)[:255]
    word.core_properties.author = "inspection-letters"
    word.add_heading(_clean(question) or "Answer", 1)
    _Writer(word).write(_parser().parse(answer.answer))
    if answer.citations:
        word.add_heading("Sources", 2)
    for citation in answer.citations:
        paragraph = word.add_paragraph()
        paragraph.add_run(f"[{citation.n}] ").bold = True
        paragraph.add_run(_clean(f"{_place(citation)}: "))
        paragraph.add_run(_clean(f"“{citation.quote}”")).italic = True
    if answer.understood:
        word.add_paragraph(_clean(answer.understood))
    word.add_paragraph(_clean(made))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _CONTROL.sub(" ", text)


class _Writer:
    """Markdown's tokens as paragraphs, lists and tables of a Word document."""

    def __init__(self, word: Word) -> None:
        self.word = word
        self.style: list[str] = []
        self.rows: list[list[Token]] = []

    def write(self, tokens: Sequence[Token]) -> None:
        """Everything, in order."""
        heading = 0
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                name = "List Bullet" if token.type.startswith("bullet") else "List Number"
                self.style.append(name + (f" {len(self.style) + 1}" if 0 < len(self.style) < 3 else ""))
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.style.pop()
            elif token.type == "heading_open":
                heading = int(token.tag[1])
            elif token.type == "tr_open":
                self.rows.append([])
            elif token.type == "table_close":
                self._table()
            elif token.type in ("fence", "code_block"):
                self.word.add_paragraph(_clean(token.content))
            elif token.type == "inline" and self.rows:
                self.rows[-1].append(token)
            elif token.type == "inline":
                place = self.word.add_heading("", min(heading + 1, 9)) if heading else self._paragraph()
                _runs(place, token.children or [])
                heading = 0

    def _paragraph(self) -> Paragraph:
        return self.word.add_paragraph(style=self.style[-1] if self.style else None)

    def _table(self) -> None:
        columns = max(len(row) for row in self.rows)
        table = self.word.add_table(rows=0, cols=columns, style="Table Grid")
        for number, row in enumerate(self.rows):
            cells = table.add_row().cells
            for cell, token in zip(cells, row, strict=False):
                _runs(cell.paragraphs[0], token.children or [], bold=number == 0)
        self.rows = []
        self.word.add_paragraph()


def _runs(place: Paragraph, tokens: Sequence[Token], *, bold: bool = False) -> None:
    strong, slanted = int(bold), 0
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong += 1 if token.type == "strong_open" else -1
        elif token.type in ("em_open", "em_close"):
            slanted += 1 if token.type == "em_open" else -1
        elif token.type in ("softbreak", "hardbreak"):
            place.add_run("\n" if token.type == "hardbreak" else " ")
        elif token.content:
            run = place.add_run(_clean(token.content))
            run.bold, run.italic = strong > 0 or None, slanted > 0 or None
