"""Find the data files that travel with the package.

``ontology/`` and ``queries/`` are top-level folders of the checkout and ``kg/data/`` subfolders of the
wheel; everything else of ours lies in ``kg/data/`` in both.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "catalogue_dir",
    "classifier_dir",
    "importing_dir",
    "names_dir",
    "ontology_dir",
    "prompts_dir",
    "queries_dir",
    "rules_dir",
    "sample_dir",
    "training_dir",
]

_PACKAGE = Path(__file__).resolve().parent


def _top_level(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def ontology_dir() -> Path:
    """Return the folder with ``kg.ttl`` (the terms) and ``shapes.ttl`` (the SHACL shapes)."""
    return _top_level("ontology")


def queries_dir() -> Path:
    """Return the folder with the ready ``.rq`` queries."""
    return _top_level("queries")


def catalogue_dir() -> Path:
    """Return the folder with the curated actors and places, one ``.jsonl`` file per kind."""
    return _PACKAGE / "data" / "catalogue"


def names_dir() -> Path:
    """Return the folder with the words that names are made of and the names of countries."""
    return _PACKAGE / "data" / "names"


def rules_dir() -> Path:
    """Return the folder with the extraction rules (TOML)."""
    return _PACKAGE / "data" / "rules"


def importing_dir() -> Path:
    """Return the folder with what the codes of other people's lists mean (TOML)."""
    return _PACKAGE / "data" / "importing"


def prompts_dir() -> Path:
    """Return the folder with what language models are asked."""
    return _PACKAGE / "data" / "prompts"


def classifier_dir() -> Path:
    """Return the folder with the classifier's weights, vocabulary, settings and card."""
    return _PACKAGE / "data" / "classifier"


def training_dir() -> Path:
    """Return the folder with the labelled sentences that the classifier learns from."""
    return _PACKAGE / "data" / "training"


def sample_dir() -> Path:
    """Return the folder with the sample articles of the demo and the tutorial."""
    return _PACKAGE / "data" / "sample"
