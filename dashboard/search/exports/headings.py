"""What the headings of exports mean, in the languages that Search Console and Bing speak.

Of these, English and French were seen in exports, and German, Spanish, Italian, Dutch, Polish, Turkish, Czech, Swedish,
Japanese, Korean, Chinese and Russian in other programs that read them. The rest are those languages' usual words, not
verified. Where a heading is not here, its column is known by its place, and confirmed by its numbers.
"""

import re
import unicodedata
from typing import Final, Literal, get_args

Meaning = Literal["term", "page", "date", "clicks", "impressions", "ctr", "position"]
MEANINGS: Final[tuple[Meaning, ...]] = get_args(Meaning)

Heading = Meaning | Literal["other"]
"""`other`: countries, devices and kinds of result, which are not read."""

_LONGEST: Final = 200  # characters of a heading

_WHOLE: Final[tuple[tuple[Heading, str], ...]] = (
    ("other", "land|länder|lander|pays|país|países|pais|paese|paesi|kraj|kraje|země|zeme|maa|maat|ország|ülke|страна|"
              "страны|країна|国|国家|國家|国家/地区|國家/地區|地区|국가|χώρα|negara"),
    ("page", "url|urls|address|adress|webbadress"),
    ("date", "dates?|day|datum|dag|tag|jour|fecha|día|dia|data|dato|dátum|päivämäärä|päivä|tarih|gün|дата|день|日付|"
             "날짜|日期|ημερομηνία|tanggal|ngày"),
    ("term", "haut|haku|søk|søgning|søgninger"),
)  # fmt: skip
"""Words too short to be looked for within others."""

_PARTS: Final[tuple[tuple[Heading, str], ...]] = (
    ("other", "country|countries|device|enhet|gerät|appareil|dispositiv|apparaat|apparaten|enhed|laite|urządz|zařízen|"
              "устройств|cihaz|デバイス|기기|设备|裝置|eszköz|συσκευ"),
    ("other", "appearance|visningssätt|utseende|darstellung|apparence|aspecto|apariencia|aspetto|weergave|udseende|"
              "ulkoasu|wygląd|vzhled|görünüm|見え方|検索での|표시 유형|呈现|外观|外觀"),
    ("ctr", r"\bctr\b|klickfrekvens|klickrate|klikrate|klikfrekvens|klikkfrekvens|click ?through|taux de clic|"
            "klikkausprosent|míra prokliku|współczynnik klikni|tıklama oranı|percentuale di clic|点击率|點閱率|點擊率|"
            "クリック率|클릭률"),
    ("clicks", "url clicks"),
    ("term", "quer[iy]|keyword|search term|sökfråg|sökord|sökterm|suchanfrage|suchbegriff|requête|mots? clés?|consulta|"
             "palabra clave|zoekopdracht|zoekterm|zoekwoord|forespørg|forespørs|søkeord|søgeord|kysely|hakusana|zapyta|"
             "słow[oa] kluczow|dotaz|запрос|sorgu|クエリ|キーワード|검색어|查询|查詢|关键字|關鍵字|lekérdez|ερωτήμα"),
    ("page", r"\bpages?\b|\bsid(?:a|an|or|orna)\b|\bsider\b|\bside\b|seite|página|\bpagin[ae]\b|pagina's|\bsivu|stron|"
             "stránk|страниц|sayfa|ページ|페이지|网页|網頁|oldal|σελίδ"),
    ("position", "position|placering|plassering|posici|posizion|posiç|positie|pozycj|pozice|pozíci|позици|konum|"
                 "posisjon|sijainti|掲載順位|게재순위|게재 순위|排名|θέση"),
    ("impressions", "impres|exponering|eksponering|visning|vertoning|wyświetle|zobrazen|показ|gösterim|görüntüleme|"
                    "näyttökerr|näytt|表示回数|노출|展示|曝光|megjelen|εμφανίσ"),
    ("clicks", r"klick|click|\bclic|clique|klik|клик|нажат|tıklama|napsaut|クリック|클릭|点击|點擊|點閱|kattint|κλικ"),
)  # fmt: skip
"""In this order: "Klickfrekvens" is no number of clicks, nor "Visningssätt" one of views."""

_FOUND: Final = (
    *((heading, re.compile(rf"\A(?:{pattern})\Z")) for heading, pattern in _WHOLE),
    *((heading, re.compile(pattern)) for heading, pattern in _PARTS),
)

_PREVIOUS: Final = re.compile(
    "previous|last year|year ago|prior|föregående|tidigare|förra|i fjol|précédent|dernière année|l'an dernier|vorherig|"
    "vorig|vorjahr|anterior|precedent|vorige|forrige|foregående|edellinen|poprzedni|předchoz|предыдущ|önceki|前の|以前|"
    "이전|上一|之前|去年|作年"
)
_DIFFERENCE: Final = re.compile("differen|skillnad|différence|diferencia|diferença|verschil|forskel|forskjell|差")


def plain(text: str) -> str:
    """A heading without case, accents apart from their letters, or what stands around it."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(re.sub(r"[^\w'/.:–-]+", " ", text).split())


def meaning(text: str) -> Heading | None:
    """None for a heading that is not known."""
    text = plain(text)
    return next((heading for heading, pattern in _FOUND if pattern.search(text)), None)


def label(text: str, of: Heading) -> str:
    """What stands beside the name of a figure: in a comparison, its period."""
    text = plain(text)
    for heading, pattern in _FOUND:
        if heading == of:
            text = pattern.sub("\0", text)
    return " ".join(re.sub(r"\w*\0\w*", " ", text).split()).strip(" .-–:()")


def is_previous(text: str) -> bool:
    return bool(_PREVIOUS.search(text))


def is_difference(text: str) -> bool:
    return bool(_DIFFERENCE.search(plain(text)))
