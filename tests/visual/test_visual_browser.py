"""The page in a real browser: offline, safe, by mouse and by keyboard, wide and narrow, light and dark."""

from __future__ import annotations

import pytest
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project, ties_of
from kg.model import Actor, ActorKind, Date, Modality, Name, NameKind, Polarity
from kg.visual import write_page

ACTORS = [
    Actor(
        "hts",
        ActorKind.ARMED_GROUP,
        "Hay’at Tahrir al-Sham",
        (
            Name("Hay’at Tahrir al-Sham", NameKind.OFFICIAL, "", Date("2017-01-28")),
            Name("Jabhat al-Nuṣra", NameKind.FORMER, "ar-Latn", Date("2012"), Date("2016-07-28")),
        ),
    ),
    Actor("turkey", ActorKind.STATE, "Türkiye"),
    Actor("syria", ActorKind.STATE, "Syria"),
    Actor("aleppo", ActorKind.PLACE, "Aleppo"),
]
RECORDS = [
    record("hts", "attacks", "syria", quote="Fighters of the group stormed the base.", title="Base falls",
           date="2024-11-30"),
    record("hts", "attacks", "syria", quote="The army denied any attack.", by="The army", date="2024-12-01",
           polarity=Polarity.DENIED, modality=Modality.REPORTED, confidence=0.5, publisher="Gulf Observer"),
    record("turkey", "backs", "hts", date="2018", confidence=0.4),
    record("turkey", "opposes", "syria", date="2013"),
    record("hts", "controls", "aleppo", date="2024-11-30"),
]  # fmt: skip


@pytest.fixture
def page(tmp_path, browser):
    """The small graph, open."""
    path = tmp_path / "page.html"
    write_page(project(RECORDS, ACTORS), path, title="Four actors")
    browser.open(path)
    return browser


def at(page, actor):
    """Where an actor stands in the drawing, in pixels."""
    return page.run(
        "return window.kg.network().canvasToDOM(window.kg.network().getPosition(arguments[0]))", actor
    )


def test_it_draws_and_says_how_much_it_shows(page):
    assert page.text("#status") == "4 of 4 actors, 4 of 4 ties shown"
    drawn = page.run(
        "const c = document.querySelector('#graph canvas');"
        "return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    assert drawn > 20, "the canvas is not empty"


def test_a_click_on_a_tie_shows_its_sentences_with_claimant_date_and_document(page):
    a, b = at(page, "hts"), at(page, "syria")
    page.click_at((a["x"] + b["x"]) / 2, (a["y"] + b["y"]) / 2)
    told = page.text("#panel")
    assert "Hay’at Tahrir al-Sham attacks" in told
    for words in (
        "“Fighters of the group stormed the base.”",
        "in the article’s own words",
        "Base falls, Morning Wire, 2024-11-30",
        "“The army denied any attack.”",
        "according to The army",
        "1 affirmed, 1 denied, in 2 documents",
        "reported",
        "confidence 0.50",
        "Gulf Observer, 2024-12-01",
    ):
        assert words in told
    link = page.run("const a = document.querySelector('#panel a'); return [a.rel, a.href]")
    assert link == ["noopener noreferrer", "https://news.example/1"]


def test_a_click_on_an_actor_shows_its_dated_names_and_its_ties(page):
    spot = at(page, "hts")
    page.click_at(spot["x"], spot["y"])
    told = page.text("#panel")
    assert "armed group · 3 ties to 3 actors" in told
    assert "Jabhat al-Nuṣra former, ar-Latn, 2012 – 2016-07-28" in told
    assert "since 2017-01-28" in told
    assert "Türkiye backs it" in told
    assert "controls Aleppo" in told
    page.press("Escape")
    assert not page.sees("#panel")


def test_a_group_that_only_one_article_names_shows_which(tmp_path, browser):
    path = tmp_path / "page.html"
    write_page(
        project([record("doc/1/rebels", "attacks", "syria", title="Base falls")]), path, focus="doc/1/rebels"
    )
    browser.open(path)
    assert "As one article calls them: Base falls" in browser.text("#panel")


@pytest.mark.parametrize("typed", ["nusra", "JABHAT AL NUSRA", "hayat", "tahrir"])
def test_the_search_finds_an_actor_by_any_name_and_spelling(page, typed):
    page.press("/")
    page.write(typed)
    page.press("Enter")
    assert page.text("#panel h2") == "Hay’at Tahrir al-Sham"


def test_the_search_says_so_when_nobody_has_the_name(page):
    page.press("/")
    page.write("nobody")
    assert page.text("#found") == "No actor of this name"
    page.press("Enter", "Escape")
    assert not page.sees("#panel")


@pytest.mark.parametrize(
    ("group", "value", "left"),
    [
        ("sign", "hostile", "3 of 4 actors, 2 of 4 ties shown"),
        ("relation", "backs", "4 of 4 actors, 3 of 4 ties shown"),
        ("kind", "place", "3 of 4 actors, 3 of 4 ties shown"),
        ("polarity", "affirmed", "2 of 4 actors, 1 of 4 ties shown"),
        ("publisher", "Morning Wire", "2 of 4 actors, 1 of 4 ties shown"),
    ],
)
def test_the_legend_filters(page, group, value, left):
    box = f'input[data-group="{group}"][data-value="{value}"]'
    page.click(box)
    assert page.text("#status") == left
    page.click(box)
    assert page.text("#status") == "4 of 4 actors, 4 of 4 ties shown"


def test_confidence_years_and_contested_filter(page):
    page.run(
        "const c = document.getElementById('confidence'); c.value = 0.6; c.dispatchEvent(new Event('input'))"
    )
    assert "3 of 4 ties" in page.text("#status")
    page.click("#reset")
    page.fill("#until", "2017")
    assert "1 of 4 ties" in page.text("#status")
    page.click("#reset")
    page.click("#contested")
    assert "1 of 4 ties" in page.text("#status")


def test_a_filter_that_leaves_nothing_says_so_and_can_be_cleared(page):
    for sign in ("friendly", "hostile", "other"):
        page.click(f'input[data-group="sign"][data-value="{sign}"]')
    assert "Nothing to show" in page.text("#empty")
    page.click("#clear-filters")
    assert page.text("#status") == "4 of 4 actors, 4 of 4 ties shown"


def test_the_table_holds_what_the_graph_shows_and_works_by_keyboard_alone(page):
    page.press("t")
    rows = page.texts("#table tbody tr")
    assert len(rows) == 4
    assert rows[0] == "Hay’at Tahrir al-Sham attacks Syria hostile 2 1 2024-11-30 2024-12-01 0.90"
    page.run("document.querySelector('#table tbody tr td:nth-child(2) button').focus()")
    page.press("Enter")
    assert "stormed the base" in page.text("#panel")
    assert page.run("return document.activeElement.id") == "panel"
    page.press("Escape")
    assert page.run("return document.activeElement.textContent") == "attacks", "back to the row"
    page.run("document.querySelectorAll('#table th button')[0].focus()")
    page.press("Enter")
    assert page.run("return document.querySelector('#table th').getAttribute('aria-sort')") == "ascending"
    assert page.text("#table tbody tr:last-child td").startswith("Türkiye")


def test_a_link_to_an_actor_opens_it(tmp_path, browser):
    path = tmp_path / "page.html"
    actors = made_up_actors(60)
    write_page(project(made_up_records(actors, 200), actors), path, limit=5)
    browser.open(path, hash_="#actor=actor-59")
    assert browser.text("#panel h2") == actors[59].name


def test_actors_outside_the_first_view_are_one_click_away_and_cover_nobody(tmp_path, browser):
    path = tmp_path / "page.html"
    actors = made_up_actors(60)
    graph = project(made_up_records(actors, 200), actors)
    write_page(graph, path, limit=5)
    browser.open(path)
    assert browser.text("#status").startswith("5 of 60 actors")
    first = browser.run("return [...window.kg.state.shown][0]")
    browser.run("window.kg.select({ actor: arguments[0] })", first)
    browser.click("button:text('more neighbour')")
    shown = browser.run("return [...window.kg.state.shown]")
    assert len(shown) > 15
    spots = browser.run("return window.kg.network().getPositions()")
    boxes = browser.run("return JSON.parse(document.getElementById('data-page').textContent).boxes")
    for a in shown:
        for b in shown:
            (width_a, above_a, below_a), (width_b, above_b, below_b) = boxes[a], boxes[b]
            apart = abs(spots[a]["x"] - spots[b]["x"]) >= (width_a + width_b) / 2 - 2
            under = spots[a]["y"] + below_a <= spots[b]["y"] - above_b + 2
            above = spots[b]["y"] + below_b <= spots[a]["y"] - above_a + 2
            assert a == b or apart or under or above
    browser.click("button:text-is('Only its neighbours')")
    near = {t.target if t.source == first else t.source for t in ties_of(graph, first)}
    assert set(browser.run("return [...window.kg.state.shown]")) == {first, *near}


def test_it_is_readable_on_a_telephone(tmp_path, browser):
    path = tmp_path / "page.html"
    actors = made_up_actors(60)
    write_page(project(made_up_records(actors, 200), actors), path, title="A title that is a little longer")
    browser.open(path, width=390, height=844)
    assert browser.run("return document.documentElement.scrollWidth") == 390
    assert browser.text("#status").startswith("12 of 60 actors")
    size = browser.run("return window.kg.network().getScale() * 13")
    assert size >= 10, "the smallest label, in pixels"
    browser.click("#toggle-filters")
    browser.click('input[data-value="hostile"]')
    browser.click("#toggle-filters")
    assert not browser.sees("#filters")
    browser.click("#toggle-view")
    browser.run("document.querySelector('#table tbody td:nth-child(2) button').click()")
    panel = browser.run("return document.getElementById('panel').getBoundingClientRect().toJSON()")
    assert (panel["x"], panel["width"]) == (0, 390)


def test_it_follows_the_colour_scheme(tmp_path, browser):
    path = tmp_path / "page.html"
    write_page(project(RECORDS, ACTORS), path)
    grounds = []
    for dark in (False, True):
        browser.open(path, dark=dark)
        grounds.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 23, 27)"]


HOSTILE = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg/onload=window.ran=1>",
    "{{constructor.constructor('window.ran=1')()}}",
    "\"];window.ran=1;//'",
    "<a href=javascript:window.ran=1>href</a>",
    "abc\u202egnp.exe\u2066",
    "__proto__",
    "[data-tie] { } </style><style>*{display:none}",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_run_nothing_and_are_shown_as_text(tmp_path, browser, hostile):
    claim = record(
        hostile, "backs", "b", quote=hostile, title=hostile, publisher=hostile, by=hostile, document=hostile,
        url="javascript:window.ran=1",
    )  # fmt: skip
    other = record("b", "attacks", hostile, url=f"https://news.example/{hostile}")
    actor = Actor(hostile, ActorKind.ARMED_GROUP, hostile, (Name(hostile), Name(f"{hostile} two")))
    path = tmp_path / "page.html"
    write_page(project([claim, other], [actor]), path, title=hostile, focus=hostile)
    browser.open(path)
    assert browser.text("#panel h2") == hostile
    browser.press("t")
    for index in (0, 1):
        browser.run("document.querySelectorAll('#table [data-tie]')[arguments[0]].click()", index)
        hrefs = browser.run("return [...document.querySelectorAll('#panel a')].map(a => a.href)")
        assert all(href.startswith("https://news.example/") for href in hrefs)
    quotes = browser.run("return [...document.querySelectorAll('blockquote')].map(b => b.textContent)")
    assert set(quotes) <= {f"“{hostile}”", "“The sentence.”"}
    browser.press("/")
    browser.write("two")
    assert hostile in browser.run("return document.getElementById('found').textContent")
    assert browser.run("return window.ran ?? null") is None
    assert (
        browser.run("return document.querySelectorAll('img, iframe, object, body svg[onload]').length") == 0
    )
