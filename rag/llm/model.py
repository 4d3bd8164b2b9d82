"""The one place that knows LangChain: a chat model that streams text and fills schemas, or fails in one line."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from kg.errors import SettingsError
from kg.settings import Settings
from rag.llm.failures import ModelFailed, as_failure
from rag.llm.trace import Trace
from rag.llm.waiting import Clock, Flow

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Message = tuple[Literal["system", "user", "assistant"], str]
Method = Literal["json_schema", "function_calling", "json_mode"]
METHODS: tuple[Method, ...] = get_args(Method)
Schema = TypeVar("Schema", bound=BaseModel)
T = TypeVar("T")
_JSON = re.compile(r"\{.*\}", re.DOTALL)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)


@dataclass(slots=True)
class Call:
    """One call in the making, for the trace."""

    purpose: str
    prompt: Sequence[Message]
    begun: float = field(default_factory=time.monotonic)
    answer: str = ""
    tokens: dict[str, Any] | None = None


class Model:
    """A language model behind LangChain. Safe to share between threads."""

    def __init__(self, settings: Settings, trace: Trace) -> None:
        if not settings.llm:
            raise SettingsError("LETTERS_LLM: no language model is set")
        self.name = settings.llm
        self.context = settings.llm_context - settings.llm_tokens
        self.where = settings.llm_base_url or self.name.partition(":")[0]
        self._settings, self._trace = settings, trace
        self._chat = _open(settings, temperature=True)
        chosen = settings.llm_structured
        self._methods: list[Method] = list(METHODS) if chosen == "auto" else [chosen]
        self._lock = threading.Lock()

    def text(self, purpose: str, prompt: Sequence[Message], clock: Clock) -> Iterator[str]:
        """The answer as it comes. Raises ModelFailed, also after a part of it."""
        call = Call(purpose, prompt)
        try:
            for chunk in self._tried(lambda: self._chat.stream(list(prompt)), clock):
                if usage := getattr(chunk, "usage_metadata", None):
                    call.tokens = dict(usage)
                if words := str(chunk.text):
                    call.answer += words
                    yield words
            if not call.answer.strip():
                raise ModelFailed("empty", "The language model said nothing")
            self._record(call)
        except ModelFailed as failure:
            self._record(call, failure)
            raise
        except GeneratorExit:
            self._record(call, ModelFailed("stopped", "Read no further"))
            raise

    def filled(self, purpose: str, prompt: Sequence[Message], schema: type[Schema], clock: Clock) -> Schema:
        """The schema as the model fills it, by the first method that the server knows."""
        while True:
            method = self._methods[0]
            try:
                return self.filled_by(method, purpose, prompt, schema, clock)
            except ModelFailed as failure:
                # A server that does not know the method refuses it, or answers as if nothing had been asked.
                if failure.kind not in {"refused", "server", "nonsense", "empty"} or not self._drop(method):
                    raise

    def filled_by(
        self, method: Method, purpose: str, prompt: Sequence[Message], schema: type[Schema], clock: Clock
    ) -> Schema:
        """The schema as the model fills it by one method."""
        call = Call(f"{purpose} ({method})", prompt)

        def ask() -> Iterable[Any]:
            yield self._chat.with_structured_output(schema, method=method, include_raw=True).invoke(list(prompt))

        try:
            (result,) = self._tried(ask, clock)
            raw = result["raw"]
            call.tokens = dict(raw.usage_metadata) if raw.usage_metadata else None
            arguments = [json.dumps(made["args"]) for made in raw.tool_calls]
            call.answer = "\n".join([text for text in [str(raw.text)] if text] + arguments)
            parsed = result["parsed"]
            filled = parsed if isinstance(parsed, schema) else _read(call.answer, schema)
            self._record(call)
            return filled
        except ModelFailed as failure:
            self._record(call, failure)
            raise

    def _drop(self, method: Method) -> bool:
        """Leaves a method that does not serve, while there is another."""
        with self._lock:
            if len(self._methods) > 1 and self._methods[0] == method:
                self._methods.pop(0)
                return True
            return self._methods[0] != method

    def _tried(self, work: Callable[[], Iterable[T]], clock: Clock) -> Iterator[T]:
        """The items; a server that is busy or failed is asked once more, if nothing has come and time allows."""
        for again in (True, False):
            begun = False
            try:
                for item in Flow(_untraced(work), clock, lambda error: as_failure(error, self.where)):
                    begun = True
                    yield item
                return
            except ModelFailed as failure:
                if begun or not again:
                    raise
                if failure.kind == "refused" and "temperature" in str(failure):
                    self._chat = _open(self._settings, temperature=False)
                    continue
                wait = {"busy": failure.wait if failure.wait is not None else 1.0, "server": 0.1}.get(failure.kind)
                if wait is None or wait >= clock.left:
                    raise
                clock.wait(wait)

    def _record(self, call: Call, failure: ModelFailed | None = None) -> None:
        self._trace.call(
            model=self.name,
            purpose=call.purpose,
            prompt=call.prompt,
            answer=call.answer,
            tokens=call.tokens,
            seconds=time.monotonic() - call.begun,
            failure=str(failure) if failure else None,
        )


def _untraced(work: Callable[[], Iterable[T]]) -> Callable[[], Iterable[T]]:
    """The work with LangSmith's tracing off, whatever the environment says."""

    def untraced() -> Iterable[T]:
        from langsmith.run_helpers import tracing_context

        with tracing_context(enabled=False):
            yield from work()

    return untraced


def _read(answer: str, schema: type[Schema]) -> Schema:
    """The schema out of text around it: fences, thoughts, words before and after."""
    found = _JSON.search(_THOUGHT.sub("", answer))
    try:
        return schema.model_validate_json(found.group() if found else "")
    except ValidationError:
        raise ModelFailed("nonsense", "The language model gave no JSON of the form asked for") from None


def _open(settings: Settings, temperature: bool) -> BaseChatModel:
    """The chat model; SettingsError for a provider that is unknown or whose package is not installed."""
    from langchain.chat_models import init_chat_model

    provider, colon, name = (settings.llm or "").partition(":")
    if not colon or not name:
        raise SettingsError(f"LETTERS_LLM: {settings.llm}: write provider:model, as openai:gpt-5 or ollama:qwen3:8b")
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    given: dict[str, Any] = {"base_url": settings.llm_base_url}
    # Who waits gives up first; the connection follows, so that no thread stays behind.
    silence = settings.llm_seconds + 1
    if provider == "ollama":
        given |= {"num_predict": settings.llm_tokens, "num_ctx": settings.llm_context}
        given["client_kwargs"] = {"timeout": silence} | ({"headers": {"Authorization": f"Bearer {key}"}} if key else {})
    else:
        given |= {"max_tokens": settings.llm_tokens, "timeout": silence, "max_retries": 0, "api_key": key}
    if provider == "openai" and settings.llm_base_url:
        # A server of one's own gets the key that is meant for it, not the OPENAI_API_KEY that lies about.
        given |= {"api_key": key or "none", "stream_usage": True}
    if temperature:
        given["temperature"] = 0
    try:
        chat: BaseChatModel = init_chat_model(
            name, model_provider=provider, **{k: v for k, v in given.items() if v is not None}
        )
        return chat
    except ImportError:
        hint = f"pip install 'inspection-letters[{provider}]'" if provider in EXTRAS else f"the package for {provider}"
        raise SettingsError(f"LETTERS_LLM: {provider}: its package is not installed: {hint}") from None
    except Exception as error:  # noqa: BLE001 - each provider checks its settings in its own way
        raise SettingsError(f"LETTERS_LLM: {' '.join(str(error).split())[:200]}") from None


EXTRAS = frozenset({"openai", "ollama", "anthropic"})
"""Providers whose packages are extras of this project."""
