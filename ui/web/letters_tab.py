"""The Letters tab: bring letters in, find them, open the reading report, take them out."""

from __future__ import annotations

import gradio as gr

from kg.library.planning import SUFFIXES
from ui.web.services import Services
from ui.web.views import render

# The list is fetched when the tab comes into sight, so that what was ingested meanwhile is there.
ON_LOAD = "import('/static/letters.js').then((tab) => tab.start(element));"


def build(services: Services, app: gr.Blocks) -> None:
    """Lay the tab out; call inside a `gr.Tab` of `app`."""
    html = render(
        "letters_tab.html",
        writable=services.writable,
        accept=",".join(sorted(SUFFIXES)),
        formats="PDF, Word, HTML, Markdown or text",
        most=services.writer.settings.upload_mb if services.writer else 0,
    )
    gr.HTML(str(html), elem_id="letters-list", elem_classes="letters-ui", apply_default_css=False, js_on_load=ON_LOAD)
