"""A real browser for the page, where there is one."""

from __future__ import annotations

from browsing import browser

__all__ = ["browser"]
