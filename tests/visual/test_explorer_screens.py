"""Screens: readable on a telephone, in the dark, and on a wall."""

from __future__ import annotations

import pytest

VIEWS = ("graph", "table", "lifelines", "matrix")
SMALL = [(390, 844), (320, 640), (700, 450), (844, 390)]  # telephones, one on its side; 1400 x 900 at 200 %
BOXES = """
const boxOf = (id) => document.getElementById(id).getBoundingClientRect();
const [stage, panel] = [boxOf('stage'), boxOf('panel')], isBelow = panel.left <= stage.left + 1;
const right = isBelow ? stage.right : panel.left, bottom = isBelow ? panel.top : stage.bottom;
const isFree = (box) =>
  box.left < right && box.right > stage.left && box.bottom > stage.top && box.top < bottom;
"""
MARKED = {"table": "tr.chosen", "lifelines": ".tie.chosen", "matrix": 'td[aria-selected="true"]'}


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


@pytest.mark.parametrize(("width", "height"), SMALL)
def test_a_small_window_shows_a_few_actors_apart_and_legibly(browser, whole, width, height):
    browser.open(whole, width=width, height=height)
    stage, boxes = browser.run("""
        const { width, height } = document.getElementById('stage').getBoundingClientRect();
        const net = kg.network();
        return [[width, height], [...kg.state.shown].map((id) => {
          const { font, box: [wide, above, below] } = kg.data.actor(id), { x, y } = net.getPosition(id);
          const from = net.canvasToDOM({ x: x - wide / 2, y: y - above });
          const to = net.canvasToDOM({ x: x + wide / 2, y: y + below });
          return { font: font * net.getScale(), left: from.x, top: from.y, right: to.x, bottom: to.y };
        })]""")
    assert len(boxes) == 12
    assert min(box["font"] for box in boxes) >= (7 if width < 360 else 8), "pixels of the smallest label"
    assert min(min(box["left"], box["top"]) for box in boxes) >= 0
    assert max(box["right"] for box in boxes) <= stage[0]
    assert max(box["bottom"] for box in boxes) <= stage[1]
    for index, a in enumerate(boxes):
        for b in boxes[:index]:
            apart = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert apart or a["bottom"] <= b["top"] + 1 or b["bottom"] <= a["top"] + 1


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "height"), SMALL)
def test_in_a_small_window_details_leave_what_is_selected_in_sight(browser, whole, view, width, height):
    browser.open(whole, width=width, height=height, hash_=f"#view={view}&base=narrow")
    ties = browser.run("""
        const drawn = new Set([...document.querySelectorAll('#lifelines .tie')].map((e) => e.dataset.tie));
        const isActor = (id) => kg.state.shown.has(id) && kg.data.actor(id).kind !== 'place';
        return kg.data.ties.filter((tie) => isActor(tie.source) && isActor(tie.target))
          .map(({ id }) => id).filter((id) => !drawn.size || drawn.has(id))""")
    for tie in (ties[0], ties[-1]):
        browser.run("kg.select({ tie: kg.data.tie(arguments[0]) })", tie)
        places = """
            const { source } = kg.data.tie(arguments[0]), net = kg.network();
            const { x, y } = net.canvasToDOM(net.getPosition(source));
            const at = [stage.left + x, stage.top + y];
            return isFree({ left: at[0], right: at[0], top: at[1], bottom: at[1] })"""
        marks = """
            const marked = [...document.querySelectorAll(arguments[1])];
            return marked.some((e) => isFree(e.getBoundingClientRect()))"""
        script, mark = BOXES + (places if view == "graph" else marks), f"#{view} {MARKED.get(view)}"
        browser.until(lambda script=script, tie=tie, mark=mark: browser.run(script, tie, mark))
    free, taken, room = browser.run(
        BOXES
        + """
        const free = (right - stage.left) * (bottom - stage.top);
        return [free, panel.width * panel.height, stage.width * stage.height]"""
    )
    assert free + taken == pytest.approx(room, rel=0.02), "no dead space"
    assert free >= 0.4 * room


def test_a_small_window_looks_again_where_it_did_once_the_details_are_closed(browser, whole):
    browser.open(whole, width=390, height=844)
    camera = """
        const { x, y } = kg.network().getViewPosition();
        return [x, y, 100 * kg.network().getScale()].map(Math.round)"""
    before = browser.run(camera)
    browser.run("""
        const low = (id) => kg.network().getPosition(id).y;
        kg.select({ actor: [...kg.state.shown].sort((a, b) => low(b) - low(a))[0] })""")
    assert browser.run(camera) != before
    browser.click("#panel .close")
    assert browser.run(camera) == before


@pytest.mark.parametrize(("width", "height"), SMALL)
def test_bars_leave_most_of_a_small_window_to_the_view(browser, whole, width, height):
    browser.open(whole, width=width, height=height, hash_="#view=matrix&base=narrow")
    assert browser.run("return document.getElementById('stage').offsetHeight") >= 0.5 * height
    cells = """
        const grid = document.querySelector('#matrix .scroller').getBoundingClientRect();
        return [...document.querySelectorAll('#matrix td')].map((e) => e.getBoundingClientRect())
          .filter((e) => e.bottom <= grid.bottom && e.right <= grid.right).length"""
    assert browser.run(cells) >= 24


def test_a_very_low_window_scrolls_to_what_it_has_no_room_for(browser, whole):
    browser.open(whole, width=320, height=256)
    assert browser.run("return document.getElementById('stage').offsetHeight") >= 200
    browser.run("document.getElementById('status').scrollIntoView()")
    assert browser.run("return document.getElementById('status').getBoundingClientRect().bottom") <= 256


def test_a_table_wider_than_its_place_shows_that_it_goes_on(browser, whole):
    browser.open(whole, width=700, height=450, hash_="#view=table")
    assert browser.run("""
        const { scrollWidth, clientWidth } = document.querySelector('#table .scroller');
        return scrollWidth > clientWidth""")
    shadow = "return getComputedStyle(document.querySelector('#table .scroller')).backgroundImage"
    assert "gradient" in browser.run(shadow)


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
