"""Registrable domains: what one owner registers and a cookie can be set for."""

from functools import cache

from publicsuffixlist import PublicSuffixList


def registrable_domain(host: str) -> str:
    """`example.co.uk` of `www.example.co.uk`; the host itself where it is a public suffix or has one label."""
    return str(_suffixes().privatesuffix(host) or host)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
