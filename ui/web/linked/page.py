"""The generic HTML page of a node, made ready for its template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox
from markupsafe import Markup

from kg.graph.store import GraphStore
from kg.vocabulary import PREFIXES
from ui.web.linked import schema_org
from ui.web.linked.addresses import Addresses
from ui.web.linked.document import FORMATS
from ui.web.linked.node import Backlinks, Node, Value, backlinks, called, group_of, page_of
from ui.web.linked.terms import name_of
from ui.web.views import page_link, render
from ui.web.words import curie, day

PAGE = 100
_HIDDEN = {PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"}
_KEY = re.compile(r"/id/letter/([0-9a-f]{16})(?:[/#]|$)")
_XSD = PREFIXES["xsd"]
_KNOWN_TYPES = {_XSD + name for name in ("string", "integer", "decimal", "boolean", "date")}
_FIRST = (
    "insp:text", "skos:definition", "skos:scopeNote", "rdfs:comment", "insp:polarity", "insp:grade", "insp:aspect",
    "insp:theme", "insp:kind", "insp:authority", "insp:visit", "insp:reportsOn", "dcterms:issued", "insp:startDate",
    "insp:endDate", "insp:topic",
)  # fmt: skip
_LAST = ("insp:source", "insp:sha256", "dcterms:identifier")
_ORDER = {
    PREFIXES[name.partition(":")[0]] + name.partition(":")[2]: place
    for names, start in ((_FIRST, -len(_FIRST)), (_LAST, 1))
    for place, name in enumerate(names, start)
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it stands on the page: its words, where they lead, and the full IRI behind them."""

    text: str
    link: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property and its values as they stand on the page."""

    name: str
    link: str
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that refer to this one in one way. `more` leads to all of them."""

    title: str
    count: int
    shown: tuple[Shown, ...]
    more: str


def node_page(store: GraphStore, addresses: Addresses, node: Node) -> Markup:
    """The whole page of a node."""
    groups = [_group(addresses, node, group) for group in backlinks(store, node.iri)]
    return render(
        "node.html",
        whole=True,
        node=node,
        classes=[_shown(addresses, name, name_of(name)) for name in node.classes],
        properties=_properties(addresses, node),
        parts=[(part, part.iri.partition("#")[2], _properties(addresses, part)) for part in _flat(node)],
        groups=groups,
        documents=documents(addresses, node.iri),
        source=source_link(node),
        letter=letter_link(node.iri),
        head=head(addresses, node),
    )


def head(addresses: Addresses, node: Node) -> Markup:
    """What machines look for in the head of any page about a node: its other forms, and schema.org."""
    link = Markup('<link rel="alternate" type="{}" href="{}" title="{}">\n')
    links = Markup("").join(link.format(media, path, name) for name, media, path in documents(addresses, node.iri))
    return links + schema_org.script(node)


def foot(addresses: Addresses, node: Node) -> Markup:
    """What a rich page ends with: the node's IRI, its other forms, and the plain page of all that the graph says."""
    plain = f"{(addresses.path(node.iri) or '').partition('#')[0]}?by="
    link = Markup('<a href="{}" type="{}">{}</a>')
    data = Markup(", ").join(link.format(path, media, name) for name, media, path in documents(addresses, node.iri))
    return Markup(
        '<p class="meta"><code>{}</code> · <a href="{}">All that the graph says of this</a> · As data: {}</p>'
    ).format(node.iri, plain, data)


def group_page(
    store: GraphStore, addresses: Addresses, node: Node, predicate: str, of_class: str, page: int
) -> Markup | None:
    """A page of everything that refers to a node in one way; None where nothing does, and behind the last page."""
    group = group_of(store, node.iri, predicate, of_class)
    pages = max(1, -(-group.count // PAGE))
    if page > pages or not group.count:
        return None
    group = page_of(store, node.iri, group, page, PAGE)
    shown = [_shown(addresses, iri, label) for iri, label in group.shown]
    address = addresses.path(node.iri) or ""
    return render(
        "backlinks.html",
        whole=True,
        node=node,
        home=address,
        title=_title(group),
        count=group.count,
        shown=shown,
        first=(page - 1) * PAGE + 1,
        page=page,
        pages=pages,
        previous=_more(address, group, page - 1) if page > 1 else "",
        next=_more(address, group, page + 1) if page < pages else "",
    )


def documents(addresses: Addresses, iri: str) -> list[tuple[str, str, str]]:
    """Where the machine-readable forms of a node are: name, media type, path."""
    path = (addresses.path(iri) or "").partition("#")[0]
    names = {"ttl": "Turtle", "jsonld": "JSON-LD", "rdf": "RDF/XML", "nt": "N-Triples"}
    return [(names[ending], media, f"{path}.{ending}") for ending, (media, _) in FORMATS.items()]


def letter_link(iri: str) -> str:
    """The reading report of the letter that a node is or belongs to; '' outside letters."""
    match = _KEY.search(iri)
    return f"/letters/{match[1]}" if match else ""


def source_link(node: Node) -> str:
    """The page of the letter with the words marked from which the node was read; '' where it has no such place."""
    match, page, start, end = _KEY.search(node.iri), "", "", ""
    for part in (node, *_flat(node)):
        page = page or part.prefixed("insp:page")
        start = start or part.prefixed("oa:start")
        end = end or part.prefixed("oa:end")
    if not (match and page):
        return ""
    link = page_link(match[1], int(page))
    return f"{link}?start={start}&end={end}" if start and end else link


def _properties(addresses: Addresses, node: Node) -> list[Property]:
    return [
        Property(name_of(predicate), addresses.path(predicate) or predicate, _values(addresses, values))
        for predicate, values in sorted(node.facts.items(), key=lambda fact: _ORDER.get(fact[0], 0))
        if predicate not in _HIDDEN
    ]


def _values(addresses: Addresses, values: tuple[Value, ...]) -> tuple[Shown, ...]:
    shown = []
    for value in values:
        if isinstance(value.term, ox.NamedNode):
            shown.append(_shown(addresses, value.term.value, value.label))
        else:
            shown.append(_literal(value.term))
    return tuple(shown)


def _literal(term: ox.Literal | ox.BlankNode) -> Shown:
    datatype = term.datatype.value if isinstance(term, ox.Literal) else ""
    if datatype == _XSD + "date":
        return Shown(day(term.value))
    if datatype == _XSD + "boolean":
        return Shown("yes" if term.value == "true" else "no")
    plain = datatype in _KNOWN_TYPES or isinstance(term, ox.BlankNode) or bool(term.language)
    return Shown(str(term.value), title="" if plain else curie(datatype))


def _shown(addresses: Addresses, iri: str, label: str) -> Shown:
    here = addresses.path(iri)
    link = here or (iri if iri.startswith(("http://", "https://")) else "")
    return Shown(label or (called(iri) if here else curie(iri)), link, iri)


def _group(addresses: Addresses, node: Node, group: Backlinks) -> Group:
    shown = tuple(_shown(addresses, iri, label) for iri, label in group.shown)
    more = _more(addresses.path(node.iri) or "", group, 1) if group.count > len(shown) else ""
    return Group(_title(group), group.count, shown, more)


def _title(group: Backlinks) -> str:
    """'Finding, by theme': what refers to the node, and how."""
    if group.predicate == PREFIXES["rdf"] + "type":
        return "Of this class"
    return f"{name_of(group.of_class)}, by “{name_of(group.predicate)}”" if group.of_class else name_of(group.predicate)


def _more(address: str, group: Backlinks, page: int) -> str:
    fields = {"by": group.predicate, **({"of": group.of_class} if group.of_class else {}), "page": page}
    return f"{address.partition('#')[0]}?{urlencode(fields)}"


def _flat(node: Node) -> list[Node]:
    return [inner for part in node.parts for inner in (part, *_flat(part))]
