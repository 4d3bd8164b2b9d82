"""CSV: one table a class in a zip, described by a Frictionless `datapackage.json`."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from kg.exports.about import LICENCE, LICENCE_URL, RIGHTS
from kg.exports.formats.base import Format, Job
from kg.exports.packing import entry
from kg.exports.rows import Row, Value, rows
from kg.exports.tables import STATEMENTS, TABLES, Column, Table
from kg.exports.text import inert


class _Keys:
    """Which references hold: a foreign key is promised only where every value of it is there."""

    def __init__(self) -> None:
        self.there: dict[str, set[Value]] = {}
        self.wanted: dict[tuple[str, Column], set[Value]] = {}

    def add(self, table: Table, row: Row) -> None:
        for column, value in zip(table.columns, row, strict=True):
            if column.name == "id":
                self.there.setdefault(table.name, set()).add(value)
            elif column.refers and value is not None:
                self.wanted.setdefault((table.name, column), set()).add(value)

    def hold(self, table: Table, column: Column) -> bool:
        return self.wanted.get((table.name, column), set()) <= self.there.get(column.refers, set())


def _write(job: Job, target: BinaryIO) -> None:
    keys, counts = _Keys(), dict.fromkeys((table.name for table in (*TABLES, STATEMENTS)), 0)
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, TextIO] = {}
        try:
            for table in (*TABLES, STATEMENTS):
                files[table.name] = (Path(folder) / table.name).open("w", encoding="utf-8", newline="")
                csv.writer(files[table.name]).writerow([column.name for column in table.columns])
            writers = {name: csv.writer(file) for name, file in files.items()}
            for table, row in rows(job):
                writers[table.name].writerow([_flat(value) for value in row])
                keys.add(table, row)
                counts[table.name] += 1
        finally:
            for file in files.values():
                file.close()
        tables = TABLES if job.chosen.triples is None else (STATEMENTS, *(t for t in TABLES if counts[t.name]))
        _pack(job, tables, keys, counts, Path(folder), target)


def _pack(
    job: Job, tables: tuple[Table, ...], keys: _Keys, counts: dict[str, int], folder: Path, target: BinaryIO
) -> None:
    day = job.about.created
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        description = json.dumps(_package(job, tables, keys, counts), ensure_ascii=False, indent=1)
        package.writestr(entry("datapackage.json", day), description)
        package.writestr(entry("README.txt", day), _readme(job, tables, counts))
        for table in tables:
            with (folder / table.name).open("rb") as source, package.open(entry(f"{table.name}.csv", day), "w") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)


def _flat(value: Value) -> str:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _package(job: Job, tables: tuple[Table, ...], keys: _Keys, counts: dict[str, int]) -> dict[str, Any]:
    about = job.about
    return {
        "profile": "tabular-data-package",
        "name": "inspection-letters",
        "id": about.iri,
        "title": about.title,
        "description": about.said(),
        "created": f"{about.created.isoformat()}T00:00:00Z",
        "licenses": [{"name": "OGL-UK-3.0", "title": LICENCE, "path": LICENCE_URL}],
        "rights": RIGHTS,
        "selection": [{"field": name, "value": value} for name, value in about.selection],
        "notes": list(about.notes),
        "software": about.software,
        "resources": [_resource(table, keys, counts[table.name]) for table in tables],
    }


def _resource(table: Table, keys: _Keys, count: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if any(column.name == "id" for column in table.columns):
        schema["primaryKey"] = "id"
    foreign = [
        {
            "fields": column.name,
            "reference": {"resource": "" if column.refers == table.name else column.refers} | _TO_ID,
        }
        for column in table.columns
        if column.refers and keys.hold(table, column)
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "header": True, "lineTerminator": "\r\n"},
        "rowcount": count,
        "schema": schema,
    }


_TO_ID = {"fields": "id"}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.about:
        field["description"] = column.about
    if column.name == "id":
        field["constraints"] = {"required": True, "unique": True}
    return field


def _readme(job: Job, tables: tuple[Table, ...], counts: dict[str, int]) -> str:
    text = io.StringIO()
    for name, value in job.about.rows():
        text.write(f"{name}: {value}\n")
    text.write(
        "\nOne table a class, as UTF-8 CSV; datapackage.json describes every column (https://specs.frictionlessdata.io).\n"
        "Cells that a spreadsheet would take for a formula have an apostrophe before them.\n\n"
    )
    for table in tables:
        text.write(f"{table.name}.csv: {table.title} ({counts[table.name]:,} rows)\n")
    return text.getvalue()


FORMATS = (Format("csv", "tables (CSV in a zip)", "application/zip", "zip", False, _write),)
