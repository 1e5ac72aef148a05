"""The questions that the program exists for, asked of the sample articles: each answer has its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import queries
from kg.ingest import Pipeline
from kg.resolution.history import name_history
from kg.store import Store, Table


@pytest.fixture(scope="module")
def store(sample_store: Path) -> Store:
    """Return the store of the sample articles, for reading."""
    with Store.open(sample_store, read_only=True) as opened:
        yield opened


def rows(store: Store, name: str, **values: str) -> list[dict[str, str]]:
    """Return the rows of a ready query, with short ids."""
    answer = queries.run(store, queries.find(name), values)
    assert isinstance(answer, Table)
    return [dict(row) for row in answer.texts()]


def test_who_backs_syria_and_its_army(store: Store) -> None:
    """Backing the army of a state is backing the state, and the answer says which it is."""
    found = rows(store, "backers-of-actor", actor="syria")

    assert {("iran", "syria"), ("russia-aerospace-forces", "syria-armed-forces")} <= {
        (row["backer"], row["backed"]) for row in found
    }
    assert all(row["quote"] for row in found)


def test_who_calls_hts_terrorist(store: Store) -> None:
    found = rows(store, "who-calls-whom-terrorist", actor="hayat-tahrir-al-sham")

    assert "united-states" in {row["caller"] for row in found}
    assert all(row["quote"] for row in found)


def test_what_hts_was_called_before(store: Store, pipeline: Pipeline) -> None:
    """The catalogue knows the names with their dates; the articles say so in their words."""
    hts = pipeline.catalogue.actors["hayat-tahrir-al-sham"]
    history = [span.name for span in name_history(hts)]
    said = rows(
        store, "evidence-of-tie", source=hts.id, target="name/al-nusra-front", relation="formerly_known_as"
    )

    assert history == ["al-Nusra Front", "Jabhat Fateh al-Sham", "Hay'at Tahrir al-Sham"]
    assert said
    assert all("Nusra" in row["quote"] for row in said)
