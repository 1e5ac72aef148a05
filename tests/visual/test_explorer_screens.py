"""Screens: readable on a telephone, in the dark, and on a wall."""

from __future__ import annotations

import pytest

VIEWS = ("graph", "table", "lifelines", "matrix")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [320, 390, 768, 2560])
def test_nothing_is_wider_than_the_window(browser, whole, view, width):
    browser.open(whole, width=width, height=844, hash_=f"#view={view}")
    assert browser.run("return document.documentElement.scrollWidth") <= width
    browser.run("kg.select({ actor: 'actor-3' })")
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_on_a_telephone_a_few_actors_are_shown_legibly(browser, whole):
    browser.open(whole, width=390, height=844)
    assert browser.text("#status").startswith("12 of 63 actors")
    fonts = "[...kg.state.shown].map((id) => kg.data.actor(id).font)"
    smallest = browser.run(f"return kg.network().getScale() * Math.min(...{fonts})")
    assert smallest >= 10, "pixels of the smallest label"


def test_on_a_telephone_filters_and_details_take_the_window_and_give_it_back(browser, whole):
    browser.open(whole, width=390, height=844)
    assert not browser.sees("#filters")
    browser.click("#toggle-filters")
    browser.click('#filters input[data-value="hostile"]')
    browser.click("#toggle-filters")
    assert not browser.sees("#filters")
    browser.run("kg.select({ actor: 'actor-3' })")
    panel = browser.run("return document.getElementById('panel').getBoundingClientRect().toJSON()")
    assert (panel["x"], panel["width"]) == (0, 390)
    browser.click("#panel .close")
    assert not browser.sees("#panel")


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_pressed_on_a_telephone_is_large_enough_for_a_finger(browser, whole, view):
    browser.open(whole, width=390, height=844, hash_=f"#view={view}")
    small = browser.run("""
        return [...document.querySelectorAll('header button, header a, footer button, footer select')]
          .filter((e) => e.checkVisibility())
          .map((e) => [e.textContent || e.ariaLabel, e.offsetWidth, e.offsetHeight])
          .filter(([, width, height]) => Math.min(width, height) < 24)""")
    assert small == []


def test_it_follows_the_colour_scheme_at_once(browser, small):
    grounds = {}
    browser.open(small, dark=True)
    ground = "return getComputedStyle(document.body).backgroundColor"
    colours = "return Object.values(kg.network().body.nodes).map((node) => node.options.font.color)"
    grounds["dark"] = browser.run(ground), browser.run(colours)
    browser.do(lambda page: page.emulate_media(color_scheme="light"))
    grounds["light"] = browser.run(ground), browser.run(colours)
    assert grounds["light"][0] == "rgb(255, 255, 255)"
    assert max(map(int, grounds["dark"][0][4:-1].split(","))) < 60
    assert not set(grounds["dark"][1]) & set(grounds["light"][1]), "labels follow"
