"""What became of points: by statements made for it, and by invented letters ingested for real."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.library import Library
from kg.mapping.progress import Told, follow
from kg.mapping.progress import _statement as statement
from kg.progress import outcomes
from kg.validation import validate
from kg.vocabulary import AUTHORITY
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest, remove
from rag.progress import derive_progress
from rag.progress.keeping import cosines
from tests.answers.invented import write

LEEDS = AUTHORITY + "E08000035"
THEMES = {
    "homeless": ("homelessness",),
    "supervision": ("supervision",),
    "strategy": ("child-protection",),
    "life-story": ("permanence",),
}


def told(date: str, points: Sequence[str] = (), findings: Sequence[tuple[str, str]] = (), joint: bool = False) -> Told:
    def themes(text: str) -> tuple[str, ...]:
        return tuple(theme for word, held in THEMES.items() if word in text.lower() for theme in held)

    listed = [statement(f"https://x/{date}/point/{n}", p, "point", themes(p)) for n, p in enumerate(points)]
    found = [statement(f"https://x/{date}/finding/{n}", t, tone, themes(t)) for n, (tone, t) in enumerate(findings)]  # type: ignore[arg-type]
    return Told(f"https://x/visit/{date}", date, joint, tuple(listed), tuple(found))


EARLIER = told(
    "2018-03-05",
    [
        "The response to homeless young people aged 16 and 17.",
        "The frequency and recording of supervision.",
        "The completion of life-story work for children in care.",
    ],
)


def test_each_status() -> None:
    later = told(
        "2021-06-07",
        ["The frequency of supervision and how it is recorded."],
        [
            ("strength", "The response to homeless young people aged 16 and 17 has improved and is now prompt."),
            ("strength", "Leaders know their services well."),
        ],
    )
    found = {one.point.text.split()[1]: one for one in follow([EARLIER, later], cosines)}
    assert {word: one.status for word, one in found.items()} == {
        "response": "improved",
        "frequency": "persists",
        "completion": "not mentioned",
    }
    assert found["completion"].evidence is None
    assert found["frequency"].evidence == later.points[0]


def test_the_latest_letter_that_speaks_of_it_decides() -> None:
    worse = told("2019-06-07", [], [("improvement", "The response to homeless young people of 16 and 17 is weak.")])
    better = told("2021-06-07", [], [("strength", "The response to homeless young people of 16 and 17 is now strong.")])
    silent = told("2023-06-07", [], [("strength", "Leaders know their services well.")])
    first = follow([EARLIER, worse, better, silent], cosines)[0]
    assert (first.status, first.evidence) == ("improved", better.findings[0])
    assert first.later == (worse.visit, better.visit, silent.visit)


def test_letters_of_one_day_do_not_follow_each_other() -> None:
    same = told("2018-03-05", [], [("strength", "The response to homeless young people of 16 and 17 is now strong.")])
    assert follow([EARLIER, same], cosines) == []


def test_kept_in_step_with_letters(tmp_path: Path) -> None:
    embedder = open_embedder()
    with Library.open(tmp_path / "library", write=True) as held:
        index = open_index(held.index_folder, embedder.name, embedder.dimension)
        ingest(write(tmp_path), held, index, embedder)
        found = outcomes(held.store, LEEDS)
        assert {(one.point.date, one.point.text, one.status) for one in found if one.point.kind == "ilacs"} == {
            ("2019-03-04", "The timeliness of strategy meetings.", "persists"),
            ("2019-03-04", "The recording of management oversight.", "persists"),
        }
        for one in found:
            assert one.point.quote
            assert one.later
            assert (one.evidence is None) == (one.status == "not mentioned")
        assert derive_progress(held) == 0
        assert [str(v) for v in validate(held.store) if "utcome" in str(v)] == []
        for name in ("leeds-second.txt", "leeds-visit.txt"):
            remove(next(entry.key for entry in held.entries() if entry.name == name), held, index)
        assert outcomes(held.store, LEEDS) == ()
        index.close()
