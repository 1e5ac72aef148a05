"""A made-up graph of a realistic size: invented words, real shapes."""

from __future__ import annotations

import random

from kg.analysis import ClaimRecord
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
    Name,
    NameKind,
    Polarity,
)

FIRST = (
    "Alden Borel Cardan Dorvan Elmar Fenwick Garrow Halden Istvar Jorund Kestrel Lorne Maravel Norrin Ostrand"
)
LAST = {
    ActorKind.STATE: ["Republic", ""],
    ActorKind.ARMED_FORCES: ["Army", "Air Force"],
    ActorKind.ARMED_GROUP: [
        "Liberation Front",
        "Brigades",
        "Martyrs Battalion",
        "People's Defence Units",
        "Shield",
    ],
    ActorKind.POLITICAL_PARTY: ["Democratic Union Party", "Labour Party"],
    ActorKind.COALITION: ["Joint Operations Command", "Alliance"],
    ActorKind.INTERNATIONAL_ORGANISATION: ["Union of States"],
    ActorKind.PERSON: ["al-Karim"],
    ActorKind.PLACE: ["City"],
    ActorKind.MEDIA_OUTLET: ["Observatory"],
}
WEIGHTS = [
    ("backs", 5),
    ("allied_with", 3),
    ("negotiates_with", 2),
    ("attacks", 4),
    ("fights", 4),
    ("opposes", 3),
]
WEIGHTS += [("designates_terrorist", 1), ("part_of", 2), ("leads", 1), ("split_from", 1)]
PUBLISHERS = ["Morning Wire", "Daily Herald", "Gulf Observer", "North Post"]


def record(
    source: str,
    relation: str,
    target: str,
    *,
    date: str | None = "2020-05-01",
    document: str = "",
    publisher: str = "Morning Wire",
    quote: str = "The sentence.",
    title: str = "A report",
    url: str = "https://news.example/1",
    by: str | None = None,
    polarity: Polarity = Polarity.AFFIRMED,
    modality: Modality = Modality.ASSERTED,
    since: str | None = None,
    until: str | None = None,
    confidence: float = 0.9,
) -> ClaimRecord:
    """Return one claim between two actors whose names are their ids; ``by`` is the claimant."""
    document = document or f"{source}-{relation}-{target}-{date}-{since}-{until}-{polarity}"
    claim = Claim(
        document,
        ActorRef(source, source, source, 0, 1),
        relation,
        ActorRef(target, target, target, 2, 3),
        Evidence(0, len(quote), quote, "a-rule"),
        polarity=polarity,
        modality=modality,
        claimant=Claimant(by, by, by) if by else None,
        valid_from=Date(since) if since else None,
        valid_until=Date(until) if until else None,
        confidence=confidence,
    )
    return ClaimRecord(claim, Document(document, "", title, publisher, Date(date) if date else None, url))


def made_up_actors(count: int = 60) -> list[Actor]:
    """Return invented actors of all common kinds."""
    rng = random.Random(1)
    pool = [(kind, last) for kind, lasts in LAST.items() for last in lasts]
    actors = []
    for number in range(count):
        kind, last = pool[number % len(pool)]
        name = f"{FIRST.split()[number * 7 % 15]} {last}".strip()
        if any(actor.name == name for actor in actors):
            name = f"{rng.choice(['New', 'Upper', 'Free', 'United'])} {name}"
        acronym = "".join(word[0] for word in name.split())
        actors.append(
            Actor(
                f"actor-{number}",
                kind,
                name,
                (
                    Name(name, NameKind.OFFICIAL, "en", Date("2013")),
                    Name(acronym, NameKind.ACRONYM),
                    Name(f"Old {name}", NameKind.FORMER, "en", Date("2011-05"), Date("2013")),
                ),
            )
        )
    return actors


def made_up_records(actors: list[Actor], count: int = 200) -> list[ClaimRecord]:
    """Return claims that make about ``count`` ties: two blocs, friendly inside, hostile across."""
    rng = random.Random(2)
    records: list[ClaimRecord] = []
    seen: set[tuple[str, str, str]] = set()
    ranks = [1 / (1 + index) ** 0.6 for index in range(len(actors))]
    order = list(actors)
    rng.shuffle(order)
    bloc = {actor.id: index % 3 for index, actor in enumerate(order)}
    while len(seen) < count:
        source, target = rng.choices(order, ranks, k=2)
        relation = rng.choices([w[0] for w in WEIGHTS], [w[1] for w in WEIGHTS])[0]
        if target.kind is ActorKind.PLACE:
            relation = rng.choice(["controls", "present_in"])
        friendly = relation in {"backs", "allied_with", "part_of", "leads", "negotiates_with"}
        same = bloc[source.id] == bloc[target.id]
        if source.id == target.id or source.kind is ActorKind.PLACE:
            continue
        if target.kind is not ActorKind.PLACE and friendly != same and rng.random() < 0.85:
            continue
        seen.add((source.id, relation, target.id))
        claims = rng.choices([1, 2, 4, 9], [8, 5, 3, 1])[0]
        records += [_record(rng, source, relation, target, n, rng.choice(order)) for n in range(claims)]
    return records


def _record(
    rng: random.Random, source: Actor, relation: str, target: Actor, number: int, claimant: Actor
) -> ClaimRecord:
    year = rng.randint(2012, 2025)
    words = relation.replace("_", " ")
    quote = f"{source.name} {words} {target.name}, a report of {year} says after weeks of silence."
    key = f"{source.id}-{relation}-{target.id}-{number}"
    document = Document(
        key,
        "",
        f"What {source.name} wants from {target.name}",
        rng.choice(PUBLISHERS),
        Date(f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"),
        f"https://news.example/{key}",
    )
    reported = rng.random() < 0.5
    claim = Claim(
        key,
        ActorRef(source.id, source.name, source.name, 0, len(source.name)),
        relation,
        ActorRef(target.id, target.name, target.name, 0, len(target.name)),
        Evidence(0, len(quote), quote, f"{relation}-verb"),
        polarity=Polarity.DENIED if rng.random() < 0.1 else Polarity.AFFIRMED,
        modality=Modality.REPORTED if reported else Modality.ASSERTED,
        claimant=Claimant(claimant.id, claimant.name, claimant.name) if reported else None,
        valid_from=Date(str(year - rng.randint(0, 3))) if rng.random() < 0.4 else None,
        confidence=round(rng.uniform(0.4, 0.98), 2),
    )
    return ClaimRecord(claim, document)
