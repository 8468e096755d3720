import time
from itertools import chain
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collector.lists import EngineRows, HostRows, Supplement, load_lists, read_yaml
from collector.sources import MAX_LENGTH, Source, classify_source, decode_term, read_referrer

pytestmark = pytest.mark.quick

LISTS = load_lists()
OWN_HOSTS = ("kbt-verkstan.se", "gamla.kbt-verkstan.se", "räksmörgås.se")
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


class Row(NamedTuple):
    says: str
    referrer: str
    source: Source


def search(name: str, term: str | None = None) -> Source:
    return Source("search", name, term)


def website(host: str | None) -> Source:
    return Source("website", host)


NOTHING = (
    Row("no referrer", "", Source("direct")),
    Row("blank", " \t", Source("direct")),
    Row("no URL", "www.google.se", Source("direct")),
    Row("another scheme", "about:blank", Source("direct")),
    Row("a file", "file:///home/bok.html", Source("direct")),
    Row("open bracket", "http://[::1", Source("direct")),
    Row("no host", "https:///sida", Source("direct")),
    Row("an empty label", "https://google..se/", Source("direct")),
    Row("percent signs in the host", "https://www%2Egoogle.se/", Source("direct")),
    Row("an endless host", f"https://{'a.' * 3000}se/", Source("direct")),
    Row("an app without a name", "android-app:///", Source("direct")),
    Row("yes after the first page", "unknown", Source("unknown")),
)

OWN = (
    Row("the site", "https://kbt-verkstan.se/priser?x=1", Source("internal")),
    Row("its www twin", "https://www.kbt-verkstan.se/", Source("internal")),
    Row("an alias", "https://gamla.kbt-verkstan.se/", Source("internal")),
    Row("in upper case, with a port", "HTTPS://KBT-VERKSTAN.SE:8443/", Source("internal")),
    Row("with a final dot", "https://kbt-verkstan.se./", Source("internal")),
    Row("an alias in punycode", "https://xn--rksmrgs-5wao1o.se/", Source("internal")),
    Row("an unlisted sub-domain", "https://blogg.kbt-verkstan.se/", website("blogg.kbt-verkstan.se")),
    Row("a look-alike", "https://kbt-verkstan.se.example/", website("kbt-verkstan.se.example")),
)

GOOGLE = (
    Row("bare origin", "https://www.google.se", search("Google")),
    Row("with its slash", "https://www.google.se/", search("Google")),
    Row("upper case", "HTTPS://WWW.GOOGLE.CO.UK/", search("Google")),
    Row("final dot and port", "https://www.google.com.au.:443/", search("Google")),
    Row("port that cannot be", "https://www.google.se:99999/", search("Google")),
    Row("results", "https://www.google.se/search?q=kbt+stockholm", search("Google", "kbt stockholm")),
    Row("results without term", "https://www.google.se/search?sca_esv=1", search("Google")),
    Row("redirect with empty term", "https://www.google.com/url?sa=t&q=&esrc=s", search("Google")),
    Row("redirect with a target", "https://www.google.com/url?q=https://kbt-verkstan.se/", search("Google")),
    Row("old home page", "https://www.google.com/webhp", search("Google")),
    Row("framed result", "https://www.google.se/amp/s/www.exempel.se/", search("Google")),
    Row("framed elsewhere", "https://syndicatedsearch.goog/", search("Google syndicated search")),
    Row("app", "android-app://com.google.android.googlequicksearchbox/https/www.google.com", search("Google")),
    Row("images", "https://images.google.se/", search("Google Images")),
    Row("images by path", "https://www.google.se/imgres?q=h%C3%A4st", search("Google Images", "häst")),
    Row("lens", "https://lens.google.com/", search("Google Lens")),
    Row("scholar", "https://scholar.google.co.uk/", search("Google Scholar")),
    Row("maps", "https://maps.google.se/", search("Google Maps")),
    Row("maps by path", "https://www.google.com/maps/place/Stockholm", search("Google Maps")),
    Row("news", "https://news.google.com/", website("news.google.com")),
    Row("news, searched", "https://news.google.com/search?q=kbt", search("Google News", "kbt")),
    Row("mail", "https://mail.google.com/mail/u/0/", Source("email", "Gmail")),
    Row("translate", "https://translate.google.com/?q=privat+brev", website("translate.google.com")),
    Row("Search Console", "https://search.google.com/search-console", website("search.google.com")),
    Row("documents", "https://docs.google.com/", website("docs.google.com")),
    Row("a page about a product", "https://www.google.com/chrome/", website("google.com")),
    Row("misspelt", "https://www.gogole.com/", website("gogole.com")),
    Row("look-alike in front", "https://notgoogle.com/", website("notgoogle.com")),
    Row("look-alike behind", "https://google.se.evil.example/", website("google.se.evil.example")),
    Row("look-alike as user", "https://google.se@evil.example/", website("evil.example")),
    Row("no country's suffix", "https://google.com.se/", website("google.com.se")),
    Row("a city's suffix", "https://google.tokyo.jp/", website("google.tokyo.jp")),
)

ENGINES = (
    Row("Bing", "https://www.bing.com/", search("Bing")),
    Row("Bing's redirect", "https://www.bing.com/ck/a?!&&p=1", search("Bing")),
    Row("Bing in a country", "https://se.bing.com/search?q=kbt", search("Bing", "kbt")),
    Row("Bing images", "https://www.bing.com/images/search?q=kbt", search("Bing Images", "kbt")),
    Row("Bing in Edge's side bar", "https://edgeservices.bing.com/", search("Bing")),
    Row("DuckDuckGo", "https://duckduckgo.com/?t=h_", search("DuckDuckGo")),
    Row("DuckDuckGo without scripts", "https://html.duckduckgo.com/", search("DuckDuckGo")),
    Row("Ecosia", "https://www.ecosia.org/", search("Ecosia")),
    Row("Brave", "https://search.brave.com/", search("Brave")),
    Row("Kagi", "https://kagi.com/", search("Kagi")),
    Row("Mojeek without www", "https://mojeek.com/", search("Mojeek")),
    Row("Swisscows", "https://swisscows.com/", search("Swisscows")),
    Row("Qwant", "https://lite.qwant.com/", search("Qwant")),
    Row("Startpage", "https://www.startpage.com/do/search", search("StartPage")),
    Row("Yahoo in a country", "https://se.search.yahoo.com/", search("Yahoo!")),
    Row("Yahoo's redirect", "https://r.search.yahoo.com/_ylt=A/RV=2/", search("Yahoo!")),
    Row("Yahoo's portal", "https://www.yahoo.com/", website("yahoo.com")),
    Row("Yandex with a secret term", "https://yandex.ru/clck/jsredir?text=&etext=2", search("Yandex")),
    Row("Yandex's maps", "https://yandex.ru/maps/", website("yandex.ru")),
    Row("Baidu's redirect", "https://www.baidu.com/link?url=x&wd=&eqid=1", search("Baidu")),
    Row("Baidu's news", "https://news.baidu.com/", website("news.baidu.com")),
    Row("Eniro", "https://www.eniro.se/", search("Eniro")),
    Row("Hitta", "https://www.hitta.se/s%C3%B6k?vad=psykolog", search("Hitta.se", "psykolog")),
    Row("Marginalia", "https://marginalia-search.com/", search("Marginalia")),
    Row("a country as sub-domain", "https://uk.ask.com/", search("Ask")),
    Row("no country as sub-domain", "https://qq.ask.com/", website("qq.ask.com")),
    Row("CNN is no engine", "https://www.cnn.com/", website("cnn.com")),
    Row("CNN, searched", "https://www.cnn.com/search?query=kbt", search("Google", "kbt")),
    Row("Digg", "https://digg.com/", website("digg.com")),
    Row("MSNBC", "https://msnbc.msn.com/", website("msnbc.msn.com")),
    Row("Skynet", "https://www.skynet.be/", website("skynet.be")),
    Row("TalkTalk", "https://www.talktalk.co.uk/", website("talktalk.co.uk")),
    Row("Fastweb", "https://www.fastweb.it/", website("fastweb.it")),
    Row("a path only", "https://apollo.lv/", website("apollo.lv")),
    Row("a path, searched", "https://apollo.lv/portal/search/?q=kbt", search("Apollo lv", "kbt")),
    Row("a path, by whole segments", "https://apollo.lv/portal/searching?q=kbt", website("apollo.lv")),
)

TERMS = (
    Row("UTF-8", "https://www.google.se/search?q=%C3%A5ngest", search("Google", "ångest")),
    Row("Latin-1", "https://www.google.se/search?q=k%F6p+bok", search("Google", "köp bok")),
    Row("not encoded", "https://www.google.se/search?q=sömn", search("Google", "sömn")),
    Row("broken", "https://www.google.se/search?q=%81%zz%E", search("Google", "�%zz%E")),
    Row("blank", "https://www.google.se/search?q=++", search("Google")),
    Row("repeated", "https://www.google.se/search?q=&q=kbt", search("Google", "kbt")),
    Row("first parameter that has one", "https://search.aol.com/aol?q=b&query=a", search("AOL", "a")),
    Row("parameter name encoded", "https://www.google.se/search?%71=kbt", search("Google", "kbt")),
    Row("gb2312", "https://www.baidu.com/s?wd=%C4%E3%BA%C3", search("Baidu", "你好")),
    Row("ms932", "https://search.yahoo.co.jp/search?p=%83e%83X%83g", search("Yahoo! Japan", "テスト")),
    Row("euc-jp", "https://search.yahoo.co.jp/search?p=%A5%C6%A5%B9%A5%C8", search("Yahoo! Japan", "テスト")),
    Row("windows-1251", "https://go.mail.ru/search?q=%EA%ED%E8%E3%E0", search("Mailru", "книга")),
    Row("euc-kr", "https://search.nate.com/?q=%C7%D1%B1%DB", search("Nate", "한글")),
    Row("in the path", "https://1.cz/s/kbt%20kurs/", search("1.cz", "kbt kurs")),
    Row(
        "in path and query",
        "https://webcache.googleusercontent.com/search?q=cache:Ab1:exempel.se/+kbt+kurs&cd=1",
        search("Google", "kbt kurs"),
    ),
)

NETWORKS = (
    Row("Facebook", "https://www.facebook.com/", Source("social", "Facebook")),
    Row("Facebook's guard", "https://lm.facebook.com/l.php?u=x", Source("social", "Facebook")),
    Row("Facebook, searched", "https://www.facebook.com/search/?q=kbt", search("Facebook", "kbt")),
    Row("Facebook, look-alike", "https://facebook.com.evil.example/", website("facebook.com.evil.example")),
    Row("X under the list's name", "https://x.com/", Source("social", "Twitter")),
    Row("X is not the end of Netflix", "https://netflix.com/", website("netflix.com")),
    Row("a network in a path", "https://blogg.exempel.se/twitter.com/om", website("blogg.exempel.se")),
    Row("a percent-encoded name", "https://plus.google.com/", Source("social", "Google+")),
    Row("LinkedIn's app", "android-app://com.linkedin.android/", Source("social", "LinkedIn")),
    Row("Slack's app in its own case", "android-app://com.Slack/", Source("social", "Slack")),
    Row("an app's name as a host", "https://com.snapchat.android/", website("com.snapchat.android")),
    Row("an unlisted app", "android-app://se.exempel.app/", website("se.exempel.app")),
    Row("WhatsApp's web client", "https://web.whatsapp.com/", Source("social", "WhatsApp")),
    Row("a Swedish Mastodon", "https://mastodon.nu/@nagon", Source("social", "Mastodon")),
    Row("Flashback", "https://www.flashback.org/t1", Source("social", "Flashback")),
    Row("sign-in at Microsoft", "https://login.live.com/", website("login.live.com")),
)

ASSISTANTS = (
    Row("ChatGPT stands in two lists", "https://chatgpt.com/", Source("ai", "ChatGPT")),
    Row("Perplexity too", "https://www.perplexity.ai/search?q=kbt", Source("ai", "Perplexity")),
    Row("Gemini", "https://gemini.google.com/", Source("ai", "Gemini")),
    Row("Grok by its path", "https://x.com/i/grok?conversation=1", Source("ai", "Grok")),
    Row("not Grok", "https://x.com/i/grokking", Source("social", "Twitter")),
    Row("Copilot in the office", "https://m365.cloud.microsoft/", Source("ai", "Copilot")),
    Row("Copilot in Bing", "https://www.bing.com/chat?q=kbt", Source("ai", "Copilot")),
    Row("ChatGPT's app", "android-app://com.openai.chatgpt/", Source("ai", "ChatGPT")),
    Row("code archive", "https://huggingface.co/models", website("huggingface.co")),
)

MAIL = (
    Row("Gmail's app", "android-app://com.google.android.gm/", Source("email", "Gmail")),
    Row("Outlook", "https://outlook.live.com/mail/0/", Source("email", "Outlook")),
    Row("Outlook's guard", "https://eur01.safelinks.protection.outlook.com/", Source("email", "Outlook")),
    Row("Yahoo's numbered hosts", "https://us-mg5.mail.yahoo.com/", Source("email", "Yahoo! Mail")),
    Row("iCloud by its path", "https://www.icloud.com/mail/", Source("email", "iCloud Mail")),
    Row("iCloud otherwise", "https://www.icloud.com/notes/", website("icloud.com")),
    Row("a company's webmail", "https://webmail.exempel.se/", Source("email", "webmail.exempel.se")),
)

SPAM = (
    Row("listed", "https://ico.re/", Source("spam", "ico.re")),
    Row("below a listed host", "https://www.a.ico.re/x", Source("spam", "ico.re")),
    Row("listed in upper case", "http://qiwi.xyz/", Source("spam", "qiwi.xyz")),
    Row("the letters in another name", "https://mexico.recipes/", website("mexico.recipes")),
    Row("the letters across a dot", "https://politico.report/", website("politico.report")),
    Row("a longer name", "https://erot.com/", website("erot.com")),
    Row("a listed public suffix", "https://kharkov.ua/", Source("spam", "kharkov.ua")),
    Row("someone else's name below it", "https://exempel.kharkov.ua/", website("exempel.kharkov.ua")),
)

WEBSITES = (
    Row("without www", "https://www.exempel.se/artikel", website("exempel.se")),
    Row("www is the name", "https://www.se/", website("www.se")),
    Row("punycode stays", "https://xn--bckerei-5wa.example/", website("xn--bckerei-5wa.example")),
    Row("other letters become punycode", "https://bäckerei.example/", website("xn--bckerei-5wa.example")),
    Row("no dot", "http://intranet:8080/", website("intranet")),
    Row("an IPv4 address has no name", "http://192.0.2.7:99999/", website(None)),
    Row("an IPv6 address has no name", "http://[2001:db8::1]/", website(None)),
)

ROWS = tuple(chain(NOTHING, OWN, GOOGLE, ENGINES, TERMS, NETWORKS, ASSISTANTS, MAIL, SPAM, WEBSITES))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.says)
def test_referrer(row: Row) -> None:
    assert source_of(row.referrer) == row.source


def test_google_in_every_country() -> None:
    sources = {suffix: source_of(f"https://www.google.{suffix}/") for suffix in GOOGLE_SUFFIXES.split()}
    assert {suffix: source for suffix, source in sources.items() if source != search("Google")} == {}


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


def test_every_pattern_of_a_term_captures_it() -> None:
    patterns = [rule for rows in LISTS.engines.values() for _, engine in rows for rule in engine.path_terms]
    assert patterns
    assert all(rule.groups == 1 for rule in patterns)


SUPPLEMENT = msgspec.convert(read_yaml("supplement.yml"), Supplement)


def engine_urls(rows: EngineRows) -> list[str]:
    return [url for configurations in rows.values() for row in configurations for url in row.urls]


def host_urls(rows: HostRows) -> list[str]:
    return [url for urls in rows.values() for url in urls]


def test_the_supplement_mends_hosts_that_are_listed() -> None:
    engines = engine_urls(msgspec.convert(read_yaml("SearchEngines.yml"), EngineRows))
    networks = host_urls(msgspec.convert(read_yaml("Socials.yml"), HostRows))
    assert set(SUPPLEMENT.search_only) <= set(engines)
    assert set(SUPPLEMENT.dropped) <= {*engines, *networks}


def test_the_supplement_names_a_host_once() -> None:
    named = engine_urls(SUPPLEMENT.search)
    for rows in (SUPPLEMENT.social, SUPPLEMENT.ai, SUPPLEMENT.email):
        named += host_urls(rows)
    assert len(named) == len(set(named))
