"""Keyboard alone: every control is reached by Tab, shows that it has the focus, and works."""

from __future__ import annotations

import pytest

WHERE = """
const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
const text = e.textContent.trim().slice(0, 40);
const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
return {
  name: e.id || e.getAttribute('aria-label') || text, tag: e.tagName,
  visible: e.checkVisibility() && box.width > 0 && box.right > 0 && box.left < innerWidth,
  marked: outlined || style.boxShadow !== 'none' || e.matches('svg *'),
}
"""


def walk(page, most: int = 400) -> list[dict[str, object]]:
    """Press Tab until the focus leaves the page; return what had it."""
    stops = []
    for _ in range(most):
        page.press("Tab")
        stop = page.run(WHERE)
        if stop["tag"] == "BODY":
            return stops
        stops.append(stop)
    raise AssertionError(f"no way out after {most} stops: {stops[-5:]}")


@pytest.mark.parametrize("view", ["graph", "table", "lifelines", "matrix"])
def test_tab_reaches_every_control_and_each_shows_the_focus(page, view):
    page.run("kg.update({ view: arguments[0] })", view)
    stops = walk(page)
    names = [str(stop["name"]) for stop in stops]
    for wanted in ("search", "reset", "confidence", "contested", "Shown since"):
        assert wanted in names, wanted
    assert [stop for stop in stops if not stop["visible"] or not stop["marked"]] == []


@pytest.mark.parametrize("view", ["graph", "table", "lifelines", "matrix"])
def test_the_first_letter_of_a_view_leads_to_it(page, view):
    page.run("kg.update({ view: 'table' })")
    page.press(view[0])
    assert page.sees(f"#{view}")
    assert page.run("return document.querySelector('[aria-current=page]').dataset.view") == view


def test_from_a_name_to_a_sentence_without_a_mouse(page):
    page.press("/")
    page.write("nusra")
    page.press("Enter")
    page.press("Escape")  # out of the field
    page.press("t")
    page.run("document.querySelector('#table [data-tie]').focus()")
    page.press("Enter")
    assert "stormed the base" in page.text("#panel")
    assert page.run("return document.activeElement.id") == "panel", "readers go on in the details"
    page.press("Escape")
    assert not page.sees("#panel")
    assert page.run("return document.activeElement.textContent") == "attacks", "and come back to the row"


def test_sorting_by_keyboard_keeps_the_focus(page):
    page.press("t")
    page.run("document.querySelectorAll('#table th button')[0].focus()")
    page.press("Enter")
    assert page.run("return document.querySelector('#table th').getAttribute('aria-sort')") != "none"
    assert page.run("return document.activeElement.closest('th').cellIndex") == 0


def test_the_drawing_is_moved_and_zoomed_by_keys(page):
    page.run("document.querySelector('#graph [role=application]').focus()")
    before = page.run("return [kg.network().getScale(), kg.network().getViewPosition().x]")
    page.do(lambda page: page.keyboard.press("ArrowRight", delay=150))
    page.do(lambda page: page.keyboard.press("=", delay=150))
    after = page.run("return [kg.network().getScale(), kg.network().getViewPosition().x]")
    assert after[1] != before[1]


def test_filters_open_and_close_and_boxes_are_ticked_with_space(page):
    page.press("f")
    assert not page.sees("#filters")
    page.press("f")
    page.run("document.querySelector('#filters [data-value=hostile]').focus()")
    page.press("Space")
    assert "2 of 4 ties" in page.text("#status")
    assert page.run("return document.activeElement.dataset.value") == "hostile", "the focus stays"


def test_the_first_stops_lead_past_the_filters(page):
    page.run("kg.select({ actor: 'hts' })")
    page.run("document.activeElement.blur()")
    page.press("Tab")
    assert page.run("return document.activeElement.textContent") == "To the graph"
    page.press("Tab")
    assert page.run("return document.activeElement.textContent") == "To the details"
    page.press("Enter")
    assert page.run("return document.activeElement.id") == "panel"
    page.press("t")
    page.run("document.getElementById('to-view').focus()")
    assert page.text("#to-view") == "To the table"


@pytest.mark.parametrize("view", ["graph", "table", "lifelines", "matrix"])
def test_one_key_leads_into_the_view_and_one_to_the_details_and_back(page, view):
    page.run("kg.update({ view: arguments[0] }); kg.select({ actor: 'hts' })", view)
    page.press("v")
    inside = f"return document.getElementById('{view}').contains(document.activeElement)"
    assert page.run(inside)
    before = page.run("window.before = document.activeElement; return before.outerHTML.slice(0, 60)")
    page.press("d")
    assert page.run("return document.activeElement.id") == "panel"
    page.press("d")
    assert page.run("return document.activeElement === window.before"), before
    page.press("Tab")
    while page.run(inside):
        page.press("Tab")
    if view == "graph":
        assert page.run("return document.activeElement.id") == "halos"
        page.press("Tab")
    assert page.run("return document.getElementById('panel').contains(document.activeElement)"), (
        "after the view"
    )
    page.press("Escape")
    assert not page.sees("#panel")
    assert page.run(inside), "who closes the details is back in the view"


def test_with_nothing_shown_one_key_leads_to_the_way_out(page):
    page.run("kg.update({ minConfidence: 1 })")
    page.press("v", "Enter")
    assert page.run("return kg.state.minConfidence") == 0


def test_a_question_mark_and_a_button_tell_all_keys(page):
    page.run("kg.select({ actor: 'hts' })")
    page.press("?")
    told = page.texts("#keys kbd")
    for key in ("/", "g", "t", "l", "m", "v", "d", "f", "a", "b", "0", "?", "Esc", "n", "p", "+", "Enter"):
        assert key in told, key
    page.press("t")
    assert page.sees("#graph"), "no key works behind it"
    page.press("Escape")
    assert not page.sees("#keys")
    assert page.sees("#panel"), "it alone is closed"
    page.click("#show-keys")
    assert page.sees("#keys")
    page.click("#keys .close")
    assert page.run("return document.activeElement.id") == "show-keys"


def test_the_drawing_shows_its_focus_over_the_canvas(page):
    page.press("v")
    frame = """
        const style = getComputedStyle(document.getElementById('graph'), '::after');
        return [style.borderTopWidth, style.zIndex]"""
    assert page.run(frame) == ["3px", "3"]
