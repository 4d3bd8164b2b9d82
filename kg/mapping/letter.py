"""One letter to triples, after the table 'The graph' in docs/architecture.md.

Superclasses and superproperties are written out (a lead inspector is also `insp:inspector`, a recommendation also
`insp:Point`): the store does not infer, and queries must not have to know the hierarchy.

People and bodies are only pointed to here, and named where they are pointed from (`insp:personName`, `insp:bodyName`):
they are shared by letters, and Oxigraph's union of graphs does not merge, so that a triple in two graphs counts twice.
kg.mapping.derived describes each of them once.
"""

from __future__ import annotations

import bisect
from datetime import date as day

import pyoxigraph as ox

from kg.mapping.aspects import aspect_id, grade_id
from kg.mapping.people import addressee_iri, body_name, inspector_iri
from kg.mapping.sources import Sources
from kg.mapping.terms import Sheet, boolean, date, decimal, integer, node, term, text
from kg.model import DocumentType, Inspector, Letter, Person, Span
from kg.vocabulary import AUTHORITY, Identifiers

KINDS: dict[DocumentType, tuple[str, str, str]] = {
    "focused-visit-letter": ("focused-visit", "insp:FocusedVisitLetter", "Focused visit"),
    "monitoring-visit-letter": ("monitoring-visit", "insp:MonitoringVisitLetter", "Monitoring visit"),
    "jtai-letter": ("jtai", "insp:JtaiLetter", "Joint targeted area inspection"),
    "ilacs-report": ("ilacs", "insp:IlacsReport", "ILACS inspection"),
    "sif-report": ("sif", "insp:SifReport", "SIF inspection"),
    "send-report": ("send", "insp:SendReport", "Area SEND inspection"),
    "other": ("other", "insp:OtherDocument", "Inspection"),
}
"""Document type -> local name under `kind:`, class of the letter, words for labels."""

_POINT_CLASSES = {
    "improvement": ("insp:ImprovementPoint", "insp:PointForImprovement", "insp:Point"),
    "priority-action": ("insp:PriorityAction", "insp:PointForImprovement", "insp:Point"),
    "recommendation": ("insp:Recommendation", "insp:PointForImprovement", "insp:Point"),
    "strength": ("insp:StrengthPoint", "insp:Point"),
}
_ROLES = {
    "lead": "insp:leadInspector",
    "team": "insp:teamInspector",
    "quality-assurance": "insp:qualityAssuranceManager",
}


def triples(letter: Letter, ids: Identifiers) -> list[ox.Triple]:
    """Everything one letter says, each triple once, in an order that depends on the letter alone."""
    return _Mapping(letter, ids).triples()


class _Mapping:
    def __init__(self, letter: Letter, ids: Identifiers) -> None:
        self.letter, self.ids, self.sheet = letter, ids, Sheet()
        self.sources = Sources(self.sheet, letter, ids)
        self.kind, self.letter_class, self.kind_words = KINDS[letter.document_type]
        self.place = letter.gss or ids.organisation(letter.authority or letter.key).rsplit("/", 1)[-1]
        self.it = node(ids.letter(letter.key))
        self.visit = node(ids.visit(self.place, self.kind, letter.visit_start or letter.key))
        self.authority = self._authority()

    def triples(self) -> list[ox.Triple]:
        self._letter()
        self._visit()
        self._scalar_sources()
        self._people()
        self._judgements()
        self._sections()
        self._passages()
        self._points()
        self._findings()
        self._mentions()
        return self.sheet.triples()

    def _authority(self) -> ox.NamedNode | None:
        """The authority of the reference data, or a node of its own for one that has no code."""
        if self.letter.gss:
            return node(AUTHORITY + self.letter.gss)
        if self.letter.authority:
            return node(self.ids.organisation(self.letter.authority))
        return None

    def _part(self, what: str, number: int, *classes: str) -> ox.NamedNode:
        """A numbered part that belongs to this letter, its visit and its authority."""
        part = node(self.ids.part(self.letter.key, what, number))
        self.sheet.a(part, *classes)
        self._belongs(part)
        return part

    def _belongs(self, part: ox.NamedNode) -> None:
        self.sheet.add(part, "insp:letter", self.it)
        self.sheet.add(part, "insp:visit", self.visit)
        self.sheet.add(part, "insp:authority", self.authority)

    def _letter(self) -> None:
        letter, sheet = self.letter, self.sheet
        name = letter.authority or letter.document.name
        when = letter.published or letter.visit_start
        words = "report" if letter.document_type.endswith("-report") else "letter"
        sheet.a(self.it, "insp:Letter", self.letter_class)
        sheet.add(
            self.it, "rdfs:label", text(f"{self.kind_words} {words}: {name}" + (f", {_day(when)}" if when else ""))
        )
        sheet.add(self.it, "dcterms:identifier", text(letter.document.name))
        sheet.add(self.it, "insp:documentType", text(letter.document_type))
        sheet.add(self.it, "insp:authority", self.authority)
        sheet.add(self.it, "dcterms:issued", _date(letter.published))
        sheet.add(self.it, "insp:reportsOn", self.visit)
        sheet.add(self.it, "insp:statementDue", _date(letter.statement_due))
        sheet.add(self.it, "insp:sha256", text(letter.document.sha256))
        sheet.add(self.it, "insp:pages", integer(len(letter.document.page_starts)))
        if letter.authority and not letter.gss:
            sheet.add(self.it, "insp:bodyName", text(letter.authority))

    def _visit(self) -> None:
        letter, sheet = self.letter, self.sheet
        label = f"{self.kind_words}: {letter.authority or letter.document.name}"
        sheet.a(self.visit, "insp:Visit")
        sheet.add(
            self.visit, "rdfs:label", text(label + (f", {_day(letter.visit_start)}" if letter.visit_start else ""))
        )
        sheet.add(self.visit, "insp:kind", term(f"kind:{self.kind}"))
        sheet.add(self.visit, "insp:authority", self.authority)
        sheet.add(self.visit, "insp:startDate", _date(letter.visit_start))
        sheet.add(self.visit, "insp:endDate", _date(letter.visit_end))
        sheet.add(self.visit, "insp:topic", text(letter.topic) if letter.topic else None)
        sheet.add(self.visit, "insp:framework", text(letter.framework) if letter.framework else None)
        for name in letter.inspectorates:
            sheet.add(self.visit, "insp:conductedBy", self._organisation(name))
            sheet.add(self.visit, "insp:bodyName", text(body_name(name)))

    def _organisation(self, name: str) -> ox.NamedNode:
        return node(self.ids.organisation(body_name(name)))

    def _scalar_sources(self) -> None:
        """Scalar facts have no node of their own: an `rdf:Statement` carries their source."""
        letter = self.letter
        facts: dict[str, tuple[ox.NamedNode, str, list[ox.NamedNode | ox.Literal | None]]] = {
            "authority": (self.it, "insp:authority", [self.authority]),
            "published": (self.it, "dcterms:issued", [_date(letter.published)]),
            "statement_due": (self.it, "insp:statementDue", [_date(letter.statement_due)]),
            "document_type": (self.it, "insp:documentType", [text(letter.document_type)]),
            "visit_start": (self.visit, "insp:startDate", [_date(letter.visit_start)]),
            "visit_end": (self.visit, "insp:endDate", [_date(letter.visit_end)]),
            "topic": (self.visit, "insp:topic", [text(letter.topic) if letter.topic else None]),
            "framework": (self.visit, "insp:framework", [text(letter.framework) if letter.framework else None]),
            "inspectorates": (self.visit, "insp:conductedBy", [self._organisation(n) for n in letter.inspectorates]),
        }
        number = 0
        for field, (subject, predicate, values) in facts.items():
            span = letter.places.get(field)
            for value in values if span is not None and span.end > span.start else []:
                if value is not None and span is not None:
                    number += 1
                    self._statement(number, subject, predicate, value, span)

    def _statement(
        self, number: int, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal, span: Span
    ) -> None:
        statement = node(self.ids.part(self.letter.key, "statement", number))
        self.sheet.a(statement, "rdf:Statement")
        self.sheet.label(
            statement, f"Where “{predicate.partition(':')[2]}” is said: {span.of(self.letter.document.text)}"
        )
        self.sheet.add(statement, "rdf:subject", subject)
        self.sheet.add(statement, "rdf:predicate", term(predicate))
        self.sheet.add(statement, "rdf:object", value)
        self.sources.add(statement, span)

    def _people(self) -> None:
        for number, one in enumerate(self.letter.inspectors, start=1):
            person = node(inspector_iri(self.ids, one.name, one.organisation))
            self._participation("inspector", number, person, one, one.role, None, one.organisation)
            self.sheet.add(self.visit, "insp:inspector", person)
            self.sheet.add(self.visit, _ROLES[one.role], person)
        for number, signer in enumerate(self.letter.signatories, start=1):
            person = node(inspector_iri(self.ids, signer.name, signer.organisation))
            self._participation("signature", number, person, signer, "signatory", signer.role, signer.organisation)
            self.sheet.add(self.it, "insp:signatory", person)
        for number, reader in enumerate(self.letter.addressees, start=1):
            person = node(addressee_iri(self.ids, reader.name, self.place))
            self._participation("address", number, person, reader, "addressee", reader.role, reader.organisation)
            self.sheet.add(self.it, "insp:addressee", person)

    def _participation(
        self,
        what: str,
        number: int,
        person: ox.NamedNode,
        named: Inspector | Person,
        kind: str,
        title: str | None = None,
        organisation: str | None = None,
    ) -> None:
        part = self._part(what, number, "insp:Participation")
        self.sheet.label(part, f"{named.name}, {kind}")
        self.sheet.add(part, "insp:participant", person)
        self.sheet.add(part, "insp:personName", text(" ".join(named.name.split())))
        self.sheet.add(part, "insp:roleKind", text(kind))
        self.sheet.add(part, "insp:roleTitle", text(title) if title else None)
        self.sheet.add(part, "insp:organisation", self._organisation(organisation) if organisation else None)
        self.sheet.add(part, "insp:bodyName", text(body_name(organisation)) if organisation else None)
        self.sheet.add(part, "insp:position", integer(number))
        self.sources.add(part, named.span)

    def _judgements(self) -> None:
        for number, judgement in enumerate(self.letter.judgements, start=1):
            part = self._part("judgement", number, "insp:Judgement")
            aspect = aspect_id(judgement.aspect, self.letter.document_type, judgement.board)
            self.sheet.add(part, "rdfs:label", text(f"{judgement.aspect}: {judgement.grade}"))
            self.sheet.add(part, "insp:aspect", term(f"aspect:{aspect}"))
            self.sheet.add(part, "insp:aspectLabel", text(judgement.aspect))
            self.sheet.add(part, "insp:grade", term(f"grade:{grade_id(judgement.grade)}"))
            self.sheet.add(part, "insp:board", boolean(judgement.board))
            self.sheet.add(part, "insp:position", integer(number))
            self.sources.add(part, judgement.span)

    def _sections(self) -> None:
        above: list[tuple[int, ox.NamedNode]] = []
        for number, heading in enumerate(self.letter.headings, start=1):
            part = node(self.ids.part(self.letter.key, "section", number))
            self.sheet.a(part, "insp:Section")
            self.sheet.add(part, "rdfs:label", text(heading.text))
            self.sheet.add(part, "insp:level", integer(heading.level))
            self.sheet.add(part, "insp:position", integer(number))
            self.sheet.add(part, "insp:letter", self.it)
            while above and above[-1][0] >= heading.level:
                above.pop()
            self.sheet.add(part, "insp:parent", above[-1][1] if above else None)
            above.append((heading.level, part))

    def _passages(self) -> None:
        starts = [heading.span.start for heading in self.letter.headings]
        for passage in self.letter.passages:
            part = node(self.ids.passage(self.letter.key, passage.number))
            section = bisect.bisect_right(starts, passage.span.start)
            self.sheet.a(part, "insp:Passage")
            self.sheet.label(part, f"Passage {passage.number}: {passage.span.of(self.letter.document.text)}")
            self.sheet.add(part, "insp:number", integer(passage.number))
            self.sheet.add(part, "insp:page", integer(passage.page))
            self.sheet.add(part, "insp:text", text(passage.span.of(self.letter.document.text)))
            self.sheet.add(part, "insp:blockKind", text(passage.kind))
            self.sheet.add(part, "insp:letter", self.it)
            if section:
                self.sheet.add(part, "insp:section", node(self.ids.part(self.letter.key, "section", section)))

    def _points(self) -> None:
        for number, point in enumerate(self.letter.points, start=1):
            part = self._part("point", number, *_POINT_CLASSES[point.kind])
            self.sheet.label(part, point.text)
            self.sheet.add(part, "insp:text", text(point.text))
            self.sheet.add(part, "insp:position", integer(number))
            self.sheet.add(part, "insp:board", boolean(point.board))
            for theme in self._themes_within(point.span):
                self.sheet.add(part, "insp:theme", term(f"theme:{theme}"))
            self.sources.add(part, point.span)

    def _themes_within(self, span: Span) -> list[str]:
        found = [theme for finding in self.letter.findings if finding.span.overlaps(span) for theme in finding.themes]
        return list(dict.fromkeys(found))

    def _findings(self) -> None:
        for number, finding in enumerate(self.letter.findings, start=1):
            part = node(self.ids.finding(self.letter.key, number))
            self.sheet.a(part, "insp:Finding")
            self._belongs(part)
            words = " ".join(finding.span.of(self.letter.document.text).split())
            self.sheet.label(part, words)
            self.sheet.add(part, "insp:text", text(words))
            self.sheet.add(part, "insp:polarity", text(finding.polarity))
            for theme in finding.themes:
                self.sheet.add(part, "insp:theme", term(f"theme:{theme}"))
            self.sheet.add(part, "insp:confidence", decimal(finding.confidence))
            self.sheet.add(part, "insp:isPoint", boolean(finding.point))
            self.sources.add(part, finding.span)

    def _mentions(self) -> None:
        for number, mention in enumerate(self.letter.mentions, start=1):
            part = node(self.ids.part(self.letter.key, "mention", number))
            self.sheet.a(part, "insp:Mention")
            self.sheet.label(part, f"Mention: {mention.span.of(self.letter.document.text)}")
            self.sheet.add(part, "insp:letter", self.it)
            self.sheet.add(part, "insp:authority", self.authority)
            self.sheet.add(part, "insp:mentionedKind", term(f"kind:{KINDS[mention.kind][0]}") if mention.kind else None)
            self.sheet.add(part, "insp:mentionedDate", date(mention.date) if mention.date else None)
            self.sources.add(part, mention.span)


def _date(value: str | None) -> ox.Literal | None:
    return date(value) if value else None


def _day(value: str) -> str:
    """'2022-07-18' as people write it: '18 July 2022'."""
    moment = day.fromisoformat(value)
    return f"{moment.day} {moment:%B %Y}"
