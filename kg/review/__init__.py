"""Review: what is doubtful, what people decide about it, and what becomes of their decisions."""

from kg.review.checking import Agreement, agreements
from kg.review.context import Piece, context_of
from kg.review.decisions import Signature, decide, judgement_of
from kg.review.doubts import SURE, Doubt, doubtful_claims, whole
from kg.review.gold import gold_articles
from kg.review.items import claim_item, claim_items, merge_item, merge_items
from kg.review.namesakes import Namesake, doubtful_merges

__all__ = [
    "SURE",
    "Agreement",
    "Doubt",
    "Namesake",
    "Piece",
    "Signature",
    "agreements",
    "claim_item",
    "claim_items",
    "context_of",
    "decide",
    "doubtful_claims",
    "doubtful_merges",
    "gold_articles",
    "judgement_of",
    "merge_item",
    "merge_items",
    "whole",
]
