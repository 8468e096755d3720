"""Another name of a site, such as the one with www, leads to the page under the site's own."""

from typing import Final

import pytest

from policy.site import Site
from tests.collector.conftest import HOST, Visitors, document, site
from tests.collector.pages.cookie_form import SV, says
from tests.policy.documents import DOCUMENT, changed

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

ALIAS: Final = f"www.{HOST}"  # as the document has it


def under_the_alias() -> Site:
    """Another site whose host is the first one's other name."""
    own = changed(f'host = "{HOST}"\naliases = ["{ALIAS}"]', f'host = "{ALIAS}"', DOCUMENT)
    return site(own, host=ALIAS)


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        (f"/cookies/{ALIAS}", HOST),
        (f"/cookies/{ALIAS}?lang=en&said=saved", f"{HOST}?lang=en&said=saved"),
        (f"/cookies/{ALIAS.upper()}", HOST),
        (f"/policy/{ALIAS}", HOST),
        (f"/policy/{ALIAS}?version=1&lang=en", f"{HOST}?version=1&lang=en"),
        (f"/policy/{ALIAS}?from=%C3%A5&a=b%26c", f"{HOST}?from=%C3%A5&a=b%26c"),
        (f"/kakor/{ALIAS}", f"../cookies/{HOST}?lang=sv"),
        (f"/kakor/{ALIAS}?said=saved&lang=en", f"../cookies/{HOST}?said=saved&lang=sv"),
        (f"/kakor/{HOST}?said=saved", f"../cookies/{HOST}?said=saved&lang=sv"),
    ],
)
async def test_it_leads_to_the_page_with_its_query(collector: Visitors, asked: str, leads_to: str) -> None:
    answer = await collector.browser.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    arrived = await collector.browser.get(asked, follow_redirects=True)
    assert arrived.status_code == 200
    assert arrived.url.path.endswith(f"/{HOST}")


async def test_a_site_of_that_very_name_comes_first(collector: Visitors) -> None:
    collector.install(site(document()), under_the_alias())
    for page in ("cookies", "policy"):
        assert (await collector.browser.get(f"/{page}/{ALIAS}")).status_code == 200


async def test_the_other_name_of_a_removed_site_leads_nowhere(collector: Visitors) -> None:
    removed = site(document())
    removed.removed = True
    collector.install(removed)
    for page in ("cookies", "kakor", "policy"):
        answer = await collector.browser.get(f"/{page}/{ALIAS}?lang=sv")
        assert answer.status_code == 404
        assert SV["problem_site"] in says(answer.text)
