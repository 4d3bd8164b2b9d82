"""Findings by theme, each with the strongest quotations and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.exports.report import charts
from kg.exports.report.choice import names_of_theme, quote, strongest
from kg.exports.report.model import Block, Figure, Grid, Heading, Listing, Paragraph, Said, Section
from kg.exports.report.sources import Sources
from kg.exports.report.wording import count, listed, lower, month
from kg.profiles import FindingMade, Parts, Tally, tallies

_THEMES_SHOWN, _THEMES_CHARTED, _EACH = 8, 12, 3
_ON_A_THEME, _AUTHORITIES, _MOST_YEARS = 12, 15, 14
_TONES = (("strength", "Strengths"), ("improvement", "What needs to improve"))


def section(parts: Parts, sources: Sources, themes: Iterable[str]) -> Section | None:
    """The section; None where nothing was found."""
    if not parts.findings:
        return None
    wanted = set(themes)
    several = len({visit.authority.iri for visit in parts.visits if visit.authority}) > 1
    if len(wanted) == 1:
        return Section("What was found", tuple(_on_one_theme(parts, sources, several, wanted)))
    return Section("Findings by theme", tuple(_by_theme(parts, sources, several, wanted)))


def _by_theme(parts: Parts, sources: Sources, several: bool, wanted: set[str]) -> list[Block]:
    found = [tally for tally in tallies.by_theme(parts.findings) if not wanted or tally.node.iri in wanted]
    if not found:
        return _lists(parts.findings, sources, _ON_A_THEME, several, set())
    shown = found[:_THEMES_SHOWN]
    blocks: list[Block] = [
        _chart(found[:_THEMES_CHARTED], len(found)),
        Paragraph(
            Said(
                (
                    f"The {count(len(shown), 'theme')} found most often follow"
                    if len(shown) < len(found)
                    else "Each theme"
                )
                + f"{', each' if len(shown) < len(found) else ''} with its clearest findings: sure readings that stand "
                f"on their own, from as many {'authorities' if several else 'visits'} as possible. All "
                f"{len(parts.findings):,} findings are in the data file."
            )
        ),
    ]
    quoted: set[str] = set()
    for tally in shown:
        about = [one for one in parts.findings if any(theme.iri == tally.node.iri for theme in one.themes)]
        blocks.append(Heading(tally.node.label))
        blocks.append(Paragraph(Said(_counted(tally)), small=True))
        blocks += _lists(about, sources, _EACH, several, quoted, names_of_theme(tally.node.iri))
    return blocks


def _on_one_theme(parts: Parts, sources: Sources, several: bool, wanted: set[str]) -> list[Block]:
    blocks: list[Block] = []
    years = tallies.by_year(parts.findings)[-_MOST_YEARS:]
    if len(years) > 1:
        told = listed([f"{one.node.label} {one.strength} and {one.improvement}" for one in years])
        blocks.append(
            Figure(
                charts.polarity_over_time(
                    [one.node.label for one in years],
                    [one.strength for one in years],
                    [one.improvement for one in years],
                ),
                f"Findings by year, strengths and what needs to improve: {told}.",
                "Findings on this theme by the year of the visit.",
            )
        )
    quoted: set[str] = set()
    shown = _lists(parts.findings, sources, _ON_A_THEME, several, quoted, names_of_theme(min(wanted)))
    number = sum(len(block.items) for block in shown if isinstance(block, Listing))
    blocks.append(
        Paragraph(
            Said(
                f"The clearest {number} of {count(len(parts.findings), 'finding')}: sure readings that stand on their "
                f"own, from as many {'authorities' if several else 'visits'} as possible. All are in the data file."
            )
        )
    )
    blocks += shown
    beside = _beside(parts.findings, wanted)
    if beside:
        blocks.append(Paragraph(Said(beside)))
    if several:
        blocks.append(_authorities(parts))
    return blocks


def _lists(
    findings: Iterable[FindingMade],
    sources: Sources,
    most: int,
    several: bool,
    quoted: set[str],
    names: tuple[str, ...] = (),
) -> list[Block]:
    blocks: list[Block] = []
    kept = list(findings)
    group: Callable[[FindingMade], str] = _place if several else (lambda finding: finding.visit)
    for tone, title in _TONES:
        of_tone = [one for one in kept if one.polarity == tone]
        chosen = strongest(of_tone, most, group, quoted, names)
        if chosen:
            more = f" ({len(chosen)} of {len(of_tone):,})" if len(of_tone) > len(chosen) else ""
            blocks.append(Listing(title + more, tuple(_said(finding, sources, several) for finding in chosen), tone))
    return blocks


def _said(finding: FindingMade, sources: Sources, several: bool) -> Said:
    when = month(finding.day) if finding.day else ""
    place = finding.authority.label if several and finding.authority else ""
    return Said(
        f"“{quote(finding)}”",
        (sources.cite(finding.source),),
        quoted=True,
        note=", ".join(filter(None, (place, when))),
    )


def _place(finding: FindingMade) -> str:
    return finding.authority.iri if finding.authority else finding.visit


def _counted(tally: Tally) -> str:
    said = [
        count(tally.strength, "strength") if tally.strength else "",
        f"{tally.improvement:,} to improve" if tally.improvement else "",
        f"{tally.mixed:,} mixed" if tally.mixed else "",
    ]
    return f"{listed([one for one in said if one])}, at {count(tally.visits, 'visit')}."


def _chart(found: list[Tally], of: int) -> Figure:
    told = listed([f"{one.node.label}: {one.strength} strengths, {one.improvement} to improve" for one in found])
    rest = f" The {len(found)} most frequent of {of} themes." if of > len(found) else ""
    return Figure(
        charts.polarity_by_theme(
            [one.node.label for one in found], [one.strength for one in found], [one.improvement for one in found]
        ),
        f"Findings by theme. {told}.",
        f"Findings by theme: what needs to improve (left) and strengths (right).{rest}",
    )


def _beside(findings: Iterable[FindingMade], wanted: set[str]) -> str:
    counts: dict[str, int] = {}
    for finding in findings:
        for theme in finding.themes:
            if theme.iri not in wanted:
                counts[theme.label] = counts.get(theme.label, 0) + 1
    first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    if not first:
        return ""
    return f"The same findings often speak of {listed([f'{lower(label)} ({number:,})' for label, number in first])}."


def _authorities(parts: Parts) -> Grid:
    found = tallies.by_authority(parts.findings)
    rows = tuple(
        (
            Said(one.node.label),
            Said(str(one.visits)),
            Said(str(one.strength)),
            Said(str(one.improvement)),
            Said(f"{round(100 * one.improvement / max(1, one.strength + one.improvement))}%"),
        )
        for one in found[:_AUTHORITIES]
    )
    more = f" (the first {_AUTHORITIES} of {len(found)})" if len(found) > _AUTHORITIES else ""
    return Grid(
        f"Authorities with most findings{more}",
        ("Authority", "Visits", "Strengths", "To improve", "Share to improve"),
        rows,
        (0.4, 0.12, 0.15, 0.15, 0.18),
        (1, 2, 3, 4),
    )
