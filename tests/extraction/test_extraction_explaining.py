"""An explanation tells what the reading did: the same claims, and a reason for everything that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.classifier import Classifier, Verdict
from kg.classifier.encoding import Marked
from kg.classifier.gate import Gate
from kg.classifier.labels import RELATION_LABELS
from kg.extraction import Extractor
from kg.extraction.belief import Belief
from kg.extraction.explained import ExplainedPair, ExplainedSentence
from kg.extraction.explaining import explain
from kg.extraction.links import Link
from kg.extraction.reasons import LeftOut
from kg.model import Document
from kg.resources import sample_dir
from kg.text.reader import read_documents

CLOSED, OPEN = Gate({"meet": 1.0}, threshold=2.0), Gate({"meet": 1.0}, threshold=1.0)
Explain = Callable[..., list[ExplainedSentence]]


def _verdict(chances: Mapping[str, float]) -> Verdict:
    """Give the named labels their chances, ``none`` the rest."""
    relations = dict.fromkeys(RELATION_LABELS, 0.0)
    relations |= {label: chances[str(label)] for label in RELATION_LABELS if str(label) in chances}
    relations[RELATION_LABELS[0]] = 1 - sum(chances.values())
    return Verdict(relations, {})


class StandIn:
    """A classifier that finds the same in every pair, and reads no further than a few characters."""

    settings: Mapping[str, Any] = {}
    digest = "0123456789ab"

    def __init__(self, reach: int = 10_000, gate: Gate | None = None, **chances: float) -> None:
        self._reach = reach
        self.gate = gate
        self._chances = chances

    def judge(self, texts: Iterable[Marked]) -> list[list[Verdict | None]]:
        return [[self._one(text, pair) for pair in text.pairs] for text in texts]

    def _one(self, text: Marked, pair: tuple[int, int]) -> Verdict | None:
        read = all(text.mentions[i][1] <= self._reach for i in pair)
        return _verdict(self._chances) if read else None


def _with(extractor: Extractor, classifier: StandIn | None) -> Extractor:
    other = copy(extractor)
    other.classifier = cast("Classifier | None", classifier)
    other.belief = Belief()
    return other


@pytest.fixture(scope="module")
def alone(extractor: Extractor) -> Extractor:
    """Return an extractor with the rules alone."""
    return _with(extractor, None)


@pytest.fixture(scope="module")
def told(extractor: Extractor) -> Explain:
    """Explain a text, by the rules and a stand-in for the classifier, or by the rules alone."""

    def tell(text: str, classifier: StandIn | None = None) -> list[ExplainedSentence]:
        return list(explain(_with(extractor, classifier), Document("d", text)))

    return tell


def _pair(sentence: ExplainedSentence, first: str, second: str) -> ExplainedPair:
    (pair,) = (p for p in sentence.pairs if (p.first.surface, p.second.surface) == (first, second))
    return pair


def _reasons(pair: ExplainedPair) -> dict[str, LeftOut | None]:
    return {relation.relation: relation.left_out for relation in pair.relations}


@pytest.mark.parametrize("classifier", [None, StandIn(backs=0.6)], ids=["rules", "hybrid"])
def test_an_explanation_has_the_claims_of_the_reading(
    extractor: Extractor, classifier: StandIn | None
) -> None:
    reader = _with(extractor, classifier)
    documents = list(read_documents([sample_dir()], on_error=lambda e: pytest.fail(str(e))))[:3]
    found = 0
    for document in documents:
        claims = [claim for sentence in explain(reader, document) for claim in sentence.claims]
        assert claims == list(reader.read(document).claims)
        found += len(claims)
    assert found > 10


def test_sentences_mentions_and_rules_stand_where_they_say(extractor: Extractor) -> None:
    """Offsets count in the document as given, typographic quotes and all."""
    reader = _with(extractor, StandIn(backs=0.6))
    for document in list(read_documents([sample_dir()], on_error=lambda e: pytest.fail(str(e))))[:3]:
        for sentence in explain(reader, document):
            text = document.text
            assert text[sentence.start : sentence.end] == sentence.text
            assert all(text[m.start : m.end] == m.surface for m in sentence.mentions)
            assert all(text[r.start : r.end] == r.word for r in sentence.rules)
            starts = [(m.start, -m.end) for m in sentence.mentions]
            assert starts == sorted(starts)


WORDS = [
    "Russia ", "the rebels ", "HTS ", "the group ", "who ", "backs ", "struck ", "Aleppo ", "it ", "? ", ". ",
    "\n\n", "said that ", "’s ", "and ", "Has ", "fighters ", "of ",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join), st.floats(0, 1))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_explained_and_is_read_the_same(
    extractor: Extractor, text: str, chance: float
) -> None:
    """Every pair is told with relations or a reason, and what is claimed is what reading claims."""
    reader = _with(extractor, StandIn(attacks=chance))
    document = Document("d", text)
    sentences = list(explain(reader, document))
    assert [c for s in sentences for c in s.claims] == list(reader.read(document).claims)
    for sentence in sentences:
        for pair in sentence.pairs:
            assert (pair.left_out is None) == bool(pair.relations)


@pytest.mark.parametrize(
    ("text", "surface", "link", "antecedent"),
    [
        ("Turkey backs Hamas.", "Turkey", Link.CATALOGUE, None),
        ("The rebels struck Hamas.", "The rebels", Link.COMMON_NOUN, None),
        ("Hamas fired. It struck Israel.", "It", Link.ANTECEDENT, "Hamas"),
        ("Turkey armed Hamas. It funds the group.", "the group", Link.ANTECEDENT, "Hamas"),
        ("The group was struck.", "The group", Link.NOBODY, None),
        ("Peter Ostrowski met Hamas.", "Peter Ostrowski", Link.RECOGNISED, None),
        ("Peter Ostrowski met Hamas. Ostrowski left.", "Ostrowski", Link.SHORT_FORM, None),
    ],
)
def test_each_mention_tells_how_it_was_linked(
    told: Explain, text: str, surface: str, link: Link, antecedent: str | None
) -> None:
    mentions = [m for sentence in told(text) for m in sentence.mentions if m.surface == surface]
    assert (link, antecedent) in {(m.link, m.antecedent) for m in mentions}
    assert all(m.actor is None for m in mentions if m.link is Link.NOBODY)


def test_rule_and_classifier_are_told_with_what_they_come_to_together(told: Explain) -> None:
    (sentence,) = told("Turkey backs Hamas.", StandIn(backs=0.7, opposes=0.1))
    pair = _pair(sentence, "Turkey", "Hamas")
    relation = pair.relations[0]
    assert [label for label, _ in pair.likeliest] == ["backs", "none", "opposes"]
    assert (relation.relation, relation.forward, relation.left_out) == ("backs", True, None)
    assert relation.rule is not None
    assert relation.rule.startswith("backs.")
    assert relation.confidence == Belief().in_claim(relation.rule_confidence, 0.7)
    assert _reasons(pair) == {"backs": None, "opposes": LeftOut.BELOW_THRESHOLD}
    assert (sentence.classifier, sentence.threshold) == (StandIn.digest, 0.5)


def test_a_passive_points_back_to_the_first(told: Explain) -> None:
    (sentence,) = told("Hamas is backed by Turkey.")
    assert [r.forward for r in _pair(sentence, "Hamas", "Turkey").relations] == [False]


def test_the_rules_alone_have_no_probabilities(told: Explain) -> None:
    (sentence,) = told("Turkey backs Hamas, and Iran stayed away.")
    assert (sentence.classifier, sentence.threshold) == (None, None)
    assert [r.probability for r in _pair(sentence, "Turkey", "Hamas").relations] == [None]
    assert _pair(sentence, "Turkey", "Iran").left_out is LeftOut.NO_RULE


@pytest.mark.parametrize(
    ("text", "classifier", "ends", "left_out"),
    [
        ("Turkey met Hamas.", StandIn(backs=0.01), ("Turkey", "Hamas"), LeftOut.NO_RELATION),
        ("Turkey met Hamas.", StandIn(reach=8, backs=0.9), ("Turkey", "Hamas"), LeftOut.NOT_READ),
        ("Turkey met Hamas.", StandIn(gate=CLOSED, backs=0.9), ("Turkey", "Hamas"), LeftOut.UNLIKELY),
        ("Hamas said that Hamas won.", StandIn(backs=0.9), ("Hamas", "Hamas"), LeftOut.SAME_ACTOR),
        ("Hamas went from Aleppo to Idlib.", StandIn(), ("Aleppo", "Idlib"), LeftOut.WRONG_KIND),
    ],
)
def test_a_pair_that_is_left_out_says_why(
    told: Explain, text: str, classifier: StandIn, ends: tuple[str, str], left_out: LeftOut
) -> None:
    (sentence,) = told(text, classifier)
    pair = _pair(sentence, *ends)
    assert (pair.left_out, pair.relations) == (left_out, ())


def test_a_gate_lets_sentences_pass_by_their_words_and_keeps_what_the_rules_read(told: Explain) -> None:
    text = "Turkey met Hamas. Iran left Qatar. Turkey backs Hamas."
    met, left, backs = told(text, StandIn(gate=OPEN, backs=0.9))
    assert _reasons(_pair(met, "Turkey", "Hamas")) == {"backs": None}
    assert _pair(left, "Iran", "Qatar").left_out is LeftOut.UNLIKELY
    (relation,) = _pair(backs, "Turkey", "Hamas").relations
    assert (relation.relation, relation.probability) == ("backs", None)


@pytest.mark.parametrize(
    ("text", "classifier", "ends", "relation", "left_out"),
    [
        ("Turkey met Hamas.", StandIn(backs=0.3), ("Turkey", "Hamas"), "backs", LeftOut.BELOW_THRESHOLD),
        ("Does Turkey arm Hamas?", StandIn(backs=0.9), ("Turkey", "Hamas"), "backs", LeftOut.NOTHING_CLAIMED),
        ("Peter Ostrowski met Hamas.", StandIn(controls=0.9), ("Peter Ostrowski", "Hamas"), "controls",
         LeftOut.WRONG_KIND),
        ("Hamas, which met Turkey, left.", StandIn(backs=0.9), ("which", "Turkey"), "backs",
         LeftOut.CLEARER_PAIR),
    ],
)  # fmt: skip
def test_a_likely_relation_that_is_left_out_says_why(
    told: Explain, text: str, classifier: StandIn, ends: tuple[str, str], relation: str, left_out: LeftOut
) -> None:
    (sentence,) = told(text, classifier)
    assert _reasons(_pair(sentence, *ends))[relation] is left_out


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Does Turkey arm Hamas?", LeftOut.NOTHING_CLAIMED),
        ("Turkey armed itself.", LeftOut.SAME_ACTOR),
        ("Somebody armed Hamas.", LeftOut.NOBODY),
    ],
)
def test_a_rule_that_came_to_nothing_says_why(told: Explain, text: str, left_out: LeftOut) -> None:
    (sentence,) = told(text)
    assert sentence.claims == ()
    assert left_out in {rule.left_out for rule in sentence.rules if rule.rule.startswith("backs.")}


def test_a_list_of_names_is_not_compared(told: Explain) -> None:
    """Pairs grow with the square of the names; what a rule reads is told all the same."""
    states = (
        "Iran Iraq Syria Lebanon Jordan Egypt Libya Tunisia Algeria Morocco Sudan Chad Mali Niger Nigeria"
    )
    states += " Kenya Uganda Rwanda Burundi Somalia Ethiopia Eritrea Yemen Oman Qatar Kuwait Russia Ukraine"
    text = f"Turkey backs Hamas and met {', '.join(states.split())} and China."
    (sentence,) = (s for s in told(text, StandIn(backs=0.9)) if s.left_out is not None)
    assert sentence.left_out is LeftOut.TOO_MANY
    assert len(sentence.mentions) > 24
    assert sentence.claims
    assert len(sentence.pairs) == len(sentence.claims)


def test_an_end_in_an_earlier_sentence_is_named(alone: Extractor) -> None:
    """Every claim of a rule has a pair, whether or not its ends are candidates of the sentence."""
    text = "Turkey met Hamas. It armed the group. Its fighters struck Israel."
    for sentence in explain(alone, Document("d", text)):
        kept = [r for pair in sentence.pairs for r in pair.relations if r.left_out is None]
        assert len(kept) == len(sentence.claims)


def test_the_codes_of_reasons_and_links_are_plain_names() -> None:
    """Programs read them; two with the same words would hide one another."""
    for kinds in (LeftOut, Link):
        assert len({kind.value for kind in kinds}) == len(kinds)
        assert all(kind.code.replace("_", "").isalpha() and kind.code.islower() for kind in kinds)
