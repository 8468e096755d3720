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
    return str(suffixes().privatesuffix(host) or host)


@cache
def suffixes() -> PublicSuffixList:
    """The list as it came with the library; read once, as it takes a while."""
    return PublicSuffixList()
