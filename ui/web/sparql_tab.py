"""The SPARQL tab: an editor that knows the ontology, worked examples, the result as a table or a chart."""

from __future__ import annotations

import logging
from pathlib import Path

import gradio as gr

from ui.web.editor import worked_examples
from ui.web.services import Services
from ui.web.views import render

VENDOR = Path(__file__).parent / "static" / "vendor"

# The tab's script is a module of its own, fetched when the tab is first opened.
ON_LOAD = "import('/static/sparql.js').then((tab) => tab.start(element));"

_log = logging.getLogger(__name__)


def build(services: Services) -> None:
    """Lay the tab out; call inside a `gr.Tab`."""
    editor = (VENDOR / "codemirror.js").is_file()
    if not editor:
        _log.warning("The SPARQL editor is not installed (scripts/install-web.sh): the tab has a plain text area")
    html = render("sparql_tab.html", examples=worked_examples(), limits=services.limits, editor=editor)
    gr.HTML(str(html), elem_id="sparql", elem_classes="letters-ui", apply_default_css=False, js_on_load=ON_LOAD)
