"""One way to write what languages write differently when they take over a name: Daesch and Daesh."""

from __future__ import annotations

import re

from kg.resolution.keys import loose

__all__ = ["sound_key"]

# From long to short: what French, German, English and others write for one sound of another alphabet.
_SOUNDS = (
    ("dsch", "j"), ("tsch", "c"), ("dzh", "j"), ("sch", "sh"), ("tch", "c"), ("dj", "j"), ("zh", "j"),
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("oo", "u"),
    ("ou", "u"), ("ee", "i"), ("ae", "e"), ("ai", "e"), ("ay", "e"), ("ei", "e"), ("ey", "e"), ("w", "v"),
    ("z", "s"), ("y", "i"), ("ij", "i"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_MUTE = re.compile("(?<=in)e$|(?<=[aeiou])h$")  # Poutine; Hizbullah
_SHORTEST = 5  # letters; fewer are the key of too many names
_LONGEST = 80


def sound_key(folded: str) -> str | None:
    """Return what a folded name sounds like; ``None`` where it is too short or too long for that.

    >>> sound_key("dschabhat an nusra"), sound_key("al quaeda"), sound_key("poutine")
    ('jabhat nusra', 'keda', 'putin')
    """
    if len(folded) > _LONGEST:
        return None
    key = loose(folded)
    for letters, sound in _SOUNDS:
        if letters in key:
            key = key.replace(letters, sound)
    key = " ".join(_MUTE.sub("", _TWICE.sub(r"\1", word)) for word in key.split())
    return key if len(key.replace(" ", "")) >= _SHORTEST - 1 and len(folded) >= _SHORTEST else None
