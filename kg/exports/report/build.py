"""A selection as a report: what a director would want to read first, first."""

from __future__ import annotations

from kg.exports.formats.base import Job
from kg.exports.report import findings, judgements, points, visits
from kg.exports.report.gather import gather
from kg.exports.report.model import Paragraph, Report, Said, Section
from kg.exports.report.sources import Sources
from kg.exports.report.wording import count, day, listed, lower, month, share
from kg.exports.selection import themes
from kg.profiles import Parts, tallies

_CARE = (
    "Findings, their themes and whether they are strengths were read by software, which is right most of the time but "
    "not always: quotations are the letters' own words; counts serve to compare, and are not exact. Look at the letter "
    "before you rely on a quotation."
)


_ENOUGH = 5  # visits of a year, for a share to say anything


def build(job: Job) -> Report:
    """The report on a job's selection."""
    parts, sources = gather(job), Sources()
    job.check()
    wanted = {name for name in themes() if any(iri.endswith(f"/{name}") for iri in job.chosen.themes)}
    sections = [
        Section("In brief", tuple(Paragraph(Said(text)) for text in _brief(parts, bool(wanted)))),
        judgements.section(parts, sources, on_theme=bool(wanted)),
        findings.section(parts, sources, job.chosen.themes),
        points.section(parts, sources),
        visits.section(parts, sources),
        Section("How this was made", _made(job)),
    ]
    return Report(
        title=job.about.title,
        subtitle=f"{_period(parts)}" if parts.visits else "Nothing in the library matches this selection",
        figures=_figures(parts),
        sections=tuple(section for section in sections if section is not None and section.blocks),
        references=sources.references(parts.visits),
        about=job.about,
    )


def _figures(parts: Parts) -> tuple[tuple[str, str], ...]:
    places = {visit.authority.iri for visit in parts.visits if visit.authority}
    improve = [point for point in parts.points if point.kind != "strength"]
    polarities = [finding.polarity for finding in parts.findings]
    found = [
        ("visits", len(parts.visits)),
        ("authorities", len(places)),
        ("findings", len(polarities)),
        ("strengths", polarities.count("strength")),
        ("to improve", polarities.count("improvement")),
        ("points for improvement", len(improve)),
    ]
    return tuple((name, f"{number:,}") for name, number in found if not (name == "authorities" and number < 2))


def _period(parts: Parts) -> str:
    days = sorted(visit.day for visit in parts.visits if visit.day)
    letters = {letter.iri for visit in parts.visits for letter in visit.letters}
    what = f"{count(len(letters), 'letter or report', 'letters and reports')} of inspectors"
    if not days:
        return what
    first, last = month(days[0]), month(days[-1])
    return f"{what}, {first}" if first == last else f"{what}, {first} to {last}"


def _brief(parts: Parts, on_theme: bool) -> list[str]:
    """What the rest of the report says, in a few sentences."""
    if not parts.visits:
        return ["No letter in the library matches this selection."]
    said = []
    graded = [visit for visit in parts.visits if visit.overall]
    places = {visit.authority.iri for visit in parts.visits if visit.authority}
    if graded and len(places) == 1:
        last = graded[-1]
        earlier = f", after {graded[-2].overall} in {month(graded[-2].day)}" if len(graded) > 1 else ""
        said.append(f"The latest overall judgement here is {last.overall} ({last.kind}, {month(last.day)}){earlier}.")
    strengths = [one for one in parts.findings if one.polarity == "strength"]
    improve = [one for one in parts.findings if one.polarity == "improvement"]
    if parts.findings:
        said.append(
            f"The letters hold {count(len(parts.findings), 'finding')}: {count(len(strengths), 'strength')} and "
            f"{len(improve):,} that {'calls' if len(improve) == 1 else 'call'} for improvement."
        )
    if not on_theme:
        best, worst = tallies.by_theme(strengths)[:3], tallies.by_theme(improve)[:3]
        if best:
            said.append(f"Strengths are most often about {listed([lower(one.node.label) for one in best])}.")
        if worst:
            said.append(
                f"What needs to improve is most often about {listed([lower(one.node.label) for one in worst])}."
            )
    elif len(places) > 1:
        said.append(
            f"They come from {count(len(parts.visits), 'visit')} to {count(len(places), 'authority', 'authorities')}."
        )
    years = [one for one in tallies.by_year(parts.findings) if one.visits >= _ENOUGH]
    if on_theme and len(years) > 1:
        before, since = (
            f"{share(one.improvement, one.strength + one.improvement)} in {one.node.label}"
            for one in (years[0], years[-1])
        )
        said.append(f"The share that calls for improvement was {before} and {since}.")
    made = [point for point in parts.points if point.kind != "strength"]
    if made:
        of = len({point.visit for point in made})
        text = f"Inspectors listed {count(len(made), 'point')} for improvement after {count(of, 'visit')}"
        told = points.fates(parts)
        said.append(f"{text}; {told}." if told else f"{text}.")
    return [" ".join(said)]


def _made(job: Job) -> tuple[Paragraph, ...]:
    about = job.about
    letters = count(about.letters, "letter")
    chosen = [Paragraph(Said(f"{name}: {value}")) for name, value in about.selection]
    return (
        Paragraph(Said(f"Made on {day(about.created.isoformat())} by {about.software} from {letters} chosen by:")),
        *chosen,
        *(Paragraph(Said(note)) for note in about.notes),
        Paragraph(Said(_CARE)),
        Paragraph(
            Said(
                "Every letter, visit, judgement, finding and point of this selection, not only what is quoted, is in "
                "the data file that belongs to this report."
            )
        ),
        Paragraph(Said(f"{about.rows()[-1][1]} {about.rows()[-2][1]}")),
    )
