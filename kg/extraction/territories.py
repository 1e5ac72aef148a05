"""Places that a text only describes: "a rebel-held town near Aleppo", "the western districts"."""

from __future__ import annotations

from collections.abc import Callable, Collection

from spacy.tokens import Span, Token

from kg.extraction.mentions import Mention
from kg.extraction.names import local_id
from kg.extraction.sentences import sentence_of
from kg.model import ActorKind
from kg.rules import Lexicon

__all__ = ["Territories"]

_HYPHENS = {"-", "–", "‑"}
_BEFORE = {"amod", "compound", "nmod", "nummod", "npadvmod", "advmod", "punct"}
_SKIPPED = {"det", "predet", "quantmod", "cc"}
_MOST_BEFORE = 8  # tokens that qualify the noun
_MOST_AFTER = 12  # tokens of "in northern Syria", "controlled by the army"
_STATEMENTS = {"relcl", "acl", "advcl", "conj", "parataxis"}


class Territories:
    """Read described places of one document.

    Args:
        document: Its id; such a place is meant only there.
        lexicon: The word lists of sections ``places`` and ``transparent``.
        place: Tells which place "the city" means.

    """

    def __init__(self, document: str, lexicon: Lexicon, place: Callable[[Token], Mention | None]) -> None:
        self._document = document
        self._place = place
        self._directions = lexicon.words("places", "directions")
        self._heads = lexicon.words("places", "heads") | lexicon.words("places", "described")
        self._empty = lexicon.words("modifiers", "empty")
        self._locating = lexicon.words("places", "locating")
        self._placing = lexicon.words("places", "placing")
        self._settled = lexicon.words("places", "settled")
        self._holders = lexicon.words("transparent", "holding") | lexicon.words("transparent", "doing")

    def read(self, head: Token) -> Mention | None:
        """Return the place that a noun describes, ``None`` where it describes none."""
        if not self._may_head(head):
            return None
        doc, start = head.doc, self.start(head)
        if not self._in_a_place(head):
            return None
        near = self._end(head, {"prep", "advmod", "npadvmod", "nmod", "acl", "relcl"}, self._locates)
        held = self._end(head, {"acl"}, self._holds)
        if start == head.i and max(near, held) == head.i + 1:
            return None  # "the area", "territory": which is not said
        span = doc[start : head.i + 1]
        label = " ".join(
            part for part in (span.text, self._resolved(doc[head.i + 1 : max(near, held)])) if part
        )
        place = local_id(self._document, label), label
        end = doc[near - 1].idx + len(doc[near - 1])
        return Mention(span, span.start_char, end, *place, ActorKind.PLACE, place)

    def _may_head(self, head: Token) -> bool:
        if head.dep_ in {"compound", "nmod", "amod", "npadvmod"}:
            return False
        if head.pos_ == "NOUN" and head.lemma_.lower() in self._heads:
            return True
        articles = {t.lower_ for t in head.lefts if t.dep_ == "det"}
        return head.lower_ in self._directions and "the" in articles and not any(
            t.lower_ in {"of", "to"} for t in head.rights
        )  # fmt: skip

    def start(self, head: Token) -> int:
        """Return where the words begin that qualify a noun: "rebel-held", "60 Kurdish"."""
        doc = head.doc
        first = max(sentence_of(head).start, head.i - _MOST_BEFORE)
        start = head.i
        while start > first:
            token = doc[start - 1]
            joined = token.text in _HYPHENS or doc[start].text in _HYPHENS
            qualifies = token.dep_ in _BEFORE and head.is_ancestor(token) and token.dep_ not in _SKIPPED
            if not joined and not (qualifies and token.lemma_.lower() not in self._empty):
                break
            start -= 1
        while start < head.i and not doc[start].text[0].isalnum():
            start += 1
        return start

    def _end(self, head: Token, deps: Collection[str], fits: Callable[[Token], bool]) -> int:
        """Return where the words end that follow the noun and say which place it is."""
        end = head.i + 1
        for child in head.rights:
            if child.dep_ not in deps or child.left_edge.i != end or not fits(child):
                continue
            last = min([child.right_edge.i + 1, *(t.left_edge.i for t in child.subtree if _states(t, child))])
            if child.i < last <= end + _MOST_AFTER:
                end = last
        while end > head.i + 1 and head.doc[end - 1].is_punct:
            end -= 1
        return end

    def _in_a_place(self, head: Token) -> bool:
        """Tell "parts of the capital" from "parts of the agreement"."""
        whole = [t for of in head.rights if of.lower_ == "of" for t in of.rights if t.dep_ == "pobj"]
        return all(t.lemma_.lower() in self._heads or t.lower_ in self._directions for t in whole)

    def _locates(self, child: Token) -> bool:
        clause = child.dep_ in {"acl", "relcl"}
        if clause and child.lemma_.lower() in self._placing:
            return True
        return not clause and (child.lower_ in self._locating or child.lower_ in self._directions)

    def _holds(self, child: Token) -> bool:
        return child.lemma_.lower() in self._holders

    def _resolved(self, span: Span) -> str:
        """Return words with "the city" put as the city that it means."""
        parts, skipped = [], -1
        for token in span:
            if token.i <= skipped:
                continue
            following = span.doc[token.i + 1] if token.i + 1 < span.end else None
            named = None
            if token.lower_ == "the" and following is not None and following.lemma_.lower() in self._settled:
                named = self._place(following)
            if named is not None and following is not None:
                skipped = following.i
                parts.append(named.name + following.whitespace_)
            else:
                parts.append(token.text_with_ws)
        return "".join(parts).strip()


def _states(token: Token, phrase: Token) -> bool:
    """Tell a statement inside the phrase, which says more than where the place is."""
    return token.i != phrase.i and token.dep_ in _STATEMENTS and token.pos_ in {"VERB", "AUX"}
