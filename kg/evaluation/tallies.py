"""What one annotated article adds to the scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluation.gold import FAMILIES, AnnotatedArticle, GoldClaim
from kg.evaluation.predictions import NamedActor, PredictedClaim
from kg.resolution.annotated import AnnotatedNames, fold_name
from kg.vocabulary import RELATIONS

__all__ = ["COLUMNS", "COUNTS", "SURE", "Mistake", "Tally", "right_ones", "tally"]

SURE = 0.8
"""Claims above this confidence are the ones a reader may trust."""
_EITHER_WAY = frozenset({"friendly", "hostile"})

COUNTS = ("right", "predicted", "found", "core")
"""How many statements are right of how many said ones, and how many core ones are found of how many."""
COLUMNS = (
    *COUNTS,
    *(f"family_{name}" for name in COUNTS),
    *("polarity", "claimant", "traps", "trap_hits", "bad_quotes", "sure_right", "sure_predicted"),
)
"""The counts that are summed over articles, in a fixed order."""

Statement = tuple[str, str, str]  # source, relation or family, target


@dataclass(frozen=True, slots=True)
class Mistake:
    """A claim that is ``wrong``, one that was ``missed``, or a ``trap`` that was stepped into.

    ``source`` and ``target`` are keys of the article, or ``?`` and the words that lead to none.
    """

    document: str
    kind: str
    source: str
    relation: str
    target: str
    quote: str


@dataclass(slots=True)
class Tally:
    """What one article adds to the whole.

    ``relations`` holds :data:`COUNTS` by relation. ``judged`` has each statement that was said: how sure the
    program is of it, and whether it is right.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    relations: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    judged: list[tuple[float, bool]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def tally(article: AnnotatedArticle, predictions: Sequence[PredictedClaim]) -> Tally:
    """Compare the claims that were taken from one article with those that an annotator took."""
    reader = _Reader(article)
    gold: defaultdict[Statement, list[GoldClaim]] = defaultdict(list)
    for claim in article.claims:
        gold[_ordered(claim.source, claim.relation, claim.target)].append(claim)
    got: defaultdict[Statement, list[PredictedClaim]] = defaultdict(list)
    for prediction in predictions:
        got[reader.statement(prediction)].append(prediction)
    core = {statement for statement, claims in gold.items() if any(claim.core for claim in claims)}

    result = Tally()
    _count_traps(result, article, gold, got)
    _count_statements(result, gold.keys(), got.keys(), core)
    _count_confidence(result, gold.keys(), got)
    _count_qualifiers(result, reader, gold, got)
    text = article.document.text
    result.counts["bad_quotes"] = sum(text[p.start : p.end] != p.quote for p in predictions)
    for statement in sorted(got.keys() - gold.keys()):
        result.mistakes.append(_mistake(article, "wrong", statement, got[statement][0].quote))
    for statement in sorted(core - got.keys()):
        result.mistakes.append(_mistake(article, "missed", statement, gold[statement][0].quote))
    return result


def right_ones(article: AnnotatedArticle, predictions: Sequence[PredictedClaim]) -> list[bool]:
    """Tell of each claim that was taken from an article whether an annotator took it too."""
    reader = _Reader(article)
    gold = {_ordered(claim.source, claim.relation, claim.target) for claim in article.claims}
    return [reader.statement(prediction) in gold for prediction in predictions]


class _Reader:
    """Turns the predictions of one article into statements about its annotated actors."""

    def __init__(self, article: AnnotatedArticle) -> None:
        self._actors = AnnotatedNames(article.actors, article.places)
        self._places = AnnotatedNames(article.places, article.actors)

    def claimant(self, actor: NamedActor | None) -> str | None:
        return None if actor is None else self._actors.key(*actor.forms)

    def statement(self, claim: PredictedClaim) -> Statement:
        targets = self._places if FAMILIES.get(claim.relation) == "territory" else self._actors
        source, target = self._actors.key(*claim.source.forms), targets.key(*claim.target.forms)
        if source is not None and target is not None:
            return _ordered(source, claim.relation, target)
        return source or _unknown(claim.source), claim.relation, target or _unknown(claim.target)


def _unknown(actor: NamedActor) -> str:
    return "?" + fold_name(actor.surface)


def _ordered(source: str, relation: str, target: str) -> Statement:
    if relation in FAMILIES and RELATIONS[relation].symmetric:
        source, target = sorted((source, target))
    return source, relation, target


def _family(statement: Statement) -> Statement:
    source, relation, target = statement
    family = FAMILIES.get(relation, relation)
    if family in _EITHER_WAY:
        source, target = sorted((source, target))
    return source, family, target


def _mistake(article: AnnotatedArticle, kind: str, statement: Statement, quote: str | None) -> Mistake:
    return Mistake(article.document.id, kind, *statement, quote=quote or "")


def _count_traps(
    tally: Tally,
    article: AnnotatedArticle,
    gold: Mapping[Statement, list[GoldClaim]],
    got: Mapping[Statement, list[PredictedClaim]],
) -> None:
    for trap in article.traps:
        statement = _ordered(trap.source, trap.relation, trap.target)
        said = [] if statement in gold else got.get(statement, [])
        caught = [claim for claim in said if claim.start < trap.end and trap.start < claim.end]
        tally.counts["traps"] += 1
        tally.counts["trap_hits"] += bool(caught)
        if caught:
            tally.mistakes.append(_mistake(article, "trap", statement, caught[0].quote))


def _count_statements(
    tally: Tally, gold: Iterable[Statement], got: Iterable[Statement], core: set[Statement]
) -> None:
    all_gold, all_got = set(gold), set(got)
    for prefix, change in (("", _as_it_is), ("family_", _family)):
        right, said, needed = (set(map(change, part)) for part in (all_gold, all_got, core))
        numbers = (len(said & right), len(said), len(said & needed), len(needed))
        tally.counts |= {prefix + name: number for name, number in zip(COUNTS, numbers, strict=True)}
    for statement in all_got:
        tally.relations[statement[1]].update(right=statement in all_gold, predicted=1)
    for statement in core:
        tally.relations[statement[1]].update(found=statement in all_got, core=1)


def _as_it_is(statement: Statement) -> Statement:
    return statement


def _count_confidence(
    tally: Tally, gold: Iterable[Statement], got: Mapping[Statement, list[PredictedClaim]]
) -> None:
    """Note how sure the program is of each statement: as sure as of its surest claim."""
    right = set(gold)
    tally.judged = [
        (max(claim.confidence for claim in claims), statement in right) for statement, claims in got.items()
    ]
    sure = [is_right for confidence, is_right in tally.judged if confidence > SURE]
    tally.counts |= {"sure_predicted": len(sure), "sure_right": sum(sure)}


def _count_qualifiers(
    tally: Tally,
    reader: _Reader,
    gold: Mapping[Statement, list[GoldClaim]],
    got: Mapping[Statement, list[PredictedClaim]],
) -> None:
    for statement in gold.keys() & got.keys():
        right, said = gold[statement], got[statement]
        polarities = {claim.polarity for claim in right} & {claim.polarity for claim in said}
        claimants = {claim.claimant for claim in right} & {reader.claimant(claim.claimant) for claim in said}
        tally.counts["polarity"] += bool(polarities)
        tally.counts["claimant"] += bool(claimants)
