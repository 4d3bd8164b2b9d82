"""The Ask tab: a chat beside the sources of its answers.

The conversation lives in the reader's browser (a hidden component, kept in its session storage over a reload); each
event brings it and takes it back, so that no answer can come into another's chat.
"""

from __future__ import annotations

import contextlib
import re
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from kg.errors import LettersError
from kg.model import Letter
from rag.model import Answer, Event, Progress, Text
from ui.web import answers
from ui.web.api import FAULT
from ui.web.conversation import Exchange, as_said, read, turns, written
from ui.web.services import Services
from ui.web.streaming import Pace, Stops, pumped
from ui.web.words import count

CONCURRENT_QUESTIONS = 32
SHOWN_EVERY = 0.12
"""Seconds between two states of an answer that grows."""

PLACEHOLDER = "**Ask the letters.** Every statement comes with its letter, page and words."
EMPTY = "**The library is empty.** Bring letters in on the Letters tab, then ask about them."
NOTHING_HELD = "There is no letter to look in yet: bring some in on the Letters tab, then ask about them."

# The panel's script is a module of its own. `trigger` tells the server of a corrected understanding or another answer.
ON_LOAD = "import('/static/ask.js').then((tab) => tab.start(element, trigger));"
RESTORE = """() => {
  try { return [JSON.parse(sessionStorage.getItem('letters-conversation')) || []]; } catch { return [[]]; }
}"""
KEEP = """(kept) => {
  try { sessionStorage.setItem('letters-conversation', JSON.stringify(kept || [])); } catch { /* full, or forbidden */ }
  return [];
}"""

State = tuple[Any, ...]
SKIP = gr.skip()


@dataclass(frozen=True)
class AskTab:
    """The parts of the tab that others may be wired to: the conversation as `conversation.written` gives it."""

    conversation: gr.JSON


class _Asking:
    """What the tab's events do. Yields the chat, the panel, the conversation and the question box."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.stops = Stops()

    def submit(self, question: str, kept: object, request: gr.Request) -> Iterator[State]:
        """A new question."""
        yield from self._ask(question, read(kept), None, request)

    def example(self, event: gr.SelectData, kept: object, request: gr.Request) -> Iterator[State]:
        """A worked example that was chosen."""
        yield from self._ask(str(event.value["text"]), read(kept), None, request)

    def again(self, kept: object, request: gr.Request) -> Iterator[State]:
        """The last question once more, as it was corrected."""
        held = read(kept)
        if held:
            yield from self._ask(held[-1].question, held[:-1], held[-1].corrected, request)
        else:
            yield SKIP, SKIP, SKIP, SKIP

    def panel(self, event: gr.EventData, kept: object, request: gr.Request) -> Iterator[State]:
        """What the panel asks for: another answer's sources, or a question asked again as corrected."""
        held, said = read(kept), event._data
        number = said.get("number", said.get("show"))
        if not isinstance(number, int) or not 0 <= number < len(held):
            yield SKIP, SKIP, SKIP, SKIP
        elif isinstance(said.get("understanding"), dict):
            before = held[:-1] if number == len(held) - 1 else held
            yield from self._ask(held[number].question, before, said["understanding"], request)
        else:
            yield SKIP, _panel(held, self.services.by_key(), number), SKIP, SKIP

    def stop(self, request: gr.Request) -> None:
        """Stop what is being answered in this session."""
        self.stops.stop(request.session_hash or "")

    def undo(self, kept: object) -> State:
        """The last question back into the box, its answer gone."""
        held = read(kept)
        question = held[-1].question if held else ""
        return self._state(held[:-1], question)

    def clear(self) -> State:
        """A new conversation."""
        return self._state([])

    def restore(self, kept: object) -> State:
        """The conversation as it was before the page was loaded again, beside the examples of what is held now."""
        chat, panel, held, _ = self._state(read(kept))
        examples: list[Any] = [{"text": question} for question in self.services.example_questions()]
        placeholder = PLACEHOLDER if self.services.count() else EMPTY
        return gr.Chatbot(chat, examples=examples or None, placeholder=placeholder), panel, held

    def _ask(
        self, question: str, held: list[Exchange], corrected: Mapping[str, Any] | None, request: gr.Request
    ) -> Iterator[State]:
        # Half a character, which no answer can be written with, becomes a question mark.
        question = question.strip()[:2000].encode("utf-8", "replace").decode()
        if not question:
            yield SKIP, SKIP, SKIP, SKIP
            return
        session = request.session_hash or uuid.uuid4().hex
        stop = self.stops.begin(session)
        if stop is None:
            gr.Info("The question before is still being answered. Stop it, or wait.")
            yield SKIP, SKIP, SKIP, gr.update(value=question)
            return
        try:
            yield from self._answered(question, held, corrected, stop)
        finally:
            self.stops.end(session, stop)

    def _answered(
        self, question: str, held: list[Exchange], corrected: Mapping[str, Any] | None, stop: threading.Event
    ) -> Iterator[State]:
        try:
            letters = dict(self.services.by_key())
        except LettersError as error:
            yield (
                [*_messages(held, {}), _user(question), _failed(f"This could not be answered: {error}")],
                SKIP,
                SKIP,
                "",
            )
            return
        before = [*_messages(held, letters), _user(question)]
        if not letters:
            yield [*before, _failed(NOTHING_HELD)], SKIP, SKIP, ""
            return

        def events() -> Iterator[Event]:
            return self.services.stream(question, turns(held), corrected, stop)

        said, shown, answer = f"Looking in {count(len(letters), 'letter')}", "", None
        # What is ready at once is shown at once: each step between costs the server more than many an answer does.
        pace, box, pending = Pace(SHOWN_EVERY), _asking(), True
        pace.due()
        try:
            for event in pumped(events, stop, SHOWN_EVERY):
                if isinstance(event, Answer):
                    answer = event
                    continue
                said = event.words if isinstance(event, Progress) else said
                shown += event.words if isinstance(event, Text) else ""
                pending = pending or event is not None
                if pending and pace.due():
                    yield [*before, _growing(shown) if shown else _waiting(said)], SKIP, SKIP, box
                    box, pending = SKIP, False
        except LettersError as error:
            yield [*before, _failed(f"This could not be answered: {error}")], SKIP, SKIP, _done(box)
            return
        stopped = answer is None and stop.is_set()
        if answer is None and not stopped:
            yield [*before, _failed(FAULT)], SKIP, SKIP, _done(box)
            return
        told = answer or Answer(False, shown)
        exchange = Exchange(question, told, corrected, len(told.facts), stopped)
        for key in answers.keys(told) - letters.keys():  # one that came meanwhile may be cited
            with contextlib.suppress(LettersError):  # and have gone again
                letters[key] = self.services.letter(key)
        chat = [*before[:-1], *_messages([exchange], letters)]
        yield chat, _panel([*held, exchange], letters), written([*held, exchange]), _done(box)

    def _state(self, held: list[Exchange], question: str = "") -> State:
        letters = self.services.by_key()
        return _messages(held, letters), _panel(held, letters), written(held), _ready(question)


def build(services: Services, app: gr.Blocks) -> AskTab:
    """Lay the tab out; call inside a `gr.Tab` of `app`."""
    asking = _Asking(services)
    conversation = gr.JSON([], visible=False, elem_id="conversation")
    with gr.Row(elem_id="ask-row"):
        with gr.Column(scale=3, min_width=320, elem_id="ask-chat"):
            chat = gr.Chatbot(
                elem_id="chat",
                label="Conversation",
                show_label=False,
                height="min(62vh, 44rem)",
                latex_delimiters=[],
                buttons=[],
                layout="panel",
                allow_tags=False,
                autoscroll=False,  # ask.js shows an answer from its beginning
                feedback_options=None,
                placeholder=PLACEHOLDER,
            )
            question = gr.Textbox(
                elem_id="question",
                placeholder="Ask about an authority, an inspector, a theme …",
                label="Your question",
                show_label=False,
                max_length=2000,
                lines=1,
                max_lines=6,
                submit_btn="Ask",
                stop_btn=False,
                autofocus=True,
            )
            with gr.Row(elem_id="ask-buttons"):
                again = gr.Button("Ask again", size="sm", elem_id="ask-again", scale=0, min_width=110)
                undo = gr.Button("Edit the last question", size="sm", elem_id="ask-undo", scale=0, min_width=170)
                new = gr.Button("New conversation", size="sm", elem_id="ask-new", scale=0, min_width=150)
        with gr.Column(scale=2, min_width=320, elem_id="ask-panel"):
            panel = gr.HTML(
                _panel([], {}),
                elem_id="ask-sources",
                elem_classes="letters-ui",
                apply_default_css=False,
                js_on_load=ON_LOAD,
            )
    shown = [chat, panel, conversation, question]
    hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    asks: dict[str, Any] = {**hidden, "concurrency_limit": CONCURRENT_QUESTIONS, "concurrency_id": "ask"}
    quick: dict[str, Any] = {**hidden, "queue": False}
    question.submit(asking.submit, [question, conversation], shown, api_name="ask", **asks)
    chat.example_select(asking.example, [conversation], shown, api_name="example", **asks)
    again.click(asking.again, [conversation], shown, api_name="again", **asks)
    panel.select(asking.panel, [conversation], shown, api_name="panel", **asks)
    question.stop(asking.stop, None, None, **quick)
    undo.click(asking.undo, [conversation], shown, **quick)
    new.click(asking.stop, None, None, **quick)
    new.click(asking.clear, None, shown, **quick)
    app.load(asking.restore, [conversation], [chat, panel, conversation], js=RESTORE, **hidden, concurrency_limit=8)
    conversation.change(None, [conversation], None, js=KEEP, **hidden)
    app.unload(asking.stop)
    return AskTab(conversation)


def _messages(held: list[Exchange], letters: Mapping[str, Letter]) -> list[Any]:
    shown = []
    for exchange in held:
        text = answers.as_markdown(exchange.answer, answers.sources(exchange.answer, letters))
        if exchange.stopped:
            text = f"{text}\n\n*Stopped.*".strip()
        shown += [_user(exchange.question), gr.ChatMessage(content=text)]
    return shown


def _panel(held: list[Exchange], letters: Mapping[str, Letter], number: int = -1) -> str:
    return str(answers.panel(held, letters, number))


def _user(question: str) -> Any:
    return gr.ChatMessage(role="user", content=as_said(question))


def _waiting(words: str) -> Any:
    """What is being done: 'I looked for ...' is what the answer will say of it."""
    doing = re.sub(r"^I looked", "Looking", words).rstrip(". …")
    return gr.ChatMessage(content="", metadata={"title": as_said(f"{doing} …"), "status": "pending"})


def _growing(text: str) -> Any:
    return gr.ChatMessage(content=answers.as_markdown(Answer(True, text), ()))


def _failed(text: str) -> Any:
    return gr.ChatMessage(content=as_said(text))


def _asking() -> Any:
    return gr.update(value="", submit_btn=False, stop_btn="Stop")


def _done(box: Any) -> Any:
    """Empties the box where no step before did; else it may hold what is to be asked next."""
    return _ready() if box is SKIP else ""


def _ready(question: str = "") -> Any:
    box: dict[str, Any] = {"submit_btn": "Ask", "stop_btn": False}
    return gr.update(value=question, **box) if question else gr.update(**box)
