"""The whole way of a document: reader, extraction, one transaction in the store.

Nothing else knows the whole way.
"""

from kg.ingest.building import BuildReport, build, stored_ids
from kg.ingest.pipeline import Pipeline

__all__ = ["BuildReport", "Pipeline", "build", "stored_ids"]
