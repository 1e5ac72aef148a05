"""From the lists of others (UCDP, United Nations, ...) to actors of the catalogue and claims of the store."""

from kg.importing.records import ImportFormat, OnProblem, Problem, ReadRecords, Record, Statement

__all__ = ["ImportFormat", "OnProblem", "Problem", "ReadRecords", "Record", "Statement"]
