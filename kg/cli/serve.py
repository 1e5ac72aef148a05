"""The command that makes the graph a service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import catalogue_option, examples, store_option
from kg.cli.terminal import report

if TYPE_CHECKING:
    from kg.server.explorer import Shell
    from kg.server.limits import Limits

__all__ = ["serve"]

_LONGEST_TOKEN = 4096  # bytes of its file that are read
_BESIDE = (("SPARQL editor", "editor"), ("API", "docs"))  # pages beside it


@click.command(
    epilog=examples(
        "kg serve",
        "kg serve --port 8000 --open",
        "kg serve --token-file token.txt",
        "kg serve --host 0.0.0.0 --port 8000 --allow-host graph.example.org --read-only",
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="NUMBER",
    help="The port to listen on.  [default: a free one]",
)
@click.option("--read-only", is_flag=True, help="Nobody writes, with a token neither.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whoever shows the token in this file may record judgements; without one nobody writes.",
)
@click.option(
    "--author",
    envvar="KG_AUTHOR",
    metavar="NAME",
    help="Who decides where a judgement names nobody.  [default: KG_AUTHOR]",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name under which the service is asked for, beside localhost; repeatable.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Pages of this origin, for example https://example.org, may read the answers; repeatable.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="How long a query may take.  [default: 30]",
)
@click.option(
    "--request-timeout",
    type=click.FloatRange(0.1, 600),
    default=15.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a client may take to send a request, or to take some of its answer.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1024),
    metavar="NUMBER",
    help="How large an answer may be.  [default: 67108864]",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="NUMBER",
    help="How many queries run at once.  [default: twice as many as there are processors, at least 8]",
)
@click.option("--open", "show", is_flag=True, help="Open the start page in a browser.")
@click.option("--log-requests", is_flag=True, help="Write a line for each request to standard error.")
@catalogue_option
@store_option
def serve(
    host: str,
    port: int,
    read_only: bool,
    token_file: Path | None,
    author: str | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    timeout: float | None,
    request_timeout: float,
    max_bytes: int | None,
    workers: int | None,
    show: bool,
    log_requests: bool,
    catalogue: Path | None,
    store: Path | None,
) -> None:
    """Answer questions over the network: SPARQL, REST, pages.

    The address is printed when requests are answered. Queries are stopped at their limits, and what kg build
    writes meanwhile is seen within seconds. Only this machine is answered unless --host says otherwise.
    """
    from kg.config import load_settings
    from kg.server.app import create_app
    from kg.server.running import bind
    from kg.server.running import serve as run
    from kg.server.settings import ServerSettings

    settings = load_settings(store=store, catalogue=catalogue)
    chosen = ServerSettings(
        limits=_limits(timeout, max_bytes, workers),
        token=None if read_only or token_file is None else _token(token_file),
        hosts=_hosts(host, hosts),
        origins=_origins(origins),
        catalogue=settings.catalogue,
        author=author or "",
        request_seconds=request_timeout,
        log_requests=log_requests,
    )
    app = create_app(_folder(settings.store), chosen, _shell())
    bound = bind(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/"

    def ready() -> None:
        click.echo(address)
        if show:
            click.launch(address)

    if run(app, bound, chosen, ready) == 2:  # SIGINT
        raise KeyboardInterrupt


def _folder(store: Path | str) -> Path:
    from kg.errors import SettingsError

    if isinstance(store, str):
        raise SettingsError(
            "kg serve needs a store in a folder", hint="the server that holds this one answers SPARQL itself"
        )
    return store


def _shell() -> Shell:
    """Return the page of the explorer, which leads to the other pages."""
    from kg.server.explorer import Shell
    from kg.visual.page import live_page, live_policy

    return Shell(lambda live: live_page(live, links=_BESIDE), live_policy())


def _limits(timeout: float | None, max_bytes: int | None, workers: int | None) -> Limits:
    from dataclasses import replace

    from kg.server.limits import Limits

    given = {"seconds": timeout, "answer_bytes": max_bytes, "quick": workers}
    return replace(Limits(), **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def _token(path: Path) -> str:
    from kg.errors import SettingsError
    from kg.files import reading

    with reading(path) as stream:
        token = stream.read(_LONGEST_TOKEN).decode("utf-8", "replace").strip()
    if len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            "a token has at least 16 characters, all of them ASCII and none a space",
            path=path,
            hint="make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )
    return token


def _hosts(host: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    from kg.errors import SettingsError
    from kg.server.settings import LOOPBACK

    for name in allowed:
        if not name or set(name) & set("/ @*") or name.count(":") == 1:  # more of them: an IPv6 address
            raise click.BadParameter(
                f"{name!r} is no name such as graph.example.org", param_hint="--allow-host"
            )
    if host in LOOPBACK:
        return (*LOOPBACK, *allowed)
    if not allowed:
        raise SettingsError(
            f"{host} can be reached by others, and no name is allowed",
            hint="say under which names the service is asked for: --allow-host NAME",
        )
    report("Note: others can reach this service. It speaks HTTP; put a server that speaks HTTPS before it.")
    return (*LOOPBACK, *allowed)


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    from urllib.parse import urlsplit

    for origin in given:
        parts = urlsplit(origin)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.netloc
            or origin != f"{parts.scheme}://{parts.netloc}"
        ):
            raise click.BadParameter(
                f"{origin!r} is no origin such as https://example.org", param_hint="--allow-origin"
            )
    return given
