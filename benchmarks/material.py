"""What is measured on: a folder of letters, or the two sample letters as PDFs made here."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from tests.web.pdf import make_pdf

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "letters"
_COPIES = 10
_LINES = 45


def letters(corpus: Path | None, most: int, folder: Path) -> list[Path]:
    """PDF files: at most so many of the corpus, evenly taken, or copies of the sample letters in `folder`."""
    if corpus is None:
        return list(_samples(folder))
    files = sorted(corpus.glob("**/*.pdf"))
    if not files:
        raise SystemExit(f"{corpus}: there are no PDF files")
    step = max(1.0, len(files) / most)
    return [files[int(number * step)] for number in range(min(most, len(files)))]


def _samples(folder: Path) -> Iterator[Path]:
    """Each copy ends in its number: files with the same words would be read once."""
    folder.mkdir(parents=True)
    for text in sorted(SAMPLES.glob("*.txt")):
        lines = [
            part for line in text.read_text(encoding="utf-8").splitlines() for part in (textwrap.wrap(line, 88) or [""])
        ]
        for copy in range(_COPIES):
            printed = [(line.encode("cp1252", "replace").decode("cp1252"), 11) for line in [*lines, "", str(copy)]]
            pages = [printed[start : start + _LINES] for start in range(0, len(printed), _LINES)]
            file = folder / f"{text.stem}-{copy}.pdf"
            file.write_bytes(make_pdf(pages))
            yield file
