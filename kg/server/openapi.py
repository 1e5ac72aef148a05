"""The description of the REST interface (OpenAPI 3.1), made from the table of operations."""

from __future__ import annotations

from typing import Any, Final

from kg.server.operations import OPERATIONS, Operation, Parameter
from kg.server.schemas import SCHEMAS, Schema, ref
from kg.server.views import ACTOR, TIE, VIEWS
from kg.version import __version__

__all__ = ["openapi"]

_PROBLEMS: Final = {
    "400": "The request makes no sense.",
    "404": "There is nothing of that name, or it is not certain who is meant.",
    "406": "The answer comes in no form that is accepted.",
    "422": "The answer, or the memory to find it, is beyond the limits.",
    "503": "Too many ask at once.",
    "504": "It took longer than it may.",
}
_PROBLEMS_OF_WRITING: Final = {
    "401": "The token is missing or wrong.",
    "403": "Nobody writes here.",
    "409": "The decision contradicts an earlier one, or is about nothing.",
    "413": "The decision is too large.",
    "415": "The decision does not come as application/json.",
}


def openapi() -> dict[str, Any]:
    """Return the description."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    for view in VIEWS.values():
        paths[view.json.path] = {"get": _operation(view.json)}
    for view in (*VIEWS.values(), ACTOR, TIE):
        paths[view.csv.path] = {"get": _operation(view.csv)}
    paths["/state.json"] = {"get": _plain("state", "Which state of the graph is answered from", "State")}
    paths["/health"] = {"get": _plain("health", "The service runs", "Health")}
    paths["/ready"] = {"get": _plain("ready", "The store can be read", "Health")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "A knowledge graph of actors and alliances",
            "description": "Who backs whom, since when, according to whom; every tie leads to its sentences.",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    is_table = operation.path.endswith(".csv")
    content: dict[str, Any] = {} if is_table else {"application/json": {"schema": ref(operation.answer)}}
    if operation.is_list or is_table:
        content["text/csv"] = {"schema": {"type": "string"}}
    done = "200" if operation.method == "GET" else "201"
    answers: dict[str, Any] = {done: {"description": operation.title + ".", "content": content}}
    if operation.method == "GET":
        answers["304"] = {"description": "The client has the answer already (If-None-Match)."}
    answers |= {status: _problem(text) for status, text in _PROBLEMS.items()}
    found: dict[str, Any] = {
        "operationId": f"{operation.verb}_csv" if is_table else operation.verb,
        "summary": operation.title,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": answers,
    }
    if operation.body is not None:
        sent = {"application/json": {"schema": ref(operation.body)}}
        found["requestBody"] = {"required": True, "content": sent}
        found["security"] = [{"token": []}]
        answers |= {status: _problem(text) for status, text in _PROBLEMS_OF_WRITING.items()}
    if operation.own_parameters:
        own = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 1000}}
        extra: dict[str, Any] = {"name": "values", "in": "query", "style": "form", "explode": True}
        extra |= {"schema": own, "description": "The query's own parameters, each by its name."}
        found["parameters"].append(extra)
    return found


def _plain(name: str, title: str, answer: str) -> dict[str, Any]:
    content = {"application/json": {"schema": ref(answer)}}
    answers: dict[str, Any] = {"200": {"description": title + ".", "content": content}}
    if name == "ready":
        answers["503"] = _problem("The store cannot be read.")
    return {"operationId": name, "summary": title, "responses": answers}


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": ref("Problem")}}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: Schema = dict(parameter.schema)
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.required,
        "description": parameter.help,
        "schema": schema,
    }
    if parameter.example:
        is_list = schema["type"] == "array"
        found["example"] = [parameter.example] if is_list else parameter.example
    if schema["type"] == "array":
        found |= {"style": "form", "explode": True}
    return found
