"""From a name to the actors that it may mean, and from an actor to its names in time."""

from kg.resolution.history import NameSpan, name_history, name_in_force
from kg.resolution.resolver import Candidate, Resolver

__all__ = ["Candidate", "NameSpan", "Resolver", "name_history", "name_in_force"]
