"""Findings of small letters made here: what is one, its polarity, its themes, and where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.findings import find
from kg.findings.context import look
from kg.findings.features import DENSE, key, name
from kg.findings.lexicon import LEXICON, Lexicon
from kg.findings.linear import POLARITIES, load
from kg.findings.themes import THEMES, cues
from kg.findings.tone import read
from kg.model import Document, Finding, Passage, Point, Span


def letter(
    *paragraphs: str, path: tuple[str, ...] = ("Findings",), kind: str = "paragraph"
) -> tuple[Document, tuple[Passage, ...]]:
    """A document of paragraphs under one heading, sentences cut at full stops."""
    text = "\n".join(paragraphs)
    passages = []
    start = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        sentences = tuple(
            Span(start + match.start(), start + match.end()) for match in re.finditer(r"\S[^.]*\.?", paragraph)
        )
        span = Span(start, start + len(paragraph))
        passages.append(Passage(number, span, 1, path, kind, sentences))  # type: ignore[arg-type]
        start += len(paragraph) + 1
    return Document("l.txt", "text/plain", "0" * 64, text, (), (), (0,)), tuple(passages)


def only(sentence: str, **where: object) -> Finding:
    """The one finding of a letter of one sentence."""
    document, passages = letter(sentence, **where)  # type: ignore[arg-type]
    (finding,) = find(document, passages, ())
    return finding


@pytest.mark.parametrize(
    ("sentence", "polarity", "theme"),
    [
        ("Management oversight of practice is strong and effective.", "strength", "management-oversight"),
        ("Supervision is not sufficiently regular or reflective.", "improvement", "supervision"),
        ("The quality of case recording is variable.", "improvement", "recording"),
        ("Care leavers are well supported by their personal advisers.", "strength", "care-leavers"),
        ("Children wait too long for a return home interview.", "improvement", "exploitation-missing"),
        ("Officers do not always consider the impact of domestic abuse.", "improvement", "domestic-abuse"),
        ("Foster carers receive good training and value their support.", "strength", "fostering"),
        ("Leaders have an accurate understanding of the quality of practice.", "strength", "leadership"),
    ],
)  # fmt: skip
def test_what_a_sentence_says(sentence: str, polarity: str, theme: str) -> None:
    finding = only(sentence)
    assert finding.polarity == polarity
    assert theme in finding.themes
    assert 0 <= finding.confidence <= 1
    assert not finding.point


@pytest.mark.parametrize(
    "sentence",
    [
        "This letter summarises the findings of the focused visit to a council on 1 August.",
        "Inspectors looked at the local authority’s arrangements for children in need.",
        "The director of children’s services should prepare a written statement of proposed action.",
        "It was carried out by inspectors from Ofsted and the Care Quality Commission.",
        "Yours sincerely, Her Majesty’s Inspector.",
        "Her Majesty’s Inspectors for this visit were A B Smith and C Jones.",
        "Her Majesty’s Inspectors A B Smith and C Jones undertook the visit.",
        "The quality assurance manager was A B Smith, Senior HMI.",
        "T 0300 123 1231",
        "A B Smith, Director of Children’s Services, Anytown Council",
    ],
)
def test_what_tells_of_the_visit_is_no_finding(sentence: str) -> None:
    document, passages = letter(sentence)
    assert find(document, passages, ()) == ()


def test_what_inspectors_looked_at_is_no_finding_whatever_its_words() -> None:
    document, passages = letter(
        "On this visit, inspectors looked at:",
        "the effectiveness of management oversight.",
        "the quality of plans.",
        "Children’s plans are good.",
        "Management oversight is weak.",
    )
    kinds = ["paragraph", "bullet", "bullet", "paragraph", "bullet"]
    passages = tuple(replace(passage, kind=kind) for passage, kind in zip(passages, kinds, strict=True))  # type: ignore[arg-type]
    found = find(document, passages, ())
    assert [finding.span.of(document.text) for finding in found] == [
        "Children’s plans are good.",
        "Management oversight is weak.",
    ]


def test_sections_about_the_area_hold_no_findings() -> None:
    document, passages = letter(
        "Management oversight is strong.", path=("Information about this local authority area",)
    )
    assert find(document, passages, ()) == ()


def test_what_follows_the_dates_on_the_front_is_read() -> None:
    path = ("Anytown City Council", "Inspection dates: 2 March 2020 to 6 March 2020")
    assert only("For children with additional needs, practice is child-focused and of a good quality.", path=path)


def test_headings_are_no_findings() -> None:
    document, passages = letter("Management oversight is strong.", kind="heading")
    assert find(document, passages, ()) == ()


@pytest.mark.parametrize(
    ("kind", "polarity"),
    [
        ("improvement", "improvement"),
        ("priority-action", "improvement"),
        ("recommendation", "improvement"),
        ("strength", "strength"),
    ],
)
def test_a_point_takes_the_polarity_of_its_list(kind: str, polarity: str) -> None:
    document, passages = letter("The quality of plans and of supervision", kind="bullet")
    point = Point(kind, passages[0].span.of(document.text), passages[0].span)  # type: ignore[arg-type]
    (finding,) = find(document, passages, (point,))
    assert (finding.polarity, finding.point) == (polarity, True)
    assert {"planning", "supervision"} & set(finding.themes)


def test_findings_stand_in_order_where_their_words_are() -> None:
    sentences = ["Thresholds are well understood.", "However, strategy meetings are often delayed."]
    document, passages = letter(" ".join(sentences), "Assessments are thorough and timely.")
    found = find(document, passages, ())
    assert [finding.span.of(document.text) for finding in found] == [*sentences, "Assessments are thorough and timely."]
    assert [finding.passage for finding in found] == [1, 1, 2]
    assert [finding.polarity for finding in found] == ["strength", "improvement", "strength"]


def test_nothing_in_nothing_out() -> None:
    document, passages = letter("")
    assert find(document, passages, ()) == ()
    assert find(document, (), ()) == ()


def test_negation_turns_praise_round() -> None:
    tone = read(LEXICON.read(["Plans are effective.", "Plans are not effective."]))
    assert tone.total[0] > 0 > tone.total[1]
    assert tone.negated.tolist() == [False] * 6 + [True]


def test_clauses_behind_but_are_weighed_apart() -> None:
    tone = read(
        LEXICON.read(["Plans are good but reviews are late and weak.", "However, visits are good.", "", "Good."])
    )
    assert tone.first[0] > 0 > tone.last[0]
    assert tone.turned.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1, 0, -1, -1, -1, 0]
    assert tone.total[2] == 0


def test_a_negation_ends_with_its_sentence() -> None:
    tone = read(LEXICON.read(["Some do not.", "Good plans are made."]))
    assert not tone.negated.any()
    assert tone.total[1] > 0


def themes_of(texts: list[str]) -> list[set[str]]:
    """The themes for which a cue stands in each text."""
    return [{THEMES[theme] for theme in np.flatnonzero(row)} for row in cues(LEXICON.read(texts))]


def test_a_longer_cue_hides_the_shorter_ones_in_it() -> None:
    (themes,) = themes_of(["The school nurse attended."])
    assert "health" in themes
    assert "education" not in themes


def test_cues_stand_for_inflections_and_end_with_their_sentence() -> None:
    assert all("quality-assurance" in themes for themes in themes_of(["audit", "audits", "Audited", "The audit’s"]))
    assert themes_of(["This is early", "help is late"])[0] == set()


def test_words_are_numbered_once_and_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = Lexicon()
    lexicon.keep(["plan", "child's"])
    lengths = lexicon.column(len)
    tokens = lexicon.read(["The child’s plan, the 12 plans.", "", "Plan!"])
    assert [lexicon.words[number] for number in tokens.words] == [
        "the",
        "child's",
        "plan",
        "the",
        "1",
        "2",
        "plans",
        "plan",
    ]
    assert tokens.lengths.tolist() == [7, 0, 1]
    assert tokens.place.tolist() == [0, 1, 2, 3, 4, 5, 6, 0]
    assert lengths.of(tokens.words).tolist() == [3, 7, 4, 3, 1, 1, 5, 4]
    monkeypatch.setattr("kg.findings.lexicon._MOST", 3)
    again = lexicon.read(["A new plan"])
    assert [lexicon.words[number] for number in again.words] == ["a", "new", "plan"]
    assert lengths.of(again.words).tolist() == [1, 3, 4]
    assert len(lexicon) == len(lexicon.words) == 5


@pytest.mark.parametrize("called", ["plan", "plan is", "^the", "^the plan", "!good", ">late", "<but"])
def test_names_and_keys_stand_for_each_other(called: str) -> None:
    assert name(key(called)) == called


def test_the_weights_fit_the_themes_and_name_nobody() -> None:
    model = load()
    columns = len(POLARITIES) + len(THEMES)
    assert model.sparse.shape == (len(model.keys), columns)
    assert model.dense.shape == (len(DENSE), columns)
    assert model.prior.shape == (len(THEMES),)
    assert (np.diff(model.keys) > 0).all()
    for person in ("yvette", "stanley", "norfolk", "bradford", "sefton", "barnsley"):
        assert key(person) not in model.keys


def test_the_second_look_sees_neighbours_and_groups() -> None:
    likely = np.array([[0.9, 0.1], [0.2, 0.4], [0.6, 0.3], [0.5, 0.5]])
    cues = np.array([[1.0, 0.0], [0.0, 0.0], [0.4, 1.2], [0.0, 0.0]])
    seen = look(likely, cues, np.array([4, 4, 5, 6]), np.array([0, 1, 0, 1]), np.array([False, True, False, False]))
    assert seen.shape[:2] == likely.shape
    assert len(load().context) == seen.shape[2]
    before, leaning, after, first, passage = (seen[:, :, place] for place in (7, 8, 9, 10, 11))
    nothing = np.zeros(2)
    for row, wanted in enumerate([nothing, likely[0], nothing, nothing]):
        for feature in (before, leaning, first):
            assert feature[row] == pytest.approx(wanted)
    assert after[0] == pytest.approx(likely[1])
    assert passage[:2] == pytest.approx(likely[1::-1])
    assert passage[2:] == pytest.approx(np.zeros((2, 2)))
    assert seen[:, :, 13] == pytest.approx(likely[[2, 3, 0, 1]])  # the other sentence of the section


def test_a_sentence_that_leans_takes_its_theme_from_the_one_before() -> None:
    document, passages = letter("Care leavers live in suitable homes. This means that they are safe and settled.")
    assert all("care-leavers" in finding.themes for finding in find(document, passages, ()))


def test_labels_hold_no_words_of_letters() -> None:
    labels = Path(__file__).parents[2] / "tools" / "findings" / "labels.jsonl"
    shape = re.compile(
        r'\{"letter": "[0-9a-f]{16}", "sentence": "[0-9a-f]{16}", "polarity": "[a-z]+", "themes": \[[-", a-z]*\]\}'
    )
    assert all(shape.fullmatch(line) for line in labels.read_text(encoding="utf-8").splitlines())
