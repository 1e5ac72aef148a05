"""FollowTheMoney: entities become records, ties become statements of the entity that they are about."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from importing_lists import read_list

from kg.importing.ftm import read
from kg.model import ActorKind, Date, NameKind


def _entity(identifier: str, schema: str = "Organization", **properties: Any) -> dict[str, Any]:
    values = {key: value if isinstance(value, list) else [value] for key, value in properties.items()}
    return {"id": identifier, "schema": schema, "properties": values, "datasets": ["xx_list"]}


def _lines(*entities: dict[str, Any]) -> str:
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)


def test_properties_become_names_countries_and_ids_of_other_registers() -> None:
    entity = _entity(
        "NK-1",
        name=["Harbour Guard", "حرس الميناء"],
        alias=["Guard of the Harbour", "HGM"],
        previousName="Coastal Watch",
        abbreviation="HG",
        weakAlias="The Guard",
        country=["sy", "lb"],
        jurisdiction="sy",
        wikidataId="Q1234567",
    )
    [record], problems = read_list(read, _lines(entity | {"caption": "Harbour Guard"}))
    kinds = {name.text: name.kind for name in record.names}

    assert not problems
    assert (record.register, record.identifier, record.place) == ("opensanctions", "NK-1", "1")
    assert (record.name, record.kind) == ("Harbour Guard", ActorKind.ORGANISATION)
    assert kinds == {
        "Harbour Guard": NameKind.OFFICIAL,
        "حرس الميناء": NameKind.ORIGINAL_SCRIPT,
        "Guard of the Harbour": NameKind.ALIAS,
        "HGM": NameKind.ACRONYM,
        "HG": NameKind.ACRONYM,
        "Coastal Watch": NameKind.FORMER,
        "The Guard": NameKind.WEAK,
    }
    assert record.countries == ("SY", "LB")
    assert record.same_as == (("wikidata", "Q1234567"),)


@pytest.mark.parametrize(
    ("schema", "topics", "kind"),
    [
        ("Organization", ["crime.terror", "sanction"], ActorKind.ARMED_GROUP),
        ("Organization", ["pol.party"], ActorKind.POLITICAL_PARTY),
        ("PublicBody", [], ActorKind.GOVERNMENT_BODY),
        ("PublicBody", ["mil"], ActorKind.ARMED_FORCES),
        ("Person", ["crime.terror"], ActorKind.PERSON),
        ("LegalEntity", [], ActorKind.UNKNOWN),
    ],
)
def test_schema_and_topics_say_what_kind_of_actor_it_is(
    schema: str, topics: list[str], kind: ActorKind
) -> None:
    [record], _ = read_list(read, _lines(_entity("NK-1", schema, name="Somebody", topics=topics)))

    assert record.kind is kind


def test_flat_ties_go_to_the_entity_they_are_about_wherever_they_stand_in_the_file() -> None:
    member = _entity("NK-m", "Membership", member="NK-1", organization="NK-2", startDate="2017-01-28")
    leader = _entity("NK-l", "Membership", member="NK-3", organization="NK-1", role="Commander-in-chief")
    deputy = _entity("NK-d", "Membership", member="NK-3", organization="NK-2", role="Deputy leader")
    actors = [_entity(f"NK-{n}", name=f"Actor {n}") for n in (1, 2)] + [
        _entity("NK-3", "Person", name="A. B.")
    ]
    records, problems = read_list(read, _lines(member, *actors, leader, deputy))
    said = {r.identifier: [(s.relation, s.other_identifier) for s in r.statements] for r in records}

    assert not problems
    assert said == {
        "NK-1": [("member_of", "NK-2")],
        "NK-2": [],
        "NK-3": [("leads", "NK-1"), ("member_of", "NK-2")],
    }
    assert records[0].statements[0].valid_from == Date("2017-01-28")
    assert records[0].statements[0].other_register == "opensanctions"


def test_nested_ties_need_no_repeated_entity_and_may_point_backwards() -> None:
    other = _entity("NK-2", name="Harbour Council") | {"caption": "Harbour Council"}
    entity = _entity("NK-1", name="Harbour Guard")
    entity["properties"]["membershipMember"] = [_entity("m", "Membership", organization=[other])]
    entity["properties"]["ownershipOwner"] = [_entity("o", "Ownership", asset=[_entity("NK-5", name="Firm")])]
    [record], _ = read_list(read, _lines(entity))
    member, owner = record.statements

    assert (member.relation, member.other_identifier, member.is_reversed) == ("member_of", "NK-2", False)
    assert member.other_name == "Harbour Council"
    assert (owner.relation, owner.other_identifier, owner.is_reversed) == ("part_of", "NK-5", True)


@pytest.mark.parametrize(
    ("programme", "relation"),
    [("Counter Terrorism Designations", "designates_terrorist"), ("Zone Regulations", "sanctions")],
)
def test_a_sanction_is_what_its_authority_does_to_the_entity(programme: str, relation: str) -> None:
    sanction = _entity(
        "NK-s", "Sanction", entity="NK-1", authority="Ministry of Lists", program=programme,
        startDate="2018-05-31", endDate="2025-07-08",
    )  # fmt: skip
    [record], _ = read_list(read, _lines(sanction, _entity("NK-1", name="Harbour Guard")))
    [statement] = record.statements

    assert (statement.relation, statement.other_name) == (relation, "Ministry of Lists")
    assert statement.is_reversed
    assert (statement.valid_from, statement.valid_until) == (Date("2018-05-31"), Date("2025-07-08"))


def test_every_statement_has_its_line_in_the_record() -> None:
    sanction = _entity("s", "Sanction", authority="Ministry of Lists", program="Zones")
    entity = _entity("NK-1", name="Harbour Guard")
    entity["properties"]["sanctions"] = [sanction]
    member = _entity("m", "Membership", member="NK-1", organization="NK-2", role="Emir")
    [record], _ = read_list(read, _lines(entity, member))

    assert len(record.statements) == 2
    assert all(statement.text in record.lines for statement in record.statements)
    assert "name: Harbour Guard" in record.lines


def test_a_broken_line_is_one_problem_with_its_line_and_the_others_are_read() -> None:
    good = [_entity(f"NK-{n}", name=f"Actor {n}") for n in range(3)]
    data = (
        "\n".join(
            [
                json.dumps(good[0]),
                '{"id": "NK-9", "schema": "Organization", "proper',
                json.dumps({"schema": "Organization", "properties": {}}),
                json.dumps(_entity("NK-8", alias=[])),
                json.dumps({"id": "NK-7", "schema": "Organization", "properties": ["name"]}),
                json.dumps(good[1]),
                "[" * 100_000,
                json.dumps(good[2]),
            ]
        ).encode()
        + b"\n\xff\xfe broken\n"
    )
    records, problems = read_list(read, data)

    assert [record.identifier for record in records] == ["NK-0", "NK-1", "NK-2"]
    assert [problem.place for problem in problems] == ["2", "3", "4", "5", "7", "9"]
    assert all(problem.hint for problem in problems)


def test_what_is_no_actor_is_counted_and_ties_of_nobody_are_told() -> None:
    records, problems = read_list(
        read,
        _lines(
            _entity("v1", "Vessel", name="Boat"),
            _entity("v2", "Vessel", name="Ship"),
            _entity("m", "Membership", member="NK-9", organization="NK-1"),
        ),
    )

    assert not records
    assert ["2 Vessel" in problems[0].message, "NK-9" in problems[1].message] == [True, True]


def test_a_stream_that_cannot_be_gone_back_in_is_read_as_well() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation("seek")

    data = _lines(
        _entity("NK-1", name="Harbour Guard"), _entity("m", "Membership", member="NK-1", organization="x")
    )
    [record] = read(Pipe(data.encode()), Path("-"), lambda problem: pytest.fail(str(problem)))

    assert len(record.statements) == 1
