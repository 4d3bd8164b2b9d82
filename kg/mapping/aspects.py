"""Which aspect concept a printed judgement belongs to. Labels and areas are in ontology/concepts.ttl."""

from __future__ import annotations

import re

from kg.vocabulary import slug

# First match wins; each pattern is looked for in the lower-case label.
_SIF = (
    (r"safeguarding children board|\blscb\b", "lscb"),
    (r"overall effectiveness", "overall-effectiveness"),
    (r"adoption", "sif-adoption"),
    (r"care leavers", "sif-care-leavers"),
    (r"leadership", "sif-leadership"),
    (r"looked after|permanence|in care", "sif-children-looked-after"),
    (r"help and protection|help or protection", "sif-help-and-protection"),
)
_ILACS = (
    (r"safeguarding children board|\blscb\b", "lscb"),
    (r"overall effectiveness", "overall-effectiveness"),
    (r"leaders", "ilacs-leaders"),
    (r"in care and care (leavers|experienced)", "ilacs-children-in-care-and-care-leavers"),
    (r"care leavers|care[- ]experienced", "ilacs-care-leavers"),
    (r"children in care|looked after", "ilacs-children-in-care"),
    (r"help (and|or) protection", "ilacs-help-and-protection"),
)


def aspect_id(label: str, document_type: str, board: bool = False) -> str:
    """The local name under `aspect:`; a label that no framework has gives its own slug."""
    if board:
        return "lscb"
    lowered = re.sub(r"\s+", " ", label.lower())
    for pattern, found in _SIF if document_type == "sif-report" else _ILACS:
        if re.search(pattern, lowered):
            return found
    return slug(label) or "unnamed"


def grade_id(grade: str) -> str:
    """The local name under `grade:` of a normalised grade."""
    return "requires-improvement" if grade.lower().startswith("requires improvement") else slug(grade)
