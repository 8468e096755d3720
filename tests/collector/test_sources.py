"""Sources of visits: a corpus of referrers in `tests/data/referrers.jsonl`, and what holds for any text."""

import time
from collections import Counter
from urllib.parse import parse_qsl

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collector.classify import Classifier, Request
from collector.explain import Explainer
from collector.hits import Counted
from collector.lists import load_lists
from collector.sources import MAX_LENGTH, Source, classify_source, decode_term, read_referrer
from collector.wire import read_hit
from lists.corpus import CORPUS as CORPUS_FILE
from lists.corpus import OWN_HOSTS, Line, answer, read_corpus
from policy.campaigns import CLICK_IDS
from policy.site import Sites
from tests.collector.conftest import HOST, NOW, SAFARI, document, site, wire

pytestmark = pytest.mark.quick

LISTS = load_lists()
CORPUS = read_corpus()

GOOGLE_SUFFIXES = """
    ac ad ae al am as at az ba be bf bg bi bj bs bt by ca cat cd cf cg ch ci cl cm co.ao co.bw co.ck co.cr
    co.id co.il co.in co.jp co.ke co.kr co.ls co.ma co.mz co.nz co.th co.tz co.ug co.uk co.uz co.ve co.vi
    co.za co.zm co.zw com com.af com.ag com.ar com.au com.bd com.bh com.bn com.bo com.br com.bz com.co
    com.cu com.cy com.do com.ec com.eg com.et com.fj com.gh com.gi com.gt com.hk com.jm com.kh com.kw com.lb
    com.ly com.mm com.mt com.mx com.my com.na com.ng com.ni com.np com.om com.pa com.pe com.pg com.ph com.pk
    com.pr com.py com.qa com.sa com.sb com.sg com.sl com.sv com.tj com.tr com.tw com.ua com.uy com.vc com.vn
    cv cz de dj dk dm dz ee es fi fm fr ga ge gg gl gm gr gy hn hr ht hu ie im iq is it je jo kg ki kz la li
    lk lt lu lv md me mg mk ml mn mu mv mw ne nl no nr nu pl pn ps pt ro rs ru rw sc se sh si sk sm sn so sr
    st td tg tl tm tn to tt vu ws
"""


def source_of(referrer: str, **parameters: str) -> Source:
    return classify_source(LISTS, referrer, tuple(parameters.items()), OWN_HOSTS)


@pytest.mark.parametrize("line", CORPUS, ids=lambda line: f"{line.group}: {line.says}")
def test_referrer(line: Line) -> None:
    assert answer(LISTS, line) == line.source


def test_the_corpus_says_each_thing_once() -> None:
    assert len(CORPUS) > 600
    assert max(Counter((line.group, line.says) for line in CORPUS).values()) == 1
    assert max(Counter((line.referrer, line.query) for line in CORPUS).values()) == 1


@pytest.mark.parametrize(
    "line", [line for line in CORPUS if line.referrer.startswith("https://")], ids=lambda line: line.says
)
def test_scheme_and_case_of_the_host_change_nothing(line: Line) -> None:
    """Nor does a final dot, nor the scheme's own port."""
    host, slash, rest = line.referrer.removeprefix("https://").partition("/")
    if host.isascii() and not set(host) & set(" @:\\?#") and not host.endswith("."):
        for other in (f"http://{host}", f"HTTPS://{host.upper()}", f"https://{host}:443"):
            assert classify_source(LISTS, other + slash + rest, parse_qsl(line.query), OWN_HOSTS) == line.source
        if host:
            dotted = f"https://{host}.{slash}{rest}"
            assert classify_source(LISTS, dotted, parse_qsl(line.query), OWN_HOSTS) == line.source


def test_google_in_every_country() -> None:
    sources = {suffix: source_of(f"https://www.google.{suffix}/") for suffix in GOOGLE_SUFFIXES.split()}
    assert {suffix: source for suffix, source in sources.items() if source != Source("search", "Google")} == {}


def test_tagged_links_are_campaigns() -> None:
    newsletter = source_of("", utm_source="nyhetsbrev", utm_medium="email", utm_campaign="höst", utm_term="kbt bok")
    assert newsletter == Source("campaign", "nyhetsbrev", "kbt bok", "höst")
    assert source_of("https://www.google.se/", UTM_Source=" Bladet ") == Source("campaign", "Bladet")
    assert source_of("https://mail.google.com/", utm_medium="email") == Source("campaign")
    assert source_of("", utm_source=" ", utm_term="kbt", utm_content="knapp") == Source("direct")


def test_click_ids_of_advertisers_are_campaigns() -> None:
    assert source_of("https://www.google.se/", gclid="Cj0") == Source("campaign", "Google Ads")
    assert source_of("", msclkid="1a") == Source("campaign", "Microsoft Ads")
    assert source_of("", gclid="Cj0", utm_campaign="höst") == Source("campaign", "Google Ads", campaign="höst")
    assert source_of("", gclid="Cj0", utm_source="google") == Source("campaign", "google")


def test_facebooks_click_id_is_on_every_link() -> None:
    assert source_of("https://l.facebook.com/", fbclid="Iw") == Source("social", "Facebook")
    assert source_of("", fbclid="Iw") == Source("direct")


def test_assistants_tag_their_links() -> None:
    assert source_of("", utm_source="chatgpt.com") == Source("ai", "ChatGPT")
    assert source_of("https://www.google.se/", utm_source="ChatGPT.com") == Source("ai", "ChatGPT")
    assert source_of("", utm_source="copilot.com") == Source("ai", "Copilot")


@pytest.mark.parametrize("key", ["utm_medium", "utm_campaign", "gclid"])
def test_an_assistant_named_in_a_campaign_stays_a_campaign(key: str) -> None:
    assert source_of("", utm_source="chatgpt.com", **{key: "annons"}).medium == "campaign"


def test_spam_and_own_links_come_before_campaigns() -> None:
    assert source_of("https://ico.re/", utm_source="nyhetsbrev") == Source("spam", "ico.re")
    assert source_of("https://kbt-verkstan.se/", utm_source="startsida") == Source("internal")


def test_an_unknown_beginning_is_not_guessed() -> None:
    assert source_of("unknown", utm_source="nyhetsbrev", gclid="Cj0") == Source("unknown")


def test_of_repeated_parameters_the_first_counts() -> None:
    query = [("utm_source", ""), ("utm_source", "ett"), ("utm_source", "två")]
    assert classify_source(LISTS, "", query, ()) == Source("campaign", "ett")


def test_the_click_ids_stand_in_the_documents() -> None:
    page = (CORPUS_FILE.parents[2] / "docs" / "extending.md").read_text(encoding="utf-8").lower()
    assert [key for key in CLICK_IDS if f"`{key.lower()}`" not in page] == []


def test_a_site_under_the_same_policy_is_internal_and_its_pages_are_still_foreign() -> None:
    shop = ("[legal]\n", '[[site]]\nhost = "butik.example"\naliases = ["handla.example"]\n\n[legal]\n')
    where, classifier = site(document(("visits", "referrers"), 1, shop)), Classifier(LISTS)
    for referrer in ("https://butik.example/", "https://www.butik.example/", "https://handla.example/"):
        report = read_hit(msgspec.json.encode(wire(referrer=referrer)))
        entry = classifier.classify(where, report, Request(SAFARI, f"https://{HOST}"), NOW)
        assert isinstance(entry, Counted)
        assert entry.hit.medium == "internal"
        asked = {"site": HOST, "url": f"https://{HOST}/", "referrer": referrer, "user_agent": SAFARI}
        explainer = Explainer(classifier, Sites([where]))
        assert b'"medium":"internal"' in explainer.answer(msgspec.json.encode(asked), NOW)
        asked["url"] = "https://butik.example/"
        assert b'"foreign-url"' in explainer.answer(msgspec.json.encode(asked), NOW)


def test_a_click_id_is_no_value_of_a_source() -> None:
    for key in CLICK_IDS:
        source = source_of("", **{key.upper(): "Cj0KCQ"})
        assert source == Source("campaign", CLICK_IDS[key])


def test_own_address_in_development() -> None:
    assert classify_source(LISTS, "http://127.0.0.1:8000/om", (), ["127.0.0.1"]) == Source("internal")


ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTS = st.sampled_from(
    (
        "www.google.se",
        "yandex.ru",
        "1.cz",
        "go.mail.ru",
        "search.yahoo.co.jp",
        "x.com",
        "räksmörgås.se",
        "webmail9.\u3002.se",
        "a\\b@google.se",
        "[::1",
        "ico.re",
    )
)
URLS = st.builds(
    "{}://{}{}{}?{}".format,
    st.sampled_from(("https", "HTTP", "android-app", "ftp")),
    HOSTS | ANY_TEXT,
    st.sampled_from(("", ".", ":99999", ":x", "/", "/s/")) | ANY_TEXT,
    ANY_TEXT,
    st.sampled_from(("q=", "text=%", "p=%83", "wd=%C4&q=")).flatmap(lambda start: ANY_TEXT.map(start.__add__)),
)
TAGS = st.tuples(
    st.sampled_from(("utm_source", "utm_medium", "utm_campaign", "utm_term", "gclid")) | ANY_TEXT, ANY_TEXT
)


@settings(deadline=None, max_examples=500)
@given(referrer=URLS | ANY_TEXT, query=st.lists(TAGS, max_size=4), own_hosts=st.lists(HOSTS | ANY_TEXT, max_size=2))
@example(referrer="http://[::1]:99999/\ud800", query=[("utm_source", "\udfff")], own_hosts=["\ud800"])
@example(referrer="https://\u2100.se/", query=[], own_hosts=["\u2100"])
def test_any_text_is_classified_and_can_be_stored(
    referrer: str, query: list[tuple[str, str]], own_hosts: list[str]
) -> None:
    source = classify_source(LISTS, referrer, query, own_hosts)
    for text in (source.name, source.term, source.campaign):
        if text is not None:
            assert text
            assert len(text.encode()) <= 4 * MAX_LENGTH


@given(
    text=ANY_TEXT, charsets=st.lists(st.sampled_from(["cp932", "euc_jp", "gb18030", "euc_kr", "cp1251"]), max_size=2)
)
def test_any_bytes_are_decoded(text: str, charsets: list[str]) -> None:
    escaped = "".join(f"%{byte:02x}" for byte in text.encode("utf-16", "surrogatepass"))
    assert isinstance(decode_term(escaped, charsets), str)


@pytest.mark.parametrize(
    "referrer",
    [
        f"https://www.google.se/?{'&' * 100_000}",
        f"https://search.yahoo.com/?{'%70=' * 30_000}",
        f"https://go.mail.ru/redir?{'redir?' * 20_000}",
        f"https://1.cz/{'s/' * 50_000}",
        f"https://{'é' * 100_000}.se/",
        f"https://{'a.' * 50_000}se/",
        f"https://{'a.' * 120}se/",
        f"https://mail{'9' * 50}.{'co.' * 60}uk/",
        "https://" + "\\" * 50_000 + "google.se/",
        f"https://{'@' * 50_000}google.se/",
        f"https://[{':' * 50_000}]/",
        f"https://{'%' * 100_000}",
        f"https://www.google.se/search?q={'%81' * 30_000}",
        f"https://www.baidu.com/s?wd={'%C4' * 30_000}",
        f"android-app://{'com.' * 30_000}",
    ],
    ids=lambda referrer: referrer[:24],
)
def test_hostile_referrers_are_cheap(referrer: str) -> None:
    begun = time.process_time()
    for _ in range(20):
        source_of(referrer)
    assert time.process_time() - begun < 20 * 0.01


def test_a_long_referrer_is_cut() -> None:
    place = read_referrer(f"https://exempel.se/{'a' * 5000}")
    assert place is not None
    assert len(place.path) < MAX_LENGTH
