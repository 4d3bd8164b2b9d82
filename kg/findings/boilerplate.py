"""What a letter says of itself and of the visit: no finding, whatever its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kg.findings.lexicon import LEXICON, Tokens

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
_SENTENCE = re.compile(
    r"yours sincerely|^dear\b|www\.|https?:|\bofsted\.gov\.uk|crown copyright|open government licence|"
    rf"\b(?:this|the) {_VISIT} (?:summarises|outlines|was|includes|included|considered|took|is the|covers|covered|"
    r"looked|focused|sets|provides|addresses|examined|has been|contains)|"
    r"\bwritten statement of (?:action|proposed action)|\bread the letters?\b|\bdeep dive’? (?:focus|into)|"
    r"\bshould (?:prepare|send|co-?ordinate) |\bthe response should set out|\binspectors (?:from|also undertook)\b|"
    r"\bour (?:findings|inspection) (?:in this|will)|\bcarried out (?:by inspectors|under section)|"
    r"\bevidence (?:was|were) (?:gathered|considered)|\bthe judgements? (?:of|on|about|in|is|are)\b|\binspected under|"
    r"\bofsted(?:[’']s)?\)? (?:will|intends|carried|regulates|is pleased|website)|\bthe education and inspections act|"
    r"\bit (?:regulates|assesses) .*\binspects\b|\bthe office for standards in education|\bprincipal authority\b|"
    r"^the following recommendations",
    re.IGNORECASE,
)

# One of these words is in every such sentence: most sentences need not be searched.
_WORDS = frozenset(
    (
        "yours", "dear", "www", "http", "https", "crown", "licence", "letter", "letters", "inspection",
        "visit", "report", "statement", "deep", "prepare", "send", "response", "our", "inspectors", "carried",
        "evidence", "judgement", "judgements", "inspected", "ofsted", "regulates", "assesses", "office",
        "principal", "recommendations", "coordinate",
    )
)  # fmt: skip
_TELLING = LEXICON.column(lambda word: word in _WORDS)


def section(path: tuple[str, ...]) -> bool:
    """Whether a passage under these headings is about the visit or the area."""
    return any(map(_SECTION.match, path))


def sentences(texts: Sequence[str], tokens: Tokens) -> list[bool]:
    """Which sentences, given with their words, are about the visit, the letter or its senders."""
    held = np.bincount(tokens.sentence, _TELLING.of(tokens.words), len(texts)) > 0
    return [
        (not text.endswith(_ENDS) and 2 * len(_CAPITAL.findall(text)) > length)  # names: an address, a signature
        or _MADE.match(text) is not None
        or (telling and _SENTENCE.search(text) is not None)
        for text, length, telling in zip(texts, tokens.lengths.tolist(), held.tolist(), strict=True)
    ]
