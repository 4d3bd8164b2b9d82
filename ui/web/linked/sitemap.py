"""sitemap.xml: the pages worth finding, https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from xml.sax.saxutils import escape

from ui.web.linked.addresses import Addresses
from ui.web.services import Services

LARGEST = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_WORTH_FINDING = """
SELECT DISTINCT ?node ?day WHERE {
  { ?node a insp:Letter OPTIONAL { ?node dcterms:issued ?day } }
  UNION { ?node a insp:Visit } UNION { ?node a foaf:Person } UNION { ?node a org:Organization }
  UNION { ?letter a insp:Letter ; insp:authority ?node }
  UNION { ?node a skos:ConceptScheme } UNION { ?node a skos:Concept }
}
ORDER BY ?node
"""


def written(services: Services, addresses: Addresses, root: str, page: int | None) -> str:
    """The sitemap, or an index of several where one cannot hold all addresses. `root` ends with a slash."""
    found: dict[str, str] = {"/ontology": ""}
    for row in services.library.store.select(_WORTH_FINDING):
        path = addresses.path(row["node"])
        if path:
            found[path] = row.get("day", "")
    paths = list(found.items())
    pages = -(-len(paths) // LARGEST)
    if page is None and pages > 1:
        maps = "".join(f"<sitemap><loc>{escape(root)}sitemap.xml?page={n}</loc></sitemap>" for n in range(1, pages + 1))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_NAMESPACE}>{maps}</sitemapindex>\n'
    start = LARGEST * ((page or 1) - 1)
    urls = "".join(_url(root, path, day) for path, day in paths[start : start + LARGEST])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACE}>\n{urls}</urlset>\n'


def _url(root: str, path: str, day: str) -> str:
    changed = f"<lastmod>{escape(day)}</lastmod>" if day else ""
    return f"<url><loc>{escape(root.rstrip('/') + path)}</loc>{changed}</url>\n"
