"""Optional readers behind the interface of the extractor: a language model of your choice, or GLiNER2.

Nothing needs them, and nothing of them is imported until one is chosen. Each finds claims in its own way;
who is meant is decided by the same code as for the rules, and what the document does not hold is dropped.
"""

from kg.backends.choice import identity, open_reader
from kg.backends.reader import Reader

__all__ = ["Reader", "identity", "open_reader"]
