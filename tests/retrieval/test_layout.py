from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from kg.findings import judge
from kg.letters import parse
from kg.model import Letter
from kg.reading import read
from rag.retrieval.layout import keep, lay_out, load
from rag.retrieval.query import terms
from rag.retrieval.scoring import score
from rag.retrieval.sheet import Sheet

FILES = sorted((Path(__file__).parents[2] / "data" / "letters").glob("*.txt"))
HELD = {letter.key: letter for letter in (judge(parse(read(file))) for file in FILES)}


def given(asked: list[str]) -> Iterator[Letter]:
    yield from (HELD[key] for key in asked)


def test_a_layout_scores_as_the_letters_do() -> None:
    letters = sorted(HELD.values(), key=lambda letter: letter.key)
    asked = terms("Is supervision recorded in case files?")
    assert np.array_equal(score(lay_out(letters), asked).total, score(Sheet(letters), asked).total)


def test_a_letter_that_comes_or_goes_is_laid_out_alone(tmp_path: Path) -> None:
    one, other = sorted(HELD)
    asked: list[str] = []

    def read(keys: Collection[str]) -> Iterator[Letter]:
        asked.extend(keys)
        yield from given(sorted(keys))

    keep(tmp_path, [one], 10, read)
    keep(tmp_path, [one, other], 25, read)
    assert asked == [one, other]
    both = load(tmp_path, 25, HELD)
    assert both is not None
    whole = lay_out(HELD.values())
    question = terms("management oversight of recording")
    assert np.array_equal(score(both, question).total, score(whole, question).total)
    themes = [f.themes[0] for f in HELD[other].findings if f.themes][:1]
    assert both.mask(themes, "strength") > (0, 0)
    keep(tmp_path, [other], 15, read)
    alone = load(tmp_path, 15, [other])
    assert alone is not None
    assert (alone.keys, len(asked)) == ((other,), 2)
    assert np.array_equal(score(alone, question).total, score(lay_out([HELD[other]]), question).total)
    assert load(tmp_path, 25, [other]) is None
    assert load(tmp_path, 10, HELD) is None
    assert len(list(tmp_path.glob("*.npz"))) == 2
