"""Where a store on a server answers, and with what right it is asked.

SPARQL 1.1 has three services (queries, updates, whole graphs), and every server has its own three addresses
for them. Those of the common ones follow from one address; for the others all can be given.
"""

from __future__ import annotations

import base64
import ipaddress
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kg.errors import SettingsError

__all__ = ["Endpoint"]

_LONGEST_TIMEOUT: Final = 3600.0  # seconds
_EXAMPLE: Final = "for example http://localhost:7878"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server's addresses, and what it wants to see before it answers.

    Attributes:
        shown: What the user gave, for messages.
        query: Address of the SPARQL queries.
        update: Address of the SPARQL updates.
        graphs: Address of the graph store protocol; empty where there is none.
        user: Name for HTTP basic authentication; empty where none is needed.
        password: What goes with it; never shown.
        token: Sent as a bearer token instead where it is not empty; never shown.
        timeout: Seconds that one answer may take.
        batch: Bytes that one request may hold.

    Raises:
        SettingsError: An address is none, holds a password, or would send one without encryption; the token
            holds what no header may; a number makes no sense.

    """

    shown: str
    query: str
    update: str
    graphs: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    timeout: float = 120.0
    batch: int = 4_000_000

    def __post_init__(self) -> None:
        for url in filter(None, (self.query, self.update, self.graphs)):
            parts = _check(url)
            if (self.user or self.token) and parts.scheme == "http" and not _is_local(parts.hostname or ""):
                raise SettingsError(
                    f"the password or token would travel to {parts.hostname} unencrypted",
                    hint="use an https address, or unset KG_STORE_USER and KG_STORE_TOKEN",
                )
        if not (self.token.isascii() and self.token.isprintable()):
            raise SettingsError("KG_STORE_TOKEN holds characters that no token has", hint="copy it again")
        if ":" in self.user:
            raise SettingsError("KG_STORE_USER holds a colon, which no name of a user may")
        if not 0 < self.timeout <= _LONGEST_TIMEOUT:
            most = f"{_LONGEST_TIMEOUT:.0f}"
            raise SettingsError(f"KG_STORE_TIMEOUT is no number of seconds from 0 to {most}: {self.timeout}")
        if self.batch < 1:
            raise SettingsError(f"KG_STORE_BATCH is no number of bytes: {self.batch}")

    @classmethod
    def of(cls, address: str, environ: Mapping[str, str] | None = None) -> Endpoint:
        """Return the server behind an address, with what the environment says beside it.

        Args:
            address: One that all others follow from; or, where ``KG_STORE_UPDATE`` is set, that of queries.
            environ: Where ``KG_STORE_UPDATE``, ``KG_STORE_GRAPHS``, ``KG_STORE_USER``,
                ``KG_STORE_PASSWORD``, ``KG_STORE_TOKEN``, ``KG_STORE_TIMEOUT`` and ``KG_STORE_BATCH``
                stand; the process environment if not given.

        Raises:
            SettingsError: Something is wrong with them.

        """
        environ = os.environ if environ is None else environ
        _check(address)
        query, update, graphs = _addresses(address)
        if given := environ.get("KG_STORE_UPDATE"):
            query, update, graphs = address, given, ""
        return cls(
            shown=address,
            query=query,
            update=update,
            graphs=environ.get("KG_STORE_GRAPHS") or graphs,
            user=environ.get("KG_STORE_USER", ""),
            password=environ.get("KG_STORE_PASSWORD", ""),
            token=environ.get("KG_STORE_TOKEN", ""),
            timeout=_number(environ, "KG_STORE_TIMEOUT", 120),
            batch=int(_number(environ, "KG_STORE_BATCH", 4_000_000)),
        )

    def authorization(self) -> dict[str, str]:
        """Return the header that lets us in, if any is needed."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if self.user:
            pair = f"{self.user}:{self.password}".encode()
            return {"Authorization": "Basic " + base64.b64encode(pair).decode("ascii")}
        return {}


# What the path of an address looks like, and where updates and whole graphs are then, seen from its start.
_FORMS: Final = (
    (re.compile(r"(?P<start>.*)/query"), "{start}/query", "{start}/update", "{start}/store"),
    (re.compile(r"(?P<start>.*)/sparql"), "{start}/sparql", "{start}/sparql", ""),
    (
        re.compile(r"(?P<start>.*/repositories/[^/]+)"),
        "{start}",
        "{start}/statements",
        "{start}/rdf-graphs/service",
    ),
    (re.compile(r"(?P<start>.*)"), "{start}/query", "{start}/update", "{start}/store"),
)


def _addresses(address: str) -> tuple[str, ...]:
    bare = address.rstrip("/")
    for pattern, *services in _FORMS:
        if match := pattern.fullmatch(bare):
            return tuple(service.format(start=match["start"]) for service in services)
    raise AssertionError("the last form fits everything")


def _check(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SettingsError("not the address of a server", hint=_EXAMPLE) from error
    if parts.username is not None or parts.password is not None:
        hint = "put them in KG_STORE_USER and KG_STORE_PASSWORD"
        raise SettingsError("the address of the store holds a user or a password", hint=hint)
    plain = url.isascii() and url.isprintable() and not set(url) & set(' <>"{}|\\^`')
    if not (plain and parts.scheme in {"http", "https"} and parts.hostname) or parts.query or parts.fragment:
        raise SettingsError(f"not the address of a server: {url!r}", hint=_EXAMPLE)
    return parts


def _number(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise SettingsError(f"{name} is no number: {text!r}")
    return number


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
