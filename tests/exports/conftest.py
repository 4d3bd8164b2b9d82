"""A real library of five invented letters and a hostile one."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator

import pytest

from kg.exports import Selection, export
from kg.library import Library
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from tests.answers.invented import write

DAY = datetime.date(2026, 1, 2)
HOSTILE = """Focused visit to Rutland children's services

This letter summarises the findings of the focused visit to Rutland children's services on 14 June 2022.

Main findings

=HYPERLINK("http://evil.example/","Leaders know their services well & <b>act</b>") is what managers do effectively.

+44 social workers are well supported by managers. Plans are not always “clear”, and cost $5 or $6 a day.

<script>alert(1)</script> Social workers see children often and know them very well.\x07 Bells \ufffe ring.
"""

Exported = Callable[..., bytes]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("exports")
    letters = write(folder)
    hostile = folder / "=cmd|'hostile'.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    embedder = open_embedder()
    with Library.open(folder / "library", write=True) as opened:
        index = open_index(opened.index_folder, embedder.name, embedder.dimension)
        ingest([*letters, hostile], opened, index, embedder)
        index.close()
    with Library.open(folder / "library") as opened:
        yield opened


@pytest.fixture(scope="session")
def exported(library: Library) -> Exported:
    """Exports a selection, given by its fields, and hands over the bytes."""

    def run(format: str, **fields: object) -> bytes:
        target = io.BytesIO()
        export(library, Selection(**fields), format, target, created=DAY)  # type: ignore[arg-type]
        return target.getvalue()

    return run
