from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from kg.encoder import package
from kg.errors import LettersError
from kg.findings import encoder
from rag import embedding
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


def judge_of_findings() -> encoder.Encoder:
    return encoder.Encoder(Path(encoder.__file__).with_name("adapter.npz").read_bytes())


@pytest.mark.parametrize("start", [OnnxEmbedder, judge_of_findings])
def test_a_graph_is_kept_once_and_made_again_where_it_is_broken_or_old(
    start: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    start()
    (kept,) = (tmp_path / "inspection-letters").iterdir()
    whole = kept.read_bytes()
    for broken in (b"", whole[: len(whole) // 2]):
        kept.write_bytes(broken)
        start()
        assert kept.read_bytes() == whole
        assert list(kept.parent.iterdir()) == [kept]
    for module, name in ((packaged, "vectors_graph"), (encoder, "states_graph")):
        monkeypatch.setattr(module, name, lambda _: pytest.fail("made again"))
    start()
    monkeypatch.setattr(package, "VERSION", "another")
    with pytest.raises(pytest.fail.Exception):
        start()


def test_where_nothing_can_be_kept_vectors_are_the_same(
    embedder: OnnxEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> Path:
        raise OSError("No space left on device")

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    (tmp_path / "file").touch()
    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(Path, "home", homeless)
    for folder in ("file", "folder", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", folder and str(tmp_path / folder))
        assert np.allclose(OnnxEmbedder().embed(TEXTS[:2]), embedder.embed(TEXTS[:2]), atol=1e-5)
    assert list((tmp_path / "folder" / "inspection-letters").iterdir()) == []


def test_threads_share_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "SentenceTransformerEmbedder", lambda _: (sleep(0.05), object())[1])
    with ThreadPoolExecutor() as pool:
        assert len(set(pool.map(open_embedder, ["a model", "a model"]))) == 1
    embedding._load.cache_clear()


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "SHA256", "0" * 64)
    with pytest.raises(LettersError, match="reinstall"):
        packaged.weights_file()


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(LettersError, match="cannot be loaded"):
        open_embedder(str(tmp_path / "none"))
