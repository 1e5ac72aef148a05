"""The graph as one HTML page that needs no server and no network, and as a picture in a notebook."""

from typing import TYPE_CHECKING, Any

from kg.visual.page import write_page

if TYPE_CHECKING:
    from kg.visual.pyvis_page import network, write_pyvis_page

__all__ = ["network", "write_page", "write_pyvis_page"]


def __getattr__(name: str) -> Any:
    """Import what stands on pyvis when it is first used: pyvis brings IPython along, which takes its time."""
    if name not in __all__:
        raise AttributeError(f"module 'kg.visual' has no attribute {name!r}")
    from kg.visual import pyvis_page

    return getattr(pyvis_page, name)
