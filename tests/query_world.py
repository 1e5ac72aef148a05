"""A small graph for the ready queries: 28 claims of five documents, six facts and five events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Document,
    Event,
    EventKind,
    Evidence,
    Fact,
    Judgement,
    Modality,
    Name,
    NameKind,
    Polarity,
    Reading,
    Run,
    Verdict,
)

__all__ = ["CATALOGUE", "EVENTS", "RUN", "judgements", "readings"]

RUN = Run("0.1.0", "no model", "no rules", "no catalogue")

NAMES = {
    "aleppo": "Aleppo",
    "ansar": "Ansar",
    "army": "Syrian Army",
    "golani": "Golani",
    "hamza": "Hamza Division",
    "hezbollah": "Hezbollah",
    "hts": "Hayat Tahrir al-Sham",
    "iran": "Iran",
    "nusra": "Nusra Front",
    "qaeda": "al-Qaeda",
    "russia": "Russia",
    "samarkand": "Samarkand Brigade",
    "sdf": "SDF",
    "sna": "Syrian National Army",
    "sohr": "Observatory",
    "syria": "Syria",
    "turkey": "Türkiye",
    "usa": "United States",
}
KINDS = {"aleppo": ActorKind.PLACE, "golani": ActorKind.PERSON, "sohr": ActorKind.ORGANISATION}
FACTS = {
    "army": (Fact("armed_forces_of", "syria"),),
    "hamza": (Fact("part_of", "sna", Date("2017-05")),),
    "samarkand": (Fact("part_of", "hamza"),),
    "golani": (Fact("leads", "hts", Date("2017-01-28")),),
    "iran": (Fact("backs", "army"),),
    "nusra": (Fact("split_from", "qaeda", Date("2016")),),
}
HTS_NAMES = (
    Name("Hayat Tahrir al-Sham", NameKind.OFFICIAL, "en", Date("2017-01-28")),
    Name("Jabhat Fateh al-Sham", NameKind.FORMER, "en", Date("2016-07-28"), Date("2017-01-28"), "a list"),
    Name("al-Nusra Front", NameKind.FORMER, "en", Date("2012-01-23"), Date("2016-07-28")),
    Name("HTS", NameKind.ACRONYM),
)
EVENTS = (
    Event(EventKind.SPLIT, ("qaeda",), ("nusra",), Date("2016"), ("a list",)),
    Event(EventKind.SUCCESSION, ("nusra",), ("hts",), Date("2017-01-28"), ("a list",)),
    Event(EventKind.SPLIT, ("hts",), ("hamza", "samarkand"), Date("2018-02"), ("a book", "a list")),
    Event(EventKind.MERGER, ("hamza", "sna"), ("sna",), None, ("a list",)),
    Event(EventKind.DISSOLUTION, ("hts",), (), Date("2025-01-29"), ("a list",)),
)
DOCUMENTS = {
    "d1": ("Wire", "2016-03-10"),
    "d2": ("Herald", "2017-02-01"),
    "d3": ("Wire", "2024-11-30"),
    "d4": ("Herald", "2024-12-20"),
    "d5": ("", ""),
}
# Document, number, source, relation, target; then claimant (which makes it reported), polarity or modality,
# from, until.
CLAIMS = """
d1  1 russia backs syria                  from=2015-09
d1  2 iran arms syria                     by=sohr
d1  3 syria designates_terrorist nusra
d1  4 nusra fights syria
d1  5 golani leads nusra                  from=2012 until=2016
d2  6 hts formerly_known_as nusra         from=2017-01-28
d2  7 nusra split_from qaeda              from=2016-07-28
d2  8 usa designates_terrorist hts        by=sohr
d3  9 hts attacks army
d3 10 turkey backs sna
d3 11 turkey backs hts                    by=syria
d3 12 hts controls aleppo                 from=2024-11-29
d3 13 russia attacks hts
d3 14 sna allied_with hts
d3 15 sdf present_in aleppo               by=sohr until=2024-12-01
d3 16 turkey attacks sdf
d3 17 usa funds sdf
d3 18 iran backs syria                    modality=planned
d3 19 turkey opposes syria
d4 20 syria controls aleppo               until=2024-11-29
d4 21 russia negotiates_with turkey
d4 22 turkey negotiates_with syria        modality=possible
d4 23 turkey backs hts                    by=turkey polarity=denied
d4 24 russia backs syria
d4 28 russia opposes turkey
d5 25 hezbollah backs syria
d5 26 sna trains samarkand
d5 27 nusra formerly_known_as ansar
"""


def _actor(actor_id: str) -> Actor:
    return Actor(
        actor_id,
        KINDS.get(actor_id, ActorKind.ARMED_GROUP),
        NAMES[actor_id],
        HTS_NAMES if actor_id == "hts" else (),
        facts=FACTS.get(actor_id, ()),
    )


CATALOGUE = tuple(_actor(actor_id) for actor_id in NAMES if actor_id not in {"ansar", "hezbollah"})


def _claim(line: str) -> Claim:
    document, number, source, relation, target, *rest = line.split()
    said = dict(part.split("=") for part in rest)
    quote, start = f"Sentence {number}.", int(number) * 100
    who = said.get("by")
    modality = said.get("modality", "reported" if who else "asserted")
    return Claim(
        document,
        ActorRef(source, NAMES[source], NAMES[source], start, start + 5),
        relation,
        ActorRef(target, NAMES[target], NAMES[target], start + 6, start + 10),
        Evidence(start, start + len(quote), quote, f"rule-{relation}"),
        polarity=Polarity(said.get("polarity", "affirmed")),
        modality=Modality(modality),
        claimant=Claimant(who, NAMES[who], NAMES[who]) if who else None,
        valid_from=Date(said["from"]) if "from" in said else None,
        valid_until=Date(said["until"]) if "until" in said else None,
        confidence=0.9,
    )


def readings() -> list[Reading]:
    """Return the five documents with their claims."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for line in CLAIMS.strip().splitlines():
        claim = _claim(line)
        claims[claim.document].append(claim)
    return [
        Reading(
            Document(key, "", f"Report {key}", publisher, Date(date) if date else None),
            tuple(claims[key]),
            (_actor("hezbollah"), _actor("ansar")) if key == "d5" else (),
        )
        for key, (publisher, date) in DOCUMENTS.items()
    ]


def judgements() -> list[Judgement]:
    """Return what people decided: that "opposes" in claim 28 means "sanctions", and that claim 2 is right."""
    claims = {claim.evidence.quote: claim for reading in readings() for claim in reading.claims}
    opposes, arms = claims["Sentence 28."], claims["Sentence 2."]
    sanctions = replace(opposes, relation="sanctions")
    return [
        Judgement(0, Verdict.CORRECTED, "A. Reader", Date("2025-01-31"), claim=opposes, correction=sanctions),
        Judgement(0, Verdict.ACCEPTED, "B. Reader", Date("2025-02-01"), claim=arms),
    ]
