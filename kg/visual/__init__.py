"""The graph as one HTML page that needs nothing else: no server, no network."""

from kg.visual.page import write_page

__all__ = ["write_page"]
