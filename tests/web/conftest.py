"""A real library of two small letters, made and ingested once: a PDF made by code and a hostile text."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, sync_playwright

from kg.library import Library
from kg.model import Letter
from kg.settings import Settings
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from rag.model import Answer, Citation, Event, Fact, Progress, Text, Turn
from tests.web.browser import ARGUMENTS, SIZES, opened, serving
from tests.web.pdf import make_pdf
from ui.web.access import Access
from ui.web.server import create_app
from ui.web.services import Services

RUTLAND = [
    [
        ("18 July 2022", 11),
        ("", 0),
        ("Dear Ms Green", 11),
        ("Focused visit to Rutland children's services", 16),
        ("This letter summarises the findings of the focused visit to Rutland children's", 11),
        ("services on 14 and 15 June 2022. Her Majesty's Inspectors for this visit were", 11),
        ("Ann Archer and Ben Brook.", 11),
        ("", 0),
        ("Inspectors looked at the local authority's arrangements for care leavers.", 11),
    ],
    [
        ("Main findings", 14),
        ("Social workers know (really know) their children well and visit them often, even", 11),
        ("when they live far away. Pathway plans are not updated after important changes.", 11),
        ("", 0),
        ("Care leavers say that their personal advisers listen & help: 5 > 4 of them do.", 11),
        ("What needs to improve in this area of social work practice?", 14),
        ("The timeliness of pathway plans for care leavers.", 11),
        ("", 0),
        ("Yours sincerely", 11),
        ("Ann Archer", 11),
        ("Her Majesty's Inspector", 11),
    ],
]

HOSTILE = """# Focused visit to Kent children's services

Dear Mr <b>Bold</b>

## Main findings

Records say <script>alert('letters')</script> and <img src=x onerror=alert(1)> and [a link](http://evil.example/) \
and ${7*7} and {{value}} in the **same** breath. Decisions are timely.
"""


class Quoting:
    """Quotes what the letters hold of the question's longest word: a stand-in where the answer itself is not tested."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ask(
        self, question: str, history: Sequence[Turn] = (), understanding: Mapping[str, Any] | None = None
    ) -> Answer:
        if understanding is not None:
            question = str(understanding["words"])
        word = max(question.strip("?").split(), key=len)
        meant = {"words": word, "authorities": [], "ask": "passages"}
        found = [(letter, at) for letter in self.library.letters() if (at := letter.document.text.find(word)) >= 0]
        cited = [self._cite(n, letter, at) for n, (letter, at) in enumerate(found, 1)]
        citations = tuple(citation for citation in cited if citation)
        if not citations:
            return Answer(False, f"The letters do not say. Looked for {word}.", understanding=meant)
        lines = [f"- {citation.authority}: “{citation.quote}” [{citation.n}]" for citation in citations]
        text = f"{len(lines)} found after {len(history)} turns.\n\n" + "\n".join(lines)
        query = "SELECT ?letter ?date WHERE { ?letter a insp:Letter . OPTIONAL { ?letter dcterms:issued ?date } }"
        fact = Fact(self.library.ids.letter(found[0][0].key), "http://www.w3.org/2000/01/rdf-schema#label", "x")
        return Answer(True, text, citations, (fact,), (query,), "both", None, 0.01, f"Looked for {word}.", meant)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        understanding: Mapping[str, Any] | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Of a question with 'slowly' a text that has no end."""
        yield Progress(f"I looked for {question}.")
        while "slowly" in question and not (stop and stop.wait(0.1)):
            yield Text("and on ")
        answer = self.ask(question, history, understanding)
        yield Text(answer.answer)
        yield answer

    def choices(self) -> dict[str, list[dict[str, str]]]:
        return {"authorities": [{"value": name, "label": name} for name in ("Kent", "Rutland")]}

    def refresh(self) -> None:
        """Reads the library anew for each question."""

    def _cite(self, n: int, letter: Letter, at: int) -> Citation | None:
        text = letter.document.text
        for passage in letter.passages:
            if passage.span.start <= at < passage.span.end:
                quote = text[at : passage.span.end]
                iri = self.library.ids.passage(letter.key, passage.number)
                page = letter.document.page_of(at)
                name = letter.document.name
                return Citation(n, name, page, quote, iri, letter.authority, letter.published)
        return None


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("web")
    letters = folder / "letters"
    letters.mkdir()
    (letters / "rutland.pdf").write_bytes(make_pdf(RUTLAND))
    (letters / "kent.md").write_text(HOSTILE)
    settings = Settings()
    embedder = open_embedder()
    with Library.open(folder / "library", settings, write=True) as opened:
        index = open_index(opened.index_folder, embedder.name, embedder.dimension)
        ingest([letters], opened, index, embedder)
    with Library.open(folder / "library", settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def services(library: Library) -> Services:
    return Services(library, Quoting(library))


@pytest.fixture(scope="session")
def client(services: Services) -> TestClient:
    """The server without the Gradio app."""
    return TestClient(create_app(services, with_app=False))


@pytest.fixture(scope="session")
def guarded(services: Services) -> TestClient:
    """The same, where one has to log in."""
    closed = Services(services.library, services.assistant, access=Access(token="s3cret"))
    return TestClient(create_app(closed, with_app=False))


@pytest.fixture(scope="session")
def rutland(library: Library) -> Letter:
    return next(letter for letter in library.letters() if letter.document.name == "rutland.pdf")


@pytest.fixture(scope="session")
def kent(library: Library) -> Letter:
    return next(letter for letter in library.letters() if letter.document.name == "kent.md")


@pytest.fixture(scope="session")
def address(services: Services) -> Iterator[str]:
    """The whole app on a free port."""
    with serving(services) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The app, just opened, wide and narrow."""
    with opened(browser, address, request.param) as page:
        yield page


@pytest.fixture
def wide(browser: Browser, address: str) -> Iterator[Page]:
    """The app, just opened, wide only: for what does not depend on the width."""
    with opened(browser, address) as page:
        yield page
