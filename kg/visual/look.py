"""How kinds of actors and signs of ties look: never by colour alone, and safe for colour-blind readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.model import ActorKind
from kg.vocabulary import RELATIONS

__all__ = ["KINDS", "SIGNS", "KindLook", "SignLook", "look_json"]


@dataclass(frozen=True, slots=True)
class KindLook:
    """A shape that vis-network draws with the label below it, and its fill."""

    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class SignLook:
    """The line of a tie.

    ``head`` is the vis-network arrow type at the target end; a symmetric tie has it at both ends where
    ``both_ends`` says so, else nowhere.
    """

    label: str
    colour: str
    dashes: bool | tuple[int, ...]
    head: str
    both_ends: bool


KINDS: dict[ActorKind, KindLook] = {
    ActorKind.STATE: KindLook("square", "#E8B93C"),
    ActorKind.GOVERNMENT_BODY: KindLook("square", "#F6E3AE"),
    ActorKind.ARMED_FORCES: KindLook("triangle", "#9C7BC0"),
    ActorKind.ARMED_GROUP: KindLook("dot", "#63B9CC"),
    ActorKind.POLITICAL_PARTY: KindLook("diamond", "#CC79A7"),
    ActorKind.COALITION: KindLook("hexagon", "#2FA680"),
    ActorKind.INTERNATIONAL_ORGANISATION: KindLook("star", "#E3D545"),
    ActorKind.ORGANISATION: KindLook("diamond", "#EBCBDD"),
    ActorKind.MEDIA_OUTLET: KindLook("star", "#C3C8CD"),
    ActorKind.COMMUNITY: KindLook("hexagon", "#B4E0D1"),
    ActorKind.PERSON: KindLook("triangleDown", "#C49A78"),
    ActorKind.PLACE: KindLook("dot", "#FFFFFF"),
    ActorKind.UNKNOWN: KindLook("dot", "#C3C8CD"),
}

_OTHER = SignLook("other", "#6B6B6B", (2, 4), "arrow", both_ends=False)
SIGNS: dict[str, SignLook] = {
    "friendly": SignLook("friendly", "#0072B2", False, "arrow", both_ends=False),
    "hostile": SignLook("hostile", "#D55E00", (9, 5), "bar", both_ends=True),
    "structure": _OTHER,
    "territory": _OTHER,
}


def arrows(look: SignLook, *, symmetric: bool) -> dict[str, Any]:
    """Return vis-network's ``arrows`` option of a tie."""
    head = {"enabled": True, "type": look.head, "scaleFactor": 0.6}
    if not symmetric:
        return {"to": head}
    return {"to": head, "from": head} if look.both_ends else {"to": {"enabled": False}}


# The words before and after the other end, where the label is not simply followed by it.
_AROUND = {"designates_terrorist": ["calls", "terrorist"]}


def look_json() -> dict[str, Any]:
    """Return what the page has to know of kinds, signs and relations to draw them, as plain JSON values."""
    return {
        "kinds": {
            kind.value: {"label": kind.value.replace("_", " "), "shape": look.shape, "colour": look.colour}
            for kind, look in KINDS.items()
        },
        "signs": {
            look.label: {"dashes": look.dashes, "head": look.head, "both": look.both_ends}
            for look in SIGNS.values()
        },
        "relations": {
            name: {
                "label": term.label,
                "sign": SIGNS[term.sign].label,
                "family": term.sign,
                "symmetric": term.symmetric,
                "parent": term.parent,
                "around": _AROUND.get(name, [term.label, ""]),
            }
            for name, term in RELATIONS.items()
        },
    }
