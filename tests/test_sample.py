"""The sample articles: enough of them, short, dated, in every format, from outlets that differ."""

import re

import pytest

from kg.errors import DocumentError
from kg.model import Document
from kg.resources import sample_dir
from kg.text.formats import SUFFIXES
from kg.text.reader import read_documents


@pytest.fixture(scope="module")
def articles() -> list[Document]:
    errors: list[DocumentError] = []
    documents = list(read_documents([sample_dir()], on_error=errors.append))
    assert errors == []
    return documents


def test_there_are_at_least_fifteen_short_reports(articles: list[Document]) -> None:
    assert len(articles) >= 15
    assert all(150 <= len(article.text.split()) <= 400 for article in articles)


def test_they_reach_from_2012_to_2025(articles: list[Document]) -> None:
    dates = [str(article.date) for article in articles]
    assert (min(dates)[:4], max(dates)[:4]) == ("2012", "2025")
    assert all(len(date) == 10 for date in dates)


def test_several_outlets_speak(articles: list[Document]) -> None:
    publishers = {article.publisher for article in articles} - {""}
    assert len(publishers) >= 5


def test_addresses_are_reserved_ones(articles: list[Document]) -> None:
    addresses = [article.url for article in articles if article.url]
    assert addresses
    assert all(re.match(r"https://[a-z-]+\.example\.(?:org|net)/", address) for address in addresses)


def test_every_reader_but_csv_is_exercised() -> None:
    formats = {SUFFIXES.get(path.suffix) for path in sample_dir().iterdir()}
    assert formats == set(SUFFIXES.values()) - {"csv"}


def test_no_markup_is_left_in_the_texts(articles: list[Document]) -> None:
    assert not [
        article.id for article in articles if re.search(r"</?\w+>|&\w+;|newsletter|trackers", article.text)
    ]
