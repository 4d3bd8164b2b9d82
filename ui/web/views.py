"""What the pages show, made ready for the templates. Templates escape; nothing here builds HTML from letters' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.model import Block, Document, Letter, Span
from ui.web.rendering import first_mark
from ui.web.words import KINDS, POINTS, ROLES, curie, day, period

Row = tuple[str, str, Span | None]


@cache
def environment() -> Environment:
    """The templates, with autoescape on for all of them."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=day, curie=curie)
    return made


def render(template: str, *, whole: bool = False, **values: object) -> Markup:
    """A template as HTML: a whole page, or the part that goes into the app."""
    layout = "base.html" if whole else "fragment.html"
    return Markup(environment().get_template(template).render(layout=layout, **values))


def page_link(key: str, page: int, cited: Span | None = None) -> str:
    """Where a page of a letter is shown, with the cited words marked."""
    place = f"?start={cited.start}&end={cited.end}" if cited else ""
    return f"/letters/{key}/pages/{page}{place}"


@dataclass(frozen=True)
class LetterView:
    """A letter and its reading report."""

    letter: Letter

    @property
    def key(self) -> str:
        """The letter's identity."""
        return self.letter.key

    @property
    def name(self) -> str:
        """The file's name."""
        return self.letter.document.name

    @property
    def heading(self) -> str:
        """Authority and kind in one line."""
        return f"{self.letter.authority or 'Authority not known'}: {KINDS[self.letter.document_type]}"

    @property
    def published(self) -> str | None:
        """The ISO day on the letter."""
        return self.letter.published

    @property
    def pages(self) -> int:
        """How many pages the document has."""
        return len(self.letter.document.page_starts)

    def page(self, span: Span) -> int:
        """The page on which the words begin."""
        return self.letter.document.page_of(span.start)

    def link(self, span: Span) -> str:
        """The page with the words marked."""
        return page_link(self.key, self.page(span), span)

    @property
    def scalars(self) -> list[Row]:
        """Label, value and place of what a letter says once."""
        letter, places = self.letter, self.letter.places
        return [
            ("Kind", KINDS[letter.document_type], places.get("document_type")),
            ("Authority", _with_code(letter.authority, letter.gss), places.get("authority")),
            ("Published", day(letter.published), places.get("published")),
            ("Visit", period(letter.visit_start, letter.visit_end), places.get("visit_start")),
            ("Topic", letter.topic or "", places.get("topic")),
            ("Framework", letter.framework or "", places.get("framework")),
            ("Carried out by", ", ".join(letter.inspectorates), places.get("inspectorates")),
            ("Statement due", day(letter.statement_due), places.get("statement_due")),
        ]

    @property
    def lists(self) -> list[tuple[str, list[Row]]]:
        """Title and rows (text, note, place) of what a letter says several of."""
        letter = self.letter
        lists: list[tuple[str, list[Row]]] = [
            ("Judgements", [(j.aspect, j.grade + (" (board)" if j.board else ""), j.span) for j in letter.judgements]),
            ("Inspectors", [(i.name, ROLES[i.role], i.span) for i in letter.inspectors]),
            ("Signed by", [_person(p.name, p.role, p.organisation, p.span) for p in letter.signatories]),
            ("Addressed to", [_person(p.name, p.role, p.organisation, p.span) for p in letter.addressees]),
        ]
        for kind, title in POINTS.items():
            points = [point for point in letter.points if point.kind == kind]
            lists.append((title, [(p.text, "board" if p.board else "", p.span) for p in points]))
        mentions: list[Row] = [(m.date, KINDS.get(m.kind or "", ""), m.span) for m in letter.mentions]
        lists.append(("Earlier visits mentioned", mentions))
        lists.append(("Headings", [(h.text, "", h.span) for h in letter.headings]))
        return lists

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was doubtful or had to be guessed."""
        return self.letter.warnings + self.letter.document.notes


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block's words, cited or not."""

    text: str
    cited: bool


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the text view."""

    kind: str
    level: int
    marker: str
    pieces: tuple[Piece, ...]


def text_page(document: Document, page: int, cited: Span | None) -> list[BlockView]:
    """The blocks that begin on a page, the cited words apart."""
    return [
        BlockView(block.kind, block.level, block.marker, _pieces(document.text, block, cited))
        for block in document.blocks
        if document.page_of(block.span.start) == page
    ]


def page_view(letter: Letter, page: int, cited: Span | None) -> Mapping[str, object]:
    """What the page template needs. `cited` is cut to the document."""
    document = letter.document
    pages = len(document.page_starts)
    is_pdf = document.media_type == "application/pdf"
    image = f"/letters/{letter.key}/pages/{page}.png" + (f"?start={cited.start}&end={cited.end}" if cited else "")
    return {
        "letter": LetterView(letter),
        "page": page,
        "pages": pages,
        "quote": cited.of(document.text) if cited else "",
        "previous": page_link(letter.key, page - 1, cited) if page > 1 else None,
        "next": page_link(letter.key, page + 1, cited) if page < pages else None,
        "image": image if is_pdf else None,
        "mark_top": first_mark(document, page, cited) if is_pdf and cited else None,
        "blocks": [] if is_pdf else text_page(document, page, cited),
    }


def _pieces(text: str, block: Block, cited: Span | None) -> tuple[Piece, ...]:
    span = block.span
    if cited is None or not span.overlaps(cited):
        return (Piece(span.of(text), False),)
    start, end = max(span.start, cited.start), min(span.end, cited.end)
    cuts = ((span.start, start, False), (start, end, True), (end, span.end, False))
    return tuple(Piece(text[first:last], is_cited) for first, last, is_cited in cuts if first < last)


def _with_code(authority: str | None, gss: str | None) -> str:
    return f"{authority} ({gss})" if authority and gss else authority or ""


def _person(name: str, role: str | None, organisation: str | None, span: Span) -> Row:
    return name, ", ".join(part for part in (role, organisation) if part), span
