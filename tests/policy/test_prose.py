"""An owner's plain text becomes paragraphs and lists."""

import pytest

from policy.prose import Block, blocks

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En rad.", [Block("paragraph", ("En rad.",))]),
        ("Två\nrader.", [Block("paragraph", ("Två rader.",))]),
        ("Ett.\n\nTvå.\r\n\r\nTre.", [Block("paragraph", (word,)) for word in ("Ett.", "Två.", "Tre.")]),
        ("Vi:\n- a\n- b\n  fortsätter\nSlut.", [
            Block("paragraph", ("Vi:",)), Block("list", ("a", "b fortsätter Slut."))]),
        ("- a\n\n- b\n\nSlut.", [Block("list", ("a", "b")), Block("paragraph", ("Slut.",))]),
        ("-tre minus -\n\n\n", [Block("paragraph", ("-tre minus -",))]),
        ("\n \n", []),
    ],
)  # fmt: skip
def test_an_owners_text_becomes_paragraphs_and_lists(text: str, expected: list[Block]) -> None:
    assert blocks(text) == expected
