"""A Content-Security-Policy of the owner's own stays in force beside ours."""

import pytest

from tests.servers.conftest import Visitor
from tests.servers.internet import OWNERS

pytestmark = pytest.mark.parametrize("front", ["nginx", "apache", "caddy", "middleware"], indirect=True)


def test_the_owners_policy_is_sent_beside_ours(front: str, visitor: Visitor) -> None:
    policies = visitor.opens("/egen").header_values("content-security-policy")
    assert OWNERS in policies
    assert len(policies) == 2
