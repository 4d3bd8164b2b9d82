"""A letter as RDF: what it says (`triples`) and what follows from several letters together (identity, mentions)."""

from kg.mapping.letter import triples

__all__ = ["triples"]
