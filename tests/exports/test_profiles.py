"""Profiles of an authority, a visit, an inspector and a theme."""

from __future__ import annotations

from kg import profiles
from kg.library import Library
from kg.vocabulary import AUTHORITY, THEME

LEEDS = AUTHORITY + "E08000035"


def test_authority(library: Library) -> None:
    leeds = profiles.authority(library.store, LEEDS)
    assert leeds is not None
    assert (leeds.label, leeds.gss, leeds.type) == ("Leeds", "E08000035", "Metropolitan district")
    assert leeds.region is not None
    assert leeds.region.label == "Yorkshire and the Humber"
    assert [visit.day for visit in leeds.parts.visits] == ["2019-03-04", "2021-05-03", "2023-03-06"]
    assert [visit.overall for visit in leeds.parts.visits] == ["Requires improvement to be good", None, "Good"]
    assert len(leeds.neighbours) == 10
    assert leeds.inspectors[0][1] == 2
    assert len(leeds.parts.judgements) == 10
    assert {point.kind for point in leeds.parts.points} == {"improvement"}
    assert sum(tally.total for tally in leeds.themes) >= len([one for one in leeds.parts.findings if one.themes])
    for finding in leeds.parts.findings:
        letter = library.letter(finding.source.letter.rpartition("/")[2])
        assert finding.source.quote in letter.document.text
        assert finding.source.passage is not None


def test_what_became_of_points(library: Library) -> None:
    leeds = profiles.authority(library.store, LEEDS)
    assert leeds is not None
    assert leeds.parts.outcomes
    for outcome in leeds.parts.outcomes:
        assert outcome.point.day < outcome.later_day
        assert outcome.status in ("persists", "improved", "not mentioned")
        assert (outcome.evidence is None) == (outcome.status == "not mentioned")


def test_visit_inspector_and_theme(library: Library) -> None:
    leeds = profiles.authority(library.store, LEEDS)
    assert leeds is not None
    visit = profiles.visit(library.store, leeds.parts.visits[1].iri)
    assert visit is not None
    assert {role.role for role in visit.people if role.person.label == "Ann Example"} == {"team", "signatory"}
    assert visit.inspectorates
    joy = next(role.person for role in visit.people if role.person.label == "Joy Example")
    inspector = profiles.inspector(library.store, joy.iri)
    assert inspector is not None
    assert [node.label for node, _ in inspector.authorities] == ["Camden", "Leeds"]
    assert {node.label for node, _ in inspector.colleagues} == {"Ann Example", "Bob Sample"}
    theme = profiles.theme(library.store, THEME + "supervision")
    assert theme is not None
    assert theme.label == "Supervision"
    assert all(any(node.iri == theme.iri for node in finding.themes) for finding in theme.parts.findings)
    assert {tally.node.label for tally in theme.by_year} <= {"2019", "2021", "2022", "2023"}


def test_what_is_not_there_is_none(library: Library) -> None:
    for read in (profiles.authority, profiles.visit, profiles.inspector, profiles.theme):
        assert read(library.store, "https://example.org/nothing") is None
