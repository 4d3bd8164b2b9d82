"""Letters that nobody sent, in the form of real ones."""

from __future__ import annotations

from pathlib import Path

from rag.assistant import Assistant
from rag.model import Answer, Turn

FOCUSED = """{published}

Jane Smith
Director of Children's Services
{authority} Council

Dear Ms Smith

Focused visit to {authority} children's services

This letter summarises the findings of the focused visit to {authority} children's services on {days}. Her Majesty's
Inspectors for this visit were {lead} and Joy Example.

Inspectors looked at the local authority's arrangements for care leavers.

Headline findings

Leaders know their services well. Caseloads are too high in some teams, and supervision is not regular enough.
Personal advisers stay in touch with care leavers. They visit every eight weeks.

What needs to improve in this area of social work practice

■ The quality of assessments.
■ The frequency of supervision.

Main findings

There are 23 care leavers who wait for a flat of their own. This is because of a lack of affordable housing.

The Bluebird project gives young parents a mentor. Most young parents who have a mentor stay in education.

Yours sincerely

{lead}
Her Majesty's Inspector
"""

ILACS = """Inspection of {authority} local authority children's services

Inspection dates: {days}

Lead inspector: {lead}, Her Majesty's Inspector

Judgement Grade

The impact of leaders on social work practice with children and families {leaders}

The experiences and progress of children who need help and protection {help}

The experiences and progress of children in care {care}

The experiences and progress of care leavers {leavers}

Overall effectiveness {overall}

Services for children in {authority} have changed since the last inspection.

What needs to improve?

■ The timeliness of strategy meetings.
■ The recording of management oversight.

The experiences and progress of children who need help and protection

1. Strategy meetings are held late when police officers are not available. Thresholds are applied consistently.

2. Social workers see children often. They know them well, and children say that they are heard.
"""


def write(folder: Path) -> list[Path]:
    """Five letters about three authorities."""
    good, poor, bad = "Good", "Requires improvement to be good", "Inadequate"
    texts = {
        "leeds-visit.txt": FOCUSED.format(
            authority="Leeds", days="3 and 4 May 2021", lead="Ann Example", published="1 June 2021"
        ),
        "camden-visit.txt": FOCUSED.format(
            authority="Camden", days="7 and 8 June 2022", lead="Bob Sample", published="20 July 2022"
        ),
        "leeds-first.txt": ILACS.format(
            authority="Leeds", days="4 March 2019 to 15 March 2019", lead="Cid Specimen", leaders=poor, help=poor,
            care=good, leavers=bad, overall=poor,
        ),
        "leeds-second.txt": ILACS.format(
            authority="Leeds", days="6 March 2023 to 17 March 2023", lead="Cid Specimen", leaders=good, help=good,
            care=good, leavers=poor, overall=good,
        ),
        "kent-first.txt": ILACS.format(
            authority="Kent", days="9 May 2022 to 20 May 2022", lead="Cid Specimen", leaders=bad, help=bad,
            care=poor, leavers=bad, overall=bad,
        ),
    }  # fmt: skip
    paths = []
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def after(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of a conversation's questions."""
    history: list[Turn] = []
    answer = Answer(False, "")
    for question in questions:
        answer = assistant.ask(question, history)
        history += [Turn("user", question), Turn("assistant", answer.answer)]
    return answer
