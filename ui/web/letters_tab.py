"""The Letters tab: what is in the library; a row opens the letter's reading report."""

from __future__ import annotations

import gradio as gr

from ui.web.services import Services
from ui.web.views import render
from ui.web.words import count


def build(services: Services, app: gr.Blocks) -> None:
    """Lay the tab out; call inside a `gr.Tab` of `app`."""
    gr.Textbox(
        elem_id="letters-filter",
        label="Show only letters with these words",
        placeholder="authority, kind, year …",
        max_lines=1,
        interactive=True,
    )
    table = gr.HTML(elem_id="letters-list", elem_classes="letters-ui", apply_default_css=False)

    def listing() -> str:
        letters = services.summaries()
        return f'<p class="meta">{count(len(letters), "letter")}</p>{render("letters.html", letters=letters)}'

    # Filled when the page opens, so that a letter ingested meanwhile is there after a reload.
    app.load(listing, outputs=table, show_progress="hidden", api_visibility="private", concurrency_limit=8)
