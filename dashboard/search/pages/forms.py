"""Forms with files as they were sent: read into memory up to a limit, and never written to disk."""

from collections.abc import AsyncGenerator, Mapping
from typing import Final, NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

LARGEST_FILE: Final = 5_000_000
"""Bytes: twice what an engine's largest export holds."""

_LARGEST_FORM: Final = LARGEST_FILE * 4 // 3 + 100_000  # a file that a page carries along is written as base64
_PATIENCE: Final = 64_000_000  # bytes read and dropped, since browsers show no answer to a form that was cut off
_FIELDS: Final = 60


class TooLarge(Exception):
    """More was sent than a form of ours can hold."""


class File(NamedTuple):
    """As it was sent; `name` is what the sender calls it."""

    name: str
    content: bytes


class Form(NamedTuple):
    """What was filled in, and the files that were chosen."""

    fields: Mapping[str, str]
    files: Mapping[str, File]


class _InMemory(MultiPartParser):
    spool_max_size = _LARGEST_FORM


async def read_form(request: Request) -> Form:
    """Empty where it cannot be read as a form. Raises `TooLarge`."""
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(
                request.headers, _once(body), max_files=1, max_fields=_FIELDS, max_part_size=_LARGEST_FORM
            )
            return await _form(await parser.parse())
        return await _form(
            await FormParser(request.headers, _once(body), max_fields=_FIELDS, max_part_size=_LARGEST_FORM).parse()
        )
    except MultiPartException:
        return Form({}, {})


async def _form(data: FormData) -> Form:
    """Of what was sent twice, the last."""
    fields: dict[str, str] = {}
    files: dict[str, File] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            files[name] = File(value.filename or "", await value.read())
            await value.close()
        else:
            fields[name] = value
    if any(len(file.content) > LARGEST_FILE for file in files.values()):
        raise TooLarge
    return Form(fields, files)


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > _PATIENCE:
        raise TooLarge
    body, read = bytearray(), 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > _PATIENCE:
            break
        if read <= _LARGEST_FORM:
            body += chunk
    if read > _LARGEST_FORM:
        raise TooLarge
    return bytes(body)


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
