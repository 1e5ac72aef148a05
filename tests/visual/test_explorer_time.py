"""The bar of time: what it counts, and the range that mouse, keyboard and the play button set."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from made_up import record

from kg.analysis import project
from kg.scene.scene import scene
from kg.visual.page import write_scene

ALL = "4 of 4 actors, 4 of 4 ties shown"


def write(path, *records):
    """Write a page of these claims alone."""
    write_scene(scene(project(records)), path)
    return path


def words(page):
    return page.text("#timebar .words")


def bars(page):
    return page.run("return document.querySelector('#timebar .bars').getAttribute('aria-label')")


def labels(page):
    return page.run(
        "return [...document.querySelectorAll('#timebar .bars text')].map((text) => text.textContent)"
    )


def link_says(page):
    return dict(re.findall(r"(since|until|dated)=([^&]*)", page.run("return location.hash")))


def place_of(page, part):
    """The middle of the bar of a year, counted from the first year of the small graph."""
    box = page.do(lambda p: p.locator("#timebar .chart").bounding_box())
    return box["x"] + box["width"] * (part - 2013 + 0.5) / 12, box["y"] + 20


def drag(page, start, end):
    def moved(p):
        p.mouse.move(*start)
        p.mouse.down()
        p.mouse.move(*end, steps=4)
        p.mouse.up()

    page.do(moved)


def drag_years(page, start, end):
    drag(page, place_of(page, start), place_of(page, end))


def click_year(page, year):
    page.do(lambda p: p.mouse.click(*place_of(page, year)))


def value_of(page, handle):
    return page.run(f"return document.querySelector('#timebar .{handle}').getAttribute('aria-valuetext')")


def play_says(page):
    return page.run("return document.querySelector('#timebar .play').ariaLabel")


def test_it_counts_friendly_and_hostile_claims_by_year(page):
    assert words(page) == "All time 5 claims: 1 friendly, 3 hostile, 1 other"
    assert bars(page) == "Claims by year: 1 friendly upwards, 3 hostile downwards"
    assert labels(page)[0] == "2013"
    assert labels(page)[-1] == "2024"


def test_it_counts_what_passes_all_other_filters(page):
    page.click('#filters input[data-value="hostile"]')
    assert bars(page) == "Claims by year: 1 friendly upwards, 0 hostile downwards"
    faint = page.run("return document.querySelectorAll('#timebar .bars .all')[1].getAttribute('d')")
    assert faint, "what the filters leave out stays as a shadow"
    page.click("#reset")
    page.fill("#confidence", "0.6")
    assert bars(page) == "Claims by year: 0 friendly upwards, 2 hostile downwards"


def test_time_itself_changes_no_bar(page):
    before = page.run("return document.querySelector('#timebar .bars').outerHTML")
    click_year(page, 2018)
    assert page.run("return document.querySelector('#timebar .bars').outerHTML") == before


def test_claims_without_a_date_are_counted_in_words(browser, tmp_path):
    bare = record("c", "backs", "d", date=None)
    browser.open(
        write(
            tmp_path / "page.html",
            record("a", "backs", "b", date="2018"),
            record("a", "fights", "b", date="2020"),
            bare,
        )
    )
    assert words(browser) == "All time 3 claims: 1 friendly, 1 hostile, 1 without a date"
    browser.run("kg.update({ since: '2019' })")
    assert words(browser) == "Since 2019 1 of 3 claims reported then: 1 hostile; 1 without a date left out"
    browser.run("kg.update({ dated: 'held' })")
    assert words(browser).endswith("begins then: 1 hostile; 2 said to hold; 1 without a date left out")


def test_without_any_date_there_is_no_bar(browser, tmp_path):
    browser.open(write(tmp_path / "page.html", record("a", "backs", "b", date=None)))
    assert not browser.sees("#timebar")
    browser.press("l")
    assert browser.sees("#lifelines [data-row]")


def test_a_few_years_are_counted_by_month(browser, tmp_path):
    browser.open(
        write(
            tmp_path / "page.html",
            record("a", "backs", "b", date="2020-03-05"),
            record("a", "fights", "b", date="2021-01-02"),
        )
    )
    assert bars(browser).startswith("Claims by month: 1 friendly")
    assert (
        browser.run("return document.querySelector('#timebar .since').getAttribute('aria-valuemax')") == "10"
    )
    browser.run("document.querySelector('#timebar .since').focus()")
    browser.press("ArrowRight")
    assert link_says(browser) == {"since": "2020-04"}


def test_a_few_years_without_months_are_counted_by_year(browser, tmp_path):
    browser.open(
        write(
            tmp_path / "page.html",
            record("a", "backs", "b", date="2020"),
            record("a", "fights", "b", date="2021"),
        )
    )
    assert bars(browser).startswith("Claims by year")


def test_labels_of_a_few_years_name_years_once_and_cover_each_other_nowhere(browser, tmp_path):
    page = write(tmp_path / "page.html", *(record("a", "backs", "b", date=str(2013 + n)) for n in range(5)))
    browser.open(page)
    assert labels(browser) == ["2013", "2014", "2015", "2016", "2017"]
    texts = "[...document.querySelectorAll('#timebar .bars text')]"
    boxes = browser.run(f"return {texts}.map((text) => text.getBoundingClientRect())")
    assert all(a["right"] < b["left"] for a, b in pairwise(boxes))


def test_an_odd_date_does_not_squeeze_the_others(browser, tmp_path):
    usual = [record("a", "backs", f"b{n}", date=f"{2005 + n % 20}") for n in range(50)]
    browser.open(write(tmp_path / "page.html", *usual, record("a", "fights", "b", date="1850")))
    assert "the first bar holds all before" in bars(browser)
    assert bars(browser).startswith("Claims by year: 50 friendly upwards, 1 hostile downwards"), (
        "nothing is lost"
    )
    assert "1900" not in labels(browser)


def test_a_click_on_a_bar_takes_its_year(page):
    click_year(page, 2018)
    assert link_says(page) == {"since": "2018", "until": "2018"}
    assert words(page) == "2018 1 of 5 claims reported then: 1 friendly"
    assert page.text("#status") == "2 of 4 actors, 1 of 4 ties shown", "what was reported then alone"


def test_the_mouse_draws_a_range_moves_it_and_pulls_its_ends(page):
    drag_years(page, 2015, 2018)
    assert link_says(page) == {"since": "2015", "until": "2018"}
    drag_years(page, 2016, 2018)
    assert link_says(page) == {"since": "2017", "until": "2020"}, "the window moves as a whole"
    x, y = place_of(page, 2020)
    width = place_of(page, 2021)[0] - x
    drag(page, (x + width / 2, y), (x + 2 * width, y))
    assert link_says(page) == {"since": "2017", "until": "2022"}, "its end is pulled"
    drag_years(page, 2019, 2024)
    assert link_says(page) == {"since": "2019"}, (
        "the window stops at the end of time, where there is no bound"
    )


def test_the_handles_are_sliders_by_keyboard(page):
    page.run("document.querySelector('#timebar .since').focus()")
    assert value_of(page, "since") == "the beginning, 2013"
    page.press("ArrowRight", "ArrowRight")
    assert value_of(page, "since") == "2015"
    page.press("PageUp")
    assert value_of(page, "since") == "2020"
    page.press("End")
    assert value_of(page, "since") == "2024"
    page.press("Home")
    assert link_says(page) == {}
    page.press("Tab", "ArrowLeft", "ArrowLeft", "Shift+Tab", "ArrowRight", "Shift+ArrowRight")
    assert link_says(page) == {"since": "2015", "until": "2023"}, "with the shift key both ends move"


def test_all_time_takes_the_range_away(page):
    assert page.run("return document.querySelector('#timebar button.all').disabled")
    click_year(page, 2013)
    page.click("#timebar button.all")
    assert page.text("#status") == ALL
    assert link_says(page) == {}


def test_reported_then_or_said_to_hold_then(page):
    click_year(page, 2018)
    page.choose("#timebar select >> nth=0", "said to hold then")
    assert link_says(page) == {"since": "2018", "until": "2018", "dated": "held"}
    assert page.text("#status") == "3 of 4 actors, 2 of 4 ties shown", (
        "what was said to hold by then still does"
    )
    assert words(page) == "2018 1 of 5 claims begins then: 1 friendly; 2 said to hold"
    page.choose("#timebar select >> nth=0", "reported then")
    assert link_says(page) == {"since": "2018", "until": "2018"}, "which is how it begins"


BARS_IN_RANGE = """
const [from, to] = [kg.state.since, kg.state.until];
return [document.querySelector('#timebar .words').textContent, kg.data.claims.filter((claim) => {
  const date = kg.state.dated === 'said' ? claim.about.date : claim.start;
  return claim.tie.sign === arguments[0] && date && date.slice(0, 4) >= from && date.slice(0, 4) <= to;
}).length];
"""


@pytest.mark.parametrize("dated", ["said", "held"])
def test_the_sentence_under_the_bars_sums_up_the_bars_in_the_range(whole, browser, dated):
    browser.open(whole, hash_=f"#dated={dated}")
    first, last = browser.run(
        "const years = kg.data.claims.map((claim) => claim.about.date.slice(0, 4)).filter(Boolean).sort(); "
        "return [years[0], years.at(-1)]"
    )
    for since, until in [(first, first), (last, last), (str(int(first) + 1), str(int(last) - 1))]:
        browser.run("kg.update({ since: arguments[0], until: arguments[1] })", since, until)
        for sign in ("friendly", "hostile"):
            told, count = browser.run(BARS_IN_RANGE, sign)
            found = re.search(rf"(\d+) {sign}", told)
            assert (int(found[1]) if found else 0) == count, told


def test_while_it_plays_ties_come_and_go(small, browser):
    browser.do(lambda p: p.emulate_media(reduced_motion="reduce"))
    browser.open(small)
    seen = []
    for _ in range(12):
        browser.click("#timebar .play")
        seen.append(browser.run("return document.getElementById('status').textContent"))
    shown = [int(re.search(r"(\d+) of \d+ ties", text)[1]) for text in seen]
    assert shown == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2]


def test_a_link_brings_the_range_back_as_exact_as_it_was(small, browser):
    browser.open(small, hash_="#since=2017-03-01&until=2020&dated=held")
    assert words(browser) == "2017-03-01 – 2020 1 of 5 claims begins then: 1 friendly; 2 said to hold"
    browser.run("document.querySelector('#timebar .until').focus()")
    browser.press("ArrowRight")
    assert link_says(browser) == {"since": "2017-03-01", "until": "2021", "dated": "held"}


def test_it_plays_through_time_and_stops_at_the_end(page):
    page.choose("#timebar select >> nth=1", "fast")
    page.run("document.querySelector('#timebar .play').focus()")
    page.press("Space")
    assert play_says(page) == "Pause"
    page.until(lambda: page.run("return kg.state.since") > "2015")
    page.press("Space")
    stopped = page.run("return kg.state.since")
    assert play_says(page).startswith("Play")
    assert link_says(page)["since"] == stopped
    page.press("Space")
    page.until(lambda: play_says(page).startswith("Play"))
    assert page.run("return [kg.state.since, kg.state.until]") == ["2024", ""]
    page.press("Space")
    assert page.run("return kg.state.since") in {"", "2014", "2015"}, "from the end it starts anew"
    page.click("#reset")
    page.until(lambda: play_says(page).startswith("Play"))
    assert page.text("#status") == ALL, "what somebody else sets ends it"


def test_who_wants_no_motion_goes_step_by_step(small, browser):
    browser.do(lambda p: p.emulate_media(reduced_motion="reduce"))
    browser.open(small)
    assert play_says(browser) == "One step on in time"
    browser.click("#timebar .play")
    browser.click("#timebar .play")
    assert link_says(browser) == {"since": "2014", "until": "2014"}
    assert play_says(browser) != "Pause"


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_telephone_it_is_a_slim_bar(browser, made_up, dark):
    browser.open(made_up, width=390, height=844, dark=dark)
    assert browser.run("return document.querySelector('footer').offsetHeight") < 120
    assert browser.run("return document.documentElement.scrollWidth") <= 390
    assert not browser.sees("#timebar select")
    browser.click("#timebar .more")
    assert browser.sees("#timebar select")
    assert browser.axe() == []
