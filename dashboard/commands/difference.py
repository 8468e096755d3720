"""What publishing a document would change, as lines for a terminal."""

from collections.abc import Iterator

from dashboard.commands.publish import Difference
from policy.changelog import Alteration, told
from policy.changes import Change
from policy.document import Policy


def lines(difference: Difference) -> Iterator[str]:
    """The version, then each key that differs: in words, and whether it is material; then what follows from it all."""
    present, other, hindrances = difference
    if (present.version, present.digest) == (other.version, other.digest):
        yield "The documents say the same."
        return
    changes = told(present, other, "en")
    yield _version(present, other)
    for change, words in changes:
        yield from _change(change, words)
    if not changes:
        yield "Nothing else differs."
    if hindrances:
        yield "It cannot be published yet:"
        for why in hindrances:
            yield f"  {why}"
    elif difference.material:
        yield "Publishing it asks every visitor again."
    else:
        yield "Publishing it leaves answers as they are."


def _version(present: Policy, other: Policy) -> str:
    following = present.version + 1
    if other.version == following:
        return f"version\t{present.version} → {other.version}"
    return f"version\tmust be {following} before this can be published; it is {other.version}"


def _change(change: Change, words: Alteration) -> Iterator[str]:
    yield f"{change.key}\t{words}\t{f'material: {words.why}' if change.material else 'not material'}"
    for passage in words.passages:
        yield f"  {'-' if passage.kind == 'old' else '+'} {passage.text}"
