"""How good the readings are, measured against annotated articles and annotated pairs.

Two kinds of gold. An *annotated article* carries its actors, its claims and the statements that must not be
taken from it. A *marked pair* is a sentence with two spans and the kind of tie between them.
"""

from kg.evaluation.articles import Band, ClaimScores, score_claims
from kg.evaluation.gold import AnnotatedArticle, Gold, MarkedPair, read_gold
from kg.evaluation.measures import Rates
from kg.evaluation.pairs import FieldScore, PairMistake, PairScores, score_pairs
from kg.evaluation.predictions import (
    NamedActor,
    PairAnswer,
    PredictedClaim,
    read_answers,
    read_predictions,
)
from kg.evaluation.running import Answers, FileAnswers, OwnAnswers, evaluate
from kg.evaluation.tallies import SURE, Mistake

__all__ = [
    "SURE",
    "AnnotatedArticle",
    "Answers",
    "Band",
    "ClaimScores",
    "FieldScore",
    "FileAnswers",
    "Gold",
    "MarkedPair",
    "Mistake",
    "NamedActor",
    "OwnAnswers",
    "PairAnswer",
    "PairMistake",
    "PairScores",
    "PredictedClaim",
    "Rates",
    "evaluate",
    "read_answers",
    "read_gold",
    "read_predictions",
    "score_claims",
    "score_pairs",
]
