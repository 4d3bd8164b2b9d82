"""What a model writes, cut into claims as it comes: a sentence each, with the ids it cites, and nothing but words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 600
"""Characters of a sentence; what runs on longer is no sentence."""
_ID = r"[b-df-hj-np-tv-xz][2-9][b-df-hj-np-tv-xz][2-9]"
_CITED = re.compile(rf"[\[(【]\s*(?:ids?[:\s]+)?((?:{_ID})(?:\s*[,;&]\s*(?:{_ID}))*)\s*[\])】]")
_BRACKETED = re.compile(r"[\[【][^\[\]【】]*[\]】]")
_END = re.compile(
    rf"(?:[.!?][”\"'’)]*(?:\s*[\[(【]\s*(?:ids?[:\s]+)?{_ID}[^\])】]*[\])】])*(?:[.!?])?|[\])】])(?=\s+[A-Z“\"‘£\d*#-]|\s*\n)|\n"
)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"<think(?:ing)?>.*\Z", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)>|\Z)|<!--.*?(?:-->|\Z)|</?[a-z!|][^<>]*>?", re.DOTALL | re.IGNORECASE
)
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]*)\](?:\([^)]*\)?|\[[^\]]*\])")
_ADDRESS = re.compile(r"(?:\b[a-z][a-z+.-]*://|\bwww\.|\b(?:javascript|data|mailto):)\S*|\S+@\S+\.\w+", re.IGNORECASE)
_ORNAMENT = re.compile(r"^\s*(?:[-*•>#]+|\d+[.)])\s+|[*_~`#|\\]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as the model wrote it, its words alone, and the ids that it cites."""

    raw: str
    text: str
    ids: tuple[str, ...]


def claims(pieces: Iterable[str]) -> Iterator[Claim]:
    """The claims of a stream of text, each as soon as it is whole. What is cut off at the end is left out."""
    waiting = ""
    for piece in pieces:
        waiting = _THOUGHT.sub("", waiting + piece)
        if _THINKING.search(waiting):
            continue
        while end := _END.search(waiting):
            sentence, waiting = waiting[: end.end()], waiting[end.end() :]
            if claim := claim_of(sentence):
                yield claim
        if len(waiting) > LONGEST:
            return
    waiting = _THINKING.sub("", waiting)
    if re.search(r"[.!?\])】][”\"'’)]*\s*\Z", waiting) and (claim := claim_of(waiting)):
        yield claim


def claim_of(sentence: str) -> Claim | None:
    """The claim in a sentence; None where nothing is said."""
    ids = tuple(dict.fromkeys(i for found in _CITED.finditer(sentence) for i in re.findall(_ID, found[1])))
    text = words_only(_CITED.sub(" ", sentence))
    return Claim(sentence.strip(), text, ids) if re.search(r"\w", text) else None


def words_only(text: str) -> str:
    """Text without links, images, tags, addresses, Markdown, brackets and characters that cannot be seen."""
    text = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in {"Cf", "Co", "Cn", "So"}
    )
    for pattern, kept in (
        (_IMAGE, ""),
        (_LINK, r"\1"),
        (_TAG, " "),
        (_ADDRESS, ""),
        (_BRACKETED, " "),
        (_ORNAMENT, ""),
    ):
        text = pattern.sub(kept, text)
    text = re.sub(r"[<>\[\]{}【】]", " ", text)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    return re.sub(r"\(\s*\)", "", text).lstrip(" -–—•:;,.!?)/&+=").rstrip()
