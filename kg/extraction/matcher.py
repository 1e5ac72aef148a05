"""Run the rules over a parsed document: which words state which relations, and what fills their slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.errors import DataError
from kg.extraction.mentions import Mentions
from kg.extraction.patterns import Columns, Pattern, compile_pattern
from kg.extraction.sentences import sentence_of
from kg.extraction.sequences import follow
from kg.rules import Rule, Ruleset

__all__ = ["Hit", "RuleMatcher"]

_HYPHENS = {"-", "–", "‑"}


# A verb that has a subject of its own takes no other's, whether that names an actor or not.
_OWN = {"nsubj", "support-verb-subject"}

Words = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired.

    Attributes:
        rule: Which.
        trigger: The word that states the relation.
        sources: Words that may name the source, as alternatives: the first that names an actor counts.
        targets: The same for the target.

    """

    rule: Rule
    trigger: Token
    sources: tuple[Words, ...]
    targets: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    token: Token
    prep: str


class RuleMatcher:
    """The rules, compiled.

    Raises:
        DataError: A pattern of the grammar or of a rule cannot be read.

    """

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        self._by_lemma: dict[str, list[Rule]] = defaultdict(list)
        self._by_hyphen: dict[str, list[Rule]] = defaultdict(list)
        self._by_word: dict[str, list[tuple[Rule, Pattern]]] = defaultdict(list)
        self._paths = {name: compile_pattern(name, pattern) for name, pattern in rules.paths.items()}
        for rule in rules.rules:
            for lemma in rule.lemmas:
                self._by_lemma[lemma].append(rule)
            for word in rule.hyphen:
                self._by_hyphen[word].append(rule)
            if rule.pattern:
                pattern = compile_pattern(rule.id, rule.pattern)
                if not pattern.first:
                    raise DataError(f"rule {rule.id!r}: the first node of a pattern needs LEMMA or LOWER")
                for word in pattern.first:
                    self._by_word[word].append((rule, pattern))

    def find(self, doc: Doc, mentions: Mentions) -> Iterator[Hit]:
        """Yield every hit, in the order of the trigger words."""
        columns = Columns(doc)
        hits: list[Hit] = []
        for i, (lemma, lower) in enumerate(
            zip(columns.values["LEMMA"], columns.values["LOWER"], strict=True)
        ):
            rules = [rule for rule in self._by_lemma.get(lemma.lower(), ()) if _fits(rule, doc[i])]
            if rules:
                hits += self._lexical(doc[i], rules, columns, mentions)
            patterns = self._by_word.get(lemma, []) + (self._by_word.get(lower, []) if lower != lemma else [])
            for rule, pattern in patterns:
                whole = (_whole(doc, rule, pattern, found) for found in pattern.matches(columns, i))
                hits += (hit for hit in whole if _fits(rule, hit.trigger))
        hits += self._hyphenated(doc)
        yield from sorted(hits, key=lambda h: (h.trigger.i, h.rule.id))

    def _lexical(
        self, trigger: Token, rules: list[Rule], columns: Columns, mentions: Mentions
    ) -> Iterator[Hit]:
        slots: dict[str, list[_Slot]] = {}
        for rule in rules:
            for name in rule.frames:
                frame = self._rules.frames.get(name)
                if frame is None:
                    ends = follow(self._rules.sequences[name], trigger, mentions, rule.preps)
                    if ends is not None:
                        yield Hit(rule, trigger, ((ends[0],),), ((ends[1],),))
                    continue
                sources = self._fill(frame.source, trigger, rule, columns, slots)
                targets = self._fill(frame.target, trigger, rule, columns, slots)
                if sources and targets:
                    yield Hit(rule, trigger, sources, targets)

    def _fill(
        self, slot: str, trigger: Token, rule: Rule, columns: Columns, slots: dict[str, list[_Slot]]
    ) -> tuple[Words, ...]:
        groups = []
        for name in self._rules.slots[slot]:
            if name not in slots:
                slots[name] = _slots(trigger, self._paths[name], columns)
            found = [s for s in slots[name] if not s.prep or not rule.preps or s.prep in rule.preps]
            if found:
                groups.append(tuple(s.token for s in found))
                if name in _OWN:
                    break
        return tuple(groups)

    def _hyphenated(self, doc: Doc) -> Iterator[Hit]:
        """Read "Russia-backed army"; the compound may be one token ("U.S.-backed") or three."""
        for token in doc:
            word = token.lower_.rpartition("-")[2]
            rules = self._by_hyphen.get(word)
            if rules is None:
                continue
            if token.lower_ != word:
                left = token
            elif token.i >= 2 and doc[token.i - 1].text in _HYPHENS:
                left = doc[token.i - 2]
            else:
                continue
            nouns = _qualified(token)
            if nouns:
                for rule in rules:
                    yield Hit(rule, token, ((left,),), tuple((noun,) for noun in nouns))


def _slots(trigger: Token, path: Pattern, columns: Columns) -> list[_Slot]:
    doc = trigger.doc
    prep = path.names.index("prep") if "prep" in path.names else None
    found = {
        (m[-1], "" if prep is None else columns.values["LOWER"][m[prep]])
        for m in path.matches(columns, trigger.i)
    }
    return [
        _Slot(doc[i], word)
        for i, word in sorted(found)
        if i != trigger.i and not columns.divided(i, trigger.i)
    ]


def _whole(doc: Doc, rule: Rule, pattern: Pattern, found: tuple[int, ...]) -> Hit:
    at = dict(zip(pattern.names, found, strict=True))
    target = at.get("target", at["trigger"])
    return Hit(rule, doc[at["trigger"]], ((doc[at["source"]],),), ((doc[target],),))


def _qualified(token: Token) -> list[Token]:
    """Return the nouns that the compound may stand before: the last of a chain of compounds first."""
    end = sentence_of(token).end
    nouns: list[Token] = []
    for other in token.doc[token.i + 1 : min(token.i + 9, end)]:
        if other.pos_ in {"NOUN", "PROPN"}:
            nouns.append(other)
            if other.dep_ not in {"compound", "nmod", "amod", "poss"} or other.head.i < other.i:
                break
        elif other.pos_ not in {"ADJ", "NUM", "PUNCT", "VERB"} or other.text in {",", "(", ")"}:
            break
    return nouns[::-1]


def _fits(rule: Rule, trigger: Token) -> bool:
    # A verb that is parsed as part of a compound is taken for a noun: "Rwanda arms M23".
    noun = rule.pos == "NOUN" and (trigger.pos_ == "PROPN" or trigger.dep_ == "compound")
    if rule.pos and trigger.pos_ != rule.pos and not noun:
        return False
    if rule.head and trigger.head.lemma_.lower() not in rule.head:
        return False
    children: dict[str, set[str]] = defaultdict(set)
    for child in trigger.children:
        children[child.dep_] |= {child.lemma_.lower(), child.lower_}
    needed = all(children[label] & set(words) for label, words in rule.child.items())
    return needed and not any(children[label] & set(words) for label, words in rule.no_child.items())
