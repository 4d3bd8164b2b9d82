"""Where the things of the graph have their pages."""

from __future__ import annotations

from ui.web.linked.addresses import Addresses


def node_path(base: str, iri: str) -> str:
    """A node's page on this server; '' for what is described elsewhere. `base` begins the IRIs of the library."""
    return Addresses(base).path(iri) or ""
