"""The search: any name of an actor, in any spelling, by keyboard."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "typed", ["nusra", "JABHAT AL NUSRA", "hayat", "tahrir", "hts", "هيئة تحرير", "Hay'at"]
)
def test_it_finds_an_actor_by_any_name_and_spelling(page, typed):
    page.press("/")
    page.write(typed)
    assert "Hay’at Tahrir al-Sham" in page.texts("#found li")[0]
    page.press("Enter")
    assert page.text("#panel h2") == "Hay’at Tahrir al-Sham"
    assert not page.sees("#found")


def test_a_hit_says_under_which_name_it_was_found(page):
    page.press("/")
    page.write("nusra")
    assert "Jabhat al-Nuṣra" in page.texts("#found li")[0]


def test_it_says_so_when_nobody_has_the_name(page):
    page.press("/")
    page.write("nobody")
    assert page.text("#found") == "No actor of this name"
    page.press("Enter")
    page.press("Escape")
    assert not page.sees("#panel")
    assert not page.sees("#found")


def test_arrow_keys_walk_through_the_hits_and_say_where_they_are(browser, made_up):
    browser.open(made_up)
    browser.press("/")
    browser.write("al")
    hits = browser.texts("#found [role=option]")
    assert len(hits) > 2
    browser.press("ArrowDown", "ArrowDown", "ArrowUp")
    chosen = browser.run(
        "return document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
        ".getAttribute('aria-selected')"
    )
    assert chosen == "true"
    browser.press("Enter")
    assert browser.text("#panel h2") in hits[1]


def test_it_reaches_actors_that_are_not_shown_yet(browser, made_up):
    browser.open(made_up)
    hidden = browser.run("return [...kg.data.actors.values()].find((a) => !kg.state.shown.has(a.id)).name")
    browser.press("/")
    browser.write(hidden)
    browser.press("Enter")
    assert browser.text("#panel h2") == hidden
    assert browser.run("return kg.state.shown.has(kg.state.selected.actor)")


def test_a_click_on_a_hit_opens_it(page):
    page.fill("#search", "turk")
    page.click("#found li")
    assert page.text("#panel h2") == "Türkiye"


def test_typing_in_the_field_triggers_no_key_of_the_page(page):
    page.press("/")
    page.write("t/mglf0")
    assert page.run("return kg.state.view") == "graph"
    assert page.run("return document.getElementById('search').value") == "t/mglf0"
