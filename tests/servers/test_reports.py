"""What browsers tell the service of loads that they have blocked: counts after a yes to the statistics, and nothing
else ever."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.loopback import Loopback
from dashboard.serve import create
from dashboard.settings import read_settings
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.servers.conftest import Ports, Visitor
from tests.servers.internet import FILMS, SITE, THIRD, Internet
from tests.servers.owner import Owner

pytestmark = pytest.mark.parametrize("front", ["nginx", "middleware"], indirect=True)

SECRET: Final = "/hemlig-sida-markerad"


class Service:
    """The real collector, with a note of what it was asked."""

    def __init__(self, data: Path, port: int, internet: Internet) -> None:
        self.asked: list[str] = []
        self._data, self._internet = data, internet
        settings = read_settings({}, data=data, secure=False, fold_seconds=0.2, hit_limit=0)
        self._server = Loopback(port).serve(create(settings, "collector", self._noting), lifespan=True)

    def _noting(self, app: ASGIApp) -> ASGIApp:
        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope, receive, send)
            if scope["type"] == "http":
                with self._internet.news:
                    self.asked.append(scope["path"])
                    self._internet.news.notify_all()

        return noting

    def answered(self, number: int) -> list[str]:
        self._internet.wait(lambda: len(self.asked) >= number)
        return self.asked

    def stop(self) -> None:
        """With everything folded."""
        self._server.stop()

    def blocked(self) -> dict[str, int]:
        """Loads by service and directive."""

        async def read() -> dict[str, int]:
            store = await SQLiteCounts.open(self._data / "counts.db")
            rows = await store.top(SITE, "service", Grain.DAY, "blocked", "2000-01-01", "2999-12-31")
            await store.close()
            return {row.value: row.counters.pageviews for row in rows}

        with ThreadPoolExecutor(1) as other:  # this thread runs Playwright's event loop
            return other.submit(asyncio.run, read()).result()


@pytest.fixture
def service(owner: Owner, ports: Ports, internet: Internet) -> Iterator[Service]:
    service = Service(owner.data, ports.service, internet)
    yield service
    service.stop()


def test_violations_are_counted_after_a_yes_to_the_statistics_alone(
    front: str, visitor: Visitor, internet: Internet, service: Service
) -> None:
    for choice, path, blocked in (
        ("", SECRET, THIRD),
        ("no.1", SECRET, THIRD),
        ("yes.1", "/behandlingar/angest", THIRD),
        ("yes.1+media", SECRET, THIRD - FILMS),
    ):
        visitor.answers(choice)
        visitor.opens(path)
        assert len(visitor.blocked(len(blocked))) == len(blocked)
    before = service.blocked()
    visitor.answers("yes.1+media+statistics")
    visitor.opens(SECRET)
    assert internet.got(FILMS) == FILMS
    assert service.answered(2) == [f"/report/{SITE}"] * 2, "an advertisement and a pixel, and nothing from before"
    service.stop()
    after = service.blocked()
    assert {value: after[value] - before.get(value, 0) for value in after} == {
        "reklam script-src-elem": 1,
        "(other) img-src": 1,
    }


def test_of_the_pages_address_nothing_is_kept(
    front: str, visitor: Visitor, internet: Internet, service: Service, owner: Owner
) -> None:
    visitor.answers("yes.1")
    visitor.opens(f"{SECRET}?q=markerad")
    assert service.answered(1) == [f"/report/{SITE}"]
    service.stop()
    kept = b"".join(path.read_bytes() for path in owner.data.rglob("*") if path.is_file())
    assert b"markerad" not in kept
    assert b"pixel" not in kept
