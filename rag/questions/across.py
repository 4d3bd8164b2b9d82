"""Frames over the whole library as SPARQL: one base pattern, and a condition for each constraint."""

from __future__ import annotations

from collections.abc import Iterable

from rag.questions.catalogue import Catalogue
from rag.questions.frame import Field, Frame, GradeCondition, Period
from rag.questions.lexicon import GRADE_RANK, ORGANISATION_TESTS, TOPIC_TESTS
from rag.questions.queries import POINT_CLASSES, ROLE_KINDS, SOURCE_COLUMNS, select, source_of
from rag.questions.sparql import day_literal, iri, literal, values

ASPECT_TESTS = {
    "overall": "overall",
    "care leavers": "care leavers|leaving care",
    "care": "in care|looked after|permanence",
    "help and protection": "help (and|or) protection",
    "leaders": "leader",
    "adoption": "adoption",
    "board": "safeguarding children board",
}


def _date_filter(period: Period, variable: str) -> str:
    first, last = day_literal(period.start.isoformat()), day_literal(period.end.isoformat())
    return f"FILTER(?{variable} >= {first} && ?{variable} <= {last})"


def dated_by(frame: Frame) -> tuple[str, str]:
    """The scalar fact that a row of the frame's list is told by: its subject and predicate."""
    period = frame.periods[0] if frame.periods else None
    if "statement-due" in frame.fields or (period and period.role == "due"):
        return "letter", "insp:statementDue"
    if frame.topics and not frame.aspects:
        return "visit", "insp:topic"
    if period and period.role == "published" and not set(frame.kinds) & {"ilacs"}:
        return "letter", "dcterms:issued"
    return "visit", "insp:startDate"


def when(frame: Frame, period: Period) -> str:
    """The date that a period is about."""
    if period.role == "due" or "statement-due" in frame.fields:
        return "?letter insp:statementDue ?due . " + _date_filter(period, "due")
    if period.role == "published" and not set(frame.kinds) & {"ilacs"}:
        return _date_filter(period, "published")
    return "BIND(COALESCE(?start, ?published) AS ?when) " + _date_filter(period, "when")


BASE = (
    "?letter a insp:Letter ; dcterms:identifier ?document ; insp:reportsOn ?visit .\n"
    "  ?visit insp:kind ?kind . OPTIONAL { ?letter insp:authority ?authority . ?authority rdfs:label ?name }\n"
    "  OPTIONAL { ?visit insp:startDate ?start } OPTIONAL { ?visit insp:endDate ?end }\n"
    "  OPTIONAL { ?letter dcterms:issued ?published } OPTIONAL { ?visit insp:topic ?topic }"
)


def graded(condition: GradeCondition, aspects: tuple[str, ...], suffix: str = "") -> str:
    """A judgement of the letter with one of the grades, of the aspects named (overall where none is)."""
    families = (condition.aspect,) if condition.aspect else aspects or ("overall",)
    tests = "|".join(ASPECT_TESTS[f] for f in families)
    j = f"judgement{suffix}"
    board = "" if "board" in families else f"FILTER NOT EXISTS {{ ?{j} insp:board true }} "
    return (
        f"?{j} a insp:Judgement ; insp:letter ?letter{suffix} ;\n"
        f"    insp:aspectLabel ?aspect{suffix} ; insp:grade ?grade{suffix} .\n"
        f'  {board}FILTER(REGEX(?aspect{suffix}, {literal(tests)}, "i"))'
        + (f"\n  {values(f'grade{suffix}', (f'grade:{g}' for g in condition.grades))}" if condition.grades else "")
    )


def letters_by(frame: Frame, catalogue: Catalogue, aspects: tuple[str, ...] | None = None) -> str:
    """The letters that meet every condition of the frame, one row and one source each."""
    conditions: list[str] = []
    source, columns = "", ""
    if frame.letters:
        conditions.append(values("letter", map(iri, frame.letters)))
    if frame.kinds:
        conditions.append(values("kind", (f"kind:{k}" for k in frame.kinds)))
    conditions += places(frame, catalogue)
    conditions += [when(frame, period) for period in frame.periods[:1]]
    if frame.topics and not frame.aspects:
        conditions.append(f'FILTER(REGEX(?topic, {literal("|".join(TOPIC_TESTS[t] for t in frame.topics))}, "i"))')
    if "statement-due" in frame.fields and not frame.periods:
        conditions.append("?letter insp:statementDue ?due .")
    for field in frame.fields:
        if field in POINT_CLASSES:
            conditions.append(f"FILTER EXISTS {{ ?point a {POINT_CLASSES[field]} ; insp:letter ?letter }}")
    if frame.person_role and frame.persons:
        conditions.append(_person(frame))
        source, columns = source_of("part"), f" ?person {SOURCE_COLUMNS}"
    elif frame.organisations and set(frame.organisations) != {"Ofsted"}:
        tests = "|".join(ORGANISATION_TESTS[o] for o in frame.organisations)
        conditions.append(f"?visit insp:conductedBy/rdfs:label ?body . FILTER(REGEX(?body, {literal(tests)}))")
    for condition in frame.grades[:1]:
        conditions.append(graded(condition, frame.aspects if aspects is None else aspects))
        source, columns = (
            source_of("judgement"),
            f"{columns} ?judgement ?aspect ?grade {SOURCE_COLUMNS}".replace(f" ?person {SOURCE_COLUMNS} ", " ?person "),
        )
    for condition in frame.grades[1:]:
        if condition.aspect and not frame.in_sequence:
            other = graded(condition, (), "2").replace("?letter2", "?letter")
            conditions.append(f"FILTER EXISTS {{ {other} }}")
    due = " ?due" if any("?due" in c for c in conditions) else ""
    return select(
        f"?letter ?document ?authority ?name ?visit ?kind ?start ?end ?published ?topic{due}{columns}",
        BASE, *conditions, source, order="?name ?start ?published",
    )  # fmt: skip


def places(frame: Frame, catalogue: Catalogue) -> list[str]:
    """The conditions on authorities and regions."""
    found = []
    if frame.authorities and not frame.neighbours_of:
        found.append(values("authority", (iri(catalogue.authorities[n.gss].iri) for n in frame.authorities)))
    if frame.neighbours_of:
        home = iri(catalogue.authorities[frame.neighbours_of].iri)
        found.append(f"{home} insp:statisticalNeighbour ?authority .")
    if frame.types:
        found.append(
            f"?authority insp:authorityType ?type . FILTER(STR(?type) IN ({', '.join(map(literal, frame.types))}))"
        )
    if frame.regions:
        found.append(
            "?authority insp:region ?place . OPTIONAL { ?place rdfs:label ?called }\n"
            "  BIND(COALESCE(?called, STR(?place)) AS ?region)\n"
            f"  FILTER(?region IN ({', '.join(map(literal, frame.regions))}))"
        )
    return found


def _person(frame: Frame) -> str:
    roles = ROLE_KINDS[frame.person_role] if frame.person_role else ()
    names = " ".join(literal(p.name) for p in frame.persons)
    return (
        f"VALUES ?named {{ {names} }}\n"
        "  ?spelt foaf:name ?named ; insp:canonical ?person . ?same insp:canonical ?person .\n"
        "  ?part a insp:Participation ; insp:letter ?letter ; insp:participant ?same ; insp:roleKind ?did .\n"
        f"  {values('did', map(literal, roles))}"
    )


def changes(
    frame: Frame,
    catalogue: Catalogue,
    earlier: GradeCondition,
    later: GradeCondition,
    reach: str,
    mixed: bool = False,
) -> str:
    """Pairs of visits of one authority with an earlier and a later grade, of one kind or (`mixed`) of any of the kinds.

    `reach`: 'ends' for the first and the latest visit, 'next' for a visit and the one after it, 'any' for any two.
    """
    named = [f"kind:{k}" for k in frame.kinds or ("ilacs", "sif")]
    kinds = "\n  ".join(values(f"kind{i}", named) for i in (1, 2)) if mixed else values("kind", named)
    between = values("between", named) if mixed else ""
    ranked = " ".join(f"(grade:{name} {rank})" for name, rank in GRADE_RANK.items())
    rank = f"VALUES (?grade{{0}} ?rank{{0}}) {{{{ {ranked} }}}}"
    held = (
        "?letter{0} insp:authority ?authority ; insp:reportsOn ?visit{0} .\n"
        f"  ?visit{{0}} insp:kind {'?kind{0}' if mixed else '?kind'} ; insp:startDate ?start{{0}} ."
    )
    other = (
        f"FILTER NOT EXISTS {{{{ {between.replace('{', '{{').replace('}', '}}')} ?other insp:authority ?authority ; "
        f"insp:kind {'?between' if mixed else '?kind'} ; insp:startDate ?day . FILTER({{0}}) }}}}"
    )
    compare = {"improved": "?rank2 > ?rank1", "declined": "?rank2 < ?rank1", "unchanged": "?rank2 = ?rank1"}
    conditions = [
        held.format(1),
        graded(earlier, frame.aspects, "1"),
        held.format(2),
        graded(later, frame.aspects, "2"),
    ]
    conditions.append("FILTER(?start1 < ?start2)")
    if frame.change:
        conditions += [rank.format(1), rank.format(2), f"FILTER({compare[frame.change]})"]
    if reach == "ends":
        conditions += [other.format("?day < ?start1"), other.format("?day > ?start2")]
    elif reach == "next":
        conditions.append(other.format("?day > ?start1 && ?day < ?start2"))
    return select(
        "?authority ?name ?letter1 ?judgement1 ?aspect1 ?grade1 ?start1 ?letter2 ?judgement2 ?aspect2 ?grade2 ?start2",
        kinds, "?authority rdfs:label ?name .", *places(frame, catalogue), *conditions, order="?name ?start1 ?start2",
    )  # fmt: skip


def points_counted(frame: Frame, catalogue: Catalogue, field: Field) -> str:
    """How many items of a list each letter has, most first."""
    conditions = [values("kind", (f"kind:{k}" for k in frame.kinds))] if frame.kinds else []
    conditions += places(frame, catalogue)
    conditions += [when(frame, p) for p in frame.periods[:1]]
    body = "\n  ".join([BASE, *conditions, f"?point a {POINT_CLASSES[field]} ; insp:letter ?letter ."])
    columns = "?letter ?document ?authority ?name ?kind ?start ?published"
    counted = f"{columns} (COUNT(DISTINCT ?point) AS ?count)"
    return f"SELECT {counted} WHERE {{\n  {body}\n}} GROUP BY {columns} ORDER BY DESC(?count) ?name"


def people_named(names: Iterable[str]) -> str:
    """The people that letters call by one of the names."""
    called = f"VALUES ?named {{ {' '.join(map(literal, names))} }}"
    return select("?person", called, "?spelt rdfs:label|foaf:name ?named ; insp:canonical ?person .")


def people_counted(frame: Frame, catalogue: Catalogue) -> str:
    """People by what they did, with the letters and authorities."""
    roles = ROLE_KINDS[frame.person_role or "lead"]
    if frame.person_role == "team" and not frame.authorities:
        roles = ("team",) if " team" in frame.question.lower() and not frame.together else ("lead", "team")
    conditions = [values("kind", (f"kind:{k}" for k in frame.kinds))] if frame.kinds else []
    conditions += places(frame, catalogue)
    conditions += [when(frame, p) for p in frame.periods[:1]]
    return select(
        f"?person ?who ?letter ?visit ?authority ?name ?kind ?start ?published {SOURCE_COLUMNS}",
        BASE, *conditions,
        "?part a insp:Participation ; insp:letter ?letter ; insp:roleKind ?did .",
        "?part insp:participant/insp:canonical ?person .",
        values("did", map(literal, roles)),
        "?person rdfs:label ?who .",
        source_of("part"),
        order="?who ?start",
    )  # fmt: skip
