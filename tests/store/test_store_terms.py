"""The store writes only terms that the ontology has, and literals that no engine rewrites."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

import kg.store
from kg.resources import ontology_dir, queries_dir
from kg.store import PREFIXES, Iris
from kg.store.rdf.terms import decimal, instant, integer, label

law = settings(max_examples=60, deadline=None, derandomize=True)
NODE = NamedNode("http://e/a")
TERM = re.compile(r'KG\["(\w+)"\]|\bkg:(\w+)')


def test_every_term_in_code_and_queries_is_in_the_ontology() -> None:
    ontology = rdflib.Graph().parse(ontology_dir() / "kg.ttl")
    known = {str(s).removeprefix(PREFIXES["kg"]) for s in ontology.subjects()}
    files = [*Path(kg.store.__file__).parent.glob("*.py"), *queries_dir().glob("*.rq")]
    used = {(path.name, a or b) for path in files for a, b in TERM.findall(path.read_text(encoding="utf-8"))}

    assert len(used) > 50
    assert {(name, term) for name, term in used if term not in known} == set()


def stored(node: pyoxigraph.Literal) -> object:
    """Return a literal as Oxigraph gives it back."""
    store = pyoxigraph.Store()
    store.add(Quad(NODE, NODE, node))
    (quad,) = store
    return quad.object


@law
@given(st.floats(min_value=0, max_value=1, exclude_min=True))
@example(0.93)
@example(1.0)
@example(1e-300)
@example(0.1 + 0.2)
def test_a_confidence_keeps_its_form_and_six_decimals(number: float) -> None:
    literal = decimal(number)

    assert stored(literal) == literal
    assert 0 < float(literal.value) <= 1
    assert abs(float(literal.value) - number) <= 1e-6


@law
@given(st.dates(), st.booleans())
def test_an_instant_keeps_its_form(day: object, end: bool) -> None:
    literal = instant(day, end=end)  # type: ignore[arg-type]

    assert stored(literal) == literal


@law
@given(st.integers(0, 10**12), st.sampled_from(["", "en-GB", "zh-Hant"]), st.text())
def test_numbers_and_names_keep_their_form(number: int, language: str, text: str) -> None:
    for literal in (integer(number), label(text, language)):
        assert stored(literal) == literal


@law
@given(st.text(), st.text())
@example("..", "%2E%2E")
@example("a/b", "a%2Fb")
@example("", "/")
def test_ids_and_iris_lead_to_each_other(one: str, other: str) -> None:
    iris = Iris("https://w3id.org/kg-actors/")

    assert iris.actor_id(iris.actor(one).value) == one
    assert iris.document_id(iris.document(one).value) == one
    assert (iris.actor(one) == iris.actor(other)) == (one == other)
    assert (iris.document(one) == iris.document(other)) == (one == other)
    assert iris.actor_id(iris.document(one).value) is None


def test_iris_read_well() -> None:
    iris = Iris("https://w3id.org/kg-actors/")

    assert iris.actor("hayat-tahrir-al-sham").value == "https://w3id.org/kg-actors/actor/hayat-tahrir-al-sham"
    assert iris.actor("doc/3f/the rebels").value == "https://w3id.org/kg-actors/actor/doc/3f/the%20rebels"
    assert iris.document("news/1?x").value == "https://w3id.org/kg-actors/document/news%2F1%3Fx"
