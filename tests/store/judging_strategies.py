"""Made-up readings with few actors and sentences, and decisions about them, so that much of it meets."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Document,
    Evidence,
    Judgement,
    Modality,
    Name,
    Polarity,
    Reading,
    Verdict,
)

IDS = ["russia", "syria", "hts", "name/the-front", "name/nusra", "doc/1/the-rebels"]
NAMES = ["Russia", "Syria", "HTS", "the Front", "Nusra", "the rebels"]
SENTENCES = [
    "Officials say that one of them backs the other.",
    "On Monday officials say that one of them backs the other. Nobody answered.",
    "Both sides have met in the north again.",
]
ACTORS = [
    Actor(i, ActorKind.ARMED_GROUP, n, (Name(n), Name(n.upper()))) for i, n in zip(IDS, NAMES, strict=True)
]
CATALOGUE = ACTORS[:3]

refs = st.builds(
    lambda who, surface, start: ActorRef(IDS[who], NAMES[who], surface, start, start + 3),
    st.integers(0, len(IDS) - 1),
    st.sampled_from([*NAMES, "it"]),
    st.integers(0, 3),
)
evidences = st.builds(
    Evidence,
    st.integers(0, 2),
    st.integers(90, 92),
    st.sampled_from(SENTENCES),
    st.sampled_from(["a-rule", "classifier"]),
)
dates = st.just(Date("2024-05-01"))
people = st.sampled_from(["A. Reader", "B. Reader"])


def claims(document: str) -> st.SearchStrategy[Claim]:
    """Claims of one document."""
    return st.builds(
        Claim,
        st.just(document),
        refs,
        st.sampled_from(["backs", "arms", "fights"]),
        refs,
        evidences,
        polarity=st.sampled_from(Polarity),
        modality=st.sampled_from([Modality.ASSERTED, Modality.POSSIBLE]),
        claimant=st.none() | st.just(Claimant("name/nusra", "Nusra", "Nusra")),
        confidence=st.sampled_from([0.5, 0.9]),
    )


@st.composite
def readings(draw: st.DrawFn, document: str) -> Reading:
    """A document with claims, and descriptions of some of their actors."""
    said = tuple(draw(st.lists(claims(document), max_size=4)))
    described = draw(st.lists(st.sampled_from(ACTORS), max_size=4, unique_by=lambda actor: actor.id))
    return Reading(Document(document, "A text."), said, tuple(described))


@dataclass(frozen=True)
class Step:
    """Something that a person does: ``at`` chooses a claim or a judgement of those that there are."""

    verdict: Verdict
    at: int
    actors: tuple[Actor, ...]
    relation: str
    name: str
    author: str

    def judgement(self, claims: list[Claim], standing: list[Judgement]) -> Judgement | None:
        """Return the judgement; ``None`` where there is nothing to judge."""
        signed = {"author": self.author, "date": Date("2024-05-01")}
        if self.verdict is Verdict.WITHDRAWN:
            if not standing:
                return None
            number = standing[self.at % len(standing)].number
            return Judgement(0, self.verdict, **signed, withdraws=number)
        if self.verdict in {Verdict.SAME, Verdict.DIFFERENT}:
            actors = self.actors if not self.name else self.actors[: self.verdict is Verdict.SAME]
            return Judgement(0, self.verdict, **signed, actors=actors, name=self.name)
        if not claims:
            return None
        claim = claims[self.at % len(claims)]
        if self.verdict is not Verdict.CORRECTED:
            return Judgement(0, self.verdict, **signed, claim=claim)
        who = self.actors[0]
        source = ActorRef(who.id, who.name, claim.source.surface, claim.source.start, claim.source.end)
        correction = Claim(
            claim.document,
            source,
            self.relation,
            claim.target,
            claim.evidence,
            claim.polarity,
            claim.modality,
            claim.claimant,
            confidence=claim.confidence,
        )
        return Judgement(0, self.verdict, **signed, claim=claim, correction=correction, actors=(who,))


steps = st.builds(
    Step,
    st.sampled_from(Verdict),
    st.integers(0, 9),
    st.permutations(ACTORS).map(lambda order: tuple(Actor(a.id, a.kind, a.name) for a in order[:2])),
    st.sampled_from(["backs", "opposes"]),
    st.sampled_from(["", "", "the Front", "Russia"]),
    people,
)
