"""Who inspected with whom: of all inspectors, of one, or two by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations

from kg.vocabulary import INSP
from rag.answers.draft import Draft
from rag.model import Answer
from rag.questions import across
from rag.questions.describe import conditions
from rag.questions.sparql import Row
from rag.questions.text import day, joined

PAIRS = 10
"""Pairs that are named where the question does not say how many."""
Pair = tuple[str, str]


def answer(draft: Draft, by_person: dict[str, list[Row]]) -> Answer:
    """The pairs with most visits in common, each with those visits."""
    frame = draft.frame
    asked = [person.name for person in frame.persons]
    wanted = [{row["person"] for row in draft.select(across.people_named([name]))} for name in asked]
    names = {person: held[0]["who"] for person, held in by_person.items() if held}
    pairs = [(pair, rows) for pair, rows in _shared(by_person, names) if all(set(pair) & one for one in wanted)]
    said = conditions(replace(frame, persons=()), draft.catalogue)
    where = f" ({said})" if said else ""
    if not pairs:
        draft.say(f"None: no visit is held on which {joined(asked) or 'two inspectors'} inspected together{where}.")
        return draft.answer(answered=len(asked) > 1)
    most = len(pairs[0][1])
    first = [pair for pair, rows in pairs if len(rows) == most]
    who = "; ".join(joined([f"**{name}**" for name in _called(pair, names, wanted)]) for pair in first[:PAIRS])
    of = f" with {asked[0]}" if len(asked) == 1 else ""
    visits = f"{most} {'visit' if most == 1 else 'visits'}"
    if len(asked) > 1:
        draft.say(f"{joined(asked)} inspected together on {visits}{where}:")
    else:
        draft.say(f"Most often{of}{where}: {who}, {visits}{' each' if len(first) > 1 else ''}.")
    shown = pairs[: frame.limit or max(PAIRS, len(first) if len(first) <= 2 * PAIRS else 0)]
    draft.say("\n".join(_item(draft, _called(pair, names, wanted), rows) for pair, rows in shown))
    if len(pairs) > len(shown):
        draft.note(f"The first {len(shown)} of {len(pairs)} are shown.")
    draft.note("Lead and team inspectors that letters name; letters of joint targeted area inspections name none.")
    return draft.answer()


def _shared(by_person: dict[str, list[Row]], names: dict[str, str]) -> list[tuple[Pair, list[Row]]]:
    """Every two people with the visits that both were on, most first."""
    teams: dict[str, dict[str, Row]] = defaultdict(dict)
    for person, held in by_person.items():
        for row in held:
            teams[row["visit"]].setdefault(person, row)
    shared: dict[Pair, list[Row]] = defaultdict(list)
    for team in teams.values():
        for one, other in combinations(sorted(team, key=names.__getitem__), 2):
            shared[one, other].append(team[one])
    return sorted(shared.items(), key=lambda item: (-len(item[1]), names[item[0][0]], names[item[0][1]]))


def _called(pair: Pair, names: dict[str, str], wanted: list[set[str]]) -> list[str]:
    """The pair's names; of one asked for, the other's alone."""
    others = [person for person in pair if len(wanted) != 1 or person not in wanted[0]]
    return [names[person] for person in others or pair]


def _item(draft: Draft, called: list[str], rows: list[Row]) -> str:
    places = []
    for row in sorted(rows, key=lambda r: r.get("start", "")):
        draft.citer.fact(row["visit"], INSP + "inspector", row["person"])
        month = day((row.get("start") or row.get("published", ""))[:7])
        places.append(f"{row.get('name', 'an unnamed authority')} ({month}){draft.citer.row(row)}")
    return f"- **{joined(called)}** ({len(rows)}): {', '.join(places)}"
