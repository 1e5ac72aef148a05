"""What the tests of the explorer open: a small graph that is known by heart, a made-up one of a real size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from browsing import Browser
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project
from kg.model import Actor, ActorKind, Date, Event, EventKind, Modality, Name, NameKind, Polarity
from kg.scene.scene import Scene, scene
from kg.visual.page import write_scene

__all__ = ["ACTORS", "RECORDS", "at", "write_made_up", "write_small"]

ACTORS = [
    Actor(
        "hts",
        ActorKind.ARMED_GROUP,
        "Hay’at Tahrir al-Sham",
        (
            Name("Hay’at Tahrir al-Sham", NameKind.OFFICIAL, "", Date("2017-01-28")),
            Name("Jabhat al-Nuṣra", NameKind.FORMER, "ar-Latn", Date("2012"), Date("2016-07-28")),
            Name("HTS", NameKind.ACRONYM),
            Name("هيئة تحرير الشام", NameKind.ORIGINAL_SCRIPT, "ar"),
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


def write_small(path: Path, **of: Any) -> Path:
    """Write the page of the small graph."""
    return _write(path, Scene(title="Four actors", **of), ACTORS, RECORDS)


def write_made_up(path: Path, actors: int = 60, ties: int = 200, **of: Any) -> Path:
    """Write the page of a made-up graph, in which one actor split in two."""
    known = made_up_actors(actors)
    split = Event(EventKind.SPLIT, ("actor-3",), ("actor-5",), Date("2016-02"))
    merger = Event(EventKind.MERGER, ("actor-4", "actor-6"), ("actor-7",), Date("2019"))
    of.setdefault("title", "A made-up graph")
    return _write(path, Scene(events=(split, merger), **of), known, made_up_records(known, ties))


def _write(path: Path, of: Scene, actors: list[Actor], records: list[Any]) -> Path:
    write_scene(scene(project(records, actors), of), path)
    return path


def at(page: Browser, actor: str) -> dict[str, float]:
    """Return where an actor stands in the drawing, in pixels."""
    script = "return kg.network().canvasToDOM(kg.network().getPosition(arguments[0]))"
    return dict(page.run(script, actor))
