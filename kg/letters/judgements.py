"""Judgement tables of ILACS and SIF reports, in every layout, and the headline of SIF reports."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.letters.lines import Reading, places
from kg.model import Judgement, Span

_GRADE = re.compile(
    r"\b(?:(?P<ri>requires?(?:\s+improvement)?(?:\s+to\s+be\s+good)?)|(?P<good>(?<!to be )(?<!to be\n)good)"
    r"|(?P<out>outstanding)"
    r"|(?P<inad>inadequate)|(?P<none>not\s+(?:judged|graded|inspected|applicable)))\b",
    re.I,
)
_GRADES = {
    "ri": "Requires improvement to be good",
    "good": "Good",
    "out": "Outstanding",
    "inad": "Inadequate",
    "none": "Not judged",
}
_LEFTOVER = re.compile(r"\b(?:improvement|to\s+be\s+good|to\s+be)\b", re.I)


def _words(phrase: str) -> str:
    return r"\s+".join(phrase.split())


_PROGRESS = r"(?:the\s+)?experiences?\s+and\s+progress\s+of\s+"
_ILACS = (
    (
        "The impact of leaders on social work practice with children and families",
        _words("impact of leaders on social work practice( with children and families)?"),
    ),
    (
        "The experiences and progress of children who need help and protection",
        rf"(?:{_PROGRESS})" + _words("children (who|in) need( of)? help and protection"),
    ),
    (
        "The experiences and progress of children in care and care leavers",
        rf"(?:{_PROGRESS})" + _words("children (in care|looked after) and care leavers"),
    ),
    (
        "The experiences and progress of children in care",
        rf"(?:{_PROGRESS})" + _words("children (in care|looked after)"),
    ),
    ("The experiences and progress of care leavers", rf"(?:{_PROGRESS})" + _words("care leavers")),
    ("Overall effectiveness", _words("overall effectiveness")),
)
_WHOLE = tuple({_ILACS[i][0] for i in rows} for rows in ((0, 1, 2, 5), (0, 1, 3, 4, 5)))  # before 2023 and since
_SIF = (
    ("Children who need help and protection", _words("children who need help and protection")),
    ("Children looked after and achieving permanence", _words("children looked after and achieving( permanence)?")),
    ("Adoption performance", _words("adoption performance")),
    ("Experiences and progress of care leavers", r"experiences?\s+and\s+progress\s+of\s+care\s+leavers"),
    ("Leadership, management and governance", r"leadership,?\s+management\s+and\s+governance"),
)
_PARTED = re.compile(r"(?<=improvement) +to\b(?! +be +good)|(?<!to )\bbe +good\b", re.I)  # 'improvement to ... be good'
_RAISED = re.compile(r"\brequires[\s|]*(?:\d\.?)?\s*$", re.I)  # a grade of two lines, printed around its row's name
_GAP = re.compile(r"[\s|]+")
# What a row may begin with stands first: elsewhere six alternatives need not be tried.
_ILACS_ROW = re.compile(
    "(?=[tieco])(?=the|impact|exper|child|care|overall)(?:"
    + "|".join(f"(?P<a{i}>(?:the\\s+)?{p})" for i, (_, p) in enumerate(_ILACS))
    + ")",
    re.I,
)
_SIF_ROW = re.compile(
    r"(?=[\dcael])(?=\d|child|adopt|exper|leader)(?:"
    + "|".join(f"(?P<a{i}>(?:\\d(?:\\.\\d)?\\.?\\s+)?{p})" for i, (_, p) in enumerate(_SIF))
    + ")",
    re.I,
)
_ILACS_HEADING = re.compile(
    rf"(?P<aspect>{_ILACS_ROW.pattern})\s*(?:[:\-–—]|\bis\b|\bare\b)?\s*(?P<grade>{_GRADE.pattern})\s*\.?\s*$", re.I
)
_HEADLINE = re.compile(
    r"(?:the\s+)?overall\s+judge?ment\s*(?:is|:)?(?:\s+that)?[^.]{0,80}?|children[’'`]?s\s+services?\s+(?:(?:in"
    r"|on|for|at|provided)\b[^.]{2,110}?|(?=are|is|requires?))",
    re.I,
)
_BOARD = re.compile(
    r"(?:effectiveness\s+of\s+the\s+|the\s+)local\s+safeguarding\s+children[’'`]?s?\s+board\d?\s*(?:\(?LSCB\)?)?\s*"
    r"(?:is\s+judged\s+to\s+be|is\s+judged|is\s+that\s+it|is|was|:)?\s*",
    re.I,
)
BOARD_ASPECT = "The effectiveness of the Local Safeguarding Children Board"


def grade_of(match: re.Match[str]) -> str:
    """The normalised name of a printed grade."""
    return next(name for key, name in _GRADES.items() if match[key])


def _blank(text: str, spans: list[Span]) -> str:
    """The text with stretches made white, so that what stood around them comes together, offsets unchanged."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)


def _table(
    text: str, start: int, end: int, row: re.Pattern[str], aspects: tuple[tuple[str, str], ...]
) -> list[Judgement]:
    """Rows between two offsets. Layouts break rows anywhere, so grades are taken out first and paired in order."""
    region = text[start:end].replace("|", " ")
    grades = list(_GRADE.finditer(region))
    blank = _blank(region, [Span(m.start(), m.end()) for m in grades])
    blank = _blank(blank, [Span(m.start(), m.end()) for m in _LEFTOVER.finditer(blank)])
    rows = list(row.finditer(blank))
    names = [aspects[int(next(k for k, v in m.groupdict().items() if v and k.startswith("a"))[1:])][0] for m in rows]
    if len(set(names)) != len(names):
        return []
    made = []
    if len(rows) == len(grades):
        pairs = list(zip(rows, grades, strict=True))
    else:
        bounds = [m.start() for m in rows[1:]] + [len(region)]
        pairs = []
        for found, bound in zip(rows, bounds, strict=True):
            inside = [g for g in grades if found.start() <= g.start() < bound]
            if len(inside) == 1:
                pairs.append((found, inside[0]))
    by_row = {id(found): name for found, name in zip(rows, names, strict=True)}
    for found, grade in pairs:
        span = Span(start + min(found.start(), grade.start()), start + max(found.end(), grade.end()))
        made.append(Judgement(by_row[id(found)], grade_of(grade), span))
    return made


def _broken(text: str, row: re.Pattern[str], aspects: tuple[tuple[str, str], ...]) -> list[Judgement]:
    """The table where rows' names run on behind their grades, as columns printed line by line leave it."""
    text = _blank(text, [Span(m.start(), m.end()) for m in _PARTED.finditer(text)])
    blank = _blank(text, [Span(m.start(), m.end()) for pattern in (_GRADE, _LEFTOVER) for m in pattern.finditer(text)])
    starts = list(row.finditer(blank))
    if len(starts) < 2:
        return []
    first = max(starts, key=lambda m: (len(_rows_near(starts, m)), -_row(m), -m.start()))
    seen: set[int] = set()
    last = first
    for start in (m for m in starts if 0 <= m.start() - first.start() < 900):
        if _row(start) in seen:
            break
        seen.add(_row(start))
        last = start
    grade = _GRADE.search(text, last.start(), last.end() + 60)
    return _table(text, first.start(), max(last.end(), grade.end() if grade else 0), row, aspects)


def _row(match: re.Match[str]) -> int:
    """Which row's name it is, by the table's order."""
    return next(int(name[1:]) for name, words in match.groupdict().items() if words and name.startswith("a"))


def _rows_near(starts: list[re.Match[str]], first: re.Match[str]) -> set[int]:
    """The rows that are named closely behind a place."""
    return {_row(m) for m in starts if 0 <= m.start() - first.start() < 900}


def _region(text: str, row: re.Pattern[str], last: str, limit: int) -> Span | None:
    """From the first row's name to the end of the grade of the last."""
    starts = list(row.finditer(text, 0, limit))
    if not starts:
        return None
    # Prose above the table may name an aspect too: the table begins where the most rows follow closely.
    first = max(starts, key=lambda m: (len(_rows_near(starts, m)), -_row(m), -m.start()))
    ends = [m.end() for m in re.finditer(last, text[:limit], re.I)]
    tail = min((e for e in ends if e > first.start()), default=None)
    if tail is None:
        rows = [m.end() for m in row.finditer(text, first.start(), min(limit, first.start() + 700))]
        tail = rows[-1]
    grade = _GRADE.search(text, tail, min(len(text), tail + 60))
    end = tail
    while grade:  # a column of grades may stand behind the column of names
        end = grade.end()
        gap = _GAP.match(text, end)
        grade = _GRADE.match(text, gap.end()) if gap else None
    more = re.compile(r"\s+(?:improvement)?\s*(?:to\s+be\s+good)?", re.I).match(text, end)
    raised = _RAISED.search(text, max(0, first.start() - 20), first.start())
    start = raised.start() if raised else first.start()
    return Span(start, more.end() if more and more.group().strip() else end)


def ilacs(reading: Reading) -> tuple[Judgement, ...]:
    """The table of an ILACS report; without one, what its headings say ('The experiences ...: good')."""
    text = reading.text
    limit = min(len(text), 4500)
    region = _region(text, _ILACS_ROW, r"overall\s+effectiveness", limit)
    made = (
        _table(text, region.start, region.end, _ILACS_ROW, _ILACS)
        if region and region.end - region.start < 1500
        else []
    )
    if whole(made):
        return tuple(made)
    if len(made) < 5 and len(broken := _broken(text[:limit], _ILACS_ROW, _ILACS)) > len(made):
        made = broken
    if not made:
        made = ilacs_headings(reading)
    return tuple(made)


def whole(table: Iterable[Judgement]) -> bool:
    """Whether an ILACS table has all its rows, as printed before 2023 or since."""
    return {judgement.aspect for judgement in table} in _WHOLE


def ilacs_headings(reading: Reading) -> list[Judgement]:
    """The grades that the headings of an ILACS report print."""
    made: list[Judgement] = []
    for block, words in reading.blocks:
        if len(words) > 170 or block.kind == "footnote":
            continue
        match = _ILACS_HEADING.match(words)
        grade = _GRADE.search(words, match.start("grade")) if match else None
        if match and grade:
            name = next(_ILACS[i][0] for i in range(len(_ILACS)) if match[f"a{i}"])
            if name not in {j.aspect for j in made}:
                made.append(Judgement(name, grade_of(grade), block.span))
    return made


def sif(reading: Reading) -> tuple[Judgement, ...]:
    """The numbered table of a SIF report, its headline as 'Overall effectiveness', and the board's own judgement."""
    text = reading.text
    limit = min(len(text), 6000)
    made: list[Judgement] = []
    region = _region(text, _SIF_ROW, r"leadership,?\s+management\s+and\s+governance", limit)
    rows = _table(text, region.start, region.end, _SIF_ROW, _SIF) if region and region.end - region.start < 1500 else []
    if len(rows) < 5 and len(broken := _broken(text[:limit], _SIF_ROW, _SIF)) > len(rows):
        rows = broken
    head = text[: region.start if region and rows else 2500]
    for match in _HEADLINE.finditer(head):
        grade = _GRADE.search(head, match.end(), min(len(head), match.end() + 60))
        if grade and "." not in head[match.end() : grade.start()]:
            made.append(Judgement("Overall effectiveness", grade_of(grade), Span(match.start(), grade.end())))
            break
    made += rows
    board = _board(text)
    return tuple([*made, board] if board else made)


def _board(text: str) -> Judgement | None:
    """The board's own grade: looked for around the word 'safeguarding', which is sooner found than the phrase."""
    for at in places(text, ("afeguarding", "AFEGUARDING")):
        match = _BOARD.search(text, max(0, at - 40), min(len(text), at + 110))
        grade = _GRADE.match(text, match.end()) if match else None
        if match and grade:
            return Judgement(BOARD_ASPECT, grade_of(grade), Span(match.start(), grade.end()), board=True)
    return None
