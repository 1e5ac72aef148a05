"""Long texts are parsed piece by piece, and nothing is lost where they are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import Extractor
from kg.extraction.parsing import pieces, plain
from kg.model import Document


@given(st.text(alphabet="ab .\n", max_size=300), st.integers(min_value=2, max_value=40))
def test_the_pieces_are_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    found = list(pieces(text, limit))

    assert "".join(found) == text
    assert all(len(piece) <= limit for piece in found)


@given(st.text(max_size=300))
def test_a_plain_text_has_every_character_in_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_a_run_without_spaces_is_broken_without_moving_anything() -> None:
    """The tokeniser needs a space now and then; offsets stay those of the text as given."""
    text = "x" * 2500 + " Russia bombed Hezbollah."

    assert len(plain(text)) == len(text)
    assert plain(text).endswith(" Russia bombed Hezbollah.")
    assert max(map(len, plain(text).split())) < 1000


def test_claims_of_a_long_document_stand_at_their_place(extractor: Extractor) -> None:
    """Offsets go on counting across the pieces; the rebels of the first are those of the last."""
    filler = "The weather was fine in the hills that day, and nothing else happened there at all.\n\n"
    text = "The rebels attacked Hezbollah.\n\n" + filler * 900 + "The rebels attacked Israel.\n"
    claims = extractor.read(Document("long", text)).claims

    assert len(text) > 50_000
    assert [claim.target.id for claim in claims] == ["hezbollah", "israel"]
    assert claims[0].source.id == claims[1].source.id
    assert all(text[c.evidence.start : c.evidence.end] == c.evidence.quote for c in claims)
    assert claims[1].evidence.quote == "The rebels attacked Israel."
