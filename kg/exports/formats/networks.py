"""GraphML (with labels as yEd shows them) and GEXF (with colours by kind, as Gephi shows them), by networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from kg.exports.formats.base import Format, Job

if TYPE_CHECKING:
    import networkx as nx

_YED = "http://www.yworks.com/xml/graphml"


def _write_graphml(job: Job, target: BinaryIO) -> None:
    from lxml.etree import Element, SubElement  # type: ignore[import-untyped]
    from networkx.readwrite.graphml import GraphMLWriterLxml

    from kg.exports.graph import KINDS, network

    colours = dict(KINDS.values())

    class Writer(GraphMLWriterLxml):  # type: ignore[misc]
        """networkx's own, with a label and a colour for yEd beside each node's data."""

        def add_graph_element(self, graph: nx.MultiDiGraph) -> None:
            key = Element("key", {"id": "yed", "for": "node", "yfiles.type": "nodegraphics"})
            self._keys.append(key)
            super().add_graph_element(graph)

        def add_nodes(self, graph: nx.MultiDiGraph, parent: Any) -> None:
            for node, data in graph.nodes(data=True):
                element = Element("node", id=str(node))
                self.add_attributes("node", element, data, {})
                shape = SubElement(SubElement(element, "data", key="yed"), f"{{{_YED}}}ShapeNode", nsmap={"y": _YED})
                width = str(30 + 6 * len(data["label"]))
                SubElement(shape, f"{{{_YED}}}Geometry", {"x": "0.0", "y": "0.0", "height": "30.0", "width": width})
                SubElement(shape, f"{{{_YED}}}Fill", {"color": colours[data["kind"]], "transparent": "false"})
                SubElement(shape, f"{{{_YED}}}NodeLabel").text = data["label"]
                SubElement(shape, f"{{{_YED}}}Shape", {"type": "roundrectangle"})
                parent.append(element)

    writer = Writer(target, graph=network(job), prettyprint=True, edge_id_from_attribute="id")
    writer.dump()


def _write_gexf(job: Job, target: BinaryIO) -> None:
    from networkx.readwrite.gexf import GEXFWriter

    from kg.exports.graph import KINDS, network

    colours = dict(KINDS.values())
    made = network(job)
    for _, data in made.nodes(data=True):
        red, green, blue = (int(colours[data["kind"]][place : place + 2], 16) for place in (1, 3, 5))
        data["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(made)
    meta = writer.xml.find("meta")
    meta.set("lastmodifieddate", job.about.created.isoformat())
    meta.find("creator").text = job.about.software
    _under(meta, "description", "\n".join(f"{name}: {value}" for name, value in job.about.rows()))
    writer.write(target)


def _under(parent: Any, tag: str, text: str) -> None:
    from xml.etree.ElementTree import SubElement

    from kg.exports.text import clean

    SubElement(parent, tag).text = clean(text)


FORMATS = (
    Format("graphml", "GraphML (yEd, Gephi, Cytoscape)", "application/graphml+xml", "graphml", True, _write_graphml),
    Format("gexf", "GEXF (Gephi)", "application/gexf+xml", "gexf", True, _write_gexf),
)
