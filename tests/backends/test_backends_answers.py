"""Statements are read out of whatever a model writes; what is not in the agreed form is counted."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from fake_server import claim
from hypothesis import given
from hypothesis import strategies as st

from kg.backends.answers import Unreadable, statements_of
from kg.backends.statement import Statement

ONE = claim("Russia", "backs", "Syria", "Russia backs Syria.")
TWO = claim("Iran", "arms", "Hezbollah", "Iran arms Hezbollah.")
ANSWER = json.dumps({"claims": [ONE, TWO]})
READ = [
    Statement("Russia", "backs", "Syria", "Russia backs Syria.", confidence=0.9),
    Statement("Iran", "arms", "Hezbollah", "Iran arms Hezbollah.", confidence=0.9),
]


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        f"```json\n{ANSWER}\n```",
        f"```\n{ANSWER}\n```",
        f"```json\n{ANSWER}",
        f"Here are the claims {{as asked}}:\n\n{ANSWER}\n\nLet me know if you need more.",
        f'<think>The form is {{"claims": []}}, so ...</think>\n{ANSWER}',
        json.dumps([ONE, TWO]),
        f"```json\n{json.dumps([ONE, TWO])}\n```",
        json.dumps({"thoughts": "there are two", "claims": [ONE, TWO]}, indent=2),
    ],
)
def test_statements_are_found_in_what_stands_around_them(answer: str) -> None:
    dropped: Counter[str] = Counter()

    assert statements_of(answer, dropped) == READ
    assert not dropped


def test_of_an_answer_that_is_cut_off_what_came_whole_is_taken() -> None:
    for length in range(ANSWER.index("}") + 1, len(ANSWER) - 2):
        dropped: Counter[str] = Counter()

        assert statements_of(ANSWER[:length], dropped) == READ[: ANSWER[:length].count("}")]
        assert dropped == {"answer cut off": 1}


@pytest.mark.parametrize(
    "answer",
    ["", "I cannot help with that.", "{}", '{"claims": {}}', '{"claims"', "[" * 100_000, "null", "<html>"],
)
def test_what_holds_no_claim_and_no_whole_list_is_unreadable(answer: str) -> None:
    with pytest.raises(Unreadable, match="no JSON"):
        statements_of(answer, Counter())


def test_no_claims_are_an_answer() -> None:
    assert statements_of('{"claims": []}', Counter()) == []


@pytest.mark.parametrize(
    "item",
    [
        "Russia backs Syria",
        None,
        ["Russia", "backs", "Syria"],
        ONE | {"source": None},
        ONE | {"source": {"name": "Russia"}},
        ONE | {"relation": 3},
        ONE | {"quote": ["Russia", "backs"]},
        ONE | {"polarity": True},
        ONE | {"claimant": {"id": "russia"}},
        ONE | {"confidence": "high"},
        ONE | {"confidence": True},
        ONE | {"confidence": 10**400},
        ONE | {"quote": "x" * 100_000},
        {name: value for name, value in ONE.items() if name != "target"},
    ],
)
def test_an_item_of_another_form_is_counted_and_the_rest_is_read(item: object) -> None:
    dropped: Counter[str] = Counter()

    assert statements_of(json.dumps({"claims": [ONE, item, TWO]}), dropped) == READ
    assert dropped == {"not in the agreed form": 1}


def test_what_may_be_left_out_has_a_default() -> None:
    short = {name: ONE[name] for name in ("source", "relation", "target", "quote")}

    (statement,) = statements_of(json.dumps({"claims": [short]}), Counter())

    assert (statement.polarity, statement.modality, statement.confidence) == ("affirmed", "asserted", 0.5)


def test_more_statements_than_a_part_can_make_are_left_out() -> None:
    dropped: Counter[str] = Counter()

    assert len(statements_of(json.dumps({"claims": [ONE] * 1000}), dropped)) == 200
    assert dropped == {"more statements than one part can make": 800}


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_no_json_raises_anything_but_unreadable(value: object) -> None:
    for answer in (json.dumps(value), json.dumps({"claims": value}), json.dumps({"claims": [value]})):
        try:
            statements_of(answer, Counter())
        except Unreadable:
            continue
