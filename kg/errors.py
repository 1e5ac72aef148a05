"""Everything that can go wrong for a reason the user can act on.

    KGError                     the base: catch this one to catch them all
    ├── SettingsError           a setting or an environment variable makes no sense
    ├── DataError               curated data is broken: catalogue, rules, ontology, query files
    ├── DocumentError           one input document cannot be read (the run goes on without it)
    ├── BackendError            a chosen backend is missing, out of reach, or refuses to answer
    ├── ClassifierError          the classifier's weights, or what runs them, are missing or broken
    ├── LanguageModelError      the chosen spaCy pipeline is missing or lacks a part
    ├── StoreError              the store cannot be opened, or is damaged
    │   └── StoreInUseError     somebody else is writing to it: wait and try again
    ├── QueryError              a query is wrong, unknown or refused
    │   └── ParameterError      a parameter is unknown, missing, or no value of its type (exit code 2)
    ├── JudgementError          a decision is about nothing, or contradicts an earlier one
    ├── UnknownNameError        a name leads to no actor that the graph knows
    └── ValidationError         the graph breaks its shapes, or a catalogue is broken (exit code 4)

Each message is one line that says what is wrong and where; ``hint`` says what to do about it.
The command line prints ``Error: message`` and the hint, never a traceback.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "BackendError",
    "ClassifierError",
    "DataError",
    "DocumentError",
    "JudgementError",
    "KGError",
    "LanguageModelError",
    "ParameterError",
    "QueryError",
    "SettingsError",
    "StoreError",
    "StoreInUseError",
    "UnknownNameError",
    "ValidationError",
]


class KGError(Exception):
    """Base of all errors that the user can act on.

    Args:
        message: What is wrong, in one line.
        path: The file or folder concerned, if any.
        line: Its 1-based line, if known.
        hint: What to do, in one line, if we know it.

    """

    exit_code = 1

    def __init__(
        self, message: str, *, path: Path | str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        self.path = path
        self.line = line
        self.hint = hint
        place = "" if path is None else f"{path}:{line}: " if line is not None else f"{path}: "
        super().__init__(place + " ".join(message.split()))


class SettingsError(KGError):
    """A setting or an environment variable makes no sense."""

    exit_code = 2


class DataError(KGError):
    """Curated data is broken: a catalogue line, a rule, a term, a query header."""


class DocumentError(KGError):
    """One input document cannot be read; the run reports it and goes on."""


class BackendError(KGError):
    """A chosen backend is missing, out of reach, or refuses to answer: no document can be read with it."""


class ClassifierError(KGError):
    """The classifier's weights, or the packages that run them, are missing or broken."""


class LanguageModelError(KGError):
    """The chosen spaCy pipeline is missing or lacks a part that extraction needs."""


class StoreError(KGError):
    """The store cannot be opened, or is damaged."""


class StoreInUseError(StoreError):
    """Somebody else is writing to the store."""


class QueryError(KGError):
    """A query is malformed, unknown or refused."""


class ParameterError(QueryError):
    """A parameter of a query is unknown, missing, or no value of its type."""

    exit_code = 2


class JudgementError(KGError):
    """A person's decision is about nothing that is there, or contradicts an earlier one."""


class UnknownNameError(KGError):
    """A name leads to no actor."""


class ValidationError(KGError):
    """The graph breaks its SHACL shapes, or a checked catalogue cannot be loaded."""

    exit_code = 4
