"""Write the interactive page: data, drawing, style and program in one file.

The page's own rules (Content-Security-Policy) allow exactly the scripts and the style that we put into it, by
digest, and nothing else: no address is ever called, and no words of an article can run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

import networkx as nx

from kg.analysis import actor_of, ego, most_connected, subgraph, ties_of
from kg.model import ActorKind
from kg.visual.content import actor_json, documents_json, relations_json, tie_json
from kg.visual.drawing import Drawing
from kg.visual.layout import MOST_ACTORS, positions
from kg.visual.look import KINDS

__all__ = ["write_page"]

#: Actors that one page holds, the most connected ones; more would only make it slow.
MOST_ACTORS_HELD = 2_000
_NARROW_ACTORS = 12  # as many labels as a telephone can show legibly
_WIDE, _NARROW = 1.65, 0.42  # width by height of the pictures

_ASSETS = Path(__file__).resolve().parent / "assets"
_PROGRAM = ("data", "text", "filters", "graph", "legend", "panel", "table", "search", "export", "main")


def write_page(
    graph: nx.MultiDiGraph,
    target: TextIO | Path | str,
    *,
    title: str = "Actors and alliances",
    focus: str | None = None,
    limit: int = 60,
    links: Sequence[tuple[str, str]] = (),
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
    html = _render(graph, title, focus, max(1, min(limit, MOST_ACTORS)), links)
    if isinstance(target, str | Path):
        Path(target).write_text(html, encoding="utf-8", newline="\n")
    else:
        target.write(html)


def _render(
    graph: nx.MultiDiGraph, title: str, focus: str | None, limit: int, links: Sequence[tuple[str, str]]
) -> str:
    total = len(graph), graph.number_of_edges()
    first = _first_view(graph, focus, limit)
    degrees = dict(most_connected(graph, len(graph)))
    held = subgraph(graph, {*first, *list(degrees)[:MOST_ACTORS_HELD]})
    ties = {f"t{index}": tie for index, tie in enumerate(ties_of(held))}

    drawing = Drawing(title)
    for node in held:
        drawing.add_actor(actor_of(held, node), degrees[node], max(degrees.values(), default=0))
    drawing.add_ties(ties)

    page = {
        "total": {"actors": total[0], "ties": total[1]},
        "focus": focus,
        "actors": [actor_json(actor_of(held, node), degrees[node]) for node in sorted(held)],
        "ties": [tie_json(tie, tie_id) for tie_id, tie in ties.items()],
        "documents": documents_json(list(ties.values())),
        "relations": relations_json(),
        "kinds": {kind.value: _kind_json(kind) for kind in KINDS},
        "boxes": {n: [box.width, box.above, box.below] for n, box in sorted(drawing.boxes.items())},
        "wide": positions(subgraph(held, first), drawing.boxes, aspect=_WIDE),
        "narrow": positions(subgraph(held, first[:_NARROW_ACTORS]), drawing.boxes, aspect=_NARROW),
    }
    return _fill_template(drawing, page, links)


def _first_view(graph: nx.MultiDiGraph, focus: str | None, limit: int) -> list[str]:
    """Return the actors to show first, the most important ones at the front."""
    if focus is None:
        return [node for node, _ in most_connected(graph, limit)]
    around = ego(graph, focus)
    near = [node for node, _ in most_connected(around, len(around)) if node != focus]
    return [focus, *near][:limit]


def _kind_json(kind: ActorKind) -> dict[str, str]:
    look = KINDS[kind]
    return {"label": kind.value.replace("_", " "), "shape": look.shape, "colour": look.colour}


def _fill_template(drawing: Drawing, page: dict[str, Any], links: Sequence[tuple[str, str]]) -> str:
    network = drawing.network
    network.set_template_dir(str(_ASSETS), "page.html")
    library, program, style = _library(), _program(), _asset("page.css")
    network.templateEnv.globals.update(
        page=page,
        links=links,
        library=library,
        program=program,
        style=style,
        library_digest=_digest(library),
        program_digest=_digest(program),
        style_digest=_digest(style),
    )
    return str(network.generate_html())


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _program() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in _PROGRAM)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _library() -> str:
    """Return vis-network as pyvis ships it, without the line that lets developer tools call for its map."""
    text = (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
