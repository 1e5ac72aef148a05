"""Which addresses, models and keys are taken."""

from __future__ import annotations

import pytest

from kg.backends.server import Server
from kg.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://localhost:8080/v1", "/v1/chat/completions"),
        ("http://127.0.0.1:11434/v1/", "/v1/chat/completions"),
        ("http://[::1]:8000", "/chat/completions"),
        ("https://models.example.org/openai/v1", "/openai/v1/chat/completions"),
        ("http://models.lan/v1", "/v1/chat/completions"),
    ],
)
def test_the_path_is_put_behind_the_base(url: str, path: str) -> None:
    assert Server(url, "m").path == path


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:8080", "file:///etc/passwd", "ftp://example.org/v1", "http:///v1", "http://example.org:port/v1",
        "http://example.org:99999/v1", "http://example.org/v1?key=1", "http://example.org/v1#x", "http://[::1/v1",
        "http://exa mple.org/v1", "http://example.org/v1\r\nHost: other", "http://exämple.org/v1",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="not the address of a server"):
        Server(url, "m")


def test_an_address_with_a_password_is_refused_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="holds a password") as caught:
        Server("https://me:hunter2@example.org/v1", "m")

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("model", ["", "x" * 201, "a\nb", "a\x1b[2J"])
def test_a_model_has_a_name(model: str) -> None:
    with pytest.raises(SettingsError, match="which model"):
        Server("http://localhost/v1", model)


@pytest.mark.parametrize("key", ["a\r\nX-Evil: 1", "schlüssel", "a\x00"])
def test_a_key_that_no_header_holds_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError, match="KG_LLM_KEY") as caught:
        Server("http://localhost/v1", "m", key)

    assert key not in str(caught.value)


@pytest.mark.parametrize("host", ["example.org", "192.168.0.7", "localhost.example.org", "127.example.org"])
def test_a_key_does_not_travel_unencrypted(host: str) -> None:
    with pytest.raises(SettingsError, match="unencrypted"):
        Server(f"http://{host}/v1", "m", "secret")

    assert Server(f"https://{host}/v1", "m", "secret").key == "secret"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "models.localhost"])
def test_a_key_may_stay_on_this_machine(host: str) -> None:
    assert "secret" not in repr(Server(f"http://{host}/v1", "m", "secret"))


@pytest.mark.parametrize("timeout", [0, -1, 3601, float("nan"), float("inf")])
def test_a_timeout_is_a_time(timeout: float) -> None:
    with pytest.raises(SettingsError, match="seconds"):
        Server("http://localhost/v1", "m", timeout=timeout)
