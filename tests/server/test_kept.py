"""Answers are made once for each state of the store, whoever asks, and are kept no longer than they hold."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kg.server import kept
from kg.server.kept import Kept, KeptAnswers
from kg.server.problems import TimedOut


def maker(
    made: list[str], stamp: str, content: bytes = b"x", wait: float = 0
) -> Callable[[], Awaitable[Kept]]:
    async def make() -> Kept:
        made.append(stamp)
        await asyncio.sleep(wait)
        return Kept(stamp, content)

    return make


def test_an_answer_is_made_once_for_each_state() -> None:
    async def ask() -> list[str]:
        answers, made = KeptAnswers(), list[str]()
        for stamp in ("one", "one", "two", "two"):
            for asked in ("a", "b"):
                assert (await answers.get(asked, stamp, maker(made, stamp))).stamp == stamp
        return made

    assert asyncio.run(ask()) == ["one", "one", "two", "two"]


def test_those_who_ask_meanwhile_wait_for_the_same_answer_also_when_the_first_goes_away() -> None:
    async def ask() -> tuple[list[str], Kept]:
        answers, made = KeptAnswers(), list[str]()
        make = maker(made, "one", wait=0.05)
        first = asyncio.create_task(answers.get("a", "one", make))
        second = asyncio.create_task(answers.get("a", "one", make))
        await asyncio.sleep(0.01)
        first.cancel()
        return made, await second

    made, answer = asyncio.run(ask())
    assert made == ["one"]
    assert answer.plain == b"x"


def test_a_failure_is_told_to_all_and_not_kept() -> None:
    async def fail() -> Kept:
        await asyncio.sleep(0)
        raise TimedOut("too slow")

    async def ask() -> Kept:
        answers = KeptAnswers()
        outcomes = await asyncio.gather(
            *(answers.get("a", "one", fail) for _ in range(3)), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes] == [TimedOut] * 3
        return await answers.get("a", "one", maker([], "one"))

    assert asyncio.run(ask()).plain == b"x"


def test_what_was_not_asked_for_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_BYTES", 25)

    async def ask() -> list[str]:
        answers, made = KeptAnswers(), list[str]()
        for asked in ("a", "b", "a", "c", "a", "b"):
            await answers.get(asked, "one", maker([], "one", b"0123456789"))
        for asked in ("a", "b", "c"):
            await answers.get(asked, "one", maker(made, asked, b"0123456789"))
        return made

    assert asyncio.run(ask()) == ["c"]
