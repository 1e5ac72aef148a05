"""No query reaches out of the store, however its words are written; those that stay inside pass."""

from __future__ import annotations

import contextlib
import re

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store import PREFIXES
from kg.store.sparql import check

ADDRESS = "http://127.0.0.1:9/"  # nobody answers there


def escaped(word: str) -> st.SearchStrategy[str]:
    """A word with some letters in the other case or written as code points."""
    forms = [
        st.sampled_from([letter, letter.lower(), f"\\u{ord(letter):04X}", f"\\U{ord(letter.lower()):08x}"])
        for letter in word
    ]
    return st.tuples(*forms).map("".join)


gaps = st.sampled_from(["", " ", "\t", "\n", "\r", "# it's\n", "#<\n", '#"\n', " # '''\r", "\f", "\u00a0"])
silent = st.sampled_from(["", "SILENT", "silent"])
places = st.sampled_from([f"<{ADDRESS}>", "kg:x", "?g", "<x>", "a:b"])
before = st.sampled_from(
    [
        "",
        "?s ?p ?o .",
        "?s ?p '#' .",
        "?s ?p '\\'' .",
        '?s ?p """a"b\\"""" .',
        "?s ?p '''it's''' .",
        "<a:#b> <c:d'> ?o .",
        "?s kg:a\\'b ?o .",
        "?s kg:a%27 'x' .",
        "?s ?p 'x'@en .",
        "FILTER(?a<1 && ?b>2)",
        "FILTER(1<?a||?a>'#')",
        "?s kg:service ?o .",
        "_:service kg:x ?service .",
    ]
)


@st.composite
def outgoing(draw: st.DrawFn) -> str:
    """A query that asks another endpoint, if an engine reads it at all."""
    words = [draw(escaped("SERVICE")), draw(gaps), draw(silent), draw(gaps), draw(places)]
    return f"SELECT * {{ {draw(before)} {''.join(words)} {{ ?x ?y ?z }} }}"


@settings(max_examples=400, deadline=None)  # the first one loads a parser
@given(outgoing())
def test_a_query_that_asks_another_endpoint_never_reaches_the_engine(text):
    with contextlib.suppress(QueryError):
        check(text)
        # What passes must be no such query: the engine refuses to read it, or asks nobody.
        try:
            answer = pyoxigraph.Store().query(text, prefixes={**PREFIXES, "service": "urn:s:"})
            list(answer)  # type: ignore[call-overload]
        except SyntaxError:
            return
        except Exception as error:
            raise AssertionError(f"the engine went out: {error}") from error


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["FROM", "LOAD"]).flatmap(escaped), gaps, before)
def test_a_query_that_names_data_to_load_never_reaches_the_engine(word, gap, patterns):
    text = f"SELECT * {word}{gap}<{ADDRESS}data.ttl> {{ {patterns} }}"
    with contextlib.suppress(QueryError):
        check(text)
        with pytest.raises(SyntaxError):
            pyoxigraph.Store().query(text, prefixes=PREFIXES)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service kg:service ?from }",
        "PREFIX service: <urn:service:> SELECT * { service:x service:from service:load }",
        "PREFIX from: <urn:from:> SELECT * { from:service ?p <http://service/from> }",
        'SELECT * { ?s ?p "SERVICE <http://127.0.0.1/> { ?s ?p ?o }" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1/> FROM <x:y>",
        "SELECT * { ?s skos:prefLabel ?n FILTER(CONTAINS(LCASE(?n), 'security service')) }",
        "ASK { <service:x> a <from:y> }",
        "SELECT * { _:service kg:backs _:from }",
    ],
)
def test_the_words_are_allowed_where_they_name_something(text):
    check(text)
    pyoxigraph.Store().query(text, prefixes=PREFIXES)


WORDS = [
    "SELECT",
    "*",
    "{",
    "}",
    "service",
    "SERVICE<",
    "<a:b>",
    "'",
    '"',
    "'''",
    "\\",
    "#",
    "\n",
    "?x",
    "$y",
]
WORDS += [
    "\\u0053ERVICE",
    "FROM",
    "@",
    "_:b",
    "kg:x",
    "(",
    ")",
    ".",
    ";",
    "1",
    "1e",
    "^^",
    "[",
    "]",
    "\x00",
    "é",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_let_pass_or_refused_in_one_line(text):
    refusal = "select"
    try:
        check(text)
    except QueryError as error:
        refusal = str(error)
        text = "select"
    assert "\n" not in refusal
    assert re.search("select|ask|construct|describe", text, re.IGNORECASE)
