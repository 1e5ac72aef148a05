"""Accessibility: axe-core finds nothing serious in any view, wide and narrow, light and dark."""

from __future__ import annotations

import pytest

VIEWS = ("graph", "table", "lifelines", "matrix")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "dark"), [(1400, False), (1400, True), (390, False)])
def test_no_serious_violation_in_a_view(browser, whole, view, width, dark):
    browser.open(whole, hash_=f"#view={view}", width=width, dark=dark)
    assert browser.axe() == []


@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_violation_while_something_is_selected_or_sought(browser, whole, dark):
    browser.open(whole, dark=dark)
    browser.run("kg.select({ actor: 'actor-3' })")
    assert browser.axe() == []
    browser.run("kg.select({ tie: kg.data.ties[3] })")
    assert browser.axe() == []
    browser.press("/")
    browser.write("al")
    assert browser.axe() == []


def test_no_serious_violation_where_nothing_is_left(page):
    for sign in ("friendly", "hostile", "other"):
        page.click(f'#filters input[data-value="{sign}"]')
    assert page.axe() == []


def test_the_check_finds_what_is_wrong(page):
    page.run(
        "document.getElementById('search').removeAttribute('aria-label');"
        "document.getElementById('search').removeAttribute('placeholder')"
    )
    assert [found for found in page.axe() if found.startswith("label")]
