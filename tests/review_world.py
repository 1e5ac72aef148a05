"""A small graph to review: an army and two fronts, an unsure claim, a contested one, a possible one."""

from __future__ import annotations

import json
from pathlib import Path

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
    Reading,
    Run,
)
from kg.store import Store

RUN = Run("0.1.0", "a model", "rules", "catalogue")
CATALOGUE = [
    Actor(actor_id, kind, name, (Name(name, NameKind.OFFICIAL, "en"),))
    for actor_id, kind, name in (
        ("hill-guard", ActorKind.ARMED_GROUP, "Hill Guard"),
        ("ruritania", ActorKind.STATE, "Ruritania"),
        ("valley-front", ActorKind.ARMED_GROUP, "Valley Front"),
    )
]
FRONT = Actor("name/the-vally-front", ActorKind.UNKNOWN, "the Vally Front", (Name("the Vally Front"),))

HERALD = Document(
    "herald",
    "Monday was quiet. Ruritania arms the Vally Front. Nobody was hurt. "
    "Ruritania may attack Hill Guard, it said. That is all.",
    title="A quiet Monday",
    publisher="Herald",
    date=Date("2024-05-06"),
)
POST = Document(
    "post",
    "Hill Guard said that Ruritania does not attack it. Ruritania attacks Hill Guard every week.",
    title="Both sides",
    publisher="Post",
    date=Date("2024-05-07"),
)


def claim(
    document: Document,
    quote: str,
    source: tuple[str, str],
    relation: str,
    target: tuple[str, str],
    confidence: float = 0.9,
    modality: Modality = Modality.ASSERTED,
    polarity: Polarity = Polarity.AFFIRMED,
    claimant: Claimant | None = None,
    by: str = "a-rule",
) -> Claim:
    """Return a claim whose words stand in the document; actors are an id and their words in the quote."""
    start = document.text.index(quote)

    def ref(who: tuple[str, str]) -> ActorRef:
        at = document.text.index(who[1], start)
        names = {actor.id: actor.name for actor in (*CATALOGUE, FRONT)}
        return ActorRef(who[0], names[who[0]], who[1], at, at + len(who[1]))

    return Claim(
        document.id,
        ref(source),
        relation,
        ref(target),
        Evidence(start, start + len(quote), quote, by),
        polarity=polarity,
        modality=modality,
        claimant=claimant,
        confidence=confidence,
    )


ARMS = claim(
    HERALD,
    "Ruritania arms the Vally Front.",
    ("ruritania", "Ruritania"),
    "arms",
    (FRONT.id, "the Vally Front"),
    confidence=0.45,
)
MAY = claim(
    HERALD,
    "Ruritania may attack Hill Guard, it said.",
    ("ruritania", "Ruritania"),
    "attacks",
    ("hill-guard", "Hill Guard"),
    modality=Modality.POSSIBLE,
)
DENIES = claim(
    POST,
    "Hill Guard said that Ruritania does not attack it.",
    ("ruritania", "Ruritania"),
    "attacks",
    ("hill-guard", "Hill Guard"),
    modality=Modality.REPORTED,
    polarity=Polarity.DENIED,
    claimant=Claimant("hill-guard", "Hill Guard", "Hill Guard"),
)
ATTACKS = claim(
    POST,
    "Ruritania attacks Hill Guard every week.",
    ("ruritania", "Ruritania"),
    "attacks",
    ("hill-guard", "Hill Guard"),
)
READINGS = [
    Reading(HERALD, (ARMS, MAY), (FRONT, *CATALOGUE[:2])),
    Reading(POST, (DENIES, ATTACKS), tuple(CATALOGUE[:2])),
]


def fill(store: Store) -> None:
    """Store the catalogue and the two documents."""
    store.set_catalogue(CATALOGUE, "made up")
    for reading in READINGS:
        store.put(reading, RUN)


def write_catalogue(path: Path) -> Path:
    """Write the curated actors as a file, and return its path."""
    common = {"countries": ["RU"], "sources": ["made up"]}
    lines = (json.dumps({"id": a.id, "kind": a.kind.value, "name": a.name} | common) for a in CATALOGUE)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def make(folder: Path) -> Path:
    """Make a store with it in a folder, and return the folder."""
    with Store.open(folder) as store:
        fill(store)
    return folder
