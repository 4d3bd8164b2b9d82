"""GraphML (with labels as yEd shows them) and GEXF (with colours by kind, as Gephi shows them), of networkx graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import quoteattr

from kg.exports.formats.base import Format, Job
from kg.exports.text import clean

if TYPE_CHECKING:
    import networkx as nx

_YED = "http://www.yworks.com/xml/graphml"
_GEXF = "http://www.gexf.net/1.2draft"
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}


def _write_graphml(job: Job, target: BinaryIO) -> None:
    from lxml import etree  # type: ignore[import-untyped]
    from networkx.readwrite.graphml import GraphMLWriterLxml

    from kg.exports.graph import KINDS, network

    colours = dict(KINDS.values())

    class Writer(GraphMLWriterLxml):  # type: ignore[misc]
        """networkx's own, with a label and a colour for yEd beside each node's data."""

        def add_graph_element(self, graph: nx.MultiDiGraph) -> None:
            key = etree.Element("key", {"id": "yed", "for": "node", "yfiles.type": "nodegraphics"})
            self._keys.append(key)
            super().add_graph_element(graph)

        def add_nodes(self, graph: nx.MultiDiGraph, parent: Any) -> None:
            for node, data in graph.nodes(data=True):
                element = etree.Element("node", id=str(node))
                self.add_attributes("node", element, data, {})
                shape = etree.SubElement(
                    etree.SubElement(element, "data", key="yed"), f"{{{_YED}}}ShapeNode", nsmap={"y": _YED}
                )
                width = str(30 + 6 * len(data["label"]))
                etree.SubElement(
                    shape, f"{{{_YED}}}Geometry", {"x": "0.0", "y": "0.0", "height": "30.0", "width": width}
                )
                etree.SubElement(shape, f"{{{_YED}}}Fill", {"color": colours[data["kind"]], "transparent": "false"})
                etree.SubElement(shape, f"{{{_YED}}}NodeLabel").text = data["label"]
                etree.SubElement(shape, f"{{{_YED}}}Shape", {"type": "roundrectangle"})
                parent.append(element)

    writer = Writer(target, graph=network(job), prettyprint=True, edge_id_from_attribute="id")
    writer.dump()


def _write_gexf(job: Job, target: BinaryIO) -> None:
    """Element by element: networkx's own writer holds the whole document, gigabytes for a large library."""
    from kg.exports.graph import network

    made = network(job)

    def write(parts: Iterable[str | Element]) -> None:
        for part in parts:
            target.write(f"{part if isinstance(part, str) else tostring(part, 'unicode')}\n".encode())

    begin = f'<gexf xmlns="{_GEXF}" xmlns:viz="{_GEXF}/viz" version="1.2">'
    graph = f'<graph defaultedgetype="directed" mode="static" name={quoteattr(made.graph["name"])}>'
    write(['<?xml version="1.0" encoding="UTF-8"?>', begin, _meta(job), graph, *_declared(made)])
    write(chain(["<nodes>"], _nodes(made), ["</nodes>", "<edges>"], _edges(made), ["</edges>", "</graph>", "</gexf>"]))


def _meta(job: Job) -> Element:
    meta = Element("meta", lastmodifieddate=job.about.created.isoformat())
    SubElement(meta, "creator").text = job.about.software
    SubElement(meta, "description").text = clean("\n".join(f"{name}: {value}" for name, value in job.about.rows()))
    return meta


def _declared(made: nx.MultiDiGraph) -> Iterator[Element]:
    """The attributes of nodes and edges with their types; that of the first value stands."""
    types: dict[str, str] = {}
    for _, data in made.nodes(data=True):
        for name, value in data.items():
            types.setdefault(name, _TYPES[type(value)])
    for kind, columns in (("node", types), ("edge", {"kind": "string"})):
        declared = Element("attributes", {"class": kind, "mode": "static"})
        for name, type_ in columns.items():
            if name != "label":
                SubElement(declared, "attribute", id=name, title=name, type=type_)
        yield declared


def _nodes(made: nx.MultiDiGraph) -> Iterator[Element]:
    from kg.exports.graph import KINDS

    colours = dict(KINDS.values())
    for node, data in made.nodes(data=True):
        element = Element("node", id=str(node), label=data["label"])
        red, green, blue = (str(int(colours[data["kind"]][place : place + 2], 16)) for place in (1, 3, 5))
        SubElement(element, "viz:color", r=red, g=green, b=blue)
        yield _with_values(element, data)


def _edges(made: nx.MultiDiGraph) -> Iterator[Element]:
    for source, end, data in made.edges(data=True):
        element = Element("edge", id=data["id"], source=str(source), target=str(end), label=data["label"])
        yield _with_values(element, {"kind": data["kind"]})


def _with_values(element: Element, values: dict[str, Any]) -> Element:
    held = SubElement(element, "attvalues")
    for name, value in values.items():
        if name != "label":
            said = str(value).lower() if isinstance(value, bool) else str(value)
            SubElement(held, "attvalue", {"for": name, "value": said})
    return element


FORMATS = (
    Format("graphml", "GraphML (yEd, Gephi, Cytoscape)", "application/graphml+xml", "graphml", True, _write_graphml),
    Format("gexf", "GEXF (Gephi)", "application/gexf+xml", "gexf", True, _write_gexf),
)
