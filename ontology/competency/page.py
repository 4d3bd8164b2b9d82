"""The page docs/competency.md: all questions with their queries and what the sample letters answer."""

from __future__ import annotations

from ontology.competency import Question, by_purpose, questions

_HEAD = """\
# Competency questions

What the graph must be able to answer: {count} questions in plain words, each with its query and with what it answers on
the two sample letters. Generated from `ontology/competency/*.rq` by `make ontology`; the tests ask every one of them,
and the app offers them as worked examples.

Two traps that the queries heed:

- Two letters may report on one visit, and both describe it. The union of graphs does not merge them: count visits with
  `DISTINCT`.
- One person may have several nodes (spellings, titles, authorities). Go one step further, by `insp:canonical`, and
  count and group by that node, not by the name. Names stand once, in the graph `people`.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD.format(count=len(questions()))]
    for purpose, group in by_purpose().items():
        parts.append(f"\n## {purpose}\n")
        parts += [_question(one) for one in group]
    return "".join(parts)


def _question(one: Question) -> str:
    note = f"\n{one.note[0].upper()}{one.note[1:]}.\n" if one.note else ""
    answers = [f"{row}\n" for row in one.expected] or ["(no rows)\n"]
    return f"\n### {one.question}\n{note}\n```sparql\n{one.query}```\n\n```\n{''.join(answers)}```\n"
