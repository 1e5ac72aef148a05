"""Made-up readings of every shape, for the laws of the store."""

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
ids = st.sampled_from(["syria", "name/ansar", "doc/3f/the rebels", "..", "a//b", "%2e", 'é"<>', "a", "b"])
offsets = st.integers(0, 10**7)
dates = st.dates().flatmap(
    lambda day: st.sampled_from([Date(str(day)), Date(str(day)[:7]), Date(str(day)[:4])])
)
when = st.none() | dates
languages = st.sampled_from(["", "en", "ar", "zh-Hant", "pt-BR", "ckb-Arab-IQ"])

names = st.builds(Name, texts, st.sampled_from(NameKind), languages, when, when, texts)
facts = st.builds(Fact, st.sampled_from(sorted(RELATIONS)), ids, when, when)
registers = st.tuples(st.sampled_from(["ucdp", "un", "wikidata"]), texts | st.just("Q159"))
actors = st.builds(
    Actor,
    ids,
    st.sampled_from(ActorKind),
    texts,
    st.lists(names, max_size=3).map(tuple),
    st.lists(st.sampled_from(["SY", "RU"]), max_size=2).map(tuple),
    st.lists(facts, max_size=2).map(tuple),
    st.lists(registers, max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
)
refs = st.builds(ActorRef, ids, texts, texts, offsets, offsets)


def claims(document_id: str) -> st.SearchStrategy[Claim]:
    """Claims of one document."""
    return st.builds(
        Claim,
        st.just(document_id),
        refs,
        st.sampled_from(sorted(RELATIONS)),
        refs,
        st.builds(Evidence, offsets, offsets, texts, texts),
        polarity=st.sampled_from(Polarity),
        modality=st.sampled_from(Modality),
        claimant=st.none() | st.builds(Claimant, ids, texts, texts),
        valid_from=when,
        valid_until=when,
        confidence=st.integers(1, 10**6).map(lambda n: n / 10**6),
    )


@st.composite
def readings(draw: st.DrawFn, document_ids: st.SearchStrategy[str] = ids) -> Reading:
    """A document with its claims and some of the actors that they name."""
    document = draw(st.builds(Document, document_ids, texts, texts, texts, when, texts))
    said = draw(st.lists(claims(document.id), max_size=3))
    described = draw(st.lists(actors, max_size=3))
    return Reading(document, tuple(said), tuple(described))
