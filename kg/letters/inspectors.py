"""Who carried the visit out: labelled lists ('Lead inspector: ...') and sentences ('The inspectors were ...')."""

from __future__ import annotations

import re

from kg.letters import people
from kg.letters.lines import Reading
from kg.model import Inspector, InspectorRole, Span

_WHAT = (
    r"(?P<notlead>(?:deputy|assistant|shadow(?:ing)?|associate|second)\s+)?"
    r"(?P<what>lead\s+inspectors?(?:\s+on\s+site)?|reporting\s+inspectors?|inspection\s+team"
    r"|(?:(?:shadow(?:ing)?|team|contracted|additional|associate|assistant|support(?:ing)?|ofsted|education"
    r"|regulatory|social\s+care"
    r"|schools?|early\s+years|further\s+education)\s+){0,3}inspectors?"
    r"|(?:senior\s+)?quality\s+assur(?:ance|er)(?:\s+(?:managers?|inspectors?))?"
    r"|(?:(?:senior|lead|data)\s+){0,3}analysts?|observers?|policy\s+lead)"
)
# A label ends in a colon: looked for backwards from each colon, for there are few of them.
_LABEL = re.compile(rf"\b{_WHAT}\s*(?:\([^)]{{0,40}}\)\s*)?:$", re.I)
_LABELS = re.compile("[IiTtQqAaOoPp](?:nspect|eam|uality|nalyst|bserver|olicy|NSPECT|EAM|UALITY|NALYST|BSERVER|OLICY)")
_BARE = re.compile(
    r"\b(?P<notlead>(?!))?(?P<what>(?:reporting|lead)\s+inspector)\s+(?=[A-Z][\w’'-]+\s+[A-Z][\w’'-]+,?\s+(?:HMI"
    r"|(?:Her|His)\s+Majesty))",
    re.I,
)
_SENTENCES: tuple[tuple[InspectorRole, re.Pattern[str]], ...] = (
    ("lead", re.compile(r"\blead\s+inspector\s+(?:for\s+(?:this|the)\s+\w+\s+)?(?:was|is)\s+", re.I)),
    (
        "quality-assurance",
        re.compile(
            r"\bquality\s+assur(?:ance\s+(?:manager|inspector)?\s*(?:for\s+(?:this|the)\s+[\w ]{3,20}\s+)?(?:was|is)"
            r"|ed\s+by|ance\s+was\s+provided\s+by)\s+",
            re.I,
        ),
    ),
    (
        "team",
        re.compile(
            r"(?:\b(?:Her|His)\s+Majesty[’'`]?s\s+Inspectors?(?:\s*\((?:HMI|HMIs)\))?,?\s+(?:for\s+(?:this"
            r"|the)\s+(?:\w+\s+){1,2})?(?:were|was|are|is)\s*:?\s+"
            r"|\b[Ii]nspectors?\s*(?:for\s+(?:this|the)\s+(?:\w+\s+){1,3})?(?:were|was|are)\s*:?\s+(?:(?:Her"
            r"|His)\s+Majesty[’'`]?s\s+Inspectors?\s*(?:\(HMIs?\))?,?\s*)?"
            r"|\b(?:(?:carried\s+out|undertaken|conducted|led|completed|accompanied|supported|joined)\s+by|team\s+(?:consisted\s+of|was\s+made\s+up\s+of|comprised|included|was|were))\s+(?:two\s+|three\s+"
            r"|four\s+|(?:the\s+)?lead\s+inspector,?\s+)?(?:(?:of\s+)?(?:Her|His)\s+Majesty[’'`]?s\s+Inspectors?\s*(?:\(HMIs?\))?|HMIs?"
            r"|(?:Ofsted\s+)?inspectors?)?[,:]?\s*"
            r"|\b(?:Her|His)\s+Majesty[’'`]?s\s+Inspectors?\s*(?:\(HMIs?\))?,?\s+(?=[A-Z])"
            r"|\bHMIs?\s+for\s+(?:this|the)\s+(?:\w+\s+){1,2}(?:were|was)\s+)"
        ),
    ),
)
_LEAD_AFTER = re.compile(
    r"[\s,(]*(?:(?:Senior\s+)?(?:HMI|(?:Her|His)\s+Majesty[’'`]?s\s+Inspector)[\s,(]*)?(?:the\s+)?lead\b", re.I
)
_AFTER_TEAM = re.compile(
    r"(?<!\bSt)(?<!\bDr)(?<!\bM[rs])(?<!\bMrs)(?<!\b[A-Z])[.:]\s|;\s+(?=(?-i:(?!and\s+[A-Z])[a-z]))|\bundertook\b|\bcarried\b|\bvisited\b|\bled\b|\bconducted\b",
    re.I,
)


_LED = re.compile(r"\bled\s+by\b|\blead\s+inspector\b", re.I)
_OBSERVES = re.compile(r"[\s,]*(?:\(?HMI\)?[\s,]*)?(?:observ(?:ing|ed)|(?:who\s+|as\s+an?\s+)observe[rd])\b", re.I)
_OTHERS = re.compile(r"\binspectors\b|\b(?:team|lead)\b|\b(?:was|were|is|are|by|with)\b", re.I)
_TITLE_AFTER = re.compile(r",?\s*\(?(?:Senior\s+)?(?:HMI\b|(?:Her|His)\s+Majesty[’'`]?s\s+Inspector\b)")


def labelled(reading: Reading, start: int = 0, end: int | None = None) -> tuple[Inspector, ...]:
    """Inspectors of labelled lists, each list up to the next label or the end of its paragraph."""
    text = reading.text
    end = len(text) if end is None else end
    labels = _labels(text, start, end)
    made: list[Inspector] = []
    for i, label in enumerate(labels):
        role = _role(label)
        if role is None:
            continue
        stop = min(labels[i + 1].start() if i + 1 < len(labels) else end, label.end() + 600)
        stop = _end_of_list(text, label.end(), stop)
        for name in people.list_of_names(text, label.end(), stop):
            if name.text not in {inspector.name for inspector in made}:
                made.append(Inspector(name.text, role, name.span))
            if role == "lead" and "s" not in label["what"].lower()[-1:]:
                break
    return tuple(made)


def _labels(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The labels between two offsets, in order."""
    made = list(_BARE.finditer(text, start, min(end, start + 3000)))
    colon = text.find(":", start, end)
    while colon >= 0:
        first = max(start, colon - 70)
        label = _LABEL.search(text, first, colon + 1) if _LABELS.search(text, first, colon) else None
        if label:
            made.append(label)
        colon = text.find(":", colon + 1, end)
    return sorted(made, key=lambda label: label.start())


def _role(label: re.Match[str]) -> InspectorRole | None:
    what = label["what"].lower()
    if "analyst" in what or "observer" in what or "policy" in what:
        return None
    if "quality" in what:
        return "quality-assurance"
    if re.match(r"lead|reporting", what) and not label["notlead"]:
        return "lead"
    return "team"


def _end_of_list(text: str, start: int, stop: int) -> int:
    """A list of names ends at an empty line, unless it broke after a comma; at a full stop before a new sentence."""
    at = start
    while True:
        blank = re.compile(r"\n\s*\n").search(text, at, stop)
        if not blank:
            break
        if re.search(r"(?:[,:]|\band)\s*$", text[start : blank.start()] or ":") or blank.start() == start:
            at = blank.end()
            continue
        stop = blank.start()
        break
    sentence = re.compile(r"(?<=[a-z]{3})\.\s+[A-Z][a-z]+ [a-z]").search(text, start, stop)
    return sentence.start() if sentence else stop


def told(reading: Reading) -> tuple[Inspector, ...]:
    """Inspectors whom a letter's opening names in sentences; the same people are not told twice."""
    text = reading.text
    opening = reading.opening
    made: list[Inspector] = []
    for role, pattern in _SENTENCES:
        for match in pattern.finditer(text, opening.start, opening.end):
            stop = _AFTER_TEAM.search(text, match.end(), min(len(text), match.end() + 400))
            end = stop.start() if stop else min(len(text), match.end() + 200)
            blank = text.find("\n\n", match.end(), end)
            end = blank if blank > 0 else end
            names = people.list_of_names(text, match.end(), end)
            if names and text[match.end() : names[0].span.start].strip(" \n,:"):
                continue  # something else stands between: 'inspectors were assured that ...'
            if role != "team" and "inspectors" not in match.group():
                others = (j for j in range(1, len(names)) if role == "lead" or _others(text, names[j - 1], names[j]))
                names = names[: next(others, None)]  # '... was A, and the team inspectors were B and C'
            for name in names:
                if _OBSERVES.match(text, name.span.end):
                    continue
                if not any(_same(name.text, other.name) for other in made):
                    lead = _LEAD_AFTER.match(text, name.span.end, end) or (
                        name is names[0] and _LED.search(match.group())
                    )
                    made.append(Inspector(name.text, "lead" if lead else role, name.span))
    return tuple(sorted(made, key=lambda inspector: inspector.span)) or _titled(reading)


def _titled(reading: Reading) -> tuple[Inspector, ...]:
    """Where no sentence lists them: whom the opening calls inspectors ('my colleague A B HMI', 'A B, HMI, visited')."""
    text, opening = reading.text, reading.opening
    end = min(opening.end, opening.start + 1500)
    if reading.closing is not None:
        end = min(end, reading.lines[reading.closing].span.start)
    names = [name for name in people.scan(text, opening.start, end) if _TITLE_AFTER.match(text, name.span.end, end)]
    return tuple(Inspector(name.text, "team", name.span) for name in {name.text: name for name in names}.values())


def _others(text: str, before: people.Name, name: people.Name) -> bool:
    """Whether what stands between two names gives the second one another part in the visit."""
    return _OTHERS.search(text, before.span.end, name.span.start) is not None


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def span_of(inspectors: tuple[Inspector, ...]) -> Span | None:
    """From the first name to the last."""
    return Span(inspectors[0].span.start, inspectors[-1].span.end) if inspectors else None
