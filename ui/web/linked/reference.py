"""The ontology's reference page and files."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

import ontology
from ui.web.linked.document import FORMATS, write
from ui.web.views import render


@cache
def page() -> str:
    """The reference page as HTML."""
    documents = [(ending, media, f"/ontology.{ending}") for ending, (media, _) in FORMATS.items()]
    return render("ontology.html", whole=True, documents=documents)


@cache
def written(ending: str) -> bytes:
    """The ontology in one of the formats; as Turtle the file itself, with its comments."""
    content = ontology.content(ontology.ONTOLOGY)
    if ending == "ttl":
        return content
    return write([quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)], ending)
