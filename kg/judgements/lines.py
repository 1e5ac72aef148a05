"""Judgements and claims as JSON values: the words of files, of the command line and of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import DataError
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Evidence,
    Judgement,
    Modality,
    Polarity,
    Verdict,
)

__all__ = ["claim_fields", "judgement_fields", "read_claim", "read_judgement"]

Fields = Mapping[str, Any]


def claim_fields(claim: Claim) -> dict[str, Any]:
    """Return a claim as ``kg extract --format jsonl`` writes it; programs depend on the order of the keys."""
    claimant, evidence = claim.claimant, claim.evidence
    return {
        "document": claim.document,
        "source": _ref_fields(claim.source),
        "relation": claim.relation,
        "target": _ref_fields(claim.target),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "claimant": claimant and {"id": claimant.id, "name": claimant.name, "surface": claimant.surface},
        "valid_from": _text(claim.valid_from),
        "valid_until": _text(claim.valid_until),
        "confidence": claim.confidence,
        "evidence": {
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
            "by": evidence.by,
        },
    }


def _ref_fields(ref: ActorRef) -> dict[str, Any]:
    return {"id": ref.id, "name": ref.name, "surface": ref.surface, "start": ref.start, "end": ref.end}


def _text(date: Date | None) -> str | None:
    return None if date is None else str(date)


def judgement_fields(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement; what it does not have is left out."""
    actors = [{"id": a.id, "kind": a.kind.value, "name": a.name} for a in judgement.actors]
    fields = {
        "number": judgement.number,
        "verdict": judgement.verdict.value,
        "author": judgement.author,
        "date": str(judgement.date),
        "claim": judgement.claim and claim_fields(judgement.claim),
        "correction": judgement.correction and claim_fields(judgement.correction),
        "name": judgement.name,
        "actors": actors,
        "withdraws": judgement.withdraws,
        "note": judgement.note,
    }
    return {key: value for key, value in fields.items() if value not in (None, "", [])}


def read_claim(fields: object) -> Claim:
    """Return the claim that :func:`claim_fields` wrote.

    Raises:
        DataError: The value is no claim; the message says why.

    """
    try:
        return _claim(_mapping(fields))
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise DataError(f"no claim: {_reason(error)}") from error


def _claim(fields: Fields) -> Claim:
    evidence, claimant = _mapping(fields["evidence"]), fields.get("claimant")
    return Claim(
        document=_string(fields, "document"),
        source=_ref(fields["source"]),
        relation=_string(fields, "relation"),
        target=_ref(fields["target"]),
        evidence=Evidence(
            _number(evidence, "start"),
            _number(evidence, "end"),
            _string(evidence, "quote"),
            _string(evidence, "by"),
        ),
        polarity=Polarity(fields.get("polarity", "affirmed")),
        modality=Modality(fields.get("modality", "asserted")),
        claimant=None if claimant is None else _claimant(_mapping(claimant)),
        valid_from=_date(fields.get("valid_from")),
        valid_until=_date(fields.get("valid_until")),
        confidence=float(fields.get("confidence", 1.0)),
    )


def _claimant(fields: Fields) -> Claimant:
    return Claimant(_string(fields, "id"), _string(fields, "name"), _string(fields, "surface"))


def _ref(value: object) -> ActorRef:
    fields = _mapping(value)
    return ActorRef(
        _string(fields, "id"),
        _string(fields, "name"),
        _string(fields, "surface"),
        _number(fields, "start"),
        _number(fields, "end"),
    )


def read_judgement(fields: object) -> Judgement:
    """Return the judgement that :func:`judgement_fields` wrote.

    Raises:
        DataError: The value is no judgement; the message says why.

    """
    try:
        given = _mapping(fields)
        claim, correction = given.get("claim"), given.get("correction")
        withdraws = given.get("withdraws")
        return Judgement(
            number=_number(given, "number"),
            verdict=Verdict(given["verdict"]),
            author=_string(given, "author"),
            date=Date.parse(_string(given, "date")),
            claim=None if claim is None else _claim(_mapping(claim)),
            correction=None if correction is None else _claim(_mapping(correction)),
            actors=tuple(_actor(_mapping(actor)) for actor in given.get("actors", ())),
            name=str(given.get("name", "")),
            withdraws=None if withdraws is None else _number(given, "withdraws"),
            note=str(given.get("note", "")),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise DataError(f"no judgement: {_reason(error)}") from error


def _actor(fields: Fields) -> Actor:
    return Actor(_string(fields, "id"), ActorKind(fields.get("kind", "unknown")), _string(fields, "name"))


def _mapping(value: object) -> Fields:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r:.80} is no object")
    return value


def _string(fields: Fields, key: str) -> str:
    if not isinstance(value := fields[key], str):
        raise TypeError(f"{key!r} is no text")
    return value


def _number(fields: Fields, key: str) -> int:
    value = fields[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{key!r} is no whole number from 0 on")
    return value


def _date(value: object) -> Date | None:
    return None if value is None else Date.parse(str(value))


def _reason(error: Exception) -> str:
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
