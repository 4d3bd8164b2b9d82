"""What a letter says of itself and of the visit: no finding, whatever its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kg.findings.lexicon import LEXICON, Tokens, runs

# Sections that tell how the visit was made or what bodies there are, not what was found.
_SECTION = re.compile(
    r"^(?:contents|annex\b|information about|(?:the |lead |our )?inspection team|next steps|yours sincerely|"
    r"about (?:this|the) inspection|children looked after in this area|children living in this area|"
    r"child protection in this area|context$|what the inspection judge?ments mean|inspection (?:dates|details):?$|"
    r"background|definition|key judgement|judgement\b|other information about|"
    r"(?:[a-z]+ )?local area partnership (?:information|details))",
    re.IGNORECASE,
)
_ENDS = (".", "?", "!", ")", "’", "”", ":", ";")
_CAPITAL = re.compile(r"\b[A-Z]")
_VISIT = r"(?:letter|report|inspection|visit|focused visit|monitoring visit|joint targeted area inspection)"
_MADE = re.compile(
    r"(?:inspectors|we|they|her majesty|his majesty) (?:also )?(?:looked at|examined|evaluated|considered|reviewed|"
    r"carried|undertook|met with|spoke|visited|sampled|tracked|held|interviewed)|"
    r"(?:this|it) (?:also )?(?:included|covered) (?:the |local )*"
    r"(?:arrangements|application|effectiveness|quality|authority)\b",
    re.IGNORECASE,
)
# Words that give a sentence away, and what it then says of the visit: few sentences need be searched, and for little.
_TELLS = (
    ("yours dear www http https crown licence",
     r"yours sincerely|^dear\b|www\.|https?:|crown copyright|open government licence"),
    ("letter letters report inspection visit",
     rf"\b(?:this|the) {_VISIT} (?:summarises|outlines|was|includes|included|considered|took|is the|covers|covered|"
     r"looked|focused|sets|provides|addresses|examined|has been|contains)|\bread the letters?\b"),
    ("statement", r"\bwritten statement of (?:action|proposed action)"),
    ("deep", r"\bdeep dive’? (?:focus|into)"),
    ("prepare send coordinate ordinate", r"\bshould (?:prepare|send|co-?ordinate) "),
    ("response", r"\bthe response should set out"),
    ("inspectors",
     r"\binspectors (?:from|also undertook|for this)\b|\binspectors\b.*\bundertook (?:the|this)\b|"
     r"\b(?:visit|inspection), inspectors (?:looked|examined|evaluated|considered|reviewed)\b|"
     r"\binformed inspectors[’'] findings"),
    ("assurance", r"\bquality assurance manager (?:for this \w+ )?(?:was|is)\b"),
    ("t tel telephone textphone", r"^(?:t|tel|telephone|textphone)[\s:]*\d[\d ]{6,}"),
    ("our", r"\bour (?:findings|inspection) (?:in this|will)"),
    ("carried", r"\bcarried out (?:by inspectors|under section)"),
    ("evidence", r"\bevidence (?:was|were) (?:gathered|considered)"),
    ("judgement judgements", r"\bthe judgements? (?:of|on|about|in|is|are)\b"),
    ("inspected", r"\binspected under"),
    ("ofsted ofsted's",
     r"\bofsted\.gov\.uk|\bofsted(?:[’']s)?\)? (?:will|intends|carried|regulates|is pleased|website)"),
    ("act", r"\bthe education and inspections act"),
    ("regulates assesses", r"\bit (?:regulates|assesses) .*\binspects\b"),
    ("office", r"\bthe office for standards in education"),
    ("principal", r"\bprincipal authority\b"),
    ("recommendations", r"^the following recommendations"),
)  # fmt: skip
_SEARCHED = tuple((1 << number, re.compile(said, re.IGNORECASE)) for number, (_, said) in enumerate(_TELLS))
_GIVEN_AWAY = {word: 1 << number for number, (words, _) in enumerate(_TELLS) for word in words.split()}
_TELLING = LEXICON.column(lambda word: _GIVEN_AWAY.get(word, 0))


def section(path: tuple[str, ...]) -> bool:
    """Whether a passage under these headings is about the visit or the area."""
    return any(map(_SECTION.match, path))


def sentences(texts: Sequence[str], tokens: Tokens) -> list[bool]:
    """Which sentences, given with their words, are about the visit, the letter or its senders."""
    telling = _TELLING.of(tokens.words)
    at = np.flatnonzero(telling)
    begins, owners = runs(tokens.sentence[at])
    told = np.zeros(len(texts), telling.dtype)
    if len(at):
        told[owners] = np.bitwise_or.reduceat(telling[at], begins)
    return [
        (not text.endswith(_ENDS) and 2 * len(_CAPITAL.findall(text)) > length)  # names: an address, a signature
        or _MADE.match(text) is not None
        or (marks > 0 and any(marks & mark and said.search(text) is not None for mark, said in _SEARCHED))
        for text, length, marks in zip(texts, tokens.lengths.tolist(), told.tolist(), strict=True)
    ]
