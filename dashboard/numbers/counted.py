"""The days on which something was counted: those of the versions of the policy that named it."""

from collections.abc import Callable

from dashboard.numbers.ranges import Range
from policy.document import Policy
from policy.site import Site


def days_counted(site: Site, is_named: Callable[[Policy], bool], days: Range) -> tuple[Range, ...]:
    """The parts of a range on which it was, if only for a part of the day; before the first version as after it."""
    found: list[Range] = []
    published = list(site.history.values())
    ends = [*(each.day for each in published[1:]), days.end]
    for index, (each, end) in enumerate(zip(published, ends, strict=True)):
        part = Range(max(days.start, each.day) if index else days.start, min(days.end, end))
        if part.start > part.end or not is_named(each.policy):
            continue
        if found and part.start <= found[-1].after:
            part = Range(found.pop().start, part.end)
        found.append(part)
    return tuple(found)
