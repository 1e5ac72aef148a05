"""Addresses of servers: what follows from one, and what is refused before anything is sent."""

from __future__ import annotations

import pytest

from kg.config import is_address, load_settings
from kg.errors import SettingsError
from kg.store.remote.address import Endpoint


@pytest.mark.parametrize(
    ("address", "query", "update", "graphs"),
    [
        ("http://localhost:7878", "/query", "/update", "/store"),
        ("http://localhost:7878/", "/query", "/update", "/store"),
        ("http://localhost:7878/query", "/query", "/update", "/store"),
        ("http://localhost:3030/kg", "/kg/query", "/kg/update", "/kg/store"),
        ("http://localhost:8890/sparql", "/sparql", "/sparql", ""),
        ("http://localhost:7200/repositories/kg", "", "/statements", "/rdf-graphs/service"),
    ],
)
def test_one_address_leads_to_all_three(address: str, query: str, update: str, graphs: str) -> None:
    found = Endpoint.of(address, {})
    start = "http://localhost:7200/repositories/kg" if "repositories" in address else address[:21]

    assert found.query == start + query
    assert found.update == start + update
    assert found.graphs == (start + graphs if graphs else "")


def test_addresses_may_all_be_given() -> None:
    given = {"KG_STORE_UPDATE": "https://a.example/u", "KG_STORE_GRAPHS": "https://a.example/g"}

    found = Endpoint.of("https://a.example/q", given)
    assert (found.query, found.update, found.graphs) == tuple(f"https://a.example/{part}" for part in "qug")
    assert Endpoint.of("https://a.example/q", {"KG_STORE_UPDATE": "https://a.example/u"}).graphs == ""


@pytest.mark.parametrize(
    ("address", "environ"),
    [
        ("http://", {}),
        ("http://localhost:port", {}),
        ("http://local host/", {}),
        ("http://localhost/?query=x", {}),
        ("http://localhost/<x>", {}),
        ("http://[::1", {}),
        ("ftp://localhost/", {}),
        ("http://localhost", {"KG_STORE_UPDATE": "file:///etc/passwd"}),
        ("http://localhost", {"KG_STORE_TOKEN": "a\nHost: b"}),
        ("http://localhost", {"KG_STORE_TOKEN": "ä"}),
        ("http://localhost", {"KG_STORE_USER": "a:b"}),
        ("http://localhost", {"KG_STORE_TIMEOUT": "soon"}),
        ("http://localhost", {"KG_STORE_TIMEOUT": "nan"}),
        ("http://localhost", {"KG_STORE_TIMEOUT": "-1"}),
        ("http://localhost", {"KG_STORE_BATCH": "0"}),
        ("http://localhost", {"KG_STORE_BATCH": "inf"}),
    ],
)
def test_what_makes_no_sense_is_refused(address: str, environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Endpoint.of(address, environ)


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="holds a user or a password") as caught:
        Endpoint.of("https://ann:secret@example.org/", {})
    assert "secret" not in f"{caught.value}{caught.value.hint}"


def test_a_password_does_not_travel_unencrypted() -> None:
    for environ in ({"KG_STORE_USER": "ann"}, {"KG_STORE_TOKEN": "t"}):
        with pytest.raises(SettingsError, match="unencrypted"):
            Endpoint.of("http://store.example", environ)
        with pytest.raises(SettingsError, match="unencrypted"):
            Endpoint.of("https://a.example/q", environ | {"KG_STORE_UPDATE": "http://a.example/u"})
        Endpoint.of("https://store.example", environ)
        Endpoint.of("http://127.0.0.1:7878", environ)


def test_a_password_is_never_shown() -> None:
    environ = {"KG_STORE_USER": "ann", "KG_STORE_PASSWORD": "secret", "KG_STORE_TOKEN": "hidden"}
    endpoint = Endpoint.of("https://store.example", environ)

    assert "secret" not in repr(endpoint)
    assert "hidden" not in repr(endpoint)


def test_a_token_goes_before_a_name() -> None:
    both = {"KG_STORE_USER": "ann", "KG_STORE_PASSWORD": "pw", "KG_STORE_TOKEN": "t"}

    assert Endpoint.of("https://a.example", both).authorization() == {"Authorization": "Bearer t"}
    assert Endpoint.of("https://a.example", {}).authorization() == {}
    basic = Endpoint.of("https://a.example", both | {"KG_STORE_TOKEN": ""}).authorization()
    assert basic == {"Authorization": "Basic YW5uOnB3"}


def test_a_setting_is_a_folder_or_an_address() -> None:
    assert load_settings({"KG_STORE": "HTTP://a.example/x"}).store == "HTTP://a.example/x"
    assert str(load_settings({"KG_STORE": "some/folder"}).store) == "some/folder"
    assert not is_address("httpfolder")
