import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kg.errors import LibraryError
from rag.index import IndexRow, PassageIndex, open_index

# Chroma's own client for a server never closes its connections.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
RNG = np.random.default_rng(7)


def unit(n: int, d: int = 8) -> np.ndarray:
    vectors = RNG.normal(size=(n, d)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def rows(letter: str, n: int) -> list[IndexRow]:
    return [IndexRow(f"https://example.org/{letter}/{i}", letter, i, 1 + i // 10) for i in range(1, n + 1)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = shutil.which("chroma") or str(Path(sys.executable).with_name("chroma"))
    folder = str(tmp_path_factory.mktemp("server"))
    process = subprocess.Popen(
        [command, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(params=["embedded", "server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageIndex]:
    url = request.getfixturevalue("server") if request.param == "server" else None
    opened = open_index(tmp_path / "index", "m", 8, url, fresh=True)
    yield opened
    opened.close()


def test_replace_twice_is_replace_once(index: PassageIndex) -> None:
    first, second = unit(12), unit(5)
    index.replace("a", rows("a", 12), first)
    index.replace("a", rows("a", 12), first)
    index.replace("b", rows("b", 5), second)
    assert index.counts() == {"a": 12, "b": 5}
    index.replace("a", rows("a", 3), first[:3])
    assert (index.keys(), index.count()) == ({"a", "b"}, 8)
    numbers, vectors = index.vectors("a")
    assert numbers == [1, 2, 3]
    assert np.allclose(vectors, first[:3], atol=1e-6)


def test_removed_letters_are_gone_and_removing_again_is_no_error(index: PassageIndex) -> None:
    index.replace("a", rows("a", 4), unit(4))
    index.remove("a")
    index.remove("a")
    assert index.count() == 0
    assert index.vectors("a")[1].shape == (0, 8)
    assert index.search(unit(1)[0], 3) == []


def test_search_keeps_to_the_letters_asked_for(index: PassageIndex) -> None:
    vectors = unit(20)
    index.replace("a", rows("a", 10), vectors[:10])
    index.replace("b", rows("b", 10), vectors[10:])
    nearest = index.search(vectors[13], 2)[0]
    assert (nearest.letter, nearest.number) == ("b", 4)
    assert nearest.similarity == pytest.approx(1, abs=1e-5)
    assert {hit.letter for hit in index.search(vectors[13], 30, ["a"])} == {"a"}
    assert index.search(vectors[13], 3, []) == []


def test_more_rows_than_one_batch_holds(index: PassageIndex) -> None:
    index.replace("long", rows("long", 5600), unit(5600))
    assert index.counts() == {"long": 5600}
    index.replace("long", [], unit(0))
    assert index.count() == 0


def test_another_model_is_refused_and_fresh_starts_anew(tmp_path: Path) -> None:
    made = open_index(tmp_path, "one", 8)
    made.replace("a", rows("a", 2), unit(2))
    with pytest.raises(LibraryError, match="letters rebuild"):
        open_index(tmp_path, "two", 8)
    assert open_index(tmp_path, "two", 8, fresh=True).count() == 0


@pytest.mark.parametrize("url", ["localhost", "http://127.0.0.1:9"])
def test_a_server_that_is_not_there_is_one_line(tmp_path: Path, url: str) -> None:
    with pytest.raises(LibraryError):
        open_index(tmp_path, "m", 8, url)
