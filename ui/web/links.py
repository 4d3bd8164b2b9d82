"""Where the things of the graph have their pages."""

from __future__ import annotations

from kg.vocabulary import ROOT


def node_path(base: str, iri: str) -> str:
    """The path of a node's page on this server; '' for what is described elsewhere.

    `base` begins the IRIs of a library's own things; reference data (authorities, themes ...) begin with `ROOT`.
    """
    for start in (base, ROOT):
        rest = iri.removeprefix(start)
        if rest != iri and rest and not rest.startswith("graph/"):
            return "/" + rest if rest.startswith(("id/", "ontology")) else f"/id/{rest}"
    return ""
