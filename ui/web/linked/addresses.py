"""Where on this server an IRI of the graph is described, and the other way round.

IRIs begin with a base that is set once for a library, or with the project's own (ontology, concepts, authorities).
Pages lead to this server all the same, whatever host the base names.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from kg.vocabulary import INSP, ROOT

SCHEMES = ("theme", "authority", "grade", "aspect", "kind", "area", "region", "polarity", "shape")
"""First steps of paths whose IRIs belong to the project, not to the library."""

_OF_LIBRARY = ("id", "graph")
_REFERENCE = "graph/reference"
_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths and IRIs of one library; `base` ends with a slash or a hash."""

    base: str = ROOT

    def path(self, iri: str) -> str | None:
        """The path on this server (with the fragment, if any); None for what others describe."""
        whole, hash_, fragment = iri.partition("#")
        if iri.startswith(INSP):
            return "/ontology/" + quote(iri.removeprefix(INSP), safe=_SAFE)
        for base, firsts in ((self.base, _OF_LIBRARY), (ROOT, (*SCHEMES, "ontology", "graph"))):
            rest = whole.removeprefix(base)
            if rest != whole and rest.partition("/")[0] in firsts:
                return "/" + quote(rest, safe=_SAFE) + hash_ + fragment
        return None

    def iri(self, path: str) -> str:
        """The IRI that a path (decoded, beginning with a slash) describes."""
        rest = path.removeprefix("/")
        first, _, term = rest.partition("/")
        if first == "ontology":
            return INSP + term if term else ROOT + "ontology"
        return (self.base if first in _OF_LIBRARY and rest != _REFERENCE else ROOT) + rest
