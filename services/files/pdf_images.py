"""JPG and PNG as pages of a PDF, in the child that binds them: a PDF reads a JPEG, and a plain PNG's packed rows, as
they are. Pillow reads the headers, and makes a plain PNG of any other.
"""

import io
import struct
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from docgen import images

A4 = (595, 842)
MARGIN = 24
TURNS = {3: 180, 6: 90, 8: 270}  # EXIF orientation: degrees clockwise
GRAY, RGB, CMYK = "/DeviceGray", "/DeviceRGB", "/DeviceCMYK"
JPEG_COLOURS = {"L": GRAY, "RGB": RGB, "CMYK": CMYK}  # by Pillow's mode
PNG_COLOURS = {0: (1, GRAY), 2: (3, RGB)}  # of the kinds a PDF takes: channels and colours
Image.MAX_IMAGE_PIXELS = None  # the child's memory is the limit


class NotPlain(Exception):
    """A picture of a kind no PDF takes, or a broken one."""


@dataclass(frozen=True)
class Picture:
    """pixels: (width, height); stream: the PDF's own picture; turn: degrees clockwise to stand upright."""

    pixels: tuple[int, int]
    stream: StreamObject
    turn: int = 0


def append_page(writer: PdfWriter, content: bytes) -> None:
    """Append a page of A4, upright or lying, with the picture as large as it goes. Raises NotPlain."""
    try:
        picture = jpeg(content) if content.startswith(b"\xff\xd8") else png(content)
    except MemoryError:
        raise
    except Exception as error:  # Pillow raises anything on what is broken
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
    """Plain data as PDF objects: text is a name."""
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): pdf(part) for key, part in value.items()})
    if isinstance(value, list):
        return ArrayObject(pdf(part) for part in value)
    if isinstance(value, str):
        return NameObject(value)
    return NumberObject(value) if isinstance(value, int) else value


def stream(dictionary: dict[str, Any], content: bytes) -> StreamObject:
    made = StreamObject()
    made.update(pdf(dictionary))
    made.set_data(content)
    return made


def image(pixels: tuple[int, int], bits: int, colours: str, packing: dict[str, Any], content: bytes) -> StreamObject:
    dictionary = {"/Type": "/XObject", "/Subtype": "/Image", "/Width": pixels[0], "/Height": pixels[1]}
    return stream(dictionary | {"/BitsPerComponent": bits, "/ColorSpace": colours} | packing, content)


def jpeg(content: bytes) -> Picture:
    """Its bytes as they are."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as photo:
        packing: dict[str, Any] = {"/Filter": "/DCTDecode"}
        if photo.mode == "CMYK":  # Adobe writes it inverted
            packing["/Decode"] = [1, 0] * 4
        turn = TURNS.get(photo.getexif().get(ExifTags.Base.Orientation, 1), 0)
        return Picture(photo.size, image(photo.size, 8, JPEG_COLOURS[photo.mode], packing, content), turn)


def png(content: bytes) -> Picture:
    """Its rows as they are packed; of one with a palette, transparency or its rows out of order, those of a plain
    one."""
    *_, kind, interlaced = header = struct.unpack_from(">IIBB2xB", content, 16)
    parts = list(images.chunks(content))
    if kind not in PNG_COLOURS or interlaced or any(name == b"tRNS" for name, _, _ in parts):
        return png(plain(content))
    width, height, bits, *_ = header
    channels, colours = PNG_COLOURS[kind]
    rows = b"".join(content[begins : begins + size] for name, begins, size in parts if name == b"IDAT")
    parsed = {"/Predictor": 15, "/Colors": channels, "/BitsPerComponent": bits, "/Columns": width}
    packing = {"/Filter": "/FlateDecode", "/DecodeParms": parsed}
    return Picture((width, height), image((width, height), bits, colours, packing, rows))


def plain(content: bytes) -> bytes:
    """The same picture as PNG without a palette, on white where it is transparent."""
    with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
        mode = "L" if picture.mode in ("1", "L", "LA") else "RGB"
        if picture.has_transparency_data:
            whole = picture.convert("RGBA")
            on_white = Image.new(mode, picture.size, "white")
            on_white.paste(whole.convert(mode), mask=whole.getchannel("A"))
        else:
            on_white = picture.convert(mode)
        out = io.BytesIO()
        on_white.save(out, "PNG")
    return out.getvalue()
