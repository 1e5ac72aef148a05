"""Places that a text describes instead of naming them, and places that "the capital" or "the area" mean."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.model import Date, Document


def held(extractor: Extractor, text: str) -> dict[str, str]:
    """Return name -> surface of the places that a text says are held."""
    claims = extractor.read(Document("text", text, date=Date("2023-05-01"))).claims
    return {c.target.name: c.target.surface for c in claims if c.relation == "controls"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hezbollah captured a hilltop near Marjayoun.", "hilltop near Marjayoun"),
        ("Hezbollah captured the western districts.", "western districts"),
        ("Hezbollah seized 60 mountain villages.", "60 mountain villages"),
        ("Residents fled to Houthi-held areas.", "Houthi-held areas"),
        ("Residents fled to the Houthi-held parts of Hodeidah.", "Houthi-held parts of Hodeidah"),
        ("Residents of Khartoum fled to RSF-held districts of the city.", "RSF-held districts of Khartoum"),
    ],
)
def test_a_place_without_a_name_is_called_by_its_description(
    extractor: Extractor, text: str, name: str
) -> None:
    assert name in held(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah controls territory.",
        "Hezbollah holds parts of the agreement.",
        "Hezbollah captured it in March.",
    ],
)
def test_words_that_tell_no_place_are_none(extractor: Extractor, text: str) -> None:
    assert held(extractor, text) == {}


def test_the_capital_is_that_of_the_country_spoken_of(extractor: Extractor) -> None:
    text = "The Yemeni government left. The Houthis captured the capital."

    assert list(held(extractor, text)) == ["Sanaa"]


def test_another_capital_is_not_that_of_the_country_spoken_of(extractor: Extractor) -> None:
    text = "The Yemeni government and the Yemeni army left. The Houthis captured the provincial capital."

    assert "Sanaa" not in held(extractor, text)


def test_a_district_of_a_city_is_not_the_city(extractor: Extractor) -> None:
    text = "The RSF captured a district of Khartoum."

    assert list(held(extractor, text)) == ["district of Khartoum"]


def test_the_northern_city_is_the_city(extractor: Extractor) -> None:
    found = held(
        extractor, "The RSF captured the northern city of Dongola. It took the northern part of Nyala."
    )

    assert list(found) == ["Dongola", "northern Nyala"]
