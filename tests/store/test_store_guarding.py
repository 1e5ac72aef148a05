"""What breaks the shapes is refused before anything is written; the catalogue may be relied on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, Quad
from test_store_validate import filled

from kg.errors import DataError, DocumentError, UnknownNameError
from kg.model import Actor, ActorKind, Date, Fact, Name, NameKind, Reading, Run
from kg.store import Iris, Store
from kg.store.rdf.terms import KG

RUN = Run("0.1.0", "m", "r", "c")


def reading(document_id: str = "d") -> Reading:
    (found,) = filled().readings()
    claims = tuple(replace(claim, document=document_id) for claim in found.claims)
    return Reading(replace(found.document, id=document_id), claims, found.actors)


def broken(document_id: str) -> Reading:
    """A reading whose claim ends before it begins."""
    whole = reading(document_id)
    return replace(whole, claims=tuple(replace(c, valid_from=Date("2017")) for c in whole.claims))


def test_a_document_that_breaks_a_shape_is_refused_with_its_place_and_the_rest_goes_on() -> None:
    store = filled()
    before = store.dump("nq")
    outcomes = [outcome for _, outcome in store.put_many([broken("x"), reading("y")], RUN)]

    assert isinstance(outcomes[0], DocumentError)
    assert "document 'x' breaks the shapes" in str(outcomes[0])
    assert "kg:validFrom" in str(outcomes[0])
    assert "\n" not in str(outcomes[0])
    assert outcomes[1] == "added"
    assert store.documents() == ["d", "y"]
    with pytest.raises(DocumentError, match="breaks the shapes"):
        store.put(broken("d"), RUN)
    store.remove("y")
    assert store.dump("nq") == before


def test_a_document_may_rely_on_the_catalogue_and_on_nothing_else() -> None:
    whole = reading()
    names_only = replace(whole, actors=tuple(actor for actor in whole.actors if actor.id not in {"g", "s"}))
    store = filled()
    part = Actor("p", ActorKind.ARMED_GROUP, "Part", facts=(Fact("part_of", "s"),))
    store.put(replace(names_only, actors=(*names_only.actors, part)), RUN)

    assert store.check_shapes().conforms
    empty = Store(pyoxigraph.Store(), Path(), Iris("https://example.org/"), read_only=False)
    with pytest.raises(DocumentError, match="breaks the shapes"):
        empty.put(replace(names_only, actors=(*names_only.actors, part)), RUN)


def test_another_kind_and_another_name_of_a_curated_actor_pass() -> None:
    store = filled()
    seen_otherwise = Actor("g", ActorKind.PERSON, "New", (Name("The New", NameKind.ALIAS),))
    whole = reading("e")
    actors = (*(actor for actor in whole.actors if actor.id != "g"), seen_otherwise)

    assert store.put(replace(whole, actors=actors), RUN) == "added"


def test_a_catalogue_that_breaks_a_shape_is_refused() -> None:
    store = filled()
    with pytest.raises(DataError, match="the catalogue breaks the shapes"):
        store.set_catalogue([Actor("g", ActorKind.STATE, "G", facts=(Fact("part_of", "nobody"),))])
    assert store.actor("g") is not None
    assert store.check_shapes().conforms


def test_stored_graphs_are_checked_one_by_one() -> None:
    store = filled()
    node = store.iris.document("d")
    store._opened.extend([Quad(node, KG["publisher"], Literal("Another"), node)])
    found = store.check_shapes("d")

    assert [(f.focus, f.path, f.constraint) for f in found.findings] == [
        (node.value, KG["publisher"].value, "maxCount")
    ]
    assert store.check_shapes().findings == found.findings
    with pytest.raises(UnknownNameError, match="no document 'x'"):
        store.check_shapes("x")
