"""Blocking under the page's own Content-Security-Policy: nothing of it is weakened, and what it forbids stays away."""

from playwright.sync_api import expect

from tests.browser.companies import ADS, CHAT, FILM, MAP, METER, Companies
from tests.browser.test_blocking import EVERYTHING, LOADED, insert, ran
from tests.browser.visitor import Visitor
from tests.browser.website import Website

STRICT = (
    "default-src 'none'; script-src 'nonce-own' {service}; style-src 'nonce-own'; img-src data: {hosts}; "
    "frame-src {hosts}; media-src {hosts}; object-src {hosts}; connect-src {service}; "
    "require-trusted-types-for 'script'; trusted-types rakneverk"
)


def test_works_under_a_strict_policy_and_trusted_types(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    hosts = " ".join(f"http://{host}" for host in (FILM, MAP, CHAT, METER, ADS))
    website.headers["Content-Security-Policy"] = STRICT.format(service=website.service, hosts=hosts)
    marked = EVERYTHING.replace("<script", '<script nonce="own"').replace("<style", '<style nonce="own"')
    website.body = marked.replace("<link", '<link nonce="own"')
    visitor.context.add_init_script(
        """window.violations = [];
        addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective))"""
    )
    page = visitor.opens()
    visitor.accepts()
    ran(page, "1.js", "inline")
    companies.received(page, LOADED)
    assert page.evaluate("violations") == []


def test_what_the_pages_policy_forbids_loads_in_a_new_page_after_the_yes(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.headers["Content-Security-Policy"] = f"default-src 'self' data: {website.service}"
    website.body = EVERYTHING
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    assert companies.asked == []
    website.headers.clear()
    with page.expect_navigation():
        visitor.accept.click()
    ran(page, "1.js", "inline")
    companies.received(page, LOADED)


def test_what_the_pages_policy_forbids_for_good_is_not_tried_for_ever(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.headers["Content-Security-Policy"] = f"default-src 'self' data: {website.service}"
    website.body = EVERYTHING
    page = visitor.opens()
    with page.expect_navigation():
        visitor.accept.click()
    page.evaluate("window.same = true")
    insert(page, EVERYTHING)
    visitor.is_done()
    assert page.evaluate("window.same")
    assert companies.asked == []


def test_a_script_without_a_nonce_gets_none(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.headers["Content-Security-Policy"] = f"script-src 'nonce-own' {website.service}"
    website.body = '<script type="text/plain" data-service="matning">window.ran = ["injected"]</script>'
    companies.accepted()
    page = visitor.opens()
    expect(page.locator("script[data-service]")).to_have_attribute("type", "")
    assert page.evaluate("window.ran") is None


def test_where_the_page_gives_nonces_a_script_needs_one(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.head = f'<script nonce="own" src="{website.service}/s/kbt-verkstan.se.js"></script>'
    marked = '<script type="text/plain" data-service="matning" {}>(window.ran ||= []).push("{}")</script>'
    website.body = marked.format("", "injected") + marked.format('nonce="own"', "own")
    companies.accepted()
    page = visitor.opens()
    ran(page, "own")
