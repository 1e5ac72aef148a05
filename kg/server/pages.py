"""The pages that need no program: what the REST interface offers, and where everything is."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlencode

from starlette.responses import Response

from kg.server.operations import OPERATIONS, Operation, Parameter
from kg.server.problems import Problem
from kg.server.schemas import Schema
from kg.server.views import VIEWS

__all__ = ["docs_page", "example_of", "problem_page", "takes"]

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .2rem; }
code { font-family: ui-monospace, monospace; font-size: .95em; }
table { border-collapse: collapse; margin: .5rem 0; }
td, th { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; }
th { font-weight: 600; }
h2, td, p, a { overflow-wrap: anywhere; }
td:first-child { overflow-wrap: normal; }
@media (max-width: 600px) {
  body { margin: 1rem auto; }
  h1 { font-size: 1.4rem; }
  th { display: none; }
  td { display: block; padding: 0 0 0 1rem; }
  td:first-child { padding: .6rem 0 0; }
}
"""
_DIGEST: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_LINKS: Final = (
    ("/", "the explorer: the graph as a picture, a table, lifelines and a matrix"),
    ("/editor", "the SPARQL editor"),
    ("/sparql", "the SPARQL endpoint"),
    ("/openapi.json", "this page for programs (OpenAPI 3.1)"),
    ("/.well-known/void", "what the data set holds (VoID)"),
    ("/metrics", "counts for a monitoring system"),
)


def docs_page() -> Response:
    """Return the page that lists everything one can ask for."""
    links = "".join(f'<li><a href="{path}">{path}</a> {escape(text)}</li>' for path, text in _LINKS)
    views = (operation for view in VIEWS.values() for operation in (view.json, view.csv))
    body = "".join(_operation_html(operation) for operation in (*OPERATIONS, *views))
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>What this service answers</title><style>{_STYLE}</style></head><body>"
        f"<h1>What this service answers</h1><ul>{links}</ul>"
        "<p>Answers are JSON. A list comes as CSV too: with <code>.csv</code> behind its address, or "
        "<code>Accept: text/csv</code>. Who is meant by a name is found as on the command line.</p>"
        f"{body}</body></html>\n"
    )
    return Response(page, headers={"Content-Security-Policy": _POLICY}, media_type="text/html; charset=utf-8")


def problem_page(problem: Problem, root: str) -> Response:
    """Return a page that tells in words why there is no picture.

    Args:
        problem: What is wrong.
        root: The way from its address to the start page.

    """
    title = HTTPStatus(problem.status).phrase
    hint = f"<p>{escape(_sentence(problem.hint))}</p>" if problem.hint else ""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"<p>{escape(_sentence(str(problem)))}</p>{hint}"
        f'<p><a href="{escape(root)}graph">The whole graph</a> · '
        f'<a href="{escape(root)}docs">What this service answers</a></p>'
        "</body></html>\n"
    )
    headers = {**problem.headers, "Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return Response(page.encode("utf-8", "replace"), problem.status, headers, "text/html; charset=utf-8")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(("?", ".")) else ".")


def _operation_html(operation: Operation) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(p.name)}</code></td><td>{escape(takes(p))}</td><td>{escape(p.help)}</td></tr>"
        for p in operation.parameters
    )
    table = f"<table><tr><th>parameter</th><th>value</th><th>meaning</th></tr>{rows}</table>" if rows else ""
    example = escape(example_of(operation))
    call = f'<p>For example <a href="{example}"><code>{example}</code></a></p>'
    shown = call if operation.method == "GET" else ""
    head = f"<h2><code>{operation.method} {escape(operation.path)}</code></h2>"
    return f"{head}<p>{escape(operation.title)}.</p>{shown}{table}"


def example_of(operation: Operation) -> str:
    """Return an address that asks for an operation."""
    path, pairs = operation.path, []
    for parameter in operation.parameters:
        if parameter.where == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(parameter.example, safe=""))
        elif parameter.required:
            pairs.append((parameter.name, parameter.example))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def takes(parameter: Parameter) -> str:
    """Return in words what values a parameter takes."""
    several = parameter.schema["type"] == "array"
    words = _values(parameter.schema["items"] if several else parameter.schema)
    if parameter.required:
        words += "; required"
    if several:
        words += "; may be repeated"
    default = parameter.schema.get("default")
    if default not in {None, False}:
        words += f"; {default} if left out"
    return words


def _values(schema: Schema) -> str:
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if schema["type"] in {"integer", "number"}:
        return f"a number from {schema['minimum']} to {schema['maximum']}"
    if schema["type"] == "boolean":
        return "true or false"
    return str(schema.get("title", "a text"))
