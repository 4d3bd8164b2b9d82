"""Measure the whole road on gold data: ingest the files that GOLD/library.txt names, write table, findings and answers,
and let the scorers, where they are given, compare them with the gold.

GOLD holds library.txt (a file a line), metadata_*.jsonl, sentences_*.jsonl with labels_*.jsonl, and questions_*.jsonl.
The results and the library stay in the work folder; a second run ingests only what changed. With scorers, a figure that
is below its floor in tests/floors.json ends the run with status 1; floors are only ever raised.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium

FLOORS = Path(__file__).parents[1] / "tests" / "floors.json"
Figures = dict[str, dict[str, float]]


def main() -> None:
    """Run all steps; the scores go to standard output."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, required=True, help="folder of the files, or one above it")
    options.add_argument("--gold", type=Path, required=True, help="folder of the gold data")
    options.add_argument("--scorers", type=Path, help="folder of score_records.py, score_findings.py, score_answers.py")
    options.add_argument("--work", type=Path, default=Path("build/evaluate"), help="where results are written")
    options.add_argument("--floors", type=Path, default=FLOORS, help="least figures, by scorer, line and measure")
    chosen = options.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    files = _files(chosen.corpus, chosen.gold)
    answers = _results(files, chosen.gold, chosen.work)
    if chosen.scorers:
        told = _score(chosen.scorers, chosen.gold, chosen.work, _texts(files, chosen.work / "texts"))
        low = below(told, json.loads(chosen.floors.read_text()))
        if low:
            sys.exit("\n".join(["", "Below the floors:", *low]))
    else:
        print(f"Written to {chosen.work}: table.jsonl, findings.jsonl, {answers.name}")


def _files(corpus: Path, gold: Path) -> list[Path]:
    """The files of library.txt: as the list names them, or anywhere under the corpus by their names."""
    found = []
    for line in (gold / "library.txt").read_text().split():
        candidates = [gold / line, corpus / line, *corpus.rglob(Path(line).name)]
        existing = next((path for path in candidates if path.is_file()), None)
        if existing is None:
            sys.exit(f"{line} of library.txt is not in {corpus}")
        found.append(existing)
    return found


def _results(files: Sequence[Path], gold: Path, work: Path) -> Path:
    questions = work / "questions.jsonl"
    questions.write_text("".join(path.read_text() for path in sorted(gold.glob("questions_*.jsonl"))))
    library = ["--library", str(work / "library")]
    _letters("ingest", *map(str, files), *library)
    _letters("table", "--format", "jsonl", "--output", str(work / "table.jsonl"), *library)
    _letters("findings", "--format", "jsonl", "--output", str(work / "findings.jsonl"), *library)
    _letters("ask", "--batch", str(questions), "--output", str(work / "answers.jsonl"), *library)
    return work / "answers.jsonl"


def _letters(*arguments: str) -> None:
    # Exit status 1 tells of single files that could not be read, which the rest does not depend on.
    done = subprocess.run([sys.executable, "-m", "ui.cli", *arguments], check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"letters {arguments[0]} ended with status {done.returncode}")


def _texts(files: Sequence[Path], folder: Path) -> Path:
    """Each file's bare text, made without the project's own reader, so that quotes are checked against another."""
    folder.mkdir(exist_ok=True)
    for file in files:
        if file.suffix.lower() == ".pdf":
            pdf = pdfium.PdfDocument(file)
            text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
            pdf.close()
        else:
            text = file.read_text(errors="replace")
        # PDFium marks line-end hyphens with U+0002.
        (folder / f"{file.stem}.txt").write_text(text.replace("\x02", "-"))
    return folder


def _score(scorers: Path, gold: Path, work: Path, texts: Path) -> dict[str, Figures]:
    """What the scorers print, shown as it comes, and read: scorer -> line -> measure -> figure."""

    def all_of(pattern: str) -> list[str]:
        return [str(path) for path in sorted(gold.glob(pattern))]

    runs = {
        "score_records.py": [*all_of("metadata_*.jsonl"), str(work / "table.jsonl")],
        "score_findings.py": [*all_of("sentences_*.jsonl"), *all_of("labels_*.jsonl"), str(work / "findings.jsonl")],
        "score_answers.py": [*all_of("questions_*.jsonl"), str(work / "answers.jsonl"), "--texts", str(texts)],
    }
    told: dict[str, Figures] = {}
    for script, arguments in runs.items():
        command = [sys.executable, str(scorers / script), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"\n== {script}\n{done.stdout}", flush=True)
        told[script] = figures(done.stdout)
    return told


def figures(text: str) -> Figures:
    """The figures of a scorer's output: a table, its measures at its head, or lines of 'name  measure figure ...'."""
    found: Figures = {}
    heads: list[str] = []
    for line in text.splitlines():
        name, *cells = re.split(r"\s{2,}", line.strip())
        if cells and cells[-1].isalpha() and name == "type":
            heads = cells
        elif heads and len(cells) == len(heads):
            found[name] = {head: float(cell) for head, cell in zip(heads, cells, strict=True)}
        else:
            pairs = re.findall(r"\b(right|precision|recall|F1) (\d\.\d+)", line)
            if pairs:
                found[name] = {measure: float(figure) for measure, figure in pairs}
    return found


def below(told: dict[str, Figures], floors: dict[str, Figures]) -> list[str]:
    """The figures that are below their floors, or were not told."""
    return [
        f"{script}: {line}, {measure}: {held:.3f} is below {least:.3f}"
        for script, lines in floors.items()
        for line, measures in lines.items()
        for measure, least in measures.items()
        if not (held := told.get(script, {}).get(line, {}).get(measure, 0.0)) >= least
    ]


if __name__ == "__main__":
    main()
