"""One annotated article and four marked pairs whose scores can be worked out on paper."""

from __future__ import annotations

from typing import Any

TEXT = (
    "Russia backs Syria. The army fought the rebels, who hold Idlib. "
    "Syria said that Russia is not against the rebels. Does Syria back the rebels?"
)


def evidence(quote: str) -> dict[str, Any]:
    """Return where a quote stands in the text."""
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def gold_claim(source: str, relation: str, target: str, quote: str, **other: Any) -> dict[str, Any]:
    """Return an annotated claim: affirmed, of the article itself and core unless said otherwise."""
    claim = {"source": source, "relation": relation, "target": target, "polarity": "affirmed"}
    claim |= {"modality": "asserted", "claimant": None, "tier": "core", "evidence": evidence(quote)}
    return claim | other


ARTICLE: dict[str, Any] = {
    "doc": {"id": "d1", "title": "A title", "publisher": "", "date": "2016-05-01", "text": TEXT},
    "actors": {
        "RU": {"name": "Russia", "surfaces": ["Moscow"]},
        "SY": {"name": "Syria", "surfaces": ["the Syrian government", "Syria"]},
        "REB": {"name": "Syrian rebels", "surfaces": ["the rebels"]},
        "ARMY": {"name": "Syrian Army", "surfaces": ["The army"]},
    },
    "places": {"IDL": {"name": "Idlib province", "surfaces": ["Idlib"]}},
    "claims": [
        gold_claim("RU", "backs", "SY", "Russia backs Syria"),
        gold_claim("REB", "fights", "ARMY", "The army fought the rebels"),
        gold_claim("REB", "controls", "IDL", "who hold Idlib", tier="secondary"),
        gold_claim(
            "RU",
            "opposes",
            "REB",
            "not against the rebels",
            polarity="denied",
            claimant="SY",
            modality="reported",
        ),
    ],
    "must_not_extract": [
        {"source": "SY", "relation": "backs", "target": "REB", "why": "a question"}
        | {"evidence": evidence("Does Syria back the rebels?")}
    ],
}


def prediction(
    source: str, relation: str, target: str, sure: float, quote: str, **other: Any
) -> dict[str, Any]:
    """Return a predicted claim, affirmed and of the article itself unless said otherwise."""
    claim: dict[str, Any] = {"document": "d1", "source": {"name": source, "surface": source}}
    claim |= {"relation": relation, "target": {"name": target, "surface": target}, "polarity": "affirmed"}
    claim |= {"modality": "asserted", "claimant": None, "confidence": sure, "evidence": evidence(quote)}
    return claim | other


PREDICTIONS: list[dict[str, Any]] = [
    prediction("Moscow", "backs", "Syrian government", 0.9, "Russia backs Syria."),  # right
    prediction("the army", "fights", "rebels", 0.85, "The army fought", polarity="denied"),  # polarity wrong
    prediction(
        "The Rebels", "controls", "Idlib", 0.7, "hold Idlib", claimant={"name": "Russia", "surface": ""}
    ),  # claimant wrong
    prediction("Russia", "attacks", "rebels", 0.6, "against the rebels"),  # of the right family
    prediction("Syria", "backs", "rebels", 0.3, "Syria back the rebels?"),  # the trap
    prediction("China", "backs", "Syria", 0.8, "Syria said", evidence={"start": 0, "end": 3, "quote": "Syr"}),
    prediction("Russia", "backs", "Syria", 0.9, "Russia", document="of another gold"),
]


def _pair(number: int, sign: str, direction: str, **other: Any) -> dict[str, Any]:
    row = {"id": f"p{number}", "text": "Russia backs Syria.", "source": [0, 6], "target": [13, 18]}
    return row | {"sign": sign, "direction": direction, "quad": None, "root": None} | other


PAIRS: list[dict[str, Any]] = [
    _pair(1, "cooperation", "forward", root="AID"),
    _pair(2, "conflict", "backward"),
    _pair(3, "conflict", "forward"),
    _pair(4, "none", "none"),
]
ANSWERS: list[dict[str, Any]] = [
    {"id": "p1", "sign": "cooperation", "direction": "forward", "root": "AID", "confidence": 0.9},
    {"id": "p2", "sign": "cooperation", "direction": "forward", "root": "AID", "confidence": 0.8},
    {"id": "p3", "sign": "conflict", "direction": "backward", "confidence": 0.7},
]
