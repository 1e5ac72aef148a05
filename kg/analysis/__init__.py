"""Claims summed up as ties, as a networkx graph, and the questions one asks of such a graph."""

from kg.analysis.filters import Filter
from kg.analysis.paths import Step, path
from kg.analysis.projection import (
    actor_of,
    ego,
    most_connected,
    neighbours,
    project,
    project_readings,
    project_store,
    subgraph,
    tie,
    ties_of,
)
from kg.analysis.records import ClaimRecord, records_of
from kg.analysis.statistics import Stats, stats
from kg.analysis.ties import Tie, ties

__all__ = [
    "ClaimRecord",
    "Filter",
    "Stats",
    "Step",
    "Tie",
    "actor_of",
    "ego",
    "most_connected",
    "neighbours",
    "path",
    "project",
    "project_readings",
    "project_store",
    "records_of",
    "stats",
    "subgraph",
    "tie",
    "ties",
    "ties_of",
]
