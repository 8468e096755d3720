"""The layer that asks for consent, found in a page, and what can be pressed in it."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from playwright.sync_api import ElementHandle, Error, Frame, JSHandle, Page

from audit.address import host_of
from audit.evidence import Box, Control, Does, Layer
from audit.probe import library

PRESS: Final = 3_000
"""Milliseconds that a control has to become one that can be pressed."""


class Banner:
    """A layer as it was when it was found, with its elements."""

    def __init__(self, frame: Frame, found: JSHandle, layer: Layer) -> None:
        self.frame, self.layer, self._found = frame, layer, found

    @property
    def element(self) -> JSHandle:
        return self._found.get_property("element")

    @property
    def holder(self) -> JSHandle:
        """What it lies in as the page sees it: itself, or its frame."""
        return self.frame.frame_element() if self.layer.frame else self.element

    def has(self, *does: Does) -> bool:
        return self.layer.control(*does) is not None

    def press(self, *does: Does) -> Control | None:
        """The first control that is there for one of these, in this order, when it has been pressed."""
        for each in does:
            for index, control in enumerate(self.layer.controls):
                if control.does == each and self._click("controls", index):
                    return control
        return None

    def switch_off(self) -> Sequence[str] | None:
        """Switches off what is on and can be; the labels of what was pressed, None if something would not."""
        pressed = []
        for index, row in enumerate(self.layer.inputs):
            if row.kind != "select" and row.checked and not row.disabled:
                if not self._click("inputs", index):
                    return None
                pressed.append(row.label)
        return pressed

    def _click(self, list_name: str, index: int) -> bool:
        one = self._found.evaluate_handle("(found, [name, index]) => found[name][index]", [list_name, index])
        element = one.as_element()
        return element is not None and click(element)


_DRAWN: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def click(element: ElementHandle) -> bool:
    """As a person does; what a style has put out of sight is clicked by its label."""
    try:
        element.scroll_into_view_if_needed(timeout=PRESS)
        # Until it is drawn where it now lies, the browser may send a click to a frame that lay there before.
        element.evaluate(_DRAWN)
        element.click(timeout=PRESS)
    except Error:
        return _click_label(element)
    return True


def _click_label(element: ElementHandle) -> bool:
    label = element.evaluate_handle("(one) => one.labels?.[0] ?? null").as_element()
    if label is None:
        return False
    try:
        label.click(timeout=PRESS)
    except Error:
        return False
    return True


def look_at(frame: Frame) -> JSHandle:
    """The library in a frame; it holds until that goes to another page."""
    return frame.evaluate_handle(library())


def find(page: Page, *, opened: Sequence[str] | None = None) -> Banner | None:
    """The layer that asks for consent, in the page or in a frame of it; None where there is none. `opened`: what opens
    one has been pressed while those layers were shown, so that less need speak for it, and least for a new one."""
    found = _find_in(page.main_frame, opened=opened)
    if found:
        return found
    for frame in page.main_frame.child_frames:
        try:
            whole = frame.frame_element().bounding_box()
            found = _find_in(frame, opened=opened) if whole and whole["width"] > 100 and whole["height"] > 40 else None
        except Error:  # it has gone meanwhile
            continue
        if found and whole:
            return Banner(frame, found._found, _framed(page, frame, found.layer, whole))
    return None


def _find_in(frame: Frame, *, opened: Sequence[str] | None) -> Banner | None:
    try:
        found = look_at(frame).evaluate_handle("(lib, opened) => lib.look(opened)", opened)
        data: dict[str, Any] | None = found.evaluate("(found) => found && found.data")
    except Error:  # on its way to another page
        return None
    return Banner(frame, found, msgspec.convert(data, Layer)) if data else None


def _framed(page: Page, frame: Frame, layer: Layer, whole: Any) -> Layer:
    """As seen from the page: the frame is the layer."""
    box = Box(x=whole["x"], y=whole["y"], width=whole["width"], height=whole["height"])
    view = page.viewport_size or {"width": 1, "height": 1}
    position = frame.frame_element().evaluate("(one) => getComputedStyle(one).position")
    share = min(1.0, box.width * box.height / (view["width"] * view["height"]))
    controls = tuple(replace(each, box=_moved(each.box, box)) for each in layer.controls)
    inputs = tuple(replace(each, box=_moved(each.box, box)) for each in layer.inputs)
    return replace(
        layer, frame=host_of(frame.url), box=box, share=share, position=position, controls=controls, inputs=inputs
    )


def _moved(box: Box, by: Box) -> Box:
    return replace(box, x=box.x + by.x, y=box.y + by.y)
