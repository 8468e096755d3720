"""Entries of the supplement that do nothing, because the copied lists say the same or no longer say what they mend."""

from collections.abc import Iterator

import msgspec

from collector.lists import HostTable, Listed, Lists, join, package_of, split_place


def idle_entries(read: Listed) -> list[str]:
    """Such as `ai: Grok: grok.com`, in the order of the supplement."""
    ours = read.supplement
    copied = join(read._replace(supplement=msgspec.structs.replace(ours, search={}, social={}, ai={}, email={})))
    return [*_hosts(copied, read), *_search(copied, read), *_search_only(read), *_dropped(read)]


def _hosts(copied: Lists, read: Listed) -> Iterator[str]:
    ours = read.supplement
    tables: tuple[tuple[str, dict[str, list[str]], HostTable], ...] = (
        ("social", ours.social, copied.networks),
        ("ai", ours.ai, copied.assistants),
    )
    for section, rows, table in tables:
        for name, urls in rows.items():
            for url in urls:
                package = package_of(url)
                same = copied.apps.get(package) == (section, name) if package else table.name(*split_place(url)) == name
                if same:
                    yield f"{section}: {name}: {url}"


def _search(copied: Lists, read: Listed) -> Iterator[str]:
    mended = join(read)
    for name, configurations in read.supplement.search.items():
        for url in (url for row in configurations for url in row.urls):
            if package := package_of(url):
                same = copied.apps.get(package) == ("search", name)
            else:
                host, path = split_place(url)
                same = dict(copied.engines.get(host, ())).get(path) == dict(mended.engines[host])[path]
            if same:
                yield f"search: {name}: {url}"


def _search_only(read: Listed) -> Iterator[str]:
    """What the list no longer has, or tells to be nothing but search itself."""
    bare = join(read._replace(supplement=msgspec.structs.replace(read.supplement, search={}, search_only=[])))
    listed = _listed(read)
    for url in read.supplement.search_only:
        host, path = split_place(url)
        engine = dict(bare.engines.get(host, ())).get(path)
        if url not in listed or (engine is not None and engine.search_only):
            yield f"search-only: {url}"


def _dropped(read: Listed) -> Iterator[str]:
    listed = _listed(read)
    yield from (f"dropped: {url}" for url in read.supplement.dropped if url not in listed)


def _listed(read: Listed) -> set[str]:
    engines = {url for rows in read.search.values() for row in rows for url in row.urls}
    return engines.union(*read.social.values(), *read.ai.values())
