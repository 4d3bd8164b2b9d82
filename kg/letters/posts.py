"""Posts and bodies: what follows a person's name, parted into the post and the body that it is held in."""

from __future__ import annotations

import itertools
import re

from kg.letters import places

BODY = re.compile(
    r"\b(?:Council|Police|Constabulary|NHS|CCGs?|Clinical Commissioning Groups?\d?"
    r"|Integrated (?:Health and )?Care Board|ICB|Board|LSCB|Trust|Company|Limited|Cafcass"
    r"|Partnership|Team|Borough|Probation Service|Authority|Group|Hospital|Foundation|Collaborative|Arrangements"
    r"|Command Unit|Division|Force|Academy|CRC|NPS|Unit|MPS|SPFT|Service)\b",
    re.I,
)
"""A word that bodies' names hold."""
ROLE = re.compile(
    r"\b(?:Director|Directory|Chief|Officer|Head|Manager|Chair|Chairman|Commissioner|Mayor|Lead|Leader|Constable"
    r"|Superintendent|Nurse|Scrutineer|Commander"
    r"|Executive|CEO|Secretary|Adviser|Advisor|Member|President|Representative|DCS|Accountable|Administrator"
    r"|Consultant)\b",
    re.I,
)
"""A word that posts hold."""
_NAMED_BODY = re.compile(
    r"\b(?:Council|Police|Constabulary|NHS|CCGs?|Clinical Commissioning|Care Board|ICB|Board|LSCB|Trust|Company"
    r"|Partnership|CAFCASS"
    r"|Probation Service|Borough of|Youth Offending (?:Team|Service))\b",
    re.I,
)
_NO_BODY = re.compile(
    r"\bresponsibil|\bfor\s+safeguarding"
    r"|^(?:Service|Services|Communities|Specialist|Area|Quality|Place|Children|Adult)\b",
    re.I,
)
_OF_BODY = re.compile(
    r"^(?P<role>.*?\b(?:Chair|Chief Executive(?: Officer)?|Director|Head|Commissioner|Chief Constable|CEO"
    r"|Commander|Officer|Nurse|Lead))\s+(?:of|at|for)\s+(?:the\s+)?(?P<body>.+)$",
    re.I,
)
STREET = re.compile(
    r"\b(?:Lane|Street|Road|House|Avenue|Square|Place|Way|Drive|Close|Hall|Park|Terrace|Hill|Row|Walk|Wharf|Quay|Parade"
    r"|Crescent|Buildings?|Tower|Gate|Offices?|Cent(?:re|er)|Floor)\W*$"
)
"""How a building's or a street's name ends."""


_PART_OF_BODY = re.compile(
    r"\b(?:Services?|Safeguarding|Children|Adults?|Young|Famil(?:y|ies)|Education|Learning|Social|Health|Department"
    r"|Directorate|Partnerships?|Board|Teams?|Trust|Group|Authority|LSCB|MASH|Hub)\b",
    re.I,
)


def _place_behind_post(rest: str) -> tuple[str, str] | None:
    """'Director of Public Health Milton Keynes': a post, and a body whose name begins with a place, without a comma."""
    for place in places.find(rest)[:1]:
        post = rest[: place.span.start]
        if not ROLE.search(post) or re.search(
            r"(?:\b(?:of|for|in|at|and|the|NHS|Greater|North|South|East|West|Mid|Central)|[&,(–-])\s*$", post
        ):
            return None
        body = rest[place.span.start :]
        if place.span.end == len(rest) or (BODY.search(body) and not ROLE.search(body)):
            return post.strip(), body
    return None


def split_role(rest: str) -> tuple[str | None, str | None]:
    """'Chief Nurse, NHS X CCG' to its role and its body; None for what is not there."""
    rest = re.sub(r"(?<=[a-z)])\d(?=$|,)", "", rest).strip(" ,;.[")
    if not rest:
        return None, None
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    joined = _place_behind_post(rest)
    if joined:
        return joined
    for i in range(1, len(parts)):
        head, tail = ", ".join(parts[:i]), ", ".join(parts[i:])
        if not ROLE.search(head) or re.match(r"(?:and|with)\b", tail):
            continue
        if (
            not BODY.search(parts[i])
            and re.search(r"\b(?:for|of)\s+[^,]*$", parts[i - 1])
            and places.find(parts[i - 1])
        ):
            continue  # '... Commissioner for Devon, Cornwall and ...'
        if (BODY.search(parts[i]) or places.find(parts[i])) and not (
            ROLE.search(parts[i]) and not BODY.search(parts[i])
        ):
            return head, tail
    match = _OF_BODY.match(rest)
    if match and _NAMED_BODY.search(match["body"].split(",")[0]) and not _NO_BODY.search(match["body"]):
        return match["role"], match["body"]
    if not ROLE.search(rest) and BODY.search(rest):
        return None, rest
    return rest, None


def without_street(body: str | None) -> str | None:
    """A body's name without the building and street that an address wrapped like prose runs on with."""
    if body is None:
        return None
    kept = itertools.takewhile(lambda part: not (re.search(r"\d", part) or STREET.search(part)), body.split(","))
    body = ",".join(kept).strip() or body
    behind = re.search(r"(?<=\bCouncil)\s+(?=[A-Z\d])(?P<rest>.*)$", body)
    return body[: behind.start()] if behind and not _PART_OF_BODY.search(behind["rest"]) else body
