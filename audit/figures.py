"""What was measured of the question, in words."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from audit.evidence import Evidence, View
from audit.finding import Words, plain
from audit.rules.case import VIEWS
from audit.words import WORDS


class Measure(NamedTuple):
    """A name and a value."""

    name: Words
    value: Words


_PLACES: Final = ("small", "large")


def figures(evidence: Evidence) -> Iterator[Measure]:
    for view in evidence.views:
        if view.name in _PLACES:
            yield from _of_view(view)
    yield from _clicks(evidence)
    yield from _autoconsent(evidence)


def _of_view(view: View) -> Iterator[Measure]:
    where = VIEWS[view.name]
    if not view.banner:
        return
    yield Measure(WORDS["figure_share"].filled(view=where), _share(view.banner.share))
    for control in (view.banner.control("accept"), view.banner.control("reject")):
        if control:
            words = {"text": control.text, "view": where}
            size = f"{control.box.width:.0f}×{control.box.height:.0f} px"
            yield Measure(WORDS["figure_contrast"].filled(**words), _number(control.contrast, 1, ":1"))
            yield Measure(WORDS["figure_size"].filled(**words), plain(size))
    if view.banner_after is not None:
        yield Measure(WORDS["figure_after"].filled(view=where), _number(view.banner_after, 2, " s"))
    yield Measure(WORDS["figure_shift"].filled(view=where), _number(view.shift_by_banner, 3))


def _share(share: float) -> Words:
    return Words(f"{share * 100:.0f}\N{NO-BREAK SPACE}%", f"{share * 100:.0f}%")


def _number(value: float, decimals: int, unit: str = "") -> Words:
    text = f"{value:.{decimals}f}"
    return Words(text.replace(".", ",") + unit, text + unit)


def _clicks(evidence: Evidence) -> Iterator[Measure]:
    given = {answer.phase: answer.clicks for answer in evidence.answers}
    for phase in ("accepted", "refused"):
        if clicks := given.get(phase):
            yield Measure(WORDS[f"figure_clicks_{phase}"], plain(str(clicks)))
    back = [way.clicks for way in evidence.ways_back if way.phase == "accepted" and way.clicks]
    if back:
        yield Measure(WORDS["figure_clicks_back"], plain(str(max(back))))


def _autoconsent(evidence: Evidence) -> Iterator[Measure]:
    if tried := evidence.autoconsent:
        refused = tried.refused and not tried.asked
        key = "refused" if refused else "detected" if tried.detected else "none"
        yield Measure(WORDS["figure_autoconsent"], WORDS[f"autoconsent_{key}"].filled(name=tried.name))
