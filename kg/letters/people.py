"""Names of people: where one begins and ends in a line, without titles of rank and letters after the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.letters.lines import squash
from kg.model import Span

_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Professor|Prof|Rev|Reverend|Rt|Hon|Right|Honourable|The)\.?"
_RANK = re.compile(
    r"(?:(?:Det(?:ective)?|D|T/|A/|Temp(?:orary)?|Acting|Assistant|Deputy|Chief)\.?\s+)*"
    r"(?:Supt|Superintendent|Inspector|Insp|Constable|Commander|Chief\s+Constable|ACC|DCC|DCS|DCI|DSU|Cllr"
    r"|Councillor|Col(?:onel)?|Major"
    r"|Baroness)\.?\s+(?=[A-Z][a-z’'-]+\s+[A-Z])"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


POSTNOMINALS = _words(
    """
    obe cbe mbe kbe dbe qpm kpm qfsm dl jp kc qc hmi shmi rmn rgn rscn rnt rn cb kcb dcb gcb cmg kcmg bem qso qn
    cvo mvo lvo rd td ba bsc bs bed beng llb bds mb bch chb bm mbbs mbchb mba ma msc mphil mres mph med llm mpa
    msw dipsw cqsw pgce pgdip phd dphil md frca frcp frcpch frcs frcn frcgp mrcgp mrcp mrcpch mrcpsych frcpsych
    ffph mfph fcipd cipfa cpfa acca fca aca frsa frsph frsm facs dch drcog fhea hons oam gm vc edd dclinpsy
    mcipd fcmi mcmi cmgr npqh mp msp mep am hons) (hons) bdsc frsb cfa ssc facmedi ffmlm
    """
)
PARTICLES = _words(
    """de da di del della van von der den ten ter la le du st st. mac mc al el bin ibn abu ap o’ o' dos y e do"""
)
# Words that stand in roles and bodies but in no name; what begins with one is not a person.
NOT_NAMES = _words(
    """
    bi-borough tri-borough detective
    seconded contracted additional shadow designate oi ai command unit force forces committee accountable acting
    adult adults advisor adviser agency alliance area areas arrangements assistant associate association
    authority board borough business cafcass care ccg ccgs centre ceo chair chairman chairperson chief child
    children children’s children's childrens city clinical collaborative combined commander commissioner
    commissioners commissioning communities community company constable constabulary consultant corporate
    council county court crime customer cygnet dcs delivery department deputy designated development director
    directorate district division divisional doctor early east eastern education elected england enterprise
    environment executive families family fire foundation general governance governing government greater group
    groups hall head health healthcare her his hm hmi hmic hmicfrs hmip hospital hospitals house improvement
    independent information inspector inspectorate inspectors inspection integrated interim joint justice lead
    leader leadership learning limited line living local london lscb lscp ltd majesty’s majesty's manager
    managing mayor medical member mental metropolitan midlands ministry multi-agency named national nhs north
    north-east north-west northern nurse nursing of office officer offending ofsted operating operations partner
    partners partnership partnerships people people’s people's person place planning police policing policy
    portfolio practice president primary principal prison probation programme protection provider provision
    public quality region regional regulation rehabilitation representative research responsible road royal
    safeguarding safety school schools scrutineer scrutiny secretary senior service services shire skills social
    south southern special specialist square standards state statutory strategic strategy street superintendent
    support system targeted team teams the town transformation trust trusts unitary university valley vice
    village wales wellbeing well-being west western women work yot young youth yours and for with in at on by to
    dear enquiries email tel telephone textphone website www piccadilly aviation crown floor copyright judgement
    grade published data analyst deep dive private cc copy monday tuesday wednesday thursday friday saturday
    sunday january february march july september october november december all our we they it this that these
    those there when where what who how as an a is are was were commission rescue yorkshire
    merseyside sussex cheshire cleveland humberside northumbria mercia thames avon tees weald tyne wear
    """
)
# Of those words, the ones that are surnames too: 'Olwen Wales, Director', 'Bernard Hall'.
_SURNAMES = _words(
    """
    hall house young west north east south wales england london street head lane place early school grade lead
    service northern southern local combined speaker court valley town shire village major green crown floor
    parliament mayor deep best trust
    """
)
_TOKEN = re.compile(r"[^\s,;|/]+")
_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ſȘȚ"  # beyond Latin-1 capitals and small letters take turns: both are taken for either
_SMALL = "a-zß-öø-ÿĀ-ſșț"
_NAME_WORD = re.compile(
    rf"^(?:(?:[dDlL][’'`](?=[A-Z]))?(?:[{_CAPITAL}][{_SMALL}]*[’'`\-‐‑])*[{_CAPITAL}][{_CAPITAL}{_SMALL}]*"
    rf"(?:[’'`\-‐‑][{_CAPITAL}{_SMALL}]+)*|[A-Z]\.?(?:[A-Z]\.?)*)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as printed, cleaned; `span` are its offsets in the text that was searched."""

    text: str
    span: Span


def is_name_word(word: str) -> bool:
    """Whether a single word can be part of a person's name."""
    return len(word) > 2 and _NAME_WORD.match(word) is not None and word.lower() not in NOT_NAMES


def is_postnominal(word: str) -> bool:
    """Whether a word is letters after a name: an honour, a degree, a post."""
    return word.strip(".,;()").lower().replace(".", "") in POSTNOMINALS and (word[:1].isupper() or word[:1] == "(")


def _ends_name(word: str) -> bool:
    return word.lower().strip(".,()[]") in NOT_NAMES


_AFTER_SURNAME = re.compile(
    r"\s*(?:[,;|(]|$)|\s+(?:[A-Z]{2,5}\b|(?:Assistant|Deputy|Executive|Interim|Strategic|Corporate"
    r"|Acting)?\s*(?:Director|Chief|Head|Manager|Chair|Officer|Leader)\b)"
)


def _letters(word: str, first: str) -> bool:
    """Whether a word is an abbreviation behind a name that is not itself in capitals: 'OBE', 'HMI', 'OI'."""
    bare = word.strip(".,()")
    return 2 <= len(bare) <= 6 and bare.isupper() and not first.isupper()


def _surname(word: str, after: str, before: int) -> bool:
    """Whether a word of roles and places is a surname here: the second word, and the name ends with it."""
    return before == 1 and word.lower().strip(".,") in _SURNAMES and _AFTER_SURNAME.match(after) is not None


def leading_name(text: str, start: int = 0, end: int | None = None) -> Name | None:
    """The name that `text[start:end]` begins with, two to five words, title kept, rank dropped; None if none."""
    end = len(text) if end is None else end
    rank = _RANK.match(text, start, end)
    at = rank.end() if rank else start
    words: list[re.Match[str]] = []
    title = 0
    for token in _TOKEN.finditer(text, at, end):
        word = token.group()
        if words and re.search(r"[,;|/(]|\s{3,}", text[words[-1].end() : token.start()]):
            break
        if len(words) == title and re.fullmatch(_TITLES, word):
            words.append(token)
            title += 1
            continue
        if len(words) - title >= 2 and (is_postnominal(word) or _letters(word, words[title].group())):
            break
        bare = word.rstrip(".:")
        known = word.lower() in PARTICLES and len(words) > title
        if _ends_name(word) and not _surname(word, text[token.end() : end], len(words) - title):
            break
        if not (known or _NAME_WORD.match(bare)):
            break
        words.append(token)
        if word.endswith((".", ":")) and len(bare) > 2:
            break
        if len(words) - title == 5:
            break
    while words and words[-1].group().lower() in PARTICLES:
        words.pop()
    if len(words) - title < 2 or len(words) - title > 4:
        return None
    if any(len(w.group()) > 2 and w.group().isupper() for w in words[title:]) and not all(
        w.group().isupper() for w in words[title:]
    ):
        return None  # an abbreviation among the words: a body, not a person
    span = Span(words[0].start(), words[-1].end())
    return Name(clean(span.of(text)), span)


def clean(name: str) -> str:
    """A printed name with single spaces, letters after the name and marks of footnotes taken away."""
    name = squash(re.sub(r"[\[\]*_]", "", name)).strip(" ,;:.")
    words = [w for w in name.split() if w]
    while words and words[0].lower().rstrip(".") in {
        "the",
        "rt",
        "hon",
        "right",
        "honourable",
        "ms",
        "mr",
        "mrs",
        "miss",
        "mx",
    }:
        words.pop(0)
    while len(words) > 2 and is_postnominal(words[-1]):
        words.pop()
    if words:
        words[-1] = re.sub(r"(?<=[a-z])\d{1,2}$", "", words[-1])
    return " ".join(words)


def full_name(text: str) -> bool:
    """Whether the whole text is one name, letters after it aside."""
    name = leading_name(text)
    if name is None:
        return False
    rest = text[name.span.end :].strip(" ,;.")
    return all(is_postnominal(word) for word in re.split(r"[\s,]+", rest) if word)


def after_name(text: str, name: Name) -> str:
    """What follows a name, letters after the name taken away."""
    rest = text[name.span.end :]
    while True:
        match = re.match(r"[\s,]*([A-Za-z()]{2,9})\b\.?\)?", rest)
        if (
            not match
            or not is_postnominal(match[1])
            or (match[1].lower() in {"am", "ma"} and not match[1].isupper() and match[1] != "MA")
        ):
            return rest.strip(" ,;:–-")
        rest = rest[match.end() :]


_CAPITAL_WORD = re.compile(rf"(?<![\w’'-])[{_CAPITAL}][\w’'-]*")


def scan(text: str, start: int, end: int, skip: Sequence[Span] = ()) -> list[Name]:
    """Every name of a text in which names and posts run together; `skip` are stretches without any."""
    made: list[Name] = []
    for word in _CAPITAL_WORD.finditer(text, start, end):
        capitals = len(word.group()) > 1 and word.group().isupper()
        if capitals or is_postnominal(word.group()):
            continue
        if (made and word.start() < made[-1].span.end) or any(s.start <= word.start() < s.end for s in skip):
            continue
        name = leading_name(text, word.start(), end)
        if name is not None:
            made.append(name)
    return made


_BETWEEN_NAMES = re.compile(r"[,;|&\n]|\([^)]*\)|\band\b|\bwith\b|\s[–-]\s")


def list_of_names(text: str, start: int, end: int) -> list[Name]:
    """All the names of a list such as 'A B, C D (Contracted Inspector), E F HMI and G H'."""
    made = []
    at = start
    for stop in [*_BETWEEN_NAMES.finditer(text, start, end), None]:
        until = stop.start() if stop else end
        while at < until and not text[at].isalpha():
            at += 1
        name = leading_name(text, at, until)
        if name:
            made.append(name)
        at = stop.end() if stop else end
    return made
