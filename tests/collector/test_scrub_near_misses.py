"""How often a path without personal data loses something: shares of 100,000 made-up ones, by kind and by what it is."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from collector.numbers import luhn
from collector.scrub import KINDS, scrub_url

TODAY: Final = date(2026, 11, 22)
PATHS: Final = 100_000
TEXT: Final = """
    angest somn stress kurs terapi barn foralder par arbete lund malmo goteborg stol bord lampa sko jacka cykel bil
    bostad lagenhet nyhet rapport protokoll mote styrelse budget skola bibliotek simhall oppet pris rea host sommar
"""
WORDS: Final = TEXT.split()

Made = Callable[[random.Random], str]


def digits(chance: random.Random, number: int, first: str = "123456789") -> str:
    return chance.choice(first) + "".join(chance.choices("0123456789", k=number - 1))


def day(chance: random.Random) -> date:
    return date(2010, 1, 1) + timedelta(days=chance.randrange(6_169))


def slug(chance: random.Random) -> str:
    return "-".join(chance.choices(WORDS, k=chance.randint(2, 6)))


def checked(body: str) -> str:
    return next(body + last for last in "0123456789" if luhn(body + last))


def ean(body: str) -> str:
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body))
    return body + str(-total % 10)


def company(chance: random.Random) -> str:
    number = checked(
        chance.choice("5678") + digits(chance, 1) + chance.choice("23456789") + digits(chance, 6, "0123456789")
    )
    return f"/bolag/{number[:6]}-{number[6:]}"


def hours(chance: random.Random) -> str:
    start = chance.randint(6, 11)
    return chance.choice([f"{start:02}-{start + 8}", f"{start:02}:00-{start + 8}:30", f"{start:02}.30-{start + 8}.00"])


def group(chance: random.Random) -> str:
    return digits(chance, chance.randint(2, 4), "0123456789")


def occasion(chance: random.Random, separator: str) -> str:
    return (
        f"{day(chance):%Y{separator}%m{separator}%d}{separator}{chance.randint(6, 22):02}{chance.choice(['00', '30'])}"
    )


def like_a_telephone(chance: random.Random) -> str:
    return f"/produkt/0{digits(chance, chance.randint(1, 3))}-{digits(chance, chance.randint(3, 7))}"


SORTS: Final[dict[str, tuple[int, Made]]] = {
    "a slug": (20, lambda c: f"/{slug(c)}/"),
    "a slug with an id": (10, lambda c: f"/{slug(c)}-{digits(c, c.randint(3, 8))}"),
    "a blog date": (10, lambda c: f"/{day(c):%Y/%m/%d}/{slug(c)}/"),
    "a date in a slug": (5, lambda c: f"/{day(c).isoformat()}-{slug(c)}"),
    "a booking": (5, lambda c: f"/boka/{day(c).isoformat()}/{c.randint(7, 18):02}-{c.choice(['00', '15', '30'])}"),
    "opening hours": (3, lambda c: f"/oppettider/{hours(c)}/{hours(c)}"),
    "a short number": (10, lambda c: f"/order/{digits(c, c.randint(4, 9))}"),
    "a number of ten digits": (4, lambda c: f"/order/{digits(c, 10)}"),
    "a reference with a check digit": (3, lambda c: f"/faktura/{checked(digits(c, c.randint(7, 12)))}"),
    "a number of 16 digits": (1, lambda c: f"/arende/{digits(c, 16)}"),
    "an article's date and number": (1, lambda c: f"/artikel/{day(c):%Y%m%d}-{digits(c, 4, '0123456789')}"),
    "an EAN": (5, lambda c: f"/produkt/{ean('73' + digits(c, 10, '0123456789'))}"),
    "groups of digits": (5, lambda c: f"/produkt/{slug(c)}-{'-'.join(group(c) for _ in 'abc')}"),
    "a number that begins like a telephone's": (3, like_a_telephone),
    "a price": (3, lambda c: f"/rea/{digits(c, c.randint(2, 5))}-{digits(c, c.randint(2, 5))}"),
    "coordinates": (2, lambda c: f"/karta/{c.uniform(55, 69):.6f},{c.uniform(11, 24):.6f}"),
    "an address and postcode": (3, lambda c: f"/{slug(c)}-{c.randint(1, 120)}-{digits(c, 3)}-{digits(c, 2)}"),
    "a date and an hour": (3, lambda c: f"/boka/{occasion(c, '-')}"),
    "an occasion behind an errand": (3, lambda c: f"/inbjudan/{c.choice(WORDS)}-{occasion(c, c.choice('-_.'))}"),
    "a version of four numbers": (1, lambda c: f"/fil/{'.'.join(digits(c, n) for n in (2, 2, 2, 4))}"),
    "a version": (2, lambda c: f"/v{c.randint(1, 30)}.{c.randint(0, 30)}.{c.randint(0, 30)}/{slug(c)}"),
    "seconds since 1970": (1, lambda c: f"/cb/{c.randint(1_735_689_600, 1_798_675_200)}"),
    "a hash": (2, lambda c: f"/fil/{c.randbytes(c.choice([4, 8, 16, 20, 32])).hex()}"),
    "a company": (2, company),
}  # fmt: skip

# Of 100,000, with some room. What is left are true twins: their check digit is right and their date exists, or the
# numbering plan has such a telephone number.
MOST: Final = {"phone": 450, "pnr": 220, "card": 45, "token": 30}
MOST_OF_A_SORT: Final = {
    "an article's date and number": 0.13,  # who was born on that day has such a number too
    "a number that begins like a telephone's": 0.13,
    "a number of 16 digits": 0.04,
    "a reference with a check digit": 0.02,
    "groups of digits": 0.02,
    "a number of ten digits": 0.012,
    "a version of four numbers": 0.01,
    "a hash": 0.015,  # 16 bytes that read as a UUID
}


def test_few_paths_without_personal_data_lose_anything() -> None:
    chance = random.Random(2026)
    weights = [weight for weight, _ in SORTS.values()]
    made, lost, kinds = Counter[str](), Counter[str](), Counter[str]()
    for sort in chance.choices(list(SORTS), weights, k=PATHS):
        scrubbed = scrub_url(SORTS[sort][1](chance), today=TODAY)
        made[sort] += 1
        lost[sort] += bool(scrubbed.kinds)
        kinds.update(scrubbed.kinds)
    assert {kind: kinds[kind] for kind in KINDS if kinds[kind] > MOST.get(kind, 0)} == {}
    shares = {sort: lost[sort] / made[sort] for sort in SORTS}
    assert {sort: share for sort, share in shares.items() if share > MOST_OF_A_SORT.get(sort, 0.0)} == {}
