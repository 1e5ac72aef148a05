"""A link brings back any state that the page can be in, stays short, and no link does harm."""

from __future__ import annotations

import random
from typing import Any

import pytest
from browsing import Browser

STATE = """
const { selected, path, table, matrix, off, shown } = kg.state;
return JSON.stringify([kg.state.view, [...shown].sort(), selected?.actor, selected?.tie?.id, selected?.pair,
  path && [path.from, path.to], table, matrix, Object.values(off).map((values) => [...values].sort()),
  kg.state.minConfidence, kg.state.since, kg.state.until, kg.state.dated, kg.state.contested]);
"""
SET = """
const [given] = arguments, { state, data } = kg;
const shown = new Set(given.add);
if (given.base === 'first') for (const [id] of data.wide) shown.add(id);
if (given.base === 'all') for (const id of data.actors.keys()) shown.add(id);
for (const id of given.drop) shown.delete(id);
kg.update({ ...given.plain, shown, selected: null, path: null });
for (const key of Object.keys(state.off)) {
  const boxes = document.querySelectorAll(`#filters [data-group=${key}]`);
  const values = [...boxes].map((box) => box.dataset.value);
  state.off[key] = new Set(values.filter((_, index) => given.off[key]?.[index]));
}
kg.update({});
if (given.tie !== null) kg.select({ tie: data.ties[given.tie % data.ties.length] });
else if (given.actor !== null) kg.select({ actor: given.actor });
else if (given.pair !== null) kg.select({ pair: given.pair });
"""
GROUPS = ("sign", "relation", "kind", "polarity", "modality", "publisher", "claimant")


def _state(rng: random.Random, ids: list[str]) -> dict[str, Any]:
    """Return any state that the page can be brought into, each part of it as likely absent as there."""

    def some(of: list[str], most: int) -> list[str]:
        return rng.sample(of, rng.randint(0, most)) if rng.random() < 0.6 else []

    chosen = rng.choice(["tie", "actor", "pair", "nothing"])
    rows = rng.choice(["ties", "claims"])
    return {
        "base": rng.choice(["first", "first", "all", "none"]),
        "add": some(ids, 25),
        "drop": some(ids, 25),
        "tie": rng.randrange(1000) if chosen == "tie" else None,
        "actor": rng.choice(ids) if chosen == "actor" else None,
        "pair": rng.sample(ids, 2) if chosen == "pair" else None,
        "off": {key: [rng.random() < 0.4 for _ in range(30)] for key in some([*GROUPS], 5)},
        "plain": {
            "view": rng.choice(["graph", "table", "lifelines", "matrix"]),
            "minConfidence": rng.choice([0, 0.05, 0.35, 1]),
            "since": rng.choice(["", "", "2014", "2015-03", "2016-02-29"]),
            "until": rng.choice(["", "", "2017", "2018-11-30"]),
            "dated": rng.choice(["held", "said"]),
            "contested": rng.random() < 0.2,
            "table": {
                "rows": rows,
                "sort": rng.choice(["source", "confidence", "claims" if rows == "ties" else "quote"]),
                "down": rng.random() < 0.5,
                "text": rng.choice(["", "a b", "<b>&#%|*+", "نصرة\u202e"]),
            },
            "matrix": {"sort": rng.choice(["blocs", "name", "ties"]), "mutual": rng.random() < 0.5},
        },
    }  # fmt: skip


def _follow(browser: Browser, hash_: str) -> None:
    """Follow a link within the page, which must have been open at another one."""
    browser.run("window.before = kg.state.table; location.hash = arguments[0]", hash_)
    browser.until(lambda: browser.run("return kg.state.table !== window.before"))


@pytest.mark.parametrize("seed", range(3))
def test_any_state_comes_back_from_its_link(browser, made_up, seed):
    browser.open(made_up)
    ids = browser.run("return [...kg.data.actors.keys()]")
    rng = random.Random(seed)
    for _ in range(8):
        wanted = _state(rng, ids)
        browser.run(SET, wanted)
        state, link = browser.run(STATE), browser.run("return location.hash")
        _follow(browser, "#view=table&select=actor-2&min_confidence=0.95")
        assert browser.run(STATE) != state
        _follow(browser, link)
        assert browser.run(STATE) == state, (wanted, link)
        assert browser.run("return location.hash") == link, "a link is its own link"


def test_a_link_says_only_what_differs_from_the_first_view(browser, whole):
    browser.open(whole)
    assert browser.run("return location.hash") == ""
    browser.run("kg.state.shown.delete('actor-7'); kg.update({ view: 'matrix' })")
    assert browser.run("return location.hash") == "#view=matrix&base=wide&drop=actor-7"
    browser.run("kg.update({ view: 'graph', shown: new Set(kg.data.actors.keys()) })")
    assert browser.run("return location.hash") == "", "all of 63 are the first view"


def test_a_narrow_window_begins_with_its_own_first_view_and_keeps_what_a_link_says(browser, whole):
    browser.open(whole, width=390, height=844)
    assert browser.run("return kg.state.shown.size") == 12
    assert browser.run("return location.hash") == "#base=narrow"
    browser.run("kg.state.shown.add('actor-60'); kg.update({})")
    state, link = browser.run(STATE), browser.run("return location.hash")
    browser.open(whole, hash_=link)
    assert browser.run(STATE) == state


@pytest.mark.parametrize(
    "words", ["#view=table", "#relation=backs", "#base=narrow&sign=hostile", "#select=actor-3"]
)
@pytest.mark.parametrize(("width", "height"), [(390, 844), (700, 450)])
def test_a_link_means_the_same_in_every_window(browser, whole, words, width, height):
    browser.open(whole, hash_=words)
    state = browser.run(STATE)
    browser.open(whole, hash_=words, width=width, height=height)
    assert browser.run(STATE) == state
    link = browser.run("return location.hash")
    browser.open(whole, hash_=link)
    assert browser.run(STATE) == state


def test_a_small_window_can_show_what_a_large_one_begins_with(browser, made_up):
    browser.open(made_up, width=390, height=844)
    browser.run("kg.update({ shown: new Set(kg.data.wide.map(([id]) => id)) })")
    state, link = browser.run(STATE), browser.run("return location.hash")
    browser.open(made_up, width=390, height=844, hash_=link)
    assert browser.run(STATE) == state


def test_a_copied_link_says_what_it_starts_from(browser, whole):
    browser.open(whole)
    browser.do(lambda page: page.context.grant_permissions(["clipboard-read", "clipboard-write"]))
    browser.click("#save")
    browser.click('[data-save="link"]')
    browser.until(lambda: "copied" in browser.text("#saved"))
    copied = browser.run("return navigator.clipboard.readText()")
    assert copied.endswith("#base=wide")
    state = browser.run(STATE)
    browser.open(whole, width=390, height=844, hash_="#" + copied.split("#")[1])
    assert browser.run(STATE) == state


def test_an_actor_written_by_hand_comes_with_those_around_it(browser, made_up):
    browser.open(made_up, hash_="#actor=actor-59")
    near = browser.run("return kg.data.neighbours('actor-59')")
    assert set(browser.run("return [...kg.state.shown]")) == {"actor-59", *near[:40]}
    assert browser.text("#panel h2") == browser.run("return kg.data.actor('actor-59').name")


@pytest.mark.parametrize(
    "odd",
    [
        "#select=nobody&actor=nobody&view=nowhere&tie=a|b",
        "#min_confidence=1e999&since=yesterday&until=%00&dated=never",
        "#view=__proto__&select=__proto__&sign=constructor&path=toString|__proto__",
        "#%E0%A4%A&%=%&&&===",
        "#select=%3Cimg%20src=x%20onerror=window.ran=1%3E&title=%3Cscript%3E",
        "#base=all&drop=" + "x*" * 50_000,
        "#base=__proto__&add=constructor*toString",
        "#base=none&add=%25*%2A*%252A&pair=%257C|a",
        "#named=" + "a" * 100_000 + "&rows=claims&sort=-nothing",
        "#sort=__proto__&rows=toString&order=valueOf&mutual=1",
        "#none=sign&none=nothing&no_sign=nothing&sign=nothing",
        "#none=sign&sign=friendly&no_publisher=%F0%28%8C%28",
        "#pair=actor-1|actor-1|actor-1&tie=||&select=",
        "#" + "&".join(f"claimant={n}" for n in range(5_000)),
    ],
)
def test_a_link_that_makes_no_sense_opens_the_page_all_the_same(browser, made_up, odd):
    browser.open(made_up, hash_=odd)
    assert browser.run("return document.body.dataset.ready") == "true"
    assert browser.run("return kg.state.table.text.length") <= 200
    assert browser.run("return window.ran ?? null") is None
    assert "of 60 actors" in browser.text("#status")
    assert len(browser.run("return location.hash")) < 400, "what means nothing is not passed on"


def test_a_link_written_by_hand_opens_an_actor_in_a_view_with_filters(browser, made_up):
    browser.open(made_up, hash_="#select=actor-59&view=table&sign=friendly&min_confidence=0.5")
    assert browser.text("#panel h2") == browser.run("return kg.data.actor('actor-59').name")
    rows = browser.texts("#table tbody tr")
    assert rows
    assert all(" friendly " in row for row in rows)


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


@pytest.mark.parametrize(
    ("hash_", "told"),
    [
        ("#publisher=Nobody", "Source “Nobody” matches nothing"),
        ("#modality=possible", "How it is said “possible” matches nothing"),
        ("#claimant=%3Cb%3E&sign=odd", "Tie “odd” matches nothing; Who says so “<b>” matches nothing"),
    ],
)
def test_a_value_that_nothing_has_lets_nothing_pass_and_the_page_says_which(browser, made_up, hash_, told):
    browser.open(made_up, hash_=hash_)
    assert browser.text("#status").startswith("0 of 60 actors, 0 of")
    assert told in browser.text("#status")
    assert browser.text("#empty") == f"Nothing to show. {told}: clear the filters"
    link = browser.run("return location.hash")
    browser.open(made_up, hash_=link)
    assert told in browser.text("#empty"), "a link passed on says it too"
    browser.click("#clear-filters")
    assert browser.run("return location.hash") == ""
    assert "matches nothing" not in browser.text("#status")


def test_beside_a_value_that_nothing_has_others_pass_as_on_a_server(browser, made_up):
    browser.open(made_up, hash_="#view=table&rows=claims&publisher=north+POST&publisher=Nobody")
    publishers = {"North Post"}
    assert set(browser.run("return kg.data.claims.map((claim) => claim.about.publisher)")) > publishers
    shown = set(browser.texts("#table tbody tr td:nth-child(6)"))
    assert shown == publishers, "publishers are compared without regard to case"
    assert "Source “Nobody” matches nothing" in browser.text("#status")
    browser.click('[data-value="North Post"]')
    assert "matches nothing" not in browser.text("#status"), "whoever sets the filter anew has seen it"


def test_a_claimant_may_be_written_by_its_id(browser, small):
    browser.open(small)
    known = browser.run("return kg.data.claimants.map(({ id, name }) => [id, name])")
    [(key, name)] = known
    browser.open(small, hash_=f"#claimant={key}")
    assert browser.run("return [...kg.state.off.claimant]") == [""]
    assert name in browser.text("#filters")
