"""Decide which actors a name may mean, best first, with the reason for each."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, product

from rapidfuzz.distance import OSA

from kg.catalogue import Catalogue
from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.resolution.acronyms import acronym_of, initials
from kg.resolution.alignment import BY_CONSONANTS, BY_MEANING
from kg.resolution.countries import country_code
from kg.resolution.evidence import Evidence, measure, probabilities, weights
from kg.resolution.index import Entry, NameIndex, main_words
from kg.resolution.keys import SHORT_ACRONYM, capitals, in_latin
from kg.resolution.organs import is_of_state
from kg.resolution.states import States
from kg.resolution.wordlist import word_list
from kg.resolution.words import Word, unelided, words_of
from kg.text.fold import fold

__all__ = ["Candidate", "Resolver", "explained", "is_weak"]

# How much a way of matching, or a kind of name, says about who is meant.
_SAME, _NO_ARTICLE, _ANY_ORDER, _STATE, _AROUND, _INITIALS = 1.0, 0.95, 0.9, 0.9, 0.88, 0.8
_SOUNDING, _ONE_SLIP = 0.75, 0.5
_OF_COUNTRY = 0.85  # a country and what it has, by what the words mean
_OTHER_ALPHABET, _OTHER_CASE = 0.9, 0.5  # of an acronym
_SMALL_LETTERS = 0.4  # of an acronym that stands like a word: let, who, Mit
_BY_KIND = {NameKind.METONYM: 0.9, NameKind.ADJECTIVE: 0.8, NameKind.WEAK: 0.45}
_NEVER_ALIKE = {NameKind.ACRONYM, NameKind.WEAK}  # one letter more makes another one
_NOT_IN_FORCE = 0.95  # people go on using a former name
_NO_DATES = 0.92  # of a name that is not known to have been borne at any time
_OTHER_COUNTRY = 0.6
_WEAK_OF_COUNTRY = 0.8
_SAME_LETTERS = 0.3  # how much farther a name in the same letters may be than one in other letters
_LIKELY = 0.25  # probability from which on an actor is offered
_SUREST = 0.85  # of a name that is not the same: never surer than one that is
_PROMINENT, _MUCH_MORE = 20, 10  # facts of an actor, and times as many as of another bearer of its name
_LESS_PROMINENT = 0.9
_WITH_ACRONYM = re.compile(r"(?P<name>[^()]+)\s?\((?P<acronym>[^()]+)\)\s*")
_WHERE = {ActorKind.STATE, ActorKind.PLACE}  # in brackets they say where, not who
_LIKE_ENOUGH = 0.5  # score of a name before an acronym in brackets, from which on it may contradict it
_ORDINAL = re.compile(r"\d+(?:[a-z]{1,2})?$")  # 1st, 2e, 4
_AMBIGUOUS_CASE = 2  # letters up to which an acronym in another case is just a word: us, is, it
_SHORT = 4  # letters of a name that one slip makes another one: Iran and Iraq
_NAMES = 50  # of an actor that are looked through for a word
_AROUND_WORDS = 4  # plain words that may stand before a name, or after it
_LONG_NAME, _LONG_WORD = 7, 5  # letters of a name and of its word in which one slip is surely one
_LONE_NAMES = {ActorKind.PERSON, ActorKind.PLACE}  # one letter more makes another surname, another village
_REMEMBERED = 1 << 14  # names whose candidates are kept


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that a name may mean.

    ``score`` lies in (0, 1] and ranks the candidates of one name; ``reason`` says in words how ``name``, of
    kind ``kind``, was matched, ``index`` which index found it, and ``source`` where that name comes from, or
    where the entry does if that is not known of the name.
    ``is_exact`` tells the same words from those that are only spelt alike.
    """

    actor_id: str
    name: str
    kind: NameKind
    score: float
    reason: str
    is_exact: bool = True
    index: str = "exact"
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Match:
    score: float
    index: str
    reason: str
    name: Name
    actor: Actor
    is_exact: bool = True


class Resolver:
    """Looks names up in a catalogue.

    Building one indexes all names; make it once and pass it down. Looking up is deterministic.

    Args:
        catalogue: The actors.
        decided: What a person decided that a name means, by the folded name: the id of an actor, or ``None``
            for nobody. It comes before everything else.

    """

    def __init__(self, catalogue: Catalogue, decided: Mapping[str, str | None] | None = None) -> None:
        self._catalogue = catalogue
        self._decided = dict(decided or {})
        self._states = States(catalogue.actors.values())
        self._index = NameIndex(chain(catalogue.surfaces(), self._states.names()))
        self._spoken_of = Counter(
            actor_id
            for actor in catalogue.actors.values()
            for fact in actor.facts
            for actor_id in (actor.id, fact.target)
        )
        self._explained = lru_cache(_REMEMBERED)(lambda actor_id: explained(catalogue.actors[actor_id]))
        self._remembered: OrderedDict[str, tuple[_Match, ...]] = OrderedDict()

    def lookup(
        self,
        surface: str,
        on: Date | None = None,
        country: str | None = None,
        beside: Sequence[str] = (),
    ) -> list[Candidate]:
        """Return the actors that ``surface`` may mean, best first; none if nobody bears such a name.

        The same letters come first, whatever the script, the case and the punctuation; then the same words
        without articles; then in another order; then what means a state; then initials; only if there is none
        of these, names that differ by a slip of the pen, by the way of writing another alphabet or by the
        language. An acronym of up to four letters has to stand in its own capitals, else it ranks last.
        ``Name (ACRONYM)`` is looked up as both.

        Args:
            surface: The name as it is written.
            on: The day that is spoken of: names not in force then rank lower.
            country: ISO 3166 alpha-2 code, or a name of a country in any of many languages: actors of other
                countries rank lower.
            beside: Ids of actors that are spoken of together with this one: of several bearers of one name
                those rank higher that have a fact or a country in common with them.

        """
        code = None if country is None else self.country(country) or country
        best: dict[str, Candidate] = {}
        for match in self._recall(surface):
            actor = match.actor
            candidate = _candidate(match, on, code)
            if actor.id not in best or candidate.score > best[actor.id].score:
                best[actor.id] = candidate
        if beside and len(best) > 1:
            best = self._beside(best, beside)
        best = self._by_prominence(best)
        return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.actor_id))

    def country(self, name: str) -> str | None:
        """Return the ISO 3166 alpha-2 code of a country; ``None`` where none is called so.

        Args:
            name: A name of a state of the catalogue, a name in one of many languages, or the code itself.

        """
        if len(name) == 2 and name.isascii() and name.isalpha():
            return name.upper()
        for _, actor in self._index.exact(fold(name)):
            if actor.kind is ActorKind.STATE and actor.countries:
                return actor.countries[0]
        return country_code(name)

    def _recall(self, surface: str) -> tuple[_Match, ...]:
        """Return the matches of a name, from memory where it was looked up lately."""
        if surface in self._remembered:
            self._remembered.move_to_end(surface)
            return self._remembered[surface]
        matches = tuple(self._matches(surface))
        self._remembered[surface] = matches
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return matches

    def _matches(self, surface: str) -> Iterable[_Match]:
        folded = fold(surface)
        if folded in self._decided:
            return self._judged(folded)
        same, other_case = self._same(surface, folded)
        if same:
            return same
        for way in (
            self._of_country,
            self._of_state,
            self._defined,
            self._within,
            self._spelt,
            self._sounding,
        ):
            if found := way(surface):
                return [*found, *other_case]
        return [*self._alike(surface, folded), *other_case]

    def _judged(self, folded: str) -> list[_Match]:
        decided = self._decided[folded]
        actor = None if decided is None else self._catalogue.get(decided)
        if actor is None:
            return []
        return [_Match(_SAME, "judgement", "decided by a person", Name(actor.name), actor)]

    def _same(self, surface: str, folded: str) -> tuple[list[_Match], list[_Match]]:
        """Return the names of the same words, and those of acronyms in another case."""
        bare = unelided(surface)

        def without_articles(folded: str) -> list[Entry]:
            found = self._index.without_articles(folded)
            return found or ([] if bare is surface else self._index.without_articles(fold(bare)))

        ways = (
            (_SAME, "exact", "same name", self._index.exact),
            (_NO_ARTICLE, "articles", "same name but for the article", without_articles),
            (_ANY_ORDER, "order", "same words in another order", self._index.in_any_order),
        )
        other_case = []
        for score, index, reason, way in ways:
            found = []
            for name, actor in way(folded):
                factor, case = _case(name, surface)
                match = _Match(score * factor, index, case or reason, name, actor)
                if factor > _OTHER_CASE:
                    found.append(match)
                elif factor and len(folded) > _AMBIGUOUS_CASE and in_latin(name.text):
                    other_case.append(replace(match, is_exact=factor == _OTHER_CASE))
            if found:
                return found, []
        return [], other_case

    def _of_country(self, surface: str) -> list[_Match]:
        """Return who has a name with the same words about a country, in another language or form."""
        words = main_words(surface)
        texts = {word.text for word in words}
        found = self._index.of_country(words)
        # Of several names of one actor, the one that is written most like this one is shown.
        found.sort(key=lambda entry: -len(texts & {word.text for word in main_words(entry[0].text)}))
        of_state = all(word.countries or is_of_state(word) for word in words)
        reason = "same words in another language or form"
        return [
            _Match(_OF_COUNTRY, "translation", reason, name, actor, of_state)
            for name, actor in found
            if name.kind not in _NEVER_ALIKE
        ]

    def _of_state(self, surface: str) -> list[_Match]:
        """Return the states that are meant by their people, their seat or an organ."""
        return [
            _Match(_STATE, "states", match.reason, match.name, match.actor, match.is_exact)
            for match in self._states.meant(surface)
        ]

    def _defined(self, surface: str) -> list[_Match]:
        """Return who is meant by a name and its acronym in brackets; both count where both are known."""
        defined = _WITH_ACRONYM.fullmatch(surface)
        if defined is None:
            return []
        before, within = defined["name"].strip(), defined["acronym"].strip()
        acronym = self._same(within, fold(within))[0]
        name = self._same(before, fold(before))[0]
        if acronym and not name:
            name = [match for match in self._recall(before) if match.score >= _LIKE_ENOUGH]
        both = {match.actor.id for match in name} & {match.actor.id for match in acronym}
        if both:
            known = [match for match in name if match.actor.id in both]
            return _told(known, "same name, with its acronym in brackets")
        if not name:
            return _told(acronym, "same name in the brackets", _AROUND)
        own = acronym_of(within) in initials(words_of(before))
        if own or all(match.actor.kind in _WHERE for match in acronym):
            return _told(name, "same name before the brackets")
        contradicting = [replace(match, score=_AROUND) for match in (*name, *acronym)]
        return _told(contradicting, "the name and the brackets mean different actors")

    def _within(self, surface: str) -> list[_Match]:
        """Return who is meant where plain words stand around a name: ``the IS group``, ``Hamas fighters``."""
        words = [word.text for word in words_of(surface) if not _is_article(word)]
        around = word_list().around
        before = next((i for i, text in enumerate(words) if text not in around), len(words))
        after = next((i for i, text in enumerate(reversed(words)) if text not in around), len(words))
        starts, stops = range(min(before, _AROUND_WORDS) + 1), range(min(after, _AROUND_WORDS) + 1)
        cuts = sorted(product(starts, stops), key=lambda cut: (sum(cut), cut))
        reason = "plain words around the name"
        for i, j in cuts[1:]:
            inner = _between(surface, words[i], words[-1 - j]) if i + j < len(words) else None
            if inner is None:
                continue
            found, _ = self._same(inner, fold(inner))
            kept = [
                replace(match, score=match.score * _AROUND, index="within", reason=reason)
                for match in found or self._spelt(inner)
                if match.actor.kind is not ActorKind.STATE and match.name.kind not in _BY_KIND
            ]
            if kept:
                return kept
        return []

    def _spelt(self, surface: str) -> list[_Match]:
        """Return whose initials are spelt by an acronym that nobody has listed."""
        letters = acronym_of(surface)
        if letters is None:
            return []
        return [
            _Match(_INITIALS, "initials", "initials of the name", name, actor, is_exact=False)
            for name, actor in self._index.by_initials(letters)
            if name.kind not in _BY_KIND and in_latin(name.text) == in_latin(surface)
        ]

    def _sounding(self, surface: str) -> list[_Match]:
        """Return whose names another language writes so."""
        return [
            _Match(_SOUNDING, "transliteration", "same sounds", name, actor, is_exact=False)
            for name, actor in self._index.sounding(fold(unelided(surface)))
            if name.kind not in _NEVER_ALIKE and in_latin(name.text) == in_latin(surface)
        ]

    def _alike(self, surface: str, folded: str) -> list[_Match]:
        """Return whose names are spelt alike or mean the same, where nobody bears the name itself."""
        nearest = self.nearest(surface, folded)
        found = []
        chances = probabilities([total for total, *_ in nearest])
        slipped = [actor.id for _, name, actor, evidence in nearest if _is_one_slip(evidence, actor)]
        for chance, (_, name, actor, evidence) in zip(chances, nearest, strict=True):
            score = _SUREST * chance
            if slipped == [actor.id]:
                score = max(score, _ONE_SLIP)
            if score >= _SUREST * _LIKELY:
                index, reason = _described(evidence)
                found.append(_Match(score, index, reason, name, actor, is_exact=False))
        return found

    def nearest(self, surface: str, folded: str) -> list[tuple[float, Name, Actor, Evidence]]:
        """Return the nearest name of each actor that may be meant, with what speaks for it, best first."""
        asked = main_words(surface)
        if is_weak(surface, asked):
            return []
        judge = weights()
        latin = in_latin(surface)
        best: dict[str, tuple[float, Name, Actor, Evidence]] = {}
        ranks: dict[str, float] = {}
        for name, actor in self._index.likely(surface, folded):
            if name.kind in _NEVER_ALIKE:
                continue
            state = actor.kind is ActorKind.STATE
            of_actor = self._explained(actor.id)
            evidence = measure(
                asked,
                main_words(name.text),
                self._index.weight,
                self._index.weight_written,
                state=state,
                explained=of_actor,
            )
            if state and _is_of_another(evidence):
                continue
            total = judge.total(evidence.measures)
            # Of several names of one actor that are about as near, the one in the same letters is shown.
            rank = total + (_SAME_LETTERS if in_latin(name.text) == latin else 0.0)
            if evidence.alignment.pairs and (actor.id not in best or rank > ranks[actor.id]):
                best[actor.id], ranks[actor.id] = (total, name, actor, evidence), rank
        return sorted(best.values(), key=lambda found: (-found[0], found[2].id))

    def _by_prominence(self, best: dict[str, Candidate]) -> dict[str, Candidate]:
        """Rank the bearers of one name lower beside one of whom much more is known."""
        top = max((candidate.score for candidate in best.values()), default=0.0)
        tied = [c for c in best.values() if c.score == top and c.is_exact]
        if len(tied) < 2:
            return best
        tied.sort(key=lambda c: -self._spoken_of[c.actor_id])
        first, second = (self._spoken_of[c.actor_id] for c in tied[:2])
        if first < _PROMINENT or first < _MUCH_MORE * max(1, second):
            return best
        less = {
            c.actor_id: replace(
                c, score=round(c.score * _LESS_PROMINENT, 4), reason=f"{c.reason}, less is known of it"
            )
            for c in tied[1:]
        }
        return best | less

    def _beside(self, best: dict[str, Candidate], beside: Sequence[str]) -> dict[str, Candidate]:
        others = [actor for actor in map(self._catalogue.get, beside) if actor is not None]
        near = {
            actor_id
            for actor_id in best
            if any(_have_in_common(self._catalogue.actors[actor_id], other) for other in others)
        }
        if not near or len(near) == len(best):
            return best
        return {
            actor_id: candidate
            if actor_id in near
            else replace(
                candidate,
                score=round(candidate.score * _OTHER_COUNTRY, 4),
                reason=f"{candidate.reason}, nothing in common with those beside it",
            )
            for actor_id, candidate in best.items()
        }


def _is_of_another(evidence: Evidence) -> bool:
    """Return whether a state is only like a name by the person in it: ``Putin government``."""
    known = [word for _, words, _ in evidence.alignment.pairs for word in words]
    return bool(evidence.alignment.right) and not any(word.countries for word in known)


def _is_one_slip(evidence: Evidence, actor: Actor) -> bool:
    """Return whether two names differ by one letter of a long name, in a word that is none of its own."""
    pairs, listed = evidence.alignment.pairs, word_list().whole
    other = [(mine, known) for mine, known, _ in pairs if [w.text for w in mine] != [w.text for w in known]]
    if evidence.alignment.left or evidence.alignment.right or len(other) != 1:
        return False
    if len(pairs) == 1 and actor.kind in _LONE_NAMES:
        return False
    (mine, known), letters = other[0], sum(len(word.text) for known, _, _ in pairs for word in known)
    one, two = mine[0].text, known[0].text
    if len(mine) + len(known) != 2 or letters < _LONG_NAME or min(len(one), len(two)) < _LONG_WORD:
        return False
    same_start = one[0] == two[0]
    return same_start and one not in listed and OSA.distance(one, two, score_cutoff=1) == 1


def _told(matches: Sequence[_Match], reason: str, factor: float = 1.0) -> list[_Match]:
    """Return matches of a part of what was asked, with the reason that tells the part."""
    return [replace(match, score=match.score * factor, index="brackets", reason=reason) for match in matches]


def _is_article(word: Word) -> bool:
    return word.dropped and word.text in {"the", "a", "an"}


def is_weak(surface: str, words: Sequence[Word]) -> bool:
    """Return whether a name says too little to be taken for one that is only like it: ``rebels``, ``Ran``."""
    common = word_list().around | word_list().state_words
    if all(
        word.generic or word.text in common or word.meanings & common or _ORDINAL.match(word.text)
        for word in words
    ):
        return True
    short = sum(len(word.text) for word in words) <= _SHORT
    known = len(words) == 1 and bool(words[0].meanings) and not words[0].countries
    return known or (short and in_latin(surface))


def explained(actor: Actor) -> Callable[[Word], bool]:
    """Return what tells whether a word is in any name of an actor, or its country."""
    words = {word for name in actor.names[:_NAMES] for word in main_words(name.text)}
    texts = {word.text for word in words}
    meanings = {meaning for word in words for meaning in word.meanings}
    meanings |= {f"@{code}" for code in actor.countries}

    def is_explained(word: Word) -> bool:
        return word.text in texts or not word.meanings.isdisjoint(meanings)

    return is_explained


def _have_in_common(actor: Actor, other: Actor) -> bool:
    facts = {fact.target for fact in actor.facts} | {actor.id}
    others = {fact.target for fact in other.facts} | {other.id}
    return bool(facts & others) or bool(set(actor.countries) & set(other.countries))


def _between(surface: str, first: str, last: str) -> str | None:
    """Return the stretch of a name from one of its words to another, as it is written."""
    tokens = surface.split()
    folded = [fold(token) for token in tokens]
    begins = [i for i, text in enumerate(folded) if text and first.startswith(text.split()[0])]
    ends = [i for i, text in enumerate(folded) if text and last.endswith(text.split()[-1])]
    return " ".join(tokens[begins[0] : ends[-1] + 1]) if begins and ends and begins[0] <= ends[-1] else None


def _described(evidence: Evidence) -> tuple[str, str]:
    """Return the index and the words for the way in which two names are one."""
    pairs = evidence.alignment.pairs
    translated = any(score == BY_MEANING for *_, score in pairs)
    respelt = any(score == BY_CONSONANTS for *_, score in pairs)
    index = "translation" if translated else "transliteration" if respelt else "likeness"
    reason = {
        "translation": "same words in another language or form",
        "transliteration": "same consonants",
        "likeness": "spelt almost the same",
    }[index]
    missing = [word.text for word in evidence.alignment.right]
    more = [word.text for word in evidence.alignment.left]
    if missing:
        reason += f", without {' '.join(missing)!r}"
    if more:
        reason += f", with {' '.join(more)!r} more"
    return index, reason


def _case(name: Name, surface: str) -> tuple[float, str]:
    """Return how far a name that folds to the same stands in the same case and alphabet, and what differs."""
    if in_latin(surface) and not in_latin(name.text):  # folded, Arabic Amman is man
        return 0.0, ""
    letters = capitals(name.text)
    is_acronym = letters.isupper() or (" " not in name.text and sum(map(str.isupper, letters)) > 1)
    if len(letters) > SHORT_ACRONYM or not is_acronym:
        return 1.0, ""
    asked = [capitals(word) for word in (surface, *surface.split())]
    if letters in asked:
        return 1.0, ""
    key = fold(letters)
    asked = [word for word in asked if fold(word) == key]
    if any(word.isupper() for word in asked):
        own = in_latin(surface) or not in_latin(name.text)
        return (1.0, "") if own else (_OTHER_ALPHABET, "acronym in another alphabet")
    if len(letters) == SHORT_ACRONYM and any(word.istitle() for word in asked):
        return _OTHER_CASE, "acronym in another case"
    return _SMALL_LETTERS, "acronym, but written like a word"


def _candidate(match: _Match, on: Date | None, country: str | None) -> Candidate:
    name, actor, reason = match.name, match.actor, match.reason
    score = match.score * _BY_KIND.get(name.kind, 1.0)
    if on is not None and not _in_force(name, on):
        score, reason = score * _NOT_IN_FORCE, f"{reason}, not in force on {on}"
    elif on is not None and name.valid_from is None and name.valid_until is None:
        score *= _NO_DATES
    if name.kind is NameKind.WEAK and country is not None and country in actor.countries:
        score, reason = match.score * _WEAK_OF_COUNTRY, f"{reason}, of that country"
    elif country is not None and country not in actor.countries:
        score, reason = score * _OTHER_COUNTRY, f"{reason}, another country"
    source = f"name from {name.source}" if name.source else ""
    if not source and actor.sources:
        source = f"entry from {actor.sources[0]}"
    return Candidate(
        actor.id, name.text, name.kind, round(score, 4), reason, match.is_exact, match.index, source
    )


def _in_force(name: Name, on: Date) -> bool:
    begun = name.valid_from is None or name.valid_from.first_day() <= on.last_day()
    ended = name.valid_until is not None and name.valid_until.first_day() <= on.first_day()
    return begun and not ended
