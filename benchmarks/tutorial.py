"""The tutorial pipeline, to compare with: LangChain's splitter, all-MiniLM-L6-v2, Chroma, the first five chunks.

    python benchmarks/tutorial.py QUESTIONS.jsonl ... --files library.txt --output ANSWERS.jsonl

Answers are the chunks themselves with their citations, in the form of `letters ask --batch`, so that one scorer judges
both. It never refuses: nothing in such a pipeline tells it when to. Times go to stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from rag.embedding import SentenceTransformerEmbedder
from rag.embedding.packaged import weights_file

CHUNK, OVERLAP, FIRST = 1000, 200, 5
BATCH = 5000


class Model(Embeddings):
    """The packaged model through sentence-transformers, as LangChain wants it."""

    def __init__(self) -> None:
        self.model = SentenceTransformerEmbedder(str(weights_file().parent))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in row] for row in self.model.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def pages(file: Path) -> Iterator[Document]:
    """A file's pages as plain text; a text file is one page, a broken file none."""
    if file.suffix != ".pdf":
        yield Document(file.read_text(encoding="utf-8", errors="replace"), metadata={"document": file.name, "page": 1})
        return
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        return
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_bounded()
        yield Document(text.replace("\r\n", "\n"), metadata={"document": file.name, "page": number})


def ingest(files: list[Path], folder: str) -> Chroma:
    """Split, embed and keep all files."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    chunks = splitter.split_documents([page for file in files for page in pages(file)])
    store = Chroma("tutorial", embedding_function=Model(), persist_directory=folder)
    for start in range(0, len(chunks), BATCH):
        store.add_documents(chunks[start : start + BATCH])
    return store


def answer(store: Chroma, question: dict[str, str]) -> dict[str, object]:
    """The first chunks, joined, each cited."""
    began = time.perf_counter()
    found = store.similarity_search(question["question"], k=FIRST)
    citations = [
        {"n": n, "document": chunk.metadata["document"], "page": chunk.metadata["page"], "quote": chunk.page_content}
        for n, chunk in enumerate(found, 1)
    ]
    text = "\n\n".join(f"{chunk.page_content} [{n}]" for n, chunk in enumerate(found, 1))
    seconds = round(time.perf_counter() - began, 4)
    return {"id": question["id"], "answered": True, "answer": text, "citations": citations, "seconds": seconds}


def main() -> None:
    """Read the arguments, ingest, answer, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--files", type=Path, required=True, help="a list of files, one a line, relative to the list")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    listed = arguments.files.read_text(encoding="utf-8").split()
    files = [(arguments.files.parent / name).resolve() for name in listed]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        store = ingest(files, folder)
        sys.stderr.write(f"ingest: {len(files)} files in {time.perf_counter() - began:.1f} s\n")
        lines = [line for file in arguments.questions for line in file.read_text(encoding="utf-8").splitlines()]
        answers = [answer(store, json.loads(line)) for line in lines if line.strip()]
    arguments.output.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in answers), encoding="utf-8"
    )
    times = sorted(float(str(row["seconds"])) for row in answers)
    sys.stderr.write(f"ask: {len(answers)} questions, median {1000 * times[len(times) // 2]:.1f} ms\n")


if __name__ == "__main__":
    main()
