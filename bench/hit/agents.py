"""Browsers as they call themselves today, and robots, by weights of the kind that traffic has."""

import random
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Final, NamedTuple, TypeVar

import msgspec

T = TypeVar("T")

ROBOTS: Final = 0.05
"""Their part of all requests."""

_CHROME: Final = (154, 153, 155, 152, 151, 150, 148, 144, 140, 138, 131, 126, 120, 109)
_FIREFOX: Final = (150, 149, 151, 140, 128, 148, 147, 115)
_SAFARI: Final = ("26.6", "27.0", "26.5", "26.4", "18.6", "26.3", "18.5", "17.6", "26.2", "18.3", "16.6", "15.6")
_IOS: Final = ("18_7", "18_6_2", "18_7", "17_7", "18_5", "16_7_12", "17_6_1", "15_8_5")
_MODELS: Final = (
    "SM-S931B", "SM-A556B", "SM-S921B", "SM-A546B", "SM-S938B", "SM-A536B", "SM-G991B", "SM-A156B", "SM-S911B",
    "SM-A346B", "SM-G998B", "SM-A528B", "SM-F741B", "SM-A266B", "Pixel 9", "Pixel 8a", "Pixel 7", "Pixel 10 Pro",
    "CPH2653", "CPH2609", "CPH2581", "CPH2399", "2201117TY", "23090RA98G", "24069PC21G", "2311DRK48G", "M2101K6G",
    "motorola edge 50", "moto g84 5G", "moto g54 5G", "XQ-DC54", "XQ-EC54", "A065", "A142", "RMX3993", "RMX3780",
    "Nokia G42 5G", "V2318", "VOG-L29", "ELS-NX9", "SM-X710", "SM-X216B", "SM-T970", "TB350FU", "KFTRWI", "AGS3-L09",
)  # fmt: skip
_BUILDS: Final = ("UP1A.231005.007", "AP3A.240905.015.A2", "BP2A.250605.031.A3", "TP1A.220624.014", "AP4A.250205.002",
                  "SP1A.210812.016", "BP3A.250905.014", "RP1A.200720.012", "AP3A.240617.008")  # fmt: skip
_IPHONES: Final = tuple(f"iPhone{major},{minor}" for major in range(17, 11, -1) for minor in range(1, 6))
_WEBKIT: Final = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_BLINK: Final = "AppleWebKit/537.36 (KHTML, like Gecko)"


class Agent(NamedTuple):
    """A user agent, with what the browser's headers say beside it; empty where it sends no client hints."""

    text: str
    brands: str = ""
    platform: str = ""
    mobile: bool = False


class _Crawler(msgspec.Struct):
    instances: list[str]


def robots() -> list[str]:
    """As they called themselves, by the package crawler-user-agents."""
    listed = files("crawleruseragents").joinpath("crawler-user-agents.json").read_bytes()
    return [text for row in msgspec.json.decode(listed, type=list[_Crawler]) for text in row.instances]


class Zipf:
    """Draws from a sequence, the first most often: the n-th with the weight 1 / n."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._weights: dict[int, list[float]] = {}

    def __call__(self, values: Sequence[T]) -> T:
        size = len(values)
        if size not in self._weights:
            sums, total = [], 0.0
            for place in range(size):
                total += 1 / (place + 1)
                sums.append(total)
            self._weights[size] = sums
        return self._chance.choices(values, cum_weights=self._weights[size])[0]


class Agents:
    """Draws one at a time; the same for the same `chance`."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self._zipf = chance, Zipf(chance)
        known = robots()
        self._robots = chance.sample(known, len(known))
        kinds = self._kinds()
        self._draws, self._weights = tuple(kinds), tuple(kinds.values())

    def draw(self) -> Agent:
        if self._chance.random() < ROBOTS:
            return Agent(self._zipf(self._robots))
        return self._chance.choices(self._draws, self._weights)[0]()

    def _kinds(self) -> Mapping[Callable[[], Agent], float]:
        return {
            self._iphone: 24, self._android_chrome: 22, self._windows_chrome: 15, self._windows_edge: 7,
            self._mac_chrome: 4, self._mac_safari: 5, self._samsung: 4, self._firefox: 4, self._ipad: 1.5,
            self._android_webview: 4.5, self._facebook_on_ios: 2, self._instagram_on_android: 1.5,
            self._google_on_ios: 1, self._chrome_on_ios: 1, self._old_android: 0.7, self._opera: 0.7,
            self._linux_chrome: 0.6, self._chromebook: 0.3, self._television: 0.2,
        }  # fmt: skip

    def _build(self) -> str:
        """Of Chromium inside of apps, which still tell theirs in full."""
        return f"{self._zipf(_CHROME)}.0.{self._chance.randint(7_100, 7_180)}.{self._chance.randint(20, 180)}"

    def _blink(self, system: str, platform: str, mobile: bool, tail: str = "", brand: str = "Google Chrome") -> Agent:
        chrome = self._zipf(_CHROME)
        brands = f'"{brand}";v="{chrome}", "Chromium";v="{chrome}", "Not/A)Brand";v="24"'
        word = " Mobile" if mobile else ""
        text = f"Mozilla/5.0 ({system}) {_BLINK} Chrome/{chrome}.0.0.0{word} Safari/537.36{tail.format(chrome=chrome)}"
        return Agent(text, brands, platform, mobile)

    def _android_chrome(self) -> Agent:
        return self._blink("Linux; Android 10; K", "Android", True)

    def _windows_chrome(self) -> Agent:
        return self._blink("Windows NT 10.0; Win64; x64", "Windows", False)

    def _windows_edge(self) -> Agent:
        return self._blink("Windows NT 10.0; Win64; x64", "Windows", False, " Edg/{chrome}.0.0.0", "Microsoft Edge")

    def _mac_chrome(self) -> Agent:
        return self._blink("Macintosh; Intel Mac OS X 10_15_7", "macOS", False)

    def _linux_chrome(self) -> Agent:
        return self._blink("X11; Linux x86_64", "Linux", False)

    def _chromebook(self) -> Agent:
        return self._blink("X11; CrOS x86_64 14541.0.0", "Chrome OS", False)

    def _opera(self) -> Agent:
        tail = f" OPR/{self._zipf((125, 124, 126, 123, 119))}.0.0.0"
        return self._blink("Windows NT 10.0; Win64; x64", "Windows", False, tail, "Opera")

    def _samsung(self) -> Agent:
        samsung = self._zipf((29, 28, 27, 26, 25, 23))
        chrome = 4 * samsung + 20
        brands = f'"Samsung Internet";v="{samsung}.0", "Chromium";v="{chrome}", "Not/A)Brand";v="24"'
        versions = f"SamsungBrowser/{samsung}.0 Chrome/{chrome}.0.0.0"
        return Agent(
            f"Mozilla/5.0 (Linux; Android 10; K) {_BLINK} {versions} Mobile Safari/537.36", brands, "Android", True
        )

    def _firefox(self) -> Agent:
        version = self._zipf(_FIREFOX)
        system = self._zipf(("Windows NT 10.0; Win64; x64", "Android 15; Mobile", "X11; Linux x86_64",
                             "Macintosh; Intel Mac OS X 10.15", "X11; Ubuntu; Linux x86_64", "Android 14; Mobile",
                             "Windows NT 6.1; Win64; x64"))  # fmt: skip
        gecko = f"{version}.0" if system.startswith("Android") else "20100101"
        return Agent(f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/{gecko} Firefox/{version}.0")

    def _iphone(self) -> Agent:
        return self._mobile_safari("iPhone; CPU iPhone OS")

    def _ipad(self) -> Agent:
        return self._mobile_safari("iPad; CPU OS")

    def _mobile_safari(self, device: str) -> Agent:
        system = f"{device} {self._zipf(_IOS)} like Mac OS X"
        return Agent(f"Mozilla/5.0 ({system}) {_WEBKIT} Version/{self._zipf(_SAFARI)} Mobile/15E148 Safari/604.1")

    def _mac_safari(self) -> Agent:
        system = "Macintosh; Intel Mac OS X 10_15_7"
        return Agent(f"Mozilla/5.0 ({system}) {_WEBKIT} Version/{self._zipf(_SAFARI)} Safari/605.1.15")

    def _in_ios(self, tail: str) -> Agent:
        system = f"iPhone; CPU iPhone OS {self._zipf(_IOS)} like Mac OS X"
        return Agent(f"Mozilla/5.0 ({system}) {_WEBKIT} {tail}")

    def _chrome_on_ios(self) -> Agent:
        return self._in_ios(f"CriOS/{self._build()} Mobile/15E148 Safari/604.1")

    def _google_on_ios(self) -> Agent:
        app = f"{self._zipf(range(400, 380, -1))}.0.{self._chance.randint(820, 830)}000000"
        return self._in_ios(f"GSA/{app} Mobile/15E148 Safari/604.1")

    def _facebook_on_ios(self) -> Agent:
        version, build = self._zipf(range(540, 500, -1)), self._chance.randint(800_000_000, 800_000_400)
        phone, system = self._zipf(_IPHONES), self._zipf(_SAFARI)
        app = f"[FBAN/FBIOS;FBAV/{version}.0.0.41.{version % 90};FBBV/{build};FBDV/{phone};FBMD/iPhone;FBSN/iOS;"
        return self._in_ios(f"Mobile/22G86 {app}FBSV/{system};FBSS/3;FBCR/;FBID/phone;FBLC/sv_SE;FBOP/80]")

    def _android_webview(self, tail: str = "") -> Agent:
        system = f"Linux; Android {self._zipf((15, 16, 14, 13, 12, 11, 10))}; {self._zipf(_MODELS)}"
        chrome = self._build()
        brands = f'"Android WebView";v="{chrome[:3]}", "Chromium";v="{chrome[:3]}", "Not/A)Brand";v="24"'
        view = f"Build/{self._zipf(_BUILDS)}; wv"
        text = f"Mozilla/5.0 ({system} {view}) {_BLINK} Version/4.0 Chrome/{chrome} Mobile Safari/537.36{tail}"
        return Agent(text, brands, "Android", True)

    def _instagram_on_android(self) -> Agent:
        device = f"450dpi; 1080x2340; samsung; {self._zipf(_MODELS)}; qcom; sv_SE; {self._chance.randint(7, 9)}00000000"
        return self._android_webview(
            f" Instagram {self._zipf(range(405, 370, -1))}.0.0.47.77 Android (34/14; {device})"
        )

    def _old_android(self) -> Agent:
        system = f"Linux; Android {self._zipf(('9', '8.1.0', '8.0.0', '7.0', '6.0.1', '5.1.1'))}; {self._zipf(_MODELS)}"
        return Agent(f"Mozilla/5.0 ({system}) {_BLINK} Chrome/{self._build()} Mobile Safari/537.36")

    def _television(self) -> Agent:
        if self._chance.random() < 0.5:
            system = f"Web0S; Linux/SmartTV) {_BLINK} Chrome/{self._zipf((108, 94, 87, 79))}.0.0.0 Safari/537.36"
            return Agent(f"Mozilla/5.0 ({system} WebAppManager")
        tizen = self._zipf(("8.0", "7.0", "6.5", "6.0"))
        return Agent(f"Mozilla/5.0 (SMART-TV; Linux; Tizen {tizen}) {_BLINK} Version/{tizen} TV Safari/537.36")
