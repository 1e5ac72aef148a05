"""Which reader the settings ask for; what one needs is imported when it is chosen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.classifier import digest_of
from kg.config import Settings
from kg.errors import SettingsError

if TYPE_CHECKING:
    from kg.backends.reader import Reader
    from kg.backends.server import Server
    from kg.extraction import Extractor

__all__ = ["identity", "open_reader"]

_KEY = "KG_LLM_KEY"  # from the environment alone: a command line is seen by others and kept in histories


def open_reader(settings: Settings, extractor: Extractor) -> Reader:
    """Return the reader that the settings ask for; the extractor itself where no backend is chosen.

    Raises:
        SettingsError: The backend is unknown, or a setting that it needs is missing or makes no sense.
        BackendError: The backend is not installed, or its model cannot be loaded.

    """
    if settings.backend == "llm":
        from kg.backends.language_model import LanguageModelReader

        return LanguageModelReader(_server(settings), extractor, cache=settings.cache)
    if settings.backend == "gliner":
        from kg.backends.gliner import GlinerReader, load_model

        return GlinerReader(load_model(settings.gliner_model), settings.gliner_model, extractor)
    _known(settings)
    return extractor


def identity(settings: Settings) -> str:
    """Return what decides a reading beside the rules, empty for the rules alone; nothing of it is loaded.

    Raises:
        SettingsError: As for :func:`open_reader`.
        BackendError: The backend is not installed.

    """
    if settings.backend == "llm":
        from kg.backends.language_model import prompt_digest

        return f"llm:{_server(settings).model}, prompt {prompt_digest()}"
    if settings.backend == "gliner":
        from importlib.metadata import version

        from kg.backends.gliner import require_package

        require_package()
        return f"gliner:{settings.gliner_model}, gliner2 {version('gliner2')}"
    _known(settings)
    digest = "" if settings.backend == "rules" else digest_of(settings.classifier)
    if not digest:
        return ""
    return f"classifier {digest}" + (" on every sentence" if settings.backend == "thorough" else "")


def _server(settings: Settings) -> Server:
    from kg.backends.server import Server

    key = os.environ.get(_KEY, "").strip()
    return Server(settings.llm_url, settings.llm_model, key, settings.llm_timeout)


def _known(settings: Settings) -> None:
    if settings.backend not in {"hybrid", "thorough", "rules"}:
        hint = "known: hybrid, thorough, rules, llm, gliner"
        raise SettingsError(f"unknown backend {settings.backend!r}", hint=hint)
