"""Google Consent Mode v2, basic: before a yes nothing of Google loads or is told; after it, what holds."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.companies import ADS, METER, Companies
from tests.browser.visitor import Visitor
from tests.browser.website import Website

TAGS = f"""<script type="text/plain" data-service="matning" data-src="http://{METER}/1.js"></script>
<script type="text/plain" data-service="annons" data-src="http://{ADS}/2.js"></script>"""

NONE = dict.fromkeys(
    (
        *("ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"),
        *("functionality_storage", "personalization_storage", "security_storage"),
    ),
    "denied",
)
MEASURED = {**NONE, "analytics_storage": "granted"}
ADVERTISED = {"ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "granted"}


def told(page: Page) -> Any:
    """The commands, each as Google's tags know one: by being an Arguments object."""
    return page.evaluate(
        """(window.dataLayer || []).map((one) =>
            Object.prototype.toString.call(one) === '[object Arguments]' ? [...one] : 'no command')"""
    )


def switches(visitor: Visitor, name: str) -> None:
    visitor.reopens()
    visitor.page.get_by_role("switch", name=name).click()
    visitor.page.locator('[data-consent="save"]').click()


def test_nothing_is_loaded_or_told_before_a_yes_and_after_a_no(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = TAGS
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    visitor.is_done()
    assert told(page) == []
    visitor.declines()
    visitor.is_done()
    assert page.evaluate("'dataLayer' in window || 'gtag' in window") is False
    assert companies.asked == []


def test_a_yes_to_another_service_tells_nothing(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = TAGS
    companies.accepted("functional", "media", "statistics")
    page = visitor.opens()
    visitor.is_done()
    assert told(page) == []


def test_defaults_stand_before_the_first_tag_runs(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = TAGS.replace("</script>", "", 1).replace(
        f' data-src="http://{METER}/1.js">', ">window.first = dataLayer.length</script>"
    )
    companies.accepted("analytics")
    page = visitor.opens()
    page.wait_for_function("window.first")
    assert told(page) == [["consent", "default", MEASURED]]


def test_later_changes_are_updates(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = TAGS
    companies.accepted("analytics")
    page = visitor.opens()
    page.wait_for_function("window.ran?.length === 1")
    switches(visitor, "Annonstorget")
    page.wait_for_function("window.ran?.length === 2")
    both = [["consent", "default", MEASURED], ["consent", "update", {**MEASURED, **ADVERTISED}]]
    assert told(page) == both
    switches(visitor, "Chattarna")
    website.answered(2)
    assert told(page) == both


def test_a_withdrawal_starts_a_page_that_is_told_less(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = TAGS
    companies.accepted("analytics", "marketing")
    page = visitor.opens()
    page.wait_for_function("window.ran?.length === 2")
    assert told(page) == [["consent", "default", {**MEASURED, **ADVERTISED}]]
    with page.expect_navigation():
        switches(visitor, "Annonstorget")
    page.wait_for_function("window.ran?.length === 1")
    assert told(page) == [["consent", "default", MEASURED]]


def test_names_and_order_of_a_data_layer_that_the_site_has_are_kept(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.head = "<script>window.dataLayer = ['own']</script>"
    website.body = TAGS
    companies.accepted("analytics")
    page = visitor.opens()
    page.wait_for_function("window.ran?.length === 1")
    assert told(page) == ["no command", ["consent", "default", MEASURED]]
