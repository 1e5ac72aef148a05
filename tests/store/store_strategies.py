"""Made-up readings of every shape that the store takes, for its laws."""

from __future__ import annotations

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
    Fact,
    Modality,
    Name,
    NameKind,
    Polarity,
    Reading,
    Run,
)
from kg.vocabulary import RELATIONS

RUN = Run("0.1.0", "a model", "rules", "catalogue")

texts = st.text(max_size=12)
words = st.text(min_size=1, max_size=12)
ids = st.sampled_from(["syria", "name/ansar", "doc/3f/the rebels", "..", "a//b", "%2e", 'é"<>', "a", "b"])
place_ids = st.sampled_from(["aleppo", "name/the bridge"])
spans = st.tuples(st.integers(0, 10**7), st.integers(1, 10**3)).map(lambda span: (span[0], sum(span)))
dates = st.dates().flatmap(
    lambda day: st.sampled_from([Date(str(day)), Date(str(day)[:7]), Date(str(day)[:4])])
)
when = st.none() | dates
intervals = st.tuples(when, when).map(
    lambda dates: dates if None in dates or dates[0].first_day() <= dates[1].first_day() else dates[::-1]
)
languages = st.sampled_from(["", "en", "ar", "zh-Hant", "pt-BR", "ckb-Arab-IQ"])
acting = [kind for kind in ActorKind if kind is not ActorKind.PLACE]


@st.composite
def names(draw: st.DrawFn) -> Name:
    """A name whose end is not before its beginning."""
    since, until = draw(intervals)
    return Name(draw(words), draw(st.sampled_from(NameKind)), draw(languages), since, until, draw(texts))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A fact that leads to a place where its relation does."""
    relation, target = draw(ties())
    return Fact(relation, target, *draw(intervals))


@st.composite
def ties(draw: st.DrawFn) -> tuple[str, str]:
    """A relation with the id of a target that fits it."""
    relation = draw(st.sampled_from(sorted(RELATIONS)))
    return relation, draw(place_ids if RELATIONS[relation].target == "place" else ids)


registers = st.tuples(st.sampled_from(["ucdp", "un", "wikidata"]), st.sampled_from(["Q159", "1:2", "é <"]))
_described = {
    "name": words,
    "names": st.lists(names(), max_size=3).map(tuple),
    "countries": st.lists(st.sampled_from(["SY", "RU"]), max_size=2).map(tuple),
    "same_as": st.lists(registers, max_size=2).map(tuple),
    "sources": st.lists(texts, max_size=2).map(tuple),
}
actors = st.builds(
    Actor, ids, st.sampled_from(acting), facts=st.lists(facts(), max_size=2).map(tuple), **_described
) | st.builds(Actor, place_ids, st.just(ActorKind.PLACE), **_described)


def with_targets(described: list[Actor]) -> list[Actor]:
    """Return actors with those beside them that their facts lead to, so that nobody is left undescribed."""
    known = {actor.id for actor in described}
    led_to = {fact.target: fact for actor in described for fact in actor.facts if fact.target not in known}
    return described + [
        Actor(
            target, ActorKind.PLACE if RELATIONS[fact.relation].target == "place" else acting[0], "somebody"
        )
        for target, fact in sorted(led_to.items())
    ]


catalogues = st.lists(actors, max_size=3, unique_by=lambda actor: actor.id).map(with_targets)


@st.composite
def claims(draw: st.DrawFn, document_id: str) -> Claim:
    """A claim of a document."""
    relation, target = draw(ties())
    since, until = draw(intervals)
    return Claim(
        document_id,
        ActorRef(draw(ids), draw(words), draw(words), *draw(spans)),
        relation,
        ActorRef(target, draw(words), draw(words), *draw(spans)),
        Evidence(*draw(spans), draw(words), draw(texts)),
        polarity=draw(st.sampled_from(Polarity)),
        modality=draw(st.sampled_from(Modality)),
        claimant=draw(st.none() | st.builds(Claimant, ids, words, texts)),
        valid_from=since,
        valid_until=until,
        confidence=draw(st.integers(1, 10**6)) / 10**6,
    )


@st.composite
def readings(draw: st.DrawFn, document_ids: st.SearchStrategy[str] = ids) -> Reading:
    """A document with its claims and some of the actors that they name."""
    document = draw(st.builds(Document, document_ids, texts, texts, texts, when, texts))
    said = draw(st.lists(claims(document.id), max_size=3))
    described = draw(st.lists(actors, max_size=3))
    return Reading(document, tuple(said), tuple(with_targets(described)))
