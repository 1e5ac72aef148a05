"""How fast names are looked up and found, beside rapidfuzz and pyahocorasick, side by side in one run.

    python benchmarks/names.py [--sizes 8000 1000000] [--queries 400] [--texts FILE.jsonl...] [--rounds 3]

Each size is measured in a process of its own, with so many names: those of the built-in catalogue first, then
variants of them (words exchanged, slips of the pen, other ways of writing a sound, by a fixed seed). Printed
are the time that building the resolver takes, the memory of the process before and after, and what looking
up takes beside rapidfuzz's ``extractOne`` with ``token_sort_ratio`` over the same names, folded.
A fifth each of the names asked are names as they are, variants, slips of the pen, initials, names of nobody.
Rapidfuzz is asked the same mix of them; of a million names only as many as take about a minute.

Then texts are searched for 100,000 names, by our gazetteer and by pyahocorasick. That finds names letter by
letter in lower case, inside words too; in a second row those inside words are left out. FILE.jsonl holds
documents with a ``text``; without one, the samples are searched. To install pyahocorasick:

    pip install pyahocorasick

Times are processor time, so that other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import fuzz, process

from kg.catalogue import Catalogue
from kg.extraction.gazetteer import Gazetteer
from kg.model import Actor, Name, NameKind
from kg.resolution import Resolver
from kg.resources import sample_dir
from kg.text.fold import fold
from kg.text.reader import read_documents

SEED = 20161128
SEARCHED_FOR = 100_000  # names
COMPARISONS = 50_000_000  # that rapidfuzz is asked to make for one size
NAMES_OF_AN_ACTOR = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Two ways of writing one sound, as transliterations and languages differ in.
SOUNDS = (
    "q k",
    "dh d",
    "ee i",
    "ou u",
    "al- el-",
    "h ",
    "y i",
    "aa a",
    "sh ch",
    "kh h",
    "f ph",
    "j dj",
    "w v",
)


def slip(chance: random.Random, text: str) -> str:
    """Return a text with a letter left out, put in, or exchanged with its neighbour."""
    place = chance.randrange(len(text))
    before, after = text[:place], text[place:]
    return chance.choice([before + after[1:], before + chance.choice(LETTERS) + after,
                          before + after[1:2] + after[:1] + after[2:]])  # fmt: skip


def respelt(chance: random.Random, text: str) -> str:
    """Return a text with one sound written in another way, or its first words last."""
    fitting = [pair.split(" ") for pair in SOUNDS if pair.split(" ")[0] in text]
    if fitting and chance.random() < 0.7:
        return text.replace(*chance.choice(fitting), 1)
    first, *others = text.split()
    return " ".join([*others, first])


def invented(chance: random.Random, names: Sequence[str]) -> Iterator[str]:
    """Yield names without end: those of a list with one or two words exchanged, some spelt otherwise."""
    patterns = [words for name in names if name.isascii() and 3 <= len(words := name.split()) <= 9]
    words = [word for pattern in patterns for word in pattern if len(word) > 3]
    while True:
        pattern = list(chance.choice(patterns))
        for _ in range(chance.choice([1, 2])):
            pattern[chance.randrange(len(pattern))] = chance.choice(words)
        text = " ".join(pattern)
        way = chance.choice([None, None, slip, respelt])
        yield text if way is None else way(chance, text)


def enlarged(catalogue: Catalogue, size: int) -> Catalogue:
    """Return a catalogue of so many names, all different: those of the catalogue, then invented ones."""
    actors: dict[str, Actor] = {}
    seen: set[str] = set()
    total = 0
    for actor in catalogue.actors.values():
        if names := actor.names[: size - total]:
            actors[actor.id] = Actor(actor.id, actor.kind, names[0].text, names, actor.countries)
            seen |= {fold(name.text) for name in names}
            total += len(names)
    chance = random.Random(SEED)
    kinds = [(actor.kind, actor.countries) for actor in catalogue.actors.values()]
    more = invented(chance, [text for text, _, _ in catalogue.surfaces()])
    while total < size:
        texts: list[str] = []
        while len(texts) < min(NAMES_OF_AN_ACTOR, size - total):
            text = next(more)
            if (folded := fold(text)) and folded not in seen:
                seen.add(folded)
                texts.append(text)
        total += len(texts)
        kind, countries = chance.choice(kinds)
        names = tuple(Name(text, NameKind.ALIAS, "en") for text in texts)
        actor_id = f"invented-{len(actors)}"
        actors[actor_id] = Actor(actor_id, kind, texts[0], names, countries)
    return Catalogue(MappingProxyType(actors), digest=f"{catalogue.digest}-{size}")


def questions(catalogue: Catalogue, count: int) -> dict[str, list[str]]:
    """Return so many names to ask for of each kind."""
    chance = random.Random(SEED + 1)
    names = [name.text for actor in catalogue.actors.values() for name in actor.names if len(name.text) > 3]
    many = [name for name in names if name.isascii() and len(name.split()) > 2]
    known = set(map(fold, names))
    nobody = (name for name in invented(chance, many) if fold(name) not in known)
    return {
        "as they are": chance.sample(names, count),
        "variants": [respelt(chance, name) for name in chance.sample(many, count)],
        "slips": [slip(chance, name) for name in chance.sample(many, count)],
        "initials": [
            "".join(word[0] for word in name.split()).upper() for name in chance.sample(many, count)
        ],
        "of nobody": [next(nobody) for _ in range(count)],
    }


@dataclass(frozen=True, slots=True)
class Speed:
    """What came of one size: seconds and MiB; seconds a question, of the resolver by kind."""

    names: int
    build: float
    memory_before: int
    memory: int
    most_memory: int
    resolver: dict[str, list[float]]
    rapidfuzz: list[float]


def measure(size: int, count: int) -> Speed:
    """Build a resolver for so many names and ask it and rapidfuzz."""
    catalogue = enlarged(Catalogue.load(), size)
    before = memory()
    start = time.process_time()
    resolver = Resolver(catalogue)
    resolver.lookup("Front for the Liberation of Everybody")  # reads the tables
    build = time.process_time() - start
    after, most = memory(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    asked = questions(catalogue, count)
    ours = {
        kind: [seconds(lambda n=name: resolver.lookup(n)) for name in names] for kind, names in asked.items()
    }
    folded = [fold(text) for text, _, _ in catalogue.surfaces()]
    mixed = [name for names in asked.values() for name in names]
    random.Random(SEED).shuffle(mixed)
    theirs = [seconds(lambda n=name: by_rapidfuzz(n, folded)) for name in mixed[: COMPARISONS // len(folded)]]
    return Speed(len(folded), build, before, after, most, ours, theirs)


def by_rapidfuzz(name: str, folded: Sequence[str]) -> object:
    """Return the likest of all names."""
    return process.extractOne(fold(name), folded, scorer=fuzz.token_sort_ratio)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def memory() -> int:
    """Return the memory that this process holds, in MiB; where that is unknown, the most it has held."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return pages * resource.getpagesize() // 2**20


def in_own_process(size: int, count: int) -> Speed:
    """Measure in a fresh process, so that its memory is that of this size."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, size, count).result()


def print_speed(speed: Speed) -> None:
    """Print what came of one size."""
    ours = [second for found in speed.resolver.values() for second in found]
    usual = statistics.median(speed.rapidfuzz)
    print(f"\n{speed.names:,} names: built in {speed.build:.1f} s")
    print(f"MiB: {speed.memory_before:,} with the catalogue, {speed.memory:,} with the resolver too,"
          f" {speed.most_memory:,} at most\n")  # fmt: skip
    print("| asked | times | median ms | p95 ms | p95 to median | median beside extractOne's |")
    print("|---|---|---|---|---|---|")
    for kind, found in {"all": ours, **speed.resolver, "rapidfuzz extractOne": speed.rapidfuzz}.items():
        middle, high = statistics.median(found), statistics.quantiles(found, n=20)[-1]
        ratio = f"1 to {usual / middle:.1f}"
        cells = (
            kind,
            len(found),
            f"{1000 * middle:.2f}",
            f"{1000 * high:.2f}",
            f"{high / middle:.1f}",
            ratio,
        )
        print(f"| {' | '.join(map(str, cells))} |")


def whole_words(find: Callable[[str], Iterable[tuple[int, str]]], text: str) -> list[tuple[int, int]]:
    """Return the places of the matches that begin and end with a word."""
    matches = []
    for last, name in find(text):
        start, end = last + 1 - len(name), last + 1
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            matches.append((start, end))
    return matches


def search(texts: Sequence[str], rounds: int) -> None:
    """Search texts for many names, in turn by the gazetteer and by pyahocorasick, and print the speeds."""
    surfaces = list(enlarged(Catalogue.load(), SEARCHED_FOR).surfaces())
    gazetteer = Gazetteer(surfaces)
    finders: dict[str, Callable[[str], object]] = {"gazetteer": gazetteer.find}
    try:
        import ahocorasick
    except ImportError:
        print("\npyahocorasick is not installed: pip install pyahocorasick")
    else:
        automaton = ahocorasick.Automaton()
        for text, _, _ in surfaces:
            automaton.add_word(text.lower(), text.lower())
        automaton.make_automaton()
        finders["pyahocorasick"] = lambda text: list(automaton.iter(text.lower()))
        finders["pyahocorasick, whole words"] = lambda text: whole_words(automaton.iter, text.lower())
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"\n{len(texts):,} texts, {size:.2f} MB, {len(surfaces):,} names\n")
    taken: dict[str, list[float]] = {name: [] for name in finders}
    for _ in range(rounds):
        for name, find in finders.items():
            taken[name].append(seconds(lambda find=find: [find(text) for text in texts]))
    print("| searched by | MB a second: first round | median | best |\n|---|---|---|---|")
    for name, found in taken.items():
        speeds = (size / time for time in (found[0], statistics.median(found), min(found)))
        print(f"| {name} | {' | '.join(f'{speed:.1f}' for speed in speeds)} |")


def main() -> None:
    """Run the comparisons and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", type=int, default=[8_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--texts", nargs="+", type=Path, default=[sample_dir()])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    for size in options.sizes:
        print_speed(in_own_process(size, options.queries // 5))
    search([document.text for document in read_documents(options.texts, on_error=print)], options.rounds)


if __name__ == "__main__":
    main()
