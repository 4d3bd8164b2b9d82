"""Names of people and bodies, made comparable, and the IRIs that follow from them."""

from __future__ import annotations

import re

from kg.vocabulary import Identifiers, slug

_TITLE = re.compile(r"mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lady|lord|cllr|councillor|rev|reverend")
_POST_NOMINAL = re.compile(
    r"obe|mbe|cbe|kbe|dbe|bem|qpm|kpm|cpm|qc|kc|jp|dl|hmip?|phd|msc|ma|ba|bsc|med|mba|csci|cqsw|rgn?|rn|frc[np]|frcpch"
)

_BODIES = {
    "ofsted": "Ofsted",
    "office for standards in education, children's services and skills": "Ofsted",
    "cqc": "CQC",
    "care quality commission": "CQC",
    "hmicfrs": "HMICFRS",
    "hm inspectorate of constabulary and fire & rescue services": "HMICFRS",
    "hm inspectorate of constabulary and fire and rescue services": "HMICFRS",
    "hmic": "HMIC",
    "hm inspectorate of constabulary": "HMIC",
    "hmi probation": "HMI Probation",
    "hmip": "HMI Probation",
    "hm inspectorate of probation": "HMI Probation",
}


def plain_name(name: str) -> str:
    """A person's name without titles, post-nominals and remarks in brackets, spaces and apostrophes made regular.

    'Dr  Sean O\\'Neil CBE' becomes 'Sean O’Neil'; a name that is all titles is kept as it is.
    """
    words = re.sub(r"\(.*?\)", " ", name.replace("'", "’").replace("‘", "’")).split(",")[0].split() or name.split()
    bare = [re.sub(r"[.,;]", "", word).lower() for word in words]
    first, last = 0, len(words)
    while first < last and _TITLE.fullmatch(bare[first]):
        first += 1
    while last > first + 2 and _POST_NOMINAL.fullmatch(bare[last - 1]):
        last -= 1
    kept = " ".join(words[first:last]) or " ".join(words)
    return _capitals(kept)


def body_name(name: str) -> str:
    """The short name of an inspectorate under any of its names; other bodies keep theirs, spaces made regular."""
    regular = " ".join(name.replace("’", "'").split()).rstrip(".,;")
    key = re.sub(r"^(his|her) majesty's", "hm", regular.lower())
    key = re.sub(r"\s*\(.*\)$", "", key)
    return _BODIES.get(key, " ".join(name.split()).rstrip(".,;"))


def inspector_iri(ids: Identifiers, name: str, organisation: str | None = None) -> str:
    """Someone on the inspectorates' side.

    Ofsted's people share one space of names; another inspectorate's have its name behind theirs, so that two people of
    one name in two inspectorates stay two.
    """
    body = body_name(organisation) if organisation else "Ofsted"
    known = set(_BODIES.values()) - {"Ofsted"}
    return ids.person(plain_name(name)) + (f"/{slug(body)}" if body in known else "")


def addressee_iri(ids: Identifiers, name: str, place: str) -> str:
    """Someone to whom a letter is addressed, known within one authority (`place` is its code)."""
    return f"{ids.person(plain_name(name))}/{place}"


def _capitals(name: str) -> str:
    """NAMES PRINTED IN CAPITALS read as others do."""
    return name.title().replace("’S", "’s") if name.isupper() and len(name) > 3 else name
