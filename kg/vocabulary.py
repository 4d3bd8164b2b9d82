"""Namespaces and IRIs, in one place. The terms themselves are defined in ontology/inspection.ttl."""

from __future__ import annotations

import re
import unicodedata

ROOT = "https://w3id.org/inspection-letters/"
INSP = ROOT + "ontology#"
THEME = ROOT + "theme/"
AUTHORITY = ROOT + "authority/"
GRADE = ROOT + "grade/"
ASPECT = ROOT + "aspect/"
KIND = ROOT + "kind/"
AREA = ROOT + "area/"
REGION = ROOT + "region/"
REFERENCE_GRAPH = ROOT + "graph/reference"

PREFIXES = {
    "insp": INSP,
    "theme": THEME,
    "auth": AUTHORITY,
    "grade": GRADE,
    "aspect": ASPECT,
    "kind": KIND,
    "area": AREA,
    "region": REGION,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
}


# Letters that Unicode does not take apart into a plain one and a mark.
_ASCII = str.maketrans(
    {"’": "", "'": "", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "ı": "i", "ß": "ss", "Æ": "Ae"}
    | {"æ": "ae", "Œ": "Oe", "œ": "oe", "Þ": "Th", "þ": "th", "Ð": "D", "ð": "d"}
)


def slug(text: str) -> str:
    """A name as part of an IRI: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class Identifiers:
    """Makes the IRIs of what letters speak of, under a base that is set once for a library."""

    def __init__(self, base: str = ROOT) -> None:
        self.base = base if base.endswith(("/", "#")) else base + "/"

    def letter(self, key: str) -> str:
        """The letter itself; `key` is `Letter.key`."""
        return f"{self.base}id/letter/{key}"

    def graph(self, key: str) -> str:
        """The named graph that holds everything one letter says."""
        return f"{self.base}graph/letter/{key}"

    def derived(self, what: str) -> str:
        """A named graph of what follows from several letters together: 'identity', 'mentions' ..."""
        return f"{self.base}graph/derived/{what}"

    def passage(self, key: str, number: int) -> str:
        """A passage: the key of its row in the index, too."""
        return f"{self.base}id/letter/{key}/passage/{number}"

    def finding(self, key: str, number: int) -> str:
        """A finding, counted from 1 in the letter."""
        return f"{self.base}id/letter/{key}/finding/{number}"

    def part(self, key: str, what: str, number: int) -> str:
        """Any other numbered part of a letter: 'section', 'point', 'judgement', 'signature', 'address', 'mention'."""
        return f"{self.base}id/letter/{key}/{what}/{number}"

    def visit(self, gss: str, kind: str, start: str) -> str:
        """A visit is known by its authority, kind and first day, so that two letters about it meet in one node."""
        return f"{self.base}id/visit/{gss}/{kind}/{start}"

    def person(self, name: str) -> str:
        """An inspector, signatory or addressee by the normalised name."""
        return f"{self.base}id/person/{slug(name)}"

    def organisation(self, name: str) -> str:
        """An inspectorate or any other named body."""
        return f"{self.base}id/organisation/{slug(name)}"
