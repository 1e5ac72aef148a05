"""What kg review prints: doubtful claims and actors, the history, gold, and how reading agrees with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.claims import claim_row
from kg.cli.opening import read_store
from kg.cli.terminal import counted, live_line, print_json, print_table, report

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.judgements import Decisions
    from kg.model import Claim, Judgement
    from kg.review import Agreement

__all__ = ["print_agreements", "print_doubts", "print_history", "write_gold"]

_WRONG = 4  # exit code: a check failed
_SHORT = 12  # letters of a claim's id, enough to tell one from another


def print_doubts(
    settings: Settings, form: str, parts: tuple[bool, bool], limit: int, chosen: dict[str, Any]
) -> None:
    """Print claims and actors that somebody should look at."""
    from kg.ingest import Pipeline
    from kg.review import claim_item, doubtful_claims, doubtful_merges, merge_item, whole

    with_claims, with_merges = parts
    with read_store(settings) as opened:
        doubts = doubtful_claims(opened, **chosen) if with_claims else []
        shown = whole(opened, doubts[:limit])
        merges = doubtful_merges(opened, Pipeline(settings).catalogue) if with_merges else []
        items = [claim_item(opened, doubt) for doubt in shown] if form == "jsonl" else []
    if form == "jsonl":
        for item in (*items, *map(merge_item, merges[:limit])):
            print_json(item, indent=None)
    else:
        if with_claims:
            rows = ((d.claim_id[:_SHORT], ", ".join(d.reasons), *claim_row(d.record.claim)) for d in shown)
            columns = ("claim", "why", "who", "relation", "whom", "how", "since", "until", "sentence")
            print_table(columns, rows)
        if with_merges and (merges or not with_claims):
            pairs = (
                (m.actor.name, m.actor.id, m.claims, c.name, c.actor_id, c.reason)
                for m in merges[:limit]
                for c in m.candidates
            )
            print_table(("actor", "id", "claims", "may be", "its id", "why"), pairs, apart=with_claims)
    report(f"{counted(len(doubts), 'claim')} and {counted(len(merges), 'actor')} to look at")


def print_history(settings: Settings, form: str) -> None:
    """Print all judgements, oldest first."""
    from kg.judgements import judgement_fields

    with read_store(settings) as opened:
        decisions = opened.decisions
    stands = {judgement.number for judgement in decisions.standing}
    if form == "jsonl":
        for judgement in decisions.history:
            state = _state(judgement, stands, decisions)
            print_json(judgement_fields(judgement) | {"state": state}, indent=None)
        return
    rows = (
        (j.number, j.date, j.author, j.verdict.value, _about(j), _state(j, stands, decisions), j.note)
        for j in decisions.history
    )
    print_table(("number", "date", "author", "verdict", "about", "state", "note"), rows)


def _state(judgement: Judgement, stands: set[int], decisions: Decisions) -> str:
    if judgement.number not in stands:
        return "taken back"
    if judgement.number in decisions.merges.overruled:
        return "overruled"
    if judgement.claim is not None and decisions.on(judgement.claim) != judgement:
        return "replaced"
    return "stands"


def _about(judgement: Judgement) -> str:
    if judgement.withdraws is not None:
        return f"judgement {judgement.withdraws}"
    if judgement.claim is None:
        names = [f"the name {judgement.name!r}"] if judgement.name else []
        return " and ".join([*names, *(f"{actor.name} ({actor.id})" for actor in judgement.actors)])
    said = _said(judgement.claim)
    if judgement.correction is not None:
        said += f", corrected to {_said(judgement.correction)}"
    return f"{said}: {judgement.claim.evidence.quote}"


def _said(claim: Claim) -> str:
    from kg.vocabulary import RELATIONS

    denied = "" if claim.polarity.value == "affirmed" else " (denied)"
    return f"{claim.source.name} {RELATIONS[claim.relation].label} {claim.target.name}{denied}"


def write_gold(settings: Settings, path: Path) -> None:
    """Write the judged articles as gold."""
    from kg.files import write_file
    from kg.review import gold_articles

    with read_store(settings) as opened:
        articles = list(gold_articles(opened))
        left = opened.decisions.documents() - {article["doc"]["id"] for article in articles}
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles).encode()
    if str(path) == "-":
        with click.open_file("-", "wb") as stream:
            stream.write(lines)
    else:
        write_file(path, lines)
    if left:
        report(f"{counted(len(left), 'judged document')} left out: not in the store, or without its text")
    core = sum(claim["tier"] == "core" for article in articles for claim in article["claims"])
    traps = sum(len(article["must_not_extract"]) for article in articles)
    report(f"{counted(len(articles), 'article')}, {counted(core, 'judged claim')}, {counted(traps, 'trap')}")


def print_agreements(settings: Settings) -> None:
    """Read the judged articles anew and print where that differs from what people decided."""
    from kg.errors import ValidationError
    from kg.ingest import Pipeline
    from kg.review import agreements

    with read_store(settings) as opened, live_line("Reading the judged articles ..."):
        found = agreements(opened, Pipeline(settings), on_error=lambda error: report(f"Skipped: {error}"))
        judged = sum(judgement.claim is not None for judgement in opened.decisions.standing)
    differing = [agreement for agreement in found if not agreement.now or agreement.is_better]
    if differing:
        print_table(("number", "verdict", "about", "change"), _agreement_rows(differing))
    right = sum(agreement.now for agreement in found)
    worse = [agreement for agreement in found if agreement.is_worse]
    better = sum(agreement.is_better for agreement in found)
    than_stored = f"{better} more and {len(worse)} less than in the store"
    report(f"Reading agrees with {right} of {counted(len(found), 'judgement')}, {than_stored}.")
    if judged > len(found):
        report(f"{counted(judged - len(found), 'judgement')} replaced, or about a document without its text.")
    if worse:
        numbers = ", ".join(str(agreement.judgement.number) for agreement in worse[:10])
        raise ValidationError(f"reading agrees no more with {counted(len(worse), 'judgement')}: {numbers}")


def _agreement_rows(found: Sequence[Agreement]) -> Iterator[tuple[object, ...]]:
    for agreement in found:
        judgement = agreement.judgement
        change = "worse" if agreement.is_worse else "better" if agreement.is_better else "as before"
        yield judgement.number, judgement.verdict.value, _about(judgement), change
