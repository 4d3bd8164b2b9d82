import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.postings import Postings
from rag.retrieval.query import Term, near, terms, thesaurus
from rag.retrieval.words import stems, stems_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("70%", "70 per cent"),
        ("£2.5m", "£2.5 million"),
        ("re-offended", "reoffended"),
        ("the child’s", "the children's"),
        ("ten weeks", "10 weeks"),
        ("1,200", "1200"),
        ("multi-agency", "multiagency"),
        ("PEPs", "PEP"),
        ("line\x02end", "line-end"),
    ],
)
def test_one_thing_in_two_spellings(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_many_texts_at_once_are_as_one_by_one(texts: list[str]) -> None:
    assert len(stems_of(texts)) == len(texts)


def test_abbreviations_and_everyday_words_have_alternatives() -> None:
    asked = {term.words: dict(term.alternatives) for term in terms("Did youngsters in the MASH wait for a dentist?")}
    assert ("multi", "agenc", "safeguard", "hub") in asked[("mash",)]
    assert ("child",) in asked[("youngster",)]
    assert ("delay",) in asked[("wait",)]


def test_what_names_the_letter_is_no_term() -> None:
    assert [t.words for t in terms("What did the July 2022 focused visit find about neglect?")] == [("neglect",)]
    assert terms("What did it say?") == []


def test_the_lists_are_well_formed() -> None:
    assert all(head and all(other and 0 < worth <= 1 for other, worth in m.items()) for head, m in thesaurus().items())
    assert len(near()) > 5000
    assert all(0 < int(entry.split(":")[1]) <= 100 for line in near().values() for entry in line.split())


def test_a_sentence_holds_a_term_by_its_best_alternative() -> None:
    held = Postings([stems(t) for t in ("The police came.", "An officer came.", "Nobody came.", "")])
    term = Term(("polic",), ((("polic",), 1.0), (("offic",), 0.5), (("an", "offic"), 0.9)))
    found = held.matches(term)
    assert found[0] > found[1] > 0
    assert list(found[2:]) == [0, 0]
    assert held.rows([]).shape == (0, 4)
    assert np.array_equal(Postings([]).match(("x",)), np.zeros(0, dtype=np.float32))
