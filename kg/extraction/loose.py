"""Mentions that only a judge of pairs reads, because a rule would take too many of them for parties.

People and bodies named by what they are ("a spokesman", "the local council"), groups that only qualify
("rebel territory"), the state inside the phrase for its army ("regime forces").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from spacy.tokens import Doc, Span, Token

from kg.extraction.mentions import Homeland, Mention
from kg.extraction.names import local_id, slug
from kg.extraction.phrases import Phrases, in_compound
from kg.extraction.sentences import sentence_of, sentences_of
from kg.extraction.states import States
from kg.model import ActorKind
from kg.rules import Lexicon
from kg.text.fold import fold

__all__ = ["find_loose"]

_QUALIFY = {"amod", "compound", "nmod", "npadvmod", "poss"}
_NAMING = {"at", "in", "of", "from", "for", "on", "to", "with", "within"}
_MOST_AFTER = 10  # tokens of "at the Aleppo Police Command"
_LONGEST_NAME = 6  # tokens; longer runs are headlines
_HYPHENS = {"-", "–", "‑"}
_PARTICLES = {"al", "el", "ad", "ar", "as", "ash", "bin", "ibn", "abu", "umm", "um", "de", "van", "von"}
_NO_NAMES = {"DATE", "TIME", "MONEY", "QUANTITY", "PERCENT", "PRODUCT", "LANGUAGE", "CARDINAL", "ORDINAL"}
_STATEMENTS = {"relcl", "acl", "advcl", "conj", "parataxis"}


def find_loose(
    doc: Doc,
    document: str,
    mentions: Iterable[Mention],
    home: Homeland | None,
    states: States,
    names: Mapping[str, str],
    lexicon: Lexicon,
) -> list[Mention]:
    """Return the loose mentions of a document.

    Args:
        doc: The parsed text.
        document: Its id, for those whom only it knows.
        mentions: Those found by name and by nouns of groups; what they cover is not read again.
        home: The state that the document is most about.
        states: States and their armed forces.
        names: Id of an actor -> the name to show.
        lexicon: The word lists.

    """
    covering: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.span.start - m.span.end):
        for i in range(mention.span.start, mention.span.end):
            covering.setdefault(i, mention)
    finder = _Finder(doc, document, covering, home, states, names, lexicon)
    found = [m for token in doc for m in finder.read(token)]
    taken = {i for m in found for i in range(m.span.start, m.span.end)} | covering.keys()
    noise = lexicon.words("noise", "names") | lexicon.words("places", "directions")
    return [*found, *_capitalised(doc, taken, noise)]


def _capitalised(doc: Doc, taken: Set[int], noise: Set[str]) -> Iterator[Mention]:
    """Yield runs of capitalised words that nothing else recognised: somebody or some place with a name."""
    common = {t.text for t in doc if t.is_lower}
    headlines = {s.start for s in sentences_of(doc) if _is_headline(s)}
    start = 0
    while start < len(doc):
        end = start
        while (
            end < len(doc) and end not in taken and _belongs(doc, end, start) and end - start < _LONGEST_NAME
        ):
            end += 1
        while end > start and not (doc[end - 1].is_title or doc[end - 1].is_digit):
            end -= 1
        if end > start and sentence_of(doc[start]).start not in headlines:
            span = doc[start:end]
            known = fold(span.text) in noise or all(t.lower_ in common or t.lower_ in noise for t in span)
            if not known and not any(t.ent_type_ in _NO_NAMES for t in span):
                name = f"name/{slug(span.text)}", span.text
                yield Mention(span, span.start_char, span.end_char, *name, ActorKind.UNKNOWN, name)
        start = max(end, start + 1)


def _belongs(doc: Doc, i: int, start: int) -> bool:
    token = doc[i]
    if i > start and token.is_sent_start:
        return False
    inside = i > start and (token.text in _HYPHENS or token.lower_ in _PARTICLES or token.is_digit)
    return inside or (token.pos_ == "PROPN" and (token.is_title or token.lower_ in _PARTICLES))


def _is_headline(sentence: Span) -> bool:
    """Tell "Suicide Bombing Kills Ten", where capitals mark no names."""
    words = [t for t in sentence if t.is_alpha]
    return 2 * sum(t.is_title or t.is_upper for t in words) > len(words)


class _Finder:
    def __init__(
        self,
        doc: Doc,
        document: str,
        covering: Mapping[int, Mention],
        home: Homeland | None,
        states: States,
        names: Mapping[str, str],
        lexicon: Lexicon,
    ) -> None:
        self._doc = doc
        self._document = document
        self._covering = covering
        self._home = home
        self._forces = states.forces
        self._names = names
        self._phrases = Phrases(doc, covering, lexicon)
        self._senses = {word: sense for sense, words in lexicon.section("groups").items() for word in words}
        self._weak = lexicon.words("group-heads", "weak")
        self._official = lexicon.words("groups", "government")
        self._craft = lexicon.words("people", "craft")
        self._crowds = lexicon.words("people", "crowds")
        named = lexicon.words("people", "roles") | lexicon.words("people", "bodies")
        self._heads = named | self._crowds | self._craft
        self._callable = named | self._weak
        self._called: dict[str, Mention] = {}  # "the observatory" -> who was named so last

    def read(self, token: Token) -> Iterable[Mention]:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return
        covering = self._covering.get(token.i)
        lemma = token.lower_ if token.lower_ in self._heads else token.lemma_.lower()
        if covering is not None and not covering.weak:
            self._remember(covering, token)
            inner = self._inside(token, lemma, covering)
            if inner is not None:
                yield inner
        elif lemma in self._senses and token.dep_ in _QUALIFY:
            yield self._qualifying(token, self._senses[lemma])
        elif (covering is not None or lemma in self._heads) and token.dep_ not in {"amod", "npadvmod"}:
            found = self._described(token, lemma)
            if lemma not in self._crowds or found.start < token.idx or self._label_end(token) > token.i + 1:
                yield found

    def _inside(self, token: Token, lemma: str, covering: Mention) -> Mention | None:
        """Read the "regime" of "regime forces", the "state" of "state news agency"."""
        official = lemma in self._official and token.i < covering.span.end - 1
        if (
            not official
            or self._home is None
            or token.dep_ not in _QUALIFY
            or covering.id == self._home.state
        ):
            return None
        return self._named(token, self._home.state)

    def _qualifying(self, token: Token, sense: str) -> Mention:
        """Read the "rebel" of "rebel territory", the "government" of "government positions"."""
        if sense in {"government", "forces"} and self._home is not None:
            return self._named(token, self._home.state if sense == "government" else self._home.forces)
        return self._local(self._doc[token.i : token.i + 1], sense, token.idx + len(token))

    def _described(self, head: Token, lemma: str) -> Mention:
        span = self._phrases.span(head)
        owner = self._phrases.owner(span)
        if owner is None:
            owner = next((state for t in span[:-1] if (state := self._qualifier(t)) is not None), None)
        if owner is not None and lemma in self._craft and (forces := self._forces.get(owner.id)) is not None:
            start = min(span.start_char, owner.start)
            name = self._names[forces]
            return Mention(span, start, span.end_char, forces, name, ActorKind.ARMED_FORCES, adjective=True)
        definite = head.dep_ == "compound" or any(t.lower_ in {"the", "this"} for t in head.lefts)
        if len(span) == 1 and definite and self._label_end(head) == head.i + 1 and lemma in self._called:
            meant = self._called[lemma]
            return Mention(span, span.start_char, span.end_char, meant.id, meant.name, meant.kind)
        return self._local(span, self._label(span, head, owner), span.end_char, owner)

    def _remember(self, mention: Mention, token: Token) -> None:
        """Keep who has a noun in the name, so that "the observatory" can mean the Observatory."""
        groups = mention.kind not in {ActorKind.PLACE, ActorKind.STATE, ActorKind.PERSON}
        if mention.span.start == token.i and groups and not mention.id.startswith("doc/"):
            self._called |= dict.fromkeys(set(fold(mention.name).split()) & self._callable, mention)

    def _qualifier(self, token: Token) -> Mention | None:
        """Return the state of "regime jets"."""
        official = token.lemma_.lower() in self._official
        return self._named(token, self._home.state) if official and self._home is not None else None

    def _label(self, span: Span, head: Token, owner: Mention | None) -> str:
        """Return the phrase with whose it is and the "at ..." that follows."""
        start = span.start if owner is None else min(span.start, owner.span.start)
        end = self._label_end(head)
        return self._doc[start:end].text if span.start - start < _MOST_AFTER else span.text

    def _label_end(self, head: Token) -> int:
        """Return where the "at ..." ends that follows a noun."""
        end = head.i + 1
        for child in head.rights:
            if child.dep_ != "prep" or child.lower_ not in _NAMING or child.left_edge.i != end:
                continue
            cuts = (
                t.left_edge.i for t in child.subtree if t.dep_ in _STATEMENTS and t.pos_ in {"VERB", "AUX"}
            )
            last = min([child.right_edge.i + 1, *cuts])
            if child.i + 1 < last <= end + _MOST_AFTER:
                end = last
        return end

    def _named(self, token: Token, actor_id: str) -> Mention:
        span = self._doc[token.i : token.i + 1]
        kind = ActorKind.ARMED_FORCES if actor_id in self._forces.values() else ActorKind.STATE
        name = self._names[actor_id]
        return Mention(span, span.start_char, span.end_char, actor_id, name, kind, adjective=True)

    def _local(self, span: Span, label: str, end: int, owner: Mention | None = None) -> Mention:
        start = span.start_char if owner is None else min(span.start_char, owner.start)
        start = span.start_char if span.start_char - start > 80 else start
        own_id = local_id(self._document, label)
        adjective = in_compound(span[-1])
        return Mention(span, start, end, own_id, f"the {label}", ActorKind.UNKNOWN, adjective=adjective)
