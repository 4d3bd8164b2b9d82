"""Damaged letters: each field is right or absent, never wrong."""

from __future__ import annotations

import random
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.letters import parse
from kg.reading import read_bytes
from kg.rows import table_row
from tests.letters import written

SAMPLES = Path(__file__).parents[2] / "data" / "letters"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))} | {
    name: text for name, text in vars(written).items() if name.isupper()
}
SCALARS = ("document_type", "authority", "gss", "published", "visit_start", "visit_end", "statement_due")
PEOPLE = ("inspectors", "signatories", "addressees")
calm = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
letters = st.sampled_from(sorted(TEXTS))


def row(text: str | bytes) -> dict[str, Any]:
    data = text if isinstance(text, bytes) else text.encode()
    return table_row(parse(read_bytes(data, "letter.txt")))


WHOLE = {name: row(text) for name, text in TEXTS.items()}


def plain(name: str) -> str:
    return re.sub(r"\W+", " ", name).casefold()


def right_or_absent(name: str, damaged: dict[str, Any], *, kinds: bool = True) -> None:
    """Scalars are those of the whole letter or None; people, bodies and grades are among those of the whole letter."""
    whole = WHOLE[name]
    for field in SCALARS if kinds else SCALARS[1:]:
        allowed = {whole[field], None} | ({"other"} if field == "document_type" else set())
        assert damaged[field] in allowed, (field, damaged[field], whole[field])
    everybody = {plain(p["name"]) for field in PEOPLE for p in whole[field]}
    for field in PEOPLE:
        assert {plain(p["name"]) for p in damaged[field]} <= everybody, field
    assert set(damaged["inspectorates"]) <= set(whole["inspectorates"])
    judged = {j["aspect"]: j["grade"] for j in whole["judgements"]}
    for judgement in damaged["judgements"]:
        assert judged.get(judgement["aspect"]) == judgement["grade"]


@calm
@given(letters, st.integers(0, 2**32))
def test_paragraphs_of_the_body_lost(name: str, seed: int) -> None:
    """Without some paragraphs past the opening (a page lost), what remains is read as before."""
    chance = random.Random(seed)
    paragraphs = re.split(r"\n\s*\n", TEXTS[name])
    first = next((i for i, p in enumerate(paragraphs) if "inspector" in p.lower()), 0) + 2
    start = chance.randrange(first, max(first + 1, len(paragraphs) - 1))
    cut = slice(start, start + chance.randint(1, 6))
    del paragraphs[cut]
    right_or_absent(name, row("\n\n".join(paragraphs)))


@calm
@given(letters, st.floats(0.2, 0.9))
def test_the_end_lost(name: str, share: float) -> None:
    text = TEXTS[name]
    right_or_absent(name, row(text[: int(len(text) * share)].rsplit("\n\n", 1)[0]))


@calm
@given(letters, st.integers(50, 110))
def test_lines_broken_elsewhere(name: str, width: int) -> None:
    """Paragraphs wrapped at another width; the lines of addresses and signatures, which are short, stay."""
    lines = []
    for line in TEXTS[name].splitlines():
        marker = re.match(r"\s*(?:[-■−]|\d+\.)\s+", line)
        hang = " " * len(marker.group()) if marker else ""
        lines.append("\n".join(textwrap.wrap(line, width, subsequent_indent=hang)) if len(line) > 130 else line)
    right_or_absent(name, row("\n".join(lines)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_other_encodings(name: str, encoding: str) -> None:
    text = TEXTS[name].replace("■", "•").replace("−", "–")
    damaged = row(text.encode(encoding))
    for field in (*SCALARS, *PEOPLE, "judgements", "headings"):
        assert damaged[field] == WHOLE[name][field], field
    assert len(damaged["improvement_points"]) == len(WHOLE[name]["improvement_points"])


@pytest.mark.parametrize("glyph", ["•", "●", "▪", "◼", "*", "–", "\uf0b7"])
@pytest.mark.parametrize("name", ["FOCUSED_2021", "JTAI_2021", "isle-of-wight-focused-visit-2017"])
def test_other_bullet_glyphs(name: str, glyph: str) -> None:
    text = re.sub(r"(?m)^(?:-|■) ", f"{glyph} ", TEXTS[name])
    damaged = row(text)
    assert damaged["improvement_points"] == WHOLE[name]["improvement_points"]
    assert damaged["strength_points"] == WHOLE[name]["strength_points"]


@calm
@given(letters, st.integers(0, 2**32))
def test_page_heads_inside_sentences(name: str, seed: int) -> None:
    """A page number and a running title put between words of long paragraphs change no field."""
    chance = random.Random(seed)
    out = []
    for line in TEXTS[name].splitlines():
        words = line.split(" ")
        if len(words) > 40 and "visit" not in line and chance.random() < 0.5:
            at = chance.randrange(20, len(words) - 10)
            line = " ".join(words[:at]) + f"\n\n{chance.randint(2, 9)}\n\n" + " ".join(words[at:])
        out.append(line)
    right_or_absent(name, row("\n".join(out)))


CONFUSED = {"l": "1", "O": "0", "o": "0", "i": "l", "e": "c", "rn": "m", "S": "5", "B": "8"}


@calm
@given(letters, st.integers(0, 2**32))
def test_noise_of_character_recognition(name: str, seed: int) -> None:
    """With one letter in two hundred misread, dates and grades are right or absent; nobody new signs."""
    chance = random.Random(seed)
    noisy = "".join(CONFUSED[c] if c in CONFUSED and chance.random() < 0.005 else c for c in TEXTS[name])
    damaged = row(noisy)
    whole = WHOLE[name]
    for field in ("published", "visit_start", "visit_end", "statement_due", "gss"):
        assert damaged[field] in {whole[field], None}, (field, damaged[field])
    judged = {j["aspect"]: j["grade"] for j in whole["judgements"]}
    for judgement in damaged["judgements"]:
        assert judged.get(judgement["aspect"]) == judgement["grade"]
    for field in PEOPLE:
        assert len(damaged[field]) <= len(whole[field]) + 1


MISREAD = {"O": "0", "l": "1", "I": "1", "S": "5", "B": "8", "i": "!", "a": "@", "o": "0", "s": "5", "t": "+", "0": "O"}


@calm
@given(letters, st.integers(0, 2**32), st.sampled_from([0.005, 0.01, 0.02]))
def test_misread_characters(name: str, seed: int, rate: float) -> None:
    """What text recognition makes of letters and digits: a name or a day that is not sure is left out."""
    chance = random.Random(seed)
    noisy = (MISREAD[c] if c in MISREAD and chance.random() < rate else c for c in TEXTS[name])
    right_or_absent(name, row("".join(noisy)))


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_the_first_page_lost(name: str, share: float) -> None:
    """The kind may be taken for another; nobody and no day is made up."""
    text = TEXTS[name]
    rest = text[text.index("\n\n", int(len(text) * share)) :]
    right_or_absent(name, row(rest), kinds=False)
