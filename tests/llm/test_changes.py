"""Every sentence of the sample letters stands as it is, and falls with any word, number or 'not' of it changed."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from kg.letters import parse
from kg.reading import read
from rag.llm.claims import claim_of
from rag.llm.evidence import Item
from rag.llm.guard import check
from rag.llm.words import KEPT, stretch
from rag.model import Citation

LETTERS = Path(__file__).parents[2] / "data" / "letters"
Change = tuple[str, list[str]]


def sentences() -> list[str]:
    found = []
    for path in sorted(LETTERS.glob("*.txt")):
        letter = parse(read(path))
        for passage in letter.passages:
            for span in passage.sentences if passage.kind in {"paragraph", "bullet"} else ():
                text = " ".join(span.of(letter.document.text).split())
                if 60 < len(text) < 300 and text[0].isupper() and text.endswith("."):
                    found.append(text)
    return found


HELD = sentences()


def stands(text: str, evidence: str) -> bool:
    item = Item("k2m3", f"“{evidence}”", "The focused visit to Leeds (May 2021)", (
        Citation(1, "letter.txt", 1, evidence, "", "Leeds", None),
    ))  # fmt: skip
    claim = claim_of(f"{text.rstrip('.')} [k2m3].")
    return claim is not None and check(claim, [item]).stands


def changes(text: str, choose: random.Random) -> list[Change]:
    """What could be done to a sentence without its evidence: each change with what it is called."""
    words = text.split()
    plain = [
        i for i, w in enumerate(words) if re.fullmatch(r"[a-z]{5,}", w) and any(t.means for t in stretch(w).tokens)
    ]
    made: list[Change] = []
    if plain:
        at = choose.choice(plain)
        made.append(("a word replaced", [*words[:at], "zebras", *words[at + 1 :]]))
        made.append(("a word left out", words[:at] + words[at + 1 :]))
    if len(plain) > 1:
        one, two = choose.sample(plain, 2)
        if stretch(words[one]).tokens[0].stem != stretch(words[two]).tokens[0].stem:
            swapped = list(words)
            swapped[one], swapped[two] = words[two], words[one]
            made.append(("two words changed about", swapped))
    for i, word in enumerate(words):
        if word in KEPT and i > 0:
            made.append((f"without “{word}”", words[:i] + words[i + 1 :]))
        if word in {"is", "are", "was", "were", "has", "have"}:
            made.append(("with “not”", [*words[: i + 1], "not", *words[i + 1 :]]))
        if re.search(r"\d", word):
            other = re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), word, count=1)
            made.append(("another number", [*words[:i], other, *words[i + 1 :]]))
    return made


@pytest.mark.parametrize("text", HELD, ids=lambda text: text[:30])
def test_a_sentence_stands_and_no_change_of_it_does(text: str) -> None:
    assert stands(text, text)
    for what, words in changes(text, random.Random(text)):
        assert not stands(" ".join(words), text), f"{what}: {' '.join(words)}"


def test_no_sentence_stands_on_another() -> None:
    assert len(HELD) > 30
    for one, other in zip(HELD, HELD[7:] + HELD[:7], strict=True):
        assert not stands(one, other)
