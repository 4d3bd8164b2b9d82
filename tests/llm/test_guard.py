"""The guard alone: what stands, and what falls with which reason."""

from __future__ import annotations

import pytest

from rag.llm.claims import claim_of, claims
from rag.llm.evidence import Item, items_of, shown
from rag.llm.guard import check
from rag.llm.particulars import particulars
from rag.model import Answer, Citation


def item(name: str, text: str, of: str = "Leeds") -> Item:
    heading = f"The ILACS inspection of {of} (March 2019)"
    return Item(name, text, heading, (Citation(1, "letter.txt", 1, text.strip("“”"), "", of, None),))


ITEMS = (
    item("k2m3", "“Caseloads are too high in some teams, and supervision is not regular enough.”"),
    item("b4c5", "“There are 23 care leavers who wait for a flat. This is because of a lack of affordable housing.”"),
    item("d6f7", "Overall effectiveness: Good"),
    item("g8h9", "“Ann Example led the visit on 3 and 4 May 2021, and Bob Sample was the quality assurance manager.”"),
    item("j2k2", "Leadership: Inadequate; help and protection: Good"),
    item("m3m3", "“In 2020, 45 of 60 visits to children were late, a rise of 12 per cent, at a cost of £1.2 million.”"),
    item("n4n4", "“Leaders told us that thresholds are good. Managers should ensure that visits are timely.”"),
    item("r7r7", "“The absence of oversight is a concern, and a small number of children in the east wait.”"),
    item("q6q6", "“Most young parents who have a mentor stay in education after the birth.”"),
    item("p5p5", "Overall effectiveness: Inadequate", "Kent"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Caseloads are too high in some teams [k2m3].",
        "In Leeds, supervision is not regular enough. [k2m3]",
        "Inspectors found that twenty-three care leavers wait for a flat [b4c5].",
        "This is because of “a lack of affordable housing” [b4c5].",
        "In March 2019, overall effectiveness was good [d6f7].",
        "Ann Example led the visit on 4 May 2021 [g8h9].",
        "Ann Example led the visit on 2021-05-03 [g8h9].",
        "Leadership was inadequate [j2k2].",
        "45 of 60 visits to children were late in 2020 [m3m3].",
        "45 of 60 visits to children were late, a rise of 12%, at a cost of £1,200,000 [m3m3].",
        "Caseloads are too high in some teams, while 23 care leavers wait for a flat [k2m3, b4c5].",
        "Most young parents who have a mentor stay in education after the birth [q6q6].",
        "A small number of children in the east wait [r7r7].",
        "According to the letter, 23 care leavers wait for a flat [b4c5].",
        "Leaders told inspectors that thresholds are good [n4n4].",
        "In Leeds, overall effectiveness was good, while in Kent overall effectiveness was inadequate [d6f7][p5p5].",
    ],
)
def test_what_the_evidence_says_stands(text: str) -> None:
    claim = claim_of(text)
    assert claim
    assert check(claim, ITEMS).reasons == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Caseloads are too high in some teams.", "cites no id"),
        ("Caseloads are too high in some teams [z9z9].", "z9z9 is none"),
        ("Caseloads are too high [k2m3].", "“some”, which is left out"),
        ("Caseloads are too high in all teams [k2m3].", "“all” is not said"),
        ("Supervision is regular enough [k2m3].", "“not”, which is left out"),
        ("Caseloads are not too high in some teams [k2m3].", "“not” is not said"),
        ("Supervision is too high in some teams [k2m3].", "another order"),
        ("24 care leavers wait for a flat [b4c5].", "number 24"),
        ("23 social workers wait for a flat [b4c5].", "does not count"),
        ("60 visits were late [m3m3].", "45 of 60"),
        ("45% of visits to children were late [m3m3].", "number 45%"),
        ("Visits to children were late at a cost of £1.3 million [m3m3].", "number £1300000"),
        ("Overall effectiveness was inadequate [d6f7].", "“inadequate” is not"),
        ("Overall effectiveness was good in 2021 [d6f7].", "date 2021"),
        ("Kent: overall effectiveness was good [d6f7].", "“Kent” is not"),
        ("In Leeds, overall effectiveness was inadequate [d6f7][p5p5].", "is not in the evidence"),
        ("Leadership was good [j2k2].", "several grades"),
        ("Bob Sample led the visit [g8h9].", "another order"),
        ("Ann Sample led the visit [g8h9].", "“Ann Sample” is not"),
        ("Ann Example led the visit on 5 May 2021 [g8h9].", "date 2021-5-5"),
        ("Caseloads are “too high in some teams [k2m3].", "no partner"),
        ("“Caseloads were high” in some teams [k2m3].", "word for word"),
        ("Most young parents stay in education [q6q6].", "“mentor” in that part"),
        ("Most young parents stay in education before the birth [q6q6].", "“before” is not"),
        ("Inspectors' caseloads are too high in some teams [k2m3].", "“inspectors” is not"),
        ("Caseloads are not regular enough [k2m3].", "in that part"),
        ("Good thresholds led the visit on 3 May 2021 [g8h9][n4n4].", "is not"),
        ("Oversight is a concern [r7r7].", "“absence”"),
        ("Children in the east wait [r7r7].", "“small”"),
        ("A small number of children wait [r7r7].", "“east”"),
        ("Care leavers wait for a flat [b4c5].", "“23”"),
        ("Thresholds are good [n4n4].", "“told”, which is left out"),
        ("Managers ensure that visits are timely [n4n4].", "“should”"),
        ("C\u0430seloads are too high in some teams [k2m3].", "another script"),
        ("\u0662\u0663 care leavers wait for a flat [b4c5].", "another script"),
        ("Yes [k2m3].", "“yes” is not"),
        ("It is so [k2m3].", "nothing that can be checked"),
    ],
)  # fmt: skip
def test_what_it_does_not_say_falls(text: str, reason: str) -> None:
    claim = claim_of(text)
    assert claim
    reasons = check(claim, ITEMS).reasons
    assert any(reason.lower() in one.lower() for one in reasons), reasons


def test_claims_are_cut_from_a_stream_and_hold_words_alone() -> None:
    pieces = [
        "Caseloads are too high [k2", "m3]. Supervision is poor. [k2m3] [b4c5] ![x](http://e.example/a) S",
        "ee [the letter](http://e.example) <b>now</b> [b4c5].\n- **A list** item [k2m3]\n<think>Not this [k2m3]. Nor",
        " this.</think>Dr Who <script>alert(1)</script> rose & fell 【k2m3】\nCut off he",
    ]  # fmt: skip
    assert [(claim.text, claim.ids) for claim in claims(pieces)] == [
        ("Caseloads are too high.", ("k2m3",)),
        ("Supervision is poor.", ("k2m3", "b4c5")),
        ("See the letter now.", ("b4c5",)),
        ("A list item", ("k2m3",)),
        ("Dr Who rose & fell", ("k2m3",)),
    ]


@pytest.mark.parametrize(
    ("text", "dates", "numbers"),
    [
        ("on 3 and 4 May 2021", {(2021, 5, 3), (2021, 5, 4)}, set()),
        ("29 October to 9 November 2018", {(None, 10, 29), (2018, 11, 9)}, set()),
        ("2021-05-03 or 03/05/2021 or May 3, 2021", {(2021, 5, 3)}, set()),
        ("in May; he may go in March 2020", {(None, 5, None), (2020, 3, None)}, set()),
        ("twenty-three of 1,200, half of 12 per cent", set(), {"23", "1200", "12%"}),
        ("a hundred and five for £1.5m", set(), {"105", "£1500000"}),
    ],
)
def test_dates_and_numbers_have_one_form(text: str, dates: set[object], numbers: set[str]) -> None:
    told = particulars(text)
    assert told.dates == dates
    assert told.numbers == numbers


def test_marks_in_a_letters_own_words_are_no_citations() -> None:
    one, two = (Citation(n, "letter.txt", 1, "Words [2] here.", "", "Leeds", None) for n in (1, 2))
    answer = Answer(True, "The focused visit to Leeds (May 2021):\n- “Words [2] here.” [1]", (one, two))
    (held,) = items_of(answer, "What?")
    assert held.citations == (one,)
    assert (held.heading, held.text) == ("The focused visit to Leeds (May 2021)", "“Words here.”")
    assert shown((held,)) == f"(The focused visit to Leeds (May 2021) Leeds)\n[{held.id}] “Words here.”"


def test_only_what_bears_a_claim_is_cited_with_it() -> None:
    claim = claim_of("Caseloads are too high in some teams [k2m3, b4c5, d6f7].")
    assert claim
    assert [item.id for item in check(claim, ITEMS).bearing] == ["k2m3"]
