"""Registrable domains: what one owner registers and a cookie can be set for."""

import re
from functools import cache
from typing import Final

from publicsuffixlist import PublicSuffixList

_ADDRESS: Final = re.compile(r"[0-9.]+|.*:.*")


def registrable_domain(host: str) -> str:
    """`example.co.uk` of `www.example.co.uk`; the host itself where it is an address or a public suffix."""
    if _ADDRESS.fullmatch(host):
        return host
    return str(_suffixes().privatesuffix(host) or host)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
