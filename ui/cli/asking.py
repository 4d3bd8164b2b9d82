"""`letters ask` and `letters evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import LettersError
from rag.model import Answer, Event, Progress, Text
from rag.questionfile import read, well_formed
from ui.cli.common import (
    LibraryOption,
    OutputOption,
    counted,
    note,
    open_library,
    open_output,
    people,
    read_text,
    usage,
)

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
    understanding: Annotated[
        str | None,
        typer.Option(
            metavar="JSON",
            help="Correct how the question is read: the understanding of --json with other values, or a file of it.",
        ),
    ] = None,
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
        asked, read_as = well_formed(question or ""), _corrections(understanding)
        if as_json or output:
            with open_output(output) as target:
                target.write(_line(assistant.ask(asked, (), read_as).as_json()))
        else:
            shown = _stream if stream or (stream is None and sys.stdout.isatty()) else _show
            shown(assistant.stream(asked, (), read_as))


def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS.jsonl", help="Questions with what a right answer holds.")
    ],
    floors: Annotated[
        Path | None,
        typer.Option(
            metavar="FLOORS.json", help='Fail below these: {"TYPE": {"MEASURE": 0.9}}, types as in the table.'
        ),
    ] = None,
    llm: Annotated[
        bool, typer.Option("--llm", help="Score without the language model (LETTERS_LLM), then with it.")
    ] = False,
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """Score answers to questions that you know. --output keeps the answers."""
    from rag.evaluation import evaluate as score
    from rag.evaluation import read_floors, read_questions

    least = read_floors(floors) if floors else {}
    wanted, problems = read_questions(questions)
    for problem in problems:
        note(problem)
    with open_library(library) as held:
        if llm and not held.settings.llm:
            raise usage("--llm needs a language model: set LETTERS_LLM")
        for model in (False, True) if llm else (False,):
            with _assistant_on(held, model) as assistant:
                answers = [
                    assistant.ask(one.question, one.history, one.understanding).as_json(one.identifier)
                    for one in wanted
                ]
            report = score([one.row for one in wanted], answers, held)
            if llm:
                typer.echo(f"With {held.settings.llm}:" if model else "Without a language model:")
            typer.echo(report.table())
    if output:
        with open_output(output) as target:
            target.writelines(map(_line, answers))
    if report.misses:
        typer.echo(f"\n{counted(len(report.misses), 'question')} not answered rightly:\n\n{report.told()}")
    low = report.below(least)
    for line in low:
        note(line)
    if problems or low:
        raise typer.Exit(1)


@contextmanager
def _assistant(library: Path | None) -> Iterator[Assistant]:
    with open_library(library) as held, _assistant_on(held) as assistant:
        yield assistant


@contextmanager
def _assistant_on(library: Library, model: bool = True) -> Iterator[Assistant]:
    from rag.opening import open_assistant

    with open_assistant(library, model) as assistant:
        yield assistant


def _answer_all(assistant: Assistant, batch: Path, output: Path | None) -> None:
    """Answers line by line; what one line has wrong is told, and the others are answered."""
    failed = False
    with open_output(output) as target:
        for number, one in read(batch):
            try:
                if isinstance(one, LettersError):
                    raise one
                answer = assistant.ask(one.question, one.history, one.understanding)
                target.write(_line(answer.as_json(one.identifier)))
            except LettersError as error:
                note(f"{batch}, line {number}: {error}")
                failed = True
    if failed:
        raise typer.Exit(1)


def _corrections(text: str | None) -> dict[str, object] | None:
    """The corrected understanding: JSON, or a file of it."""
    if text is None:
        return None
    source = text if text.lstrip().startswith("{") else read_text(Path(text))
    try:
        found = json.loads(source)
    except ValueError:
        raise LettersError("--understanding: neither JSON nor a file of JSON") from None
    if not isinstance(found, dict):
        raise LettersError("--understanding: not an object with names and values")
    return found.get("understanding", found) if isinstance(found.get("understanding"), dict) else found


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
