"""Forms with files: what is read of them, how much, and that nothing of them reaches the disk."""

import tempfile

import pytest
from starlette.requests import Request
from starlette.types import Message

from dashboard.search.pages.forms import LARGEST_FILE, File, Form, TooLarge, read_form

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

BOUNDARY = "rakneverk"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def _part(name: str, content: bytes, file: str | None = None) -> bytes:
    named = f'; filename="{file}"' if file is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


async def read(body: bytes, kind: str, *, says_length: bool = True, length: int | None = None) -> Form:
    pieces = [body[at : at + 100_000] for at in range(0, len(body), 100_000)] or [b""]

    async def receive() -> Message:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    headers = [(b"content-type", kind.encode())]
    if says_length:
        headers.append((b"content-length", str(len(body) if length is None else length).encode()))
    return await read_form(Request({"type": "http", "method": "POST", "headers": headers}, receive))


async def test_fields_and_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytes(range(256)) * 15_000
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    form = await read(_part("action", "läs".encode()) + _part("file", content, "söksiffror.zip") + END, MULTIPART)
    assert form == Form({"action": "läs"}, {"file": File("söksiffror.zip", content)})


async def test_a_plain_form() -> None:
    assert (await read(b"a=1&b=%C3%A5&a=2", "application/x-www-form-urlencoded")).fields == {"a": "2", "b": "å"}


@pytest.mark.parametrize("says_length", [True, False])
async def test_a_file_that_is_too_large(says_length: bool) -> None:
    body = _part("file", bytes(LARGEST_FILE + 1), "x.zip") + END
    with pytest.raises(TooLarge):
        await read(body, MULTIPART, says_length=says_length)


async def test_what_can_never_be_read_is_not_waited_for() -> None:
    with pytest.raises(TooLarge):
        await read(b"", MULTIPART, length=10**12)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"no parts", MULTIPART),
        (_part("file", b"x", "one") + _part("more", b"y", "two") + END, MULTIPART),
        (b"".join(_part(f"f{at}", b"1") for at in range(200)) + END, MULTIPART),
        (_part("a", b"1"), "multipart/form-data"),
        (b"&".join(b"a%d=1" % at for at in range(200)), "application/x-www-form-urlencoded"),
    ],
    ids=["no parts", "two files", "many fields", "no boundary", "many plain fields"],
)
async def test_what_is_no_form_of_ours_is_empty(body: bytes, kind: str) -> None:
    assert await read(body, kind) == Form({}, {})
