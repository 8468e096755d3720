"""A site of 10,000 pages: articles, products and their tails of parameters, some with personal data in them."""

import random
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlencode

from bench.hit.agents import Zipf

PAGES: Final = 10_000

_FIRST: Final = ("/", "/om-oss", "/kontakt/", "/priser", "/artiklar/", "/kurser/", "/behandlingar/", "/butik/", "/faq")
_WORDS: Final = (
    "angest", "sömn", "stress", "vägen", "tillbaka", "steg", "for", "barn", "och", "föräldrar", "kurs", "guide", "hur",
    "fungerar", "exponering", "panik", "rad", "vid", "oro", "vardag", "arbete", "hjälp", "när", "livet", "band",
)  # fmt: skip
_SEARCHES: Final = ("sömn", "panikångest", "presentkort", "pris", "boka tid", "kbt online", "kurs stress", "remiss")
_CAMPAIGNS: Final = ("hostkurser", "nyhetsbrev-2026-11", "black_week", "retargeting", "brand_se")
_PAYERS: Final = ("google", "newsletter", "facebook", "bing", "instagram")
_PERSONAL: Final = (
    "/tack/{name}@exempel.se", "/bokning/070-174%200{digit}%2035", "/avregistrera/{token}",
    "/profil?email={name}%40exempel.se", "/reset/{token}", "/order/{digit}981123454",
    "/tack?namn={name}&tel=0701740{digit}35", "/kvitto/{token}/pdf",
)  # fmt: skip


class Pages:
    """Draws one address at a time; the same for the same `chance`."""

    def __init__(self, chance: random.Random, host: str) -> None:
        self._chance, self._zipf, self._start = chance, Zipf(chance), f"https://{host}"
        made = dict.fromkeys(_FIRST)
        while len(made) < PAGES:
            made[self._page()] = None
        self._pages = list(made)

    def draw(self) -> str:
        """As the script sends it: the path, and those parameters that the policy names."""
        path, dice = self._zipf(self._pages), self._chance.random()
        for share, other in self._others():
            dice -= share
            if dice < 0:
                return self._start + other(path)
        return self._start + path

    def _others(self) -> tuple[tuple[float, Callable[[str], str]], ...]:
        return (0.04, self._tagged), (0.03, self._clicked), (0.02, self._searched), (0.01, self._personal)

    def _page(self) -> str:
        slug = "-".join(self._chance.sample(_WORDS, self._chance.randint(2, 5)))
        number = self._chance.randrange(100, 10_000)
        month, day = self._chance.randint(1, 12), self._chance.randint(1, 28)
        return self._chance.choice((
            f"/artiklar/{quote(slug)}/", f"/artiklar/{quote(slug)}/", f"/butik/{quote(slug)}-{number}",
            f"/produkt/{number}/{quote(slug)}", f"/blogg/2026/{month:02}/{day:02}/{quote(slug)}/",
            f"/kurser/{quote(slug)}/{number % 9}", f"/kategori/{number % 90}/sida/{number % 20}",
        ))  # fmt: skip

    def _tagged(self, path: str) -> str:
        payer, campaign = self._zipf(_PAYERS), self._zipf(_CAMPAIGNS)
        tags = {"utm_source": payer, "utm_medium": "cpc" if payer == "google" else "email", "utm_campaign": campaign}
        return f"{path}?{urlencode(tags)}"

    def _clicked(self, path: str) -> str:
        return f"{path}?gclid=Cj0KCQ{self._token(40)}"

    def _searched(self, _: str) -> str:
        return f"/sok?{urlencode({'q': self._zipf(_SEARCHES)})}"

    def _personal(self, _: str) -> str:
        name = self._chance.choice(("anna", "erik.svensson", "maria", "karin.l", "ali", "sven"))
        shape = self._chance.choice(_PERSONAL)
        return shape.format(name=name, token=self._token(36), digit=self._chance.randrange(10))

    def _token(self, length: int) -> str:
        return f"{self._chance.getrandbits(4 * length):0{length}x}"
