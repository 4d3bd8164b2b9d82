from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kg.findings import judge
from kg.letters import parse
from kg.model import Letter
from kg.reading import read
from kg.vocabulary import Identifiers
from rag.embedding import OnnxEmbedder
from rag.index import PassageIndex, open_index
from rag.model import Evidence
from rag.passages import has_content, index_rows, indexed_passages, passage_text
from rag.retrieval import Retriever

LETTERS = Path(__file__).parents[2] / "data" / "letters"


class Shelf:
    """The seed letters, as a library gives them."""

    def __init__(self) -> None:
        self.held = {
            letter.key: letter for letter in (judge(parse(read(file))) for file in sorted(LETTERS.glob("*.txt")))
        }

    def letter(self, key: str) -> Letter:
        return self.held[key]

    def of(self, authority: str) -> str:
        return next(key for key, letter in self.held.items() if letter.authority == authority)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def index(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    embedder = OnnxEmbedder()
    opened = open_index(tmp_path_factory.mktemp("index"), embedder.name, embedder.dimension)
    for key, letter in shelf.held.items():
        passages = indexed_passages(letter)
        vectors = embedder.embed([passage_text(letter, p) for p in passages])
        opened.replace(key, index_rows(letter, passages, Identifiers()), vectors)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def retriever(shelf: Shelf, index: PassageIndex) -> Retriever:
    return Retriever(shelf, index, OnnxEmbedder())


def words(shelf: Shelf, evidence: Evidence) -> str:
    return shelf.letter(evidence.letter).document.text[evidence.start : evidence.end]


def test_each_index_row_is_a_passage_of_its_letter(shelf: Shelf, index: PassageIndex) -> None:
    for key, letter in shelf.held.items():
        passages = indexed_passages(letter)
        assert index.counts()[key] == len(passages) > 20
        row = index_rows(letter, passages, Identifiers())[0]
        assert (row.letter, row.gss, row.kind) == (key, letter.gss, "focused-visit-letter")
        assert row.visited == int((letter.visit_start or "0").replace("-", ""))


@pytest.mark.parametrize(
    ("authority", "question", "said"),
    [
        ("Isles of Scilly", "Do staff get reflective supervision?", "reflective supervision"),
        ("Isles of Scilly", "What stops youngsters who get respite having fresh assessments?", "short breaks"),
        ("Isle of Wight", "What was wrong with CIN and CP plans?", "timescales"),
        ("Isle of Wight", "What will be launched to assure quality?", "quality assurance framework"),
    ],
)
def test_the_sentence_asked_for_is_among_the_first(
    shelf: Shelf, retriever: Retriever, authority: str, question: str, said: str
) -> None:
    found = retriever.search(question, letters=[shelf.of(authority)], limit=5)
    assert len(found) == 5
    assert any(said in words(shelf, e) for e in found)
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)


def test_evidence_points_at_a_sentence_of_its_passage(shelf: Shelf, retriever: Retriever) -> None:
    for e in retriever.search("management oversight and supervision"):
        passage = next(p for p in shelf.letter(e.letter).passages if p.number == e.passage)
        assert passage.span.start <= e.start < e.end <= passage.span.end


def test_several_letters_each_give_their_share(shelf: Shelf, retriever: Retriever, monkeypatch) -> None:
    keys = set(shelf.held)
    assert {e.letter for e in retriever.search("quality of plans", letters=keys)} == keys
    monkeypatch.setattr("rag.retrieval.retriever.FEW", 1)
    many = retriever.search("quality of plans")
    assert [e.letter for e in many].count(many[0].letter) == 2
    assert {e.letter for e in many} == keys
    assert retriever.search("quality of plans", letters=[]) == []


def test_themes_and_polarity_favour(shelf: Shelf, retriever: Retriever) -> None:
    key = shelf.of("Isle of Wight")
    findings = [f for f in shelf.letter(key).findings if "supervision" in f.themes]
    first = retriever.search("how do social workers fare", letters=[key], themes=["supervision"], limit=3)
    plain = retriever.search("how do social workers fare", letters=[key], limit=60)
    favoured = [e for e in first if any(f.span.start < e.end and e.start < f.span.end for f in findings)]
    assert favoured
    assert all(e.score > next(p.score for p in plain if p.start == e.start) for e in favoured)


def test_coverage_tells_what_is_said_from_what_is_left_out(shelf: Shelf, retriever: Retriever) -> None:
    key = shelf.of("Isles of Scilly")
    told = retriever.coverage("What did inspectors find about audits of children's records?", [key])
    left_out = retriever.coverage("What did inspectors find about swimming pools?", [key])
    assert told.told
    assert not left_out.told
    assert ("pool",) in left_out.missing
    assert not retriever.coverage("How much do audits cost?", [key], lambda sentence: "£" in sentence).told
    assert not retriever.coverage("audits", []).told


def test_the_same_question_gives_the_same_answer_in_a_new_process(
    shelf: Shelf, index: PassageIndex, retriever: Retriever
) -> None:
    again = Retriever(shelf, index, OnnxEmbedder())
    question = "How is dental health looked after?"
    one, two = retriever.search(question), again.search(question)
    assert [(e.letter, e.start) for e in one] == [(e.letter, e.start) for e in two]
    assert np.allclose([e.score for e in one], [e.score for e in two], atol=1e-5)


def test_standing_text_and_crumbs_are_not_searched() -> None:
    assert not has_content("If you would like a copy of this document in a different format, please telephone us")
    assert not has_content("Yours sincerely")
    assert has_content("Strategy discussions are timely and well attended.")
