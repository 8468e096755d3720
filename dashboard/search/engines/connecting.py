"""Connecting a site to a search engine: what was given is tried at once, and kept only where it reads the site."""

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.search.engines.properties import fitting
from dashboard.search.engines.source import Engine, SourceFailure, basis
from dashboard.search.engines.vault import BrokenSeal
from dashboard.search.figures import held_by
from dashboard.search.rooms import SearchRooms
from policy.site import Site
from store.access import Access, Form
from store.search import AFTER_ALL

PATIENCE: Final = 20.0
"""Seconds that an engine has to show what an access sees."""


class Connected(NamedTuple):
    """The property is chosen, and is what is fetched. `is_other`: what was fetched of another before it is deleted."""

    property: str
    is_other: bool = False


class Choices(NamedTuple):
    """The access is kept, and no property chosen: those of the site, the best first, of all that the access sees. A
    service account sees none until its address is added at the engine."""

    engine: Engine
    properties: Sequence[str]
    seen: Sequence[str]


class Nowhere(NamedTuple):
    """The access works but sees only other sites: it is not kept."""

    seen: Sequence[str]


async def connect(
    rooms: SearchRooms, site: Site, engine: Engine, form: Form, secret: str
) -> Connected | Choices | Nowhere:
    """Raises `SourceFailure` where it cannot be read with, and `BrokenSeal` where it cannot be kept sealed; nothing is
    kept then."""
    sealed = rooms.vault.seal(site.host, engine, secret)
    seen = await _seen(rooms, engine, form, secret)
    found = fitting(site, seen)
    if not found and form != "service-account":
        await _end(rooms, engine, form, secret)
        return Nowhere(seen)
    chosen = found[0] if len(found) == 1 else ""
    access = Access(site.host, engine, form, chosen, sealed)
    await rooms.access.put(access)
    return Connected(chosen, await forget_others(rooms, access, engine)) if chosen else Choices(engine, found, seen)


async def look(rooms: SearchRooms, site: Site, engine: Engine, access: Access) -> Choices:
    """What the access sees now. Raises `SourceFailure` or `BrokenSeal`."""
    secret = rooms.vault.open(access.site, access.engine, access.secret)
    seen = await _seen(rooms, engine, access.form, secret)
    return Choices(engine, fitting(site, seen), seen)


async def retry(rooms: SearchRooms, site: Site, engine: Engine, access: Access) -> Connected | Choices:
    """Tries again. Where the chosen property can be read, or the only one that there is to choose, what failed before
    is fetched at once. Raises `SourceFailure` or `BrokenSeal`."""
    choices = await look(rooms, site, engine, access)
    chosen = access.property if access.property in choices.seen else ""
    if not access.property and len(choices.properties) == 1:
        chosen = choices.properties[0]
    if not chosen:
        return choices
    fetched = await rooms.access.fetched(site.host, engine)
    if chosen != access.property or (fetched and fetched.trouble):
        await rooms.access.choose(site.host, engine, chosen)
    return Connected(chosen, await forget_others(rooms, access._replace(property=chosen), engine))


async def choose(rooms: SearchRooms, site: Site, engine: Engine, access: Access, property: str) -> Connected | Choices:
    """Of those that fit now. Raises `SourceFailure` or `BrokenSeal`."""
    choices = await look(rooms, site, engine, access)
    if property not in choices.properties:
        return choices
    if property != access.property:
        await rooms.access.choose(site.host, engine, property)
    return Connected(property, await forget_others(rooms, access._replace(property=property), engine))


async def disconnect(rooms: SearchRooms, access: Access, engine: Engine) -> bool:
    """Deletes what was given. False where the engine should have been told that it is used no more, and was not."""
    await rooms.access.remove(access.site, engine)
    try:
        secret = rooms.vault.open(access.site, engine, access.secret)
    except BrokenSeal:
        return access.form != "oauth"
    return await _end(rooms, engine, access.form, secret)


async def forget(rooms: SearchRooms, site: Site, engine: Engine) -> None:
    """Deletes all figures of the engine's, fetched and uploaded."""
    await rooms.figures.forget(site.host, AFTER_ALL, basis(engine))


async def forget_others(rooms: SearchRooms, access: Access, engine: Engine) -> bool:
    """Deletes what was fetched of another property than that of the access, or of none that is known: nothing would
    ever replace it. Whether there was any. What was read from files stays."""
    if await rooms.access.fetched_of(access.site, engine) == access.property:
        return False
    if not any(each.fetched for each in await held_by(rooms.figures, access.site, engine)):
        return False
    await rooms.figures.forget(access.site, AFTER_ALL, basis(engine), fetched=True)
    return True


async def _seen(rooms: SearchRooms, engine: Engine, form: Form, secret: str) -> Sequence[str]:
    """While someone waits for the page, so that this is less patient than the daily fetch."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await rooms.sources.open(engine, form, secret).properties()
    except TimeoutError:
        raise SourceFailure("unanswered") from None


async def _end(rooms: SearchRooms, engine: Engine, form: Form, secret: str) -> bool:
    """Google ends all that an account has allowed the installation at once: not while another site may live by it."""
    if form == "oauth" and any(each.form == "oauth" for each in await rooms.access.every()):
        return False
    try:
        await rooms.sources.end(engine, form, secret)
    except SourceFailure:
        return False
    return True
