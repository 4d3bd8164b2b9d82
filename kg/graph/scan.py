"""Reads SPARQL text as tokens: enough to refuse what must not run and to put bound values in, in linear time.

A full parser is the engine's business. Here only words that cannot be anything else than keywords matter, so strings,
comments, IRIs, variables and prefixed names are recognised and skipped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from kg.errors import QueryRefused

_STRING = r"""
    \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
"""
_LOCAL = r"%[0-9A-Fa-f]{2}|\\[^\w\s]"
_NAME = rf"""
    (?:_ | [^\W\d_](?:[\w.\-·]*[\w\-·])?)? : (?:(?:[\w:\-·]|{_LOCAL})(?:(?:[\w:.\-·]|{_LOCAL})*(?:[\w:\-·]|{_LOCAL}))?)?
"""
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\n\r]*)
    | (?P<string>{_STRING})
    | (?P<iri><[^<>"{{}}|^`\x00-\x20\\]*(?:\\[uU][0-9A-Fa-f][^<>"{{}}|^`\x00-\x20\\]*)*>)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
    | (?P<name>{_NAME})
    | (?P<run>[^\W\d_]\w*[.\-·][\w.\-·]*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>\\["'\\]|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Linear, since nothing is tried in vain from each place anew: what follows letters without making them a name is a
# `run`, whose pieces are read by themselves; a quote that a backslash escapes begins no string, wherever it stands.
_PIECE = re.compile(r"(?P<word>[^\W\d]\w*)|(?P<other>.)")
_LINE_END = re.compile(r"[\n\r]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_READINGS = 2  # tokens for each character at most: both readings of every doubtful '<', not all their combinations
_LONG = 8  # characters: a longer token counts for more than one
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: `kind` is a group name of the pattern above, `start` its offset in the text."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> list[Token]:
    """All tokens but white space and comments, where every '<' that can begin an IRI does."""
    return list(walk(sparql))


def place(sparql: str, offset: int) -> str:
    """An offset as people count it."""
    before = sparql[:offset]
    return f"Line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def check(sparql: str) -> str:
    """The form of a query that may run: 'select', 'ask' or 'graph'. Raises QueryRefused for what never may: updates and
    SERVICE, also when it is hidden by escapes or by a '<' that has the look of an IRI.
    """
    form = _form(sparql)
    if "\\" in sparql:
        for token in walk(sparql):
            _refuse_backslash(sparql, token)
    for text in {sparql, _ESCAPE.sub(_decoded, sparql)}:
        for token in _words_of_any_reading(text, "SERVICE"):
            at = place(text, token.start)
            raise QueryRefused(
                f"{at}: SERVICE is not allowed: queries stay inside this store (write IRIs with that word by prefix)"
            )
    return form


def _form(sparql: str) -> str:
    """By the first word that is a query's or an update's; what stands before declares prefixes."""
    for token in walk(sparql):
        _refuse_backslash(sparql, token)
        if token.kind != "word":
            continue
        word = token.text.upper()
        if word in _FORMS:
            return _FORMS[word]
        if word in _UPDATES:
            at = place(sparql, token.start)
            raise QueryRefused(f"{at}: {word} would change the store; only queries are allowed")
    raise QueryRefused("Line 1, column 1: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE")


def named_sources(sparql: str, base_iri: str | None, prefixes: Mapping[str, str]) -> list[tuple[str, int]]:
    """The graphs named by FROM and FROM NAMED, each with the offset where the text says so."""
    known, base, sources = dict(prefixes), base_iri or "", []
    if "FROM" not in sparql.upper():
        return []
    found = tokens(sparql)
    for token, one, two in zip(found, found[1:], found[2:], strict=False):
        if token.text.upper() == "BASE" and one.kind == "iri":
            base = urljoin(base, one.text[1:-1])
        elif token.text.upper() == "PREFIX" and two.kind == "iri":
            known[one.text[:-1]] = urljoin(base, two.text[1:-1])
    for token in _words_of_any_reading(sparql, "FROM"):
        rest = list(islice(walk(sparql, token.start + len(token.text)), 2))
        if rest and rest[0].text.upper() == "NAMED":
            rest = rest[1:]
        if rest:
            prefix, _, local = rest[0].text.partition(":")
            iri = urljoin(base, rest[0].text[1:-1]) if rest[0].kind == "iri" else known.get(prefix, "") + local
            sources.append((iri, token.start))
    return sources


def bind(sparql: str, values: Mapping[str, str]) -> str:
    """The query with `VALUES ?name { value }` at the head of each group that speaks of the variable.

    `values` are terms in N-Triples syntax. For endpoints that know no parameters; several groups may be given the same
    value because a FILTER in a nested group sees only that group's variables.
    """
    stack: list[tuple[int, set[str]] | None] = []
    groups: list[tuple[int, set[str]]] = []
    found = tokens(sparql)
    for index, token in enumerate(found):
        if token.text == "{":
            stack.append((token.start + 1, set()) if _opens_group(found, index) else None)
            if stack[-1]:
                groups.append(stack[-1])
        elif token.text == "}" and stack:
            stack.pop()
        elif token.kind == "variable" and stack and stack[-1] and token.text[1:] in values:
            stack[-1][1].add(token.text[1:])
    for start, names in reversed(groups):
        clause = "".join(f" VALUES ?{name} {{ {values[name]} }}" for name in sorted(names))
        sparql = sparql[:start] + clause + sparql[start:]
    return sparql


def _opens_group(found: list[Token], index: int) -> bool:
    """Whether the brace opens a group of patterns: not a template, a VALUES block or the brace around a sub-select."""
    if index + 1 < len(found) and found[index + 1].text.upper() == "SELECT":
        return False
    before = index - 1
    if before >= 0 and found[before].text.upper() == "CONSTRUCT":
        return False
    while before > 0 and (found[before].kind == "variable" or found[before].text in "()"):
        before -= 1
    return not (before >= 0 and found[before].text.upper() == "VALUES")


def _words_of_any_reading(sparql: str, keyword: str) -> Iterator[Token]:
    """Words that hold the keyword in any way in which the text can be cut into tokens.

    Only one thing is doubtful: '<' after an operand inside brackets may begin an IRI or compare. Both are followed, so
    that no string or comment that begins in one reading hides what the other reading runs.
    """
    if keyword not in sparql.upper():
        return
    ways: list[tuple[int, int, bool]] = [(0, 0, False)]
    seen: set[tuple[int, int, bool]] = set()
    ends = [match.start() for match in _LINE_END.finditer(sparql)]
    steps = 0
    while ways:
        start, depth, operand = ways.pop()
        while start < len(sparql):
            if sparql[start] in "<\n\r":
                if (start, depth, operand) in seen:
                    break
                seen.add((start, depth, operand))
            if sparql[start] == "#":  # many ways may end in one comment: it is not read by each
                line = bisect_left(ends, start)
                start = ends[line] if line < len(ends) else len(sparql)
                continue
            match = _TOKEN.match(sparql, start)
            assert match
            steps += 1 + (match.end() - start) // _LONG
            if steps > _READINGS * len(sparql):
                raise QueryRefused("The query is too long and too entangled to be checked")
            for token in _pieces(match):
                if token.kind == "iri" and operand and depth:
                    ways.append((start + 1, depth, False))
                if token.kind == "word" and keyword in token.text.upper():
                    yield token
                if token.kind != "space":
                    depth += (token.text == "(") - (token.text == ")")
                    operand = token.kind != "other" or token.text in ")}" or token.text.isdigit()
            start = match.end()


def walk(sparql: str, start: int = 0) -> Iterator[Token]:
    """Tokens one by one, so that whoever has seen enough need not read on."""
    for match in _TOKEN.finditer(sparql, start):
        for token in _pieces(match):
            if token.kind != "space":
                yield token


def _pieces(match: re.Match[str]) -> Iterable[Token]:
    if match.lastgroup == "run":
        return map(_token, _PIECE.finditer(match.string, *match.span()))
    return (_token(match),)


def _token(match: re.Match[str]) -> Token:
    return Token(match.lastgroup or "other", match.group(), match.start())


def _refuse_backslash(sparql: str, token: Token) -> None:
    if token.kind == "other" and token.text[0] == "\\":
        raise QueryRefused(f"{place(sparql, token.start)}: a backslash may stand only in strings, IRIs and names")


def _decoded(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code < 0x110000 else ""
