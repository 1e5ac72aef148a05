"""Labels: short, clean, and no larger than the room they are given."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.scene.labels import box_of, label_of


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_labels_are_short_and_hold_no_control_characters(name):
    lines = label_of(name).split("\n")
    assert 1 <= len(lines) <= 3
    assert all(
        0 < len(line) <= 18 and not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", line) for line in lines
    )


def test_long_names_end_with_an_ellipsis():
    assert label_of("The People's Front for the Liberation of the Far Northern Provinces").endswith("…")
    assert label_of("Hezbollah") == "Hezbollah"
    assert label_of("") == "?"


def test_more_text_takes_more_room():
    small, wide, tall = (box_of(text, 10, 14) for text in ("ab", "abcdefghijkl", "ab\ncd"))
    assert small.width < wide.width
    assert small.below < tall.below
    assert box_of("ab", 20, 14).above > small.above
    assert box_of("沙姆解放组织", 10, 14).width > box_of("abcdef", 10, 14).width
