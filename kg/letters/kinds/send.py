"""Area SEND inspections: reports of local area partnerships, and the joint letters before 2023."""

from __future__ import annotations

import re

from kg.letters import common, inspectorates, inspectors, reports, visits
from kg.letters.facts import Facts, Kind
from kg.letters.lines import Reading
from kg.model import Inspector, Span

_TITLE = re.compile(
    r"area\s+SEND\b|SEND\s+(?:re)?visit|special\s+educational\s+needs\s+and(?:/or|\s+or)?\s+(?:disabilit|and\s+disabilit)|local\s+area\s+partnership\s+report", re.I
)
_ONE = re.compile(r"(?P<who>[^,|\n]{5,40}),\s+(?:(?P<body>Ofsted|CQC|Care\s+Quality\s+Commission)\b[^|,\n]{0,40}?)(?P<lead>lead\s+inspector)?(?=\s*(?:\||\n|$))", re.I)


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
    """'Name, Ofsted HMI lead inspector' in two columns under 'Inspection team'."""
    made: list[Inspector] = []
    begun = False
    for line in reading.lines:
        if re.match(r"(?:the\s+)?inspection\s+team\b", line.text, re.I):
            begun = True
            continue
        if not begun:
            continue
        if re.match(r"If you|The Office|©", line.text):
            break
        made += _on_line(line.text, line.span)
    return tuple(made) or inspectors.labelled(reading)


def _on_line(text: str, span: Span) -> list[Inspector]:
    from kg.letters import people

    made: list[Inspector] = []
    at = 0
    while True:
        name = people.leading_name(text, at)
        if name is None:
            cell = text.find("|", at)
            if cell < 0:
                return made
            at = cell + 2
            continue
        ends = [m.end() for m in re.finditer(r"inspectors?\b|\bHMI\b(?!\s+(?:lead|inspector))", text[name.span.end :], re.I)]
        stop = name.span.end + ends[0] if ends else len(text)
        lead = bool(re.search(r"lead\s+inspector", text[name.span.end : stop], re.I))
        made.append(Inspector(name.text, "lead" if lead else "team", span))
        at = stop
        while at < len(text) and text[at] in " |,":
            at += 1


KIND = Kind(
    "send-report",
    "area SEND inspection report",
    _score,
    _read,
    ("authority", "visit", "inspectorates", "headings"),
)
