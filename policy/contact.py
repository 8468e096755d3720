"""How a policy's controller was reached: told for as long as the version is in force, for it can name a person."""

from collections.abc import Mapping
from typing import Final

import msgspec

from policy.document import Policy

CONTACT: Final = ("address", "contact", "telephone", "email")
"""Keys below `controller`."""

WITHHELD: Final = "–"
"""Stands in the place of what is told no more."""


def contact(policy: Policy, in_force: bool) -> Mapping[str, str]:
    """By key, as the policy page tells it; "" for what the document does not have."""
    written = {key: getattr(policy.controller, key) for key in CONTACT}
    return written if in_force else {key: WITHHELD if text else "" for key, text in written.items()}


def without_contact(policy: Policy) -> Policy:
    """The policy with none of it, in a form that can be read as one: without an e-mail address, for a dash is none."""
    told = dict(contact(policy, in_force=False)) | {"email": ""}
    return msgspec.structs.replace(policy, controller=msgspec.structs.replace(policy.controller, **told))
