"""Write the explorer: data, style, renderer and program in one HTML file, or the same page without data.

The page's own rules (Content-Security-Policy) allow exactly the scripts and the styles that we put into it,
by digest, and nothing else: no address is ever called but, where the page is live, its own server's, and no
words of an article can run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TextIO

import jinja2
import networkx as nx

from kg.scene.scene import Scene, scene
from kg.visual.inlining import ASSETS, HALVES, asset, digest, library
from kg.visual.look import look_json

__all__ = ["live_page", "live_policy", "write_page", "write_scene"]

Links = Sequence[tuple[str, str]]

_VIEWS: Final = (("graph", "g"), ("table", "t"), ("lifelines", "l"), ("matrix", "m"))  # and their keys
_STYLE: Final = (
    "page",
    "panel",
    "timebar",
    "lifelines",
    "matrix",
    "table",
    "legend",
    "export",
    "live",
    "screens",
)
_PROGRAM: Final = (
    "data",
    "text",
    "icons",
    "state",
    "permalink",
    "filters",
    "places",
    "strokes",
    "moving",
    "halos",
    "shapes",
    "captions",
    "crowd",
    "marks",
    "walking",
    "graph",
    "counts",
    "legend",
    "inwords",
    "whensaid",
    "panel",
    "judging",
    "pair",
    "rows",
    "table",
    "lifelinks",
    "liferows",
    "lifelayout",
    "lifemarks",
    "lifepicture",
    "lifelines",
    "balance",
    "matrix",
    "timescale",
    "timebins",
    "timeplay",
    "timebar",
    "search",
    "paths",
    "shown",
    "xml",
    "picture",
    "graph-picture",
    "matrix-picture",
    "addresses",
    "export",
    "waiting",
    "live",
    "keys",
    "main",
)


def write_page(
    graph: nx.MultiDiGraph,
    target: TextIO | Path | str,
    *,
    title: str = "Actors and alliances",
    focus: str | None = None,
    limit: int = 60,
    links: Links = (),
) -> None:
    """Write a graph as one HTML page; the same graph gives the same bytes.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        target: A text stream, or the path of a file to write in UTF-8.
        title: Heading of the page.
        focus: Id of the actor whose neighbourhood is shown first; else the most connected actors are.
        limit: Number of actors in the first view, from 1 to 400; all others are one search or click away.
        links: Pages beside this one, each as its name and its address; they stand in the heading.

    Raises:
        UnknownNameError: The graph has no actor ``focus``.

    """
    of = Scene(title=title, focus=() if focus is None else (focus,), limit=limit)
    write_scene(scene(graph, of), target, links)


def write_scene(drawn: dict[str, Any], target: TextIO | Path | str, links: Links = ()) -> None:
    """Write a scene made by :func:`kg.scene.scene` as one HTML page.

    Args:
        drawn: The scene, with its sentences.
        target: A text stream, or the path of a file to write in UTF-8.
        links: Pages beside this one, each as its name and its address; they stand in the heading.

    """
    html = _html(drawn["title"], links, None, drawn)
    if isinstance(target, str | Path):
        Path(target).write_text(html, encoding="utf-8", newline="\n")
    else:
        target.write(html)


def live_page(live: dict[str, Any], title: str = "Actors and alliances", links: Links = ()) -> str:
    """Return the page without data, which asks its server for them.

    Args:
        live: What it has to know: ``root``, the way from its address to the start page (``../``); ``judge``,
            whether decisions are taken; ``actor`` or ``tie`` (its three parts) where the page is about one.
        title: Heading until the data are there.
        links: Pages beside this one, each as its name and its address from the start page; they stand in
            the heading.

    """
    beside = [(name, live["root"] + address) for name, address in links]
    return _html(title, beside, live, None)


def live_policy() -> str:
    """Return the rules of such a page, for the header that comes with it."""
    return _policy(is_live=True)


def _policy(*, is_live: bool) -> str:
    scripts = f"'{digest(library())}' '{digest(_program())}'"
    asks = "connect-src 'self'; " if is_live else ""
    return (
        f"default-src 'none'; script-src {scripts}; style-src '{digest(_style())}'; img-src data: blob:; "
        f"{asks}base-uri 'none'; form-action 'none'"
    )


def _html(title: str, links: Links, live: dict[str, Any] | None, drawn: dict[str, Any] | None) -> str:
    return _template().render(
        title=HALVES.sub("\ufffd", title),
        links=links,
        live=live,
        views=_VIEWS,
        policy=_policy(is_live=live is not None),
        look=_json({**look_json(), "live": live}),
        scene=None if drawn is None else _json(drawn),
        library=library(),
        program=_program(),
        style=_style(),
    )


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(ASSETS)
    return jinja2.Environment(loader=loader, autoescape=True, keep_trailing_newline=True).get_template(
        "page.html"
    )


def _json(value: object) -> str:
    """Return JSON for a block of a page: nothing in it can end the block or start another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


@cache
def _program() -> str:
    parts = "\n".join(asset(f"{name}.js") for name in _PROGRAM)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def _style() -> str:
    return "\n".join(asset(f"{name}.css") for name in _STYLE)
