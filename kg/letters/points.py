"""The letter's own lists: what needs to improve, priority actions, recommendations, strengths."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.letters.lines import Reading
from kg.model import Block, Point, PointKind, Span
from kg.reading.shape import CLOSE, section_title

_PRIORITY = re.compile(
    r"^(?:areas?\s+(?:for|of)\s+)?(?:priority|immediate|urgent)(?:\s+and\s+immediate)?\s+actions?\b"
    r"|^areas?\s+(?:for|requiring)\s+priority\b",
    re.I,
)
_IMPROVEMENT = re.compile(
    r"^what\s+(?:needs?|must|should|does|do|is\s+needed)\b.*\bimprove[sd]?\b|^(?:key\s+)?areas?\s+(?:for|of"
    r"|needing|requiring|that\s+(?:need|require)s?)\s+(?:further\s+)?(?:improvement|development)s?\b"
    r"|^areas?\s+(?:\w+\s+){0,3}to\s+improve\b|^improvements?\s+(?:needed|required)\b|^weaknesses\b"
    r"|^main\s+weaknesses\b",
    re.I,
)
_RECOMMENDATION = re.compile(r"^(?:key\s+)?recommendations?\b", re.I)
_STRENGTH = re.compile(
    r"^(?:(?:key|main|early\s+help|area|areas|practice|partnership|particular"
    r"|identified)\s+){0,3}(?:of\s+)?strengths?\b(?!\s+and\s+weakness)"
    r"|^(?:the\s+)?local\s+authority(?:[’'`]s\s+strengths|\s+has\s+the\s+following\s+strengths)",
    re.I,
)
_STUDY = re.compile(
    r"^(?:case|practice)\s+(?:study|studies|example)|^good\s+practice\s+example|^places\s+and\s+spaces", re.I
)
_CLOSES = re.compile(
    r"^(?:main\s+findings?|(?:key\s+)?strengths\s+and\s+weaknesses|headline\s+findings?|next\s+steps?|summary\b"
    r"|executive\s+summary|context\b|overview|introduction|inspection\s+findings|evaluation\s+of\s+progress"
    r"|information\s+about|progress\s+since|the\s+experiences?\s+and\s+progress|the\s+impact\s+of\s+leaders"
    r"|the\s+local\s+safeguarding|local\s+area|inspection\s+team"
    r"|findings|conclusion|what\s+is\s+it\s+like|inspection\s+judge?ment|the\s+inspection)",
    re.I,
)
_BOARD = re.compile(r"\bLSCB\b|\bsafeguarding\s+children\s+board\b", re.I)
# What begins so goes on with what was said before: a paragraph without a mark that belongs to the item above it.
_LEANS = re.compile(
    r"(?:it|this|these|those|they|their|there|such|however|nevertheless|despite\s+this|as\s+a\s+result"
    r"|in\s+addition|consequently|where\s+this|he|she|both)\b",
    re.I,
)
_ENDED = re.compile(r"[.!?:;][’”'\")\]]*\d{0,2}$")


_NOTE = re.compile(r"\d{1,2}\s+(?=[A-Z‘“])")  # a footnote that the format does not tell from a paragraph
# What ends a letter's body, where no heading stands between it and the last list.
_FAREWELL = re.compile(
    r"(?:I\s+am|we\s+are)\s+(?:copying|pleased|grateful)\b|(?:I|we)\s+(?:would\s+like\s+to|wish\s+to)?\s*(?:thank|look\s+forward)\b"
    r"|the\s+inspection\s+raises\s+(?:significant|serious)\b|this\s+letter\s+will\s+be\s+(?:published|copied)|thank\s+you\b|yours\s+(?:sincerely|faithfully|truly)"
    r"|(?:Ofsted|(?:I|we))\s+will\s+(?:take\s+(?:the|these|account)|use\s+(?:the|these)|write|be\s+in|consider|contact|return)\b",
    re.I,
)
_NONE_FOUND = re.compile(
    r"(?:this|the|our)?\s*(?:inspections?|inspectors|review|ofsted|visit)\b.{0,30}?\b(?:did\s+not|have\s+not"
    r"|has\s+not|found\s+no|identified\s+no)\b"
    r"|there\s+(?:are|were)\s+no\b|no\s+(?:areas?|priority|recommendations?|immediate)\b|none\b",
    re.I,
)


_DOCUMENT = r"\b(?:submit(?:ted)?|action\s+plan|statement|Ofsted|HMCI|to\s+us)\b"
_TO_SUBMIT = re.compile(
    r"\b(?:submit|send)\b.{0,60}\b(?:action\s+plan|statement)\b"
    rf"|{_DOCUMENT}[^.]*\bwithin\s+\d+\s+working\s+days\b|\bwithin\s+\d+\s+working\s+days\b[^.]*{_DOCUMENT}",
    re.I,
)
_OPENS = re.compile(r"\bfollowing\s+areas?\s+of\s+(?:significant|serious)\s+(?:weakness(?:es)?|concern)\b", re.I)
# What a visit looks at again was asked for before.
_LOOKS_BACK = re.compile(
    r"\b(?:review(?:ed|ing)|look(?:ed|ing|s)?\s+(?:again\s+)?at|revisit(?:ed|ing|s)?|considered|evaluated|focus(?:s?ed)?\s+on)\b"
    r"|\bprogress\b|\b(?:at|in|during|by|from|since)\s+(?:the|its|our|their)\s+(?:last|previous|earlier|initial|original"
    r"|first)\b",
    re.I,
)
_LEAD_IN = re.compile(
    r"^(?:in\s+order\s+to|to\s+(?:improve|ensure))\b.*:$|\bshould\s+(?:take\s+)?(?:the\s+following\b.{0,40})?:$", re.I
)


@dataclass(slots=True)
class _Item:
    """A point as it is put together from blocks."""

    kind: PointKind
    board: bool
    texts: list[str]
    span: Span
    last: Block
    level: int
    marker: str
    numbered: bool
    inner: str = ""  # the mark of the bullets inside it


@dataclass(slots=True)
class _State:
    """The list that is open: its kind, its heading's level, whether it has marked items."""

    kind: PointKind
    level: int
    marked: bool = False
    items: int = 0
    waiting: list[tuple[Block, str]] = field(default_factory=list)


def kind_of(heading: str) -> PointKind | None:
    """The kind of list that a heading opens, None if it opens none."""
    if _STUDY.match(heading):
        return None
    if _PRIORITY.match(heading):
        return "priority-action"
    if _IMPROVEMENT.match(heading):
        return "improvement"
    if _RECOMMENDATION.match(heading):
        return "recommendation"
    if _STRENGTH.match(heading):
        return "strength"
    return None


def find(reading: Reading, skip: set[int], *, report: bool = False) -> tuple[Point, ...]:
    """All items in the letter's order; `skip` are block indices that are no part of the body, such as a contents page.

    In a report (`report`) the part about the safeguarding board makes points to the board.
    """
    finder = _Finder(reading, report)
    for i, (block, words) in enumerate(reading.blocks):
        if i not in skip:
            finder.take(i, block, words)
    finder.close()
    return tuple(Point(it.kind, " ".join(it.texts), it.span, it.board) for it in finder.items)


class _Finder:
    """Goes through the blocks once with the open list in hand."""

    def __init__(self, reading: Reading, report: bool) -> None:
        self.reading = reading
        self.report = report
        self.board = False
        self.state: _State | None = None
        self.items: list[_Item] = []

    def take(self, index: int, block: Block, words: str) -> None:
        """One block more."""
        if block.kind == "heading" or (
            not block.marker
            and len(words) < 90
            and (kind_of(words.rstrip(":")) or _STUDY.match(words))
            and not words.endswith(".")
        ):
            self._heading(index, block, words)
        elif (
            block.kind == "paragraph" and words.endswith(":") and _OPENS.search(words) and not _LOOKS_BACK.search(words)
        ):
            self.close()
            self.state = _State("priority-action", 9)
        elif block.kind == "footnote" or self.state is None or (block.kind == "paragraph" and _NOTE.match(words)):
            return
        elif CLOSE.match(words) or (block.kind == "paragraph" and not block.marker and _FAREWELL.match(words)):
            self.close()
        elif self._marked(block):
            self._marked_item(block, words)
        else:
            self._paragraph(block, words)

    @staticmethod
    def _marked(block: Block) -> bool:
        return block.kind == "bullet" or bool(block.marker)

    def _heading(self, index: int, block: Block, words: str) -> None:
        if self.report and re.match(
            r"(?:section\s+2\b.*|the\s+)?(?:the\s+effectiveness\s+of\s+the\s+)?local\s+safeguarding\s+children"
            r"|what\s+does\s+the\s+lscb|the\s+lscb\b",
            words,
            re.I,
        ):
            self.board = True
        kind = kind_of(words)
        if kind is not None:
            self.close()
            self.state = _State(kind, max(block.level, 1))
            return
        if self.state is None:
            return
        if self._passes_for_heading(index, words):
            self.state.waiting.append((block, words))
            return
        if _STUDY.match(words) or _CLOSES.match(words) or not self._goes_on(index, block):
            self.close()

    def _passes_for_heading(self, index: int, words: str) -> bool:
        """Whether what looks like a heading, in a format without layout, is the last of some points without bullets:
        nothing stands between it and the next section's title.
        """
        assert self.state is not None
        below = self.reading.blocks[index + 1 : index + 2]
        plain = not self.reading.document.lines or self.reading.document.lines[0].box is None
        between = plain and bool(self.state.waiting) and not self.state.marked and len(words) > 20
        return between and not section_title(words) and any(section_title(title) for _, title in below)

    def _goes_on(self, index: int, block: Block) -> bool:
        """Whether a heading inside a list is a group of the list: items follow it at once."""
        assert self.state is not None
        for below, words in self.reading.blocks[index + 1 : index + 3]:
            if self._marked(below):
                return True
            if below.kind != "footnote" and not words.endswith(":") and below.kind != "heading":
                return max(block.level, 1) > self.state.level and not self.state.marked
        return False

    def _marked_item(self, block: Block, words: str) -> None:
        assert self.state is not None
        state = self.state
        if (len(words) < 160 and _NONE_FOUND.match(words)) or (state.items == 0 and _LEAD_IN.search(words)):
            return
        state.marked = True
        state.waiting.clear()
        last = self.items[-1] if state.items else None
        if last is not None and block.kind == "bullet" and self._nested(last, block, words):
            self._extend(last, block, words)
            last.inner = block.marker
        else:
            self._add(block, words)

    @staticmethod
    def _nested(item: _Item, block: Block, words: str) -> bool:
        """Whether a bullet belongs into the item above: under a number, further in, or of another mark."""
        opened = item.texts[0].endswith(":") or (words[:1].islower() and not _ENDED.search(item.texts[0]))
        inner = opened and block.marker != item.marker and item.inner in (block.marker, "")
        return item.numbered or block.level > item.level or inner

    def _paragraph(self, block: Block, words: str) -> None:
        assert self.state is not None
        state = self.state
        if _NONE_FOUND.match(words) or _TO_SUBMIT.search(words[:200]):
            return
        last = self.items[-1] if state.items else None
        if last is not None and state.marked:
            over_page = self._page(block) > self._page(last.last)
            if (words[:1].islower() and not _ENDED.search(last.texts[-1])) or (
                over_page and block.kind == "paragraph" and len(words) > 60
            ):
                self._extend(last, block, words)
            elif block.kind == "paragraph" and len(words) > 80 and not words.endswith(":"):
                if _LEANS.match(words):
                    self._extend(last, block, words)
                else:
                    self._add(block, words)
            return
        if block.kind == "cell":
            self._cell(block, words)
            return
        if words.endswith(":") or len(words) < (20 if state.waiting else 40):
            return
        if not state.marked:
            state.waiting.append((block, words))

    def _cell(self, block: Block, words: str) -> None:
        """A row of a table whose first column is a responsible body and whose last says what it should do."""
        action = re.sub(r"^Areas?\s+for\s+(?:priority\s+action|improvement)\s+", "", words.rsplit(" | ", 1)[-1])
        if len(action) > 40 and re.search(r"\b(?:should|must)\b", action):
            self._add(block, action)

    def _page(self, block: Block) -> int:
        return self.reading.document.page_of(block.span.end - 1)

    def _add(self, block: Block, words: str) -> None:
        assert self.state is not None
        self.items.append(
            _Item(
                self.state.kind,
                self.board,
                [words],
                block.span,
                block,
                block.level or 9,
                block.marker,
                block.kind != "bullet" and bool(block.marker),
            )
        )
        self.state.items += 1

    def _extend(self, item: _Item, block: Block, words: str) -> None:
        item.texts.append(words)
        item.span = Span(item.span.start, block.span.end)
        item.last = block

    def close(self) -> None:
        """End the open list. One without marks has its paragraphs as items."""
        if self.state is not None and not self.state.marked:
            for block, words in self.state.waiting:
                self._add(block, words)
        self.state = None
