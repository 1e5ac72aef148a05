"""CAMEO dictionaries: entries with synonyms and dated codes, states with adjectives and capitals."""

from __future__ import annotations

import pytest
from importing_lists import read_list

from kg.importing.cameo import read
from kg.model import ActorKind, Date, NameKind

DICTIONARY = """\
# a dictionary
<!-- of made-up actors -->
SYRIA_ [SYR]  ; CountryInfo.txt
+SYRIAN_
+LATAKIA_
HARBOUR_GUARD_OF_AL-MINA_ [SYRREB]\t# rebels
+GUARD_OF_THE_HARBOUR_ {GUARDS_OF_THE_HARBOUR_}
+HGM_
JANE_ROE
\t[SYRGOV 090120-170120]
\t[SYRELI >170120]
SYRIAN_MINISTRY_OF_HARBOURS [SYRGOV]
SOMEBODY_ELSE [---]
"""


def test_entries_become_records_with_kinds_names_and_countries() -> None:
    records, problems = read_list(read, DICTIONARY)

    assert not problems
    assert [(r.identifier, r.kind, r.name, r.countries, r.place) for r in records] == [
        ("SYRIA", ActorKind.STATE, "Syria", ("SY",), "3"),
        ("HARBOUR-GUARD-OF-AL-MINA", ActorKind.ARMED_GROUP, "Harbour Guard of Al-Mina", ("SY",), "6"),
        ("JANE-ROE", ActorKind.PERSON, "Jane Roe", ("SY",), "9"),
        (
            "SYRIAN-MINISTRY-OF-HARBOURS",
            ActorKind.GOVERNMENT_BODY,
            "Syrian Ministry of Harbours",
            ("SY",),
            "12",
        ),
    ]


def test_synonyms_and_plurals_are_names_and_those_of_a_state_are_weak() -> None:
    (syria, guard, *_), _ = read_list(read, DICTIONARY)

    assert [(name.text, name.kind) for name in guard.names] == [
        ("Harbour Guard of Al-Mina", NameKind.OFFICIAL),
        ("Guard of the Harbour", NameKind.ALIAS),
        ("Guards of the Harbour", NameKind.ALIAS),
        ("HGM", NameKind.ACRONYM),
    ]
    assert [name.kind for name in syria.names] == [NameKind.OFFICIAL, NameKind.WEAK, NameKind.WEAK]


def test_a_code_of_a_states_organs_is_a_dated_part_of_that_state() -> None:
    records, _ = read_list(read, DICTIONARY)
    said = {
        r.identifier: [(s.relation, s.other_name, s.valid_from, s.valid_until) for s in r.statements]
        for r in records
    }

    assert said["JANE-ROE"] == [("part_of", "Syria", Date("2009-01-20"), Date("2017-01-20"))]
    assert said["SYRIAN-MINISTRY-OF-HARBOURS"] == [("part_of", "Syria", None, None)]
    assert said["SYRIA"] == said["HARBOUR-GUARD-OF-AL-MINA"] == []
    assert all(s.text in r.lines for r in records for s in r.statements)


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("[SYRGOV <170120]", None, "2017-01-20"),
        ("[SYRGOV >20170120]", "2017-01-20", None),
        ("[SYRGOV 690101-991231]", "1969-01-01", "1999-12-31"),
        ("[SYRGOV >2011]", "2011", None),
    ],
)
def test_times_of_codes(code: str, since: str | None, until: str | None) -> None:
    [record], problems = read_list(read, f"JANE_ROE {code}\n")
    [statement] = record.statements

    assert not problems
    assert (statement.valid_from, statement.valid_until) == (since and Date(since), until and Date(until))


def test_country_info_gives_states_with_their_adjectives_and_capitals() -> None:
    [record], problems = read_list(
        read,
        """<Country>
<CountryCode>SYR</CountryCode>
<CountryName>SYRIA</CountryName>
<ISO3166-alpha2>SY</ISO3166-alpha2>
<Nationality>
SYRIAN
</Nationality>
<Capital>
DAMASCUS_
</Capital>
<MajorCities>
ALEPPO_
</MajorCities>
</Country>
""",
    )

    assert not problems
    assert (record.identifier, record.kind, record.countries) == ("SYR", ActorKind.STATE, ("SY",))
    assert [(name.text, name.kind) for name in record.names] == [
        ("Syria", NameKind.OFFICIAL),
        ("Syrian", NameKind.ADJECTIVE),
        ("Damascus", NameKind.METONYM),
    ]


def test_words_for_roles_are_left_out_and_told() -> None:
    records, [problem] = read_list(read, "POLICE_ [~COP]\nMAN_ {MEN_} [~CVL]\nHARBOUR_GUARD [SYRREB]\n")

    assert [record.identifier for record in records] == ["HARBOUR-GUARD"]
    assert "2 lines" in problem.message


def test_broken_lines_are_one_problem_each_and_the_others_are_read() -> None:
    lines = [
        b"+SYNONYM_",
        b"NO_CODE_",
        b"HALF_OPEN [SYR",
        b"BAD_CODE [sy]",
        b"BAD_DATE [SYRGOV 991399-000101]",
        b"BACKWARDS [SYRGOV 170120-090120]",
        b"]]",
        b"\xff\xfe",
        b"HARBOUR_GUARD [SYRREB]",
        b"<Country>",
        b"<CountryCode>SYR</CountryCode>",
    ]
    records, problems = read_list(read, b"\n".join(lines))

    assert [record.identifier for record in records] == ["HARBOUR-GUARD"]
    assert sorted(int(problem.place) for problem in problems) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 10]
    assert all(problem.hint for problem in problems)
