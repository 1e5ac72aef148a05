"""The table of operations, the verbs and what is written from the table agree."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kg.analysis import Filter
from kg.server.checking import arguments
from kg.server.openapi import openapi
from kg.server.operations import OPERATIONS, Operation
from kg.server.pages import docs_page, example_of
from kg.server.problems import BadRequest
from kg.server.rest import find
from kg.server.schemas import SCHEMAS, columns
from kg.server.tabular import write_csv
from kg.server.verbs import VERBS
from kg.server.views import ACTOR, TIE, VIEWS

READING = [operation for operation in OPERATIONS if operation.method == "GET"]


@pytest.mark.parametrize("operation", READING, ids=lambda each: each.path)
def test_a_verb_takes_what_its_operation_offers(operation: Operation) -> None:
    taken = inspect.signature(VERBS[operation.verb]).parameters
    named = {parameter.name for parameter in operation.parameters} - set(taken)

    assert operation.answer in SCHEMAS
    if named:
        assert any(p.kind is inspect.Parameter.VAR_KEYWORD for p in taken.values())
        assert named <= {"relation", "sign", "publisher", "claimant", "on", *Filter.__slots__}


@pytest.mark.parametrize("operation", READING, ids=lambda each: each.path)
def test_the_example_of_an_operation_leads_to_it(operation: Operation) -> None:
    path, _, query = example_of(operation).partition("?")

    match = find(path, "GET")

    assert match.operation == operation
    pairs = [tuple(pair.split("=")) for pair in query.split("&") if pair]
    assert arguments(operation, match.parts, pairs) is not None  # type: ignore[arg-type]


@given(st.text(min_size=1), st.sampled_from(["/api/actors/{}", "/api/documents/{}", "/api/ties/{}/backs/{}"]))
def test_any_id_survives_the_address(text: str, template: str) -> None:
    from urllib.parse import quote

    path = template.replace("{}", quote(text, safe="", errors="replace"))
    try:
        parts = find(path, "GET").parts
    except BadRequest:
        assert any(ord(letter) < 32 for letter in text)
    else:
        expected = text.encode("utf-8", "replace").decode()
        assert {value for name, value in parts.items() if name != "relation"} == {expected}


def test_the_schemas_are_schemas_and_every_reference_leads_somewhere() -> None:
    for name, schema in SCHEMAS.items():
        Draft202012Validator.check_schema(schema)
        for used in _references(schema):
            assert used.removeprefix("#/components/schemas/") in SCHEMAS, name
    assert openapi()["openapi"] == "3.1.0"


def test_the_data_of_the_views_are_described_too() -> None:
    paths = openapi()["paths"]

    for view in VIEWS.values():
        assert set(paths[view.json.path]["get"]["responses"]["200"]["content"]) == {"application/json"}
        assert set(paths[view.csv.path]["get"]["responses"]["200"]["content"]) == {"text/csv"}
    assert {ACTOR.csv.path, TIE.csv.path, "/state.json"} <= set(paths)
    names = [each["operationId"] for methods in paths.values() for each in methods.values()]
    assert len(names) == len(set(names))


def _references(schema: object) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
        return own.union(*map(_references, schema.values()))
    return set().union(*map(_references, schema)) if isinstance(schema, list) else set()


def test_columns_of_a_table_come_from_the_schema() -> None:
    assert columns("TiePage")[:4] == ["source.id", "source.name", "relation", "label"]
    assert "evidence.quote" in columns("ClaimPage")
    assert "claimant.name" in columns("ClaimPage")
    assert columns("ActorPage") == ["id", "name", "kind", "countries", "claims"]


def test_a_table_spares_spreadsheets_formulas() -> None:
    text = write_csv(["a", "b.c", "d"], [{"a": "=1+1", "b": {"c": ["x", "y"]}}, {"a": -1, "d": True}])

    assert text == "a,b.c,d\r\n'=1+1,x;y,\r\n-1,,true\r\n"


def test_the_page_lists_every_operation_and_runs_nothing() -> None:
    page = bytes(docs_page().body).decode()

    assert all(f"{operation.method} {operation.path}" in page for operation in OPERATIONS)
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_reference_is_what_the_table_says() -> None:
    script = Path(__file__).parents[2] / "scripts" / "generate_rest_reference.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
