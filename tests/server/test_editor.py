"""The SPARQL editor: kept as published, runs what it offers, asks nobody but this server."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
from serving import make_world, serving
from starlette.testclient import TestClient

from kg.server import editor
from kg.store.rdf.terms import PREFIXES
from kg.store.sparql import check

BASE = "https://w3id.org/kg-actors/"
RUN = ".yasqe_queryButton"


def test_every_ready_query_is_offered_and_runs_as_it_stands():
    offered = editor.known(BASE)["queries"]
    assert len(offered) >= 30
    for query in offered:
        check(query["text"])
        pyoxigraph.Store().query(query["text"])  # without prefixes from outside


def test_what_it_completes_are_terms_of_ours():
    known = editor.known(BASE)
    assert known["prefixes"] == PREFIXES
    assert f"{PREFIXES['kg']}backs" in known["properties"]
    assert f"{PREFIXES['kg']}Claim" in known["classes"]


def test_no_file_but_its_own_is_given_away():
    from starlette.applications import Starlette

    client = TestClient(Starlette(routes=editor.routes(BASE)))
    assert client.get("/editor/yasgui.min.js").status_code == 200
    for name in ("editor.py", "..%2feditor.py", "%2e%2e/editor.py", "SHA256SUMS.txt", "editor.js%00", "a\\b"):
        assert client.get(f"/editor/{name}").status_code == 404


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a service over the graph of the ready queries' tests."""
    with serving(make_world(tmp_path_factory.mktemp("editor") / "store")) as address:
        yield address


def visit(browser, server, link=""):
    browser.visit(f"{server}/editor{link}")
    browser.until(lambda: browser.run("return window.kgEditor !== undefined"))


@pytest.fixture
def page(browser, server):
    """The editor, open."""
    visit(browser, server)
    return browser


def rows(browser):
    return browser.texts(".yasr_results tbody tr")


def test_a_ready_query_shows_its_question_and_its_rows(page):
    page.choose("#ready", "Whom an actor backs")
    assert page.text("#question") == "Whom does Russia back, and in how many sources?"
    page.click(RUN)
    page.until(lambda: rows(page))
    assert "actor/syria" in rows(page)[0]


def test_a_query_that_is_wrong_says_where(browser, server):
    visit(browser, server)
    browser.run("kgEditor.getTab().setQuery('SELECT * { ?s ?p }'); kgEditor.getTab().query().catch(() => {})")
    browser.until(lambda: browser.sees(".yasr .problem") and "line 1" in browser.text(".yasr .problem"))
    assert all("400" in complaint for complaint in browser.complaints())


HOSTILE = (
    "<img src=https://other.example/leak.png onerror=window.ran=1>",
    "</script><script>window.ran=1</script>",
    "<svg/onload=window.ran=1>",
    "<a href=javascript:window.ran=1>click</a>",
    "<style>*{display:none}</style>",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_an_answer_is_shown_and_runs_nothing(browser, server, hostile):
    visit(browser, server)
    browser.run(
        "kgEditor.getTab().setQuery(arguments[0]); kgEditor.getTab().query()",
        f"SELECT (\"{hostile}\" AS ?a) (<https://x.example/'/onclick='window.ran=1> AS ?b)"
        " (<javascript:window.ran=1> AS ?c) {}",
    )
    browser.until(lambda: rows(browser))
    assert hostile in rows(browser)[0]
    hrefs = browser.run("return [...document.querySelectorAll('.yasr_results a')].map(a => a.href)")
    assert not [href for href in hrefs if href.startswith("javascript:")]
    assert browser.run("return window.ran") is None
    refused = browser.complaints()  # the editor tries some of it as markup; the page's policy lets none run
    assert all("The action has been blocked" in complaint for complaint in refused), refused


def test_a_link_cannot_send_queries_elsewhere(browser, server):
    link = urlencode(
        {
            "query": 'SELECT ("from the link" AS ?a) {}',
            "endpoint": "https://other.example/sparql",
            "requestMethod": "GET",
            "headers": '{"X-Odd": "1"}',
        },
        quote_via=quote,
    )
    visit(browser, server, f"#{link}")
    browser.click(RUN)
    browser.until(lambda: rows(browser))
    assert "from the link" in rows(browser)[0]
