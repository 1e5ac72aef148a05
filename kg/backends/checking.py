"""Hold statements of a backend against the document: what it does not say is dropped, with the reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from kg.backends.linking import Linked
from kg.backends.quotes import Evened
from kg.backends.statement import Statement
from kg.extraction.names import slug
from kg.model import ActorRef, Claim, Claimant, Date, Evidence, Modality, Polarity
from kg.text.relative_dates import relative_date
from kg.vocabulary import RELATIONS

__all__ = ["Dropped", "checked", "drops", "in_order"]

Span = tuple[int, int]
_Listed = TypeVar("_Listed", bound=StrEnum)

_LONGEST_QUOTE = 600  # code points, as for the rules
_LEAST, _MOST = 0.05, 0.95  # no backend is ever certain, and none is certainly wrong
_NOBODY = {"the article", "the author", "the narrator", "none", "null"}  # written for no claimant


class Dropped(Exception):  # noqa: N818  # it is a decision, not an error
    """A statement that is no claim; the message says why, in words of ours."""


def checked(statement: Statement, part: Evened, linked: Linked, by: str) -> Claim:
    """Return the claim that a statement makes, with the offsets of the document.

    Args:
        statement: What a backend says.
        part: The part of the document that the backend was given; all words have to stand in it.
        linked: Who is named where in the document.
        by: The backend, for the evidence.

    Raises:
        Dropped: It is no claim: a word is not from the lists or not in the text, or names nobody.

    """
    term = RELATIONS.get(statement.relation)
    if term is None:
        raise Dropped("unknown relation")
    polarity = _listed(Polarity, statement.polarity, "unknown polarity")
    modality = _listed(Modality, statement.modality, "unknown modality")
    quote = _quote(statement.quote, part)
    spans = [_surface(words, part, quote) for words in (statement.source, statement.target)]
    if not any(quote[0] <= start and end <= quote[1] for start, end in spans):
        raise Dropped("the quote names neither side")
    source = linked.actor(*spans[0])
    target = linked.place(*spans[1]) if term.target == "place" else linked.actor(*spans[1])
    if source is None or target is None:
        raise Dropped("not an actor" if source is None or term.target == "actor" else "not a place")
    source, target = _apart(statement.relation, source, target)
    if term.symmetric and (target.start, target.id) < (source.start, source.id):
        source, target = target, source
    claimant = _claimant(statement.claimant, part, quote, linked)
    if claimant is not None and modality is Modality.ASSERTED:
        modality = Modality.REPORTED
    since, until = _interval(statement, part, quote, linked.document.date)
    words = linked.document.text[quote[0] : quote[1]]
    return Claim(
        document=linked.document.id,
        source=source,
        relation=statement.relation,
        target=target,
        evidence=Evidence(*quote, words, by),
        polarity=polarity,
        modality=modality,
        claimant=claimant,
        valid_from=since,
        valid_until=until,
        confidence=_confidence(statement.confidence),
    )


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims in the order of the text; of those that say the same in one place, the surest."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        ends = (claim.source.id, claim.relation, claim.target.id)
        key = (*ends, claim.polarity, claim.claimant, claim.evidence.start)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return tuple(sorted(best.values(), key=_place))


def drops(reasons: Counter[str]) -> str:
    """Return the reasons for which statements were dropped, the most frequent first, as one line."""
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{reason} ({count})" for reason, count in ranked)


def _place(claim: Claim) -> tuple[object, ...]:
    ends = (claim.source.start, claim.target.start, claim.source.id, claim.target.id)
    said_by = "" if claim.claimant is None else claim.claimant.id
    return (claim.evidence.start, claim.relation, *ends, claim.polarity, said_by)


def _listed(kind: type[_Listed], value: str, reason: str) -> _Listed:
    try:
        return kind(value.strip().lower())
    except ValueError:
        raise Dropped(reason) from None


def _quote(words: str, part: Evened) -> Span:
    if not any(letter.isalnum() for letter in words):
        raise Dropped("no quote")
    if len(words) > _LONGEST_QUOTE:
        raise Dropped("the quote is too long")
    found = part.find(words)
    if found is None:
        raise Dropped("the quote is not in the text")
    if found[1] - found[0] > _LONGEST_QUOTE:
        raise Dropped("the quote is too long")
    return found


def _surface(words: str, part: Evened, quote: Span) -> Span:
    """Return where the text has these words, best inside the quote; the case of the first letter is free."""
    if not any(letter.isalnum() for letter in words):
        raise Dropped("no actor is named")
    spellings = (words, words[:1].swapcase() + words[1:])
    places = [found for spelling in spellings if (found := part.find(spelling, quote, whole=True))]
    if not places:
        raise Dropped("the words for an actor are not in the text")
    inside = [place for place in places if quote[0] <= place[0] and place[1] <= quote[1]]
    return (inside or places)[0]


def _apart(relation: str, source: ActorRef, target: ActorRef) -> tuple[ActorRef, ActorRef]:
    if source.id != target.id:
        return source, target
    if relation != "formerly_known_as" or source.surface == target.surface:
        raise Dropped("an actor and itself")
    # One actor, two names: the older name stands as a node of its own, as the rules have it.
    former = ActorRef(
        f"name/{slug(target.surface)}", target.surface, target.surface, target.start, target.end
    )
    return source, former


def _claimant(words: str, part: Evened, quote: Span, linked: Linked) -> Claimant | None:
    if not words.strip() or words.strip().lower() in _NOBODY:
        return None
    found = linked.actor(*_surface(words, part, quote))
    if found is None:
        raise Dropped("the claimant is nobody")
    return Claimant(found.id, found.name, found.surface)


def _interval(
    statement: Statement, part: Evened, quote: Span, on: Date | None
) -> tuple[Date | None, Date | None]:
    """Return the dates that the words of the quote mean; a backend's own reckoning is not asked for."""
    dates = []
    for words in (statement.since, statement.until):
        found = part.find(words, quote, whole=True) if words else None
        inside = found is not None and quote[0] <= found[0] and found[1] <= quote[1]
        dates.append(relative_date(words, on) if inside else None)
    since, until = dates
    if since is not None and until is not None and until.last_day() < since.first_day():
        return None, None
    return since, until


def _confidence(value: float) -> float:
    return round(min(max(value, _LEAST), _MOST), 2) if math.isfinite(value) else _LEAST
