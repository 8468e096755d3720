"""What differs between two policies, key by key, and which of it voids earlier consent."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from policy.document import Policy, SensitivePath, material_changes
from policy.schema import Words


class Change(NamedTuple):
    """A key whose content differs. `old` is None for what is new, `new` for what is gone, both for what means something
    else than before though it is written the same; tuples of names are a list in another order. `row` is the key with a
    star for each of the `names` in it."""

    key: str
    row: str
    names: tuple[str, ...]
    old: Any
    new: Any
    material: bool


class _Place(NamedTuple):
    """Where in the document."""

    key: str = ""
    row: str = ""
    names: tuple[str, ...] = ()

    def field(self, name: str) -> "_Place":
        return _Place(f"{self.key}.{name}".lstrip("."), f"{self.row}.{name}".lstrip("."), self.names)

    def item(self, name: str) -> "_Place":
        return _Place(f"{self.key}.{name}", f"{self.row}.*", (*self.names, name))


def changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """In the document's order, without the version, which always differs."""
    material = set(material_changes(old, new))
    found = tuple(
        Change(*place, before, after, place.key in material)
        for place, before, after in _differences(old, new, _Place())
        if place.key != "version"
    )
    written = {change.key for change in found}
    meant = [key for key in material_changes(old, new) if key not in written]
    return (*found, *(_of_another_row(key) for key in meant))


def _of_another_row(key: str) -> Change:
    """A path under which more is counted, because of what another row says of it."""
    rows = "sensitive.paths"
    assert key.startswith(f"{rows}."), "all else that is material is a difference of its own"
    return Change(key, f"{rows}.*", (key.removeprefix(f"{rows}."),), None, None, material=True)


_Difference = tuple[_Place, Any, Any]


def _differences(old: Any, new: Any, place: _Place) -> Iterator[_Difference]:
    if old == new:
        return
    if type(old) is not type(new) or isinstance(new, Words | SensitivePath):
        yield place, old, new
    elif isinstance(new, msgspec.Struct):
        for name in new.__struct_fields__:
            yield from _differences(getattr(old, name), getattr(new, name), place.field(name))
    elif isinstance(new, dict):
        yield from _of_items(old, new, place)
    elif isinstance(new, tuple):
        yield from _of_items(_items(old), _items(new), place)
        yield from _of_order(_items(old), _items(new), place)
    else:
        yield place, old, new


def _of_items(old: dict[str, Any], new: dict[str, Any], place: _Place) -> Iterator[_Difference]:
    for name in dict.fromkeys((*old, *new)):
        yield from _differences(old.get(name), new.get(name), place.item(name))


def _of_order(old: dict[str, Any], new: dict[str, Any], place: _Place) -> Iterator[_Difference]:
    before, after = tuple(name for name in old if name in new), tuple(name for name in new if name in old)
    if before != after:
        yield place, before, after


def _items(value: tuple[Any, ...]) -> dict[str, Any]:
    return {_name(item): item for item in value}


def _name(item: Any) -> str:
    """What tells an item of a list from the others; `policy.check` sees to it that it does."""
    if isinstance(item, str):
        return item
    keys = ("identity", "name", "host", "code", "path", "id")
    name: str = next(getattr(item, key) for key in keys if hasattr(item, key))
    return name
