"""From a file's bytes to its tables: ZIP of CSV, a single CSV, or XLSX, with limits and without writing anything."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.room import LARGEST, Room
from dashboard.search.exports.workbook import cells_of

_MEMBERS: Final = 200
LONGEST_NAME: Final = 255
"""Characters of a file's name that are looked at; disks take no more."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: .xls, and .xlsx with a password
_PACKED: Final = (".zip", ".gz", ".7z", ".rar", ".xlsx", ".tgz", ".bz2", ".xz")
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DELIMITERS: Final = ",;\t"
_HEADING: Final = (50, 5_000)  # lines, and characters of each, in which the heading is looked for
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UTF_8_NAMES: Final = 0x800  # APPNOTE.TXT 4.4.4, bit 11
_ENCRYPTED: Final = 0x1


class Sheet(NamedTuple):
    """A table; its rows may be of different lengths, and none is blank."""

    name: str
    rows: Sequence[Sequence[str]]


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """The tables of a file by that name, in its order. Raises `BadExport`."""
    if not data:
        raise BadExport("empty-file")
    if len(data) > LARGEST:
        raise BadExport("too-large", what=f"{len(data):,} B")
    if data.startswith(_COMPOUND):
        raise BadExport("old-workbook")
    sheets = _archive(data) if data.startswith(_ZIP) else [_csv(_base(name), data, Room())]
    if not any(sheet.rows for sheet in sheets):
        raise BadExport("no-tables")
    return sheets


def stem(name: str) -> str:
    """A file's name without folders and ending."""
    return re.sub(r"\.(?:csv|tsv|txt|xlsx|zip)\Z", "", _base(name), flags=re.IGNORECASE)


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME]


def _archive(data: bytes) -> list[Sheet]:
    members = _members(data)
    if "xl/workbook.xml" in members:
        return [Sheet(name, rows) for name, rows in cells_of(members)]
    tables = {name: content for name, content in members.items() if name.lower().endswith((".csv", ".tsv"))}
    room = Room()
    return [_csv(stem(name), content, room) for name, content in tables.items()]


def _members(data: bytes) -> Mapping[str, bytes]:
    """The files of an archive by name, each checked against its sum. What is no table of ours is not read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = [each for each in archive.infolist() if not each.is_dir()]
            if len(listed) > _MEMBERS:
                raise BadExport("too-large", what=f"{len(listed):,} ×")
            if sum(each.file_size for each in listed) > LARGEST:
                raise BadExport("too-large", what=f"{sum(each.file_size for each in listed):,} B")
            return dict(_unpacked(archive, listed))
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, struct.error,
        OverflowError, KeyError, IndexError,
    ):  # fmt: skip
        raise BadExport("truncated") from None


def _unpacked(archive: zipfile.ZipFile, listed: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for each in listed:
        name = _name(each)
        if each.flag_bits & _ENCRYPTED:
            raise BadExport("encrypted")
        if each.compress_type not in _PACKINGS:
            raise BadExport("packing", name=name)
        if name.startswith("/") or ".." in name.split("/") or re.match("[A-Za-z]:", name):
            raise BadExport("paths", name=name)
        if _is_aside(name):
            continue
        with archive.open(each) as member:
            content = member.read(each.file_size)  # no more is unpacked at once, whatever there is
        if name.lower().endswith(_PACKED) or content.startswith(_ZIP):
            raise BadExport("nested", name=name)
        yield name, content


def _name(member: zipfile.ZipInfo) -> str:
    """As the engine wrote it, which does not always say that it is UTF-8."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & _UTF_8_NAMES:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _is_aside(name: str) -> bool:
    """What computers put beside the files when they pack them."""
    return any(part.startswith(("._", ".DS_Store", "__MACOSX")) for part in name.split("/"))


def _csv(name: str, content: bytes, room: Room) -> Sheet:
    text = _text(content)
    delimiter = _delimiter(text)
    try:
        return Sheet(name, room.filled(name, _parsed(text, delimiter)))
    except csv.Error:
        return Sheet(name, room.filled(name, _by_line(name, text, delimiter)))


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    """Raises `csv.Error` where a quotation mark stands in the middle of what is quoted."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _by_line(name: str, text: str, delimiter: str) -> Iterator[list[str]]:
    """Bing leaves the quotation marks of a search as they are: each row is a line in which all is quoted, and all but
    the search are numbers, so that it is parted from the right."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    width = lines[0].count(delimiter)
    for number, line in enumerate(lines, 1):
        cells = line.strip().removeprefix('"').removesuffix('"').rsplit(f'"{delimiter}"', width)
        if len(cells) != width + 1 or line.strip()[:1] + line.strip()[-1:] != '""':
            raise BadExport("quotes", row=number, sheet=name)
        yield cells


def _delimiter(text: str) -> str:
    """That which parts the heading into the most columns: the first line that is more than a single cell."""
    lines, longest = _HEADING
    for line in islice(io.StringIO(text, newline=None), lines):
        found = {each: len(next(csv.reader([line[:longest]], delimiter=each), [])) for each in _DELIMITERS}
        best = max(_DELIMITERS, key=found.__getitem__)
        if found[best] > 1:
            return best
    return _DELIMITERS[0]


def _text(content: bytes) -> str:
    """As UTF-16 or UTF-8 says of itself that it is, or as it can only be; else as Windows wrote it in the west."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise BadExport("not-text")


def _encodings(content: bytes) -> Sequence[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" in content:
        return ("utf-16-le", "utf-16-be") if content[1:2] == b"\0" else ("utf-16-be", "utf-16-le")
    return ("utf-8-sig", "cp1252")
