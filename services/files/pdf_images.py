"""JPG and PNG as pages of a PDF, by pypdf alone: a PDF reads a JPEG, and a PNG's packed rows, as they are.

How the camera was held that took a JPEG is told here too.
"""

import struct
from dataclasses import dataclass
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, NumberObject, StreamObject

from services.files.validation import PARTS

A4 = (595, 842)
MARGIN = 24
TURNS = {3: 180, 6: 90, 8: 270}  # EXIF orientation: degrees clockwise
GRAY, RGB, CMYK = "/DeviceGray", "/DeviceRGB", "/DeviceCMYK"
PNG_COLOURS = {0: (1, GRAY), 2: (3, RGB), 3: (1, RGB), 4: (2, GRAY), 6: (4, RGB)}
# A PDF has no colour space with transparency in it; these calculators mix the picture's with white: c·a + 1 - a.
ON_WHITE = {
    2: b"{dup 3 1 roll mul 1 add exch sub}",
    4: b"{4 1 roll " + b"3 index mul 1 add 3 index sub 3 1 roll " * 3 + b"4 -1 roll pop}",
}


class NotPlain(Exception):
    """A picture of a kind no PDF takes as it is."""


@dataclass(frozen=True)
class Picture:
    """pixels: (width, height); stream: the PDF's own picture; turn: degrees clockwise to stand upright."""

    pixels: tuple[int, int]
    stream: StreamObject
    turn: int = 0


def place(writer: PdfWriter, content: bytes) -> None:
    """Append a page of A4, upright or lying, with the picture as large as it goes. Raises NotPlain."""
    try:
        picture = jpeg(content) if content.startswith(b"\xff\xd8") else png(writer, content)
    except (struct.error, KeyError, IndexError) as error:
        raise NotPlain from error
    width, height = picture.pixels
    if not (width and height):
        raise NotPlain
    page_width, page_height = A4 if width <= height else A4[::-1]
    scale = min((page_width - 2 * MARGIN) / width, (page_height - 2 * MARGIN) / height)
    x, y = (page_width - scale * width) / 2, (page_height - scale * height) / 2
    page = writer.add_blank_page(page_width, page_height)
    drawing = stream({}, f"q {scale * width:.3f} 0 0 {scale * height:.3f} {x:.3f} {y:.3f} cm /Im Do Q".encode())
    page[NameObject("/Contents")] = writer._add_object(drawing)
    image = writer._add_object(picture.stream)
    page[NameObject("/Resources")] = pdf({"/XObject": {"/Im": image}})
    if picture.turn:
        page.rotate(picture.turn)


def pdf(value: Any) -> Any:
    """Plain data as PDF objects: text beginning with / is a name."""
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): pdf(part) for key, part in value.items()})
    if isinstance(value, list):
        return ArrayObject(pdf(part) for part in value)
    if isinstance(value, str):
        return NameObject(value)
    return NumberObject(value) if isinstance(value, int) else value


def stream(facts: dict[str, Any], content: bytes) -> StreamObject:
    made = StreamObject()
    made.update(pdf(facts))
    made.set_data(content)
    return made


def image(pixels: tuple[int, int], bits: int, colours: Any, packing: dict[str, Any], content: bytes) -> StreamObject:
    facts = {"/Type": "/XObject", "/Subtype": "/Image", "/Width": pixels[0], "/Height": pixels[1]}
    return stream(facts | {"/BitsPerComponent": bits, "/ColorSpace": colours} | packing, content)


def jpeg(content: bytes) -> Picture:
    """Its size and colours stand in the frame header."""
    at, camera = walked(content)
    bits, height, width, colours = struct.unpack_from(">BHHB", content, at + 4)
    packing: dict[str, Any] = {"/Filter": "/DCTDecode"}
    if colours == 4:  # Adobe writes CMYK inverted
        packing["/Decode"] = [1, 0] * 4
    space = {1: GRAY, 3: RGB, 4: CMYK}[colours]
    return Picture((width, height), image((width, height), bits, space, packing, content), TURNS.get(camera, 0))


def orientation(content: bytes) -> int:
    """How the camera was held: a JPEG's EXIF orientation; 1, upright, for every other file."""
    try:
        return walked(content)[1] if content.startswith(b"\xff\xd8") else 1
    except struct.error:
        return 1


def walked(content: bytes) -> tuple[int, int]:
    """Where a JPEG's frame header begins, and the orientation its EXIF part tells before it. Raises struct.error."""
    at, told = 2, 1
    for _ in range(PARTS):
        marker, size = struct.unpack_from(">xBH", content, at)
        if marker == 0xE1 and content[at + 4 : at + 10] == b"Exif\0\0":
            told = noted(content[at + 10 : at + 2 + size])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return at, told
        at += 2 + size
    raise struct.error


def noted(exif: bytes) -> int:
    """EXIF tag 0x0112; 1, upright, when there is none."""
    order = "<" if exif.startswith(b"II") else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        for number in range(*struct.unpack_from(f"{order}H", exif, at)):
            tag, value = struct.unpack_from(f"{order}H6xH", exif, at + 2 + 12 * number)
            if tag == 0x0112:
                return value
    except struct.error:
        pass
    return 1


def png(writer: PdfWriter, content: bytes) -> Picture:
    """Its rows are packed as a PDF packs them. Raises NotPlain for an interlaced one, whose rows are not in order."""
    width, height, bits, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    channels, space = PNG_COLOURS[kind]
    if interlaced:
        raise NotPlain
    palette, rows, at, name = b"", bytearray(), 8, b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", content, at)
        if name == b"PLTE":
            palette = content[at + 8 : at + 8 + size]
        elif name == b"IDAT":
            rows += content[at + 8 : at + 8 + size]
        at += 12 + size
    colours: Any = space
    if kind == 3:
        colours = ["/Indexed", RGB, len(palette) // 3 - 1, ByteStringObject(palette)]
    elif channels in ON_WHITE:
        colours = ["/DeviceN", [f"/C{number}" for number in range(channels)], space, on_white(writer, channels)]
    reading = {"/Predictor": 15, "/Colors": channels, "/BitsPerComponent": bits, "/Columns": width}
    packing = {"/Filter": "/FlateDecode", "/DecodeParms": reading}
    return Picture((width, height), image((width, height), bits, colours, packing, bytes(rows)))


def on_white(writer: PdfWriter, channels: int) -> Any:
    ranges = {"/FunctionType": 4, "/Domain": [0, 1] * channels, "/Range": [0, 1] * (channels - 1)}
    return writer._add_object(stream(ranges, ON_WHITE[channels]))
