"""The frame in plain words: 'I looked for ...'."""

from __future__ import annotations

from rag.questions.catalogue import Catalogue
from rag.questions.frame import POINT_FIELDS, Field, Frame
from rag.questions.lexicon import ASPECT_NAMES, GRADE_NAMES, KIND_NAMES
from rag.questions.text import joined

_FIELDS: dict[Field, str] = {
    "lead": "who led",
    "team": "the inspectors of",
    "quality-assurance": "the quality assurance manager of",
    "signatories": "who signed the letter of",
    "addressees": "to whom the letter was addressed after",
    "visit-dates": "the dates of",
    "published": "the date of publication of the letter of",
    "statement-due": "the date by which a statement of action was due after",
    "topic": "the topic of",
    "grades": "the grades of",
    "inspectorates": "the inspectorates that carried out",
    "framework": "the framework of",
    "region": "the region of",
    "neighbours": "the statistical neighbours of",
    "improvement": "the points for improvement of",
    "priority-action": "the areas for priority action of",
    "recommendation": "the recommendations of",
    "strength": "the strengths listed by",
}
_PERSON_ROLES: dict[Field, str] = {
    "lead": "led by",
    "team": "with the inspector",
    "quality-assurance": "quality assured by",
    "signatories": "signed by",
    "addressees": "addressed to",
}


def conditions(frame: Frame, catalogue: Catalogue, kinds: bool = True) -> str:
    """The frame's conditions: 'ILACS inspection; overall effectiveness Inadequate; North West; 2023'."""
    parts = []
    if kinds and frame.kinds:
        parts.append((" and " if frame.each_kind else " or ").join(KIND_NAMES[k] for k in frame.kinds))
    if frame.grades:
        any_aspect = "any aspect" if frame.unit == "judgements" else "overall effectiveness"
        aspects = joined([ASPECT_NAMES[a] for a in frame.aspects]) or any_aspect
        steps = [" or ".join(GRADE_NAMES[g] for g in condition.grades) for condition in frame.grades]
        apart = [c.aspect for c in frame.grades if c.aspect]
        if len(apart) == len(steps) > 1:
            parts += [f"{ASPECT_NAMES[a]} judged {step}" for a, step in zip(apart, steps, strict=True)]
        else:
            parts.append(f"{aspects} judged {', later '.join(steps) if frame.in_sequence else ' and '.join(steps)}")
    if frame.current:
        parts.append("latest graded inspection of each authority")
    if frame.at_least:
        parts.append(f"at least {frame.at_least}")
    if frame.change:
        aspects = joined([ASPECT_NAMES[a] for a in frame.aspects]) or "overall effectiveness"
        parts.append(f"{aspects} {frame.change}")
    if frame.topics and not frame.aspects:
        parts.append(f"on {' or '.join(frame.topics)}")
    if frame.persons and frame.person_role:
        parts.append(f"{_PERSON_ROLES[frame.person_role]} {joined([p.name for p in frame.persons])}")
    if frame.neighbours_of:
        parts.append(f"statistical neighbours of {catalogue.name(frame.neighbours_of)}")
    elif frame.authorities:
        parts.append(joined([catalogue.name(n.gss) for n in frame.authorities]))
    if frame.regions:
        parts.append(joined(list(frame.regions)))
    parts += [f"{name.lower()} councils" for name in frame.types]
    roles = {"any": "", "visit": "visit ", "published": "published ", "due": "statement due "}
    parts += [roles[p.role] + p.words for p in frame.periods]
    if "statement-due" in frame.fields and not frame.periods:
        parts.append("with a statement of action due")
    if frame.organisations and set(frame.organisations) != {"Ofsted"}:
        parts.append(f"with {joined(list(frame.organisations))}")
    if frame.negated:
        parts += [
            "with " + _FIELDS[f].removeprefix("the ").removesuffix(" of") for f in frame.fields if f in POINT_FIELDS
        ]
    if frame.by:
        parts.append(f"by {frame.by}")
    if frame.leftover:
        parts.append(f"what they say on “{' '.join(frame.leftover)}”")
    return "; ".join(parts)


def describe(frame: Frame, catalogue: Catalogue) -> str:
    """'I looked for ...' in one sentence, misspellings told."""
    where = conditions(frame, catalogue)
    themes = joined([theme.replace("-", " ") for theme in frame.themes])
    unit = f"findings on {themes}" if frame.unit == "findings" and themes else frame.unit
    without = " of which the following does not hold" if frame.negated else ""
    said = {
        "facts": joined([_FIELDS[f] for f in frame.fields]) + " " if frame.fields else "facts of ",
        "count": f"how many {unit} there are{without}: ",
        "list": f"all {unit}{' who inspected together' if frame.together else ''}{without}: ",
        "superlative": f"the {frame.measure} among {unit}: ",
        "change": "how grades moved: ",
        "passages": f"what the letters say on “{' '.join(frame.focus) or frame.question}”: ",
        "summary": "a summary of ",
        "coverage": "what this library holds",
        "future": "a date to come: ",
        "definition": f"what “{frame.term}” means",
        "reasons": "why the grade was given: ",
        "neighbours": "the latest grades beside those of ",
        "progress": "what became of earlier points for improvement: ",
    }[frame.ask]
    guesses = [f"“{n.words}” read as {catalogue.name(n.gss)}" for n in frame.authorities if n.guessed]
    guesses += frame.notes
    besides = "".join(f" {describe(other, catalogue)}" for other in frame.besides)
    where = where or ("" if frame.ask in {"coverage", "definition"} else "all letters")
    return f"I looked for {said}{where}".rstrip(": ") + "." + (f" ({'; '.join(guesses)}.)" if guesses else "") + besides
