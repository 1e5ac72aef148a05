"""A link restores the state: in the words of the command line, by hand or from the page's own address."""

from __future__ import annotations

import pytest

STATE = """
return JSON.stringify([kg.state.view, [...kg.state.shown].sort(),
  kg.state.selected?.actor ?? kg.state.selected?.tie?.id,
  Object.fromEntries(Object.entries(kg.state.off).map(([key, off]) => [key, [...off].sort()])),
  kg.state.minConfidence, kg.state.since, kg.state.until, kg.state.dated, kg.state.contested,
  kg.state.path && [kg.state.path.from, kg.state.path.to]])
"""
CHANGES = {
    "a view": "kg.update({ view: 'table' })",
    "an actor": "kg.select({ actor: 'actor-59' })",
    "a tie": "kg.select({ tie: kg.data.ties[7] })",
    "a filter": "kg.state.off.sign.add('hostile'); kg.state.off.publisher.add('North Post'); kg.update({})",
    "most of a filter": """
        for (const { claimant } of kg.data.claims.slice(1)) kg.state.off.claimant.add(claimant?.name ?? '');
        kg.update({})""",
    "a time": "kg.update({ since: '2014', until: '2019-06', dated: 'said' })",
    "numbers": "kg.update({ minConfidence: 0.55, contested: true })",
    "actors called up": "kg.update({ shown: new Set(['actor-1', 'actor-2', 'actor-30']) })",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_address_of_the_page_brings_back_what_it_showed(browser, made_up, change):
    browser.open(made_up)
    first = browser.run(STATE)
    browser.run(CHANGES[change])
    changed = browser.run(STATE)
    assert changed != first
    link = browser.run("return location.hash")
    browser.open(made_up, hash_=link)
    assert browser.run(STATE) == changed


def test_a_link_to_an_actor_opens_it_wherever_it_is(browser, made_up):
    name = "return kg.data.actor('actor-59').name"
    browser.open(made_up, hash_="#select=actor-59&view=table&sign=friendly&min_confidence=0.5")
    assert browser.text("#panel h2") == browser.run(name)
    assert browser.sees("#table")
    rows = browser.texts("#table tbody tr")
    assert rows
    assert all(" friendly " in row for row in rows)


@pytest.mark.parametrize(
    "odd",
    [
        "#select=nobody&actor=nobody&view=nowhere&tie=a|b",
        "#min_confidence=NaN&since=yesterday&until=%00&dated=never",
        "#view=__proto__&select=__proto__&sign=constructor&path=toString|__proto__",
        "#%E0%A4%A&%=%&&&===",
        "#select=%3Cimg%20src=x%20onerror=window.ran=1%3E&title=%3Cscript%3E",
        "#min_confidence=1e999&actor=" + "a" * 20_000,
        "#tie=%25%7C%257C%7C%25&path=%7C",
    ],
)
def test_a_link_that_makes_no_sense_is_passed_over(browser, made_up, odd):
    browser.open(made_up, hash_=odd)
    assert browser.run("return document.body.dataset.ready") == "true"
    assert browser.run("return kg.state.view") == "graph"
    assert browser.run("return window.ran ?? null") is None


def test_the_way_back_leads_through_views_and_selections_alone(browser, made_up):
    browser.open(made_up)
    before = browser.run("return history.length")
    browser.run("for (let step = 0; step < 10; step += 1) kg.update({ minConfidence: step / 20 })")
    assert "min_confidence=0.45" in browser.run("return location.hash")
    assert browser.run("return history.length") == before, "a filter belongs to the entry that it changes"
    browser.press("t")
    browser.run("kg.select({ actor: 'actor-1' })")
    assert "select=actor-1" in browser.run("return location.hash")
    browser.run("history.back()")
    browser.until(lambda: browser.run("return kg.state.selected === null && kg.state.view === 'table'"))
    browser.run("history.back()")
    browser.until(lambda: browser.run("return kg.state.view === 'graph' && kg.state.minConfidence === 0.45"))
