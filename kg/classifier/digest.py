"""Which classifier it is: a digest of all that decides its answers, without loading it."""

from __future__ import annotations

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kg.classifier.gate import GATE
from kg.resources import classifier_dir

__all__ = [
    "FILES",
    "PAIRS",
    "RELATIONS",
    "REQUIRED",
    "SETTINGS",
    "VOCABULARY",
    "WORDS",
    "can_run",
    "digest_of",
]

RELATIONS: Final = "relations.onnx"  # reads a sentence for all pairs of its mentions
PAIRS: Final = "pairs.onnx"  # reads a text for one pair
WORDS: Final = "words.bin"  # the numbers of word pieces, shared by both
VOCABULARY: Final = "tokenizer.json"
SETTINGS: Final = "settings.json"
FILES: Final = (RELATIONS, PAIRS, WORDS, VOCABULARY, SETTINGS)
REQUIRED: Final = ("onnxruntime", "tokenizers")  # the packages that run it


def can_run(folder: Path | None = None) -> bool:
    """Tell whether the classifier of a folder, the built-in one if not given, has its files and packages."""
    folder = classifier_dir() if folder is None else folder
    return all((folder / name).is_file() for name in FILES) and all(find_spec(p) for p in REQUIRED)


def digest_of(folder: Path | None = None) -> str:
    """Return twelve hexadecimal digits for the classifier of a folder, the built-in one if not given.

    Empty where it cannot run: a file, or a package that runs it, is missing.
    """
    folder = classifier_dir() if folder is None else folder
    if not can_run(folder):
        return ""
    digest = sha256()
    for name in (*FILES, GATE):
        if (folder / name).is_file():  # the gate may be missing
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
