"""The live explorer before its data are there, and what it says of changes, tokens and the server's files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from browsing import Browser
from made_up import record
from served import RUN, TOKEN, Service, fill, running

from kg.model import Reading
from kg.store import Store
from kg.vocabulary import RELATIONS

HTTP = urllib3.PoolManager(retries=False, timeout=120)
SHOWN = "return document.querySelector('#status').textContent"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that takes decisions."""
    folder = tmp_path_factory.mktemp("waiting")
    fill(folder / "store")
    token = folder / "token.txt"
    token.write_text(TOKEN, encoding="utf-8")
    with running(folder / "store", "--token-file", str(token), "--author", "A. Reader") as found:
        yield found


def wait_for_data(browser: Browser) -> None:
    browser.until(lambda: browser.run("return document.body?.dataset.ready === 'true'"))


def show(browser: Browser, service: Service, path: str) -> None:
    browser.visit(service.address + path)
    wait_for_data(browser)


def refuse(browser: Browser, status: int, times: int) -> None:
    """Let the server answer the first requests for the graph with a problem."""
    left = [times]
    body = json.dumps({"status": status, "detail": "this is still being made"})

    def answer(route: Any) -> None:
        left[0] -= 1
        if left[0] >= 0:
            route.fulfill(status=status, body=body, content_type="application/problem+json")
        else:
            route.continue_()

    browser.do(lambda page: page.route("**/graph.json*", answer))


def recorded(service: Service, decision: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    body = json.dumps(decision).encode()
    answer = HTTP.request("POST", f"{service.address}/api/judgements", body=body, headers=headers)
    assert answer.status == 201, answer.data
    return dict(json.loads(answer.data))


@pytest.mark.parametrize("window", [{}, {"width": 390, "height": 844}])
def test_a_graph_that_is_still_being_made_is_asked_for_again(
    browser: Browser, service: Service, window: dict[str, int]
) -> None:
    refuse(browser, 503, times=1)
    browser.visit(f"{service.address}/table", **window)
    browser.until(lambda: "still making the graph" in browser.text("#asking"))
    in_sight = """
        const { x, y, width, height } = document.querySelector('#asking button').getBoundingClientRect();
        return document.elementFromPoint(x + width / 2, y + height / 2).closest('#asking') !== null"""
    assert browser.run(in_sight)

    assert "asked again in 2 seconds" in browser.text("#asking")
    assert "Search, views and Save can be used when it is there." in browser.text("#asking")
    for part in ("#views", ".search", ".buttons"):
        assert browser.run("return document.querySelector(arguments[0]).inert", part)
    wait_for_data(browser)  # without a hand on it

    assert not browser.sees("#asking")
    assert browser.sees("#table")
    assert not browser.run("return document.querySelectorAll('[inert]').length")
    assert all("503" in complaint for complaint in browser.complaints())


@pytest.mark.parametrize("status", [502, 504])
def test_whoever_does_not_want_to_wait_asks_at_once(browser: Browser, service: Service, status: int) -> None:
    refuse(browser, status, times=2)
    browser.visit(f"{service.address}/")
    browser.until(lambda: "in 2 seconds" in browser.text("#asking"))
    browser.click("#asking button")
    browser.until(lambda: "in 4 seconds" in browser.text("#asking"))
    browser.click("#asking button")

    wait_for_data(browser)
    assert all(str(status) in complaint for complaint in browser.complaints())


def test_a_graph_that_takes_too_long_is_not_asked_for_without_end(browser: Browser, service: Service) -> None:
    refuse(browser, 504, times=3)
    browser.visit(f"{service.address}/")
    for _ in range(2):
        browser.until(lambda: "asked again in" in browser.text("#asking"))
        browser.click("#asking button")
        browser.until(lambda: "Asking for the graph" not in browser.text("#asking"))
    browser.until(lambda: browser.sees("#asking button") and "asked again" not in browser.text("#asking"))
    assert "longer to make than it may" in browser.text("#asking")
    browser.click("#asking button")

    wait_for_data(browser)
    assert all("504" in complaint for complaint in browser.complaints())


def test_while_the_server_makes_the_graph_the_page_says_so(browser: Browser, service: Service) -> None:
    held: list[Any] = []
    browser.do(lambda page: page.route("**/graph.json*", lambda route: held.append(route)))
    browser.visit(f"{service.address}/")
    browser.until(lambda: "The server is making the graph." in browser.text("#asking"))

    browser.do(lambda page: held[0].continue_())
    wait_for_data(browser)


def test_what_is_wrong_with_the_whole_graph_offers_no_way_to_it(browser: Browser, service: Service) -> None:
    refuse(browser, 500, times=1)
    browser.visit(f"{service.address}/")
    browser.until(lambda: "The graph did not come" in browser.text("#stage"))

    assert "Show the whole graph" not in browser.text("#stage")
    browser.click("#stage button:text-is('Try again')")
    wait_for_data(browser)
    assert all("500" in complaint for complaint in browser.complaints())


def server_file(browser: Browser, form: str = "csv") -> str:
    """Return where the menu says that the server has what is seen."""
    if not browser.sees("#save-menu"):
        browser.click("#save")
    return str(browser.run(f"return document.querySelector('[data-server={form}]').href"))


@pytest.mark.parametrize("kind", ["dated=said", "dated=held"])
def test_the_server_has_what_is_seen_at_the_address_in_the_menu(
    browser: Browser, service: Service, kind: str
) -> None:
    words = f"base=all&no_sign=hostile&no_publisher=Daily%200&since=2014&until=2018&min_confidence=0.6&{kind}"
    show(browser, service, f"/table?{words}&select=actor-1&sort=-last")
    seen = browser.run("return kg.data.ties.length && document.querySelector('#status').textContent")
    claims = browser.run("return document.querySelectorAll('#table tbody tr').length")
    address = server_file(browser)

    assert "no_" not in address
    assert parse_qs(urlsplit(address).query)["since"] == ["2014"]
    assert not browser.sees("#save-menu .lacking")
    table = list(csv.DictReader(io.StringIO(HTTP.request("GET", address).data.decode())))
    assert len(table) > 0
    assert f"{len(table)} of " in seen
    assert claims <= len(table)
    scene = json.loads(HTTP.request("GET", server_file(browser, "json")).data)
    assert scene["total"] == len(table)


def test_what_the_server_cannot_leave_out_is_said(browser: Browser, service: Service) -> None:
    show(browser, service, "/table?base=all&no_kind=state&polarity=affirmed&rows=claims&named=x")
    assert urlsplit(server_file(browser)).path == "/graph.csv"

    said = browser.text("#save-menu .lacking")
    for what in ("Kind of actor", "Said to hold", "The words above the table"):
        assert what in said
    assert "Relation" not in said


def test_a_relation_counts_those_that_refine_it_for_the_server(browser: Browser, tmp_path: Path) -> None:
    finer, parent = next((name, term.parent) for name, term in RELATIONS.items() if term.parent)
    with Store.open(tmp_path / "store") as store:
        for each in (record("a", finer, "b"), record("b", str(parent), "c"), record("c", "controls", "d")):
            store.put(Reading(each.document, (each.claim,)), RUN)
    with running(tmp_path / "store") as own:
        show(browser, own, f"/graph?base=all&no_relation={finer}")
        server_file(browser)
        assert "Relation" in browser.text("#save-menu .lacking")  # the server would tell of the finer one too

        show(browser, own, f"/graph?base=all&no_relation={parent}")
        address = server_file(browser)
        assert not browser.sees("#save-menu .lacking")
        table = list(csv.DictReader(io.StringIO(HTTP.request("GET", address).data.decode())))
        assert {row["relation"] for row in table} == {finer, "controls"}


def test_a_date_means_in_an_address_what_it_means_to_the_server(browser: Browser, service: Service) -> None:
    show(browser, service, "/table?base=all&on=2016")
    found = json.loads(HTTP.request("GET", f"{service.address}/table.json?on=2016").data)

    assert f"{found['total']} of " in browser.run(SHOWN)


def test_sentences_keep_their_places_in_what_is_saved(browser: Browser, service: Service) -> None:
    show(browser, service, "/table?base=all")
    browser.run("kg.select({ tie: kg.data.ties[0] })")
    browser.until(lambda: browser.sees("#panel blockquote q"))
    claim = browser.run("const { id, offset, end } = kg.data.ties[0].claims[0]; return { id, offset, end }")
    browser.click("#save")
    _, content = browser.download(lambda: browser.click("[data-save=csv]"))

    (all_,) = [
        r
        for r in csv.DictReader(
            io.StringIO(HTTP.request("GET", f"{service.address}/graph.csv").data.decode())
        )
        if r["id"] == claim["id"]
    ]
    assert (str(claim["offset"]), str(claim["end"])) == (all_["start"], all_["end"])
    saved = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (all_["start"], all_["end"]) in {(row["start"], row["end"]) for row in saved}


def test_a_wrong_token_is_asked_for_again_in_words_for_people(browser: Browser, service: Service) -> None:
    show(browser, service, "/graph?base=all")
    browser.run("kg.select({ tie: kg.data.ties[7] })")
    browser.until(lambda: browser.sees("#panel blockquote q"))
    browser.click("#panel button:text-is('Reject')")
    browser.fill("#panel input[type=password]", "no-token-of-this-service")
    browser.press("Enter")
    browser.until(lambda: browser.sees("#panel [role=alert]"))

    assert browser.text("#panel [role=alert]") == "This is not the token that the service takes."
    assert "Bearer" not in browser.text("#panel")
    browser.fill("#panel input[type=password]", TOKEN)
    browser.press("Enter")
    browser.until(lambda: "Rejected by A. Reader" in browser.text("#panel"))
    number = browser.run("return kg.data.ties[7].claims.find(c => c.judgement).judgement.number")
    assert f"kg review withdraw {number}" in browser.text("#panel")
    assert all("401" in complaint for complaint in browser.complaints())


def test_the_page_tells_of_the_changes_of_others_and_can_be_told_not_to(
    browser: Browser, service: Service
) -> None:
    show(browser, service, "/table?base=all")
    look = "window.dispatchEvent(new Event('focus')); return new Promise(done => setTimeout(done, 1500))"
    browser.run("kg.select({ tie: kg.data.ties[9] })")
    browser.until(lambda: browser.sees("#panel blockquote q"))
    browser.click("#panel button:text-is('Accept')")
    browser.fill("#panel input[type=password]", TOKEN)
    browser.press("Enter")
    browser.until(lambda: "Accepted by A. Reader" in browser.text("#panel"))
    browser.run(look)
    assert not browser.sees("#changed")  # of its own change it tells nothing

    claim = browser.run("return kg.data.ties[11].claims[0].id")
    made = recorded(service, {"verdict": "accepted", "claim": claim})
    browser.run(look)
    browser.until(lambda: "The graph has changed since." in browser.text("#changed"))
    below = browser.run("return document.querySelector('main').getBoundingClientRect().top")
    assert browser.run("return document.querySelector('#changed').getBoundingClientRect().bottom") <= below
    browser.click("#changed button[aria-label='Not now']")
    browser.run(look)
    assert not browser.sees("#changed")

    recorded(service, {"verdict": "withdrawn", "withdraws": made["number"]})
    browser.run(look)
    browser.until(lambda: browser.sees("#changed"))
