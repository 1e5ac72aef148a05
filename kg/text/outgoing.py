"""Texts of strangers where another program opens them: cells of a spreadsheet, links of a page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

__all__ = ["cell", "web_address"]

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula: with an apostrophe in front."""
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def web_address(url: str) -> str:
    """Return an http or https address as it is, anything else (javascript:, data:, file:) as nothing."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""
