"""Who signed a letter: names, roles and inspectorates under 'Yours sincerely', in one column or several."""

from __future__ import annotations

import re

from kg.letters import inspectorates, people
from kg.letters.lines import Printed, Reading, squash
from kg.letters.posts import ROLE
from kg.model import Person, Span

_BODY_LINE = re.compile(
    r"Ofsted|Care\s+Quality\s+Commission|CQC|HMI\s+(?:of\s+)?Constabulary(?:\s+(?:and|&)\s+Fire\s*(?:&"
    r"|and)\s*Rescue(?:\s+Services?)?)?"
    r"|HMICFRS|HMIC|HMI\s+(?:of\s+)?Probation|(?:Her|His)\s+Majesty[’']s\s+Inspectorate\s+of\s+(?:Probation"
    r"|Constabulary(?:\s+(?:and|&)\s+Fire\s*(?:&|and)\s*Rescue(?:\s+Services?)?)?)",
    re.I,
)
_STOP = re.compile(
    r"^(?:\d{1,2}\s*(?:[A-Z]|$)|The (?:Children Act|Office for Standards)|If you would like"
    r"|cc\b|Copied|You may reuse|Annex|Appendix|©"
    r"|www\.|\W*Ofsted regulates|Piccadilly|Aviation House|Store St|6 Cumberland)"
)
# The rest of 'HMI Constabulary and Fire & Rescue Services' that a narrow column breaks.
_BODY_TAIL = re.compile(r"(?:and\s+)?(?:Fire\s*(?:&|and)\s*)?(?:Rescue\s+)?Services?", re.I)
_CELLS = re.compile(r"\s*\|\s*|\t")
_HALF = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)* [^\W\d_]+-")
_MAJESTY = re.compile(r"\b(?:Her|His)\s+Majesty[’'`]s|\bHMI\b|\bHM\b", re.I)


def find(reading: Reading, published: str | None) -> tuple[Person, ...]:
    """The signatories in the letter's order."""
    if reading.closing is None:
        return ()
    people_found: list[tuple[str, list[str], Span]] = []
    bodies: list[str] = []
    owners: dict[int, str] = {}
    lines = _mended(reading.lines[reading.closing + 1 : reading.closing + 45])
    for i, line in enumerate(lines):
        if _STOP.match(line.text) or (len(line.text) > 150 and not _names(line.text)):
            break
        if len(line.text) > 110 and len(runs := people.scan(line.text, 0, len(line.text))) > 1:
            _run_together(line, runs, people_found)
            continue
        cells = _CELLS.split(line.text)
        if _by_column(cells, line.span, people_found):
            continue
        for cell in cells:
            _take(cell, line.span, people_found, bodies, owners, lines[i + 1].text if i + 1 < len(lines) else "")
    made = []
    for number, (name, roles, span) in enumerate(people_found):
        role, body = _role(roles, published)
        named = owners.get(number)
        body = body or (_short(named, published) if named else None)
        made.append(Person(name, role, body, span))
    return tuple(made)


def _mended(lines: list[Printed]) -> list[Printed]:
    """The lines with names put together that a narrow column broke: 'Ada-May' over 'Lock', 'Ada May-' over 'Lock'."""
    made: list[Printed] = []
    for line in lines:
        above = _CELLS.split(made[-1].text) if made else []
        broken = [i for i, cell in enumerate(above) if _lone(cell) or _HALF.fullmatch(cell)]
        if len(broken) == 1 and _lone(line.text):
            cell = above[broken[0]]
            above[broken[0]] = cell + line.text if cell.endswith("-") else f"{cell} {line.text}"
            made[-1] = Printed(" | ".join(above), Span(made[-1].span.start, line.span.end), line.line)
        else:
            made.append(line)
    return made


def _lone(cell: str) -> bool:
    """Whether a cell is one word that can be part of a name."""
    return people.is_name_word(cell) and not cell.isupper() and not _BODY_LINE.fullmatch(cell)


def _by_column(cells: list[str], span: Span, found: list[tuple[str, list[str], Span]]) -> bool:
    """Give a row of roles to the row of names above it, one each; False where the cells are no such row."""
    row = found[-len(cells) :]
    if all(_BODY_LINE.fullmatch(cell) for cell in cells):
        return False
    if (
        len(cells) < 2
        or len(row) < len(cells)
        or any(_names(cell) for cell in cells)
        or len({len(r[1]) for r in row}) > 1
    ):
        return False
    if row[0][1] == [] and not all(ROLE.search(cell) or _MAJESTY.search(cell) for cell in cells):
        return False
    for i, cell in enumerate(cells):
        name, roles, first = row[i]
        found[len(found) - len(cells) + i] = (name, [*roles, cell] if cell else roles, Span(first.start, span.end))
    return True


def _run_together(line: Printed, names: list[people.Name], found: list[tuple[str, list[str], Span]]) -> None:
    """Signatures that a conversion has put into one line: each name with what stands up to the next."""
    for name, below in zip(names, [*names[1:], None], strict=True):
        stop = below.span.start if below else len(line.text)
        role = people.after_name(line.text[:stop], name)
        found.append((name.text, [role] if role else [], line.span))


def _take(
    cell: str,
    span: Span,
    found: list[tuple[str, list[str], Span]],
    bodies: list[str],
    owners: dict[int, str],
    below: str,
) -> None:
    """Put one cell of the sign-off where it belongs: a row of bodies, a name, or more of the last role."""
    rest = squash(_BODY_LINE.sub(" ", cell))
    if (
        _BODY_LINE.search(cell)
        and not re.sub(r"[\W_]|\b(?:and|Services?|Fire|Rescue)\b", "", rest)
        and not _role_of_last(cell, found)
    ):
        bodies.extend(m.group() for m in _BODY_LINE.finditer(cell))
        return
    if bodies and _BODY_TAIL.fullmatch(cell):
        return
    names = _names(cell)
    if names:
        for text, role in names:
            if bodies:
                owners[len(found)] = bodies.pop(0)
            found.append((text, [role] if role else [], span))
        return
    if found and (ROLE.search(cell) or _MAJESTY.search(cell) or found[-1][1] or rest):
        name, roles, first = found[-1]
        if len(roles) < 4:
            found[-1] = (name, [*roles, cell], Span(first.start, span.end))


def _role_of_last(cell: str, found: list[tuple[str, list[str], Span]]) -> bool:
    """Whether a line that names only an inspectorate is the role of the person above it, who has none yet."""
    return bool(found) and not found[-1][1] and bool(re.match(r"(?:HMI|Her|His)\b", cell))


def _names(cell: str) -> list[tuple[str, str]]:
    """The names that a line consists of: one, with its role behind it, or two of neighbouring columns."""
    name = people.leading_name(cell)
    if name is None or (ROLE.search(name.text) and not cell.startswith(("Dr", "Sir"))):
        return []
    words = name.text.split()
    rest = people.after_name(cell, name)
    if rest == "" and len(words) == 4 and not any(w.lower() in people.PARTICLES for w in words):
        return [(" ".join(words[:2]), ""), (" ".join(words[2:]), "")]
    other = people.leading_name(rest) if rest else None
    if other is not None and people.full_name(rest):
        return [(name.text, ""), (other.text, "")]
    return [(name.text, rest)]


def _short(printed: str, published: str | None) -> str | None:
    return inspectorates.of_role(printed, published)


def _role(roles: list[str], published: str | None) -> tuple[str | None, str | None]:
    """The role without the inspectorate that ends it, and that inspectorate in short."""
    text = ""
    for line in roles:
        line = line.strip()
        both = (
            bool(text)
            and bool(re.match(r"(?:His|Her)\s+Majesty", line))
            and bool(re.match(r"(?:His|Her)\s+Majesty", text))
        )
        text = f"{text}; {line}" if both else f"{text} {line}".strip()
    text = squash(text)
    if not text:
        return None, None
    match = re.search(r"[,;]\s*(Ofsted|CQC|Care Quality Commission|HMICFRS|HMIC|HMI Probation)\s*$", text)
    role = text[: match.start()].strip() if match else text
    body = inspectorates.of_role(match[1] if match else text, published)
    return (role or None), body
