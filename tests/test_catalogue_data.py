"""The curated armed groups, parties and persons hold what the catalogue promises."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.catalogue import Catalogue
from kg.model import Actor, ActorKind, NameKind
from kg.resources import catalogue_dir
from kg.text.fold import fold

FILES = {
    "armed_groups.jsonl": {"armed_group", "coalition"},
    "parties.jsonl": {"political_party"},
    "persons.jsonl": {"person"},
}
KEYS = ["id", "kind", "name", "countries", "names", "facts", "same_as", "sources"]
NAME_KEYS = ["name", "kind", "language", "from", "until"]
FACT_KEYS = ["relation", "target", "from", "until"]
PUBLIC_LISTS = Path(__file__).resolve().parents[2] / "shared" / "data"
# Each names somebody only inside a text that says whom: as a name it would match every group.
COMMON_NOUNS = """
alliance army authorities bloc brigade brigades brotherhood coalition command commander council dissidents
division fighters forces front government group groups guard guards insurgents islamists jihadists leader
legion loyalists mercenaries military militants militia militias minister movement mujahideen opposition
party police president rebels regime resistance revolutionaries secretary separatists state terrorists
troops union units volunteers
"""


def records(file: str) -> list[dict[str, Any]]:
    """Return the lines of one file as objects."""
    lines = (catalogue_dir() / file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the built-in catalogue; that it loads also proves its facts' targets and unique ids."""
    return Catalogue.load()


@pytest.fixture(scope="module")
def ours(catalogue: Catalogue) -> list[Actor]:
    """Return the actors of the three files."""
    return [catalogue.actors[record["id"]] for file in FILES for record in records(file)]


@pytest.mark.parametrize(
    ("file", "kind", "least"),
    [
        ("armed_groups.jsonl", "armed_group", 260),
        ("armed_groups.jsonl", "coalition", 30),
        ("parties.jsonl", "political_party", 70),
        ("persons.jsonl", "person", 120),
    ],
)
def test_there_are_enough_actors_of_each_kind(file: str, kind: str, least: int) -> None:
    kinds = Counter(record["kind"] for record in records(file))

    assert kinds[kind] >= least
    assert set(kinds) <= FILES[file]


@pytest.mark.parametrize("file", FILES)
def test_lines_are_sorted_and_written_in_one_way(file: str) -> None:
    """A change of one actor is then a change of one line, whoever makes it."""
    lines = (catalogue_dir() / file).read_text(encoding="utf-8").splitlines()
    objects = [json.loads(line) for line in lines]

    assert [o["id"] for o in objects] == sorted({o["id"] for o in objects})
    for line, record in zip(lines, objects, strict=True):
        assert line == json.dumps(record, ensure_ascii=False)
        assert list(record) == [key for key in KEYS if key in record]
        for name in record.get("names", []):
            assert list(name) == [key for key in NAME_KEYS if key in name]
        for fact in record.get("facts", []):
            assert list(fact) == [key for key in FACT_KEYS if key in fact]


def test_hts_is_one_actor_with_three_names_one_after_the_other(catalogue: Catalogue) -> None:
    hts = catalogue.actors["hayat-tahrir-al-sham"]
    dated = sorted(
        (str(name.valid_from), str(name.valid_until), name.text, name.kind)
        for name in hts.names
        if name.kind in {NameKind.OFFICIAL, NameKind.FORMER}
    )

    assert dated == [
        ("2012-01-23", "2016-07-28", "al-Nusra Front", NameKind.FORMER),
        ("2016-07-28", "2017-01-28", "Jabhat Fateh al-Sham", NameKind.FORMER),
        ("2017-01-28", "2025-01-29", "Hay'at Tahrir al-Sham", NameKind.OFFICIAL),
    ]


@pytest.mark.parametrize(
    ("surface", "actor"),
    [
        ("Nusra Front", "hayat-tahrir-al-sham"),
        ("Jabhat al-Nusra", "hayat-tahrir-al-sham"),
        ("Hay’et Tahrir al-Sham", "hayat-tahrir-al-sham"),
        ("Front for the Conquest of the Levant", "hayat-tahrir-al-sham"),
        ("هيئة تحرير الشام", "hayat-tahrir-al-sham"),
        ("Daesh", "islamic-state"),
        ("ISIL", "islamic-state"),
        ("Abu Mohammed al-Golani", "ahmed-al-sharaa"),
        ("Hashd al-Shaabi", "popular-mobilization-forces"),
        ("Ansar Allah", "houthis"),
        ("Rami Abdel Rahman", "rami-abdel-rahman"),
    ],
)
def test_a_spelling_leads_to_one_actor(surface: str, actor: str, catalogue: Catalogue) -> None:
    bearers = {bearer.id for text, _, bearer in catalogue.surfaces() if fold(text) == fold(surface)}

    assert bearers == {actor}


def test_a_name_that_several_groups_bear_stands_with_each(catalogue: Catalogue) -> None:
    bearers = {bearer.id for text, _, bearer in catalogue.surfaces() if text == "Ansar al-Sharia"}

    assert {"ansar-al-sharia-libya", "ansar-al-sharia-tunisia", "aqap"} <= bearers


def test_every_actor_has_a_country_and_a_source(ours: list[Actor]) -> None:
    assert [actor.id for actor in ours if not (actor.countries and actor.sources)] == []


def test_no_name_is_a_bare_common_noun(ours: list[Actor]) -> None:
    common = set(COMMON_NOUNS.split())
    found = [
        (actor.id, name.text)
        for actor in ours
        for name in actor.names
        if fold(name.text).removeprefix("the ") in common
    ]

    assert found == []


def test_no_name_folds_to_nothing_or_stands_twice(ours: list[Actor]) -> None:
    for actor in ours:
        texts = [(name.text, name.kind, str(name.valid_from)) for name in actor.names]

        assert len(set(texts)) == len(texts), actor.id
        assert all(fold(name.text) for name in actor.names), actor.id


def test_shown_names_tell_actors_apart(ours: list[Actor]) -> None:
    shown = Counter(fold(actor.name) for actor in ours)

    assert [name for name, count in shown.items() if count > 1] == []


def test_leaders_are_persons_or_groups_and_follow_their_dates(catalogue: Catalogue) -> None:
    obama = catalogue.actors["barack-obama"]
    [presidency] = [fact for fact in obama.facts if fact.relation == "leads"]

    assert presidency.target == "united-states"
    assert (str(presidency.valid_from), str(presidency.valid_until)) == ("2009-01-20", "2017-01-20")


def test_nobody_leads_or_belongs_to_himself(ours: list[Actor]) -> None:
    assert [actor.id for actor in ours if any(fact.target == actor.id for fact in actor.facts)] == []


def test_persons_are_never_led_and_nothing_is_part_of_them(ours: list[Actor], catalogue: Catalogue) -> None:
    targets = {fact.target for actor in ours for fact in actor.facts}

    assert {t for t in targets if catalogue.actors[t].kind is ActorKind.PERSON} == set()


def test_a_part_is_not_part_of_its_parts(ours: list[Actor]) -> None:
    whole_of = {a.id: {f.target for f in a.facts if f.relation == "part_of"} for a in ours}

    assert [(a, b) for a, wholes in whole_of.items() for b in wholes if a in whole_of.get(b, ())] == []


def test_a_register_names_each_entry_once(ours: list[Actor]) -> None:
    """Two actors with the same register id would be one actor under two ids."""
    ids = Counter(pair for actor in ours for pair in actor.same_as)

    assert [pair for pair, count in ids.items() if count > 1] == []


def registered(kind: str) -> Iterator[tuple[str, str]]:
    """Yield actor and number for each source that begins with ``kind``."""
    for file in FILES:
        for record in records(file):
            for source in record["sources"]:
                if match := re.fullmatch(kind + r"(\S+)", source):
                    yield record["id"], match.group(1)


@pytest.mark.skipif(not PUBLIC_LISTS.is_dir(), reason="the public lists are not on this machine")
def test_ucdp_numbers_exist() -> None:
    with (PUBLIC_LISTS / "ucdp-actor-221.csv").open(encoding="utf-8-sig", newline="") as file:
        known = {row["ActorId"] for row in csv.DictReader(file)}
    cited = list(registered("UCDP Actor Dataset 22.1, actor "))

    assert len(cited) >= 150
    assert [pair for pair in cited if pair[1] not in known] == []


@pytest.mark.skipif(not PUBLIC_LISTS.is_dir(), reason="the public lists are not on this machine")
def test_un_references_exist() -> None:
    tree = ElementTree.parse(PUBLIC_LISTS / "UN_consolidated_2026-02-27.xml")
    known = {(node.text or "").strip() for node in tree.iter("REFERENCE_NUMBER")}
    cited = list(registered("UN Security Council Consolidated List, "))

    assert len(cited) >= 80
    assert [pair for pair in cited if pair[1] not in known] == []
