"""The prompts: files in `prompts/`, with places for what belongs to a question."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template


@cache
def _template(name: str) -> Template:
    return Template(files("rag.llm").joinpath("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8").strip())


def prompt(name: str, **places: object) -> str:
    """A prompt with its places filled."""
    return _template(name).substitute(places)
