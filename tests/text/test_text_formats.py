"""Each input format: its fields, its text as given, and broken or hostile input."""

import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DocumentError
from kg.model import Document
from kg.text.decode import MAX_BYTES, MAX_TEXT
from kg.text.formats.feed import html_to_text
from kg.text.reader import read_documents

# Text that a document may hold: no control characters or lone surrogates, and not blank.
TEXTS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\t\n\r"), min_size=1
).filter(str.strip)


def read(data: bytes | str, format_name: str | None = None) -> tuple[list[Document], list[DocumentError]]:
    errors: list[DocumentError] = []
    stdin = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read_documents(["-"], on_error=errors.append, stdin=stdin, format=format_name)), errors


def texts(data: bytes | str, format_name: str | None = None) -> list[str]:
    documents, errors = read(data, format_name)
    assert errors == []
    return [document.text for document in documents]


def only_error(data: bytes | str, format_name: str) -> str:
    documents, errors = read(data, format_name)
    assert documents == []
    assert len(errors) == 1
    return str(errors[0])


@given(TEXTS)
def test_plain_text_is_kept_as_given(text: str) -> None:
    assert texts(text.encode(), "text") == [text.removeprefix("\ufeff")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["text", "markdown", "jsonl", "csv", "html"])
def test_unicode_encodings_are_recognised(encoding: str, name: str) -> None:
    article = "Türkiye backs the rebels – so says Dımaşk. " * 5
    source = {
        "jsonl": json.dumps({"text": article}, ensure_ascii=False),
        "csv": f"text\n{article}\n",
        "html": f"<html><body><article><p>{article}</p></article></body></html>",
    }.get(name, article)
    assert [text.strip() for text in texts(source.encode(encoding), name)] == [article.strip()]


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_an_unknown_encoding_is_refused_and_not_guessed(name: str) -> None:
    assert "is not utf-8" in only_error("Die Türkei stützt sie".encode("latin-1"), name)


def test_an_old_page_may_declare_its_encoding() -> None:
    article = "The café in Aleppo reopened. " * 9
    head = '<html><head><meta charset="windows-1252"></head>'
    page = f"{head}<body><article><p>{article}</p></article></body></html>"
    (text,) = texts(page.encode("cp1252"), "html")
    assert "café" in text


def test_the_quotes_of_a_page_that_says_latin_1_are_those_that_browsers_show() -> None:
    words = "“We took it”, he said – twice. "
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{words * 9}</p></body></html>'
    (text,) = texts(page.encode("cp1252"), "html")
    assert words.strip() in text


def test_a_file_that_is_no_text_at_all_ends_after_some_messages() -> None:
    documents, errors = read(b"\x1f\x8b\xfd\n" * 100_000, "jsonl")
    assert documents == []
    assert len(errors) == 100
    assert "the rest of the file is left out" in str(errors[-1])


def test_bad_lines_between_good_ones_never_end_a_file() -> None:
    good = b'{"text": "a"}\n'
    documents, errors = read((b"\xff\n" * 99 + good) * 3, "jsonl")
    assert (len(documents), len(errors)) == (1, 297), "the same text thrice is one document"


@given(st.lists(TEXTS, min_size=1, max_size=5, unique=True), st.booleans())
def test_jsonl_keeps_every_text_as_given(given_texts: list[str], escaped: bool) -> None:
    lines = "\n".join(json.dumps({"text": text}, ensure_ascii=escaped) for text in given_texts)
    assert texts(lines, "jsonl") == given_texts


def test_jsonl_fields() -> None:
    line = {
        "id": 7,
        "title": "T",
        "text": "Rebels.",
        "publisher": "P",
        "date": "30.11.2024",
        "url": None,
        "x": {},
    }
    (document,), errors = read(json.dumps(line), "jsonl")
    assert errors == []
    assert (document.id, document.title, document.publisher, document.url) == ("7", "T", "P", "")
    assert str(document.date) == "2024-11-30"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[1]", "no JSON object"),
        ('{"title": "x"}', "no 'text'"),
        ('{"text": ["x"]}', "'text' is not a string"),
        ('{"text": 5}', "'text' is not a string"),
        ('{"text": " "}', "has no text"),
        ('{"text": "\\ud800"}', "U+D800"),
        ('{"text": "\\u0000"}', "U+0000"),
        ('{"text": "a", "title": "\\u001b[31m"}', "control character"),
        ('{"text": "a", "id": "' + "x" * 5000 + '"}', "5,000 characters"),
        ('{"text": "' + "x" * (MAX_TEXT + 1) + '"}', "1,000,001 characters"),
        ('{"text": ' + "[" * 100_000, "not JSON"),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "not JSON"),
        (b'{"text": "\xff"}', "not UTF-8"),
        ('{"text": "' + "x" * MAX_BYTES + '"}', "line longer than"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(line: str | bytes, message: str) -> None:
    bad = line.encode() if isinstance(line, str) else line
    documents, errors = read(b'{"text": "one"}\n\n' + bad + b'\n{"text": "two"}\n', "jsonl")
    assert [document.text for document in documents] == ["one", "two"]
    assert [error.line for error in errors] == [3]
    assert message in str(errors[0])
    assert len(str(errors[0])) < 200


def test_markdown_front_matter_becomes_fields_and_the_rest_is_the_text() -> None:
    matter = '---\r\nTitle: "A: b"\nlayout: post\npublisher: P\ndate: Nov 30, 2024\nno colon\n---\n'
    (document,), _ = read(matter + "\n# Head\n**Rebels** won.\n", "markdown")
    assert document.text == "\n# Head\n**Rebels** won.\n"
    assert (document.title, document.publisher, str(document.date)) == ("A: b", "P", "2024-11-30")


def test_markdown_without_front_matter_takes_its_first_heading_as_title() -> None:
    (document,), _ = read("# Rebels win #\nText.\n---\nMore.", "markdown")
    assert document.title == "Rebels win"
    assert document.text == "# Rebels win #\nText.\n---\nMore."


def test_csv_columns_in_any_order_and_texts_over_several_lines() -> None:
    (document,), _ = read('Title,Extra,TEXT,date\nT,?,"Rebels\nwon, they said",2024\n', "csv")
    assert (document.text, document.title, str(document.date)) == ("Rebels\nwon, they said", "T", "2024")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiters(delimiter: str) -> None:
    assert texts(f"title{delimiter}text\na{delimiter}b\n", "csv") == ["b"]


def test_csv_errors_name_the_line_on_which_the_row_begins() -> None:
    documents, errors = read(b'text,id\n"a\nb",1\n,2\n\xff,3\nc,4\n', "csv")
    assert [document.id for document in documents] == ["1", "4"]
    assert [error.line for error in errors] == [4, 5]


def test_csv_takes_long_texts() -> None:
    assert len(texts("text\n" + "x" * 500_000, "csv")[0]) == 500_000


@pytest.mark.parametrize("inside", ["x", 'x ""quoted""\n', "a,b\n"])
def test_a_cell_that_is_too_long_is_one_error_and_the_next_row_is_read(inside: str) -> None:
    long = inside * (MAX_TEXT // len(inside) * 2)
    documents, errors = read(f'id,text\n1,"{long}"\n2,"and\nthis"\n', "csv")
    assert [(document.id, document.text) for document in documents] == [("2", "and\nthis")]
    assert [error.line for error in errors] == [2]


def test_a_quote_that_is_never_closed_is_one_error_however_long_the_file() -> None:
    start = time.perf_counter()
    documents, errors = read('id,text\n1,a\n2,"' + "x,\n" * 1_000_000, "csv")
    assert [document.id for document in documents] == ["1"]
    assert len(errors) == 1
    assert time.perf_counter() - start < 5


def test_csv_with_line_ends_that_nobody_writes_any_more_is_one_error() -> None:
    assert "not CSV" in only_error("id,text\r1,a\r2,b\r", "csv")


def test_csv_needs_a_text_column() -> None:
    assert "no column 'text'" in only_error("title,body\na,b\n", "csv")


PAGE = """<!DOCTYPE html><html><head><title>Rebels win | Wire</title>
<link rel="canonical" href="https://wire.example.org/a"><meta property="og:site_name" content="Wire">
<meta property="article:published_time" content="2024-11-30T09:00:00Z"><script>track()</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Rebels win</h1>
<p>The rebels captured the city on Saturday, the army said in a statement.</p>
<p>Residents fled to the west as warplanes struck the airport &amp; the citadel.</p></article>
<footer>All rights reserved</footer></body></html>"""


def test_html_gives_the_article_and_its_metadata() -> None:
    (document,), errors = read(PAGE, "html")
    assert errors == []
    assert (document.title, document.publisher, document.url) == (
        "Rebels win",
        "Wire",
        "https://wire.example.org/a",
    )
    assert (document.id, str(document.date)) == ("https://wire.example.org/a", "2024-11-30")
    assert "struck the airport & the citadel." in document.text
    assert not any(noise in document.text for noise in ("Home", "track()", "All rights", "<"))


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><title>Rebels &amp;amp; army</title><guid>a-1</guid><link>https://wire.example.org/1</link>
<pubDate>Sat, 30 Nov 2024 09:00:00 GMT</pubDate>
<description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description></item>
<item><link>https://wire.example.org/2</link><description>Third.</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>tag:1</id><title>T</title>
<updated>2024-11-30T09:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;The long text.&lt;/p&gt;</content></entry></feed>"""


def test_rss_items() -> None:
    documents, errors = read(RSS, "feed")
    assert errors == []
    assert [document.id for document in documents] == ["a-1", "https://wire.example.org/2"]
    assert [document.text for document in documents] == ["First.\nSecond.", "Third."]
    assert (documents[0].title, documents[0].publisher) == ("Rebels & army", "Wire")
    assert [str(document.date) for document in documents] == ["2024-11-30", "None"]


def test_atom_entries_give_their_content() -> None:
    (document,), _ = read(ATOM, "feed")
    assert (document.id, document.text, str(document.date)) == ("tag:1", "The long text.", "2024-11-30")


def test_a_cut_feed_gives_what_is_there_and_says_so() -> None:
    documents, errors = read(RSS[: RSS.index("<item><link>")], "feed")
    assert [document.id for document in documents] == ["a-1"]
    assert "damaged" in str(errors[0])


@pytest.mark.parametrize("name", ["feed", "html"])
@pytest.mark.parametrize("data", ["", "/etc/hosts", "http://127.0.0.1:9/feed", "<p", "\x00\x01\x02"])
def test_what_is_no_page_or_feed_is_an_error(name: str, data: str) -> None:
    assert only_error(data, name)


def test_a_broken_item_does_not_hide_the_one_before() -> None:
    broken = RSS.replace(
        "Third.</description>", "Third.</content:encoded>"
    )  # feedparser gives None as its text
    documents, errors = read(broken, "feed")
    assert [document.text for document in documents] == ["First.\nSecond."]
    assert [("no text" in str(error), "damaged" in str(error)) for error in errors] == [
        (True, False),
        (False, True),
    ]


def test_a_feed_that_feedparser_fails_over_is_one_error() -> None:
    assert "not an RSS or Atom feed" in only_error(RSS.replace("Third.", "&#xD800;"), "feed")


def test_entities_of_a_feed_neither_read_files_nor_explode() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(7))
    bomb = RSS.replace("<rss", f'<!DOCTYPE r [<!ENTITY e0 "x">{entities}]><rss').replace("Third.", "&e7;")
    documents, _ = read(bomb, "feed")
    assert all(len(document.text) < 1000 for document in documents)
    leak = RSS.replace("<rss", '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hosts">]><rss').replace(
        "Third.", "a&f;b"
    )
    documents, _ = read(leak, "feed")
    assert "localhost" not in "".join(document.text for document in documents)


@pytest.mark.parametrize("piece", ["<!--", "<a ", "<![", '<a b="', "<p>", "<div>", "<script>"])
def test_broken_markup_takes_no_more_than_linear_time(piece: str) -> None:
    start = time.perf_counter()
    html_to_text(piece * 100_000)
    assert time.perf_counter() - start < 5  # the standard library's parser takes minutes


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a reader opened a socket")

    monkeypatch.setattr("socket.socket", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    assert len(texts(PAGE, "html")) == 1
    assert len(texts(RSS, "feed")) == 2


def test_plain_text_tells_title_agency_and_date(tmp_path: Path) -> None:
    """A short first line is the title; the dateline below it gives agency and date."""
    path = tmp_path / "a.txt"
    path.write_text(
        "Rebels take hill\n\nALEPPO, Syria, 30 November 2024 (Orient Wire) - It rained.\n", encoding="utf-8"
    )
    (document,) = read_documents([path], on_error=lambda error: pytest.fail(str(error)))

    assert (document.title, document.publisher, str(document.date)) == (
        "Rebels take hill",
        "Orient Wire",
        "2024-11-30",
    )
