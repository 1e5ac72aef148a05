"""A folded text says of each of its words where it stands in the text as given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.folding import FoldedText, folded_words
from kg.text.fold import fold

PARTS = [
    "Hay’at",
    "al-Sham",
    "U.S.",
    "سوريا",
    "Syria's",
    "a",
    " ",
    "  ",
    "\n",
    "\n \n",
    ". ",
    " - ",
    "\t",
    "|",
]
TEXTS = st.lists(st.sampled_from([*PARTS, "x" * 70, "x,y " * 20, "\xa0", "ʿ"]), max_size=12).map("".join)


def words_of(text: str) -> list[tuple[str, str]]:
    """Return each folded word with the words of the text that it comes from."""
    folded = FoldedText(text)
    found = [
        (match.group(), folded.word_at(match.start())) for match in re.finditer("[a-z0-9]+", folded.line)
    ]
    return [(word, text[slice(*place)]) for word, place in found]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hay’at Tahrir al-Sham", " hayat tahrir al sham "),
        ("Syria, Iraq", " syria | iraq "),
        ("the U.S. Then", " the us | then "),
        ("The war.\n\nThe peace", " the war | | the peace "),
        ("north - south, well-known", " north | south | well known "),
        ("two  spaces\nand\ta\xa0tab", " two spaces and a tab "),
        ("", " "),
    ],
)
def test_words_are_folded_and_breaks_marked(text: str, line: str) -> None:
    assert FoldedText(text).line == line


@given(TEXTS)
def test_each_word_is_found_again_in_the_text(text: str) -> None:
    words = words_of(text)

    assert [word for word, _ in words] == folded_words(text)
    assert all(fold(given) == word for word, given in words)


@given(st.text(max_size=100))
def test_any_text_is_folded(text: str) -> None:
    """No input is refused, and its words are found in their order."""
    expected = [word for folded in folded_words(text) for word in folded.split()]  # ¼ gives two

    assert [word for word, _ in words_of(text)] == expected


def test_what_is_remembered_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extraction.folding._REMEMBERED", 2)
    text = "One two-three four, five U.S. six"

    assert words_of(text) == words_of(text)
    assert [word for word, _ in words_of(text)] == ["one", "two", "three", "four", "five", "us", "six"]
