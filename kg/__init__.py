"""kg: a knowledge graph of actors and alliances, built from news.

The names below are the library; each is imported when it is first used, so that ``import kg`` costs nothing::

    import kg

    with kg.open_store("kg-store") as store:
        kg.build(["articles/"], store, kg.Pipeline())
        kg.queries.run(store, kg.queries.find("who-backs-whom"), {"on": "2024-11"}).texts()
        kg.write_page(kg.analysis.project_store(store), "graph.html")
    kg.resolve("HTS", on="2014")[0].actor_id  # 'hayat-tahrir-al-sham'
    kg.alias("HTS", on="2014").name_in_force  # 'al-Nusra Front'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from kg import analysis, queries, visual
    from kg.config import Settings, load_settings
    from kg.errors import KGError
    from kg.ingest import BuildReport, Pipeline, RebuildReport, build, rebuild
    from kg.model import Actor, Claim, Date, Document, Evidence, Name, Reading
    from kg.naming import AliasAnswer, alias, resolve
    from kg.resources import sample_dir
    from kg.store import Store
    from kg.visual import write_page

__all__ = [
    "Actor",
    "AliasAnswer",
    "BuildReport",
    "Claim",
    "Date",
    "Document",
    "Evidence",
    "KGError",
    "Name",
    "Pipeline",
    "Reading",
    "RebuildReport",
    "Settings",
    "Store",
    "__version__",
    "alias",
    "analysis",
    "build",
    "load_settings",
    "open_store",
    "queries",
    "rebuild",
    "resolve",
    "sample_dir",
    "visual",
    "write_page",
]

_HOMES = {
    "kg.config": ("Settings", "load_settings"),
    "kg.errors": ("KGError",),
    "kg.ingest": ("BuildReport", "Pipeline", "RebuildReport", "build", "rebuild"),
    "kg.model": ("Actor", "Claim", "Date", "Document", "Evidence", "Name", "Reading"),
    "kg.naming": ("AliasAnswer", "alias", "resolve"),
    "kg.resources": ("sample_dir",),
    "kg.store": ("Store",),
    "kg.visual": ("write_page",),
}
_MODULES = ("analysis", "queries", "visual")
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def open_store(path: "Path | str", *, read_only: bool = False) -> "Store":
    """Open the store in a folder, for use in a ``with`` block; see :meth:`kg.store.Store.open`."""
    from kg.store import Store

    return Store.open(path, read_only=read_only)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name in _MODULES:
        return import_module(f"kg.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
