"""What was measured of pages when they were left: how fast they are, and how they are used."""

from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import Filter, breakdown, paired, permitted
from policy.dimensions import Dimension
from policy.site import Site
from policy.values import BORDERS, CLASSES, class_of
from store.counts import CountStore

_TYPICAL: Final = 0.75
_MIDDLE: Final = 0.5


class Measured(NamedTuple):
    """The measurements of a dimension by class, all classes in their order."""

    dimension: Dimension
    counts: tuple[tuple[str, int], ...]

    @property
    def number(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def is_graded(self) -> bool:
        """Whether it is said what is good and poor."""
        return self.dimension.name in BORDERS

    @property
    def grades(self) -> tuple[int, int, int]:
        """How many are good, in between, and poor."""
        better, worse = (self._index(border) for border in BORDERS[self.dimension.name])
        counts = [count for _, count in self.counts]
        return sum(counts[:better]), sum(counts[better:worse]), sum(counts[worse:])

    @property
    def typical(self) -> str | None:
        """Of what is graded the class of the 75th percentile, which three of four do not exceed; else of the median."""
        return self.percentile(_TYPICAL if self.is_graded else _MIDDLE)

    def percentile(self, share: float) -> str | None:
        """The lowest class that with those below it holds the share; None where nothing was measured."""
        reached = 0
        for value, count in self.counts:
            reached += count
            if count and reached >= share * self.number:
                return value
        return None

    def _index(self, number: int) -> int:
        return CLASSES[self.dimension.name].index(class_of(self.dimension.name, number))


def measured_dimensions(site: Site, only: Filter | None = None) -> tuple[Dimension, ...]:
    """The permitted ones, of which a filter can choose."""
    rows = tuple(row for row in permitted(site) if row.belongs == "measurement")
    return rows if only is None else tuple(row for row in rows if row.name in paired(site, only.dimension))


async def measured(store: CountStore, site: Site, days: Range, only: Filter | None = None) -> tuple[Measured, ...]:
    found = []
    for row in measured_dimensions(site, only):
        counts = {each.value: each.pageviews for each in await breakdown(store, site, days, row, only)}
        found.append(Measured(row, tuple((value, counts.get(value, 0)) for value in CLASSES[row.name])))
    return tuple(found)
