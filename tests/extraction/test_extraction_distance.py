"""Which words a text keeps at a distance: a few in quotation marks, and what "so-called" stands before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import Extractor
from kg.extraction.distance import is_distanced, is_scare_quoted
from kg.extraction.parsing import plain

DOUBTED = {"so-called", "self-styled"}


@pytest.mark.parametrize(
    ("text", "distanced"),
    [
        ('Russia gives "support" to the army.', True),
        ("Russia gives “support” to the army.", True),
        ("Russia gives 'support' to the army.", True),
        ("Russia gives ‘military support’ to the army.", True),
        ('Russia gives "full military support" to the army.', True),
        ('"Support" for the army ended.', True),
        ("Russia's so-called support ended.", True),
        ("Russia's self-styled support ended.", True),
        ("Russia gives support to the army.", False),
        ('Russia gives support to the "army".', False),
        ('The "army" gives support to Russia.', False),
        ('The "army" gives support to "Russia".', False),
        ("The rebels' support for the soldiers' army ended.", False),
        ("Russia's support for the so-called army ended.", False),
        ('"They give support," he said.', False),
        ('Assad said: "Our support for the army of Syria has ended."', False),
        ('Russia gives "support to the army.', False),
    ],
)
def test_a_few_words_in_quotes_are_kept_at_a_distance_and_a_sentence_is_not(
    extractor: Extractor, text: str, distanced: bool
) -> None:
    words = [token for token in extractor.nlp(plain(text)) if token.lower_ == "support"]

    assert [is_distanced(word, DOUBTED) for word in words] == [distanced]


@given(st.text(alphabet="\"' ab.", max_size=30))
def test_any_mixture_of_marks_is_read(extractor: Extractor, text: str) -> None:
    """Only a word with a mark before and behind it stands in quotation marks."""
    doc = extractor.nlp.make_doc(text)

    for token in doc:
        if is_scare_quoted(token):
            assert {t.text for t in doc[: token.i]} & {t.text for t in doc[token.i + 1 :]} & {'"', "'"}
