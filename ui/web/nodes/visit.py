"""The page of a visit: by whom, the grades, the letter's own lists, and every finding by theme."""

from __future__ import annotations

from collections import defaultdict

from kg import profiles
from kg.profiles import Node
from ui.web.nodes.common import RANKS, Citing, Said, finding, judgement, line, page, point, polarity_bars
from ui.web.services import Services
from ui.web.words import POINTS

ROLES = {
    "lead": "Lead inspector",
    "team": "Inspector",
    "quality-assurance": "Quality assurance",
    "signatory": "Signed the letter",
    "addressee": "Addressed",
}


def render(services: Services, iri: str) -> str | None:
    """The page; None for what is no visit."""
    if "/id/visit/" not in iri:
        return None
    profile = profiles.visit(services.library.store, iri)
    if profile is None:
        return None
    citing = Citing(services)
    by_theme: dict[Node, list[Said]] = defaultdict(list)
    for made in profile.parts.findings:
        for theme in made.themes or (Node("", "No theme"),):
            by_theme[theme].append(finding(citing, made))
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for role in profile.people:
        name = ROLES.get(role.role, role.role)
        people[role.person.label, citing.path(role.person.iri)].append(f"{name} ({role.title})" if role.title else name)
    return page(
        "node_visit.html",
        services,
        iri,
        it=profile,
        stop=line(citing, [profile.visit]).stops[0],
        place=citing.path(profile.visit.authority.iri) if profile.visit.authority else "",
        people=[(name, link, list(dict.fromkeys(roles))) for (name, link), roles in people.items()],
        bodies=[(node.label, citing.path(node.iri)) for node in profile.inspectorates],
        judgements=[
            (one.aspect, one.board, RANKS.get(one.grade, 0), judgement(citing, one)) for one in profile.parts.judgements
        ],
        points=[
            (title, said)
            for kind, title in POINTS.items()
            if (said := [point(citing, one) for one in profile.parts.points if one.kind == kind])
        ],
        themes=polarity_bars(profile.themes, citing),
        findings=sorted(by_theme.items(), key=lambda pair: (not pair[0].iri, -len(pair[1]), pair[0].label)),
        findings_count=len(profile.parts.findings),
    )
