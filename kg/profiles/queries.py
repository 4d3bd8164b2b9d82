"""The queries behind the profiles. `%LETTERS%` is filled with the letters that are asked for, or with nothing.

What two letters say of one visit stands in two graphs, and the union of graphs does not merge: hence DISTINCT.
"""

VISITS = """
SELECT DISTINCT ?letter ?title ?document ?published ?visit ?label ?kind ?authority ?name ?start ?end ?topic ?framework {
  %LETTERS%
  ?letter a insp:Letter ; rdfs:label ?title ; dcterms:identifier ?document ; insp:reportsOn ?visit .
  ?visit rdfs:label ?label ; insp:kind/rdfs:label ?kind .
  OPTIONAL { ?letter dcterms:issued ?published }
  OPTIONAL { ?letter insp:authority ?authority . ?authority rdfs:label ?name }
  OPTIONAL { ?visit insp:startDate ?start }
  OPTIONAL { ?visit insp:endDate ?end }
  OPTIONAL { ?visit insp:topic ?topic }
  OPTIONAL { ?visit insp:framework ?framework }
}
ORDER BY ?letter ?visit ?topic ?framework
"""

LEADS = """
SELECT DISTINCT ?visit ?who ?name {
  %LETTERS%
  ?letter insp:reportsOn ?visit . ?visit insp:leadInspector/insp:canonical ?who . ?who rdfs:label ?name
}
ORDER BY ?visit ?name
"""

JUDGEMENTS = """
SELECT ?part ?letter ?visit ?aspect ?position ?board ?grade ?rank ?page ?passage ?quote {
  %LETTERS%
  ?part insp:letter ?letter ; a insp:Judgement ; insp:visit ?visit ; insp:aspectLabel ?aspect ;
    insp:position ?position ; insp:board ?board ; insp:grade ?given ; insp:source ?source .
  ?given rdfs:label ?grade .
  ?source insp:page ?page ; oa:hasSelector/oa:exact ?quote .
  OPTIONAL { ?given insp:rank ?rank }
  OPTIONAL { ?source insp:passage ?passage }
}
ORDER BY ?letter ?position
"""

AREAS = """
SELECT DISTINCT ?part ?area ?label {
  %LETTERS%
  ?part insp:letter ?letter ; a insp:Judgement ; insp:aspect/insp:area ?area . ?area rdfs:label ?label
}
ORDER BY ?part ?label
"""

FINDINGS = """
SELECT ?part ?letter ?visit ?text ?polarity ?confidence ?point ?start ?page ?passage ?quote {
  %LETTERS%
  ?part insp:letter ?letter ; a insp:Finding ; insp:visit ?visit ; insp:text ?text ; insp:polarity ?polarity ;
    insp:confidence ?confidence ; insp:isPoint ?point ; insp:source ?source .
  %THEME%
  ?source insp:page ?page ; oa:hasSelector ?selector, ?place .
  ?selector oa:exact ?quote .
  ?place oa:start ?start .
  OPTIONAL { ?source insp:passage ?passage }
}
"""

POINTS = """
SELECT ?part ?letter ?visit ?text ?class ?position ?board ?page ?passage ?quote {
  %LETTERS%
  ?part insp:letter ?letter ; a insp:Point ; a ?class ; insp:visit ?visit ; insp:text ?text ;
    insp:position ?position ; insp:board ?board ; insp:source ?source .
  %THEME%
  VALUES ?class { insp:ImprovementPoint insp:PriorityAction insp:Recommendation insp:StrengthPoint }
  ?source insp:page ?page ; oa:hasSelector/oa:exact ?quote .
  OPTIONAL { ?source insp:passage ?passage }
}
"""

THEMES_OF_PARTS = """
SELECT ?part ?theme {
  %LETTERS%
  %THEME%
  ?part insp:theme ?theme ; insp:letter ?letter .
}
"""

THEMES = """
SELECT ?theme ?label { ?theme skos:inScheme <https://w3id.org/inspection-letters/theme> ; rdfs:label ?label }
"""

OUTCOMES = """
SELECT DISTINCT ?outcome ?point ?status ?later ?label ?confidence ?evidence {
  %POINTS%
  ?outcome insp:point ?point ; insp:status ?status ; insp:laterVisit ?later .
  ?later rdfs:label ?label .
  OPTIONAL { ?outcome insp:confidence ?confidence }
  OPTIONAL { ?outcome insp:evidence ?evidence }
}
ORDER BY ?outcome ?later ?evidence
"""

EVIDENCE = """
SELECT ?part ?letter ?visit ?title ?document ?published ?page ?quote ?passage {
  %PARTS%
  ?part insp:letter ?letter ; insp:visit ?visit ; insp:source ?source .
  ?letter rdfs:label ?title ; dcterms:identifier ?document .
  ?source insp:page ?page ; oa:hasSelector/oa:exact ?quote .
  OPTIONAL { ?letter dcterms:issued ?published }
  OPTIONAL { ?source insp:passage ?passage }
}
"""

VISIT_DAYS = """
SELECT ?visit (MIN(?day) AS ?first) {
  %VISITS%
  ?letter insp:reportsOn ?visit .
  OPTIONAL { ?visit insp:startDate ?start }
  OPTIONAL { ?letter dcterms:issued ?issued }
  BIND(COALESCE(?start, ?issued) AS ?day)
}
GROUP BY ?visit
"""

AUTHORITY = """
SELECT DISTINCT ?property ?value ?label {
  { ?it rdfs:label|skos:altLabel|insp:gss|insp:authorityType|insp:abolished ?value ; ?property ?value }
  UNION {
    ?it insp:region|insp:successor|insp:statisticalNeighbour ?value ; ?property ?value . ?value rdfs:label ?label
  }
}
ORDER BY ?property ?label ?value
"""

LETTERS_OF_AUTHORITY = "SELECT DISTINCT ?letter { ?letter a insp:Letter ; insp:authority ?it } ORDER BY ?letter"
LETTERS_OF_VISIT = "SELECT DISTINCT ?letter { ?letter a insp:Letter ; insp:reportsOn ?it } ORDER BY ?letter"
LETTERS_OF_INSPECTOR = """
SELECT DISTINCT ?letter {
  ?variant insp:canonical ?it . ?part insp:participant ?variant ; insp:letter ?letter .
}
ORDER BY ?letter
"""

VISITS_HELD = """
SELECT ?authority (COUNT(DISTINCT ?visit) AS ?held) { ?letter insp:reportsOn ?visit ; insp:authority ?authority }
GROUP BY ?authority
"""

ROLES = """
SELECT DISTINCT ?who ?name ?role ?title ?visit ?letter ?position {
  %LETTERS%
  ?part insp:letter ?letter ; a insp:Participation ; insp:visit ?visit ; insp:roleKind ?role ; insp:position ?position ;
    insp:participant/insp:canonical ?who .
  ?who rdfs:label ?name .
  OPTIONAL { ?part insp:roleTitle ?title }
}
ORDER BY ?letter ?role ?position ?who
"""

INSPECTORATES = """
SELECT DISTINCT ?body ?name { ?it insp:conductedBy ?body . ?body rdfs:label ?name } ORDER BY ?name
"""

PERSON = """
SELECT DISTINCT ?it ?who ?name {
  ?it insp:canonical ?who . ?variant insp:canonical ?who . ?variant rdfs:label|foaf:name ?name .
}
ORDER BY ?name
"""
LABEL = "SELECT ?label { ?it rdfs:label ?label } ORDER BY ?label LIMIT 1"

THEME = """
SELECT DISTINCT ?label ?definition ?other {
  ?it a skos:Concept ; rdfs:label ?label .
  OPTIONAL { ?it skos:scopeNote|skos:definition ?definition }
  OPTIONAL { ?it skos:altLabel ?other }
}
ORDER BY ?other
"""
