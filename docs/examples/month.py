"""Prints a site's last month: its totals, whether they have changed, and the pages that were read the most.

    python month.py https://stats.example.se example.se token.txt

Needs Python 3.11 and nothing else. The file holds a token with the scope stats:read, made at /tokens.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

MARKS = {"up": "more than before", "down": "less than before", "same": "about as before"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Site:
    """Asks the service at an address about one site."""

    def __init__(self, service: str, host: str, token: str) -> None:
        self._base = f"{service.rstrip('/')}/api/v1/sites/{quote(host, safe='')}"
        self._token = token

    def get(self, resource: str, **parameters: str) -> Any:
        address = f"{self._base}/{resource}?{urlencode(parameters)}"
        request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - checked in main
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")  # for no other address
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)


def report(site: Site) -> None:
    totals = site.get("totals", period="28d")
    print(f"{totals['site']}, {totals['from']} to {totals['to']}")
    compared = totals["compared"] or {"changes": []}  # null: the days before are not known
    verdicts = {change["metric"]: MARKS[change["verdict"]] for change in compared["changes"]}
    for metric, number in totals["total"].items():
        if number is not None:  # null: the site's policy does not name it
            print(f"{number:>8} {metric}  {verdicts.get(metric, '')}".rstrip())
    print("The pages that were read the most:")
    for row in site.get("panels/page", period="28d", sort="pageviews")["rows"][:10]:
        print(f"{row['pageviews']:>8} {row['value']!r}")  # visitors wrote it


def is_private(service: str) -> bool:
    """Whether nobody on the way can read the token."""
    parts = urlsplit(service)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    service, host, file = arguments
    if not is_private(service):
        print(f"{service} does not begin with https://, so the token is not sent there.", file=sys.stderr)
        return 1
    try:
        report(Site(service, host, Path(file).read_text().strip()))
    except HTTPError as error:  # its body is a problem document, if the service wrote it
        is_told = error.headers.get_content_type() == "application/problem+json"
        print(json.load(error)["detail"] if is_told else error, file=sys.stderr)
        return 1
    except (OSError, json.JSONDecodeError) as error:  # no such file, nobody there, or something else answers
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
