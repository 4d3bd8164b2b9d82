"""The Ask tab: a chat beside the sources of its latest answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from kg.errors import LettersError
from ui.web import answers
from ui.web.services import Services
from ui.web.words import count

CONCURRENT_QUESTIONS = 8

# A click on 'Open in the SPARQL tab' tells which of the answer's queries is meant.
ON_LOAD = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-query]');
  if (button) trigger('select', {index: Number(button.dataset.query)});
});
"""


@dataclass(frozen=True)
class AskTab:
    """The parts of the tab that other tabs are wired to."""

    sources: gr.HTML
    queries: gr.State


def build(services: Services) -> AskTab:
    """Lay the tab out; call inside a `gr.Tab`."""
    panel = gr.HTML(
        str(answers.panel(None)),
        elem_id="ask-sources",
        elem_classes="letters-ui",
        apply_default_css=False,
        js_on_load=ON_LOAD,
        render=False,
    )
    queries = gr.State([])

    def respond(question: str, history: list[dict[str, Any]]) -> Iterator[tuple[Any, str, list[str]]]:
        looked = f"Looking in {count(services.count(), 'letter')} …"
        waiting = gr.ChatMessage(content="", metadata={"title": looked, "status": "pending"})
        yield [waiting], str(answers.panel(None)), []
        yield _answered(services, question, history)

    with gr.Row(elem_id="ask-row"):
        with gr.Column(scale=3, min_width=320):
            gr.ChatInterface(
                respond,
                chatbot=gr.Chatbot(
                    elem_id="chat",
                    label="Conversation",
                    show_label=False,
                    height="min(62vh, 44rem)",
                    latex_delimiters=[],
                    buttons=["copy"],
                    layout="panel",
                    allow_tags=False,
                    autoscroll=False,  # app.js shows an answer from its beginning
                    placeholder="**Ask the letters.** Every statement comes with its letter, page and words.",
                ),
                textbox=gr.Textbox(
                    elem_id="question",
                    placeholder="Ask about an authority, a visit, an inspector, what needs to improve …",
                    label="Your question",
                    show_label=False,
                    max_length=2000,
                    submit_btn=True,
                    stop_btn=True,
                ),
                examples=_examples(services.example_questions()),
                additional_outputs=[panel, queries],
                concurrency_limit=CONCURRENT_QUESTIONS,
                show_progress="hidden",
                api_visibility="private",
                fill_height=False,
            )
        with gr.Column(scale=2, min_width=320):
            panel.render()  # type: ignore[no-untyped-call]
    return AskTab(panel, queries)


def _answered(services: Services, question: str, history: list[dict[str, Any]]) -> tuple[Any, str, list[str]]:
    try:
        answer = services.ask(question, answers.turns(history))
    except LettersError as error:
        return gr.ChatMessage(content=f"This could not be answered: {error}"), str(answers.panel(None)), []
    shown = answers.sources(answer, services.letter)
    return (
        gr.ChatMessage(content=answers.as_markdown(answer, shown)),
        str(answers.panel(answer, shown)),
        list(answer.sparql),
    )


def _examples(questions: Sequence[str]) -> list[str] | None:
    return list(questions) or None
