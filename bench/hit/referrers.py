"""Where visits begin, as their first page saw it: most nowhere, on Google or on the site itself, then a long tail."""

import random
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, quote_plus

from bench.hit.agents import Zipf
from collector.lists import Lists

_SEARCHED: Final = (
    "https://www.google.com/", "https://www.google.se/", "https://www.bing.com/", "https://duckduckgo.com/",
    "https://www.ecosia.org/", "https://search.brave.com/", "https://www.google.no/", "https://se.search.yahoo.com/",
    "https://www.startpage.com/", "https://www.qwant.com/", "https://www.google.fi/", "https://yandex.ru/",
    "https://www.eniro.se/", "https://images.google.com/", "https://www.google.co.uk/", "https://kagi.com/",
)  # fmt: skip
_SHARED: Final = (
    "https://l.facebook.com/", "https://www.facebook.com/", "https://l.instagram.com/", "https://lm.facebook.com/",
    "https://www.linkedin.com/", "https://t.co/", "https://www.reddit.com/", "https://out.reddit.com/",
    "https://www.youtube.com/", "https://www.pinterest.se/", "https://www.tiktok.com/", "https://m.facebook.com/",
    "https://bsky.app/", "https://lnkd.in/", "https://vk.com/", "https://www.flashback.org/",
)  # fmt: skip
_ASSISTANTS: Final = ("https://chatgpt.com/", "https://www.perplexity.ai/", "https://gemini.google.com/",
                      "https://copilot.microsoft.com/", "https://claude.ai/")  # fmt: skip
_MAIL: Final = ("https://mail.google.com/", "https://outlook.live.com/", "https://webmail.loopia.se/",
                "https://mail.yahoo.com/", "https://webmail.telia.com/mail/", "https://mail.proton.me/")  # fmt: skip
_APPS: Final = ("android-app://com.google.android.googlequicksearchbox/", "android-app://com.google.android.gm/",
                "android-app://com.linkedin.android/", "android-app://com.slack/",
                "android-app://org.telegram.messenger/")  # fmt: skip
_TERMS: Final = (
    "kbt", "panikångest hjälp", "sömnproblem", "kbt terapi online pris", "exponering med responsprevention", "stress",
    "hur vet jag om jag har ångest", "presentkort terapi", "boka psykolog", "ångest barn 10 år", "kurs i avslappning",
)  # fmt: skip
_WORDS: Final = (
    "halsa", "barn", "forum", "skola", "blogg", "nytt", "guiden", "lokalt", "familj", "sport", "kultur", "mat", "resor",
    "natur", "tidning", "vard", "jobb", "hem", "kommun", "fakta",
)  # fmt: skip
_ENDINGS: Final = ("se", "se", "se", "com", "nu", "org", "net", "eu", "no", "dk", "fi", "de", "co.uk", "blogg.se")


class Referrers:
    """Draws one at a time for a visit to `host`; the same for the same `chance`."""

    def __init__(self, chance: random.Random, lists: Lists, host: str) -> None:
        self._chance, self._zipf, self._host = chance, Zipf(chance), host
        self._websites = [f"https://{self._website()}/" for _ in range(2_000)]
        self._spammers = sorted(lists.spammers.hosts)
        kinds: dict[Callable[[], str], float] = {
            lambda: "": 34, lambda: f"https://{host}/": 10, lambda: "unknown": 6, lambda: self._zipf(_SEARCHED): 30,
            lambda: self._zipf(_SHARED): 6, lambda: self._zipf(self._websites): 6, self._with_term: 2,
            lambda: self._zipf(_ASSISTANTS): 2, lambda: self._zipf(_MAIL): 1, lambda: self._zipf(_APPS): 1,
            self._page_of_website: 1.5, lambda: f"http://{self._zipf(self._spammers)}/": 0.5,
        }  # fmt: skip
        self._draws, self._weights = tuple(kinds), tuple(kinds.values())

    def draw(self) -> str:
        return self._chance.choices(self._draws, self._weights)[0]()

    def _website(self) -> str:
        """Two words, and now and then `www.`: 2,000 of these are nearly all distinct."""
        name = self._chance.choice(_WORDS) + self._chance.choice(_WORDS)
        number = self._chance.choice(("", "", str(self._chance.randrange(100))))
        return f"{self._chance.choice(('', 'www.', 'www.'))}{name}{number}.{self._chance.choice(_ENDINGS)}"

    def _page_of_website(self) -> str:
        """Of those that let whole addresses out."""
        page = "/".join(self._chance.sample(_WORDS, 2))
        return f"{self._zipf(self._websites)}{page}/{self._chance.randrange(100_000)}"

    def _with_term(self) -> str:
        """A term in the charset of the engine's pages."""
        term, engine = self._zipf(_TERMS), self._chance.randrange(4)
        if engine == 0:
            return f"http://www.baidu.com/s?wd={quote('认知疗法'.encode('gb18030'))}"
        addresses = ("https://www.eniro.se/sok?q=", "https://www.bing.com/search?q=", "https://yandex.ru/search/?text=")
        return addresses[engine - 1] + quote_plus(term)
