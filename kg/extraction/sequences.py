"""Read relations from the order of words alone: "Observatory director Rami Abdel Rahman", "regime ally Iran".

Headlines, captions and text that lost its commas give the parser little to hold on to, but news stacks names
and roles in few ways. A sequence of the grammar lists the items in their order:

``source``, ``target``  a mention that begins (or ends) just there
``trigger``             the word that the rule is about
``*``                   up to three qualifying words
``,?``  ``the?``        an optional comma or bracket, an optional article
``!``                   no capitalised word follows
``prep``                one of the rule's prepositions
``a|b``                 one of these words
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extraction.mentions import Mention, Mentions
from kg.extraction.sentences import sentence_of
from kg.model import ActorKind

__all__ = ["follow"]

_QUALIFYING = {"ADJ", "NOUN", "PROPN", "NUM"}
_ARTICLES = {"the", "a", "an"}
_COMMAS = {",", "(", "[", "-", "–", ")", "]", '"', "'s", "'"}
_MOST = 3


def follow(
    items: tuple[str, ...], trigger: Token, mentions: Mentions, preps: frozenset[str]
) -> tuple[Token, Token] | None:
    """Return the words of source and target if the items stand around the trigger in this order."""
    items = tuple("|".join(sorted(preps)) if item == "prep" else item for item in items)
    middle = items.index("trigger")
    found: dict[str, Mention] = {}
    left = _walk(items[:middle][::-1], trigger.i - 1, -1, trigger, mentions, found)
    right = left and _walk(items[middle + 1 :], trigger.i + 1, 1, trigger, mentions, found)
    if not right or found["source"].span.start == found["target"].span.start:
        return None
    return found["source"].head, found["target"].head


def _walk(
    items: tuple[str, ...], i: int, step: int, trigger: Token, mentions: Mentions, found: dict[str, Mention]
) -> bool:
    sentence = sentence_of(trigger)
    for position, item in enumerate(items):
        inside = sentence.start <= i < sentence.end
        token = trigger.doc[i] if inside else None
        if item in {"source", "target"}:
            mention = None if token is None else _mention(token, step, mentions)
            if mention is None or (mention.adjective and item == "source"):
                return False
            found[item] = mention
            i = mention.span.end if step > 0 else mention.span.start - 1
        elif item == "!":
            if token is not None and token.pos_ == "PROPN":
                return False
        elif item == "*":
            taken = 0
            while taken < _MOST and _skips(i, step, trigger, mentions, items[position + 1 :]):
                i, taken = i + step, taken + 1
        elif item.endswith("?"):
            words = _COMMAS if item == ",?" else _ARTICLES
            while token is not None and token.lower_ in words:
                i += step
                token = trigger.doc[i] if sentence.start <= i < sentence.end else None
        elif token is None or token.lower_ not in item.split("|"):
            return False
        else:
            i += step
    return True


def _mention(token: Token, step: int, mentions: Mentions) -> Mention | None:
    for mention in (mentions.at(token), mentions.inside(token)):
        if mention is None or mention.weak or mention.kind is ActorKind.PLACE:
            continue
        edge = mention.span.start if step > 0 else mention.span.end - 1
        if edge == token.i:
            return mention
    return None


def _skips(i: int, step: int, trigger: Token, mentions: Mentions, rest: tuple[str, ...]) -> bool:
    """Tell whether the word here only qualifies; a name that the next item can take is not skipped."""
    sentence = sentence_of(trigger)
    if not sentence.start <= i < sentence.end:
        return False
    token = trigger.doc[i]
    wanted = next((item for item in rest if not item.endswith("?")), "")
    mention = _mention(token, step, mentions)
    if mention is not None and not mention.adjective and wanted in {"source", "target"}:
        return False
    if mention is not None and wanted == "target" and not (step < 0 and _more(mention, trigger, mentions)):
        return False
    return token.pos_ in _QUALIFYING


def _more(adjective: Mention, trigger: Token, mentions: Mentions) -> bool:
    """In "al-Qaeda's Syrian affiliate" the owner stands before the adjective."""
    before = adjective.span.start - 1
    doc = trigger.doc
    while before >= sentence_of(trigger).start and doc[before].lower_ in _COMMAS:
        before -= 1
    return before >= sentence_of(trigger).start and _mention(doc[before], -1, mentions) is not None
