"""Find words in a text although quotation marks, dashes and spaces are written differently.

A model copies words, but rarely typography: it writes ``"`` for ``“`` and one space for a line break. Both
sides are evened out, and what is found is given back as offsets into the text as it was given.
"""

from __future__ import annotations

from array import array

__all__ = ["Evened", "even"]

Span = tuple[int, int]

_SAME = str.maketrans(
    dict.fromkeys("’‘‛`´′ʼ", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def even(text: str) -> str:
    """Return a text with plain quotation marks, hyphens and single spaces, none at its ends."""
    return Evened(text).text.strip(" ")


class Evened:
    """A text evened out, one or no character for each of its own, with the way back.

    Args:
        text: The text, or a part of one.
        offset: Where the part begins; all offsets count from the beginning of the whole.

    """

    def __init__(self, text: str, offset: int = 0) -> None:
        letters: list[str] = []
        self._offsets = array("L")
        for place, letter in enumerate(text.translate(_SAME), start=offset):
            if letter in _UNSEEN:
                continue
            plain = " " if letter.isspace() else letter
            if plain == " " and letters and letters[-1] == " ":
                continue
            letters.append(plain)
            self._offsets.append(place)
        self.text = "".join(letters)

    def find(self, words: str, near: Span | None = None, *, whole: bool = False) -> Span | None:
        """Return where words stand in the text as given: start, and end exclusive; ``None`` if nowhere.

        Args:
            words: What to look for; capitals count.
            near: Offsets of a stretch: what stands inside it comes first, then the last place before it, then
                the first one behind. Without it, the first place is taken.
            whole: Only where no word is cut: "Iran" does not stand in "Iranian".

        """
        wanted = even(words)
        best: Span | None = None
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            if not whole or not (self._cuts(start) or self._cuts(end)):
                found = (self._offsets[start], self._offsets[end - 1] + 1)
                if near is None or (near[0] <= found[0] and found[1] <= near[1]):
                    return found
                if found[0] >= near[1]:
                    return best or found
                best = found
            start = self.text.find(wanted, start + 1)
        return best

    def _cuts(self, at: int) -> bool:
        """Tell whether a word goes on across a place."""
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()
