"""Look everything over that the program needs, the store last: what is there, what is missing, what to do."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from kg.backends import identity
from kg.catalogue import Catalogue
from kg.classifier import Classifier, can_run
from kg.config import Settings, is_address
from kg.errors import KGError
from kg.resources import catalogue_dir
from kg.rules import load_rules
from kg.store import Store
from kg.store.folder.health import Finding, examine
from kg.store.rdf.ontology import ontology_triples
from kg.version import __version__

__all__ = ["examine_all"]

_SHOWN: Final = ("pyoxigraph", "rdflib", "spacy", "starlette", "onnxruntime")


def examine_all(settings: Settings, *, full: bool = False) -> Iterator[Finding]:
    """Yield what is found, one check after the other; nothing is changed.

    Args:
        settings: Which store, catalogue, language pipeline and backend are meant.
        full: Look at every text and every triple of a large store too, not only at some of them.

    """
    checks: dict[str, Callable[[Settings], Finding]] = {
        "versions": _versions,
        "catalogue": _catalogue,
        "rules": _rules,
        "ontology": _ontology,
        "language pipeline": _language_pipeline,
        "classifier": _classifier,
        "backend": _backend,
    }
    for name, check in checks.items():
        try:
            yield replace(check(settings), check=name)
        except KGError as error:
            yield Finding(name, "wrong", str(error), error.hint)
    yield from _store(settings, full=full)


def _versions(_: Settings) -> Finding:
    parts = [f"kg-actors {__version__}", f"Python {platform.python_version()}"]
    missing = []
    for name in _SHOWN:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("", "note", f"{', '.join(parts)}; without {', '.join(missing)}")
    return Finding("", "ok", ", ".join(parts))


def _catalogue(settings: Settings) -> Finding:
    own = [] if settings.catalogue is None else [settings.catalogue]
    loaded = Catalogue.load(catalogue_dir(), *own)
    beside = f", with {settings.catalogue}" if own else ""
    return Finding("", "ok", f"{len(loaded.actors)} actors and places, {len(loaded.events)} events{beside}")


def _rules(_: Settings) -> Finding:
    return Finding("", "ok", f"digest {load_rules().digest[:12]}")


def _ontology(_: Settings) -> Finding:
    return Finding("", "ok", f"{len(ontology_triples())} triples")


def _language_pipeline(settings: Settings) -> Finding:
    name = settings.model
    if Path(name).is_dir():
        if (Path(name) / "meta.json").is_file():
            return Finding("", "ok", f"the folder {name}")
        return Finding("", "wrong", f"{name} is no spaCy pipeline: it has no meta.json", "see --model")
    try:
        return Finding("", "ok", f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding("", "wrong", f"{name} is not installed", f"pip install {name}, or see --model")


def _classifier(settings: Settings) -> Finding:
    if settings.backend not in {"hybrid", "thorough"}:
        return Finding("", "ok", f"not used by the backend {settings.backend}")
    if settings.classifier is None and not can_run():
        hint = "pip install onnxruntime tokenizers"
        return Finding("", "note", "none is installed; the rules alone read", hint)
    return Finding("", "ok", f"digest {Classifier.load(settings.classifier).digest[:12]}")


def _backend(settings: Settings) -> Finding:
    return Finding("", "ok", f"{settings.backend}{': ' if (what := identity(settings)) else ''}{what}")


def _store(settings: Settings, *, full: bool) -> Iterator[Finding]:
    if not is_address(settings.store):
        yield from examine(Path(settings.store), full=full)
        return
    try:
        with Store.open(settings.store, read_only=True) as store:
            message = f"answers; {len(store.documents())} documents, {store.claim_count()} claims"
            yield Finding("store", "ok", message)
            missing, unfounded = store.union_faults()
    except KGError as error:
        yield Finding("store", "wrong", str(error), error.hint)
        return
    if missing or unfounded:
        message = f"is not that of the named graphs: {missing} triples are missing, {unfounded} are too many"
        yield Finding("union", "wrong", message, "build it again into an empty store")
    else:
        yield Finding("union", "ok", "exactly the triples of the named graphs")
