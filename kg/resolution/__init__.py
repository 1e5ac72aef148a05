"""From a name to the actors that it may mean, and from an actor to its names in time."""

from kg.resolution.batch import Batch
from kg.resolution.deciding import Decision, decide
from kg.resolution.history import NameSpan, name_history, name_in_force, name_timeline, undated_names
from kg.resolution.lineage import Identity, Lineage, View, identities, lineage
from kg.resolution.listing import load_names
from kg.resolution.resolver import Candidate, Resolver

__all__ = [
    "Batch",
    "Candidate",
    "Decision",
    "Identity",
    "Lineage",
    "NameSpan",
    "Resolver",
    "View",
    "decide",
    "identities",
    "lineage",
    "load_names",
    "name_history",
    "name_in_force",
    "name_timeline",
    "undated_names",
]
