"""Splitting URLs without remembering them."""

from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, urlsplit

split_url: Final[Callable[[str], SplitResult]] = getattr(urlsplit, "__wrapped__")  # noqa: B009 - typeshed knows no cache
"""`urllib.parse.urlsplit` without its cache, which would keep visitors' URLs in memory. Raises `ValueError`."""
