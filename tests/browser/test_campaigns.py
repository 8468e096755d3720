"""What the script tells of a landing page's campaign, where the policy names campaigns."""

from policy.campaigns import CLICK_IDS
from tests.browser.visitor import Visitor
from tests.browser.website import Website


def test_of_the_parameters_those_that_name_a_campaign_are_told(visitor: Visitor, website: Website) -> None:
    website.policy = {"campaigns": ["utm_source"], "clicks": ["gclid"]}
    visitor.opens("/a?s=x&utm_source=brev&utm_id=7&gclid=&fbclid=8")
    visitor.accepts()
    [hit] = website.counted(1)
    assert hit["url"] == website.url("/a?s=x&utm_source=brev&gclid="), "a click id that is empty stays empty"


def test_of_a_click_no_more_is_told_or_kept_than_that_there_was_one(visitor: Visitor, website: Website) -> None:
    website.policy = {"campaigns": ["utm_source"], "clicks": list(CLICK_IDS)}
    website.status = 503  # so that the hit stays in the queue
    ids = "".join(f"&{name}=Klick-{number}" for number, name in enumerate(CLICK_IDS))
    visitor.opens(f"/?utm_source=brev{ids}")
    visitor.accepts()
    [hit] = website.counted(1)
    assert hit["url"] == website.url("/?utm_source=brev" + "".join(f"&{name}=1" for name in CLICK_IDS))
    visitor.page.wait_for_function("localStorage.rv_queue?.includes('until') && localStorage.rv_visit")
    assert "gclid=1" in str(visitor.storage())
    assert "Klick" not in str(hit) + str(visitor.storage())
