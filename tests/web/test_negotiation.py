import pytest

from ui.web.negotiation import best_match

OFFERED = ["application/sparql-results+json", "text/csv", "text/tab-separated-values"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+json;q=0.4", "text/csv"),
        ("*/*;q=0.1, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv; charset=utf-8; q=0.9, */*;q=0.1", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=high", None),
        ("nonsense, text/csv", "text/csv"),
        ("image/png, " * 50 + "text/csv", "text/csv"),
        ("image/png, " * 5000 + "text/csv", None),
    ],
)
def test_best_match(header: str | None, expected: str | None) -> None:
    assert best_match(header, OFFERED) == expected
