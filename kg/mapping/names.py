"""When two names may be one person's: spelling, short forms, initials, middle names. Each rule has its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from kg.vocabulary import slug

# Each line is one given name in its common forms. A form may stand on two lines ('chris'): it is then weaker evidence.
_FORMS = """
andrew andy drew
anthony tony antony
alexander alex sandy
alexandra alex sandra
benjamin ben
catherine katherine kathryn cathy kathy kate katie cath kath
charles charlie
christine chris christina tina
christopher chris
daniel dan danny
david dave
deborah debbie debra deb
donald don
edward ed eddie ted
elizabeth liz lizzie beth betty
francis frank
gerald gerry
geraldine gerry
gillian gill jill
gregory greg
helen nell
ian iain
jacqueline jackie jacqui
james jim jamie jimmy
janet jan
jennifer jenny jen
jeffrey geoffrey geoff jeff
jessica jess
joanne jo joanna
john jon
jonathan jon jonny
joseph joe
judith judy
kenneth ken
kimberley kim
lawrence laurence larry
leonard len
linda lynda
lindsay lindsey linsey
louise lou
margaret maggie meg peggy
martin martyn
matthew matt
michael mike mick
michelle shelly
natalie nat
nicholas nick nicolas nicky
nicola nicky nikki
pamela pam
patricia pat tricia trish
patrick pat paddy
penelope penny
peter pete
philip phil phillip
rachel rachael
raymond ray
rebecca becky becca
richard rick dick rich
robert rob bob bobby
roger rodger
ronald ron
samantha sam
samuel sam
sandra sandy
sarah sara
stephanie steph
stephen steve steven
stuart stewart
susan sue suzanne susie
terence terry
thomas tom tommy
timothy tim
valerie val
victoria vicky vicki
vincent vince
william will bill billy
"""
# Given names that sound or look alike here and are two names all the same.
_TWO = "daniel/danielle gabriel/gabrielle louis/louise denis/denise dennis/denise simon/simone jan/jane mary/marie"
_TWO_NAMES = {frozenset(pair.split("/")) for pair in _TWO.split()}
_SHORT: dict[str, set[int]] = {}
for _number, _line in enumerate(_FORMS.split("\n")):
    for _form in _line.split():
        _SHORT.setdefault(_form, set()).add(_number)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two names may be one person's; `strength` orders the rules, the surest first (1)."""

    reason: str
    similarity: float
    strength: int


def likeness(one: str, other: str) -> Likeness | None:
    """The surest rule by which two plain names may be one person's, None where there is none.

    Only the names are looked at: what is known of the people may still forbid it.
    """
    first, second = _words(one), _words(other)
    if min(len(first), len(second)) < 2:
        return None
    similarity = round(JaroWinkler.normalized_similarity(" ".join(first), " ".join(second)), 3)
    given, family = (first[0], second[0]), (_family(first), _family(second))
    same_family = family[0] == family[1]
    if same_family and given[0] == given[1]:
        return Likeness("middle names or initials left out", similarity, 1) if _middles_agree(first, second) else None
    if not same_family and given[0] == given[1]:
        if _one_slip(*family):
            return Likeness("spelling of the surname", similarity, 2)
        if _double(*family):
            return Likeness("one half of a double surname left out", similarity, 3)
        return None
    if not same_family or not _middles_agree(first, second) or frozenset(given) in _TWO_NAMES:
        return None
    if _sound(given[0]) == _sound(given[1]) or _finger_slip(*given):
        return Likeness("spelling of the given name", similarity, 2)
    if shared := _SHORT.get(given[0], set()) & _SHORT.get(given[1], set()):
        many = any(len(_SHORT[form]) > len(shared) for form in given)
        return Likeness("short form of the given name", similarity, 4 if many else 3)
    if 1 in (len(given[0]), len(given[1])) and given[0][0] == given[1][0]:
        return Likeness("initial for the given name", similarity, 4)
    return None


def surname(name: str) -> str:
    """The last word of a plain name, for grouping: lower-case letters only."""
    words = _words(name)
    return _family(words) if words else ""


def given_name(name: str) -> str:
    """The first word of a plain name, for grouping."""
    words = _words(name)
    return words[0] if words else ""


def _words(name: str) -> list[str]:
    return [slug(word) for word in name.split() if slug(word)]


def _family(words: list[str]) -> str:
    """The surname, with a particle before it: 'de-souza', 'van-dyk'."""
    particles = {"de", "da", "del", "di", "la", "le", "van", "von", "der", "den", "st", "mac", "mc", "o", "al", "el"}
    start = len(words) - 1
    while start > 1 and words[start - 1] in particles:
        start -= 1
    return "-".join(words[start:])


def _middles_agree(first: list[str], second: list[str]) -> bool:
    """Middle names contradict each other only where both have them and they differ by more than being initials."""
    pair = (first[1:-1], second[1:-1])
    return all(
        one[0] == other[0] and (one == other or 1 in (len(one), len(other))) for one, other in zip(*pair, strict=False)
    )


def _sound(name: str) -> str:
    """What stays of a name when spellings of one sound are made alike: Tracy, Tracey; Stephen, Steven."""
    plain = re.sub(r"ph", "v", name)
    plain = re.sub(r"ck|c(?=[aou])|ch(?=r)", "k", plain)
    plain = re.sub(r"(ie|ey|ee|y|i)+", "i", plain)
    plain = re.sub(r"(?<=[a-z])h(?![aeiou])", "", plain)
    plain = re.sub(r"(.)\1", r"\1", plain)
    return plain[:1] + re.sub(r"e$", "", plain[1:])


def _one_slip(one: str, other: str) -> bool:
    """One letter added, left out, changed or swapped, in surnames long enough for that to mean little."""
    if min(len(one), len(other)) < 5 or one[0] != other[0]:
        return min(len(one), len(other)) > 3 and _sound(one) == _sound(other)
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1 or _sound(one) == _sound(other)


def _finger_slip(one: str, other: str) -> bool:
    """Two letters swapped, or one too many or too few inside: slips, where another end is often another name."""
    if min(len(one), len(other)) < 5 or DamerauLevenshtein.distance(one, other) != 1:
        return False
    swapped = sorted(one) == sorted(other)
    return swapped or (len(one) != len(other) and one[-2:] == other[-2:] and one[0] == other[0])


def _double(one: str, other: str) -> bool:
    """'warren' and 'warren-hughes'."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and short in long.split("-") and long.count("-") == 1
