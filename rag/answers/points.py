"""The letters' own lists: what needs to improve, priority actions, recommendations, strengths."""

from __future__ import annotations

from kg.vocabulary import INSP
from rag.answers.draft import Draft
from rag.answers.wording import naming, one_line
from rag.questions import queries
from rag.questions.catalogue import LetterEntry
from rag.questions.frame import Field
from rag.questions.sparql import Row, of_board

_NAMES: dict[Field, tuple[str, str]] = {
    "improvement": ("point for improvement", "points for improvement"),
    "priority-action": ("area for priority action", "areas for priority action"),
    "recommendation": ("recommendation", "recommendations"),
    "strength": ("strength", "strengths"),
}


def say(draft: Draft, field: Field, entry: LetterEntry) -> bool:
    """The whole list of one letter, counted, each item cited; whether the letter has such a list."""
    found = draft.select(queries.points([entry], field))
    if not found and field in {"recommendation", "priority-action"}:
        found = draft.select(queries.points([entry], "improvement"))
        if found:
            draft.note(f"The letter calls them points for improvement, not {_NAMES[field][1]}.")
            field = "improvement"
    if not found:
        return False
    own = [row for row in found if not of_board(row)]
    board = [row for row in found if row not in own]
    one, many = _NAMES[field]
    if own:
        draft.say(
            f"{_capital(naming(entry, draft.catalogue))} lists {len(own)} {one if len(own) == 1 else many}:\n"
            + _items(draft, own)
        )
    if board:
        draft.say(f"For the safeguarding children board, {len(board)} more:\n" + _items(draft, board))
    return True


def _items(draft: Draft, found: list[Row]) -> str:
    lines = []
    for row in found:
        draft.citer.fact(row["point"], INSP + "text", row["text"])
        lines.append(f"- {one_line(row['text'])}{draft.citer.row(row)}")
    return "\n".join(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
