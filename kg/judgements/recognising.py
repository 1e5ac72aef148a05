"""Know a judged claim again after its document was read anew.

A claim is known by its document, its two actors, its relation, its polarity and the words of its evidence.
The rule, the confidence and the exact place may change from one version to the next, and so may the length of
the quote; an actor that the catalogue did not know may have got an entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from kg.model import ActorRef, Claim, Verdict
from kg.text.fold import fold
from kg.vocabulary import RELATIONS

__all__ = ["is_catalogued", "recognises", "restates"]

_ALIKE = 0.8  # share of words that two versions of one sentence have in common
_FEWEST = 4  # words from which on a quote within a longer one is the same statement
_WORD = re.compile(r"\w+")
_REMEMBERED = 1 << 12

SameActor = Callable[[str, str], bool]


def recognises(judged: Claim, verdict: Verdict, claim: Claim, is_same: SameActor) -> bool:
    """Return whether a claim is the one that was judged.

    Args:
        judged: The claim as it was when it was judged.
        verdict: What was decided: whoever rejects a relation rejects the ones that refine it; whoever accepts
            one accepts what it refines.
        claim: A claim of the same document, as extraction read it now.
        is_same: Whether two ids mean one actor.

    """
    return (
        judged.document == claim.document
        and judged.polarity is claim.polarity
        and _same_relation(judged.relation, verdict, claim.relation)
        and _ends_meet(judged, claim, lambda one, other: _same_actor(one, other, is_same))
        and _same_words(judged.evidence.quote, claim.evidence.quote)
    )


def restates(correction: Claim, claim: Claim, is_same: SameActor) -> bool:
    """Return whether a claim already says what another one was corrected to: the very relation and actors."""
    return (
        correction.document == claim.document
        and correction.polarity is claim.polarity
        and correction.relation == claim.relation
        and _ends_meet(correction, claim, lambda one, other: is_same(one.id, other.id))
        and _same_words(correction.evidence.quote, claim.evidence.quote)
    )


def is_catalogued(actor_id: str) -> bool:
    """Return whether an id is one of the catalogue, not of an actor that a document brought in."""
    return not actor_id.startswith(("name/", "doc/"))


def _same_relation(judged: str, verdict: Verdict, relation: str) -> bool:
    wider, finer = _refines(judged, relation), _refines(relation, judged)
    if verdict is Verdict.ACCEPTED:
        return wider
    return finer if verdict is Verdict.REJECTED else wider or finer


def _refines(relation: str, wide: str) -> bool:
    name: str | None = relation
    while name is not None and name != wide:
        name = RELATIONS[name].parent
    return name is not None


def _ends_meet(judged: Claim, claim: Claim, meets: Callable[[ActorRef, ActorRef], bool]) -> bool:
    if meets(judged.source, claim.source) and meets(judged.target, claim.target):
        return True
    turned = meets(judged.source, claim.target) and meets(judged.target, claim.source)
    return turned and RELATIONS[claim.relation].symmetric


def _same_actor(judged: ActorRef, ref: ActorRef, is_same: SameActor) -> bool:
    if is_same(judged.id, ref.id):
        return True
    if is_catalogued(judged.id) and is_catalogued(ref.id):
        return False
    folded = fold(judged.surface)
    return bool(folded) and folded == fold(ref.surface)


def _same_words(judged: str, quote: str) -> bool:
    if judged == quote:
        return True
    one, other = sorted((_words(judged), _words(quote)), key=len)
    if not one:
        return False
    if len(one) >= _FEWEST and f" {' '.join(one)} " in f" {' '.join(other)} ":
        return True
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared >= _ALIKE * (len(one) + len(other))


@lru_cache(_REMEMBERED)
def _words(quote: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(quote.casefold()))
