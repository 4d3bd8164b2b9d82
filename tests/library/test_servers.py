"""The library with its graph on a SPARQL store and its index on a Chroma server gives what the embedded pair gives."""

from __future__ import annotations

from pathlib import Path

from kg.library import Library
from kg.settings import Settings, load_settings
from rag.embedding import Embedder
from rag.index import open_index
from rag.ingest import ingest, remove
from rag.opening import open_assistant
from tests.graph.servers import chroma, oxigraph
from tests.library.conftest import SEEDS, Ingest

QUESTION = "What do inspectors say about supervision on the Isle of Wight?"


def _triples(library: Library) -> set[str]:
    return {str(triple) for triple in library.store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")}


def _ask(library: Library) -> tuple[str, object]:
    with open_assistant(library) as assistant:
        answer = assistant.ask(QUESTION)
        return answer.answer, answer.citations


def _settings(graph: str, index: str) -> Settings:
    return load_settings(False, graph_url=f"{graph}/query", graph_update_url=f"{graph}/update", chroma_url=index)


def test_the_same_library_on_servers(folder: Path, tmp_path: Path, bring: Ingest, embedder: Embedder) -> None:
    bring(SEEDS)
    with Library.open(folder, load_settings(False)) as embedded:
        expected, answered = _triples(embedded), _ask(embedded)
    with oxigraph() as graph, chroma(tmp_path / "chroma") as index_url:
        settings = _settings(graph, index_url)
        away = tmp_path / "away"
        with Library.open(away, settings, write=True) as writer:
            index = open_index(writer.index_folder, embedder.name, embedder.dimension, index_url)
            assert len(ingest([SEEDS], writer, index, embedder).read) == 2
            with Library.open(away, settings) as reader:
                assert _triples(reader) == expected
                assert _ask(reader) == answered
                key = reader.find("isle-of-wight-focused-visit-2017.txt")
                remove(key, writer, index)
                assert len(reader.letters()) == 1
                assert index.keys() == {letter.key for letter in reader.letters()}
                assert reader.ids.graph(key) not in reader.store.graphs()
            index.close()
        assert not (away / "graph").exists()
        assert not (away / "index").exists()
