"""The SPARQL tab: an editor, worked examples, the result as a table."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import gradio as gr

from kg.errors import LettersError
from kg.graph.guard import form_of
from kg.graph.results import Request
from ui.web.results import error_view, result_view
from ui.web.services import Services


@cache
def worked_examples() -> dict[str, str]:
    """Title and query of each example, in the order of the file names. The first line of a file is its title."""
    found = {}
    for path in sorted(files("ui.web").joinpath("queries").iterdir(), key=lambda entry: entry.name):
        title, _, query = path.read_text("utf-8").partition("\n")
        found[title.removeprefix("#").strip()] = query
    return found


def build(services: Services) -> gr.Code:
    """Lay the tab out; call inside a `gr.Tab`. Gives the editor back."""
    examples = worked_examples()
    first, query = next(iter(examples.items()))
    chosen = gr.Dropdown(
        list(examples), value=first, label="Worked examples", elem_id="examples", interactive=True, filterable=False
    )
    editor = gr.Code(query, language="sql", label="Query", elem_id="editor", lines=10, max_lines=24, interactive=True)
    with gr.Row(elem_id="run-row"):
        run = gr.Button("Run", variant="primary", elem_id="run", scale=0, min_width=110)
        gr.HTML(_limits(services), elem_id="limits", elem_classes="letters-ui", apply_default_css=False)
    result = gr.HTML(elem_id="result", elem_classes="letters-ui", apply_default_css=False)

    def answer(sparql: str) -> str:
        try:
            form = form_of(sparql)
            request = Request(sparql, "turtle" if form == "graph" else "json", form)
            return str(result_view(sparql, services.query(request), services.limits.rows))
        except LettersError as error:
            return str(error_view(str(error)))

    run.click(answer, editor, result, concurrency_limit=8, api_visibility="private")
    # `input` is a reader's choice alone, so that 'Open in the SPARQL tab' does not set it off.
    chosen.input(examples.get, chosen, editor, api_visibility="private", show_progress="hidden")
    return editor


def _limits(services: Services) -> str:
    limits = services.limits
    return (
        f'<p class="meta">At most {limits.rows:,} rows and {limits.seconds:g} seconds a query. The prefixes of the '
        'ontology are known. Tools use the same graph at <a href="/sparql">/sparql</a>.</p>'
    )
