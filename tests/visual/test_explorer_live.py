"""The explorer of ``kg serve`` in a browser: sentences come when wanted, each state has its address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import hostile_store
import pytest
from browsing import Browser
from hostile_store import WORDS
from served import TOKEN, fill, running
from test_explorer_security import LOOSE, MADE

PANEL = "return document.getElementById('panel').textContent"
VIEWS = ("graph", "table", "lifelines", "matrix")


def ready(page: Browser, address: str, **size: int) -> None:
    """Show a page and wait for its data."""
    page.visit(address, **size)
    page.until(lambda: page.run("return document.body.dataset.ready === 'true'"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over invented documents, which takes judgements."""
    folder = tmp_path_factory.mktemp("live")
    fill(folder / "store")
    (folder / "token").write_text(TOKEN)
    (folder / "token").chmod(0o600)
    with running(folder / "store", "--token-file", str(folder / "token")) as service:
        yield service.address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over the store of hostile words."""
    with running(hostile_store.fill(tmp_path_factory.mktemp("hostile") / "store")) as service:
        yield service.address


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_an_address_of_its_own(browser, server, view):
    ready(browser, f"{server}/{view}")
    assert browser.sees(f"#{view}")
    assert "of 61 actors" in browser.text("#status")


def test_an_address_brings_back_what_was_seen_and_the_way_back_leads_there(browser, server):
    ready(browser, f"{server}/")
    browser.press("t")
    browser.click('#filters input[data-value="hostile"]')
    browser.run("kg.select({ actor: 'actor-3' })")
    seen, address = browser.text("#status"), browser.run("return location.href")
    assert "/table" in address
    ready(browser, address)
    assert browser.text("#status") == seen
    assert browser.text("#panel h2") == browser.run("return kg.data.actor('actor-3').name")
    browser.press("g")
    browser.do(lambda page: page.go_back())
    browser.until(lambda: browser.sees("#table"))


def test_the_sentences_of_a_tie_come_when_it_is_opened(browser, server):
    ready(browser, f"{server}/")
    assert not [address for address in browser.requests() if "/ties/" in address]
    browser.run("kg.select({ tie: kg.data.ties[0] })")
    browser.until(lambda: browser.sees("#panel blockquote q"))
    count = browser.run("return kg.data.ties[0].claims.length")
    assert len(browser.texts("#panel blockquote")) == count
    assert [address for address in browser.requests() if "/ties/" in address]


def test_a_claim_is_judged_where_its_sentence_stands(browser, server):
    ready(browser, f"{server}/")
    browser.run("kg.select({ tie: kg.data.ties[5] })")
    browser.until(lambda: browser.sees("#panel blockquote q"))
    browser.click("#panel button:text-is('Reject')")
    browser.write("not-the-token-that-it-wants")
    browser.press("Enter")
    browser.until(lambda: browser.sees("#panel [role=alert]"))
    assert all("401" in heard for heard in browser.complaints())
    browser.write(TOKEN)
    browser.press("Tab")
    browser.write("Mara <b>Q.</b>")
    browser.press("Enter")
    browser.until(lambda: "Rejected by Mara <b>Q.</b>" in browser.text("#panel"))
    browser.click("#panel button:text-is('Withdraw')")
    browser.until(lambda: "Rejected by" not in browser.text("#panel"))
    assert TOKEN not in browser.run("return location.href + JSON.stringify([localStorage, sessionStorage])")


def test_a_server_that_is_gone_is_told_of_in_words(browser, tmp_path):
    fill(tmp_path / "store")
    with running(tmp_path / "store") as service:
        ready(browser, f"{service.address}/")
    browser.run("kg.select({ tie: kg.data.ties[0] })")
    browser.until(lambda: browser.sees("#panel [role=alert]"))
    assert "the server does not answer" in browser.text("#panel")
    assert all("ERR_CONNECTION" in heard for heard in browser.complaints())


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_hostile_words_as_text(browser, hostile, view):
    ready(browser, f"{hostile}/{view}")
    assert browser.text("#status").startswith(f"{len(WORDS)} of {len(WORDS)} actors")
    assert browser.run(MADE) == []


def test_sentences_that_the_server_sends_are_text(browser, hostile):
    ready(browser, f"{hostile}/")
    for index in range(0, 2 * len(WORDS), 2):
        browser.run("kg.select({ tie: kg.data.ties[arguments[0]] })", index)
        source = browser.run("return kg.data.actor(kg.data.ties[arguments[0]].source).name", index)
        browser.until(lambda source=source: f"{source} says so" in browser.run(PANEL))
        assert browser.run(MADE) == []
        assert browser.run(LOOSE) == []


@pytest.mark.parametrize("part", [0, 1, 2])
def test_each_hostile_actor_has_a_page_and_can_be_sought(browser, hostile, part):
    for word in WORDS[part::3]:
        ready(browser, f"{hostile}/actors/{quote(f'name/{word[:300]}', safe='')}")
        assert browser.run("return document.querySelector('#panel h2').textContent") == word
        browser.fill("#search", word[:100])
        browser.do(lambda page: page.wait_for_timeout(400))  # the server is asked a moment later
        assert browser.run(MADE) == []


@pytest.mark.parametrize("page", [*(f"/{view}" for view in VIEWS), "/actors/actor-3"])
def test_no_serious_violation_of_accessibility(browser, server, page):
    ready(browser, f"{server}{page}")
    assert browser.axe() == []
