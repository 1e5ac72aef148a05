"""The conversation of kg review at a terminal: one doubtful claim, or pair of actors, after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kg.cli.keys import read_key
from kg.cli.opening import find_in, open_store, read_store
from kg.cli.terminal import clean, console, counted, report

if TYPE_CHECKING:
    from rich.text import Text

    from kg.analysis import ClaimRecord
    from kg.config import Settings
    from kg.model import Actor
    from kg.resolution import Candidate
    from kg.review import Doubt, Piece, Signature

__all__ = ["Session"]

_STYLES = {"around": "dim", "quote": "", "source": "bold cyan", "target": "bold magenta"}
_HELP = {
    "a": "accept: the claim was read rightly",
    "r": "reject: it was read wrongly, and leaves the graph",
    "c": "correct its relation or its actors",
    "s": "same: the two actors are one",
    "d": "different: they are not",
    "n": "next, undecided",
    "b": "back to the one before",
    "u": "undo the last decision",
    "q": "quit",
    "?": "this help",
}
_CLAIM_KEYS, _PAIR_KEYS = "arcnbuq?", "sdnbuq?"
_KEYS = {"\x04": "q", "\x1b": "q", "\r": "n", "\n": "n", " ": "n"}


@dataclass(frozen=True, slots=True)
class _ClaimItem:
    doubt: Doubt
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _PairItem:
    actor: Actor
    candidate: Candidate
    claims: int


_Item = _ClaimItem | _PairItem


class Session:
    """Asks, and records each answer at once; the store is open for writing only while it does.

    Args:
        settings: Which store and catalogue.
        signature: Who answers.

    """

    def __init__(self, settings: Settings, signature: Signature) -> None:
        self._settings = settings
        self._signature = signature
        self._output = console()
        self._recorded: list[tuple[int, int]] = []  # the place in the list, and the number of the judgement
        self._told: dict[int, str] = {}

    def run(self, parts: tuple[bool, bool], limit: int, chosen: Mapping[str, Any]) -> None:
        """Go through what is doubtful until the end, or until the person quits."""
        items = self._items(parts, limit, chosen)
        if not items:
            report("Nothing is doubtful.")
            return
        at, shown = 0, -1
        while at < len(items):
            if at != shown:
                self._show(items[at], at, len(items))
                shown = at
            keys = _CLAIM_KEYS if isinstance(items[at], _ClaimItem) else _PAIR_KEYS
            key = self._key(keys)
            if key == "q":
                break
            if key == "?":
                self._help(keys)
            elif key == "b":
                at, shown = max(at - 1, 0), -1
            elif key == "n":
                at += 1
            elif key == "u":
                at, shown = self._undo(at), -1
            elif self._decide(items[at], key, at):
                at += 1
        report(f"{counted(len(self._recorded), 'judgement')} recorded")

    def _items(self, parts: tuple[bool, bool], limit: int, chosen: Mapping[str, Any]) -> list[_Item]:
        from kg.ingest import Pipeline
        from kg.review import context_of, doubtful_claims, doubtful_merges, whole

        with_claims, with_merges = parts
        items: list[_Item] = []
        with read_store(self._settings) as opened:
            if with_claims:
                doubts = whole(opened, doubtful_claims(opened, **chosen)[:limit])
                items += [_ClaimItem(d, tuple(context_of(opened, d.record.claim))) for d in doubts]
            if with_merges:
                found = doubtful_merges(opened, Pipeline(self._settings).catalogue)[:limit]
                items += [_PairItem(m.actor, c, m.claims) for m in found for c in m.candidates]
        return items

    # Showing

    def _show(self, item: _Item, at: int, of: int) -> None:
        from rich.text import Text

        lines = self._claim_lines(item) if isinstance(item, _ClaimItem) else self._pair_lines(item)
        place = f"{at + 1} of {of}"
        self._output.print()
        self._output.print(Text(f"{place}, {self._told[at]}" if at in self._told else place, style="dim"))
        for line in lines:
            self._output.print(line)

    def _claim_lines(self, item: _ClaimItem) -> list[Text]:
        from rich.text import Text

        from kg.cli.claims import claim_row

        who, relation, whom, how, *_ = map(clean, claim_row(item.doubt.record.claim))
        said = Text.assemble((who, "bold cyan"), f" {relation} ", (whom, "bold magenta"))
        said.append(f" ({how})" if how else "")
        words = Text()
        for piece in item.pieces:
            words.append(_cleaned(piece.text), style=_STYLES[piece.role])
        return [
            Text(", ".join(item.doubt.reasons), style="yellow"),
            said,
            words,
            Text(_source(item.doubt.record), style="dim"),
        ]

    def _pair_lines(self, item: _PairItem) -> list[Text]:
        from rich.text import Text

        one, other = item.actor, item.candidate
        return [
            Text(f"named in {counted(item.claims, 'claim')}", style="yellow"),
            Text.assemble(
                (clean(one.name), "bold cyan"),
                f" ({clean(one.id)})",
                " may be ",
                (clean(other.name), "bold magenta"),
            ).append(f" ({clean(other.actor_id)})"),
            Text(clean(other.reason), style="dim"),
        ]

    def _help(self, keys: str) -> None:
        for key in keys:
            report(f"{key}  {_HELP[key]}")

    def _key(self, keys: str) -> str:
        names = {key: _HELP[key].split(":")[0].split(",")[0].split(" ")[0] for key in keys[:-1]}
        click.echo(
            " ".join(f"[{key}]{name.removeprefix(key)}" for key, name in names.items()) + " [?] ", nl=False
        )
        while True:
            pressed = read_key()
            key = _KEYS.get(pressed, pressed.lower())
            if key and key in keys:
                click.echo(key)
                return key

    # Deciding

    def _decide(self, item: _Item, key: str, at: int) -> bool:
        """Record what a key means; return whether it was recorded."""
        if isinstance(item, _PairItem):
            verdict = "same" if key == "s" else "different"
            decision: dict[str, Any] | None = {"verdict": verdict, "actors": _described(item)}
        elif key == "c":
            decision = self._correction(item)
        else:
            verdict = "accepted" if key == "a" else "rejected"
            decision = {"verdict": verdict, "claim": item.doubt.claim_id}
        return decision is not None and self._record(decision, at)

    def _record(self, decision: dict[str, Any], at: int) -> bool:
        from kg.errors import KGError
        from kg.review import decide

        try:
            with open_store(self._settings, must_exist=True) as opened:
                recorded = decide(opened, decision, self._signature, find_in(opened, self._settings))
        except KGError as error:
            report(f"{error}" + (f" ({error.hint})" if error.hint else ""))
            if "contradicts" in str(error) and click.confirm("Overrule it?", default=False):
                return self._record(decision | {"force": True}, at)
            return False
        self._recorded.append((at, recorded["number"]))
        self._told[at] = recorded["verdict"]
        return True

    def _correction(self, item: _ClaimItem) -> dict[str, Any] | None:
        """Ask what a claim should say; what is left as it is stays so."""
        from kg.naming import did_you_mean
        from kg.vocabulary import RELATIONS

        claim = item.doubt.record.claim
        relation = click.prompt("relation", default=claim.relation).strip()
        if relation not in RELATIONS:
            near = did_you_mean(relation, list(RELATIONS)) or f"Known: {', '.join(RELATIONS)}."
            report(f"There is no relation {clean(relation)!r}. {near}")
            return None
        decision: dict[str, Any] = {
            "verdict": "corrected",
            "claim": item.doubt.claim_id,
            "relation": relation,
        }
        with read_store(self._settings) as opened:
            find = find_in(opened, self._settings)
            for end, ref in (("source", claim.source), ("target", claim.target)):
                found = _ask_actor(end, clean(ref.name), find)
                if found is not None:
                    decision[end] = found
        return decision

    def _undo(self, at: int) -> int:
        """Take back the last decision of this session and return where it was made."""
        if not self._recorded:
            report("Nothing to undo.")
            return at
        place, number = self._recorded.pop()
        from kg.review import decide

        with open_store(self._settings, must_exist=True) as opened:
            decision = {"verdict": "withdrawn", "withdraws": number}
            decide(opened, decision, self._signature, find_in(opened, self._settings))
        self._told.pop(place, None)
        return place


def _described(item: _PairItem) -> list[dict[str, str]]:
    """Return the two actors whole: by another decision the first may be out of the graph meanwhile."""
    actor, candidate = item.actor, item.candidate
    one = {"id": actor.id, "kind": actor.kind.value, "name": actor.name}
    return [one, {"id": candidate.actor_id, "name": candidate.name}]


def _ask_actor(end: str, name: str, find: Callable[[str], str]) -> str | None:
    """Return the id of whom a person names; ``None`` where the name is left as it is."""
    from kg.errors import UnknownNameError

    while True:
        given = click.prompt(end, default=name).strip()
        if given == name:
            return None
        try:
            return find(given)
        except UnknownNameError as error:
            report(f"{error}" + (f" ({error.hint})" if error.hint else ""))


def _source(record: ClaimRecord) -> str:
    document = record.document
    parts = (document.publisher, document.title, str(document.date or ""), document.id)
    return clean(", ".join(part for part in parts if part))


def _cleaned(text: str) -> str:
    """Return a piece of an article's text on one line; the blanks at its ends stay."""
    inner = clean(text)
    if not inner:
        return " " if text else ""
    return " " * text[0].isspace() + inner + " " * text[-1].isspace()
