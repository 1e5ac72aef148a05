"""HTML: one document a page; trafilatura finds the article in it.

The text is what trafilatura takes out, one paragraph a line. Pages are only ever read from the bytes given;
nothing that they link to is fetched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from kg.errors import DocumentError
from kg.text.decode import read_bytes
from kg.text.formats.record import Record

__all__ = ["read"]

# What old pages declare. A declared encoding that is not here is read as UTF-8 or refused.
_ENCODINGS = re.compile(
    r"(?:utf-?8|utf-?16(?:le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-jp"
    r"|euc-kr|shift_jis)"
)
_DECLARED = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
# Without the bounds the answer would depend on the day of the run, or be a guess from anywhere in the page.
_DATE_SEARCH = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}


def read(stream: io.BufferedReader, place: str) -> Iterator[Record]:
    """Yield the page's article as one record, with the title, date, site and address that the page gives.

    Raises:
        DocumentError: The page is too large, not in a known encoding, or holds no article.

    """
    from trafilatura import bare_extraction  # slow to import, and most inputs do without
    from trafilatura.settings import Document

    page = _decoded(read_bytes(stream, place), place)
    try:
        found = bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=_DATE_SEARCH
        )
    except Exception as error:  # whatever it fails with over hostile bytes, the run goes on
        raise DocumentError(f"the page cannot be read: {error}", path=place) from error
    if not isinstance(found, Document) or not found.text:
        raise DocumentError("no article found in the page", path=place, hint="save its text as .txt or .md")
    yield Record(
        text=found.text,
        title=found.title or "",
        publisher=found.sitename or "",
        date=found.date or "",
        url=found.url or "",
    )


def _decoded(data: bytes, place: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.search(data[:4096])
        name = declared[1].decode("ascii", "replace").lower() if declared else ""
        encoding = name if _ENCODINGS.fullmatch(name) and "16" not in name else "utf-8-sig"
        # Every browser reads a page of the first two as the third, whose quotes and dashes they lack.
        encoding = "windows-1252" if encoding in {"iso-8859-1", "us-ascii"} else encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not {encoding.removesuffix('-sig')}"
        raise DocumentError(message, path=place, hint="save the page as UTF-8") from error
