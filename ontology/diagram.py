"""The ontology as a picture, drawn from its own words: boxes are classes, arrows are object properties.

Where the boxes stand is said here; what they hold and what leads where is read from the ontology. Parts of letters have
much in common, so what leads from all of them leads from the frame around them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape

import pyoxigraph as ox

import ontology

INSP = "https://w3id.org/inspection-letters/ontology#"
_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_OWL, _SCHEMA = "http://www.w3.org/2002/07/owl#", "https://schema.org/"
_OTHERS = {
    "http://xmlns.com/foaf/0.1/Person": "foaf:Person",
    "http://www.w3.org/ns/org#Organization": "org:Organization",
    "http://www.w3.org/ns/oa#SpecificResource": "oa:SpecificResource",
    "http://www.w3.org/2004/02/skos/core#Concept": "skos:Concept",
}
_PLACES = {
    "Authority": (20, 20), "org:Organization": (20, 270), "foaf:Person": (20, 430), "IdentityLink": (20, 590),
    "Visit": (350, 20), "Letter": (350, 270), "Participation": (350, 510),
    "Mention": (680, 20), "Judgement": (680, 150), "Finding": (680, 300), "Point": (680, 470),
    "oa:SpecificResource": (1010, 20), "Passage": (1010, 140), "Section": (1010, 320), "Outcome": (1010, 440),
    "skos:Concept": (1010, 590),
}  # fmt: skip
_WIDTH, _LINE, _HEAD, _SIZE = 250, 15, 24, (1280, 720)
_CONCEPT = "skos:Concept"
_FAR, _MANY = 500, 3
_PARTS = ("Participation", "Judgement", "Point", "Finding", "Mention")


@dataclass(frozen=True, slots=True)
class Box:
    """A class: where it stands and the plain values that it has."""

    name: str
    left: int
    top: int
    values: tuple[str, ...]

    @property
    def height(self) -> int:
        """How high it is with its values."""
        return _HEAD + _LINE * len(self.values) + (6 if self.values else 2)

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.left + _WIDTH / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """Properties that lead from one class to another."""

    start: str
    end: str
    names: tuple[str, ...]


def boxes() -> dict[str, Box]:
    """The classes with the plain values of each."""
    said = _said()
    values: dict[str, list[str]] = defaultdict(list)
    for name, properties in said.items():
        if _OWL + "DatatypeProperty" in properties[_RDF + "type"]:
            for of in _ends(properties, "domain"):
                values[of].append(name)
    bare = {name: Box(name, *place, ()) for name, place in _PLACES.items()}
    common = _common()
    for arrow in arrows():
        if _is_written(arrow, bare):
            values[arrow.start] += [f"{name} → {arrow.end}" for name in _left(arrow, common)]
    return {name: Box(name, *place, tuple(values[name])) for name, place in _PLACES.items()}


def arrows() -> list[Arrow]:
    """What leads from where to where, the properties between the same two together."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, properties in _said().items():
        if _OWL + "ObjectProperty" in properties[_RDF + "type"]:
            for of in _ends(properties, "domain"):
                for to in _ends(properties, "range"):
                    found[of, to].append(name)
    return [Arrow(start, end, tuple(names)) for (start, end), names in found.items()]


def svg() -> str:
    """The picture."""
    placed, width, height = boxes(), *_SIZE
    common = _common()
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-size="12" '
        "font-family=\"system-ui, 'Liberation Sans', 'DejaVu Sans', sans-serif\">",
        "<title>The classes of the inspection letters ontology and what leads from one to another</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#5b6475"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    left = [Arrow(arrow.start, arrow.end, _left(arrow, common)) for arrow in arrows()]
    drawn = [arrow for arrow in left if arrow.names and not _is_written(arrow, placed)]
    lines += [_line(placed[arrow.start], placed[arrow.end], arrow.names) for arrow in drawn]
    lines += [_box(box) for box in placed.values()]
    said = "; ".join(f"{', '.join(names)} to {end}" for end, names in common.items())
    lines.append(
        f'<text x="20" y="{height - 34}" fill="#1d2433">Every participation, judgement, point, finding and mention '
        f"leads by {escape(said)}, where it applies.</text>"
    )
    lines.append(
        f'<text x="20" y="{height - 14}" fill="#5b6475">Boxes: classes with their values, those in blue nodes. '
        "Subclasses of Letter and Point are left out.</text></svg>"
    )
    return "\n".join(lines) + "\n"


def _common() -> dict[str, list[str]]:
    """What leads from at least three of the parts of a letter to the same class: said once, below the picture."""
    starts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for arrow in arrows():
        for name in arrow.names:
            starts[name, arrow.end].add(arrow.start)
    found: dict[str, list[str]] = defaultdict(list)
    for (name, end), where in starts.items():
        if len(where & set(_PARTS)) >= 3:
            found[end].append(name)
    return found


def _left(arrow: Arrow, common: dict[str, list[str]]) -> tuple[str, ...]:
    others = {"Participation", "Judgement", "Point", "Finding", "Mention", "Section", "Passage", "Outcome"}
    shared = common.get(arrow.end, []) if arrow.start in others else []
    return tuple(name for name in arrow.names if name not in shared)


def _is_written(arrow: Arrow, placed: dict[str, Box]) -> bool:
    """Whether what leads from a class is written into its box: to concepts, to itself, far away, or in many ways."""
    far = abs(placed[arrow.start].left - placed[arrow.end].left) > _FAR
    return arrow.end == _CONCEPT or arrow.start == arrow.end or far or len(arrow.names) > _MANY


def _box(box: Box) -> str:
    x, y = box.left, box.top
    parts = [
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{box.height}" rx="4" fill="#f5f6f8" stroke="#1f5a8c"/>',
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEAD - 3}" rx="4" fill="#1f5a8c"/>',
        f'<text x="{x + 8}" y="{y + 15}" fill="#ffffff" font-weight="600">{escape(box.name)}</text>',
    ]
    for number, value in enumerate(box.values):
        colour = "#1f5a8c" if "→" in value else "#1d2433"
        parts.append(f'<text x="{x + 8}" y="{y + _HEAD + 11 + number * _LINE}" fill="{colour}">{escape(value)}</text>')
    return "".join(parts)


def _line(start: Box, end: Box, names: tuple[str, ...]) -> str:
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    middle_x, middle_y = x1 + (x2 - x1) * 0.42, y1 + (y2 - y1) * 0.42 - 4 - 13 * (len(names) - 1) / 2
    text = "".join(
        f'<tspan x="{middle_x:.0f}" dy="{0 if number == 0 else 13}">{escape(name)}</tspan>'
        for number, name in enumerate(names)
    )
    return (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#5b6475" marker-end="url(#tip)"/>'
        f'<text x="{middle_x:.0f}" y="{middle_y:.0f}" text-anchor="middle" fill="#1d2433" stroke="#ffffff" '
        f'stroke-width="4" paint-order="stroke" font-size="11">{text}</text>'
    )


def _edge(box: Box, other: Box) -> tuple[float, float]:
    """Where the line from the middle of a box to that of another leaves it."""
    (x, y), (to_x, to_y) = box.middle, other.middle
    dx, dy = to_x - x, to_y - y
    scale = min(
        (_WIDTH / 2) / abs(dx) if dx else float("inf"),
        (box.height / 2) / abs(dy) if dy else float("inf"),
    )
    return x + dx * scale, y + dy * scale


def _said() -> dict[str, dict[str, list[str]]]:
    """What the ontology says of each of its own terms, in the file's order."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(ontology.content(ontology.ONTOLOGY), format=ox.RdfFormat.TURTLE):
        subject = str(getattr(quad.subject, "value", ""))
        if subject.startswith(INSP):
            found[subject.removeprefix(INSP)][quad.predicate.value].append(str(getattr(quad.object, "value", "")))
    return found


def _ends(properties: dict[str, list[str]], which: str) -> list[str]:
    """The classes at one end of a property, as boxes; a subclass stands for the box of its superclass."""
    named = properties[f"{_SCHEMA}{which}Includes"] or properties[f"{_RDFS}{which}"]
    names = [_OTHERS.get(iri, iri.removeprefix(INSP)) for iri in named]
    return [box for box in dict.fromkeys("Point" if n == "PointForImprovement" else n for n in names) if box in _PLACES]
