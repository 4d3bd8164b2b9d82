"""`letters ask` and `letters evaluate`."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import LettersError
from rag.model import Answer, Event, Progress, Text, Turn
from ui.cli.common import LibraryOption, OutputOption, note, open_library, open_output, people, usage

if TYPE_CHECKING:
    from kg.library import Library
    from rag.assistant import Assistant


def add_to(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command()(ask)
    app.command()(evaluate)


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="A question in plain English.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="QUESTIONS.jsonl", help='Lines of {"id", "question", "history"?}.')
    ] = None,
    output: OutputOption = None,
    stream: Annotated[
        bool | None, typer.Option("--stream/--no-stream", help="Show the answer as it comes.  [default: on a terminal]")
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Answer a question, each statement cited."""
    if (question is None) == (batch is None):
        raise usage("give one QUESTION, or --batch FILE")
    with _assistant(library) as assistant:
        if batch is not None:
            _answer_all(assistant, batch, output)
            return
        asked = _well_formed(question or "")
        if as_json or output:
            with open_output(output) as target:
                target.write(_line(assistant.ask(asked).as_json()))
        else:
            shown = _stream if stream or (stream is None and sys.stdout.isatty()) else _show
            shown(assistant.stream(asked))


def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS.jsonl", help="Questions with what a right answer holds.")
    ],
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """Score answers to questions that you know. --output keeps the answers."""
    from rag.evaluation import evaluate as score
    from rag.evaluation import read_questions

    wanted = read_questions(questions)
    answers = []
    with open_library(library) as held, _assistant_on(held) as assistant:
        for row in wanted:
            turns = [Turn(turn["role"], turn["content"]) for turn in row.get("history") or []]
            answers.append(assistant.ask(row["question"], turns).as_json(str(row["id"])))
        report = score(wanted, answers, held)
    if output:
        with open_output(output) as target:
            target.writelines(map(_line, answers))
    typer.echo(report.table())
    for miss in report.misses:
        note(f"  {miss.identifier}: {miss.question} (missing: {'; '.join(miss.missing) or 'nothing'})")


@contextmanager
def _assistant(library: Path | None) -> Iterator[Assistant]:
    with open_library(library) as held, _assistant_on(held) as assistant:
        yield assistant


@contextmanager
def _assistant_on(library: Library) -> Iterator[Assistant]:
    from rag.opening import open_assistant

    with open_assistant(library) as assistant:
        yield assistant


def _answer_all(assistant: Assistant, batch: Path, output: Path | None) -> None:
    """Answers line by line; what one line has wrong is told, and the others are answered."""
    failed = False
    # Bytes, as a line of another encoding is that line's mistake; and a JSON string may hold U+2028 as it is.
    lines = batch.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    with open_output(output) as target:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                identifier, question, history = _asked(line)
                target.write(_line(assistant.ask(question, history).as_json(identifier)))
            except LettersError as error:
                note(f"{batch}, line {number}: {error}")
                failed = True
    if failed:
        raise typer.Exit(1)


def _asked(line: bytes) -> tuple[str, str, list[Turn]]:
    """Id, question and conversation so far of a line of a batch."""
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise LettersError("not JSON in UTF-8") from None
    match row:
        case {"id": str() | int() as identifier, "question": str() as question}:
            told = row.get("history") or []
        case _:
            raise LettersError('not of the form {"id", "question", "history"?}')
    turns = []
    for turn in told if isinstance(told, list) else [told]:
        match turn:
            case {"role": "user" | "assistant" as role, "content": str() as content}:
                turns.append(Turn(role, _well_formed(content)))
            case _:
                raise LettersError('history is not a list of {"role": "user" or "assistant", "content"}')
    return _well_formed(str(identifier)), _well_formed(question), turns


def _well_formed(text: str) -> str:
    """Text that can be written as UTF-8: half characters (of a broken escape, or of another encoding) replaced."""
    return text.encode("utf-8", "replace").decode()


def _line(row: object) -> bytes:
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()


def _show(events: Iterable[Event]) -> None:
    """The answer for people, when it is whole: Markdown, then its sources with the words that they say."""
    *_, answer = events
    if isinstance(answer, Answer):
        _say(answer.answer)
        _sources(answer)


def _stream(events: Iterable[Event]) -> None:
    """The answer for people, as it comes. What is being done stands on standard error meanwhile."""
    waiting = ""
    with people(error=True).status("") as status:
        for event in events:
            if isinstance(event, Progress):
                status.update(event.words)
            elif isinstance(event, Text):
                *blocks, waiting = (waiting + event.words).split("\n\n")
                for block in blocks:
                    _say(block + "\n")
            else:
                status.stop()
                _say(waiting)
                _sources(event)


def _say(markdown: str) -> None:
    if not sys.stdout.isatty():
        typer.echo(markdown)
        return
    from rich.markdown import Markdown

    people().print(Markdown(markdown))
    if markdown.endswith("\n"):
        typer.echo()


def _sources(answer: Answer) -> None:
    """The words that the answer rests on, each under its letter and page, then what else is to be known of it."""
    terminal = sys.stdout.isatty()
    for citation in answer.citations:
        if not terminal:
            typer.echo(f"\n[{citation.n}] {citation.document}, page {citation.page}: “{citation.quote}”")
            continue
        from rich.padding import Padding
        from rich.text import Text as Words

        place = f"\n[{citation.n}] {citation.authority or citation.document}, {citation.document}, page {citation.page}"
        people().print(Words(place, style="bold"))
        people().print(Padding(Words(f"“{citation.quote}”"), (0, 0, 0, 4)))
    for line in answer.notes:
        note(line)
