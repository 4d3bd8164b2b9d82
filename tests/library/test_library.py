from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import LibraryError
from kg.library import Library
from kg.library.planning import find_files, name_for
from kg.settings import load_settings
from rag.embedding import Embedder
from rag.index import open_index
from rag.ingest import rebuild, remove
from tests.library.conftest import SEEDS, Ingest, letter

Counts = Callable[[], dict[str, int]]


def _open(folder: Path, *, write: bool = False) -> Library:
    return Library.open(folder, load_settings(False), write=write)


def _names(folder: Path) -> list[str]:
    with _open(folder) as library:
        return [entry.name for entry in library.entries()]


def _in_step(folder: Path, indexed: Counts) -> None:
    """Manifest, graph, index and originals hold the same letters."""
    with _open(folder) as library:
        keys = {entry.key for entry in library.entries()}
        graphs = {iri for iri in library.store.graphs() if "/graph/letter/" in iri}
        assert graphs == {library.ids.graph(key) for key in keys}
        assert {library.original(key).stem for key in keys} == {file.stem for file in (folder / "originals").iterdir()}
        assert library.status().unfinished == ()
    assert set(indexed()) == keys


def test_the_seeds_are_read_and_again_nothing_changes(folder: Path, bring: Ingest, indexed: Counts) -> None:
    first = bring(SEEDS)
    assert (len(first.read), first.failed) == (2, {})
    _in_step(folder, indexed)
    with _open(folder) as library:
        generation = library.manifest.generation()
        assert [one.document.name for one in library.letters()] == _names(folder)
        found = library.letter(library.find("isle-of-wight-focused-visit-2017.txt"))
        assert found.authority == "Isle of Wight"
        assert library.original(found.key).read_bytes() == (SEEDS / found.document.name).read_bytes()
    again = bring(SEEDS)
    assert (again.read, len(again.unchanged), again.passages) == ([], 2, 0)
    with _open(folder) as library:
        assert library.manifest.generation() == generation


def test_a_changed_file_is_replaced(folder: Path, tmp_path: Path, bring: Ingest, indexed: Counts) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(letter(inspector="Ann Example"))
    bring(file)
    file.write_text(letter(inspector="Bea Example"))
    summary = bring(file)
    assert (summary.replaced, summary.removed) == (["letter.txt"], ["letter.txt"])
    assert _names(folder) == ["letter.txt"]
    _in_step(folder, indexed)
    with _open(folder) as library:
        names = library.store.select("SELECT ?n { GRAPH ?g { ?p foaf:name ?n } }").column("n")
    assert "Bea Example" in names
    assert "Ann Example" not in names


def test_one_content_under_two_names_is_one_letter(
    folder: Path, tmp_path: Path, bring: Ingest, indexed: Counts
) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    for file in (one, two):
        file.write_text(letter())
    summary = bring(one, two)
    assert (summary.read, summary.same) == (["one.txt"], {str(two): "one.txt"})
    assert len(bring(tmp_path).unchanged) == 2
    one.write_text(letter("York"))
    bring(one)
    assert len(_names(folder)) == 2
    two.write_text(letter("York"))
    assert bring(two).same
    assert len(_names(folder)) == 1
    _in_step(folder, indexed)


def test_two_letters_of_one_name_are_both_kept(folder: Path, tmp_path: Path, bring: Ingest, indexed: Counts) -> None:
    for authority in ("Leeds", "York"):
        (tmp_path / authority).mkdir()
        (tmp_path / authority / "letter.txt").write_text(letter(authority))
    bring(tmp_path / "Leeds", tmp_path / "York")
    assert _names(folder) == ["York/letter.txt", "letter.txt"]
    with _open(folder) as library:
        assert library.letter(library.find("York/letter.txt")).document.name == "York/letter.txt"
        assert library.find(str(tmp_path / "Leeds" / "letter.txt")) == library.find("letter.txt")
    _in_step(folder, indexed)


def test_removal_removes_exactly(
    folder: Path, tmp_path: Path, bring: Ingest, embedder: Embedder, indexed: Counts
) -> None:
    bring(SEEDS)
    with _open(folder) as library:
        before = sorted(library.store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), key=str)
    extra = tmp_path / "extra.txt"
    extra.write_text(letter())
    bring(extra)
    with _open(folder, write=True) as library:
        index = open_index(library.index_folder, embedder.name, embedder.dimension)
        remove(library.find("extra.txt"), library, index)
        index.close()
    _in_step(folder, indexed)
    with _open(folder) as library:
        after = sorted(library.store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), key=str)
        with pytest.raises(LibraryError, match=r"No letter extra\.txt"):
            library.find("extra.txt")
    assert after == before


def test_broken_files_cost_a_line_each(folder: Path, tmp_path: Path, bring: Ingest, indexed: Counts) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (tmp_path / "in" / "good.txt").write_text(letter())
    summary = bring(tmp_path / "in", tmp_path / "nowhere.pdf")
    assert summary.read == ["good.txt"]
    assert [Path(name).name for name in sorted(summary.failed)] == ["broken.pdf", "empty.pdf", "nowhere.pdf"]
    assert all("\n" not in reason and reason for reason in summary.failed.values())
    _in_step(folder, indexed)
    with _open(folder) as library:
        assert set(library.status().failed) == set(summary.failed)
    shutil.rmtree(tmp_path / "in")


def test_rebuilding_gives_the_same(folder: Path, bring: Ingest, embedder: Embedder, indexed: Counts) -> None:
    bring(SEEDS)
    with _open(folder) as library:
        before = sorted(library.store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), key=str)
    with _open(folder, write=True) as library:
        index = open_index(library.index_folder, embedder.name, embedder.dimension, fresh=True)
        rebuild(library, index, embedder, lambda done, total, name: None)
        index.close()
    _in_step(folder, indexed)
    with _open(folder) as library:
        assert sorted(library.store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), key=str) == before


def test_one_writes_and_others_read(folder: Path, bring: Ingest) -> None:
    bring(SEEDS)
    with _open(folder, write=True), _open(folder) as reader:
        assert len(reader.letters()) == 2
        with pytest.raises(LibraryError, match="is being written by process"):
            _open(folder, write=True)


def test_a_reader_sees_what_came_since(folder: Path, tmp_path: Path, bring: Ingest) -> None:
    bring(SEEDS)
    extra = tmp_path / "extra.txt"
    extra.write_text(letter())
    with _open(folder) as reader:
        assert len(reader.letters()) == 2
        bring(extra)
        assert len(reader.letters()) == 3
        assert len(reader.store.select("SELECT ?l { ?l a insp:Letter }")) == 3


def test_no_library_and_another_base(folder: Path, bring: Ingest) -> None:
    with pytest.raises(LibraryError, match="letters ingest"):
        _open(folder)
    bring(SEEDS)
    with pytest.raises(LibraryError, match="LETTERS_BASE_IRI"):
        Library.open(folder, load_settings(False, base_iri="http://example.org/"))


def test_files_that_may_be_letters(tmp_path: Path) -> None:
    for name in ("a.pdf", "b/C.DOCX", "b/README.md", "LICENCE.md", ".hidden/x.pdf", "notes.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_files([tmp_path, tmp_path / "notes.xlsx", tmp_path / "a.pdf"])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a.pdf", "b/C.DOCX", "notes.xlsx"]


def test_names_are_as_long_as_need_be() -> None:
    path = Path("/data/leeds/2022/letter.pdf")
    assert name_for(path, set()) == "letter.pdf"
    assert name_for(path, {"letter.pdf"}) == "2022/letter.pdf"
    assert name_for(path, {"letter.pdf", "2022/letter.pdf"}) == "leeds/2022/letter.pdf"
