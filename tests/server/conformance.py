"""Data and queries that try every form of SPARQL 1.1 query; answers are compared, not written down."""

# ruff: noqa: E501  (a query stays in one line)

from __future__ import annotations

__all__ = ["ASKS", "DATA", "GRAPHS", "ORDERED", "PREFIXES", "SELECTS"]

PREFIXES = """\
PREFIX : <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

# TriG: the default graph holds the union of the named graphs, as in every store of ours.
_UNION = """
:ann a :Person ; :knows :bob, :cem ; :age 42 ; :name "Ann"@en, "Anna"@de ; :born "1982-03-01T00:00:00Z"^^xsd:dateTime .
:bob a :Person ; :knows :cem ; :age 7 ; :name "Bob" ; :height 1.25 ; :weight 3.0E1 ; :married false .
:cem a :Person ; :name "جيم"@ar, "C\\"e\\\\m\\n\\ttab" ; :likes _:b1 ; :knows :ann .
_:b1 :what "a blank node" ; :next _:b2 .
_:b2 :what "another" .
:cat :parent :bob ; :count 3, 4, 3.5 .
:list :items (1 2 3) .
"""
DATA = (
    PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    + _UNION
    + ':g1 { :ann :knows :bob ; :name "Ann"@en . } :g2 { :bob :knows :cem . :ann :name "Ann"@en . }'
)

SELECTS = {
    "basic": "SELECT * { ?s :knows ?o }",
    "distinct": "SELECT DISTINCT ?s { ?s :knows ?o }",
    "reduced": "SELECT REDUCED ?s { ?s a :Person }",
    "all types of terms": "SELECT ?o { ?s ?p ?o FILTER(?p != :items) }",
    "no rows": "SELECT ?s { ?s :nobody ?o }",
    "no variables": "SELECT * {}",
    "optional": "SELECT ?s ?age { ?s a :Person OPTIONAL { ?s :age ?age } }",
    "optional with a filter": "SELECT ?s ?age { ?s a :Person OPTIONAL { ?s :age ?age FILTER(?age > 10) } }",
    "nested optional": "SELECT * { ?s a :Person OPTIONAL { ?s :age ?a OPTIONAL { ?s :height ?h } } }",
    "union": "SELECT ?x { { ?x :age 42 } UNION { ?x :age 7 } UNION { ?x :parent :bob } }",
    "union with other variables": "SELECT ?a ?b { { ?a :age 42 } UNION { ?b :age 7 } }",
    "minus": "SELECT ?s { ?s a :Person MINUS { ?s :age ?age } }",
    "minus that shares nothing": "SELECT ?s { ?s a :Person MINUS { ?x :nobody ?y } }",
    "exists": "SELECT ?s { ?s a :Person FILTER EXISTS { ?s :knows :cem } }",
    "not exists": "SELECT ?s { ?s a :Person FILTER NOT EXISTS { ?s :knows :cem } }",
    "path sequence": "SELECT ?o { :ann :knows/:knows ?o }",
    "path inverse": "SELECT ?s { :cem ^:knows ?s }",
    "path alternative": "SELECT ?o { :cat (:parent|:count) ?o }",
    "path plus": "SELECT ?o { :ann :knows+ ?o }",
    "path star": "SELECT ?o { :cat :parent*/:knows* ?o }",
    "path optional": "SELECT ?o { :ann :knows? ?o }",
    "path negated": "SELECT ?o { :bob !(:knows|:age|:name) ?o }",
    "path negated inverse": "SELECT ?o { :bob !(^:knows|:age) ?o }",
    "path over a list": (
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "SELECT ?i { :list :items/rdf:rest*/rdf:first ?i }"
    ),
    "count": "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?d) { ?s :knows ?o }",
    "count of nothing": "SELECT (COUNT(*) AS ?n) (SUM(?x) AS ?s) { ?x :nobody ?y }",
    "sum and average": "SELECT (SUM(?c) AS ?s) (AVG(?c) AS ?a) (MIN(?c) AS ?l) (MAX(?c) AS ?m) { :cat :count ?c }",
    "group": "SELECT ?s (COUNT(?o) AS ?n) { ?s :knows ?o } GROUP BY ?s",
    "group by an expression": "SELECT ?l (COUNT(*) AS ?n) { ?s :name ?x } GROUP BY (LANG(?x) AS ?l)",
    "having": "SELECT ?s (COUNT(?o) AS ?n) { ?s :knows ?o } GROUP BY ?s HAVING (COUNT(?o) > 1)",
    "aggregate error": "SELECT (SUM(?x) AS ?s) { ?y :name ?x }",
    "sample": "SELECT ?s (SAMPLE(?a) AS ?x) { ?s :age ?a } GROUP BY ?s",
    "sub-query": "SELECT ?s ?n { ?s a :Person { SELECT ?s (COUNT(*) AS ?n) { ?s :knows ?o } GROUP BY ?s } }",
    "sub-query with a limit": "SELECT ?s ?o { { SELECT ?s { ?s a :Person } ORDER BY ?s LIMIT 1 } ?s :knows ?o }",
    "values": "SELECT ?s ?a { ?s :age ?a } VALUES (?s ?a) { (:ann 42) (:bob UNDEF) (:cem 1) }",
    "values inside": 'SELECT ?x ?s { VALUES ?x { 1 2.5 "a"@fr <x:y> } OPTIONAL { ?s :age ?x } }',
    "bind": "SELECT ?s ?twice { ?s :age ?a BIND(?a * 2 AS ?twice) }",
    "bind error leaves it unbound": "SELECT ?s ?x { ?s :name ?n BIND(?n + 1 AS ?x) }",
    "select expression": "SELECT (CONCAT(STR(?n), '!') AS ?x) { :bob :name ?n }",
    "if and coalesce": "SELECT ?s (COALESCE(?a, IF(true, 'none', 1)) AS ?x) { ?s a :Person OPTIONAL { ?s :age ?a } }",
    "in": "SELECT ?s { ?s :age ?a FILTER(?a IN (1, 7) || ?a NOT IN (7, 8)) }",
    "logic with errors": "SELECT ?s { ?s :name ?n FILTER(?n > 3 || true) }",
    "bound": "SELECT ?s { ?s a :Person OPTIONAL { ?s :age ?a } FILTER(!BOUND(?a)) }",
    "types of nodes": (
        "SELECT ?o (isIRI(?o) AS ?i) (isBlank(?o) AS ?b) (isLiteral(?o) AS ?l) (isNumeric(?o) AS ?n) { ?s ?p ?o }"
    ),
    "strings": (
        "SELECT (STRLEN(?n) AS ?a) (SUBSTR(?n, 2) AS ?b) (UCASE(?n) AS ?c) (LCASE(?n) AS ?d) "
        "(STRSTARTS(STR(?n), 'A') AS ?e) (STRENDS(STR(?n), 'a') AS ?f) (CONTAINS(STR(?n), 'n') AS ?g) "
        "(STRBEFORE(STR(?n), 'n') AS ?h) (STRAFTER(STR(?n), 'n') AS ?i) (ENCODE_FOR_URI(?n) AS ?j) "
        "(REPLACE(STR(?n), 'n', '$0$0') AS ?k) { ?s :name ?n }"
    ),
    "regular expressions": "SELECT ?n { ?s :name ?n FILTER REGEX(STR(?n), '^a.*', 'i') }",
    "language tags": "SELECT ?n (LANG(?n) AS ?l) { ?s :name ?n FILTER(LANGMATCHES(LANG(?n), '*')) }",
    "datatypes": "SELECT ?o (DATATYPE(?o) AS ?d) { ?s ?p ?o FILTER isLiteral(?o) }",
    "made literals": (
        "SELECT (STRLANG('chat', 'fr') AS ?a) (STRDT('1', xsd:integer) AS ?b) (IRI('https://example.org/x y') AS ?c) "
        "(IRI('rel') AS ?d) {}"
    ),
    "numbers": (
        "SELECT (1 + 2.5 AS ?a) (7 / 2 AS ?b) (ABS(-3) AS ?c) (CEIL(2.1) AS ?d) (FLOOR(-2.1) AS ?e) (ROUND(2.5) AS ?f) "
        "(1.0E0 / 0 AS ?g) (-0.0 AS ?h) (1 / 0 AS ?i) {}"
    ),
    "casts": (
        "SELECT (xsd:integer('7') AS ?a) (xsd:decimal('1.50') AS ?b) (xsd:double('1') AS ?c) (xsd:boolean('1') AS ?d) "
        "(xsd:string(12) AS ?e) (xsd:integer('seven') AS ?f) (xsd:dateTime('2020-01-01T00:00:00Z') AS ?g) {}"
    ),
    "dates": (
        "SELECT (YEAR(?d) AS ?a) (MONTH(?d) AS ?b) (DAY(?d) AS ?c) (HOURS(?d) AS ?e) (TZ(?d) AS ?f) "
        "(TIMEZONE(?d) AS ?g) { ?s :born ?d }"
    ),
    "compared dates": "SELECT ?s { ?s :born ?d FILTER(?d < '1990-01-01T00:00:00+02:00'^^xsd:dateTime) }",
    "hashes": "SELECT (MD5('abc') AS ?a) (SHA1('abc') AS ?b) (SHA256('abc') AS ?c) (SHA512('abc') AS ?d) {}",
    "same term": "SELECT ?s { ?s :age ?a FILTER(sameTerm(?a, 7) && ?a = 7.0) }",
    "graph by name": "SELECT ?o { GRAPH :g1 { :ann :knows ?o } }",
    "graph by variable": "SELECT ?g ?s ?o { GRAPH ?g { ?s :knows ?o } }",
    "graphs": "SELECT ?g { GRAPH ?g {} }",
    "unknown graph": "SELECT ?o { GRAPH :nowhere { ?s ?p ?o } }",
    "union holds each triple once": "SELECT ?n { :ann :name ?n }",
    "blank node in a pattern": "SELECT ?w { :cem :likes [ :what ?w ] }",
    "blank nodes in the answer": "SELECT ?b ?w { ?b :what ?w }",
    "same blank node twice in a row": "SELECT ?b ?c { ?b :next ?c . ?b :what ?w }",
    "lists": "SELECT ?x { ?x :items (1 2 3) }",
    "escapes": r"SELECT ('a\tb\nc\"d\\e' AS ?x) ('\u00e9\U0001F600' AS ?y) (''' long 'text' ''' AS ?z) {}",
    "other scripts": "SELECT ('حزب الله' AS ?x) ('真主党' AS ?y) ('a\u202eb' AS ?z) {}",
    "markup": "SELECT ('<b>&amp;</b>' AS ?x) (']]>' AS ?y) ('a,b;c\\r\\nd' AS ?z) {}",
    "white space": "SELECT (' a ' AS ?x) ('' AS ?y) ('\\t' AS ?z) {}",
    "odd names of variables": "SELECT (1 AS ?été) (2 AS ?a_1) (3 AS ?_) {}",
    "prefixed names with escapes": r"SELECT * { :a\,b ?p ?o }",
    "base": "BASE <https://example.org/> SELECT ?o { <ann> <knows> ?o }",
    "comments": "SELECT ?s # nothing { } here\n{ ?s :age 7 # or here\n}",
    "the word service in a string": "SELECT ('SERVICE <x>' AS ?x) {}",
}
"""Queries whose rows come in any order."""

ORDERED = {
    "order": "SELECT ?o { ?s :age ?o } ORDER BY ?o",
    "order descending": "SELECT ?s ?o { ?s :knows ?o } ORDER BY DESC(?s) ?o",
    "order by an expression": "SELECT ?s { ?s a :Person OPTIONAL { ?s :age ?a } } ORDER BY COALESCE(?a, 100)",
    "limit and offset": "SELECT ?o { ?s :knows ?o } ORDER BY ?s ?o LIMIT 2 OFFSET 1",
    "limit of nothing": "SELECT ?o { ?s :knows ?o } LIMIT 0",
    "order of unbound": "SELECT ?s ?a { ?s a :Person OPTIONAL { ?s :age ?a } } ORDER BY ?a ?s",
    "group concat": "SELECT ?s (GROUP_CONCAT(STR(?a); SEPARATOR='|') AS ?all) { ?s :age ?a } GROUP BY ?s ORDER BY ?s",
}
"""Queries whose rows come in one order."""

ASKS = {
    "yes": "ASK { :ann :knows :bob }",
    "no": "ASK { :bob :knows :ann }",
    "nothing is asked": "ASK {}",
}

GRAPHS = {
    "construct": "CONSTRUCT { ?o :knownBy ?s } WHERE { ?s :knows ?o }",
    "construct where": "CONSTRUCT WHERE { ?s :age ?a }",
    "construct nothing": "CONSTRUCT { ?s :p ?o } WHERE { ?s :nobody ?o }",
    "construct with blank nodes": "CONSTRUCT { ?s :is [ :aged ?a ] } WHERE { ?s :age ?a }",
    "construct skips what is no triple": "CONSTRUCT { ?n :of ?s } WHERE { ?s :name ?n }",
    "construct literals": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER isLiteral(?o) }",
    "construct from a graph": "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH :g1 { ?s ?p ?o } }",
    "construct a slice": "CONSTRUCT { ?s :age ?a } WHERE { ?s :age ?a } ORDER BY ?a LIMIT 1",
    "describe": "DESCRIBE :ann",
    "describe what is found": "DESCRIBE ?s WHERE { ?s :age 7 }",
    "describe nobody": "DESCRIBE :nobody",
    "describe with blank nodes": "DESCRIBE :cem",
}
