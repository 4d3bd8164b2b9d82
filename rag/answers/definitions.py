"""What a word means: by the ontology's own definitions, else by the letter that spells an abbreviation out."""

from __future__ import annotations

import re

from kg.vocabulary import KIND, REFERENCE_GRAPH
from rag.answers.citing import Source
from rag.answers.draft import Draft
from rag.answers.wording import naming, one_line
from rag.model import Answer
from rag.questions.catalogue import LetterEntry
from rag.questions.lexicon import KINDS
from rag.questions.queries import select
from rag.questions.sparql import Row, literal, tail

_DEFINED = (
    "SELECT DISTINCT ?it ?label ?said WHERE {{ GRAPH <{}> {{\n"
    "  ?it skos:prefLabel|rdfs:label|skos:altLabel|skos:notation ?name . FILTER(LCASE(STR(?name)) IN ({}))\n"
    "  ?it rdfs:label ?label ; skos:definition|skos:scopeNote|rdfs:comment ?said .\n}} }} ORDER BY ?it"
)
_SPELLED = 90
"""Characters before an abbreviation in brackets among which its words are looked for."""


def answer(draft: Draft) -> Answer:
    """The definition, with where it comes from; refused where neither ontology nor letters give one."""
    term = draft.frame.term
    found = draft.select(_DEFINED.format(REFERENCE_GRAPH, ", ".join(literal(form) for form in _forms(term))))
    kinds = any(row["it"].startswith(KIND) for row in found)
    spelled = None if kinds else _spelled_out(draft, term)
    if found and not spelled:
        _by_ontology(draft, term, found)
        return draft.answer()
    if spelled:
        entry, words, source = spelled
        draft.say(f"“{term}” stands for **{words}**{draft.citer.mark(source)} ({naming(entry, draft.catalogue)}).")
        draft.note("That is how the letter spells it out; the letters do not define it.")
        return draft.answer()
    draft.say(f"The letters do not say: neither they nor this product's ontology define “{term}”.")
    return draft.answer(answered=False)


def _forms(term: str) -> list[str]:
    """The term as labels may have it; words that questions use for a kind of visit included."""
    plain = re.sub(r"\s+", " ", term.lower()).strip()
    bare = re.sub(r"^(?:an?|the) ", "", plain)
    forms = [plain, bare, bare.removesuffix("s"), bare.removesuffix("'s")]
    forms += [kinds[0] for kinds, pattern in KINDS if pattern.fullmatch(bare) and len(kinds) == 1]
    return list(dict.fromkeys(forms))


def _by_ontology(draft: Draft, term: str, found: list[Row]) -> None:
    for row in list({row["it"]: row for row in reversed(found)}.values())[::-1][:3]:
        draft.citer.fact(row["it"], "http://www.w3.org/2004/02/skos/core#definition", row["said"])
        draft.say(f"**{_name(term, row)}**: {one_line(row['said'])}")
    draft.note("From this product's ontology (see Ontology in the app, and the query), not from the letters.")


def _name(term: str, row: Row) -> str:
    return row["label"] if row["label"].lower() == term.lower() else f"{term} ({row['label']})"


def _spelled_out(draft: Draft, term: str) -> tuple[LetterEntry, str, Source] | None:
    """Where a letter writes 'multi-agency safeguarding hub (MASH)': the words whose initials it has."""
    short = term.removesuffix("s") if re.fullmatch(r"[A-Z&]{2,}s", term) else term
    if not re.fullmatch(r"[A-Za-z&]{2,8}", short):
        return None
    short = short.upper()
    pattern = rf"\({re.escape(short)}s?\)"
    query = select(
        "?letter ?passage ?text",
        "?passage a insp:Passage ; insp:letter ?letter ; insp:text ?text .",
        f"FILTER(CONTAINS(?text, {literal(f'({short})')}))",
        distinct=False,
    )
    for row in draft.select(query + " LIMIT 20"):
        letter = draft.shelf.letter(tail(row["letter"]))
        passage = next((p for p in letter.passages if p.number == int(tail(row["passage"]))), None)
        entry = draft.catalogue.letters.get(row["letter"])
        if passage is None or entry is None:
            continue
        text = letter.document.text
        match = re.search(pattern, passage.span.of(text))
        words = _words(passage.span.of(text)[: match.start()], short) if match else None
        if match and words:
            end = passage.span.start + match.end()
            sentence = next((s for s in passage.sentences if s.start < end <= s.end), passage.span)
            return entry, words, Source(letter.key, sentence.start, sentence.end, row["passage"])
    return None


def _words(before: str, short: str) -> str | None:
    """The last words before the bracket whose initials make the abbreviation."""
    words = re.findall(r"[\w’']+(?:[-/][\w’']+)*", before[-_SPELLED:])
    for count in range(1, min(len(words), 9) + 1):
        taken = words[-count:]
        every = [part for word in taken for part in re.split(r"[-/]", word) if part]
        letters = "".join(part[0] for part in every).upper()
        main = "".join(part[0] for part in every if part.lower() not in {"and", "of", "the", "for", "in"}).upper()
        if short in {letters, main, "".join(word[0] for word in taken).upper()}:
            return " ".join(taken)
    return None
