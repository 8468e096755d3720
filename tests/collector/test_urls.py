"""Addresses on the web, taken apart by one expression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.urls import WebAddress, host_of_origin, web_address

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://klinik.example/om", WebAddress("klinik.example", "/om", "")),
        ("https://klinik.example", WebAddress("klinik.example", "/", "")),
        ("https://klinik.example?s=oro#a?b", WebAddress("klinik.example", "/", "s=oro")),
        ("https://klinik.example/a?b=c?d", WebAddress("klinik.example", "/a", "b=c?d")),
        ("HTTP://Klinik.Example:8443/A", WebAddress("klinik.example", "/A", "")),
        ("https://klinik.example./", WebAddress("klinik.example", "/", "")),
        ("https://klinik.example@evil.example/", WebAddress("evil.example", "/", "")),
        ("https://klinik.example\\@evil.example/", None),  # a browser opens klinik.example
        ("https://evil.example\\@klinik.example/", None),
        ("https://evil.example\\.klinik.example/", None),
        ("https://klinik.example.evil.example/", WebAddress("klinik.example.evil.example", "/", "")),
        ("//klinik.example/", None),
        ("/om", None),
        ("javascript:alert(1)", None),
        ("data://klinik.example/", None),
        ("https://[::1]/", None),
        ("https://[", None),
        ("null", None),
    ],
)
def test_an_address_on_the_web(url: str, address: WebAddress | None) -> None:
    assert web_address(url) == address


@given(st.text())
def test_any_text_is_an_address_or_not(text: str) -> None:
    for url in (text, f"https://{text}"):
        found = web_address(url)
        assert found is None or found.path.startswith("/")


@pytest.mark.parametrize("origin", ["https://klinik.example", "http://Klinik.Example.", "https://klinik.example:65535"])
def test_the_host_of_an_origin(origin: str) -> None:
    assert host_of_origin(origin) == "klinik.example"


@given(st.text())
def test_what_is_no_origin_has_no_host(rest: str) -> None:
    origin = f"https://klinik.example{rest}"
    assert host_of_origin(f"{origin}/") == host_of_origin(f"{origin}:70000") == host_of_origin(rest) == ""
