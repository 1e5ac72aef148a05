"""A store whose every word was chosen by somebody who wants a page to run it or break on it."""

from __future__ import annotations

from pathlib import Path

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
    Modality,
    Name,
    Polarity,
    Reading,
    Run,
)
from kg.store import Store

__all__ = ["LONG", "WORDS", "fill"]

LONG = "Ansar" * 2_000
"""A name of 10,000 letters without a place to break it."""
WORDS = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg/onload=window.ran=1>",
    "<svg><script>window.ran=1</script></svg>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<style>*{display:none}</style><link rel=stylesheet href=//other.example/a.css>",
    "<base href=//other.example/><form action=//other.example/><input name=q>",
    "<a href=javascript:window.ran=1>href</a>",
    "<details open ontoggle=window.ran=1><summary>x</summary></details>",
    "&lt;img src=x onerror=window.ran=1&gt;&#60;script>",
    "<!--<script>",
    "]]><?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "' onmouseover='window.ran=1' x='",
    '" autofocus onfocus="window.ran=1" x="',
    "{{constructor.constructor('window.ran=1')()}}{% raw %}${window.ran=1}<%= 1 %>",
    '"];window.ran=1;//\'\\u0022"}',
    "a\u2028window.ran=1\u2029b\\\\",
    "[data-tie] { } </style><style>*{display:none}",
    "abc\u202egnp.exe\u2066\u2067",
    "\u200b\u200c\u200d\ufeff zero",
    "Za\u0301\u0302\u0303\u0304\u0305\u0306\u0307lgo\u0489",
    "شبكة \u200fالأنصار",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "javascript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    '=HYPERLINK("http://other.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    'a\tb,c;d"e',
    "%00%2e%2e/%3Cscript%3E#?view=table&select=x|y",
    LONG,
)
_RUN = Run("0.1.0", "a model", "rules", "catalogue")
_URLS = (
    "https://news.example/{}",
    "javascript:window.ran=1//{}",
    "data:text/html,<script>window.ran=1</script>{}",
    "vbscript:{}",
    "//other.example/{}",
    " \tjava\nscript:window.ran=1//{}",
    'https://user:password@news.example/" onclick=window.ran=1 {}',
)


def fill(folder: Path) -> Path:
    """Make the store: each word names an actor, tied to the next one in a document that speaks alike."""
    actors = [_actor(word) for word in WORDS]
    events = (
        Event(EventKind.SPLIT, (actors[0].id,), (actors[1].id,), Date("2015")),
        Event(EventKind.MERGER, (actors[2].id, actors[3].id), (actors[4].id,), Date("2018-03")),
    )
    with Store.open(folder) as store:
        store.set_catalogue(actors, "<script>window.ran=1</script>", events)
        for index, word in enumerate(WORDS):
            store.put(_reading(index, word, actors), _RUN)
    return folder


def _actor(word: str) -> Actor:
    names = (Name(word, valid_from=Date("2012")), Name(f"{word[:200]} also", language="en"))
    return Actor(f"name/{word[:300]}", ActorKind.ARMED_GROUP, word, names)


def _reading(index: int, word: str, actors: list[Actor]) -> Reading:
    source, other = actors[index], actors[(index + 1) % len(actors)]
    text = f"Before {word} came. {word} says so. After {word} went."
    start = text.index(f"{word} says so")
    url = _URLS[index % len(_URLS)].format(word[:500])
    document = Document(f"{index}/{word[:200]}", text, word, word, Date("2020-05-01"), url)
    ends = [ActorRef(a.id, a.name, a.name, start, start + len(word)) for a in (source, other)]
    claimant = actors[(index + 5) % len(actors)]
    says = Evidence(start, start + len(word) + 9, text[start : start + len(word) + 9], "a <b>rule</b>")
    claims = tuple(
        Claim(
            document.id, ends[0], relation, ends[1], says, polarity, Modality.REPORTED,
            Claimant(claimant.id, claimant.name, claimant.name), Date(f"{2012 + index % 9}"),
        )
        for relation, polarity in (("backs", Polarity.AFFIRMED), ("attacks", Polarity.DENIED))
    )  # fmt: skip
    return Reading(document, claims, (source, other, claimant))
