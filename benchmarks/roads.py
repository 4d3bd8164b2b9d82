"""Reading, ingesting and asking, each against the bare parts that it cannot do without."""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from benchmarks import tutorial
from benchmarks.measure import in_turns
from benchmarks.report import Table
from kg.encoder.package import weights_file
from kg.errors import UnreadableFile
from kg.findings import judge
from kg.letters import parse
from kg.library import Library
from kg.model import Letter
from kg.reading import read
from kg.settings import load_settings
from rag.embedding import Embedder, open_embedder
from rag.embedding.reference import SentenceTransformerEmbedder
from rag.index import open_index
from rag.ingest import ingest
from rag.opening import open_assistant
from rag.passages import INDEXED, has_content

QUESTIONS = 24


@dataclass
class Roads:
    """One run on one set of files; what is made stays in `folder`."""

    files: list[Path]
    folder: Path
    letters: list[Letter] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def library(self) -> Path:
        """The library that the run made."""
        return self.folder / "library"

    def reading(self, rounds: int) -> None:
        """Pages to letters, against PDFium's text of the same pages, in processor time; then these judged, once.

        What is loaded for the tutorial (torch alone holds a million objects) is kept from the garbage collector:
        reading would pay for it at each collection, PDFium's text never collects.
        """
        gc.collect()
        gc.freeze()
        pieces: dict[str, Callable[[], object]] = {"PDFium text": self._extract, "pages to letters": self._read}
        self.seconds |= in_turns(pieces, rounds, clock=time.process_time)
        began = time.process_time()
        for letter in self.letters:
            judge(letter)
        judged = time.process_time() - began
        self.seconds["pages to letters and findings"] = self.seconds["pages to letters"] + judged

    def ingesting(self) -> None:
        """A new library, against bare embedding of the passages that it holds, and against the tutorial."""
        passages = [words for letter in self.letters for words in _indexed(letter)]
        reference, packaged = SentenceTransformerEmbedder(str(weights_file().parent)), open_embedder()
        for embedder in (reference, packaged):
            embedder.embed(passages[:8])
        self._time("encode", lambda: reference.embed(passages))
        self._time("encode, packaged", lambda: packaged.embed(passages))
        self._time("ingest", lambda: self._ingest(packaged))
        self._time("tutorial ingest", lambda: self._tutorial())

    def asking(self, rounds: int) -> tuple[float, float]:
        """Warm questions, against one embedding and one Chroma query; and what of the answers is right, with the
        tutorial's: the share of improvement points that the letters list and the answer has.
        """
        asked = _questions(self.letters)
        found, found_by_tutorial, points = 0, 0, 0
        with Library.open(self.library, load_settings(False)) as library, open_assistant(library) as assistant:
            embedder = open_embedder()
            index = open_index(library.index_folder, embedder.name, embedder.dimension)
            times: dict[str, list[float]] = {"ask": [], "bare": [], "tutorial ask": []}
            for question, wanted in asked:
                pieces: dict[str, Callable[[], object]] = {
                    "ask": lambda question=question: assistant.ask(question),
                    "bare": lambda question=question: index.search(embedder.embed([question])[0], 5),
                    "tutorial ask": lambda question=question: tutorial.answer(
                        self.tutorial_store, {"id": "", "question": question}
                    ),
                }
                for name, seconds in in_turns(pieces, rounds).items():
                    times[name].append(seconds)
                ours = assistant.ask(question).answer
                theirs = str(tutorial.answer(self.tutorial_store, {"id": "", "question": question})["answer"])
                points += len(wanted)
                found += sum(_has(ours, point) for point in wanted)
                found_by_tutorial += sum(_has(theirs, point) for point in wanted)
            index.close()
        for name, all_times in times.items():
            self.seconds[name] = sorted(all_times)[len(all_times) // 2]
        return found / max(1, points), found_by_tutorial / max(1, points)

    def table(self, right: tuple[float, float]) -> Table:
        """All ratios."""
        took = self.seconds
        pages = sum(len(letter.document.page_starts) for letter in self.letters)
        passages = sum(len(_indexed(letter)) for letter in self.letters)
        table = Table(
            f"Roads ({len(self.letters)} letters, {pages:,} pages, {passages:,} passages in the index)",
            ("what", "seconds", "against", "seconds", "ratio"),
        )

        def add(what: str, ours: float, against: str, theirs: float) -> None:
            table.add(what, _s(ours), against, _s(theirs), f"{ours / theirs:.2f}")

        bare = took["PDFium text"] + took["encode"]
        add("ingest", took["ingest"], "PDFium text + SentenceTransformer.encode", bare)
        add(
            "ingest", took["ingest"], "PDFium text + the packaged model", took["PDFium text"] + took["encode, packaged"]
        )
        for what in ("pages to letters", "pages to letters and findings"):
            add(what, took[what], "PDFium text", took["PDFium text"])
        add("ask, warm", took["ask"], "one embedding + one Chroma query", took["bare"])
        add("ingest", took["ingest"], "the tutorial's ingest", took["tutorial ingest"])
        add("ask, warm", took["ask"], "the tutorial's question", took["tutorial ask"])
        table.add("points found in answers", f"{right[0]:.2f}", "the tutorial's", f"{right[1]:.2f}", "")
        return table

    def _time(self, name: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        self.seconds[name] = time.perf_counter() - began

    def _extract(self) -> None:
        for file in self.files:
            try:
                document = pypdfium2.PdfDocument(file)
            except pypdfium2.PdfiumError:
                continue
            for page in document:
                text = page.get_textpage()
                text.get_text_range()
                text.close()
                page.close()
            document.close()

    def _read(self) -> list[Letter]:
        self.letters = []
        for file in self.files:
            try:
                self.letters.append(parse(read(file)))
            except UnreadableFile:
                continue
        return self.letters

    def _ingest(self, embedder: Embedder) -> None:
        shutil.rmtree(self.library, ignore_errors=True)
        with Library.open(self.library, load_settings(False), write=True) as library:
            index = open_index(library.index_folder, embedder.name, embedder.dimension)
            ingest(self.files, library, index, embedder)
            index.close()

    def _tutorial(self) -> None:
        self.tutorial_store = tutorial.ingest(self.files, str(self.folder / "tutorial"))


def _indexed(letter: Letter) -> list[str]:
    text = letter.document.text
    words = [passage.span.of(text) for passage in letter.passages if passage.kind in INDEXED]
    return [one for one in words if has_content(one)]


def _questions(letters: list[Letter]) -> list[tuple[str, list[str]]]:
    """What needs to improve, asked of authorities with one letter that lists points."""
    held: dict[str, list[Letter]] = {}
    for letter in letters:
        held.setdefault(letter.authority or "", []).append(letter)
    asked = []
    for name, of_one in sorted(held.items()):
        points = [point.text for point in of_one[0].points if point.kind != "strength" and not point.board]
        if name and points and len({letter.visit_start for letter in of_one}) == 1:
            asked.append((f"What needs to improve in {name}?", points))
    return asked[:QUESTIONS]


def _has(answer: str, point: str) -> bool:
    """Whether an answer holds a point's words, whatever the lines."""
    return _plain(point)[:80] in _plain(answer)


def _plain(words: str) -> str:
    return " ".join("".join(c for c in words.lower() if c.isalnum() or c.isspace()).split())


def _s(seconds: float) -> str:
    return f"{seconds:.4f}" if seconds < 1 else f"{seconds:.1f}"
