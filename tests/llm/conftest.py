from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.library import Library
from kg.settings import Settings
from rag.assistant import Assistant
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from rag.llm.companion import Companion
from rag.model import Answer
from rag.retrieval import Retriever
from tests.answers.invented import write
from tests.llm.server import Script, Server, serving

LETTERS = Path(__file__).parent / "letters"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Retriever]]:
    """Invented letters about Leeds, Kent and Camden, and hostile ones about other places."""
    folder = tmp_path_factory.mktemp("llm")
    embedder = open_embedder()
    with Library.open(folder / "library", write=True) as library:
        index = open_index(library.index_folder, embedder.name, embedder.dimension)
        ingest([*write(folder), *sorted(LETTERS.glob("*.txt"))], library, index, embedder)
        yield library, Retriever(library, index, embedder)
        index.close()


@pytest.fixture(scope="session")
def plain(shelf: tuple[Library, Retriever]) -> Assistant:
    """An assistant without a model."""
    return Assistant(*shelf)


class Made:
    """Assistants whose model is a script."""

    def __init__(self, shelf: tuple[Library, Retriever], trace: Path) -> None:
        self.shelf, self.trace = shelf, trace

    def settings(self, url: str, **given: object) -> Settings:
        defaults: dict[str, object] = {
            "llm": "openai:scripted", "llm_base_url": url, "llm_seconds": 10.0, "llm_trace": self.trace,
            "llm_api_key": "sk-secret-of-nobody",
        }  # fmt: skip
        return Settings(**(defaults | given))  # type: ignore[arg-type]

    def assistant(self, url: str, **given: object) -> Assistant:
        return Assistant(*self.shelf, Companion(self.settings(url, **given)))

    def ask(self, script: Script, question: str, **given: object) -> tuple[Answer, Server]:
        with serving(script) as server:
            return self.assistant(server.url, **given).ask(question), server


@pytest.fixture
def made(shelf: tuple[Library, Retriever], tmp_path: Path) -> Made:
    return Made(shelf, tmp_path / "trace.jsonl")


Ask = Callable[..., tuple[Answer, Server]]
