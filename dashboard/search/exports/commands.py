"""The commands `rakneverk import search-console` and `rakneverk import bing`."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from collector.imported import Imported
from dashboard.commands.ledger import counted, today
from dashboard.commands.publish import Refusal, installed
from dashboard.commands.terminal import line
from dashboard.numbers.ranges import BadRange, Range, asked
from dashboard.search.engines.source import Engine
from dashboard.search.exports.columns import NAMES, read_columns
from dashboard.search.exports.export import Export, read_export
from dashboard.search.exports.importing import Import, import_export, site_of
from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.room import LARGEST
from dashboard.serve import build_sites
from dashboard.settings import Settings
from policy.site import Site, Sites
from store.policies import PolicyFiles
from store.sqlite_search import SQLiteSearch


def importing(engine: Engine) -> Callable[[Settings, argparse.Namespace], int]:
    return lambda settings, given: _import(engine, settings, given)


def _import(engine: Engine, settings: Settings, given: argparse.Namespace) -> int:
    """Raises `BadExport`."""
    files = PolicyFiles(settings.data / "policies")
    sites = build_sites(files)
    named = sites[installed(files, given.site).host] if given.site else None
    export = _read(engine, given, None if named else sites)
    _tell(given.file, asyncio.run(_store(settings, named or site_of(export, sites), export)))
    return 0


def _read(engine: Engine, given: argparse.Namespace, sites: Sites | None) -> Export:
    """Of what tells neither its days nor which of the sites it is of, both are said at once. Raises `BadExport`."""
    columns = read_columns(given.columns) if given.columns else None
    content, days = _content(given.file), _days(given)
    try:
        return read_export(given.file.name, content, columns, days, engine)
    except BadExport as bad:
        if bad.remark.key != "no-days" or days or sites is None:
            raise
        try:
            site_of(read_export(given.file.name, content, columns, Range(today(), today()), engine), sites)
        except BadExport as other:
            raise Refusal(f"{bad} {other}") from None
        raise


async def _store(settings: Settings, site: Site, export: Export) -> Import:
    store = await SQLiteSearch.open(settings.data / "counts.db")
    try:
        return await import_export(store, Imported(site), site, export, today())
    finally:
        await store.close()


def _content(file: Path) -> bytes:
    """One byte more than is read at most, of what is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise Refusal(f"{line(str(file))} cannot be read: {error.strerror}") from None


def _days(given: argparse.Namespace) -> Range | None:
    if given.start is None and given.end is None:
        return None
    if given.start is None or given.end is None:
        raise BadRange("one-sided", str(given.start or given.end))
    return asked({"from": given.start.isoformat(), "to": given.end.isoformat()}, today()).range


def _tell(file: Path, done: Import) -> None:
    _say(f"{line(file.name)}: {NAMES[done.engine]}, {done.site}, {done.days.start} to {done.days.end}")
    kinds = ((done.terms, "search term"), (done.pages, "page"), (done.pairs, "pair"))
    if found := ", ".join(counted(number, noun) for number, noun in kinds if number):
        _say(f"{found} of both" if done.pairs else found)
    _say(f"{counted(done.clicks, 'click')}, {counted(done.impressions, 'impression')}")
    for each in done.remarks:
        _say(f"- {line(str(each))}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
