# ruff: noqa: E501 - a pattern is easier to read on one line
"""What a question asks for: fields of a letter, counts, lists, superlatives, changes; by the shape of its words."""

from __future__ import annotations

import re

from rag.questions.frame import AnswerType, By, Change, Field, Measure, Unit

_LETTERISH = r"(?:letters?|reports?|inspections?|visits?|jtais?|ilacs|sifs?|inspected|visited|it|that|this)"
_WHEN = r"(?:when(?= (?:did|do|does|was|were|is|are|has|have|had|exactly|and))|(?:what|which)(?: were| was| is| are)?(?: the)?(?: exact)?(?: \w+)? dates?|(?:what|which) days?|(?:what|which) month|over what period)"
_HAPPEN = r"(?:take place|took place|taking place|happen(?:ed)?|held|carried out|conducted|undertaken|start(?:ed)?|began|begin|end(?:ed)?|finish(?:ed)?|in|at|on[- ]site|visit(?:ed)?|inspect(?:ed)?|carry out|undertake|go|arrive)"
_IMPROVE = r"improv(?:e|ed|ing|ement|ements)"


def _patterns(*rows: tuple[Field, str]) -> tuple[tuple[Field, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows)


FIELD_PATTERNS = _patterns(
    ("quality-assurance", r"\b(?:quality assurance|qa|quality-assurance) (?:manager|lead|inspector)|\bquality[- ]assur(?:ed|ing)\b.{0,40}\b(?:inspection|visit)|\bwho (?:quality[- ]assured|qa'?d)\b"),
    ("lead", r"\blead inspectors?\b|\bwho (?:\w+ )?(?:led|leads|headed|ran|was leading|was in charge of)\b|\bled by whom\b|\b(?:which|what) (?:\w+ )?inspectors? (?:have |has |had )?(?:led|headed|ran)\b|\binspector in charge\b|\bled the (?:inspection|visit|team)\b(?=.{0,40}\bwho\b)"),
    ("team", r"\binspection team\b|\bteam inspectors?\b|\bwho (?:were|are) (?:all )?(?:the )?(?:\w+ )?inspectors\b|\bwho (?:was|were) (?:on|in|part of) the (?:\w+ )?team\b|\bwhich (?:inspectors?|hmis?) (?:were|was|took part|carried|visited|went|made|wrote|did)\b|\bwho carried (?:it|this|that|them) out\b|\bwho (?:visited|inspected|carried out|conducted|undertook|wrote)\b|\bnames? of (?:all )?(?:the |its )?inspectors?\b|\blist (?:all )?(?:the )?inspectors\b|\b(?:rest|members) of the (?:inspection )?team\b"),
    ("signatories", r"\bwho (?:\w+ )?(?:sign(?:ed|s)?|put (?:their|his|her) names? to)\b|\bsignator(?:y|ies)\b|\bsigned (?:by|on behalf|off)\b|\bwhose (?:names?|signatures?)\b|\b(?:who|which (?:people|persons?|chief inspectors?|directors?|officials?))\b.{0,30}\bsign(?:ed)?\b|\bwho\b.{0,12}\bsign\b"),
    ("addressees", r"\baddress(?:ed|ees?)\b(?! (?:the|these|this|by|in|all|any|their|its|problems?|issues?|needs?|quickly|how|effectively|promptly|through|risks?|children))|\b(?:letter|report)\b.{0,50}\b(?:sent|written|went|directed) to\b|\b(?:sent|wrote|written|write|send) (?:the|this|that|their|its|his)? ?\b(?:letter|report) to\b|\b(?:who|whom) (?:was|were|is|did)\b.{0,60}\b(?:letter|report)\b.{0,40}\b(?:sent|written|for|to)\s*\??$|\brecipients?\b|\b(?:who|which|what)\b.{0,60}\breceived (?:the|this|that|its|a)\b.{0,60}\b(?:letter|report)\b|\bwho (?:received|got) (?:the|this|that|a)\b.{0,60}\b(?:letter|report)\b|\b(?:who|whom) did\b.{0,30}\bwrite to\b"),
    ("statement-due", r"\b(?:when|what|which|how long|deadline|by|due|date)\b.{0,90}\b(?:written )?statements? of (?:proposed )?action\b|\b(?:written )?statements? of (?:proposed )?action\b.{0,60}\b(?:due|deadline|when|date|by)\b|\bdeadline\b.{0,60}\b(?:statement|response|action plan)\b"),
    ("published", r"\b(?:when|what date|which date|date|day|month|year)\b.{0,70}\b(?:publish(?:ed)?|issued|dated|released|come out|came out)\b|\bpublication date\b|\b(?:date (?:of|on) (?:the|its|that|this)(?: [\w’'-]+){0,5} (?:letter|report))\b|\b(?:letter|report)'?s? date\b|\bhow (?:long|soon) after\b.{0,60}\b(?:publish|letter|report)\w*\b"),
    ("visit-dates", rf"^\W*(?:and )?(?:what|which) (?:was|is) (?:the |Xx*'s? )?(?:very )?(?:latest|last|most recent|newest|first|earliest|previous) (?:(?!area)\w+ ){{0,2}}?(?:inspection|visit|jtai|ilacs|report|letter)(?: (?:of|to|in|at|for|on|about) (?:the )?X\w*)\W*$|\bwhen\b.{{0,50}}\b(?:last|most recently|first) (?:inspected|visited)\b|\bwhen (?:was|were|is) (?:[\w'-]+ ){{0,6}}?(?:inspections?|visits?|jtais?|ilacs|sifs?)(?: (?:of|to|in|at|for|about|on|into) [^?]{{0,60}})?(?:\W*$|,? and (?:what|who|whom|which|how|why)\b)|\b{_WHEN}\b(?!.{{0,80}}\b(?:publish|issued|released|statement)).{{0,110}}\b{_LETTERISH}\b.{{0,90}}\b{_HAPPEN}\b|\b{_WHEN} (?:did|was|were|is)\b.{{0,40}}\b(?:ofsted|inspectors?|inspectorates)\b.{{0,60}}\b(?:inspect|visit|in|at|there)\b|\b{_WHEN} (?:was|were|did|has|have|is)\b(?: \S+){{1,7}} (?:last |most recently |first )?(?:inspected|visited)\b|\b(?:on|over|between) (?:which|what) (?:dates?|days?)\b|\b(?:which|what) dates?\b.{{0,60}}\b{_LETTERISH}\b|\bhow (?:long|many days) (?:did|was|were)\b.{{0,40}}\b(?:inspection|visit|inspectors|jtai|ilacs|sif|fieldwork)\b.{{0,40}}(?:last|take|on[- ]?site|there|long)?|\b(?:which|what) years? (?:was|were|did|has|have)\b.{{0,60}}\b(?:inspect|visit)(?:ed)?\b|\b(?:inspection|visit|fieldwork) dates?\b|\bdates? of (?:the|its|that|this)\b.{{0,60}}\b(?:inspection|visit|jtai|ilacs|sif)\b|^\W*(?:and )?when (?:was|is) (?:it|that|this|the (?:visit|inspection))\W*$|\b(?:first|last) day of the\b"),
    ("topic", r"\bwhat (?:was|were|is)\b.{0,70}\b(?:inspections?|visits?|jtais?|letters?|it|that|this|focused visit)\b.{0,70}\b(?:about|focus(?:s?ed|ing)? on|on)\s*\??$|\b(?:what|which) (?:\w+ )?(?:aspects|areas|parts|issues|questions|services|elements)\b.{0,60}\b(?:did|were)\b.{0,30}\b(?:look(?:ed)? (?:at|into)|examined?|considered?|consider|focus(?:ed)? on|evaluated?|cover(?:ed)?)\b|\b(?:what|which)\b.{0,25}\b(?:topic|theme|subject|focus|deep[- ]dive)\b|\bwhat did\b.{0,80}\b(?:inspections?|visits?|jtais?|inspectors)\b.{0,40}\b(?:look (?:at|into)|focus on|cover|examine|concentrate on)\s*(?:\b(?:in|on|during|at)\b.{0,60})?\??$|\b(?:topic|theme|subject|focus) of (?:the|its|that|this)\b.{0,60}\b(?:inspection|visit|jtai|letter)|\bwhat was\b.{0,60}\b(?:inspect(?:ed|ing)|visit(?:ed|ing))\b.{0,20}\babout\b"),
    ("inspectorates", r"\b(?:which|what) (?:\w+ )?(?:inspectorates?|bodies|agencies|organisations)\b.{0,60}\b(?:carr(?:y|ied) out|conduct(?:ed)?|undert(?:ook|ake|aken)|took part|take part|involved|inspect(?:ed)?|joined|behind|responsible)\b|\binspectorates? (?:took part|were involved|carried|that carried)"),
    ("framework", r"\b(?:which|what) (?:inspection )?framework\b"),
    ("neighbours", r"\b(?:statistical|nearest) neighbours?\b(?=.{0,10}(?:\?|$|of\b))|\bwho are\b.{0,40}\bneighbours\b"),
    ("region", r"\b(?:which|what) region\b"),
    ("priority-action", r"\bpriority actions?\b|\barea for priority\b|\burgent actions?\b"),
    ("recommendation", r"\brecommend(?:ations?|ed)\b"),
    ("strength", r"\b(?:what|which|list|name|how many)\b.{0,60}\b(?:key |main |practice )?strengths?\b|\bstrengths? (?:listed|did)\b"),
    ("improvement", rf"\bareas? (?:for|of) (?:improvement|development)\b|\b(?:what|which|list|how many|everything|things?|aspects?|points?)\b.{{0,80}}\b(?:need(?:s|ed|ing)?(?: to)?(?: be)?|required?|wanted?|told|asked?|should|must|had) (?:.{{0,60}}\b)?{_IMPROVE}\b|\bimprovement points?\b|\bpoints? for improvement\b|\b(?:list of|identified) improvements\b|\bto-?do list\b|\bwhat (?:do|did|does|should|must|has|have|had)\b.{{0,60}}\b(?:need|have|has|told|asked|ordered) (?:\w+ ){{0,6}}?to (?:improve|get better|put right|fix|work on|do better)\b|\b(?:needed|needs) improvement\b|\bimprovements? (?:did|were|was|are|needed|required|asked|demanded)\b|\bwhat\b.{{0,40}}\bwant(?:ed)? improved\b"),
)  # fmt: skip
GRADE_QUESTION = re.compile(
    r"\b(?:grades?|graded|rating|ratings|rated|ofsted rate|judge?ments?|judged?|verdicts?|overall effectiveness|overall outcome|ofsted (?:score|result))\b|\bwhat (?:was|were|is) the (?:outcome|result)s? (?:of|for|in)\b"
    r"|\bwhat (?:did|does|has|have)\b.{0,40}\b(?:get|got|receive|score|achieve)\b.{0,40}\b(?:for|in|at|overall|from)\b"
    r"|\bhow (?:well )?did\b.{0,40}\b(?:do|fare|perform|score)\b(?: overall)?|\boverall (?:grade|judge?ment|rating|verdict)\b"
    r"|\b(?:is|are|was|were)\b.{0,40}\b(?:any good|good|outstanding|inadequate|failing)(?: overall)?(?: (?:in|at|by|during))?\W*$"
    r"|\b(?:get|got|receive|given|awarded)\b (?:an? )?(?:outstanding|inadequate) (?:for|in) any(?:thing|where)?\b",
    re.IGNORECASE,
)
_WHICH_GRADE = re.compile(
    r"\b(?:which|what)\b.{0,60}\b(?:judge?ments?|areas?|parts?|aspects?|services?|elements?)\b.{0,90}\b(?:outstanding|good|inadequate|requires? improvement|low|high|best|worst|slip|drop|improv|change|fell|rose)",
    re.IGNORECASE,
)

_EACH = r"\b(?:per|by|each|every|of every)[- ]"
_BYS: dict[By, str] = {
    "year": rf"{_EACH}(?:calendar )?year\b|\b(?:which|what|how many) years?\b|\b(?:yearly|annually|year[- ]by[- ]year|over the years)\b",
    "region": rf"{_EACH}region\b|\b(?:which|what|how many) regions?\b|\bregional (?:breakdown|distribution|spread|split)\b|\bacross (?:the )?regions\b",
    "kind": rf"{_EACH}(?:kind|type|framework)\b|\b(?:which|what|how many) (?:different )?(?:kinds|types) of (?:letters?|reports?|inspections?|visits?|documents?)\b",
    "authority": rf"{_EACH}(?:local )?(?:authority|council|borough|area)\b",
    "grade": rf"{_EACH}(?:overall )?(?:grade|rating|judge?ment)\b|\b(?:breakdown|distribution|spread) of (?:the )?(?:overall )?(?:grades|ratings|judge?ments)\b",
}  # fmt: skip
BYS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _BYS.items())
ALL_OF = re.compile(r"\b(?:which|what|how many) (?:different )?(?:years?|regions?|kinds?|types?)\b", re.IGNORECASE)
BREAKDOWN = re.compile(
    r"\b(?:breakdown|broken down|break down|distribution|spread|split|group(?:ed)?|cover(?:ed)?|represented|included|held)\b",
    re.IGNORECASE,
)
WHEN_ALONE = re.compile(r"^\W*(?:and |so )?when(?: (?:was|were) (?:that|it|this|they|those))?\W*$", re.IGNORECASE)

COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount (?:of|the)\b|\btotal number\b", re.IGNORECASE)
LIST = re.compile(
    r"\b(?:list|show(?: me)?|give me|name|which|what are|who are|tell me which)\b|^\W*what (?:inspections|visits|letters|reports|authorities|areas|councils)\b|\bwhere (?:was|were|have|has|did|is|are)\b|\bwhose\b|\bwhat (?:inspections|visits|letters|reports)\b",
    re.IGNORECASE,
)
_UNITS: tuple[tuple[Unit, str], ...] = (
    ("inspectors", r"(?:lead )?inspectors?|people|signator(?:y|ies)|hmis?"),
    ("authorities", r"(?:local )?authorit(?:y|ies)|areas?|councils?|boroughs?|places?|las?|counties|(?:safeguarding )?partnerships?|(?:local )?safeguarding (?:children'?s? )?boards?|lscbs?|towns|cities|districts|unitar(?:y|ies)"),
    ("letters", r"letters?|reports?|documents?|inspections?|visits?|jtais?|ilacs|sifs?"),
    ("points", r"points?|recommendations?|strengths?|priority actions?|areas? for (?:improvement|priority action)"),
)  # fmt: skip
_UNIT = re.compile(
    r"\b(?:which|how many|what|list|name|show|all|(?:number|proportion|percentage|per ?cent|share|fraction) of|every|any)\b(?: (?:of )?(?:the|all|me|my|these|those|different|separate|distinct|other|single|english))*"
    r"(?: (?!of\b|in\b|do\b|does\b|did\b|was\b|is\b|are\b|about\b|say\b|were\b|to\b|for\b|by\b|has\b|have\b)[\w'&-]+){0,4}?"
    rf" (?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _UNITS)})\b",
    re.IGNORECASE,
)
_MEASURES: dict[Measure, str] = {
    "latest": r"most recent(?:ly)?|latest|newest|(?<=inspected )last|(?<=visited )last|(?<!the )last(?= (?:letter|report|inspection|visit|jtai|ilacs|inspected|joint|focused|time))|the last(?= \w* ?(?:letter|report|inspection|visit|jtai|ilacs|sif))",
    "earliest": r"earliest|(?<=inspected )first|(?<=visited )first|oldest|very first|the first(?= \w* ?(?:letter|report|inspection|visit|jtai|ilacs|sif))",
    "longest": r"longest",
    "shortest": r"shortest|briefest",
    "most": r"most(?= often\W*$)|most(?! (?:recent|children|cases|young|of|often|families|social|staff|partners|important|vulnerable|common))|highest number|greatest number|largest number|biggest number",
    "fewest": r"fewest|(?<!at )least|smallest number|lowest number",
    "best": r"best|highest (?:overall )?grade|top[- ]rated",
    "worst": r"worst|lowest (?:overall )?grade|poorest",
}  # fmt: skip
MEASURES = tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in _MEASURES.items())
_CHANGES: dict[Change, str] = {
    "declined": r"got worse|gotten worse|gone down|went down|worsened|declin(?:ed|e)|deteriorated|slipped|dropped|fell|fallen|moved down|downgraded|slid|regressed",
    "improved": r"improved|got better|gotten better|gone up|went up|risen|rose|moved up|upgraded|climbed",
    "unchanged": r"stayed the same|unchanged|not changed|remained the same|kept (?:the|its|their) (?:same )?grade|no change",
}  # fmt: skip
CHANGES = tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in _CHANGES.items())
CHANGE_QUESTION = re.compile(
    r"\bhow (?:has|have|had|did)\b.{0,90}\b(?:chang\w+|mov\w+|develop\w*|shift\w*|evolv\w+|progress\w*|var(?:y|ied))\b|\bwhat (?:happened|has happened) to\b.{0,80}\b(?:grade|judge?ment|rating|verdict)"
    r"|\b(?:over time|over the years|through the years|from one inspection to the next|between (?:its|the|their)\b.{0,40}\binspections?|since the (?:last|previous)|track record|history of)\b|\b(?:from|between)\b.{0,40}\bto what\b",
    re.IGNORECASE,
)
COVERAGE = re.compile(
    r"\bwhat (?:do|does|is|can|have)\b.{0,30}\b(?:you|library|collection|this)\b.{0,20}\b(?:hold|holds|have|cover|know|contain|contains|ask)\b|\bwhat is in (?:the|this) (?:library|collection)\b|\bwhat(?:'s| is) here\b",
    re.IGNORECASE,
)
SUMMARY = re.compile(
    r"\b(?:summar(?:y|ise|ize)|overview|main (?:findings|points|messages)|headline findings|key findings|in (?:short|brief|a nutshell)|sum up)\b|^\W*(?:tell me about|what (?:did|do) (?:the )?(?:inspectors|ofsted|letter|report|inspection)s? (?:find|say|conclude)(?: (?:in|at|about|on|when)\b.{0,60})?\??$)",
    re.IGNORECASE,
)
PROGRESS = re.compile(
    r"\bwhat (?:has |have )?(?:became|become) of\b|\b(?:has|have|had|did)\b.{0,60}\b(?:fix(?:ed)?|address(?:ed)?|resolved?|dealt with|sorted|tackled?|acted on|put right)\b|\bstill (?:there|a (?:problem|weakness|concern)|weak|need(?:s|ed|ing)?|outstanding issues?|on the list)\b|\b(?:persist(?:s|ed)?|recurr(?:ed|ing)|repeated|carried over|come up again|came up again)\b|\bweaknesses\b.{0,60}\b(?:still|again|both)\b",
    re.IGNORECASE,
)
COMMON = re.compile(
    r"\b(?:most (?:common|frequent|usual|widespread)(?:ly)?|commonest|recurring|common)\b|\bthemes?\b.{0,40}\b(?:most|often)\b|\b(?:come|comes|crop|crops) up (?:most|often|again)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:next|due to be|going to be|will be|expected to be)\b.{0,25}\b(?:inspect(?:ed|ion)?|visit(?:ed)?|re-?inspect(?:ed|ion)?)\b(?!.{0,40}\b(?:improv|weigh|consider|follow))|\bwhen (?:will|is|are)\b.{0,50}\b(?:next|be) (?:inspected|visited|inspection|visit)\b",
    re.IGNORECASE,
)
IN_GENERAL = re.compile(
    r"\b(?:getting|got|become|becoming|doing) (?:any )?(?:better|worse)\b|^\W*(?:has|have|is|are|did)\b.{0,40}\b(?:improved?|improving|declining|declined?|worsen(?:ed)?|get (?:any )?(?:better|worse))(?: (?:between|and|from|to|since|in|by|until))*\W*$",
    re.IGNORECASE,
)
_NAMED_THING = r"schools?|hospitals?|(?:children(?:['’]?s['’]?) )?homes?|companies|company|providers?|supplier|charit(?:y|ies)|academ(?:y|ies)|firms?|consultanc(?:y|ies)|streets?|towns?|villages?|prisons?|colleges?|universit(?:y|ies)|judges?|newspapers?|hotels?|churches|church|banks?|clubs?|apps?|software|(?:political|ruling) part(?:y|ies)|(?:private|fostering|adoption|recruitment|employment) (?:\w+ )?agenc(?:y|ies)"
"""What is asked for by its name."""
_NO_MONEY = "help|support|time|contact|progress|say|choice|attention|notice|work|training|oversight|supervision|of|more|better|worse"
_OFFICE = r"(?:\w+ )?(?:director|chief executive|chief|head|leader|lead member|councillor|cabinet member|portfolio holder|mayor|chair(?:man|woman|person)?|head ?teacher|principal|manager|judge|mp|minister|person|social workers?|child(?:ren)?|girl|boy|woman|man|mother|father|parents?|carers?|bab(?:y|ies)|infants?|pupils?|young (?:person|people)|victims?|teachers?|doctors?|staff|practitioners?)"
_EXPECTS: dict[AnswerType, str] = {
    "money": rf"\bhow much\b(?! (?:{_NO_MONEY})\b).{{0,80}}\b(?:spen[dt]|spending|cost|pay|paid|money|budget|funding|fined?|charged?|invest\w*|strip|cut|remov\w*|sav(?:e|ed|ings))\b|\bhow much (?:do|does|did|is|are|was|were|will)\b.{{0,80}}\b(?:get|receive|earn|worth)\b(?! (?:involved|better|worse|in|out|on|to)\b)|\b(?:what|which|how (?:high|large|big)) (?:(?:was|is|were|are) (?:the )?)?(?:[\w'’-]+ ){{0,2}}?(?:costs?|budgets?|prices?|salary|salaries|wages?|pay|fees?|hourly rate|fines?)\b|\bhow much money\b|\bwhat did it cost\b|\bwhat (?:do|does|did) (?:[\w'’-]+ ){{1,4}}pay for (?!to\b)\w+|\bwhat (?:is|are|was|were) (?:[\w'’-]+ ){{1,4}}paid\b",
    "percentage": r"\b(?:what|which) (?:percentage|proportion|share|%|per ?cent)\b|\bwhat %|\bin (?:percent|per cent)\b|\bby how much\b|\bhow (?:big|large|high) a (?:share|proportion)\b|\bwhat (?:is|was|are|were) (?:the )?(?:[\w'-]+ ){0,3}rates?\b",
    "number": r"\bhow many\b|\bwhat (?:was |is |were )?(?:the )?(?:average|total|number)\b|\bhow (?:large|tall|heavy|wide)\b|\bexactly how\b",
    "duration": r"\bhow long\b|\bhow many (?:hours|days|weeks|months|years)\b|\bfor how long\b|\bhow (?:quick|soon)\w*\b",
    "time": r"^\W*when (?:did|was|were|will|has|had)\b|\band when\b|\bwhat (?:year|month|date)\b|\bsince when\b|\bby when\b",
    "age": r"\bhow (?:old|young)\b|\bwhat age\b",
    "contact": r"\b(?:e-?mail|web ?site|web address|(?:tele)?phone number|post ?code|address of)\b",
    "person": rf"\bwhich (?:foster carer|social worker|director|councillor|manager|head ?teacher|chief executive|officer|judge)\b(?! (?:teams?|groups?|services?))|^\W*who (?:is|was|are|were) (?:the|its|their|that|Xx+['’]s) {_OFFICE}\b|\bnames? of the (?:[\w'’-]+ ){{0,2}}?{_OFFICE}\b",
    "name": rf"^\W*who (?:won|owns?|owned|founded|built)\b|\bwhich (?:[\w'’-]+ ){{0,2}}?(?:{_NAMED_THING})\b|\bwhat (?:{_NAMED_THING}) (?:is|was|were|provides?|runs?|supplies|trains?|did|does)\b(?! like\b)|\bwhat (?:software|apps?)\b|\bnames? of the (?:[\w'’-]+ ){{0,2}}?(?:{_NAMED_THING})\b",
}  # fmt: skip
EXPECTS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _EXPECTS.items())


def fields_of(text: str) -> tuple[Field, ...]:
    """The fields of a letter that the question asks for, in the order in which it asks."""
    hits: dict[Field, int] = {}
    for name, pattern in FIELD_PATTERNS:
        match = pattern.search(text)
        if match:
            hits[name] = match.start()
    if WHEN_ALONE.search(text):
        hits["visit-dates"] = 0
    if GRADE_QUESTION.search(text) or _WHICH_GRADE.search(text):
        match = GRADE_QUESTION.search(text) or _WHICH_GRADE.search(text)
        hits["grades"] = match.start() if match else 0
    if (
        "quality-assurance" in hits
        and "lead" in hits
        and not re.search(r"\blead inspector|\bled\b", text, re.IGNORECASE)
    ):
        del hits["lead"]
    if (
        "published" in hits
        and "visit-dates" in hits
        and not re.search(
            r"\b(?:take place|took place|carried out|visit dates|inspection dates|happen)", text, re.IGNORECASE
        )
    ):
        del hits["visit-dates"]
    if "statement-due" in hits:
        hits = {name: at for name, at in hits.items() if name not in {"published", "visit-dates", "addressees"}}
    if "priority-action" in hits:
        hits.pop("improvement", None)
    return tuple(sorted(hits, key=lambda name: hits[name]))


def unit_of(text: str) -> Unit | None:
    """What is counted or listed: letters, authorities, inspectors or points; None where the question names none."""
    match = _UNIT.search(text)
    if match:
        return next(name for name, _ in _UNITS if match[name])
    if re.search(r"^\W*(?:and )?(?:where (?:was|were|is|are|has|have)|whose)\b", text, re.IGNORECASE):
        return "authorities"
    if re.search(
        r"^\W*(?:and )?who (?:has |have |had )(?:led|signed|headed)\b|^\W*who\b.{0,12}\b(?:led|leads|signed|signs|headed|inspected|carried out)\b.{0,20}\b(?:most|fewest|more than|at least)\b",
        text,
        re.IGNORECASE,
    ):
        return "inspectors"
    return None
