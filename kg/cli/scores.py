"""Scores as tables and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Any

from kg.cli.terminal import counted, print_table

if TYPE_CHECKING:
    from kg.evaluation import Band, ClaimScores, FieldScore, PairScores, Rates

__all__ = ["print_scores", "scores_json"]


def scores_json(scores: ClaimScores | PairScores, *, errors: bool) -> dict[str, Any]:
    """Return scores as JSON, with every mistake if ``errors``."""
    from kg.evaluation import ClaimScores

    found = _claims_json(scores) if isinstance(scores, ClaimScores) else _pairs_json(scores)
    if errors:
        found["errors"] = [asdict(mistake) for mistake in scores.mistakes]
    return found


def print_scores(gold: str, scores: ClaimScores | PairScores, *, errors: bool, apart: bool) -> None:
    """Print scores as tables, with every mistake if ``errors``; ``apart`` leaves a line free before them."""
    from kg.evaluation import ClaimScores

    if isinstance(scores, ClaimScores):
        _print_claims(f"{gold}: {counted(scores.articles, 'article')}", scores, apart=apart)
        columns = _CLAIM_MISTAKES
    else:
        _print_pairs(f"{gold}: {counted(scores.rows, 'pair')}", scores, apart=apart)
        columns = _PAIR_MISTAKES
    if errors and scores.mistakes:
        print_table(columns, map(astuple, scores.mistakes), apart=True)


_CLAIM_MISTAKES: tuple[str, ...] = ("document", "mistake", "who", "relation", "whom", "sentence")
_PAIR_MISTAKES: tuple[str, ...] = ("pair", "question", "gold", "said", "source", "target", "sentence")


def _claims_json(scores: ClaimScores) -> dict[str, Any]:
    names = ("polarity_accuracy", "claimant_accuracy", "traps", "trap_hits", "bad_quotes")
    found: dict[str, Any] = {"kind": "claims", "articles": scores.articles}
    found |= {"exact": asdict(scores.exact), "family": asdict(scores.family)}
    found |= {name: getattr(scores, name) for name in names}
    found["relations"] = {name: asdict(rates) for name, rates in scores.relations.items()}
    found["confidence"] = [_band_json(band) for band in scores.bands]
    found["sure"] = _band_json(scores.sure)
    found["intervals"] = dict(scores.intervals)
    return found


def _band_json(band: Band) -> dict[str, Any]:
    return asdict(band) | {"precision": band.precision}


def _pairs_json(scores: PairScores) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": "pairs", "rows": scores.rows}
    found |= {name: asdict(field) for name, field in scores.fields.items()}
    found["sign_risk_coverage_area"] = scores.risk_area
    return found


def _print_claims(title: str, scores: ClaimScores, *, apart: bool) -> None:
    columns = ("measure", "value", "95 % interval", "counts")
    print_table(columns, _claim_rows(scores), title=title, apart=apart)
    relations = [
        (name, *map(_number, (r.precision, r.recall, r.f1)), r.predicted, r.gold_core)
        for name, r in scores.relations.items()
    ]
    if relations:
        print_table(("relation", "precision", "recall", "F1", "predicted", "core"), relations, apart=True)
    bands = [(f"{band.low} to {band.high}", band) for band in scores.bands if band.predicted]
    bands.append((f"above {scores.sure.low}", scores.sure))
    print_table(
        ("confidence", "precision", "counts"),
        ((name, _number(band.precision), _counts(band.right, band.predicted)) for name, band in bands),
        apart=True,
    )


def _claim_rows(scores: ClaimScores) -> list[tuple[object, ...]]:
    right = round(scores.exact.precision * scores.exact.predicted)
    rows = _rate_rows("exact", scores.exact, scores) + _rate_rows("family", scores.family, scores)
    for name, share in (("polarity", scores.polarity_accuracy), ("claimant", scores.claimant_accuracy)):
        span = _span(scores.intervals, f"{name}_accuracy")
        rows.append((f"{name} right", _number(share), span, _counts(round(share * right), right)))
    rows.append(("traps taken", scores.trap_hits, "", _counts(scores.trap_hits, scores.traps)))
    rows.append(("quotes not in the text", scores.bad_quotes, "", ""))
    return rows


def _rate_rows(kind: str, rates: Rates, scores: ClaimScores) -> list[tuple[object, ...]]:
    counts = {
        "precision": _counts(round(rates.precision * rates.predicted), rates.predicted),
        "recall": _counts(round(rates.recall * rates.gold_core), rates.gold_core),
        "f1": "",
    }
    return [
        (
            f"{kind} {'F1' if name == 'f1' else name}",
            _number(getattr(rates, name)),
            _span(scores.intervals, f"{kind}.{name}"),
            counts[name],
        )
        for name in counts
    ]


def _print_pairs(title: str, scores: PairScores, *, apart: bool) -> None:
    columns = ("question", "rows", "accuracy", "95 % interval", "macro F1", "95 % interval")
    print_table(columns, map(_field_row, scores.fields.items()), title=title, apart=apart)
    labels = [
        (name, label, _number(f1))
        for name, field in scores.fields.items()
        for label, f1 in field.labels.items()
    ]
    print_table(("question", "label", "F1"), labels, apart=True)
    area = ("area under the risk-coverage curve of the sign", f"{scores.risk_area:.4f}")
    print_table(("measure", "value"), [area], apart=True)


def _field_row(item: tuple[str, FieldScore]) -> tuple[object, ...]:
    name, field = item
    accuracy, macro_f1 = (_span(field.intervals, each) for each in ("accuracy", "macro_f1"))
    return name, field.rows, _number(field.accuracy), accuracy, _number(field.macro_f1), macro_f1


def _number(value: float) -> str:
    return f"{value:.3f}"


def _counts(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def _span(intervals: Mapping[str, tuple[float, float]], name: str) -> str:
    if name not in intervals:
        return ""
    low, high = intervals[name]
    return f"{low:.3f} to {high:.3f}"
