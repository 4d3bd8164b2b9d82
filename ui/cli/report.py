"""The reading report of `letters show`: each field with its page and quote, and what was expected and not found."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from kg.model import Letter, Span

_SCALARS = ("authority", "gss", "published", "visit_start", "visit_end", "topic", "framework", "statement_due")
_LONGEST = 160


def report(letter: Letter) -> Table:
    """A table of field, value, page and quote."""
    table = Table(box=None, header_style="bold", pad_edge=False, title=letter.document.name, title_justify="left")
    for name in ("field", "value", "page", "quote"):
        table.add_column(name, overflow="fold", justify="right" if name == "page" else "left")
    for field, value, span in _fields(letter):
        page = str(letter.document.page_of(span.start)) if span else ""
        table.add_row(field, Text(value), page, Text(_quote(letter, span)))
    return table


def _fields(letter: Letter) -> Iterator[tuple[str, str, Span | None]]:
    document, places = letter.document, letter.places
    yield "document type", letter.document_type, places.get("document_type")
    for name in _SCALARS:
        yield name.replace("_", " "), getattr(letter, name) or "not found", places.get(name)
    yield "inspectorates", ", ".join(letter.inspectorates) or "not found", places.get("inspectorates")
    for inspector in letter.inspectors:
        yield "inspector", f"{inspector.name} ({inspector.role})", inspector.span
    for what, persons in (("signatory", letter.signatories), ("addressee", letter.addressees)):
        for person in persons:
            yield what, ", ".join(filter(None, (person.name, person.role, person.organisation))), person.span
    for judgement in letter.judgements:
        whose = " (safeguarding board)" if judgement.board else ""
        yield "judgement", f"{judgement.aspect}: {judgement.grade}{whose}", judgement.span
    for point in letter.points:
        yield point.kind.replace("-", " "), point.text, point.span
    for mention in letter.mentions:
        yield "mentions", f"{mention.kind or 'visit'} of {mention.date}", mention.span
    polarities = [finding.polarity for finding in letter.findings]
    told = ", ".join(f"{polarities.count(polarity)} {polarity}" for polarity in dict.fromkeys(polarities))
    yield "findings", f"{len(polarities)}: {told}" if polarities else "none", None
    yield "structure", f"{len(letter.headings)} headings, {len(letter.passages)} passages", None
    yield "pages", str(len(document.page_starts)), None
    for warning in (*letter.warnings, *document.notes):
        yield "note", warning, None


def _quote(letter: Letter, span: Span | None) -> str:
    if span is None:
        return ""
    words = " ".join(span.of(letter.document.text).split())
    return f"“{words if len(words) <= _LONGEST else words[:_LONGEST] + ' …'}”"
