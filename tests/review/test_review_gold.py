"""Judgements as gold and as a regression test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from review_world import ARMS, ATTACKS, DENIES, HERALD, MAY, POST, fill

from kg.errors import DocumentError
from kg.evaluation import read_gold
from kg.ingest import Pipeline
from kg.model import Claim, Date, Document, Reading
from kg.review import Signature, agreements, decide, gold_articles
from kg.store import Store

SIGNED = Signature("A. Reader", Date("2024-06-01"))


class Reader:
    """Stands for a pipeline that finds these claims in its documents."""

    def __init__(self, *claims: Claim) -> None:
        self._claims = claims

    def read_many(self, documents: list[Document], *, on_error: object) -> Iterator[Reading]:
        for document in documents:
            yield Reading(document, tuple(c for c in self._claims if c.document == document.id))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "store")
    fill(made)
    for verdict, claim in (("accepted", ARMS), ("rejected", MAY), ("corrected", ATTACKS)):
        changes = {"relation": "fights"} if verdict == "corrected" else {}
        given = made.iris.claim(claim).value
        decide(made, {"verdict": verdict, "claim": given, "note": "seen", **changes}, SIGNED, str)
    return made


def compared(store: Store, *claims: Claim) -> dict[str, tuple[bool, bool]]:
    def fail(error: DocumentError) -> None:
        pytest.fail(str(error))

    found = agreements(store, cast(Pipeline, Reader(*claims)), on_error=fail)
    return {each.judgement.verdict.value: (each.before, each.now) for each in found}


def test_gold_is_what_kg_eval_reads(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in gold_articles(store)), encoding="utf-8")
    herald, post = read_gold(path).articles

    assert [(c.relation, c.core) for c in herald.claims] == [("backs", True)]
    assert [(trap.relation, trap.source, trap.target) for trap in herald.traps] == [
        ("attacks", "ruritania", "hill-guard")
    ]
    assert sorted((c.relation, c.polarity, c.core) for c in post.claims) == [
        ("attacks", "denied", False),
        ("fights", "affirmed", True),
    ]
    assert (herald.document.text, post.document.text) == (HERALD.text, POST.text)


def test_offsets_of_gold_are_those_of_the_text(store: Store) -> None:
    for article in gold_articles(store):
        text = article["doc"]["text"]
        for claim in article["claims"]:
            evidence = claim["evidence"]
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
            for end in ("source", "target"):
                span, key = claim[f"{end}_span"], claim[end]
                assert text[span["start"] : span["end"]] in article["actors"][key]["surfaces"]


def test_what_was_stored_agreed_with_what_was_accepted_alone(store: Store) -> None:
    assert compared(store, ARMS, MAY, DENIES, ATTACKS) == {
        "accepted": (True, True),
        "rejected": (False, False),
        "corrected": (False, False),
    }


def test_better_reading_agrees_more(store: Store) -> None:
    assert compared(store, ARMS, replace(ATTACKS, relation="fights")) == {
        "accepted": (True, True),
        "rejected": (False, True),
        "corrected": (False, True),
    }


def test_an_accepted_claim_that_is_found_no_more_is_worse(store: Store) -> None:
    reader = cast(Pipeline, Reader(MAY))
    worse = [each for each in agreements(store, reader, on_error=lambda error: None) if each.is_worse]

    assert [each.judgement.claim for each in worse] == [ARMS]


def test_a_judgement_that_a_later_one_replaced_is_not_asked(store: Store) -> None:
    decide(store, {"verdict": "rejected", "claim": store.iris.claim(ARMS).value}, SIGNED, str)

    assert sorted(compared(store, ARMS)) == ["corrected", "rejected"]
