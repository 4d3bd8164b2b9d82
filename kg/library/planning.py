"""Which files an ingest has to read, and under which name each letter will be known."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.library.manifest import Entry

SUFFIXES = {".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt"}
_NOT_LETTERS = ("readme", "license", "licence", "notice")


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read: `source` is the file's full name, `path` where its bytes are, `key` what they must hash to."""

    key: str
    name: str
    path: Path
    source: str | None
    replaces: bool = False


@dataclass
class Plan:
    """What an ingest has to do. `same` holds files whose letter is there, or comes, under another file name."""

    jobs: list[Job] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def find_files(paths: Iterable[Path], library: Path | None = None) -> list[Path]:
    """Files as named, and those in folders that may be letters; each once, sorted by full name.

    The library's own files are left out, since its folder may stand in a folder of letters.
    """
    own = library.resolve() if library else None
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = (file.resolve() for file in path.rglob("*") if _may_be_letter(file, path))
            found.update(file for file in inside if own is None or not file.is_relative_to(own))
        else:
            found.add(path.resolve())
    return sorted(found)


def make_plan(files: Iterable[Path], entries: Iterable[Entry], sources: Mapping[str, str]) -> Plan:
    """Compares files with what the library holds, by their content."""
    plan = Plan()
    held = {entry.key: entry for entry in entries}
    names = {entry.name for entry in held.values()}
    planned: dict[str, Job] = {}
    for path in files:
        source = str(path)
        try:
            with path.open("rb") as file:
                key = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        except OSError as error:
            plan.failed[source] = (error.strerror or "cannot be opened").lower()
            continue
        before = sources.get(source)
        if before == key and key in held:
            plan.unchanged.append(source)
        elif key in held or key in planned:
            plan.same[source] = key
        else:
            alone = before in held and list(sources.values()).count(before) == 1
            name = held[before].name if before and alone else name_for(path, names)
            names.add(name)
            planned[key] = Job(key, name, path, source, replaces=before in held)
    plan.jobs = list(planned.values())
    return plan


def name_for(path: Path, taken: Collection[str]) -> str:
    """The file's name; with as many of its folders as tell it from the names that are taken."""
    parts = path.parts
    for count in range(1, len(parts)):
        name = "/".join(parts[-count:])
        if name not in taken:
            return name
    number = 2
    while f"{path.stem} ({number}){path.suffix}" in taken:
        number += 1
    return f"{path.stem} ({number}){path.suffix}"


def _may_be_letter(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    known = file.suffix.lower() in SUFFIXES and not file.stem.lower().startswith(_NOT_LETTERS)
    return known and not hidden and file.is_file()
