"""The page of an authority: its visits over time, its grades, what is strong and what is to improve, its neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from kg import profiles
from kg.profiles import AuthorityProfile, JudgementGiven, PointMade, VisitSummary
from kg.vocabulary import AUTHORITY
from ui.web.explore.data import AuthorityRow, reader_of
from ui.web.nodes.common import Citing, Said, line, page, point, polarity_bars
from ui.web.services import Services
from ui.web.words import POINTS, day

TO_IMPROVE = ("improvement", "priority-action", "recommendation")
STATUS = {"persists": "Still to improve", "improved": "Improved", "not mentioned": "Not mentioned"}


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade in the table of judgements over time."""

    grade: str
    rank: int
    link: str


@dataclass(frozen=True, slots=True)
class Grades:
    """Judgements over time: a column a visit, a row an area of judgement."""

    visits: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[tuple[Grade, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an earlier point, with the words that tell."""

    point: Said
    when: str
    status: str
    kind: str
    later: str
    later_link: str
    evidence: Said | None


def render(services: Services, iri: str) -> str | None:
    """The page; None for what is no authority of which there are letters."""
    if not iri.startswith(AUTHORITY):
        return None
    profile = profiles.authority(services.library.store, iri)
    if profile is None or not profile.parts.visits:
        return None
    citing = Citing(services)
    rows = {row.place.iri: row for row in reader_of(services.library).tables().authorities}
    overall = {one.visit: one.grade for one in profile.parts.judgements if not one.board and _is_overall(one)}
    visits = [replace(visit, overall=overall.get(visit.iri, visit.overall)) for visit in profile.parts.visits]
    return page(
        "node_authority.html",
        services,
        iri,
        it=profile,
        line=line(citing, visits),
        grades=_grades(citing, profile.parts.judgements, visits),
        themes=polarity_bars(profile.themes, citing),
        points=_points(citing, profile.parts.points, visits),
        outcomes=_outcomes(citing, profile),
        told=Counter(one.status for one in profile.parts.outcomes),
        statuses=STATUS,
        beside=_beside(profile, rows),
        neighbours=len(profile.neighbours),
        region_link=citing.path(profile.region.iri) if profile.region else "",
        successors=[(node.label, citing.path(node.iri)) for node in profile.successors],
        inspectors=[(node.label, citing.path(node.iri), count) for node, count in profile.inspectors[:12]],
        findings_link=f"/explore/findings?{urlencode({'authority': profile.label})}",
        node_link=citing.path,
    )


def _is_overall(given: JudgementGiven) -> bool:
    return any(area.iri.endswith("/overall-effectiveness") for area in given.areas)


def _grades(citing: Citing, given: Sequence[JudgementGiven], visits: Sequence[VisitSummary]) -> Grades | None:
    """None where no visit gave grades."""
    judged = [visit for visit in visits if any(one.visit == visit.iri for one in given)]
    cells: dict[str, dict[str, list[Grade]]] = defaultdict(lambda: defaultdict(list))
    order: Counter[str] = Counter()
    for one in given:
        grade = Grade(one.grade, one.rank or 0, citing.cite(one.source))
        # Before 2023 one grade stood for children in care and care leavers together: it belongs to both rows.
        for name in ["Safeguarding board"] if one.board else [area.label for area in one.areas] or [one.aspect]:
            cells[name][one.visit].append(grade)
            order[name] += 100 if _is_overall(one) and not one.board else 1
    if not judged:
        return None
    return Grades(
        tuple(
            (f"{visit.kind.removesuffix(' inspection')} {visit.day[:4]}", citing.path(visit.iri)) for visit in judged
        ),
        tuple((name, tuple(tuple(cells[name][visit.iri]) for visit in judged)) for name, _ in order.most_common()),
    )


def _points(
    citing: Citing, points: Sequence[PointMade], visits: Sequence[VisitSummary]
) -> list[tuple[VisitSummary, str, list[tuple[str, list[Said]]]]]:
    """The latest visit first: what was to improve by the letters' own lists, and the strengths they list."""
    found = []
    for visit in reversed(visits):
        of_visit = [one for one in points if one.visit == visit.iri]
        lists = [
            (POINTS[kind], [point(citing, one) for one in of_visit if one.kind == kind])
            for kind in (*TO_IMPROVE, "strength")
        ]
        if of_visit:
            found.append((visit, citing.path(visit.iri), [(title, said) for title, said in lists if said]))
    return found


def _outcomes(citing: Citing, profile: AuthorityProfile) -> list[Became]:
    """What became of earlier points, the latest first."""
    made = []
    for one in reversed(profile.parts.outcomes):
        seen = one.evidence
        made.append(
            Became(
                point(citing, one.point),
                day(one.point.day),
                STATUS.get(one.status, one.status),
                one.status.replace(" ", "-"),
                one.later.label,
                citing.path(one.later.iri),
                Said(seen.quote, "", f"page {seen.page}", citing.cite(seen)) if seen else None,
            )
        )
    return made


def _beside(profile: AuthorityProfile, rows: dict[str, AuthorityRow]) -> list[AuthorityRow]:
    """This authority and those of its statistical neighbours that the library holds, side by side."""
    held = [rows[one.node.iri] for one in profile.neighbours if one.node.iri in rows]
    return [rows[profile.iri], *held] if held and profile.iri in rows else []
