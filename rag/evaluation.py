"""Scores of cited answers against questions with known facts: the measures of `letters evaluate`.

A question file has one JSON object a line: {"id", "type", "question", "history"?, "facts": [[form, ...], ...],
"forbidden": [str], "documents": [name], "quotes": [str]}. A fact is stated when one of its forms is. The question is
answered correctly when all facts are stated, nothing forbidden is, and every document named is cited; one of the type
'unanswerable' when it is refused.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from kg.errors import LettersError
from kg.model import Letter
from rag.questionfile import Asked, asked, read
from rag.questions.text import MONTHS

SHORT, LONG = 1_500, 6_000
"""Characters of an answer that are read for facts: of most questions, and of lists and aggregates."""
WHOLE_LISTS = frozenset({"list", "aggregate"})
BEGINS = 160
"""Characters of a missed question's answer that are shown."""
MEASURES = ("correct", "answered", "facts", "documents", "cite-prec", "evidence", "verbatim")
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": None, "\u00a0": " ", "\x02": "-"}
    | dict.fromkeys("•◼■▪●\uf0b7*#", " ")
)


class Held(Protocol):
    """The part of the library against which quotes are checked."""

    def letters(self) -> Sequence[Letter]:
        """All letters."""


@dataclass(frozen=True, slots=True)
class Result:
    """One question's scores; a measure that does not apply is left out. `missing` says what the answer lacks."""

    identifier: str
    type: str
    question: str
    scores: Mapping[str, float]
    missing: tuple[str, ...]
    answer: str

    @property
    def correct(self) -> bool:
        """Whether nothing is wrong."""
        return self.scores["correct"] == 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """All results, and their means by type."""

    results: tuple[Result, ...]
    means: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def misses(self) -> tuple[Result, ...]:
        """The questions that were not answered correctly."""
        return tuple(r for r in self.results if not r.correct)

    def table(self) -> str:
        """The means as aligned text, one line a type."""
        lines = [f"{'type':16}{'n':>5}" + "".join(f"{m:>11}" for m in MEASURES)]
        for name, means in self.means.items():
            cells = "".join(f"{means[m]:>11.3f}" if m in means else f"{'-':>11}" for m in MEASURES)
            lines.append(f"{name:16}{int(means['n']):>5}{cells}")
        return "\n".join(lines)

    def told(self) -> str:
        """The misses as text: what was asked, what the answer lacks, how the answer begins."""
        lines = []
        for miss in self.misses:
            refused = "answered, but should have been refused" if miss.type == "unanswerable" else "refused"
            lacks = "; ".join(miss.missing) or (refused if miss.answer else "no answer")
            begins = " ".join(miss.answer.split())[:BEGINS]
            lines.append(f"{miss.identifier} ({miss.type}) {miss.question}\n  missing: {lacks}\n  answer:  {begins}")
        return "\n".join(lines)

    def below(self, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
        """The means that are below their floors ({type: {measure: least}}), in words."""
        return [
            f"{kind}, {measure}: {held:.3f} is below {least:.3f}"
            for kind, measures in floors.items()
            for measure, least in measures.items()
            if (held := self.means.get(kind, {}).get(measure, 0.0)) < least
        ]


def read_questions(path: Path) -> tuple[list[Asked], list[str]]:
    """The questions of a file, and what is wrong with its other lines, each with its number."""
    found: list[Asked] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in read(path, _question):
        if isinstance(line, LettersError):
            problems.append(f"{path}, line {number}: {line}")
        elif line.identifier in seen:
            problems.append(f"{path}, line {number}: id {line.identifier} stands in line {seen[line.identifier]} too")
        else:
            seen[line.identifier] = number
            found.append(line)
    return found, problems


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """The least means, {type: {measure: least}}."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LettersError(f"{path}: cannot be read as JSON ({error})") from None
    if not isinstance(found, dict) or not all(isinstance(held, dict) for held in found.values()):
        raise LettersError(f'{path}: not of the form {{"TYPE": {{"MEASURE": 0.9}}}}')
    return {str(kind): {str(name): float(least) for name, least in held.items()} for kind, held in found.items()}


def _question(number: int, line: bytes) -> Asked:
    """A line with what a right answer holds, in one form: facts as lists of forms, everything else there."""
    one = asked(number, line, numbered=True)
    kind = one.row.get("type", "question")
    if not isinstance(kind, str):
        raise LettersError("type is not a string")
    facts = one.row.get("facts") or []
    if not isinstance(facts, list) or not all(isinstance(fact, str) or _strings(fact) for fact in facts):
        raise LettersError("facts is not a list of facts, each a list of the forms in which it may be said")
    row: dict[str, Any] = {"facts": [[fact] if isinstance(fact, str) else fact for fact in facts]}
    for name in ("documents", "quotes", "forbidden"):
        row[name] = one.row.get(name) or []
        if not _strings(row[name]):
            raise LettersError(f"{name} is not a list of strings")
    if kind != "unanswerable" and not (row["facts"] or row["documents"] or row["quotes"]):
        raise LettersError('nothing to score by: give "facts", "documents" or "quotes", or the type "unanswerable"')
    return replace(one, row={**one.row, **row, "id": one.identifier, "type": kind})


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def evaluate(
    questions: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]], library: Held | None = None
) -> Report:
    """Judge answers (as `letters ask --batch` writes them) by their questions' ids; quotes too, given a library."""
    by_id = {str(a.get("id")): a for a in answers}
    texts = {_stem(x.document.name): _squashed(x.document.text) for x in library.letters()} if library else {}
    results = tuple(_judge(q, by_id.get(str(q["id"]), {}), texts) for q in questions)
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.type].append(result)
    answerable = [r for r in results if r.type != "unanswerable"]
    groups |= {"ALL": list(results), "ALL answerable": answerable}
    return Report(results, {name: _means(held) for name, held in groups.items() if held})


def _means(results: list[Result]) -> dict[str, float]:
    means: dict[str, float] = {"n": len(results)}
    for measure in MEASURES:
        held = [r.scores[measure] for r in results if measure in r.scores]
        if held:
            means[measure] = sum(held) / len(held)
    return means


def _judge(question: Mapping[str, Any], answer: Mapping[str, Any], texts: Mapping[str, str]) -> Result:
    kind = str(question["type"])
    citations: list[Mapping[str, Any]] = list(answer.get("citations") or [])
    answered = bool(answer.get("answered"))
    scores: dict[str, float] = {"answered": float(answered)}
    if texts and citations:
        held = [_squashed(c.get("quote")) for c in citations]
        stands = [
            bool(q) and q in texts.get(_stem(c.get("document")), "") for q, c in zip(held, citations, strict=True)
        ]
        scores["verbatim"] = sum(stands) / len(stands)
    missing: list[str] = []
    if kind == "unanswerable":
        scores["correct"] = float(not answered)
    else:
        missing = _score_facts(question, answer, citations, scores)
    return Result(
        str(question["id"]), kind, str(question["question"]), scores, tuple(missing), str(answer.get("answer") or "")
    )


def _score_facts(
    question: Mapping[str, Any], answer: Mapping[str, Any], citations: list[Mapping[str, Any]], scores: dict[str, float]
) -> list[str]:
    text = normal(str(answer.get("answer") or ""))[: LONG if question["type"] in WHOLE_LISTS else SHORT]
    hits = [stated(forms, text) for forms in question["facts"]]
    cited = {_stem(c.get("document")) for c in citations}
    gold = {_stem(name) for name in question["documents"]}
    scores["facts"] = sum(hits) / len(hits) if hits else 1.0
    scores["documents"] = len(gold & cited) / len(gold) if gold else 1.0
    if gold:
        scores["cite-prec"] = len(gold & cited) / len(cited) if cited else 0.0
    if question.get("quotes"):
        shares = (_overlap(q, str(c.get("quote") or "")) for q in question["quotes"] for c in citations)
        scores["evidence"] = float(any(share >= 0.6 for share in shares))
    wrong = [name for name in question.get("forbidden", []) if stated([name], text)]
    right = bool(answer.get("answered")) and all(hits) and not wrong and scores["documents"] == 1.0
    scores["correct"] = float(right)
    missing = [forms[0] for forms, hit in zip(question["facts"], hits, strict=True) if not hit]
    return missing + [f"forbidden: {name}" for name in wrong] + [f"not cited: {name}" for name in sorted(gold - cited)]


def normal(text: str) -> str:
    """Lower case, plain quotes and dashes, one space between words."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN).lower()
    return re.sub(r"\s+", " ", plain).strip()


def stated(forms: Sequence[str], text: str) -> bool:
    """Whether a form begins at a word's start in the text and, if it ends in a digit, ends with the number."""
    every = [normal(f) for form in forms for f in [form, *_date_forms(form)]]
    patterns = [rf"(?<![a-z0-9]){re.escape(f)}" + (r"(?![0-9])" if f[-1].isdigit() else "") for f in every if f]
    return any(re.search(pattern, text) for pattern in patterns)


def _date_forms(text: str) -> list[str]:
    found = re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", normal(text))
    if not found or found[2] not in MONTHS:
        return []
    day, month, year = int(found[1]), MONTHS.index(found[2]) + 1, found[3]
    return [
        f"{year}-{month:02d}-{day:02d}",
        f"{day:02d}/{month:02d}/{year}",
        f"{day} {found[2][:3]} {year}",
        f"{day:02d} {found[2]} {year}",
    ]


def _overlap(gold: str, candidate: str) -> float:
    """The share of the gold text's runs of four words that the candidate holds."""
    wanted = _runs(gold)
    return len(wanted & _runs(candidate)) / len(wanted) if wanted else 0.0


def _runs(text: str, length: int = 4) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", normal(text))
    return {tuple(words[i : i + length]) for i in range(max(1, len(words) - length + 1))} if words else set()


def _squashed(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "", normal(text or ""))


def _stem(name: str | None) -> str:
    return re.sub(r"\.(?:pdf|txt|md|docx|html?)$", "", (name or "").rsplit("/", 1)[-1], flags=re.IGNORECASE)
