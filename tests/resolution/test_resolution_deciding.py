"""A name leads to one actor, or to nobody with the reason; rows of a file are answered one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.catalogue import Catalogue
from kg.errors import DataError
from kg.resolution import Batch, Resolver, decide, load_names

# Made-up actors in the form of a list of names.
ACTORS = [
    {"id": "t:1", "type": "armed_group", "countries": ["Oman"],
     "names": [{"name": "Popular Front for the Liberation of Oman", "type": "name"}]},
    {"id": "t:2", "type": "armed_group", "countries": ["Colombia"],
     "names": [{"name": "Ejército de Rescate Nacional", "type": "name"}, {"name": "ERN", "type": "acronym"}]},
    {"id": "t:3", "type": "armed_group", "countries": ["Peru"],
     "names": [{"name": "Ejército de Reforma Nacional", "type": "name"}, {"name": "ERN", "type": "acronym"}]},
    {"id": "t:4", "type": "state", "countries": ["Peru"],
     "names": [{"name": "Peru", "type": "name"}, {"name": "Peruvian", "type": "demonym"},
               {"name": "Lima", "type": "capital"}]},
    {"id": "t:5", "type": "armed_group", "countries": ["Syria"],
     "names": [{"name": "Liwa al-Zorvan", "type": "former", "from": "2012", "to": "2016-05"},
               {"name": "Zorvan Movement", "type": "name", "from": "2016-05"}]},
    {"id": "t:6", "type": "armed_group", "countries": ["Mali"],
     "names": [{"name": "Mouvement pour la défense de Tessalit", "type": "name"}]},
    {"id": "t:7", "type": "armed_group", "countries": [],
     "names": [{"name": "Provisional Quillon Army", "type": "name"}]},
]  # fmt: skip


def listed(folder: Path) -> Path:
    path = folder / "actors.jsonl"
    path.write_text("".join(json.dumps(actor) + "\n" for actor in ACTORS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return load_names(listed(tmp_path_factory.mktemp("names")))


@pytest.fixture(scope="module")
def resolver(catalogue: Catalogue) -> Resolver:
    return Resolver(catalogue)


@pytest.mark.parametrize(
    ("surface", "actor_id", "index"),
    [
        ("Popular Front for the Liberation of Oman", "t:1", "exact"),
        ("the Popular Front for Liberation of Oman", "t:1", "order"),
        ("Frente del pueblo para la liberación de Omán", "t:1", "translation"),
        ("الجبهة الشعبية لتحرير عمان", "t:1", "translation"),
        ("Народный фронт освобождения Омана", "t:1", "translation"),
        ("Popular Front for the Liberatoin of Oman", "t:1", "likeness"),
        ("PFLO", "t:1", "initials"),
        ("MDT", "t:6", "initials"),
        ("Movement for the Defence of Tessalit", "t:6", "translation"),
        ("the Zorvan Movement (ZM)", "t:5", "brackets"),
        ("Zorvan Brigade", "t:5", "translation"),
        ("Zorvan Movement fighters", "t:5", "within"),
        ("Lima", "t:4", "exact"),
        ("the Peruvians", "t:4", "states"),
        ("the Peruvian army and police", "t:4", "states"),
        ("Government of Peru", "t:4", "states"),
        ("秘鲁", "t:4", "states"),
    ],
)
def test_a_name_leads_to_its_actor_by_the_index_that_says_so(
    resolver: Resolver, surface: str, actor_id: str, index: str
) -> None:
    candidates = resolver.lookup(surface)
    assert decide(candidates).actor_id == actor_id
    if candidates[0].index != index:  # an article may count as order, a title as more words
        assert {candidates[0].index, index} <= {"articles", "order", "exact"}


@pytest.mark.parametrize(
    "surface",
    [
        "Popular Front for the Liberation of Libya",
        "Popular Front for the Liberation of Yemen",
        "National Front for the Liberation of Kurdistan",
        "Continuity Quillon Party",
        "Movement for the Defence of Kidal",
        "Peruvian rebels",
        "Arequipa",
        "the group",
        "government forces",
        "Foreign Ministry",
        "rebels",
        "Roger Mortimer",
    ],
)
def test_a_near_miss_leads_to_nobody(resolver: Resolver, surface: str) -> None:
    assert decide(resolver.lookup(surface)).actor_id is None


def test_a_name_that_two_bear_gives_both_and_the_country_decides(resolver: Resolver) -> None:
    decision = decide(resolver.lookup("ERN"))
    assert (decision.actor_id, set(decision.rivals)) == (None, {"t:2", "t:3"})
    assert decide(resolver.lookup("ERN", country="Colombia")).actor_id == "t:2"
    assert decide(resolver.lookup("ERN", country="pérou")).actor_id == "t:3"
    assert decide(resolver.lookup("ERN", beside=["t:4"])).actor_id == "t:3"


def test_a_judgement_comes_first(catalogue: Catalogue) -> None:
    judged = Resolver(catalogue, decided={"ern": "t:2", "zorvan movement": None})
    assert decide(judged.lookup("E.R.N.")).actor_id == "t:2"
    assert judged.lookup("Zorvan Movement") == []


def test_rows_are_answered_and_broken_ones_named(catalogue: Catalogue, resolver: Resolver) -> None:
    rows = [
        '{"rid": "a", "surface": "Zorvan Movement", "date": "2013"}',
        "nonsense",
        '{"surface": 5}',
        '{"surface": "ERN", "date": "May"}',
        "",
        '{"rid": "b", "surface": "ERN", "context_country": "Peru"}',
    ]
    problems: list[DataError] = []
    found = list(Batch(catalogue, resolver).answers(enumerate(rows, 1), Path("rows"), problems.append))

    assert [(answer["rid"], answer["id"]) for answer in found] == [("a", "t:5"), ("b", "t:3")]
    assert found[0]["name_in_force"] == "Liwa al-Zorvan"
    assert found[0]["history"] == ["Liwa al-Zorvan", "Zorvan Movement"]
    assert [problem.line for problem in problems] == [2, 3, 4]


def test_an_unknown_country_is_told_and_not_looked_at(catalogue: Catalogue, resolver: Resolver) -> None:
    row = '{"rid": "a", "surface": "Zorvan Movement", "context_country": "Narnia"}'
    problems: list[DataError] = []
    odd: list[DataError] = []
    (answer,) = Batch(catalogue, resolver).answers([(7, row)], Path("rows"), problems.append, odd.append)
    assert (answer["id"], answer["score"], problems) == ("t:5", 1.0, [])
    assert [(problem.line, "Narnia" in str(problem)) for problem in odd] == [(7, True)]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "t:1", "type": "state", "countries": [], "names": []}',
        '{"id": "t:1", "type": "state"}',
        '{"id": "t:1", "type": "state", "names": [{"name": 5}]}',
        '{"id": "t:1", "type": "state", "names": [{"name": "X", "from": "soon"}]}',
        "no JSON",
    ],
)
def test_a_broken_list_names_the_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "actors.jsonl"
    path.write_text(json.dumps(ACTORS[1]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"actors\.jsonl:2"):
        load_names(path)
