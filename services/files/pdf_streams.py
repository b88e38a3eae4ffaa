"""Streams of objects in a PDF, unpacked by pypdf: any filter, several in a row, behind a lock that opens by itself."""

from collections.abc import Callable, Iterator
from typing import Any

from services.files.pdf_syntax import Dict, Name, Region

PACKED = 16 * 1024 * 1024  # one stream of objects, unpacked
Only = Callable[[Any], Any]  # what a reference leads to; None where readers could differ


class Trouble(Exception):
    """The file cannot be taken; the message is why, one of pdf_files.WHY."""


def unpacked(content: bytes, region: Region, only: Only, lock: Any) -> Iterator[bytes]:
    """The objects of a stream, once for each end readers may see. Raises Trouble where none of them will do."""
    begin = region.end + next((len(end) for end in (b"\r\n", b"\n", b"\r") if content.startswith(end, region.end)), 0)
    lengths = [only(length) for length in region.dictionary.all(b"Length")]
    ends = {begin + int(one) for one in lengths if isinstance(one, bytes) and one.isdigit() and len(one) < 10}
    found = content.find(b"endstream", begin)
    if not ends & {found, found - 1, found - 2}:
        ends |= {found, found - 1, found - 2} if found > begin else {len(content)}
    trouble, done = Trouble("damaged"), False
    for end in sorted(ends):
        try:
            yield decoded(content[begin:end], region, only, lock)
            done = True
        except Trouble as one:
            trouble = one
            if str(one) != "damaged":
                break
    if not done or str(trouble) != "damaged":
        raise trouble


def decoded(packed: bytes, region: Region, only: Only, lock: Any) -> bytes:
    """What a stream holds. Raises Trouble where readers could differ, or there is too much of it."""
    from pypdf import apply_configuration, get_configuration
    from pypdf.filters import decode_stream_data
    from pypdf.generic import StreamObject

    stream = StreamObject()
    for key in (b"Filter", b"DecodeParms"):
        values = region.dictionary.all(key)
        if len(values) > 1:
            raise Trouble("damaged")
        if values and (made := plain(only, values[0])) is not None:
            stream[plain_name(key)] = made
    stream._data = packed
    limits = get_configuration().with_overwrites(
        zlib_maximum_output_length=PACKED, lzw_maximum_output_length=PACKED, run_length_maximum_output_length=PACKED
    )
    try:
        if lock:
            lock.decrypt_object(stream, region.number, region.generation)
        with apply_configuration(limits):
            return decode_stream_data(stream) if "/Filter" in stream else stream._data
    except Exception as error:
        raise Trouble("deep" if type(error).__name__ == "LimitReachedError" else "damaged") from error


def plain(only: Only, value: Any) -> Any:
    """A filter or what it wants, as pypdf has it. Raises Trouble where readers could differ."""
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NumberObject

    value = only(value)
    if value == b"null":
        return None
    if isinstance(value, Dict):
        keys = value[::2]
        if len(set(keys)) != len(keys):
            raise Trouble("damaged")
        pairs = zip(keys, (plain(only, one) for one in value[1::2]), strict=False)
        return DictionaryObject({plain_name(key): one for key, one in pairs if one is not None})
    if isinstance(value, list):
        return ArrayObject(
            [DictionaryObject() if one is None else one for one in (plain(only, part) for part in value)]
        )
    if isinstance(value, Name):
        return plain_name(value)
    if value in (b"true", b"false"):
        return BooleanObject(value == b"true")
    try:
        return NumberObject(int(value))
    except (TypeError, ValueError) as error:
        raise Trouble("damaged") from error


def plain_name(name: bytes) -> Any:
    from pypdf.generic import NameObject

    return NameObject("/" + name.decode("latin-1"))
