"""Wikidata: items become records; ranks, precisions, unknown values and qualifiers are understood."""

from __future__ import annotations

import json
from typing import Any

import pytest
from importing_lists import read_list

from kg.importing.wikidata import read
from kg.model import ActorKind, Date, Name, NameKind

ARMED_ORGANISATION, SYRIA = "Q17149090", "Q858"


def _snak(value: Any) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": value, "type": "any"}}


def _time(text: str, precision: int = 11, calendar: str = "Q1985727") -> dict[str, Any]:
    model = f"http://www.wikidata.org/entity/{calendar}"
    return {"time": f"+{text}T00:00:00Z", "precision": precision, "calendarmodel": model}


def _claim(value: Any, rank: str = "normal", **qualifiers: Any) -> dict[str, Any]:
    listed = {name: [_snak(given)] for name, given in qualifiers.items()}
    return {"mainsnak": _snak(value), "rank": rank, "qualifiers": listed}


def _q(number: str) -> dict[str, Any]:
    return {"entity-type": "item", "id": number}


def _item(
    number: str = "Q901", classes: tuple[str, ...] = (ARMED_ORGANISATION,), **claims: Any
) -> dict[str, Any]:
    return {
        "type": "item",
        "id": number,
        "labels": {"en": {"language": "en", "value": "Harbour Guard"}},
        "aliases": {"en": [{"language": "en", "value": "HG"}]},
        "claims": {"P31": [_claim(_q(c)) for c in classes]} | claims,
    }


def _read(*items: dict[str, Any]) -> Any:
    return read_list(read, "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items))


def test_labels_and_aliases_of_the_chosen_languages_become_names() -> None:
    item = _item(P17=[_claim(_q(SYRIA))])
    item["labels"] |= {
        "ar": {"language": "ar", "value": "حرس الميناء"},
        "zh-hans": {"language": "zh-hans", "value": "海港卫队"},
        "de": {"language": "de", "value": "Hafenwache"},
        "tlh": {"language": "tlh", "value": "left out"},
    }
    [record], problems = _read(item)

    assert not problems
    assert (record.register, record.identifier, record.kind) == ("wikidata", "Q901", ActorKind.ARMED_GROUP)
    assert (record.name, record.countries) == ("Harbour Guard", ("SY",))
    assert set(record.names) == {
        Name("Harbour Guard", NameKind.OFFICIAL, "en"),
        Name("Hafenwache", NameKind.EXONYM, "de"),
        Name("حرس الميناء", NameKind.ORIGINAL_SCRIPT, "ar"),
        Name("海港卫队", NameKind.ORIGINAL_SCRIPT, "zh-Hans"),
        Name("HG", NameKind.ACRONYM, "en"),
    }


def test_the_label_holds_from_the_beginning_to_the_end_of_the_item() -> None:
    [record], _ = _read(_item(P571=[_claim(_time("2012-01-00", 10))], P576=[_claim(_time("2017-00-00", 9))]))

    assert record.names[0] == Name("Harbour Guard", NameKind.OFFICIAL, "en", Date("2012-01"), Date("2017"))


def test_official_names_have_the_dates_of_their_qualifiers_and_the_label_then_has_none() -> None:
    official = [
        _claim(
            {"text": "Coastal Watch", "language": "en"}, P580=_time("2012-01-23"), P582=_time("2016-07-28")
        ),
        _claim({"text": "Harbour Front", "language": "en"}, P580=_time("2016-07-28")),
    ]
    [record], _ = _read(_item(P1448=official, P571=[_claim(_time("2012-01-23"))]))
    dated = {
        n.text: (n.kind, n.valid_from, n.valid_until) for n in record.names if n.kind is not NameKind.ACRONYM
    }

    assert dated == {
        "Harbour Guard": (NameKind.OFFICIAL, None, None),
        "Coastal Watch": (NameKind.OFFICIAL, Date("2012-01-23"), Date("2016-07-28")),
        "Harbour Front": (NameKind.OFFICIAL, Date("2016-07-28"), None),
    }


@pytest.mark.parametrize(
    "begun",
    [
        {"mainsnak": {"snaktype": "somevalue"}, "rank": "normal"},
        {"mainsnak": {"snaktype": "novalue"}, "rank": "normal"},
        _claim(_time("2010-00-00", 8)),  # a decade
        _claim(_time("2012-13-45")),
        _claim(_time("2012-01-01"), "deprecated"),
        _claim({"time": "-0050-01-01T00:00:00Z", "precision": 9}),
        {"rank": "normal"},
        "no claim",
    ],
)
def test_a_time_that_is_no_date_is_no_date_of_the_name(begun: Any) -> None:
    [record], problems = _read(_item(P571=[begun]))

    assert record.names[0] == Name("Harbour Guard", NameKind.OFFICIAL, "en")
    assert not problems


def test_a_preferred_rank_goes_before_a_normal_one_and_julian_days_are_years() -> None:
    begun = [_claim(_time("2011-01-01")), _claim(_time("1913-05-02", 11, "Q1985786"), "preferred")]
    [record], _ = _read(_item(P571=begun))

    assert record.names[0].valid_from == Date("1913")


def test_properties_that_tie_items_become_statements_in_their_direction() -> None:
    [record], _ = _read(
        _item(
            P361=[
                _claim(_q("Q902"), P580=_time("2017-01-28"), P582=_time("2018-00-00", 9)),
                _claim(_q("Q901")),
            ],
            P488=[_claim(_q("Q903"))],
            P3461=[_claim(_q("Q1065"), P580=_time("2014-05-14"))],
            P807=[_claim(_q("Q904"), "deprecated")],
        )
    )
    said = [
        (s.relation, s.other_identifier, s.is_reversed, s.valid_from, s.valid_until)
        for s in record.statements
    ]

    assert said == [
        ("part_of", "Q902", False, Date("2017-01-28"), Date("2018")),
        ("leads", "Q903", True, None, None),
        ("designates_terrorist", "Q1065", True, Date("2014-05-14"), None),
    ]
    assert all(s.text in record.lines and s.other_register == "wikidata" for s in record.statements)


def test_the_lines_of_a_dump_and_the_answer_of_entity_data_are_read_alike() -> None:
    item, other = _item(), _item("Q902")
    dump = "[\n" + json.dumps(item) + ",\n" + json.dumps(other) + "\n]\n"
    answer = json.dumps({"entities": {"Q901": item, "Q902": other}})

    from_dump, problems = read_list(read, dump)
    from_answer, _ = read_list(read, answer)

    assert not problems
    assert [r.identifier for r in from_dump] == [r.identifier for r in from_answer] == ["Q901", "Q902"]


def test_what_is_no_actor_is_left_out_and_counted_and_an_unknown_class_is_told() -> None:
    records, problems = _read(
        _item("Q1", ("Q4167410",)),
        {"type": "property", "id": "P31"},
        _item("Q2", ("Q999999",)),
        _item("Q3", ()),
    )

    assert [(record.identifier, record.kind) for record in records] == [
        ("Q2", ActorKind.UNKNOWN),
        ("Q3", ActorKind.UNKNOWN),
    ]
    assert "1 of Q4167410" in problems[0].message
    assert "Q999999" in problems[1].message


def test_broken_lines_and_odd_shapes_are_one_problem_each_and_no_end() -> None:
    odd = {"type": "item", "id": "Q5", "labels": [], "aliases": [], "claims": []}
    data = "\n".join(
        ['{"type": "item", "id": "Q1", "la', json.dumps({"id": "../x"}), json.dumps(odd), json.dumps(_item())]
    )
    records, problems = read_list(read, data)

    assert [record.identifier for record in records] == ["Q901"]
    assert [problem.place for problem in problems] == ["1", "2", "3"]
