from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import load_settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("LETTERS_"):
            monkeypatch.delenv(name)


def test_what_is_given_comes_before_environment_file_and_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("LETTERS_LIBRARY=from-file\nLETTERS_QUERY_ROWS=7\nLETTERS_USERS=\nOTHER=1\n")
    assert str(load_settings(False).library) == "library"
    assert str(load_settings(file).library) == "from-file"
    monkeypatch.setenv("LETTERS_LIBRARY", "from-environment")
    assert str(load_settings(file).library) == "from-environment"
    assert str(load_settings(file, library=Path("given")).library) == "given"
    assert load_settings(file).limits.rows == 7


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("LETTERS_LIBARY", "x", "LETTERS_LIBARY: there is no such setting"),
        ("LETTERS_QUERY_ROWS", "0", "LETTERS_QUERY_ROWS: Input should be greater than or equal to 1"),
        ("LETTERS_QUERY_SECONDS", "soon", "LETTERS_QUERY_SECONDS: Input should be a valid number"),
        ("LETTERS_GRAPH_URL", "localhost", "LETTERS_GRAPH_URL: must begin with http:// or https://"),
    ],
)
def test_mistakes_are_told_in_one_line(
    name: str, value: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"{name}={value}\n")
    with pytest.raises(SettingsError, match=f"^{message}"):
        load_settings(tmp_path / ".env")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{message}"):
        load_settings(False)


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERS_LLM_API_KEY", "very-secret")
    assert "very-secret" not in repr(load_settings(False))
