"""A frame as plain, editable data: what the app shows for correction, and what `--json` and the API carry.

`corrected` takes what `as_plain` gives. A correction names only what it changes; what it does not name stays as the
question was read. A value that cannot be meant is a `CorrectionError` that says so in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from kg.errors import LettersError
from rag.questions.catalogue import Catalogue, LetterEntry
from rag.questions.choices import CHANGES, GRADE_ORDER, POLARITIES, Choices, theme_ids, visit_label
from rag.questions.frame import (
    PEOPLE_FIELDS,
    Ask,
    By,
    Field,
    Frame,
    GradeCondition,
    Measure,
    Named,
    Period,
    PeriodRole,
    PersonNamed,
    Unit,
)
from rag.questions.lexicon import ASPECT_NAMES, KIND_NAMES, TOPIC_TESTS
from rag.questions.periods import FIRST, LAST
from rag.questions.selection import choose
from rag.questions.text import content_words, plain

SHOWN = 12
"""Letters that are shown as meant."""
_SEARCHED = frozenset({"passages", "progress"})
Plain = dict[str, Any]
"""JSON-able: strings, numbers, booleans, None, lists and dicts."""


class CorrectionError(LettersError):
    """A corrected understanding that cannot be meant: an unknown name, kind, date."""


def as_plain(frame: Frame, catalogue: Catalogue) -> Plain:
    """The frame's conditions by the names that people use; every key is always there."""
    return {
        "ask": frame.ask,
        "unit": frame.unit,
        "fields": list(frame.fields),
        "authorities": [catalogue.name(named.gss) for named in frame.authorities],
        "visits": [letter.name for letter in _meant(frame, catalogue)],
        "kinds": list(frame.kinds),
        "regions": list(frame.regions),
        "neighbours_of": catalogue.name(frame.neighbours_of) if frame.neighbours_of else None,
        "inspectors": [person.name for person in frame.persons],
        "role": frame.person_role,
        "periods": [_period(period) for period in frame.periods],
        "topics": list(frame.topics),
        "themes": list(frame.themes),
        "polarity": frame.polarity,
        "aspects": list(frame.aspects),
        "grades": [" or ".join(condition.grades) for condition in frame.grades],
        "in_sequence": frame.in_sequence,
        "change": frame.change,
        "order": frame.measure,
        "limit": frame.limit,
        "by": frame.by,
        "words": " ".join(_matter(frame)),
    }


def _meant(frame: Frame, catalogue: Catalogue) -> list[LetterEntry]:
    """The letters that an answer is taken from; none where it is taken from the whole library."""
    if frame.letters:
        return [catalogue.letters[iri] for iri in frame.letters if iri in catalogue.letters]
    if frame.ask not in {"facts", "change", "passages", "summary", "progress"}:
        return []
    chosen, _ = choose(frame, catalogue)
    held = [x for one in chosen for x in (one.letters if frame.ask == "passages" else one.letters[:1])]
    return list(dict.fromkeys(held))[:SHOWN]


def _matter(frame: Frame) -> tuple[str, ...]:
    """The words that are looked for in what letters say."""
    if frame.ask in {"count", "list"} or frame.unit == "findings":
        return frame.leftover
    return frame.focus if frame.ask in _SEARCHED else ()


def _period(period: Period) -> Plain:
    return {
        "from": None if period.start <= FIRST else period.start.isoformat(),
        "until": None if period.end >= LAST else period.end.isoformat(),
        "of": period.role,
    }


def corrected(frame: Frame, edited: Mapping[str, Any], catalogue: Catalogue) -> Frame:
    """The frame with what a person has corrected. Only what differs from how it was read is changed."""
    if not isinstance(edited, Mapping):
        raise CorrectionError("understanding: not an object with names and values")
    read = as_plain(frame, catalogue)
    unknown = [str(name) for name in edited if name not in read]
    if unknown:
        raise CorrectionError(f"understanding: there is no “{unknown[0]}”; choose of {', '.join(read)}")
    made = frame
    for name in read:
        if name in edited and edited[name] != read[name]:
            made = replace(made, **_SETTERS[name](edited[name], catalogue))
    return _in_step(made, {name for name in edited if edited[name] != read[name]})


def _in_step(frame: Frame, changed: set[str]) -> Frame:
    """What follows from a correction: letters found by other conditions no longer stand."""
    if changed & {"authorities", "kinds", "regions", "neighbours_of", "periods"} and "visits" not in changed:
        frame = replace(frame, letters=())
    if changed & {"kinds"}:
        frame = replace(frame, kinds_words=" ".join(KIND_NAMES[kind] for kind in frame.kinds), each_kind=False)
    if frame.ask in {"count", "list"} or frame.unit == "findings":
        return replace(frame, leftover=frame.focus if "words" in changed else frame.leftover)
    if frame.ask == "facts" and not frame.fields:
        raise CorrectionError("understanding: fields: say which facts are asked for")
    return replace(frame, leftover=())


def _strings(name: str, value: object) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if values is None:
        return []
    if not isinstance(values, list | tuple) or not all(isinstance(item, str) for item in values):
        raise CorrectionError(f"understanding: {name}: not a list of strings")
    return list(values)


def _among(name: str, values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    known = tuple(known)
    for value in values:
        if value not in known:
            raise CorrectionError(f"understanding: {name}: “{value}” is none of {', '.join(known)}")
    return tuple(values)


def _one(name: str, known: Iterable[str], optional: bool = True) -> Callable[[object, Catalogue], str | None]:
    known = tuple(known)

    def read(value: object, _: Catalogue) -> str | None:
        if optional and value in (None, ""):
            return None
        if not isinstance(value, str):
            raise CorrectionError(f"understanding: {name}: not a string")
        return _among(name, [value], known)[0]

    return read


def _many(name: str, known: Callable[[Catalogue], Iterable[str]]) -> Callable[[object, Catalogue], tuple[str, ...]]:
    return lambda value, catalogue: _among(name, _strings(name, value), known(catalogue))


def _gss(name: str, value: str, catalogue: Catalogue) -> str:
    """The code of an authority by its name, one of its other names or the code itself."""
    wanted = plain(value).strip().lower()
    for gss, entry in catalogue.authorities.items():
        if wanted in {gss.lower(), plain(entry.name).lower(), *(plain(other).lower() for other in entry.other_names)}:
            return gss
    raise CorrectionError(f"understanding: {name}: no authority is called “{value}”")


def _authorities(value: object, catalogue: Catalogue) -> dict[str, Any]:
    names = _strings("authorities", value)
    return {"authorities": tuple(Named(_gss("authorities", name, catalogue), name, 0) for name in names)}


def _neighbours(value: object, catalogue: Catalogue) -> dict[str, Any]:
    name = next(iter(_strings("neighbours_of", value)), None)
    return {"neighbours_of": _gss("neighbours_of", name, catalogue) if name else None}


def _visits(value: object, catalogue: Catalogue) -> dict[str, Any]:
    by_name: dict[str, LetterEntry] = {}
    for entry in catalogue.letters.values():
        for name in (entry.name, entry.iri, entry.key, visit_label(entry, catalogue)):
            by_name.setdefault(name, entry)
    found = []
    for name in _strings("visits", value):
        if name not in by_name:
            raise CorrectionError(f"understanding: visits: no letter “{name}” is held")
        found.append(by_name[name].iri)
    return {"letters": tuple(found)}


def _inspectors(value: object, catalogue: Catalogue) -> dict[str, Any]:
    names = _strings("inspectors", value)
    for name in names:
        if name not in catalogue.people:
            raise CorrectionError(f"understanding: inspectors: no letter names “{name}”")
    return {"persons": tuple(PersonNamed(name, True) for name in names)}


def _periods(value: object, _: Catalogue) -> dict[str, Any]:
    rows = [value] if isinstance(value, Mapping) else value or []
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise CorrectionError('understanding: periods: not a list of {"from", "until", "of"}')
    return {"periods": tuple(_read_period(row) for row in rows)}


def _read_period(row: Mapping[str, Any]) -> Period:
    start, end = _day(row.get("from"), FIRST), _day(row.get("until"), LAST)
    if start > end:
        raise CorrectionError(f"understanding: periods: {start} comes after {end}")
    role = cast(PeriodRole, _among("periods: of", [row.get("of") or "any"], get_args(PeriodRole))[0])
    if start == FIRST or end == LAST:
        words = f"since {start}" if end == LAST and start != FIRST else f"until {end}" if start == FIRST else "any time"
    else:
        words = f"{start} to {end}"
    return Period(start, end, words, role)


def _day(value: object, otherwise: date) -> date:
    if value in (None, ""):
        return otherwise
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CorrectionError(f"understanding: periods: “{value}” is no day as 2021-09-30") from None


def _grades(value: object, _: Catalogue) -> dict[str, Any]:
    steps = [tuple(part.strip() for part in step.split(" or ")) for step in _strings("grades", value)]
    for step in steps:
        _among("grades", step, GRADE_ORDER)
    return {"grades": tuple(GradeCondition(step) for step in steps)}


def _limit(value: object, _: Catalogue) -> dict[str, Any]:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise CorrectionError("understanding: limit: not a whole number from 1")
    return {"limit": value}


def _flag(value: object, _: Catalogue) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise CorrectionError("understanding: in_sequence: neither true nor false")
    return {"in_sequence": value}


def _words(value: object, _: Catalogue) -> dict[str, Any]:
    if value is not None and not isinstance(value, str):
        raise CorrectionError("understanding: words: not a string")
    words = (value or "").strip()
    return {"words": words, "focus": content_words(words)}


def _set(field: str, read: Callable[[object, Catalogue], object]) -> Callable[[object, Catalogue], dict[str, Any]]:
    return lambda value, catalogue: {field: read(value, catalogue)}


_SETTERS: dict[str, Callable[[object, Catalogue], dict[str, Any]]] = {
    "ask": _set("ask", _one("ask", get_args(Ask), optional=False)),
    "unit": _set("unit", _one("unit", get_args(Unit), optional=False)),
    "fields": _set("fields", _many("fields", lambda _: get_args(Field))),
    "authorities": _authorities,
    "visits": _visits,
    "kinds": _set("kinds", _many("kinds", lambda _: KIND_NAMES)),
    "regions": _set("regions", _many("regions", lambda c: Choices.regions(c))),
    "neighbours_of": _neighbours,
    "inspectors": _inspectors,
    "role": _set("person_role", _one("role", PEOPLE_FIELDS)),
    "periods": _periods,
    "topics": _set("topics", _many("topics", lambda _: TOPIC_TESTS)),
    "themes": _set("themes", _many("themes", lambda _: theme_ids())),
    "polarity": _set("polarity", _one("polarity", POLARITIES)),
    "aspects": _set("aspects", _many("aspects", lambda _: ASPECT_NAMES)),
    "grades": _grades,
    "in_sequence": _flag,
    "change": _set("change", _one("change", CHANGES)),
    "order": _set("measure", _one("order", get_args(Measure))),
    "limit": _limit,
    "by": _set("by", _one("by", get_args(By))),
    "words": _words,
}
