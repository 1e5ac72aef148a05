"""Countries are known by their English names and by what the UN and others call them."""

from __future__ import annotations

import re

import pytest

from kg.importing.countries import country_in_english
from kg.importing.tables import load_table


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syria", "SY"),
        ("Syrian Arab Republic", "SY"),
        ("iran (islamic republic of)", "IR"),
        ("Myanmar (Burma)", "MM"),
        ("Yemen (North Yemen)", "YE"),
        ("Türkiye", "TR"),
        ("Democratic People’s Republic of Korea", "KP"),
        ("former Soviet Union", None),
        ("European Union", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_name(name: str, code: str | None) -> None:
    assert country_in_english(name) == code


def test_tables_hold_codes_of_countries() -> None:
    codes = [
        *load_table("countries"),
        *(iso for isos in load_table("ucdp")["states"].values() for iso in isos),
    ]
    codes += [entry["country"] for entry in load_table("un")["lists"].values() if "country" in entry]

    assert [code for code in codes if not re.fullmatch("[A-Z]{2}", code)] == []
