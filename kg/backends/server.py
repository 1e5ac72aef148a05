"""Where a language model answers, and with what right it is asked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from kg.errors import SettingsError

__all__ = ["Server"]

_LONGEST_MODEL = 200  # characters
_LONGEST_TIMEOUT = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server.

    Attributes:
        url: Base address; ``/chat/completions`` is put behind it.
        model: What the server calls the model.
        key: Sent as a bearer token where it is not empty; never shown.
        timeout: Seconds that one answer may take.

    Raises:
        SettingsError: The address is none, holds a password, or would send the key without encryption; the
            name of the model is missing; the key holds what no header may; the timeout makes no sense.

    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 300.0

    def __post_init__(self) -> None:
        parts = self.parts
        if parts.username is not None or parts.password is not None:
            raise SettingsError(
                "the address of the server holds a password", hint="put the key in KG_LLM_KEY"
            )
        plain = self.url.isascii() and self.url.isprintable() and " " not in self.url
        known = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
        if not (plain and known):
            raise SettingsError(
                f"not the address of a server: {self.url!r}", hint="for example http://localhost:8080/v1"
            )
        if not self.model or len(self.model) > _LONGEST_MODEL or not self.model.isprintable():
            raise SettingsError(
                "which model is to be asked?",
                hint="name it as the server does: --llm-model NAME, or KG_LLM_MODEL",
            )
        if not (self.key.isascii() and self.key.isprintable()):
            raise SettingsError("KG_LLM_KEY holds characters that no key has", hint="copy the key again")
        if self.key and parts.scheme == "http" and not _is_local(parts.hostname or ""):
            raise SettingsError(
                f"the key would travel to {parts.hostname} unencrypted",
                hint="use an https address, or unset KG_LLM_KEY",
            )
        if not 0 < self.timeout <= _LONGEST_TIMEOUT:
            raise SettingsError(f"not a number of seconds from 0 to {_LONGEST_TIMEOUT:.0f}: {self.timeout}")

    @property
    def parts(self) -> SplitResult:
        """The address, taken apart."""
        try:
            parts = urlsplit(self.url)
            _ = parts.port
        except ValueError as error:
            raise SettingsError(f"not the address of a server: {self.url!r}") from error
        return parts

    @property
    def path(self) -> str:
        """What is asked for at the server."""
        return self.parts.path.rstrip("/") + "/chat/completions"


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
