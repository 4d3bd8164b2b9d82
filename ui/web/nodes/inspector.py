"""The page of a person who inspected or signed: visits, roles, authorities and colleagues."""

from __future__ import annotations

from collections import defaultdict

from kg import profiles
from ui.web.nodes.common import Citing, line, page
from ui.web.nodes.visit import ROLES
from ui.web.services import Services


def render(services: Services, iri: str) -> str | None:
    """The page; None for what is no person."""
    if "/id/person/" not in iri:
        return None
    profile = profiles.inspector(services.library.store, iri)
    if profile is None or not profile.visits:
        return None
    citing = Citing(services)
    roles: dict[str, list[str]] = defaultdict(list)
    for role in profile.roles:
        roles[role.visit].append(ROLES.get(role.role, role.role))
    return page(
        "node_inspector.html",
        services,
        iri,
        it=profile,
        line=line(citing, profile.visits),
        roles={visit: ", ".join(dict.fromkeys(found)) for visit, found in roles.items()},
        authorities=[(node.label, citing.path(node.iri), count) for node, count in profile.authorities],
        colleagues=[(node.label, citing.path(node.iri), count) for node, count in profile.colleagues[:30]],
        colleagues_all=len(profile.colleagues),
        node_link=citing.path,
    )
