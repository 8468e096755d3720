"""What a browser says of itself in several headers: what cannot all be true is told, gaps and disguises are not."""

from typing import Final

import pytest

from collector.hints import Hints, contradicts, hints_of
from tests.collector.conftest import SAFARI
from tests.collector.test_robots import people

pytestmark = pytest.mark.quick

WEBKIT: Final = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS: Final = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/153.0.0.0 Safari/537.36"
MAC: Final = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Chrome/153.0.0.0 Safari/537.36"
LINUX: Final = f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/153.0.0.0 Safari/537.36"
CHROMEBOOK: Final = f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/153.0.0.0 Safari/537.36"
PHONE: Final = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/153.0.0.0 Mobile Safari/537.36"
FIREFOX: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
IPHONE_CHROME: Final = SAFARI.replace("Version/26.6", "CriOS/153.0.7900.88")


def brands(*names: str, version: int = 153) -> str:
    """With the made-up brand that Chromium puts beside the true ones."""
    return ", ".join([f'"{name}";v="{version}"' for name in names] + ['"Not)A;Brand";v="8"'])


CHROME: Final = brands("Chromium", "Google Chrome")


def hints(said: str = CHROME, mobile: str = "?0", platform: str = "Windows") -> Hints:
    """As a fetch by a script has them."""
    return Hints(said, mobile, f'"{platform}"' if platform else "", "cors", "empty")


SOUND: Final = {
    "Chrome on Windows": (WINDOWS, hints()),
    "Chrome on a Mac": (MAC, hints(platform="macOS")),
    "Chrome on Linux": (LINUX, hints(platform="Linux")),
    "Chromium on Linux": (LINUX, hints(brands("Chromium"), platform="Linux")),
    "Chrome on a Chromebook": (CHROMEBOOK, hints(platform="Chrome OS")),
    "Chromium on a Chromebook": (CHROMEBOOK, hints(brands("Chromium"), platform="Chromium OS")),
    "Chrome on a telephone": (PHONE, hints(mobile="?1", platform="Android")),
    "Chrome on a tablet": (PHONE.replace("Mobile ", ""), hints(mobile="?0", platform="Android")),
    "the desktop site on a telephone": (LINUX, hints(mobile="?0", platform="Linux")),
    "the same of an older version": (LINUX, hints(mobile="?1", platform="Android")),
    "the same as Windows": (WINDOWS, hints(brands("Chromium", "Microsoft Edge"), "?1", "Android")),
    "Edge": (f"{WINDOWS} Edg/153.0.0.0", hints(brands("Chromium", "Microsoft Edge"))),
    "Brave": (WINDOWS, hints(brands("Chromium", "Brave"))),
    "Opera": (f"{WINDOWS} OPR/138.0.0.0", hints('"Chromium";v="153", "Opera";v="138", "Not.A/Brand";v="99"')),
    "Samsung's, of another version": (
        f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/30.0 Chrome/143.0.0.0 Mobile Safari/537.36",
        hints('"Samsung Internet";v="30.0", "Chromium";v="145", "Not.A/Brand";v="99"', "?1", "Android"),
    ),
    "glasses that pose as a computer": (
        f"Mozilla/5.0 (X11; Linux x86_64; Quest 3) {WEBKIT} OculusBrowser/41.2 Chrome/138.0.7204.157 Safari/537.36",
        hints('"Chromium";v="138", "Oculus Browser";v="41"', "?1", "Android"),
    ),
    "a view in an app": (PHONE, hints(brands("Chromium", "Android WebView"), "?1", "Android")),
    "a view in an app that poses as a computer": (
        WINDOWS,
        hints(brands("Android WebView", version=140), "?1", "Android"),
    ),
    "a view in an app that poses as an iPhone": (SAFARI, hints(brands("Android WebView"), "?1", "Android")),
    "Chrome on an iPhone": (IPHONE_CHROME, Hints("", "", "", "cors", "empty")),
    "Chrome on an iPhone that had hints": (IPHONE_CHROME, hints(mobile="?1", platform="iOS")),
    "Edge on an iPhone that had hints": (
        SAFARI.replace("Version/26.6", "Version/18.0 EdgiOS/153.0"),
        hints(mobile="?1", platform="iOS"),
    ),
    "Firefox": (FIREFOX, Hints("", "", "", "cors", "empty")),
    "an iPhone": (SAFARI, Hints("", "", "", "cors", "empty")),
    "an iPhone in the tools for developers, which send none": (SAFARI, Hints("", "", "", "cors", "empty")),
    "a telephone in the tools for developers": (PHONE, hints(mobile="?1", platform="Android")),
    "an older browser": (WINDOWS, Hints()),
    "a proxy that takes hints away": (WINDOWS, Hints(mode="cors")),
    "a proxy that takes the brands away": (WINDOWS, Hints("", "?1", '"Linux"')),
    "an unknown system": (WINDOWS, hints(platform="")),
    "a system of its own": (LINUX, hints(platform="Fuchsia")),
    "only made-up brands": (FIREFOX, hints('" Not A;Brand";v="99"')),
    "what is no list of brands": (FIREFOX, hints("Chromium 153")),
    "a beacon of the site's own": (WINDOWS, hints()._replace(mode="no-cors")),
}

CONTRADICTORY: Final = {
    "a browser without a window": (WINDOWS, hints(brands("Chromium", "HeadlessChrome"))),
    "Firefox with hints": (FIREFOX, hints()),
    "Safari with hints": (SAFARI, hints(mobile="?1", platform="iOS")),
    "Safari on a Mac with hints": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 "
        "Safari/605.1.15",
        hints(platform="macOS"),
    ),
    "another version": (WINDOWS, hints(brands("Chromium", "Google Chrome", version=120))),
    "another version of Edge": (f"{WINDOWS} Edg/153.0.0.0", hints(brands("Chromium", "Microsoft Edge", version=140))),
    "Windows on a Linux machine": (WINDOWS, hints(platform="Linux")),
    "a Mac on a Linux machine": (MAC, hints(platform="Linux")),
    "a telephone on a Linux machine": (PHONE, hints(mobile="?0", platform="Linux")),
    "Linux on Windows": (LINUX, hints(platform="Windows")),
    "a small screen on Windows": (WINDOWS, hints(mobile="?1", platform="Windows")),
    "a small screen on a Mac": (MAC, hints(mobile="?1", platform="")),
    "a page": (WINDOWS, hints()._replace(mode="navigate", destination="document")),
    "a form": (WINDOWS, Hints(mode="navigate")),
    "an image": (WINDOWS, Hints(destination="image")),
    "a frame of a browser without hints": (SAFARI, Hints(destination="iframe")),
}


@pytest.mark.parametrize("what", SOUND)
def test_what_can_be_true_is_believed(what: str) -> None:
    user_agent, said = SOUND[what]
    assert not contradicts(said, user_agent)


@pytest.mark.parametrize("what", CONTRADICTORY)
def test_what_cannot_be_true_is_told(what: str) -> None:
    user_agent, said = CONTRADICTORY[what]
    assert contradicts(said, user_agent)


def test_without_hints_everyone_is_believed() -> None:
    """Also a program that reports with a browser's user agent and nothing else."""
    assert not any(contradicts(Hints(), text) for text in ("", "curl/8", *people()))


@pytest.mark.parametrize(
    "text", ['"' * 600, '"a";v="1",' * 600, '"Not' * 600, "\x00\xff" * 600, '""""";v="', "v=" * 600]
)
def test_any_headers_are_answered(text: str) -> None:
    names = ("sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-mode", "sec-fetch-dest")
    for name in names:
        assert contradicts(hints_of({name: text}), WINDOWS) in {True, False}
    assert all(len(value) <= 512 for value in hints_of(dict.fromkeys(names, text)))


@pytest.mark.parametrize(
    "name",
    ["(Not;Browser", " Not A;Brand", " Not;A Brand", ";Not A Brand", "Not/A)Brand", "Not?A_Brand", "Not=A?Brand",
     "Not;A=Brand", "Not_A Brand", "Not.A/Brand", "Not)A;Brand", "Not:A-Brand", "Not A(Brand", "Not-A.Brand",
     "Not(A:Brand", "Not A;Brand", "Not A Brand", "Not)A:Brand", "Not/A=Brand", r"\\Not\"A;Brand", r"\\Not;A\"Brand"],
)  # fmt: skip
def test_the_made_up_brand_hides_nothing_however_it_is_spelled(name: str) -> None:
    said = f'"{name}";v="24", "Chromium";v="120", "Google Chrome";v="120"'
    assert contradicts(hints(said), WINDOWS), "another version"
    assert contradicts(hints(said, platform="Linux"), WINDOWS.replace("153", "120")), "another system"
    assert not contradicts(hints(said), WINDOWS.replace("153", "120"))
    assert not contradicts(hints(f'"{name}";v="24"'), FIREFOX), "no brand is left"


def test_a_brand_that_begins_like_the_made_up_one_is_a_brand() -> None:
    assert contradicts(hints('"Nothing Browser";v="3", "Chromium";v="153"'), FIREFOX)
    assert not contradicts(hints('"Nothing Browser";v="3", "Chromium";v="150"'), WINDOWS)
