"""The gazetteer finds names at word boundaries in all their spellings and says where they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.gazetteer import Gazetteer
from kg.model import Actor, ActorKind, Name, NameKind

NAMES = {
    "Syria": NameKind.OFFICIAL,
    "Syrian": NameKind.ADJECTIVE,
    "Syrian National Army": NameKind.OFFICIAL,
    "US": NameKind.ACRONYM,
    "Hay'at Tahrir al-Sham": NameKind.OFFICIAL,
    "Golan Heights": NameKind.OFFICIAL,
    "the Golan": NameKind.ALIAS,
    "سوريا": NameKind.ORIGINAL_SCRIPT,
    "The Emir": NameKind.WEAK,
}
SURFACES = [(text, Name(text, kind), Actor(text, ActorKind.STATE, text)) for text, kind in NAMES.items()]
GAZETTEER = Gazetteer(SURFACES)


def found(text: str) -> list[tuple[str, str]]:
    """Return the words matched and the name that they are."""
    return [(text[m.start : m.end], m.bearers[0][1].id) for m in GAZETTEER.find(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Syria’s war", [("Syria", "Syria")]),
        ("Syrias war", [("Syria", "Syria")]),
        ("Assyria and Syriac", []),
        ("the Syrian National Army", [("Syrian National Army", "Syrian National Army")]),
        ("Syrian, National Army", [("Syrian", "Syrian")]),
        ("tell us of the US and the U.S. army", [("US", "US"), ("U.S.", "US")]),
        ("Hayat Tahrir al Sham", [("Hayat Tahrir al Sham", "Hay'at Tahrir al-Sham")]),
        ("HAY’AT TAHRIR AL-SHAM", [("HAY’AT TAHRIR AL-SHAM", "Hay'at Tahrir al-Sham")]),
        ("in the Golan Heights", [("Golan Heights", "Golan Heights")]),
        ("وفي سوريا اليوم", [("سوريا", "سوريا")]),
        ("The Emir spoke", []),
        ("", []),
    ],
)
def test_names_are_found_in_the_spellings_of_news(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_names_inside_names_are_given_apart() -> None:
    text = "the Syrian National Army"

    assert [text[m.start : m.end] for m in GAZETTEER.find(text)[1]] == ["Syrian"]


@given(
    st.lists(
        st.sampled_from([*NAMES, "and", "of", "Assyria", "—", "(", "\n\n", "x.", "é", "’s"]), max_size=12
    )
)
def test_matches_lie_in_the_text_in_order_and_never_overlap(words: list[str]) -> None:
    """Whatever stands around the names."""
    text = " ".join(words)
    outer, inner = GAZETTEER.find(text)
    spans = [(m.start, m.end) for m in outer]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(any(s <= m.start and m.end <= e for s, e in spans) for m in inner)


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    """No input is refused."""
    for match in GAZETTEER.find(text)[0]:
        assert text[match.start : match.end].strip()
