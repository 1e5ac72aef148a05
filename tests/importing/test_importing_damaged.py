"""Whatever happens to a file, a reader tells it in lines of one problem each and goes on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing_lists import read_list

from kg.importing import Problem, ReadRecords, Record
from kg.importing.formats import FORMATS

_ITEM = {
    "type": "item",
    "id": "Q901",
    "labels": {"en": {"language": "en", "value": "Harbour Guard"}},
    "aliases": {"en": [{"language": "en", "value": "HG"}]},
    "claims": {
        "P31": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q5"}}}, "rank": "normal"}],
        "P571": [
            {
                "mainsnak": {
                    "snaktype": "value",
                    "datavalue": {"value": {"time": "+2012-01-23T00:00:00Z", "precision": 11}},
                },
                "rank": "normal",
            }
        ],
    },
}
_ENTITIES = [
    {
        "id": "a",
        "schema": "Organization",
        "properties": {"name": ["Harbour Guard", "حرس"], "country": ["sy"]},
    },
    {"id": "b", "schema": "Membership", "properties": {"member": ["a"], "organization": ["c"]}},
]
_CONCEPT = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/a> a skos:Concept ; skos:prefLabel "Harbour Guard"@en ; skos:altLabel "حرس"@ar .
"""
GOOD = {
    "ftm": "\n".join(map(json.dumps, _ENTITIES)).encode(),
    "wikidata": json.dumps(_ITEM).encode(),
    "cameo": b"HARBOUR_GUARD_ [SYRREB]\n+HG_ {HGS_}\nJANE_ROE\n\t[SYRGOV 090120-170120]\n",
    "skos": _CONCEPT.encode(),
    "csv": 'id,name,countries,from,facts\n1,Guard,SY,2012,part_of x 2013/\n2,حرس,"LB; TR",,\n'.encode(),
}


def _read(name: str, data: bytes) -> tuple[list[Record], list[Problem]]:
    read: ReadRecords = FORMATS[name].read
    records, problems = read_list(read, data)
    for problem in problems:
        assert "\n" not in str(problem)
        assert problem.message
    for record in records:
        assert record.name
        assert any(name.text == record.name for name in record.names)
        assert all(statement.text in record.lines for statement in record.statements)
    return records, problems


@pytest.mark.parametrize("name", GOOD)
def test_the_undamaged_file_has_no_problem(name: str) -> None:
    records, problems = _read(name, GOOD[name])

    assert records
    assert [problem for problem in problems if problem.hint] == []


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_file_cut_or_changed_anywhere_ends_no_run(name: str, data: st.DataObject) -> None:
    whole = GOOD[name]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    _read(name, whole[:start] + data.draw(st.binary(max_size=4)) + whole[end:])
    _read(name, whole[:start])


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=60))
def test_any_bytes_end_no_run(name: str, data: bytes) -> None:
    _read(name, data)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(["Q5", "Membership"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "value", "en"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("name", ["ftm", "wikidata"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_value_of_any_shape_in_any_place_ends_no_run(name: str, data: st.DataObject) -> None:
    lines = [json.loads(line) for line in GOOD[name].splitlines()]
    place = data.draw(st.sampled_from(lines))
    for _ in range(data.draw(st.integers(0, 6))):
        inner = [
            key
            for key, value in (place.items() if isinstance(place, dict) else enumerate(place))
            if isinstance(value, dict | list)
        ]
        if not inner:
            break
        place = place[data.draw(st.sampled_from(inner))]
    if place:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        place[key] = data.draw(_values)
    _read(name, "\n".join(map(json.dumps, lines)).encode())
