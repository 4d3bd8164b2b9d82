"""Settings: environment variables named LETTERS_... or a `.env` file. An unknown LETTERS_ name is an error."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import SettingsError
from kg.graph.results import Limits
from kg.vocabulary import ROOT

_PREFIX = "LETTERS_"


class Settings(BaseSettings):
    """One field a setting; the environment's name is the field's in capitals behind LETTERS_."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", env_ignore_empty=True, frozen=True)

    library: Path = Field(default=Path("library"), description="the folder that holds everything ingested")
    base_iri: str = Field(
        default=ROOT, description="where the IRIs of what letters speak of begin; set once for a library"
    )
    graph_url: str | None = Field(
        default=None, description="query address of a SPARQL 1.1 store, instead of the library's own"
    )
    graph_update_url: str | None = Field(default=None, description="update address of that store")
    graph_user: str | None = Field(default=None, description="user name for that store")
    graph_password: SecretStr | None = Field(default=None, description="password for that store")
    chroma_url: str | None = Field(
        default=None, description="address of a Chroma server, instead of the library's own index"
    )
    embedding_model: str | None = Field(
        default=None, description="a sentence-transformers model; the packaged one by default"
    )
    llm: str | None = Field(default=None, description="language model as provider:model; none by default")
    llm_base_url: str | None = Field(default=None, description="address of the language model's server")
    llm_api_key: SecretStr | None = Field(default=None, description="key for the language model")
    llm_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="how long a question may take the language model, all calls together"
    )
    llm_structured: Literal["auto", "json_schema", "function_calling", "json_mode"] = Field(
        default="auto", description="how the language model's server is asked for JSON; `letters status` tries all"
    )
    llm_tokens: int = Field(
        default=700, ge=16, le=100_000, description="most tokens of one reply of the language model"
    )
    llm_context: int = Field(
        default=8192, ge=1024, le=10_000_000, description="tokens that the language model can read at once"
    )
    llm_trace: Path | None = Field(
        default=None, description="file that records each call of the language model; llm-trace.jsonl in the library"
    )
    query_seconds: float = Field(default=10.0, gt=0, le=3600, description="time limit of a SPARQL query")
    query_rows: int = Field(default=10_000, ge=1, le=10_000_000, description="most rows that a SPARQL query gives")
    query_memory: int = Field(default=1024, ge=64, le=1_048_576, description="memory of a SPARQL query, in MB")
    query_concurrent: int = Field(default=4, ge=1, le=256, description="how many SPARQL queries run at once")
    workers: int = Field(default=2, ge=1, le=64, description="processes that read files during an ingest")
    file_seconds: float = Field(default=120.0, gt=0, le=3600, description="how long reading one file may take")
    users: SecretStr | None = Field(
        default=None, description="who may log in to the app: name:password, several with commas"
    )
    token: SecretStr | None = Field(default=None, description="bearer token for /sparql and /api")
    cors: str | None = Field(
        default=None, description="origins that browsers may call /sparql and /api from, with commas"
    )
    open_to_all: bool = Field(default=False, description="listen beyond this machine though nobody has to log in")
    read_only: bool = Field(default=False, description="the app offers nothing that changes the library")
    upload_mb: int = Field(default=50, ge=1, le=2_000, description="largest file that the app takes in, in MB")

    @field_validator("base_iri", "graph_url", "graph_update_url", "chroma_url", "llm_base_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value

    @property
    def limits(self) -> Limits:
        """What a user's query may cost."""
        return Limits(
            seconds=self.query_seconds,
            rows=self.query_rows,
            memory=self.query_memory,
            concurrent=self.query_concurrent,
        )


def load_settings(env_file: Path | Literal[False] = Path(".env"), **given: object) -> Settings:
    """Settings from the environment, then the file, then the defaults; what is `given` (and not None) comes first.

    Raises SettingsError, one line, for names that do not exist and values out of bounds.
    """
    kept: dict[str, str | None] = {}
    if env_file and env_file.is_file():
        kept = {name.upper(): value for name, value in dotenv_values(env_file).items()}
    names = [name for name in (*os.environ, *kept) if name.upper().startswith(_PREFIX)]
    for name in names:
        if name.upper().removeprefix(_PREFIX).lower() not in Settings.model_fields:
            raise SettingsError(f"{name}: there is no such setting")
    from_file = {
        name.removeprefix(_PREFIX).lower(): value
        for name, value in kept.items()
        if name.startswith(_PREFIX) and value and not os.environ.get(name)
    }
    try:
        return Settings(**{**from_file, **{name: value for name, value in given.items() if value is not None}})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{_PREFIX}{name}: {first['msg'].removeprefix('Value error, ')}") from None
