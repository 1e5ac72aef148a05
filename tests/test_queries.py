"""Every ready query gives the answer worked out by hand, in Oxigraph and in rdflib's own engine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from made_up import record
from query_world import CATALOGUE, EVENTS, RUN, judgements, readings

from kg import queries
from kg.catalogue import Catalogue
from kg.errors import DataError, KGError, QueryError, UnknownNameError
from kg.model import Actor, ActorKind, Modality, Polarity, Reading
from kg.resources import catalogue_dir
from kg.store import Graph, Store, Table
from kg.store.rdf.ontology import ontology_triples
from kg.store.sparql import bind

# Query, parameters, columns looked at, rows. A date stands for its second, an IRI for its last part.
CASES = """
who-backs-whom : : backer backed claims sources earliest
  russia syria 2 2 2015-09-01
  hezbollah syria 1 1 -
  sna samarkand 1 1 -
  iran syria 1 1 2016-03-10
  turkey hts 1 1 2024-11-30
  turkey sna 1 1 2024-11-30
  usa sdf 1 1 2024-11-30
who-backs-whom : on=2016 : backer backed claims sources earliest
  russia syria 1 1 2015-09-01
  iran syria 1 1 2016-03-10
who-backs-whom : on=2016-02 : backer backed claims
  russia syria 1
who-backs-whom : top=2 : backer
  russia
  hezbollah
who-backs-whom : top=0 : backer
  russia
  hezbollah
  sna
  iran
  turkey
  turkey
  usa
who-backs-whom : on=2015-08-31 : backer backed
backers-of-actor : actor=syria : backer relation since until claimant document quote
  hezbollah backs - - - d5 25
  iran arms 2016-03-10 - Observatory d1 2
  russia backs 2015-09-01 - - d1 1
  russia backs 2024-12-20 - - d4 24
backers-of-actor : actor=syria on=2016-03 : backer document
  iran d1
  russia d1
backed-by-actor : actor=turkey : backed claims sources earliest
  hts 1 1 2024-11-30
  sna 1 1 2024-11-30
backed-by-actor : actor=turkey on=2024-10 : backed
indirect-backers : actor=samarkand : backer backerName
  turkey Türkiye
indirect-backers : actor=sna : backer
allies-of-enemies : actor=syria : ally enemy
  hts turkey
  sna turkey
enemies-of-enemies : actor=syria : candidate sharedEnemies isFriend
  russia 1 true
  sdf 1 false
enemies-of-enemies : actor=russia : candidate sharedEnemies isFriend
  army 1 false
  sdf 1 false
  syria 1 true
  usa 1 false
common-enemies : first=russia second=usa : enemy
  hts
common-enemies : first=sdf second=usa : enemy
name-history : actor=hts : name kind language since until replaced from
  al-Nusra_Front former en 2012-01-23 2016-07-28 - catalogue
  Jabhat_Fateh_al-Sham former en 2016-07-28 2017-01-28 al-Nusra_Front a_list
  Hayat_Tahrir_al-Sham official en 2017-01-28 - Jabhat_Fateh_al-Sham catalogue
name-on-date : actor=hts on=2016-07-27 : name kind language since until
  al-Nusra_Front former en 2012-01-23 2016-07-28
name-on-date : actor=hts on=2016-07-28 : name
  Jabhat_Fateh_al-Sham
name-on-date : actor=hts on=2016 : name
  al-Nusra_Front
  Jabhat_Fateh_al-Sham
name-on-date : actor=hts on=2011 : name
bearers-of-name : name=HTS : bearer bearerName kind since until from
  hts Hayat_Tahrir_al-Sham acronym - - catalogue
bearers-of-name : name=hts : bearer kind
  hts acronym
bearers-of-name : name=Fateh : bearer
lineage-of-actor : actor=hts : since event before after
  2016-01-01 Split qaeda nusra
  2017-01-28 Succession nusra hts
  2018-02-01 Split hts hamza
  2018-02-01 Split hts samarkand
  2025-01-29 Dissolution hts -
  - Merger hamza sna
lineage-of-actor : actor=qaeda : before
  qaeda
  nusra
  hts
  hts
  hts
  hamza
lineage-of-actor : actor=samarkand : before after
  qaeda nusra
  nusra hts
  hts samarkand
lineage-of-actor : actor=iran : before
split-from-actor : actor=hts : since splinter splinterName from
  2018-02-01 hamza Hamza_Division a_book
  2018-02-01 samarkand Samarkand_Brigade a_book
split-from-actor : actor=sna : splinter
former-identities : actor=hts : former quote document
  ansar 27 d5
  nusra 6 d2
former-identities : actor=nusra : former
  ansar
who-calls-whom-terrorist : : caller called since claimant document quote
  usa hts 2017-02-01 Observatory d2 8
  syria nusra 2016-03-10 - d1 3
who-calls-whom-terrorist : actor=nusra : caller called
  syria nusra
who-calls-whom-terrorist : on=2016 : caller called
  syria nusra
contested-claims : : source relation target affirmed denied
  turkey backs hts 1 1
contested-claims : actor=hts : source target
  turkey hts
contested-claims : actor=russia : source
friends-and-foes : : one other friendly hostile
  russia turkey 1 1
sources-that-disagree : first=hts second=turkey : publisher claimant sign relation polarity modality claims
  Herald Türkiye friendly backs denied reported 1
  Wire Syria friendly backs affirmed reported 1
denied-claims : : source relation target claimant document quote
  turkey backs hts Türkiye d4 23
denied-claims : actor=iran : source
uncertain-claims : : modality source relation target document quote
  possible turkey negotiates_with syria d4 22
  planned iran backs syria d3 18
uncertain-claims : top=1 : modality date
  possible 2024-12-20
uncertain-claims : actor=turkey : modality
  possible
claims-per-modality : : modality polarity claims
  asserted affirmed 21
  reported affirmed 4
  planned affirmed 1
  possible affirmed 1
  reported denied 1
claims-per-claimant : : claimant claims hostile documents
  sohr 3 1 3
  syria 1 0 1
  turkey 1 0 1
claims-of-claimant : claimant=sohr : source relation target polarity modality document quote
  iran arms syria affirmed reported d1 2
  sdf present_in aleppo affirmed reported d3 15
  usa designates_terrorist hts affirmed reported d2 8
claims-per-month : : month claims friendly hostile documents
  2016-03 5 2 2 1
  2017-02 3 0 1 1
  2024-11 11 5 4 1
  2024-12 6 4 1 1
claims-per-month : actor=hts : month claims friendly hostile
  2017-02 2 0 1
  2024-11 5 2 2
  2024-12 1 1 0
claims-per-publisher : : publisher documents claims first last
  Wire 2 16 2016-03-10 2024-11-30
  Herald 2 9 2017-02-01 2024-12-20
claims-per-document : : document title claims actors date
  d3 Report_d3 11 10 2024-11-30
  d4 Report_d4 6 4 2024-12-20
  d1 Report_d1 5 6 2016-03-10
  d2 Report_d2 3 5 2017-02-01
  d5 Report_d5 3 6 -
documents-about-actor : actor=hts : document claims
  d2 2
  d3 5
  d4 1
evidence-of-tie : source=russia target=syria : kind since confidence publisher date document start quote rule
  backs 2015-09-01 0.9 Wire 2016-03-10 d1 100 1 rule-backs
  backs - 0.9 Herald 2024-12-20 d4 2400 24 rule-backs
evidence-of-tie : source=iran target=syria relation=backs : kind polarity modality claimant
  arms affirmed reported Observatory
  backs affirmed planned -
evidence-of-tie : source=iran target=syria relation=arms : kind
  arms
evidence-of-tie : source=iran target=syria relation=allied_with : kind
ties-of-actor : actor=hts : relation direction other claims denied
  backs to turkey 2 1
  allied_with to sna 1 0
  attacks from army 1 0
  attacks to russia 1 0
  controls from aleppo 1 0
  designates_terrorist to usa 1 0
  formerly_known_as from nusra 1 0
ties-on-date : actor=hts on=2017 : relation direction other since claims sources
  designates_terrorist to usa 2017-02-01 1 1
  formerly_known_as from nusra 2017-01-28 1 1
ties-on-date : actor=hts on=2016 : relation
ties-on-date : actor=hts on=2024-11-29 : relation
  controls
  designates_terrorist
  formerly_known_as
ties-on-date : actor=aleppo on=2024-11-29 : relation direction other since
  controls to hts 2024-11-29
  controls to syria 2024-11-29
ties-on-date : actor=aleppo on=2024-11-30 : relation direction other since
  controls to hts 2024-11-29
  present_in to sdf 2024-11-30
ties-on-date : actor=samarkand on=2024 : relation
who-changed-sides : actor=turkey : other
most-connected-actors : at_least=5 : actor others claims
  hts 6 6
  syria 5 9
  turkey 5 7
  nusra 5 6
actors-without-allies : : actor enemies
  turkey 3
  russia 2
  army 1
  nusra 1
  usa 1
members-of : actor=sna : part within isDirect from
  hamza sna true catalogue
  samarkand hamza false catalogue
members-of : actor=syria : part within from
  army syria catalogue
leaders-of-actor : actor=hts : leader since until from quote
  golani 2017-01-28 - catalogue -
leaders-of-actor : actor=nusra on=2016 : leader since until from quote
  golani 2012-01-01 2016-12-31 d1 5
leaders-of-actor : actor=nusra on=2017 : leader
splits-and-renames : : since relation source target from quote
  2016-01-01 split_from nusra qaeda catalogue -
  2016-07-28 split_from nusra qaeda d2 7
  2017-01-28 formerly_known_as hts nusra d2 6
  - formerly_known_as nusra ansar d5 27
splits-and-renames : actor=hts : since
  2017-01-28
who-holds-place : place=aleppo : actor since until document quote
  hts 2024-11-29 - d3 12
  syria 2024-11-29 2024-11-29 d4 20
who-holds-place : place=aleppo on=2024-11-29 : actor
  hts
  syria
who-holds-place : place=aleppo on=2024-12 : actor
  hts
who-holds-place : place=aleppo on=2024-11-28 : actor
who-was-in-place : place=aleppo : actor since until claimant document quote
  sdf 2024-11-30 2024-12-01 Observatory d3 15
who-was-in-place : place=aleppo on=2024-12-01 : actor
  sdf
who-was-in-place : place=aleppo on=2024-12-02 : actor
new-ties-since : since=2024-11-30 : source relation target first claims
  hts attacks army 2024-11-30 1
  russia attacks hts 2024-11-30 1
  sdf present_in aleppo 2024-11-30 1
  sna allied_with hts 2024-11-30 1
  turkey attacks sdf 2024-11-30 1
  turkey backs hts 2024-11-30 1
  turkey backs sna 2024-11-30 1
  turkey opposes syria 2024-11-30 1
  usa funds sdf 2024-11-30 1
  russia negotiates_with turkey 2024-12-20 1
  russia sanctions turkey 2024-12-20 1
sanctions-and-designations : : relation source target since date claimant document quote
  sanctions russia turkey 2024-12-20 2024-12-20 - d4 28
  designates_terrorist usa hts 2017-02-01 2017-02-01 Observatory d2 8
  designates_terrorist syria nusra 2016-03-10 2016-03-10 - d1 3
sanctions-and-designations : actor=turkey : source
  russia
sanctions-and-designations : top=1 : source
  russia
ties-of-one-outlet : actor=hts : outlet source relation target claims documents
  Herald hts formerly_known_as nusra 1 1
  Herald usa designates_terrorist hts 1 1
  Wire hts attacks army 1 1
  Wire hts controls aleppo 1 1
  Wire russia attacks hts 1 1
  Wire sna allied_with hts 1 1
  Wire turkey backs hts 1 1
ties-of-one-outlet : actor=hts publisher=Herald : source
  hts
  usa
ties-of-one-outlet : actor=samarkand : outlet source target
  - sna samarkand
least-sure-claims : : confidence
least-sure-claims : percent=90 top=1 : confidence
  0.9
least-sure-claims : percent=90 actor=samarkand : confidence source target polarity modality document quote
  0.9 sna samarkand affirmed asserted d5 26
judged-claims : : verdict by day source relation target document quote
  accepted B._Reader 2025-02-01 iran arms syria d1 2
  corrected A._Reader 2025-01-31 russia sanctions turkey d4 28
judged-claims : top=1 : by
  B._Reader
neighbourhood : actor=samarkand : subject predicate object
  samarkand prefLabel Samarkand_Brigade
  sna prefLabel Syrian_National_Army
  sna backs samarkand
  sna trains samarkand
"""


def _cases() -> Iterator[tuple[str, dict[str, str], list[str], list[list[str]]]]:
    blocks: list[list[str]] = []
    for line in CASES.strip().splitlines():
        if line.startswith(" "):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    for head, *rows in blocks:
        name, values, columns = (part.strip() for part in head.split(":"))
        given = dict(pair.split("=") for pair in values.split())
        yield name, given, columns.split(), [row.split() for row in rows]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("world") / "store") as made:
        made.set_catalogue(CATALOGUE, events=EVENTS)
        for reading in readings():
            made.put(reading, RUN)
        for judgement in judgements():
            made.judge(judgement)
        yield made


@pytest.fixture(scope="module")
def reference(store: Store) -> rdflib.Graph:
    """The same triples in rdflib, read from the dump."""
    graph = rdflib.Graph().parse(data=store.dump("nt"), format="nt")
    lines = "\n".join(f"{triple} ." for triple in ontology_triples())
    return graph.parse(data=lines, format="nt")


def _by_id(text: str) -> str:
    return text


def _cell(text: str) -> str:
    text = text.removeprefix("Sentence ").removesuffix(".") if text.startswith("Sentence ") else text
    for end in ("T00:00:00Z", "T23:59:59Z", "T00:00:00+00:00", "T23:59:59+00:00"):
        text = text.removesuffix(end)
    if text.startswith("http"):
        text = text.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    return text.replace(" ", "_") or "-"


def _in_oxigraph(store: Store, query: queries.Query, values: dict[str, str]) -> list[dict[str, str]]:
    answer = queries.run(store, query, values, resolve=_by_id)
    if isinstance(answer, Graph):
        triples = sorted(answer, key=str)
        parts = ("subject", "predicate", "object")
        return [{part: _cell(getattr(triple, part).value) for part in parts} for triple in triples]
    assert isinstance(answer, Table)
    return [{name: _cell(text) for name, text in row.items()} for row in answer.dicts()]


def _in_rdflib(
    store: Store, graph: rdflib.Graph, query: queries.Query, values: dict[str, str]
) -> list[dict[str, str]]:
    text = bind(query.text, queries.terms(query, values, store.iris, _by_id))
    answer = graph.query(text)
    if answer.type == "CONSTRUCT":
        rows = [dict(zip(("subject", "predicate", "object"), triple, strict=True)) for triple in answer]
        rows.sort(key=lambda row: [str(node) for node in row.values()])
    else:
        rows = [{k: v for k, v in row.asdict().items() if v is not None} for row in answer]
    return [{str(name): _cell(str(node)) for name, node in row.items()} for row in rows]


@pytest.mark.parametrize(("name", "values", "columns", "expected"), list(_cases()))
def test_ready_query(
    store: Store,
    reference: rdflib.Graph,
    name: str,
    values: dict[str, str],
    columns: list[str],
    expected: list[list[str]],
) -> None:
    """Both engines give the rows worked out by hand, in the same order, and agree in all other columns."""
    query = queries.find(name)

    ours = _in_oxigraph(store, query, values)
    theirs = _in_rdflib(store, reference, query, values)

    assert [[row.get(column, "-") for column in columns] for row in ours] == expected
    assert ours == theirs


TURNS = """
one backs ally 2015 affirmed asserted
ally allied_with one 2016 affirmed reported
ally attacks one 2018 affirmed asserted
one fights ally 2020 affirmed asserted
one attacks later 2015 affirmed asserted
later backs one 2016 affirmed asserted
one backs both 2015 affirmed asserted
both attacks one 2014 affirmed asserted
both attacks one 2018 affirmed asserted
one backs denied 2015 denied asserted
denied attacks one 2016 affirmed asserted
one backs perhaps 2015 affirmed asserted
perhaps attacks one 2016 affirmed possible
kin backs one 2015 affirmed asserted
kin arms one 2015 affirmed asserted
kin part_of one 2019 affirmed asserted
one sanctions kin 2017 affirmed asserted
kin backs other 2015 affirmed asserted
other attacks kin 2016 affirmed asserted
"""


def test_who_changed_sides_is_told_with_the_last_friendly_and_the_first_hostile_words(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        for number, line in enumerate(TURNS.strip().splitlines()):
            source, relation, target, year, polarity, modality = line.split()
            said = record(
                source,
                relation,
                target,
                date=year,
                document=f"d{number}",
                quote=line,
                polarity=Polarity(polarity),
                modality=Modality(modality),
            )
            ends = (said.claim.source, said.claim.target)
            actors = tuple(Actor(end.id, ActorKind.ARMED_GROUP, end.name) for end in ends)
            store.put(Reading(said.document, (said.claim,), actors), RUN)
        graph = rdflib.Graph().parse(data=store.dump("nt"), format="nt")
        graph.parse(data="\n".join(f"{triple} ." for triple in ontology_triples()), format="nt")
        query, values = queries.find("who-changed-sides"), {"actor": "one"}
        ours = _in_oxigraph(store, query, values)
        theirs = _in_rdflib(store, graph, query, values)

    found = [tuple(row[key].split("-")[0] for key in ("other", "friendUntil", "foeSince")) for row in ours]
    assert found == [("kin", "2015", "2017"), ("ally", "2016", "2018")]
    assert [row["friendly"] for row in ours] == [
        "kin_arms_one_2015_affirmed_asserted",
        "ally_allied_with_one_2016_affirmed_reported",
    ]
    assert [row["hostile"] for row in ours] == [
        "one_sanctions_kin_2017_affirmed_asserted",
        "ally_attacks_one_2018_affirmed_asserted",
    ]
    assert ours == theirs


def test_every_ready_query_has_a_case() -> None:
    assert {case[0] for case in _cases()} == set(queries.load_all())


@pytest.mark.parametrize("query", list(queries.load_all().values()), ids=lambda query: query.name)
def test_examples_of_the_header_are_values_of_their_type(store: Store, query: queries.Query) -> None:
    values = {parameter.name: parameter.example for parameter in query.parameters}
    filled = queries.terms(query, values, store.iris, _by_id)

    assert {parameter.name for parameter in query.parameters} <= {n.removesuffix("_end") for n in filled}


def test_examples_of_the_header_are_in_the_catalogue() -> None:
    known = Catalogue.load(catalogue_dir()).actors
    examples = {
        (query.name, parameter.example)
        for query in queries.load_all().values()
        for parameter in query.parameters
        if parameter.type == "actor"
    }

    assert {(name, example) for name, example in examples if example not in known} == set()


def test_the_reference_page_is_what_the_headers_say() -> None:
    script = Path(__file__).parents[1] / "scripts" / "generate_query_reference.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


HEADER = "#+ title: T\n#+ question: Q?\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("#+ title: T\nASK {}", 1, "has no question"),
        (HEADER + "#+ tags: a\nASK {}", 3, "unknown key 'tags'"),
        (HEADER + "#+ nonsense\nASK {}", 3, "unknown key"),
        (HEADER + "#+ title: U\nASK {}", 3, "a second title"),
        (HEADER + "#+ param: a actor\nASK { $a ?p ?o }", 3, "a broken parameter"),
        (HEADER + "#+ param: A actor | x | y\nASK { $A ?p ?o }", 3, "a broken parameter"),
        (HEADER + "#+ param: a thing | x | y\nASK { $a ?p ?o }", 3, "unknown type 'thing'"),
        (HEADER + "#+ param: a actor | x | y\n" * 2 + "ASK { $a ?p ?o }", 4, "a second parameter 'a'"),
        (HEADER + "#+ param: a actor | x | y\nASK {}", None, "declares a, which the query does not use"),
        (HEADER + "ASK { $a ?p ?o }", None, r"uses \$a, which the header does not declare"),
        (HEADER + "#+ param: a actor | x | y\nASK { $a ?p ?a }", None, r"both \?a and \$a"),
        (HEADER + "INSERT DATA {}", None, "INSERT"),
        (HEADER + "ASK { SERVICE <a:b> {} }", 3, "SERVICE"),
    ],
)
def test_a_broken_header_is_refused_with_its_place(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=message) as caught:
        queries.load(path)
    assert caught.value.path == path
    assert caught.value.line == line


def test_a_query_without_any_header_takes_no_parameters() -> None:
    query = queries.parse("ASK { ?a kg:backs ?b }", name="mine")

    assert (query.name, query.parameters) == ("mine", ())


def test_a_header_is_read_in_full() -> None:
    text = HEADER + "#+ description: One\n#+ description: two.\n#+ param: n integer = 3 | 5 | How many\n"
    query = queries.parse(text + "SELECT * { ?s ?p ?o } LIMIT $n")

    assert (query.title, query.question, query.description) == ("T", "Q?", "One two.")
    assert query.parameters == (queries.Parameter("n", "integer", "3", "5", "How many"),)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("backers-of-actor", {}, "needs the parameter actor"),
        ("backers-of-actor", {"actor": " "}, "needs the parameter actor"),
        ("backers-of-actor", {"actor": "syria", "when": "2016"}, "has no parameter 'when'"),
        ("backers-of-actor", {"actor": "syria", "on": "yesterday"}, "not a date"),
        ("backers-of-actor", {"actor": "syria", "on": "2016-02-30"}, "not a date"),
        ("most-connected-actors", {"at_least": "-1"}, "no whole number"),
        ("most-connected-actors", {"at_least": "1) } #"}, "no whole number"),
        (
            "evidence-of-tie",
            {"source": "iran", "target": "syria", "relation": "back"},
            "unknown relation 'back'",
        ),
        ("evidence-of-tie", {"source": "iran", "target": "> }", "relation": "backs"}, "leads to no actors"),
        ("leaders-of-actor", {"actor": "\udcff"}, "no Unicode text"),
    ],
)
def test_a_wrong_value_is_refused(store: Store, name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(KGError, match=message):
        queries.run(store, queries.find(name), values)


def test_an_unknown_query_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="no ready query") as caught:
        queries.find("who-back-whom")
    assert "who-backs-whom" in caught.value.hint


@pytest.mark.parametrize(
    "text", ["hts", "HAYAT tahrir al-sham", "al-Nusra Front", "https://w3id.org/kg-actors/actor/hts"]
)
def test_an_actor_is_found_by_id_name_or_iri(store: Store, text: str) -> None:
    answer = queries.run(store, queries.find("leaders-of-actor"), {"actor": text})

    assert isinstance(answer, Table)
    assert [row["leaderName"] for row in answer.dicts()] == ["Golani"]


def test_a_name_of_nobody_is_an_error(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="leads to no actors"):
        queries.run(store, queries.find("leaders-of-actor"), {"actor": "Atlantis"})
