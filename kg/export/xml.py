"""What XML can hold."""

from __future__ import annotations

import re

__all__ = ["for_xml"]

# What XML 1.0 cannot hold, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def for_xml(text: str) -> str:
    """Return a text with a space for each character that XML 1.0 cannot hold."""
    return _NOT_XML.sub(" ", text)
