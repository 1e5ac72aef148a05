"""Claims are scored as worked out on paper, and as the annotators' own scorer does where it is at hand."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_gold import ARTICLE, PREDICTIONS

from kg.evaluation import ClaimScores, PredictedClaim, read_gold, read_predictions, score_claims

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold"


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    _write(folder / "gold.jsonl", [ARTICLE])
    _write(folder / "predictions.jsonl", PREDICTIONS)
    return folder


@pytest.fixture(scope="module")
def claims(folder: Path) -> list[PredictedClaim]:
    return read_predictions(folder / "predictions.jsonl")


def _score(folder: Path, claims: list[PredictedClaim], **options: float) -> ClaimScores:
    return score_claims(read_gold(folder / "gold.jsonl").articles, claims, **options)


def test_small_gold_is_scored_as_on_paper(folder: Path, claims: list[PredictedClaim]) -> None:
    scores = _score(folder, claims)

    assert asdict(scores.exact) == {
        "precision": 3 / 6,
        "recall": 2 / 3,
        "f1": pytest.approx(4 / 7),
        "predicted": 6,
        "gold_core": 3,
    }
    assert (scores.family.precision, scores.family.recall) == (4 / 6, 1)
    assert (scores.polarity_accuracy, scores.claimant_accuracy) == (2 / 3, 2 / 3)
    assert (scores.traps, scores.trap_hits, scores.bad_quotes) == (1, 1, 1)
    assert {name: (r.precision, r.recall) for name, r in scores.relations.items()} == {
        "attacks": (0, 0),
        "backs": (1 / 3, 1),
        "controls": (1, 0),  # secondary: right, but nothing to be found
        "fights": (1, 1),
        "opposes": (0, 0),
    }


def test_confidence_bands_hold_their_lower_end(folder: Path, claims: list[PredictedClaim]) -> None:
    scores = _score(folder, claims)

    assert [(band.low, band.predicted, band.right) for band in scores.bands] == [
        (0.0, 1, 0),
        (0.5, 0, 0),
        (0.6, 1, 0),
        (0.7, 1, 1),
        (0.8, 2, 1),
        (0.9, 1, 1),
    ]
    assert (scores.sure.predicted, scores.sure.right) == (2, 2)  # 0.8 itself is not above 0.8


def test_mistakes_say_what_was_wrong_missed_and_a_trap(folder: Path, claims: list[PredictedClaim]) -> None:
    found = {(m.kind, m.source, m.relation, m.target) for m in _score(folder, claims).mistakes}

    assert found == {
        ("trap", "SY", "backs", "REB"),
        ("wrong", "SY", "backs", "REB"),
        ("wrong", "RU", "attacks", "REB"),
        ("wrong", "?china", "backs", "SY"),
        ("missed", "RU", "opposes", "REB"),
    }


def test_threshold_leaves_out_what_is_less_sure(folder: Path, claims: list[PredictedClaim]) -> None:
    scores = _score(folder, claims, threshold=0.85)

    assert (scores.exact.predicted, scores.exact.precision, scores.trap_hits) == (2, 1, 0)


def test_a_trap_needs_the_words_it_stands_in(folder: Path, claims: list[PredictedClaim]) -> None:
    elsewhere = [replace(claim, start=0, end=6) for claim in claims]

    assert _score(folder, elsewhere).trap_hits == 0


def test_nothing_predicted_scores_nothing(folder: Path) -> None:
    scores = _score(folder, [])

    assert (scores.exact.precision, scores.exact.f1, scores.sure.precision) == (0, 0, 0)
    assert scores.exact.gold_core == 3


@settings(deadline=None)  # the machine may be busy
@given(order=st.permutations(range(len(PREDICTIONS))), doubled=st.booleans())
def test_order_and_repetition_change_nothing(
    folder: Path, claims: list[PredictedClaim], order: list[int], doubled: bool
) -> None:
    shuffled = [claims[place] for place in order]
    scores, changed = _score(folder, claims), _score(folder, shuffled * (1 + doubled))

    assert replace(changed, bad_quotes=1, mistakes=scores.mistakes) == scores


def test_interval_is_the_same_each_time_and_has_no_width_where_articles_are_alike(
    folder: Path, claims: list[PredictedClaim]
) -> None:
    others = [
        ARTICLE | {"doc": ARTICLE["doc"] | {"id": f"d{number}"}, "claims": ARTICLE["claims"][:2]}
        for number in (2, 3)
    ]
    same = read_gold(_write(folder / "same.jsonl", others)).articles
    mixed = read_gold(_write(folder / "mixed.jsonl", [ARTICLE, *others])).articles
    for document in ("d2", "d3"):
        claims = [*claims, *(replace(claim, document=document) for claim in claims[:6])]
    alike, varied = score_claims(same, claims), score_claims(mixed, claims)

    assert {low == high for low, high in alike.intervals.values()} == {True}
    low, high = varied.intervals["exact.precision"]
    assert 2 / 6 <= low < varied.exact.precision < high <= 3 / 6
    assert varied.intervals == score_claims(mixed, claims).intervals
    assert _score(folder, claims).intervals == {}  # one article says nothing of how articles differ


# The annotators' own scorer, where it is at hand.


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score_claims", SHARED / "score_claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _careless(article: dict[str, Any], random_: random.Random) -> Iterable[dict[str, Any]]:
    """Yield annotated claims and traps as a careless reader would: renamed, turned round, misquoted."""
    named = article["actors"] | article["places"]
    for claim in article["claims"] + article["must_not_extract"]:
        if random_.random() < 0.3:
            continue
        ends = [claim["source"], claim["target"]]
        if random_.random() < 0.2:
            ends.reverse()
        if random_.random() < 0.2:
            ends[0] = random_.choice(sorted(named))
        names = [random_.choice([named[end]["name"], *named[end]["surfaces"]]) for end in ends]
        names = [name if random_.random() < 0.7 else f"The {name.upper()}’s men" for name in names]
        said = claim.get("claimant")
        evidence = dict(claim["evidence"])
        evidence["start"] += random_.random() < 0.1
        yield {
            "document": article["doc"]["id"],
            "source": {"name": names[0], "surface": random_.choice([names[0], "they", ""])},
            "relation": random_.choice([claim["relation"]] * 5 + ["fights", "arms"]),
            "target": {"name": names[1], "surface": names[1]},
            "polarity": random_.choice(["affirmed", "denied"]),
            "claimant": {"name": named[said]["name"], "surface": "it"} if said else None,
            "confidence": random_.random(),
            "evidence": evidence,
        }


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotators' scorer is not at hand")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["claims_dev", "seed_claims"])
def test_scores_equal_those_of_the_annotators_scorer(name: str, seed: int, tmp_path: Path) -> None:
    gold = [json.loads(line) for line in (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    random_ = random.Random(seed)
    predictions = [claim for article in gold for claim in _careless(article, random_)]
    expected, errors = _scorer().score(gold, predictions)

    scores = score_claims(
        read_gold(SHARED / f"{name}.jsonl").articles,
        read_predictions(_write(tmp_path / "predictions.jsonl", predictions)),
    )

    assert expected == {
        "exact": asdict(scores.exact),
        "family": asdict(scores.family),
        "polarity_accuracy": scores.polarity_accuracy,
        "claimant_accuracy": scores.claimant_accuracy,
        "traps": scores.traps,
        "trap_hits": scores.trap_hits,
        "bad_quotes": scores.bad_quotes,
        "relations": {relation: asdict(rates) for relation, rates in scores.relations.items()},
    }
    assert scores.trap_hits > 0
    assert 0.2 < scores.exact.precision < 1
    ours = {(m.document, m.kind, (m.source, m.relation, m.target)) for m in scores.mistakes}
    assert ours == {error[:3] for error in errors}
