import numpy as np
import pytest

from kg.encoder import package
from kg.errors import LettersError
from rag.embedding import OnnxEmbedder, SentenceTransformerEmbedder, open_embedder, packaged

TEXTS = [
    "How many children go missing?",
    "Strategy discussions are timely and well attended by health and police.",
    "",
    "Café, naïve – ‘quoted’ 70% \u00a32.5m",
    "Children in care live in stable homes. " * 60,
    *(f"Visit {n}: social workers know their children {'well ' * n}." for n in range(30)),
]


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder()


def test_vectors_equal_those_of_the_reference(embedder: OnnxEmbedder) -> None:
    reference = SentenceTransformerEmbedder(str(packaged.weights_file().parent))
    ours, theirs = embedder.embed(TEXTS), reference.embed(TEXTS)
    assert ours.shape == theirs.shape == (len(TEXTS), reference.dimension)
    assert (ours * theirs).sum(axis=1).min() >= 0.9999


def test_vectors_have_unit_length_and_keep_the_order(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[7], embedder.embed([TEXTS[7]])[0], atol=1e-5)
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_an_unwritable_or_broken_cache_only_costs_time(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = packaged.weights_file()
    made = packaged.cached_graph(weights, tmp_path)
    assert [f.read_bytes() for f in tmp_path.iterdir()] == [made]
    monkeypatch.setattr(packaged, "vectors_graph", lambda _: pytest.fail("built twice"))
    assert packaged.cached_graph(weights, tmp_path) == made
    monkeypatch.undo()
    (tmp_path / "file").touch()
    assert packaged.cached_graph(weights, tmp_path / "file") == made


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "SHA256", "0" * 64)
    with pytest.raises(LettersError, match="reinstall"):
        packaged.weights_file()


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(LettersError, match="cannot be loaded"):
        open_embedder(str(tmp_path / "none"))
