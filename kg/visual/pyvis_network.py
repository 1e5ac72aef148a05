"""A pyvis network that draws itself with our template: offline, in UTF-8, and every word as text.

pyvis 0.3.2 would otherwise load scripts from the network, put heading and titles into the page as markup,
write files in the encoding of the machine, and fail in ``show()`` unless told of a notebook at the start.
"""

from __future__ import annotations

import copy
import html
import webbrowser
from pathlib import Path
from typing import Any

from pyvis.network import Network

from kg.visual.inlining import ASSETS, HALVES, asset, digest, library
from kg.visual.look import KINDS, SIGNS

__all__ = ["OPTIONS", "PyvisNetwork"]

#: vis-network's options; every network gets a copy of its own, to be changed at will.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": True,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"borderWidth": 1, "borderWidthSelected": 4},
    "edges": {
        "smooth": False,
        "selectionWidth": 2.5,
        "hoverWidth": 1,
        "arrowStrikethrough": False,
        "selfReference": {"size": 14, "angle": 0.8},
        "font": {"size": 11, "align": "middle", "strokeWidth": 4},
    },
}


class PyvisNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A directed pyvis network with positions instead of physics; the last line of a cell shows it.

    All of pyvis works on it: ``net.add_edge(...)``, ``net.options["nodes"]``, ``net.write_html("it.html")``.
    """

    def __init__(self, title: str, height: str, width: str, actors: int, ties: int) -> None:
        """Make an empty network; ``actors`` and ``ties`` is how much there would be to draw in all."""
        # Undirected, pyvis drops the second tie of a pair.
        heading = HALVES.sub("\ufffd", title)
        super().__init__(height, width, directed=True, heading=heading, cdn_resources="in_line")
        self.options = copy.deepcopy(OPTIONS)
        self.set_template_dir(str(ASSETS), "pyvis.html")
        parts = {"library": library(), "program": asset("pyvis.js"), "style": asset("pyvis.css")}
        self.templateEnv.globals.update(
            parts,
            digests={name: digest(text) for name, text in parts.items()},
            total={"actors": actors, "ties": ties},
            kinds={kind.value: look for kind, look in KINDS.items()},
            signs={look.label: look for look in SIGNS.values()},
        )

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002
        """Return the page; it is the same in a notebook and outside."""
        return str(super().generate_html(name, local, notebook=False))

    def write_html(
        self,
        name: str,
        local: bool = True,  # noqa: ARG002
        notebook: bool = False,  # noqa: ARG002
        open_browser: bool = False,
    ) -> None:
        """Write the page as one file in UTF-8, and no folder beside it."""
        self.html = self.generate_html(name)
        Path(name).write_text(self.html, encoding="utf-8", newline="\n")
        if open_browser:
            webbrowser.open(Path(name).resolve().as_uri())

    def _repr_html_(self) -> str:
        """Return the picture for a notebook: a frame that holds the page and may reach nothing around it."""
        page = html.escape(self.generate_html())
        size = html.escape(f"width: {self.width}; height: {self.height}; border: 0")
        allowed = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
        title = html.escape(self.heading)
        return f'<iframe title="{title}" sandbox="{allowed}" style="{size}" srcdoc="{page}"></iframe>'
