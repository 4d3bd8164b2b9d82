"""Pages of letters: as they look, marked, escaped, and the original."""

import io

import numpy as np
from fastapi.testclient import TestClient
from PIL import Image

from kg.model import Letter, Span
from ui.web.rendering import MARK, SCALE
from ui.web.views import page_link


def place(letter: Letter, words: str) -> Span:
    start = letter.document.text.index(words)
    return Span(start, start + len(words))


def yellow(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of all marked pixels."""
    ys, xs = np.nonzero((np.asarray(image.convert("RGB")) == MARK).all(axis=2))
    return (int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())) if len(xs) else None


def picture(client: TestClient, link: str) -> Image.Image:
    answer = client.get(link)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content))


def test_cited_words_are_marked_where_they_stand(client: TestClient, rutland: Letter) -> None:
    cited = place(rutland, "visit them often, even when")
    image = picture(client, f"/letters/{rutland.key}/pages/2.png?start={cited.start}&end={cited.end}")
    box = yellow(image)
    assert box is not None
    lines = [line.box for line in rutland.document.lines if line.span.overlaps(cited) and line.box]
    assert len(lines) == 2
    top = (842 - max(line[3] for line in lines)) * SCALE
    bottom = (842 - min(line[1] for line in lines)) * SCALE
    assert abs(box[1] - top) < 6
    assert abs(box[3] - bottom) < 6
    # The first line is marked from the middle on: nothing yellow under its first words.
    first = yellow(image.crop((0, int(top), image.width, int(top) + 12)))
    assert first is not None
    assert first[0] > (72 + 200) * SCALE


def test_nothing_is_marked_on_other_pages_or_without_a_place(client: TestClient, rutland: Letter) -> None:
    cited = place(rutland, "visit them often")
    assert yellow(picture(client, f"/letters/{rutland.key}/pages/1.png?start={cited.start}&end={cited.end}")) is None
    assert yellow(picture(client, f"/letters/{rutland.key}/pages/2.png")) is None
    assert yellow(picture(client, f"/letters/{rutland.key}/pages/2.png?start=5&end=2")) is None
    assert yellow(picture(client, f"/letters/{rutland.key}/pages/2.png?start=5&end=99999999")) is None


def test_page_shows_quote_and_neighbours(client: TestClient, rutland: Letter) -> None:
    cited = place(rutland, "Social workers know (really know) their children")
    html = client.get(page_link(rutland.key, 2, cited)).text
    assert "<html" in html
    assert "Social workers know (really know) their children" in html
    assert f"/letters/{rutland.key}/pages/1?start={cited.start}" in html
    assert "Page 2 of 2" in html
    fragment = client.get(page_link(rutland.key, 2, cited), headers={"X-Fragment": "1"}).text
    assert "<html" not in fragment
    assert "Page 2 of 2" in fragment


def test_text_view_marks_and_escapes(client: TestClient, kent: Letter) -> None:
    cited = place(kent, "<script>alert('letters')</script> and")
    html = client.get(page_link(kent.key, 1, cited)).text
    assert "<mark>&lt;script&gt;alert(&#39;letters&#39;)&lt;/script&gt; and</mark>" in html
    assert "<script>" not in html
    assert "<img" not in html
    assert client.get(f"/letters/{kent.key}/pages/1.png").status_code == 404


def test_report_tells_what_was_read_and_where(client: TestClient, rutland: Letter, kent: Letter) -> None:
    html = client.get(f"/letters/{rutland.key}").text
    assert "Ann Archer" in html
    assert "18 July 2022" in html
    assert "/pages/2?start=" in html
    assert "<script>" not in client.get(f"/letters/{kent.key}").text


def test_original_is_the_file_and_never_runs(client: TestClient, rutland: Letter, kent: Letter) -> None:
    answer = client.get(f"/letters/{rutland.key}/original")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''rutland.pdf"
    text = client.get(f"/letters/{kent.key}/original")
    assert "sandbox" in text.headers["content-security-policy"]
    assert text.headers["x-content-type-options"] == "nosniff"


def test_what_is_not_there(client: TestClient, rutland: Letter) -> None:
    for path in ("0123456789abcdef", f"{rutland.key}/pages/3", f"{rutland.key}/pages/0.png", "..%2Fmanifest/original"):
        assert client.get(f"/letters/{path}").status_code == 404
