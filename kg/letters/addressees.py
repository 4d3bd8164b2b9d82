"""Whom a letter is addressed to: a list of 'name, role, body' lines that wrap, or one postal address."""

from __future__ import annotations

import re

from kg.letters import dates, people, places
from kg.letters.lines import Printed, Reading, squash
from kg.letters.posts import BODY, ROLE, STREET, split_role, without_street
from kg.model import Person, Span

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
_CONTACT = re.compile(
    r"@|www\.|\bhttps?:|textphone|^\W*T\W{0,4}\s*0\d|\b0\d{2,4}\s?\d{3}\s?\d{3,4}\b|^Ofsted\b|^Piccadilly"
    r"|^Aviation House|^Store St",
    re.I,
)
_RUN_TOGETHER = 160  # no printed line of an address is longer
_POST = re.compile(
    rf"\s*,\s*(?=[^,]{{0,90}}?(?:{ROLE.pattern}|{BODY.pattern}))"
    r"|\s+(?:Designated|Assistant|Deputy|Executive|Interim|Acting|Director|Chief|Head|Manager|Chair|Independent"
    r"|Strategic|Corporate|Lead)\b",
    re.I,
)


def find(reading: Reading, published: Span | None) -> tuple[Person, ...]:
    """The addressees in the letter's order; none where the document greets nobody."""
    if reading.greeting is None:
        return ()
    lines = _address_lines(reading, published)
    if not lines:
        return ()
    entries = _entries(lines)
    greeting = squash(reading.lines[reading.greeting].text)
    if (spread := _within_lines(reading.text, lines, greeting)) is not None:
        return spread
    if any(_POSTCODE.search(line.text) for line in lines) or _of_one(entries, greeting):
        return _postal(lines, greeting)
    if any(len(line.text) > _RUN_TOGETHER for line in lines):
        return _run_together(reading.text, lines)
    found = [person for entry in entries if (person := _person(entry)) is not None]
    return tuple(person for person in found if person.role or person.organisation or not STREET.search(person.name))


def _within_lines(text: str, lines: list[Printed], greeting: str) -> tuple[Person, ...] | None:
    """Addressees of an address that was wrapped like prose, where people begin within lines; None where none does."""
    found = _run_together(text, lines)
    if any(_POSTCODE.search(line.text) for line in lines):
        wanted = set(_greeted(greeting))
        found = tuple(person for person in found if wanted & set(person.name.split()))
    heads = [people.leading_name(line.text) for line in lines]
    starts = [
        Span(line.span.start, line.span.start + head.span.end) for line, head in zip(lines, heads, strict=True) if head
    ]
    names = [Span(person.span.start, person.span.start + len(person.name)) for person in found]
    inside = [name for name in names if not any(name.overlaps(head) for head in starts)]
    return found if inside else None


def _run_together(text: str, lines: list[Printed]) -> tuple[Person, ...]:
    """Addressees whose lines a conversion has put into one: a person begins with a name before a comma and a post."""
    start, end = lines[0].span.start, lines[-1].span.end
    known = [place.span for place in places.find(text, start, end)]
    names = [
        name
        for name in people.scan(text, start, end, known)
        if _POST.match(text, _after_letters(text, name.span.end), end)
    ]
    made = []
    for name, below in zip(names, [*names[1:], None], strict=False):
        stop = below.span.start if below else end
        role, body = split_role(people.after_name(text[:stop], name))
        made.append(
            Person(
                name.text,
                role,
                body,
                Span(name.span.start, name.span.start + len(text[name.span.start : stop].rstrip())),
            )
        )
    return tuple(made)


def _after_letters(text: str, at: int) -> int:
    """The offset behind the letters after a name."""
    match = re.compile(r"(?:[\s,]*\b[A-Z]{2,6}\b)*").match(text, at)
    return match.end() if match else at


def _address_lines(reading: Reading, published: Span | None) -> list[Printed]:
    """The lines between the date (or the letterhead) and the greeting."""
    lines = reading.lines[: reading.greeting]
    after = [line for line in lines if published is not None and line.span.start >= published.end]
    kept = after if any(people.leading_name(line.text) for line in after) else lines
    return [
        line
        for line in kept
        if not _CONTACT.search(line.text) and dates.only(line.text, 0, len(line.text)) is None and len(line.text) > 1
    ]


def _greets_person(greeting: str) -> bool:
    return bool(re.search(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Professor|Prof|Cllr|Councillor)\b", greeting)) or bool(
        re.fullmatch(r"Dear\s+[A-Z][a-z]+(?:\s+and\s+[A-Z][a-z]+)?[,:]?", greeting)
    )


def _of_one(entries: list[list[Printed]], greeting: str) -> bool:
    """Whether the address is of one person alone: the one greeted, with nobody else who has a post."""
    if len(entries) <= 2 and _greets_person(greeting):
        return True
    name, greeted = people.leading_name(entries[0][0].text), _greeted(greeting)
    named = bool(name and greeted) and set(greeted) <= set(name.text.split() if name else ())
    return named and not any(ROLE.search(line.text) for entry in entries[1:] for line in entry)


def _greeted(greeting: str) -> list[str]:
    """The names that a greeting uses."""
    return [word for word in re.findall(r"[^\W\d_][\w’'-]+", greeting)[1:] if word[0].isupper() or word[1] in "’'"]


def _entries(lines: list[Printed]) -> list[list[Printed]]:
    """Lines grouped into people: one starts where a name stands before a role, a comma or the line's end."""
    longest = max(len(line.text) for line in lines)
    entries: list[list[Printed]] = []
    for i, line in enumerate(lines):
        if not entries or _starts_person(line.text, lines[i - 1].text if i else "", longest):
            entries.append([line])
        else:
            entries[-1].append(line)
    return entries


def _starts_person(text: str, before: str, longest: int) -> bool:
    name = people.leading_name(text)
    if name is None:
        return False
    rest = text[name.span.end :].lstrip()
    place = places.find(text, 0, len(text))
    if place and place[0].span.start <= name.span.start + 1 and place[0].span.end >= name.span.end:
        return False  # 'Milton Keynes', 'Kingston upon Hull'
    if re.search(r"\b(?:and|of|for|the|with|to|at|&)$", before) or before.endswith(("&", "-")):
        return False
    follows = (
        rest == ""
        or rest[0] in ",;:(–-|"
        or bool(re.match(r"(?:[A-Z]{2,}|\w+)", rest) and ROLE.match(rest.split(",")[0]))
        or bool(ROLE.search(rest[:60]))
    )
    if not follows:
        return False
    full = len(before) + 1 + len(text.split()[0]) > longest - 4 and before != ""
    return not (full and rest == "" and not ROLE.search(rest) and before.endswith(","))


_WRAPPED = re.compile(r"(?<=[a-z])- (?=[A-Z][a-z])")  # a double name that the line's end parted


def _person(entry: list[Printed]) -> Person | None:
    text = _WRAPPED.sub("-", squash(" ".join(line.text for line in entry)))
    name = people.leading_name(text)
    if name is None:
        return None
    role, organisation = split_role(people.after_name(text, name))
    return Person(name.text, role, organisation, Span(entry[0].span.start, entry[-1].span.end))


def _up_to(name: people.Name, wanted: list[str]) -> people.Name:
    """A name that an address has run into, cut behind the surname that the greeting uses."""
    words = name.text.split()
    for i in range(1, len(words) - 1):
        if words[i] in wanted:
            cut = " ".join(words[: i + 1])
            return people.Name(cut, Span(name.span.start, name.span.start + len(cut)))
    return name


def _postal(lines: list[Printed], greeting: str) -> tuple[Person, ...]:
    """One addressee (rarely two) over a postal address: the lines below the name are the role, then the body."""
    wanted = _greeted(greeting)
    made: list[Person] = []
    for i, line in enumerate(lines):
        name = people.leading_name(line.text)
        if name is None:
            continue
        if wanted and not any(w.lower() in name.text.lower().split() for w in wanted):
            # Others may be named below the postal address of the first: 'name, post, body' each.
            post = line.text[_after_letters(line.text, name.span.end) :]
            before = lines[i - 1]
            if made and (_POSTCODE.search(before.text) or made[-1].span.end == before.span.end):
                person = _person([line]) if post.startswith(",") and ROLE.search(post) else None
                made += [person] if person else []
            continue
        name = _up_to(name, wanted)
        if any(p.name == name.text for p in made):
            continue
        rest = people.after_name(line.text, name)
        role, body = split_role(rest) if rest else (None, None)
        last = line
        for below in lines[i + 1 : i + 6]:
            other = people.leading_name(below.text)
            if _POSTCODE.search(below.text) or (other and any(word in other.text.split() for word in wanted)):
                break
            if re.search(r"\d", below.text):
                continue
            if role is None and ROLE.search(below.text):
                role, body = split_role(below.text.strip(" ,"))
            elif (
                role is not None
                and body is None
                and ROLE.search(below.text)
                and re.search(r"(?:and|of|for|,)$", role + last.text[-1:])
            ):
                role = squash(role + " " + below.text.strip(" ,"))
            elif body is None and re.search(r"\bCouncil\b|\bTrust\b|\bBorough of\b", below.text):
                body = below.text.strip(" ,")
            else:
                continue
            last = below
        made.append(Person(name.text, role, without_street(body), Span(line.span.start, last.span.end)))
    if not made and lines:
        named = ((line, people.leading_name(line.text)) for line in lines if not STREET.search(line.text))
        first = next(((line, name) for line, name in named if name and not places.find(line.text)), None)
        if first:
            made.append(Person(first[1].text, None, None, first[0].span))
    return tuple(made)
