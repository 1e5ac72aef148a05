"""What a page that needs nothing else holds inside: files of the assets, and the digests that allow them."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["ASSETS", "HALVES", "asset", "digest", "library"]

ASSETS: Final = Path(__file__).resolve().parent / "assets"
HALVES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters, which UTF-8 cannot write."""


@cache
def asset(name: str) -> str:
    """Return the text of a file of the assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def library() -> str:
    """Return vis-network without the line that lets developer tools call for its map."""
    text = asset("vis-network/vis-network.min.js")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))


@cache
def digest(text: str) -> str:
    """Return what a Content Security Policy allows a script or a style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
