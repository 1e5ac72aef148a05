"""What the gate is shown of a sentence: words that say something, ways up the grammar, numbers; no names."""

from __future__ import annotations

from kg.extraction import Extractor
from kg.extraction.traits import traits_of
from kg.model import Document


def _traits(extractor: Extractor, text: str) -> set[str]:
    (group,) = extractor.study_of(Document("d", text)).candidates
    return set(traits_of(group))


def test_words_and_ways_are_told_and_names_are_not(extractor: Extractor) -> None:
    traits = _traits(extractor, "Turkish drones struck Hamas in Aleppo.")
    assert {"strike", "in"} <= traits
    assert "dobj<strike" in traits
    assert not {t for t in traits if "hamas" in t or "aleppo" in t or "turk" in t}


def test_other_names_of_the_same_kinds_in_the_same_sentence_have_the_same_traits(
    extractor: Extractor,
) -> None:
    one = _traits(extractor, "Russia said that Iran arms Syria.")
    assert one == _traits(extractor, "France said that Israel arms Egypt.")
    assert "kind:state" in one


def test_what_the_rules_read_counts(extractor: Extractor) -> None:
    study = extractor.study_of(Document("d", "Nobody spoke. Iran arms Syria."))
    assert study.ruled_relations == {14: ["backs"]}
    traits = set(traits_of(study.candidates[-1], study.ruled_relations[14]))
    assert {"ruled:1", "ruled:backs"} <= traits
    assert "ruled:0" in _traits(extractor, "Iran arms Syria.")


def test_the_number_of_candidates_counts(extractor: Extractor) -> None:
    assert "candidates:2" in _traits(extractor, "Russia met Iran.")
    assert "candidates:3" in _traits(extractor, "Russia met Iran and Iraq.")
