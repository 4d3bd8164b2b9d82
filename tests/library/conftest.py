from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.library import Library
from kg.settings import load_settings
from rag.embedding import Embedder, open_embedder
from rag.index import PassageIndex, open_index
from rag.ingest import Summary, ingest

SEEDS = Path(__file__).parents[2] / "data" / "letters"
LETTER = """{published}

Jane Smith
Director of Children's Services
{authority} Council

Dear Ms Smith

Focused visit to {authority} children's services

This letter summarises the findings of the focused visit to {authority} children's services on {days}. Her Majesty's
Inspectors for this visit were {inspector} and Joy Example.

Headline findings

Leaders know their services well. Caseloads are too high in some teams, and supervision is not regular enough.

What needs to improve in this area of social work practice

■ The quality of assessments.
■ The frequency of supervision.

Yours sincerely

{inspector}
Her Majesty's Inspector
"""


def letter(authority: str = "Leeds", days: str = "3 and 4 May 2022", inspector: str = "Ann Example") -> str:
    """The text of a letter that nobody sent."""
    return LETTER.format(authority=authority, days=days, inspector=inspector, published="1 June 2022")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return open_embedder()


Ingest = Callable[..., Summary]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the library is."""
    return tmp_path / "library"


@pytest.fixture
def bring(folder: Path, embedder: Embedder) -> Ingest:
    """Ingests paths into the library."""

    def run(*paths: Path) -> Summary:
        with Library.open(folder, load_settings(False), write=True) as library:
            index = open_index(library.index_folder, embedder.name, embedder.dimension)
            try:
                return ingest(paths, library, index, embedder)
            finally:
                index.close()

    return run


@pytest.fixture
def indexed(folder: Path, embedder: Embedder) -> Callable[[], dict[str, int]]:
    """Passages of each letter in the index."""

    def counts() -> dict[str, int]:
        with Library.open(folder, load_settings(False)) as library:
            published = library.index_folder
        index: PassageIndex = open_index(published, embedder.name, embedder.dimension)
        try:
            return index.counts()
        finally:
            index.close()

    return counts
