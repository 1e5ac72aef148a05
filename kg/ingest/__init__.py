"""The whole way of a document: reader, extraction, one transaction in the store.

Nothing else knows the whole way.
"""

from kg.ingest.building import BuildReport, build, stored_ids
from kg.ingest.differences import Difference
from kg.ingest.log import Execution, executions
from kg.ingest.pipeline import Pipeline
from kg.ingest.rebuilding import RebuildReport, rebuild

__all__ = [
    "BuildReport",
    "Difference",
    "Execution",
    "Pipeline",
    "RebuildReport",
    "build",
    "executions",
    "rebuild",
    "stored_ids",
]
