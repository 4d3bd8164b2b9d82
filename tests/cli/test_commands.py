from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kg.library import Library
from kg.settings import load_settings
from tests.cli.conftest import SEEDS, Letters

WIGHT = "isle-of-wight-focused-visit-2017.txt"
COMMANDS = (
    *("ingest", "ask", "query", "table", "findings", "export", "list"),
    *("show", "remove", "validate", "status", "rebuild", "evaluate", "serve", "mcp"),
)


def test_help_names_every_command_and_is_quick(letters: Letters) -> None:
    ended = letters("--help")
    assert ended.status == 0
    assert all(f"\n  {command} " in ended.out for command in COMMANDS)
    for command in COMMANDS:
        assert letters(command, "--help").status == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, ui.cli.app; print([m for m in ('pyoxigraph', 'numpy', 'chromadb', 'rdflib') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SEEDS.parents[1]
    )
    assert found.stdout.strip() == "[]"


def test_version(letters: Letters) -> None:
    assert letters("--version").out.startswith("inspection-letters ")


def test_usage_errors_end_with_two(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (
        ("nonsense",),
        ("ask",),
        ("query", "ASK {}", "--format", "word"),
        ("findings", "--polarity", "good"),
        ("table", "--format", "xlsx"),
        ("export", "--format", "docx"),
    ):
        assert letters(*arguments).status == 2, arguments
    monkeypatch.setenv("LETTERS_COLOUR", "red")
    ended = letters("list")
    assert (ended.status, ended.err) == (2, "letters: LETTERS_COLOUR: there is no such setting\n")


def test_failures_end_with_one_and_a_line(letters: Letters, tmp_path: Path) -> None:
    for arguments, message in {
        ("show", "nope.pdf"): "No letter nope.pdf",
        ("list", "--library", "nowhere"): "letters ingest",
        ("query", "SELECT * { ?s ?p }"): "Line 1, column 18",
        ("query", "SELECT * { SERVICE <http://x/> {} }"): "SERVICE is not allowed",
        ("query", "DROP ALL"): "would change the store",
        ("query", "--file", "nowhere.rq"): "nowhere.rq",
        ("findings", "--authority", "Atlantis"): "There is no authority Atlantis",
        ("findings", "--theme", "weather"): "There is no theme weather",
        ("table", "--since", "yesterday"): "is not a date",
        ("table", "--until", "2022-02-30"): "is not a date",
        ("table", "--format", "csv", "--output", "no/such/folder.csv"): "there is no folder no/such",
    }.items():
        ended = letters(*arguments)
        assert ended.status == 1, arguments
        assert message.lower() in ended.err.lower()
        assert ended.err.count("\n") == 1


def test_ingest_again_changes_nothing(letters: Letters) -> None:
    ended = letters("ingest", SEEDS)
    assert (ended.status, ended.out) == (0, "")
    assert ended.err.startswith("2 unchanged. 2 letters in the library")


def test_a_letter_that_lacks_what_its_kind_promises_is_kept_with_a_warning(letters: Letters, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(
        "A note about a fair.\n\nThe stalls were well attended and the cakes were good.\n", encoding="utf-8"
    )
    ended = letters("ingest", str(note))
    assert ended.status == 0
    assert "note.txt: read and kept, with a warning: It was not recognised as any known kind" in ended.err
    checked = letters("validate", "note.txt")
    assert checked.status == 0
    assert "note.txt: It was not recognised" in checked.out
    assert "0 violations, 1 warning" in checked.err
    letters("remove", "note.txt")


def test_ingest_of_a_broken_file_does_the_rest(letters: Letters, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    ended = letters("ingest", tmp_path / "broken.pdf", SEEDS / WIGHT, "--library", tmp_path / "own")
    assert ended.status == 1
    assert "broken.pdf: " in ended.err
    assert "1 read, 1 failed. 1 letter in the library" in ended.err
    status = letters("status", "--library", tmp_path / "own")
    assert "broken.pdf" in status.out


def test_a_second_writer_is_told_so(letters: Letters, seeds_library: Path) -> None:
    with Library.open(seeds_library, load_settings(False), write=True):
        ended = letters("ingest", SEEDS)
        assert (ended.status, "try again when it is done" in ended.err) == (1, True)
        assert letters("list").status == 0


def test_list_show_status_validate(letters: Letters) -> None:
    assert WIGHT in letters("list").out
    report = letters("show", WIGHT).out
    assert "Isle of Wight" in report
    assert "“1 August 2017”" in report
    assert json.loads(letters("show", WIGHT, "--json").out)["authority"] == "Isle of Wight"
    assert "letters     2" in letters("status").out
    assert letters("validate").status in (0, 1)


def test_table_in_each_format(letters: Letters, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in letters("table", "--format", "jsonl").out.splitlines()]
    assert [row["id"] for row in rows] == [WIGHT, "isles-of-scilly-focused-visit-2022.txt"]
    assert rows[0]["published"] == "2017-08-24"
    told = list(csv.DictReader(io.StringIO(letters("table", "--format", "csv").out.lstrip("\ufeff"))))
    assert [row["authority"] for row in told] == ["Isle of Wight", "Isles of Scilly"]
    assert letters("table", "--format", "xlsx", "-o", "t.xlsx").status == 0
    sheet = load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert sheet["C2"].value == "Isle of Wight"
    assert sheet["E2"].is_date
    assert len(letters("table", "--format", "jsonl", "--since", "2020").out.splitlines()) == 1
    assert len(letters("table", "--format", "jsonl", "--until", "2017-08").out.splitlines()) == 1
    assert len(letters("table", "--format", "jsonl", "--kind", "jtai-letter").out.splitlines()) == 0
    assert "Isle of Wight" in letters("table").out


def test_findings_can_be_chosen(letters: Letters) -> None:
    everything = [json.loads(line) for line in letters("findings", "--format", "jsonl").out.splitlines()]
    assert {"document", "page", "text", "section", "polarity", "themes", "improvement_point", "iri"} <= set(
        everything[0]
    )
    chosen = letters("findings", "--format", "jsonl", "--authority", "isle of wight", "--polarity", "strength").out
    rows = [json.loads(line) for line in chosen.splitlines()]
    assert rows == [row for row in everything if row["document"] == WIGHT and row["polarity"] == "strength"]


def test_formulas_do_not_run_in_spreadsheets(tmp_path: Path) -> None:
    from ui.cli.writing import csv_table, xlsx

    rows = [{"text": "=HYPERLINK(1)", "page": 3, "flag": True, "list": ["-a", {"b": "c", "d": None}], "none": None}]
    with (tmp_path / "t.csv").open("wb") as target:
        csv_table(rows, target)
    assert (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()[1].startswith("'=HYPERLINK(1),3,true,")
    with (tmp_path / "t.xlsx").open("wb") as target:
        xlsx(rows, target)
    sheet = load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert (sheet["A2"].data_type, sheet["A2"].value, sheet["B2"].value) == ("s", "=HYPERLINK(1)", 3)


def test_query_in_each_format(letters: Letters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "SELECT ?l { ?s a insp:Letter ; dcterms:identifier ?l } ORDER BY ?l"
    assert letters("query", query, "--format", "csv").out.splitlines()[1] == WIGHT
    assert json.loads(letters("query", query, "--format", "json").out)["head"]["vars"] == ["l"]
    assert WIGHT in letters("query", query).out
    assert letters("query", "ASK { ?s a insp:Letter }").out == "yes\n"
    (tmp_path / "q.rq").write_text("CONSTRUCT { ?s a insp:Letter } WHERE { ?s a insp:Letter }")
    assert letters("query", "--file", "q.rq", "--format", "ntriples").out.count("\n") == 2
    assert "a insp:Letter" in letters("query", "--file", "q.rq").out
    assert letters("query", query, "--format", "turtle").status == 1
    monkeypatch.setenv("LETTERS_QUERY_ROWS", "1")
    capped = letters("query", query, "--format", "tsv")
    assert (capped.out.count("\n"), "Only the first 1 rows" in capped.err) == (2, True)


def test_export(letters: Letters, tmp_path: Path) -> None:
    import pyoxigraph as ox

    for format in ("turtle", "trig", "jsonld", "ntriples", "nquads", "rdfxml"):
        assert letters("export", WIGHT, "--format", format, "--output", f"x.{format}").status == 0
    one = {quad.triple for quad in ox.parse((tmp_path / "x.ntriples").read_bytes(), format=ox.RdfFormat.N_TRIPLES)}
    assert one
    for name, format in {
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "nquads": ox.RdfFormat.N_QUADS,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }.items():
        assert {quad.triple for quad in ox.parse((tmp_path / f"x.{name}").read_bytes(), format=format)} == one, name
    assert letters("export", "--since", "2020", "-o", "y.ttl").status == 0
    assert "Scilly" in (tmp_path / "y.ttl").read_text()
    assert "Isle of Wight children" not in (tmp_path / "y.ttl").read_text()


def test_ask(letters: Letters, tmp_path: Path) -> None:
    question = "Who was the quality assurance manager of the Isle of Wight visit?"
    answer = json.loads(letters("ask", question, "--json").out)
    assert {"answered", "answer", "citations", "facts", "sparql", "method", "llm", "seconds"} <= set(answer)
    (tmp_path / "q.jsonl").write_text(
        json.dumps({"id": "q1", "question": question})
        + "\n\nnot json\n"
        + json.dumps({"id": "q2", "question": "When?", "history": [{"role": "user", "content": question}]})
        + "\n"
    )
    ended = letters("ask", "--batch", "q.jsonl", "--output", "a.jsonl")
    assert (ended.status, ended.out) == (1, "")
    assert "q.jsonl, line 3" in ended.err
    answers = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [row["id"] for row in answers] == ["q1", "q2"]
    assert letters("ask", question).out.strip()


def test_remove_and_rebuild(letters: Letters, seeds_library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(seeds_library, copy)
    assert letters("remove", WIGHT, "--library", copy).err.strip() == f"{WIGHT} removed"
    assert "Wight" not in letters("list", "--library", copy).out
    assert letters("rebuild", "--library", copy).status == 0
    query = "SELECT (COUNT(*) AS ?n) { ?s a insp:Letter }"
    assert letters("query", query, "--format", "csv", "--library", copy).out == "n\r\n1\r\n"


def test_output_to_a_closed_pipe_is_quiet(seeds_library: Path) -> None:
    command = [sys.executable, "-m", "ui.cli", "findings", "--format", "jsonl", "--library", str(seeds_library)]
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parents[1])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.wait(60) in (0, 1)
    assert process.stderr.read() == b""
    process.stderr.close()
    time.sleep(0)


def test_a_batch_answers_every_line_that_can_be_read(letters: Letters, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    lines = (
        b'\xef\xbb\xbf{"id": "a", "question": "How many letters are there?"}',
        b"",
        b"not json",
        b'{"id": "b"}',
        b'{"id": "c", "question": 5}',
        b"[1]",
        b'{"id": "caf\xe9", "question": "x"}',
        b'{"id": "d", "question": "x", "history": "y"}',
        b"[" * 100_000,
        b'{"id": 7, "question": "Who?\xe2\x80\xa8", "history": [{"role": "user", "content": "Isle of Wight?"}]}',
        b'{"id": "half", "question": "half \\ud800 a character"}',
    )
    batch.write_bytes(b"\n".join(lines))
    ended = letters("ask", "--batch", batch)
    answers = [json.loads(line) for line in ended.out.split("\n") if line]
    assert (ended.status, [answer["id"] for answer in answers]) == (1, ["a", "7", "half"])
    told = [int(line.split("line ")[1].split(":")[0]) for line in ended.err.splitlines()]
    assert told == [3, 4, 5, 6, 7, 8, 9]


def test_rows_have_the_fields_of_the_contract(letters: Letters) -> None:
    def row(*arguments: str) -> dict[str, Any]:
        return json.loads(letters(*arguments).out.split("\n")[0])  # type: ignore[no-any-return]

    assert list(row("table", "--format", "jsonl")) == [
        *("id", "document_type", "authority", "gss", "published", "visit_start", "visit_end", "inspectors"),
        *("signatories", "addressees", "inspectorates", "topic", "judgements", "improvement_points"),
        *("strength_points", "headings", "statement_due"),
    ]
    assert list(row("findings", "--format", "jsonl")) == [
        *("document", "page", "text", "section", "polarity", "themes", "improvement_point", "iri"),
    ]
    answer = row("ask", "What needs to improve in Isles of Scilly?", "--json")
    assert {"answered", "answer", "citations", "facts", "sparql", "method", "llm", "seconds"} <= set(answer)
    assert list(answer["citations"][0]) == ["n", "document", "page", "quote", "passage", "authority", "published"]
    assert list(answer["facts"][0]) == ["subject", "predicate", "object"]


def test_an_interrupted_command_says_so(seeds_library: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "questions.jsonl"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "ui.cli", "ask", "--batch", str(pipe), "--library", str(seeds_library)]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=SEEDS.parents[1]) as asked,
        pipe.open("w"),  # opened when the command reads from it
    ):
        asked.send_signal(signal.SIGINT)
        _, told = asked.communicate(timeout=30)
    assert (asked.returncode, told) == (130, "letters: interrupted\n")


def test_text_that_is_not_utf8_is_one_line(letters: Letters, tmp_path: Path) -> None:
    query = tmp_path / "latin.rq"
    query.write_bytes(b'ASK { ?s ?p "\xe9" }')
    assert letters("query", "--file", query)[::2] == (1, f"letters: {query}: not encoded in UTF-8\n")
    ended = letters("list", "--library", "nowhere/there")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    ended = letters("table", "--format", "csv", "--output", "nowhere/table.csv")
    assert (ended.status, ended.err) == (1, "letters: nowhere/table.csv: there is no folder nowhere\n")


def _examples() -> list[tuple[str, str]]:
    """Commands of the docs that can be run one by one, with what they print."""
    told = "".join((SEEDS.parents[1] / page).read_text() for page in ("README.md", "docs/commands.md"))
    found = re.findall(r"```\n\$ (letters [^\n]+)\n(.*?)```", told, re.DOTALL)
    return [(command, printed) for command, printed in found if " ingest " not in command]


@pytest.mark.parametrize(("command", "told"), _examples(), ids=lambda value: value[:40])
def test_the_docs_show_what_commands_print(letters: Letters, command: str, told: str) -> None:
    ended = letters(*shlex.split(command)[1:])
    printed = _rough(ended.out + ended.err)
    for line in told.splitlines():
        # Paths differ; graphs come in any order.
        if line.strip(" .") and not line.startswith(("library ", "<")):
            assert _rough(line) in printed, line


def _rough(text: str) -> str:
    """Without what may differ from run to run: numbers, and the width of columns."""
    return re.sub(r"\d[\d,.]*", "0", " ".join(text.split()))
