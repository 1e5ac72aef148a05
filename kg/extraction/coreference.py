"""Who a pronoun or a bare "the group" means in the document, where the grammar tells; else nobody."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.extraction.coordination import conjuncts
from kg.extraction.mentions import Mention, Mentions
from kg.extraction.sentences import sentence_of, sentences_of
from kg.model import ActorKind

__all__ = ["Coreference"]

_PERSONAL = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}
_SINGULAR = {"it", "its", "itself"}
_PLURAL = {"they", "them", "their", "theirs", "themselves"}
_PRONOUNS = _PERSONAL | _SINGULAR | _PLURAL
_RELATIVE = {"who", "which", "that", "whom", "whose"}
_OBJECT = {"dobj", "pobj", "dative"}
_SUBJECT = {"nsubj", "nsubjpass"}
_STATES = {ActorKind.STATE, ActorKind.INTERNATIONAL_ORGANISATION}
_ORGANISED = {
    ActorKind.ARMED_GROUP, ActorKind.POLITICAL_PARTY, ActorKind.COALITION, ActorKind.ORGANISATION,
    ActorKind.MEDIA_OUTLET, ActorKind.INTERNATIONAL_ORGANISATION, ActorKind.UNKNOWN,
}  # fmt: skip
_WIDE = {"province", "governorate", "district"}
# Who acts for the group or state that has them.
_MEMBERS = {
    "fighter", "force", "troop", "soldier", "army", "military", "militant", "jihadist", "gunman", "navy",
    "element", "combatant", "serviceman",
}  # fmt: skip
_ANY_SIZE = {"area", "region", "site"}
_FACILITIES = {"airport", "airbase", "base", "field", "airfield", "checkpoint", "crossing", "border", "dam"}
_COALITIONS = {"coalition", "alliance"}


class Coreference:
    """Find antecedents among the mentions of one document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._sentences = sentences_of(mentions.doc)
        self._number = {s.start: i for i, s in enumerate(self._sentences)}

    def antecedent(self, token: Token) -> Mention | None:
        """Return who a pronoun or relative pronoun means, or ``None`` where that is not clear."""
        word = token.lower_
        if word in _RELATIVE:
            return self._relative(token)
        if word not in _PRONOUNS:
            return None
        if token.dep_ == "poss" and (judged := self._judged(token)) is not None:
            return judged if self._agrees(judged, word) else None
        if token.dep_ == "poss" and token.head.dep_ in {"conj", "nmod", "compound"}:  # "X and its wing Y"
            first = token.head.head if token.head.dep_ == "conj" else token.head.head.head
            mention = self._mentions.at(first)
            if mention is not None and first.i < token.i and self._agrees(mention, word):
                return mention
        for candidate in self._clause_subjects(token):
            if self._agrees(candidate, word):
                return candidate
        if token.dep_ == "poss":
            opens = token.head.dep_ in _SUBJECT  # "Its fighters left": the sentence before tells whose
            return self._previous_subject(token, word) if opens else None
        if word in {"them", "him", "her"} or token.dep_ in _OBJECT:
            return self._earlier_other(token, word) or self._previous_subject(token, word)
        return self._previous_subject(token, word)

    def named(self, mention: Mention) -> Mention | None:
        """Return the group that "the group" or "the alliance" means: the last one named before it.

        "Its fighters" and "its troops" are those of whom the pronoun means.
        """
        owner = next((t for t in mention.head.lefts if t.dep_ == "poss" and t.lower_ in _PRONOUNS), None)
        if owner is not None:
            return self._acting_through(owner, mention.head)
        first = mention.span.doc[mention.span.start - 1] if mention.span.start else None
        if first is None or first.lower_ not in {"the", "this", "that"}:
            return None
        lemma = mention.head.lemma_.lower()
        sentence = self._index(mention.span)
        for other in reversed(list(self._before(mention.span, sentence - 2))):
            if lemma in _COALITIONS:
                fits = other.kind is ActorKind.COALITION
            else:
                fits = other.kind in _ORGANISED and other.sense == ""
            if fits and not other.adjective and not self._same_clause_subject(other, mention.head):
                return other
        return None

    def _acting_through(self, owner: Token, member: Token) -> Mention | None:
        whose = self.antecedent(owner)
        if whose is None or member.lemma_.lower() not in _MEMBERS:
            return None
        return whose if whose.kind in _ORGANISED | _STATES | {ActorKind.ARMED_FORCES} else None

    def place(self, token: Token) -> Mention | None:
        """Return the place that "the city" means: the last town or region named before it."""
        doc = token.doc
        determiners = {t.lower_ for t in token.children if t.dep_ == "det"}
        if not determiners & {"the", "this"}:
            return None
        if token.lemma_.lower() == "capital" and (capital := self._capital(token)) is not None:
            return capital
        sentence = self._index(doc[token.i : token.i + 1])
        for other in reversed(list(self._before(doc[token.i : token.i + 1], sentence - 2))):
            city = other.sense == "metonym" and other.head.dep_ == "pobj"  # "in Khartoum", no government
            named = other.as_place() if city else other
            if named is not None and named.kind is ActorKind.PLACE and _same_size(token, named):
                return named
        return None

    def _capital(self, token: Token) -> Mention | None:
        """Return what "the capital", "the Syrian capital" names: that of the country spoken of."""
        home = self._mentions.home
        if home is None or home.capital is None:
            return None
        for child in token.lefts:
            of = self._mentions.inside(child)
            if child.dep_ not in {"det", "punct"} and (of is None or of.id != home.state):
                return None  # "the provincial capital", "the Lebanese capital"
        span = token.doc[token.i : token.i + 1]
        end = token.idx + len(token)
        return Mention(span, token.idx, end, *home.capital, ActorKind.PLACE, home.capital)

    def relative_noun(self, token: Token) -> Token | None:
        """Return the noun that a relative pronoun stands for."""
        clause = token.head
        while clause.dep_ in {"conj", "xcomp", "ccomp", "prep", "auxpass"} and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ == "relcl" and clause.head.i < token.i:
            return clause.head
        before = token.i - 1
        while before > 0 and token.doc[before].is_punct:
            before -= 1
        noun = token.doc[before] if before >= 0 else token
        return noun if token.lower_ in {"which", "who"} and noun.pos_ in {"NOUN", "PROPN"} else None

    def _relative(self, token: Token) -> Mention | None:
        noun = self.relative_noun(token)
        return None if noun is None else self._mentions.at(noun)

    def _clause_subjects(self, token: Token) -> Iterator[Mention]:
        """Yield the subjects of the clauses around the token, the nearest first, that stand before it."""
        own = token.dep_ in _SUBJECT
        reflexive = token.lower_.endswith(("self", "selves"))
        verb = token
        while verb.head.i != verb.i:
            came_from, verb = verb, verb.head
            if verb.pos_ not in {"VERB", "AUX"}:
                continue
            if own:  # a subject does not mean itself
                own = False
                continue
            subjects = [
                t for t in verb.children if t.dep_ in _SUBJECT and t.i < token.i and t.i != came_from.i
            ]
            if token.dep_ in _OBJECT and not reflexive and verb.i == token.head.i:
                continue  # "it attacked them": two different groups
            for subject in subjects:
                whose = [t for of in subject.rights if of.lower_ == "of" for t in of.children]
                whose += [t for t in subject.lefts if t.dep_ == "poss"]
                for noun in (subject, *whose):  # "a spokesman of the rebels said that they ..."
                    mention = self._mention_of(noun)
                    if mention is not None:
                        yield mention

    def _judged(self, token: Token) -> Mention | None:
        """Return the object of "thanked X for its support": there "its" is not the subject's."""
        prep = token.head.head
        if prep.lower_ != "for" or prep.dep_ != "prep":
            return None
        objects = [t for t in prep.head.children if t.dep_ == "dobj" and t.i < token.i]
        return self._mention_of(objects[0]) if objects else None

    def _previous_subject(self, token: Token, word: str) -> Mention | None:
        index = self._index(token.doc[token.i : token.i + 1])
        if index == 0:
            return None
        for subject in _subjects(self._sentences[index - 1]):
            mention = self._mention_of(subject)
            if mention is None or not self._agrees(mention, word):
                continue
            if not self._same_clause_subject(mention, token):
                return mention
        return None

    def _earlier_other(self, token: Token, word: str) -> Mention | None:
        """Return the last mention of the same sentence that is not the subject of the token's clause."""
        span = token.doc[token.i : token.i + 1]
        for other in reversed(list(self._before(span, self._index(span)))):
            fits = self._agrees(other, word) and not other.adjective
            if fits and not self._same_clause_subject(other, token):
                return other
        return None

    def _same_clause_subject(self, other: Mention, token: Token) -> bool:
        """Tell whether a mention is, or is part of, the subject of the token's clause."""
        verb = token.head
        while verb.head.i != verb.i and not (verb.pos_ in {"VERB", "AUX"} and _own_subjects(verb)):
            verb = verb.head
        subjects = [t for subject in _own_subjects(verb) for t in (subject, *conjuncts(subject))]
        return any(other.span.start <= t.i < other.span.end or other.head.head.i == t.i for t in subjects)

    def _mention_of(self, token: Token) -> Mention | None:
        if token.lower_ in _PRONOUNS:
            return self.antecedent(token)
        mention = self._mentions.at(token)
        if mention is None or mention.weak:
            return self.named(mention) if mention is not None else None
        return mention

    def _agrees(self, mention: Mention, word: str) -> bool:
        if mention.kind is ActorKind.PLACE:
            return False
        person = mention.kind is ActorKind.PERSON
        if word in _PERSONAL:
            return person
        if word in _SINGULAR:
            return not person and not _plural(mention)
        return not person and (_plural(mention) or mention.kind not in _STATES)

    def _before(self, span: Span, sentence: int) -> Iterator[Mention]:
        start = self._sentences[max(sentence, 0)].start
        return (m for m in self._mentions.between(start, span.start) if not m.weak)

    def _index(self, span: Span) -> int:
        return self._number[sentence_of(span[0]).start]


def _subjects(sentence: Span) -> list[Token]:
    """Return the subjects of the main clause, then of what is said in it."""
    verbs = [sentence.root, *(t for t in sentence.root.children if t.dep_ in {"ccomp", "conj"})]
    return [t for verb in verbs for t in verb.children if t.dep_ in _SUBJECT]


def _same_size(noun: Token, place: Mention) -> bool:
    """Tell whether "the city" can mean a place: a province is no city, and a city no province."""
    wide = any(word in place.surface.lower() for word in _WIDE)
    if noun.lemma_.lower() in _ANY_SIZE:
        return True
    if noun.lemma_.lower() in _FACILITIES:
        return noun.lemma_.lower() in place.surface.lower()
    return wide == (noun.lemma_.lower() in _WIDE) or noun.lemma_.lower() in {"enclave", "camp"}


def _own_subjects(verb: Token) -> list[Token]:
    return [t for t in verb.children if t.dep_ in _SUBJECT]


def _plural(mention: Mention) -> bool:
    return mention.head.tag_ in {"NNS"} or mention.head.lower_ in {"forces", "troops", "police"}
