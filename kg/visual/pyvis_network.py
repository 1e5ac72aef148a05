"""A pyvis network that draws itself with our template: offline, in UTF-8, and every word as text.

pyvis 0.3.2 would otherwise load scripts from the network, put heading and titles into the page as markup,
write files in the encoding of the machine, and fail in ``show()`` unless told of a notebook at the start.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import html
import webbrowser
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyvis.network import Network

from kg.visual.look import KINDS, SIGNS

__all__ = ["OPTIONS", "PyvisNetwork"]

_ASSETS = Path(__file__).resolve().parent / "assets"

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
        super().__init__(height, width, directed=True, heading=title, cdn_resources="in_line")
        self.options = copy.deepcopy(OPTIONS)
        self.set_template_dir(str(_ASSETS), "pyvis.html")
        parts = {
            "library": _library(),
            "program": (_ASSETS / "pyvis.js").read_text(encoding="utf-8"),
            "style": (_ASSETS / "pyvis.css").read_text(encoding="utf-8"),
        }
        self.templateEnv.globals.update(
            parts,
            digests={name: _digest(text) for name, text in parts.items()},
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


def _library() -> str:
    """Return vis-network as pyvis ships it, without the line that lets developer tools call for its map."""
    text = (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
