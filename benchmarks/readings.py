"""Made-up readings of a realistic shape and any number, for what measures the store.

The actors are those of the built-in catalogue, a few of them in most articles and most of them in few, beside
groups that one article alone knows. An article has two to ten claims, each with a sentence of its text.
The same number gives the same readings.

    python benchmarks/readings.py [--triples 1000000] FOLDER

makes a store of that size in an empty folder.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from kg.catalogue import Catalogue
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Document,
    Evidence,
    Modality,
    Polarity,
    Reading,
    Run,
)
from kg.resources import catalogue_dir
from kg.store import Store

__all__ = ["RUN", "TRIPLES_OF_A_READING", "catalogue", "fill", "made_up_readings"]

RUN = Run("0.1.0", "made up", "made up", "made up")
TRIPLES_OF_A_READING = 187  # about, in the union, without the catalogue's
PUBLISHERS = ("Morning Wire", "Daily Herald", "Gulf Observer", "North Post", "Agency", "Evening Mail", "")
RELATIONS = {
    "attacks": 18,
    "backs": 14,
    "fights": 10,
    "opposes": 8,
    "accuses": 8,
    "negotiates_with": 8,
    "allied_with": 6,
    "leads": 5,
    "part_of": 5,
    "member_of": 2,
    "branch_of": 1,
    "arms": 3,
    "funds": 3,
    "trains": 2,
    "sanctions": 2,
    "threatens": 3,
    "designates_terrorist": 2,
    "split_from": 1,
    "formerly_known_as": 1,
    "controls": 6,
    "present_in": 8,
}
MODALITIES = {
    Modality.ASSERTED: 62,
    Modality.REPORTED: 25,
    Modality.POSSIBLE: 6,
    Modality.PLANNED: 5,
    Modality.CONDITIONAL: 2,
}
FIRST_DAY = date(2011, 3, 15)
DAYS = 5200
FILLER = "Residents spoke of a long night, and nobody could say when the road would be open again. "


@cache
def catalogue() -> Catalogue:
    """Return the built-in catalogue."""
    return Catalogue.load(catalogue_dir())


class _Cast:
    """Who appears: some in every tenth article, most in hardly any."""

    def __init__(self, actors: Sequence[Actor], rng: random.Random) -> None:
        self.actors = list(actors)
        rng.shuffle(self.actors)
        self.weights = list(accumulate(1 / (8 + rank) for rank in range(len(self.actors))))

    def choose(self, rng: random.Random) -> Actor:
        return rng.choices(self.actors, cum_weights=self.weights)[0]


def made_up_readings(count: int, *, seed: int = 1) -> Iterator[Reading]:
    """Yield so many readings, one for each of as many articles.

    Args:
        count: How many; the first ones are the same whatever the count.
        seed: Another one gives other articles.

    """
    rng = random.Random(seed)
    places = _Cast([a for a in catalogue().actors.values() if a.kind is ActorKind.PLACE], rng)
    actors = _Cast([a for a in catalogue().actors.values() if a.kind is not ActorKind.PLACE], rng)
    for number in range(count):
        yield _reading(f"{seed}-{number:06}", actors, places, rng)


def _reading(document_id: str, actors: _Cast, places: _Cast, rng: random.Random) -> Reading:
    published = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    text = f"{rng.choice(('Damascus', 'Beirut', 'Ankara', 'Baghdad'))} - "
    claims: list[Claim] = []
    present: dict[str, Actor] = {}
    local = Actor(f"doc/{document_id}/fighters", ActorKind.ARMED_GROUP, "local fighters")
    pool = [actors.choose(rng) for _ in range(4)] + ([local] if rng.random() < 0.4 else [])
    for _ in range(rng.randint(2, 10)):
        relation = rng.choices(list(RELATIONS), list(RELATIONS.values()))[0]
        source, target = rng.choice(pool), rng.choice(pool)
        if relation in {"controls", "present_in"}:
            target = places.choose(rng)
        if source.id == target.id:
            continue
        text += FILLER * rng.randint(0, 3)
        claim = _claim(document_id, source, relation, target, text, published, rng, actors)
        text += claim.evidence.quote + " "
        claims.append(claim)
        present |= {source.id: source, target.id: target}
        if claim.claimant is not None:
            present[claim.claimant.id] = catalogue().actors[claim.claimant.id]
    title = f"What {claims[0].source.name} wants" if claims else "Nothing new"
    publisher = rng.choice(PUBLISHERS)
    day = Date(published.isoformat()) if rng.random() < 0.97 else None
    document = Document(document_id, text, title, publisher, day, f"https://news.example/{document_id}")
    return Reading(document, tuple(claims), tuple(present.values()))


def _claim(
    document_id: str,
    source: Actor,
    relation: str,
    target: Actor,
    text: str,
    published: date,
    rng: random.Random,
    actors: _Cast,
) -> Claim:
    verb = relation.replace("_", " ")
    quote = f"{source.name} {verb} {target.name}, according to what was known on {published:%d %B %Y}."
    start, place = len(text), len(source.name) + len(verb) + 2
    modality = rng.choices(list(MODALITIES), list(MODALITIES.values()))[0]
    who = actors.choose(rng) if modality is Modality.REPORTED else None
    begins = Date(str(published.year - rng.randint(0, 3))) if rng.random() < 0.15 else None
    return Claim(
        document_id,
        ActorRef(source.id, source.name, source.name, start, start + len(source.name)),
        relation,
        ActorRef(target.id, target.name, target.name, start + place, start + place + len(target.name)),
        Evidence(start, start + len(quote), quote, f"{relation}.verb"),
        polarity=Polarity.DENIED if rng.random() < 0.04 else Polarity.AFFIRMED,
        modality=modality,
        claimant=Claimant(who.id, who.name, who.name) if who else None,
        valid_from=begins,
        confidence=round(rng.uniform(0.4, 0.98), 2),
    )


def fill(store: Store, triples: int) -> None:
    """Put the catalogue and so many triples of articles, or a few more, into an empty store."""
    store.set_catalogue(catalogue().actors.values(), catalogue().digest, catalogue().events)
    count = max(0, triples - len(store)) // TRIPLES_OF_A_READING
    for reading in made_up_readings(count):
        store.put(reading, RUN)


def main() -> None:
    """Make a store."""
    parser = argparse.ArgumentParser(description="Make a store of made-up readings.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    arguments = parser.parse_args()
    begun = time.perf_counter()
    with Store.open(arguments.folder) as store:
        fill(store, arguments.triples)
        seconds = time.perf_counter() - begun
        print(f"{len(store):,} triples of {len(store.documents()):,} documents in {seconds:.0f} s")


if __name__ == "__main__":
    main()
