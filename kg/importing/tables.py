"""What the codes of a list mean, from ``kg/data/importing/``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from kg.resources import importing_dir

__all__ = ["load_table"]


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the table ``kg/data/importing/NAME.toml``; it is read once."""
    return tomllib.loads((importing_dir() / f"{name}.toml").read_text(encoding="utf-8"))
