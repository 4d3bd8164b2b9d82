"""HTML: the document's own words, without navigation, scripts, notices and other furniture of a site."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import Comment, Declaration, Doctype, NavigableString, PageElement, ProcessingInstruction

from kg.model import Document
from kg.reading import assemble, shape
from kg.reading.assemble import Draft, TextLine, clean
from kg.reading.decode import decode
from kg.reading.sniff import HTML

_DROPPED = [
    "script", "style", "noscript", "template", "svg", "nav", "aside", "form", "button", "iframe", "dialog", "select",
]  # fmt: skip
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "complementary"}
_FURNITURE = re.compile(
    r"cookie|consent|breadcrumb|skip-?link|site-?(?:header|footer)|share-|social-share|related(?:-|\b)"
    r"|feedback|phase-banner|pagination|back-to-top|print-link",
    re.I,
)
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
    "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "blockquote", "pre", "figure",
    "figcaption", "address", "hr", "details", "summary", "fieldset", "body", "center",
}  # fmt: skip
_NOTE = re.compile(r"foot-?notes?\b|endnotes?\b|doc-(?:foot|end)note", re.I)
_UNSEEN = (Comment, Declaration, Doctype, ProcessingInstruction)


def read(data: bytes, name: str) -> Document:
    """An HTML page's bytes as a Document; lists' items are bullets, a table's row one cell block."""
    soup = _parsed(data)
    if soup.original_encoding is None or "\ufffd" in soup.get_text():
        soup = _parsed(decode(data)[0])
    body = soup.body or soup
    _strip(body)
    walk = _Walk()
    walk.block(_main(body))
    walk.end()
    return assemble.document(name, HTML, data, walk.drafts)


def _parsed(page: bytes | str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # XHTML opens as XML does, and a page without a tag looks like a path: both are read as HTML all the same.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(page, "lxml")


def _strip(body: Tag) -> None:
    for tag in body.find_all(_DROPPED):
        tag.decompose()
    for tag in body.find_all(True):
        if tag.decomposed or tag.name in ("body", "main", "article"):
            continue
        names = " ".join([*(tag.get_attribute_list("class")), str(tag.get("id", ""))] if tag.attrs else [])
        hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
        if hidden or tag.get("role") in _ROLES or (names.strip() and _FURNITURE.search(names)):
            tag.decompose()


def _main(body: Tag) -> Tag:
    """The part that holds the document, where the page marks one; else the body without the site's head and foot."""
    for found in (body.find("main"), body.find(True, {"role": "main"}), body.find("article")):
        if isinstance(found, Tag) and len(found.get_text(strip=True)) > 0.3 * len(body.get_text(strip=True)):
            return found
    for tag in body.find_all(["header", "footer"], recursive=True):
        if not tag.decomposed and not tag.find_parent("article") and not tag.find("h1"):
            tag.decompose()
    return body


def _cell(cell: Tag) -> list[TextLine]:
    """A cell's lines."""
    walk = _Walk()
    walk.block(cell)
    walk.end()
    for draft in walk.drafts:
        draft.lines[0].text = f"{draft.marker} {draft.lines[0].text}".strip()
    return [line for draft in walk.drafts for line in draft.lines]


class _Walk:
    """Collects inline text into a block until the next block element ends it."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._lines: list[str] = [""]
        self._strong: list[list[bool]] = [[]]  # for each line, whether each of its stretches is bold
        self._heading = 1
        self._note = False
        self._closed = False

    def block(self, tag: Tag, depth: int = 0) -> None:
        """A block element and everything in it; `depth` is the number of lists around it."""
        for child in tag.children:
            if not isinstance(child, Tag):
                self._words(child, False)
            elif child.name in _BLOCKS or child.find(list(_BLOCKS)):
                self.end()
                self._child(child, depth)
                self.end()
            else:
                self._inline(child, child.name in ("b", "strong"))

    def end(self) -> None:
        """The block so far is complete; an empty line in it parts two."""
        rows: list[tuple[TextLine, bool]] = []
        for words, strong in zip(map(clean, self._lines), self._strong, strict=True):
            if words:
                rows.append((TextLine(words), bool(strong) and all(strong)))
            elif rows:
                self._end_of(rows)
                rows = []
        self._lines, self._strong = [""], [[]]
        if rows:
            self._end_of(rows)

    def _end_of(self, rows: list[tuple[TextLine, bool]]) -> None:
        """A block of lines, each with whether it is all bold."""
        lines = [line for line, _ in rows]
        if shape.CLOSE.match(lines[0].text):
            self._closed = True
        if self._note:
            self.drafts.append(Draft("footnote", lines))
        elif self._closed:
            self.drafts.append(shape.paragraph(lines))
        elif all(strong for _, strong in rows) and shape.bold_heading(lines):
            self.drafts.append(self._heading_of(lines))
        else:
            if rows[0][1] and len(rows) > 1 and not rows[1][1] and shape.bold_heading(lines[:1]):
                self.drafts.append(self._heading_of([lines.pop(0)]))
            self.drafts += [shape.paragraph(part) for part in shape.items(lines)]

    def _heading_of(self, lines: list[TextLine]) -> Draft:
        return Draft("heading", lines, min(self._heading + 1, 6))

    def _child(self, tag: Tag, depth: int) -> None:
        noted = self._note
        if _NOTE.search(f"{' '.join(tag.get_attribute_list('class'))} {tag.get('id', '')} {tag.get('role', '')}"):
            self._note = True
        if re.fullmatch(r"h[1-6]", tag.name):
            self._titled(tag)
        elif tag.name in ("ul", "ol"):
            self._list(tag, depth + 1)
        elif tag.name == "table":
            self._table(tag, depth)
        else:
            self.block(tag, depth)
        self.end()
        self._note = noted

    def _titled(self, tag: Tag) -> None:
        words = clean(tag.get_text(" "))
        if words:
            self._heading = int(tag.name[1])
            self.drafts.append(Draft("heading", [TextLine(words)], self._heading))

    def _list(self, tag: Tag, depth: int) -> None:
        number = int(start) if (start := str(tag.get("start", ""))).isdigit() else 1
        for child in tag.children:
            if not isinstance(child, Tag) or child.name != "li":
                if isinstance(child, Tag):
                    self._child(child, depth)
                continue
            at = len(self.drafts)
            self._child(child, depth)
            if at < len(self.drafts) and self.drafts[at].kind == "paragraph":
                first = self.drafts[at]
                if tag.name == "ol":
                    first.marker = first.marker or f"{number}."
                else:
                    first.kind, first.level, first.marker = "bullet", depth, first.marker or "•"
            number += 1

    def _table(self, tag: Tag, depth: int) -> None:
        for row in tag.find_all("tr"):
            if row.find_parent("table") is not tag:
                continue
            cells = [cell for cell in row.find_all(["td", "th"], recursive=False) if cell.get_text(strip=True)]
            if len(cells) == 1 and (cells[0].find(list(_BLOCKS)) or len(cells[0].get_text()) > 300):
                self.block(cells[0], depth)  # a table for layout's sake
                self.end()
            elif cells:
                self.drafts.append(shape.row([_cell(cell) for cell in cells]))

    def _inline(self, tag: Tag, strong: bool) -> None:
        if tag.name == "br":
            self._lines.append("")
            self._strong.append([])
        for child in tag.children:
            if isinstance(child, Tag):
                self._inline(child, strong or child.name in ("b", "strong"))
            else:
                self._words(child, strong)

    def _words(self, node: PageElement, strong: bool) -> None:
        if isinstance(node, NavigableString) and not isinstance(node, _UNSEEN):
            self._lines[-1] += str(node)
            if node.strip():
                self._strong[-1].append(strong)
