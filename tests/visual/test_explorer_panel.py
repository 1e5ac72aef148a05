"""The panel: from a tie one click to its sentences, with claimant, date, document and link."""

from __future__ import annotations

from exploring import RECORDS, write_small
from made_up import record

from kg.analysis import project
from kg.scene.scene import Scene, scene
from kg.visual import write_page
from kg.visual.page import write_scene

ATTACKS = "kg.data.between('hts', 'attacks', 'syria')"


def test_a_tie_shows_every_claim_with_claimant_date_document_and_link(page):
    page.run(f"kg.select({{ tie: {ATTACKS} }})")
    told = page.text("#panel")
    for words in (
        "hostile · 2024-11-30 – 2024-12-01 · confidence 0.90",
        "1 affirmed, 1 denied, in 2 documents",
        "Fighters of the group stormed the base.",
        "in the article’s own words",
        "Base falls, Morning Wire, 2024-11-30",
        "The army denied any attack.",
        "according to The army",
        "reported",
        "confidence 0.50",
        "Gulf Observer, 2024-12-01",
    ):
        assert words in told
    link = page.run("const a = document.querySelector('#panel a'); return [a.rel, a.href, a.target]")
    assert link == ["noopener noreferrer", "https://news.example/1", "_blank"]


def test_an_actor_shows_its_dated_names_its_kind_and_its_ties(page):
    page.run("kg.select({ actor: 'hts' })")
    told = page.text("#panel")
    assert "armed group · 3 ties to 3 actors" in told
    assert "Jabhat al-Nuṣra former, ar-Latn, 2012 – 2016-07-28" in told
    assert "since 2017-01-28" in told
    assert "Türkiye backs it" in told
    assert "controls Aleppo" in told
    page.press("Escape")
    assert not page.sees("#panel")


def test_a_sentence_stands_among_its_neighbours(tmp_path, browser):
    text = f"{'Long before. ' * 30}It was early. The sentence. Then it rained. {'Long after. ' * 30}"
    start = text.index("The sentence.")
    each = record("a", "attacks", "b")
    claim = each.claim
    evidence = type(claim.evidence)(start, start + 13, "The sentence.", "a-rule")
    moved = type(claim)(claim.document, claim.source, claim.relation, claim.target, evidence)
    path = tmp_path / "page.html"
    write_scene(scene(project([type(each)(moved, each.document)]), Scene(text=lambda _: text)), path)
    browser.open(path)
    browser.run("kg.select({ tie: kg.data.ties[0] })")
    told = browser.text("blockquote")
    assert "It was early. The sentence. Then it rained." in told
    assert browser.text("blockquote q") == "The sentence."
    browser.click("blockquote button")
    assert len(browser.text("blockquote")) > len(told)


def test_a_judgement_stands_with_its_claim(tmp_path, browser):
    judged = {"c2": {"verdict": "rejected", "author": "Mara", "date": "2025-01-02", "note": "an exercise"}}
    ids = {each.claim.evidence.quote: f"c{number}" for number, each in enumerate(RECORDS, 1)}
    path = write_small(
        tmp_path / "page.html", judged=judged, claim_id=lambda each: ids[each.claim.evidence.quote]
    )
    browser.open(path)
    browser.run(f"kg.select({{ tie: {ATTACKS} }})")
    assert "Rejected by Mara on 2025-01-02: an exercise" in browser.text("#panel")


def test_a_group_that_only_one_article_names_shows_which(tmp_path, browser):
    path = tmp_path / "page.html"
    write_page(
        project([record("doc/1/rebels", "attacks", "syria", title="Base falls")]), path, focus="doc/1/rebels"
    )
    browser.open(path)
    assert "As one article calls them: Base falls" in browser.text("#panel")


def test_what_became_of_an_actor_stands_with_it(browser, whole):
    browser.open(whole)
    names = browser.run("return ['actor-4', 'actor-6', 'actor-7'].map((id) => kg.data.actor(id).name)")
    browser.run("kg.select({ actor: 'actor-6' })")
    told = browser.text("#panel")
    assert "2019 merger: " in told
    assert all(name in told for name in names)


def test_the_way_between_two_actors_is_shown_step_by_step(browser, whole):
    browser.open(whole)
    browser.run("kg.select({ actor: 'actor-0' })")
    far = browser.run(
        "const near = kg.data.neighbours('actor-0');"
        "return [...kg.data.actors.values()].find((a) => a.id !== 'actor-0' && !near.includes(a.id)).name"
    )
    browser.click("button:text-is('Path to …')")
    browser.write(far)
    browser.press("Enter")
    assert browser.text("#panel h2").endswith(far)
    assert len(browser.texts("#panel ol > li")) >= 2
    bright = browser.run("return [kg.state.path.ties.size, kg.state.path.actors.size]")
    assert bright[0] >= 2
    assert bright[1] >= 3
