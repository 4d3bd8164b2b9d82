# ruff: noqa: E501 - a pattern is easier to read on one line
"""The domain's words: kinds of visit, aspects, grades, topics, roles, bodies, regions, themes.

Each table maps a regular expression over the lower-cased question to the product's own term. Nothing here knows a letter.
"""

from __future__ import annotations

import re

Table = tuple[tuple[str, re.Pattern[str]], ...]


def _table(*rows: tuple[str, str]) -> Table:
    return tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in rows)


_CHILDREN = r"(?:children|kids|young people|youngsters|youths?)"

KINDS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (tuple(kinds.split()), re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for kinds, pattern in (
        ("jtai", r"jtais?|joint[- ]targeted(?:[- ]area)?(?:[- ]inspections?)?|joint(?:[- ]area)?[- ]inspections?(?: letters?| reports?)?|multi-?agency inspections?|jointly inspected|targeted area inspections?|inspected jointly"),
        ("focused-visit", r"focus+ed[- ]visits?|focus visits?|focussed[- ]visit"),
        ("monitoring-visit", r"monitoring[- ](?:visits?|inspections?)"),
        ("send", r"(?:area |local area )?send (?:inspections?|reports?|visits?)|local area inspections?"),
        ("ilacs", r"ilacs|inspections? of (?:local authority|la) children'?s services|short inspections?|standard inspections?"),
        ("sif", r"sifs?|single inspections?(?: framework)?(?: inspections?)?"),
        ("ilacs sif", r"full(?:[- ]scale)?(?: ofsted)? inspections?|graded inspections?|judgement inspections?"),
    )
)  # fmt: skip
KIND_NAMES = {
    "jtai": "joint targeted area inspection",
    "focused-visit": "focused visit",
    "monitoring-visit": "monitoring visit",
    "send": "area SEND inspection",
    "ilacs": "ILACS inspection",
    "sif": "single inspection (SIF)",
    "other": "document of another kind",
}
KIND_PLURALS = {kind: f"{name}s" for kind, name in KIND_NAMES.items()} | {
    "other": "documents of other kinds",
    "sif": "single inspections (SIF)",
}
DOCUMENT_NAMES = {
    "jtai": ("JTAI letter", "JTAI letters"),
    "focused-visit": ("focused visit letter", "focused visit letters"),
    "monitoring-visit": ("monitoring visit letter", "monitoring visit letters"),
    "send": ("area SEND report", "area SEND reports"),
    "ilacs": ("ILACS report", "ILACS reports"),
    "sif": ("SIF report", "SIF reports"),
    "other": ("other document", "other documents"),
}
GRADED_KINDS = frozenset({"ilacs", "sif"})

ASPECTS = _table(
    ("overall", r"overall(?: effectiveness| (?:ilacs |sif |ofsted )?(?:grades?|judge?ments?|ratings?|verdicts?|outcomes?|results?|performance))?"),
    ("care leavers", r"care[- ]?leavers?|leaving care|care[- ]experienced(?: young people)?"),
    ("care", rf"{_CHILDREN} (?:in care|looked after)|looked[- ]after {_CHILDREN}|in care|permanence"),
    ("help and protection", r"help(?:ed)? (?:and|&|or) prote(?:ction|cted)|child protection judge?ment|protection judge?ment"),
    ("leaders", r"impact of leaders?(?:hip)?(?: on social work practice(?: with children and families)?)?|leadership(?:,? management(?: and governance)?)?|leaders|management and governance"),
    ("adoption", r"adoption(?: performance)?"),
    ("board", rf"(?:local )?safeguarding {_CHILDREN}'?s?'? boards?|lscbs?"),
)  # fmt: skip
ASPECT_WORDS: Table = _table(
    ("overall", r"overall.*|children's services"),
    ("care leavers", r".*care leavers.*|.*leaving care.*"),
    ("care", r".*(?:in care|looked after|permanence).*"),
    ("help and protection", r".*help and protection.*|.*help or protection.*"),
    ("leaders", r".*leader.*"),
    ("adoption", r".*adoption.*"),
    ("board", r".*safeguarding children board.*"),
)
ASPECT_NAMES = {
    "overall": "overall effectiveness",
    "care leavers": "care leavers",
    "care": "children in care",
    "help and protection": "help and protection",
    "leaders": "leadership",
    "adoption": "adoption",
    "board": "the safeguarding children board",
}

GRADES = _table(
    ("requires-improvement", r"requir(?:es?|ed|ing) improvement(?: to be good)?|(?:rated|graded|judged|was|were|is|to|from|or|and) ri|\"requires improvement\""),
    ("inadequate", r"inadequate|failing|failed"),
    ("outstanding", r"outstanding"),
    ("good", r"(?<=were )good(?= or (?:better|outstanding)| overall|\W*$)|(?<!how )(?<!were )good(?! (?:were|was|is|are|at|practice|enough|quality|progress))"),
)  # fmt: skip
GRADE_NAMES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires-improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
    "not-judged": "Not judged",
}
GRADE_RANK = {"outstanding": 4, "good": 3, "requires-improvement": 2, "inadequate": 1}

TOPICS: Table = _table(
    ("mental health", r"mental(?:[- ]health| ill[- ]health)|emotional well-?being|camhs"),
    ("domestic abuse", r"domestic (?:abuse|violence)"),
    ("sexual exploitation", r"(?:child )?sexual exploitation|cse|sexually exploited"),
    ("criminal exploitation", r"criminal(?:ly)? exploit(?:ation|ed)|cce|county lines|gangs?(?:[- ](?:related|affiliated))?|drug running"),
    ("exploitation", r"exploitation|exploited"),
    ("missing", r"(?:going |go |goes |went )?missing(?: from (?:home|care|education|home, care or education))?"),
    ("neglect", r"neglect(?:ed|ful)?"),
    ("sexual abuse", r"(?:child )?sexual(?:ly)? abuse[d]?(?: (?:in|within) (?:the )?famil(?:y|ies)| in the family environment)?|intra-?familial(?: sexual)? abuse|csa"),
    ("youth violence", r"(?:serious )?youth violence|knife crime|violent crime"),
    ("initial need", r"initial (?:need|needs)(?: and risk)?|identif\w+ (?:of )?(?:initial )?(?:need|risk)(?: and risk)?|front[- ]door"),
    ("need help", r"(?:children and )?families who need help|early help"),
    ("children in need", r"children in need|child in need|cin"),
    ("child protection", r"child protection"),
    ("care leavers", r"care[- ]?leavers|leaving care"),
    ("permanence", r"permanen\w+|adoption"),
    ("children in care", r"children (?:in care|looked after)|looked[- ]after children"),
    ("prevention", r"prevention|preventative"),
)  # fmt: skip
# What a topic's own words must hold, as a regular expression that SPARQL's REGEX takes too.
TOPIC_TESTS = {
    "mental health": "mental health",
    "domestic abuse": "domestic (abuse|violence)",
    "sexual exploitation": "sexual exploitation",
    "criminal exploitation": "criminal exploitation|gangs|child exploitation",
    "exploitation": "exploitation",
    "missing": "missing",
    "neglect": "neglected|who have been neglected|: neglect|^neglect",
    "sexual abuse": "sexual abuse",
    "youth violence": "youth violence",
    "initial need": "initial need|identification of|front door",
    "need help": "need help|early help",
    "children in need": "child(ren)? in need",
    "child protection": "child protection|protection plan",
    "care leavers": "care leaver|leaving care",
    "permanence": "permanence|adoption",
    "children in care": "in care|looked after",
    "prevention": "prevent",
}

ORGANISATIONS: Table = _table(
    ("CQC", r"cqc|care quality commission"),
    ("HMICFRS", r"hmicfrs|hmic(?:fs)?|constabulary|police inspectorate|fire (?:and|&) rescue"),
    ("HMI Probation", r"hmi prob(?:ation)?|hmip|probation(?: inspectorate)?|inspectorate of probation"),
    ("Ofsted", r"ofsted"),
)
ORGANISATION_TESTS = {
    "CQC": "CQC|Care Quality",
    "HMICFRS": "HMIC|Constabulary",
    "HMI Probation": "Prob",
    "Ofsted": "Ofsted|Office for Standards",
}

REGIONS: Table = _table(
    ("North East", r"north[- ]east(?:ern)?(?: england)?"),
    ("North West", r"north[- ]west(?:ern)?(?: england)?"),
    ("Yorkshire and the Humber", r"yorkshire(?: (?:and|&) (?:the )?humber(?:side)?)?|humberside"),
    ("East Midlands", r"east midlands"),
    ("West Midlands", r"west midlands"),
    ("East of England", r"east of england|eastern england|east anglia|eastern region"),
    ("London", r"london(?: boroughs?)?|capital"),
    ("South East", r"south[- ]east(?:ern)?(?: england)?"),
    ("South West", r"south[- ]west(?:ern)?(?: england)?"),
)

THEMES: Table = _table(
    ("early-help", r"early[- ](?:help|support|intervention)|family (?:hubs?|support)|step(?:ped|ping)?[- ](?:up|down)"),
    ("front-door", r"front[- ]door|mash|contacts?|referrals?|emergency duty|edt|out[- ]of[- ]hours|multi-agency safeguarding hub"),
    ("thresholds", r"thresholds?"),
    ("assessment", r"assess\w*"),
    ("planning", r"(?:care |pathway |child in need |child protection |written )?plans?|planning|contingenc\w+"),
    ("child-protection", r"strategy (?:meeting|discussion)s?|section 47|child protection(?: (?:conference|enquir|process)\w*)?"),
    ("pre-proceedings", r"pre-?proceedings|public law outline|plo|court(?: work)?"),
    ("direct-work", r"direct work|home visits?"),
    ("childs-voice", r"voices? of (?:the )?child(?:ren)?|child(?:ren)?'?s? (?:voices?|views?|wishes)|participation|advoca\w+"),
    ("management-oversight", r"(?:management |managerial |managers'? )?oversight|drift|decision[- ]making|iros?"),
    ("supervision", r"supervision"),
    ("recording", r"record(?:s|ing|-keeping)?|case (?:notes?|files?)|chronolog\w+"),
    ("quality-assurance", r"quality assurance|audit\w*|performance (?:management|information|data)"),
    ("workforce", r"workforce|recruit\w*|retention|caseloads?|agency (?:staff|workers)|turnover|staffing"),
    ("leadership", r"leaders?|leadership|governance|scrutiny"),
    ("partnership", r"partner(?:s|ship)?s?|multi-?agency|information[- ]sharing|lscb|lscp"),
    ("children-in-care", r"children (?:in care|looked after)|looked[- ]after|placements?|sufficiency"),
    ("permanence", r"permanen\w+|adopt\w*|special guardian\w*"),
    ("fostering", r"foster\w*|kinship|private fostering|connected carers?"),
    ("care-leavers", r"care[- ]?leavers?|leaving care|care[- ]experienced|personal advis[eo]rs?"),
    ("domestic-abuse", r"domestic (?:abuse|violence)|marac"),
    ("neglect", r"neglect\w*"),
    ("exploitation-missing", r"exploit\w+|missing|return (?:home )?interviews?|gangs?|youth violence|county lines|trafficking"),
    ("sexual-abuse", r"sexual abuse|sexually abused|harmful sexual behaviour"),
    ("mental-health", r"mental[- ]health|camhs|emotional well-?being|therap\w+"),
    ("health", r"health(?: (?:assessments?|visit\w+|services?))?|gps?|midwi\w+|hospitals?|dent\w+"),
    ("education", r"education|schools?|attendance|exclu\w+|virtual school|eet|neet"),
    ("disabled-children", r"disab\w+|send|special educational needs|short breaks"),
    ("unaccompanied-children", r"unaccompanied|asylum[- ]seeking|uasc"),
    ("homelessness", r"homeless\w*|unregulated accommodation"),
    ("police", r"police|powers of protection|custody"),
    ("youth-justice-probation", r"youth (?:justice|offending)|probation|crcs?|mappa|yots?"),
    ("equality-identity", r"equality|diversity|ethnic\w*|cultur\w*|identity|disproportion\w*"),
)  # fmt: skip

PERSON_WORDS = re.compile(r"\b(?:who|whom|whose|which inspectors?|name of the)\b", re.IGNORECASE)


def match_all(table: Table, text: str) -> list[tuple[str, int, int]]:
    """Every row of the table whose words stand in the text, with where they stand; earlier rows take their words."""
    taken = text
    found: list[tuple[str, int, int]] = []
    for name, pattern in table:
        for match in pattern.finditer(taken):
            found.append((name, match.start(), match.end()))
        taken = pattern.sub(lambda m: " " * len(m[0]), taken)
    return sorted(found, key=lambda hit: hit[1])


def names_in(table: Table, text: str) -> tuple[str, ...]:
    """The names of the rows found, in the question's order, each once."""
    return tuple(dict.fromkeys(name for name, _, _ in match_all(table, text)))


def aspect_family(label: str) -> tuple[str, ...]:
    """The families that a printed aspect belongs to: 'children in care and care leavers' belongs to two."""
    return tuple(name for name, pattern in ASPECT_WORDS if pattern.fullmatch(label.strip()))
