"""Area SEND inspections: reports of local area partnerships, and the joint letters before 2023."""

from __future__ import annotations

import re

from kg.letters import common, inspectorates, inspectors, people, reports, visits
from kg.letters.facts import Facts, Kind
from kg.letters.lines import Reading
from kg.model import Inspector

_TITLE = re.compile(
    r"area\s+SEND\b|SEND\s+(?:re)?visit|special\s+educational\s+needs\s+and(?:/or|\s+or)?\s+(?:disabilit"
    r"|and\s+disabilit)|local\s+area\s+partnership\s+report",
    re.I,
)
_TEAM = re.compile(r"^\W*(?:The\s+)?Inspection\s+team\s*$", re.I | re.M)
_BODY = re.compile(r"[^\n]*?\b(?:(?P<cqc>CQC|Care Quality Commission)|Ofsted|HMI)\b")
_TEAM_END = re.compile(r"If you (?:are not happy|would like)|The Office for Standards|©|Any complaints")


def _score(reading: Reading) -> float:
    text = reading.text
    start = 0 if reading.greeting is None else reading.lines[reading.greeting].span.start
    return 0.93 if _TITLE.search(text, start, min(len(text), start + 450)) else 0.0


def _read(reading: Reading) -> Facts:
    letter = reading.greeting is not None and reading.closing is not None
    facts = visits.read(reading) if letter else reports.read(reading)
    if letter:
        facts.statement_due = common.statement_due(reading)
    else:
        facts.inspectors = _team(reading)
    facts.inspectorates = {
        name: span for name, span in inspectorates.find(reading.text).items() if name in {"Ofsted", "CQC"}
    }
    facts.framework = ("Area SEND inspection", None)
    return facts


def _team(reading: Reading) -> tuple[Inspector, ...]:
    """The team in two columns, 'Name, Ofsted HMI lead inspector': each name with the words up to the next."""
    text = reading.text
    heads = list(_TEAM.finditer(text))
    if not heads:
        return inspectors.labelled(reading)
    start = heads[-1].end()
    stop = _TEAM_END.search(text, start)
    end = min(stop.start() if stop else len(text), start + 1500)
    names = people.scan(text, start, end)
    made = []
    for i, name in enumerate(names):
        role = text[name.span.end : names[i + 1].span.start if i + 1 < len(names) else end]
        body = _BODY.match(role)
        made.append(
            Inspector(
                name.text,
                "lead" if re.search(r"\blead\b", role, re.I) else "team",
                name.span,
                ("CQC" if body["cqc"] else "Ofsted") if body else None,
            )
        )
    return tuple(made) or inspectors.labelled(reading)


KIND = Kind(
    "send-report",
    "an area SEND inspection report",
    _score,
    _read,
    ("authority", "visit", "inspectorates", "headings"),
    ("area send inspection of", "joint local area send inspection in"),
)
