"""Pictures as pages of a PDF: JPEGs keep their bytes, PNGs every pixel, and what is transparent is white."""

import io
import struct
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from services.files import child_process, pdf_images
from tests.uploads import chunk

SIZE = (7, 5)


def drawn(mode: str) -> Image.Image:
    """Each pixel of another colour, some of them half or wholly transparent where the mode can be."""
    picture = Image.new("RGBA", SIZE)
    for at in range(SIZE[0] * SIZE[1]):
        picture.putpixel((at % SIZE[0], at // SIZE[0]), (at * 7, 255 - at * 5, at * 3, (0, 128, 255)[at % 3]))
    return picture.convert("RGB").convert(mode) if "A" not in mode else picture.convert(mode)


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def page_of(content: bytes):
    writer, out = PdfWriter(), io.BytesIO()
    pdf_images.append_page(writer, content)
    writer.write(out)
    (page,) = PdfReader(out).pages
    return page


def on_white(picture: Image.Image) -> Image.Image:
    whole = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), whole).convert("RGB")


@pytest.mark.parametrize(("mode", "colours"), [("L", "/DeviceGray"), ("RGB", "/DeviceRGB"), ("CMYK", "/DeviceCMYK")])
def test_a_jpeg_stands_in_the_pdf_byte_for_byte(mode, colours):
    content = saved(drawn(mode), "JPEG", quality=91)

    shown = page_of(content)["/Resources"]["/XObject"]["/Im"]

    assert shown._data == content
    assert (shown["/Filter"], shown["/ColorSpace"]) == ("/DCTDecode", colours)
    assert (shown["/Width"], shown["/Height"]) == SIZE
    assert shown.get("/Decode") == ([1, 0] * 4 if mode == "CMYK" else None)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_pixel_of_a_png_is_kept_on_white(mode):
    picture = drawn(mode)

    (shown,) = page_of(saved(picture, "PNG")).images

    difference = zip(shown.image.convert("RGB").tobytes(), on_white(picture).tobytes(), strict=True)
    assert max(abs(one - other) for one, other in difference) <= (1 if "A" in mode else 0)  # mixing rounds


def test_a_colour_that_stands_for_nothing_is_white():
    picture = Image.new("RGB", SIZE, (10, 20, 30))
    picture.putpixel((0, 0), (1, 2, 3))

    (shown,) = page_of(saved(picture, "PNG", transparency=(10, 20, 30))).images

    assert (shown.image.getpixel((0, 0)), shown.image.getpixel((6, 4))) == ((1, 2, 3), (255, 255, 255))


def header(width: int, height: int, bits: int, colours: int, interlaced: int = 0) -> bytes:
    facts = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", facts)


def test_rows_out_of_order_are_put_in_order():
    rows = chunk(b"IDAT", zlib.compress(b"\0\x10\x20\x30")) + chunk(b"IEND", b"")

    (shown,) = page_of(header(1, 1, 8, 2, interlaced=1) + rows).images

    assert shown.image.getpixel((0, 0)) == (0x10, 0x20, 0x30)


def test_sixteen_bits_a_colour_are_kept():
    rows = chunk(b"IDAT", zlib.compress(b"\0" + bytes(range(12)))) + chunk(b"IEND", b"")

    shown = page_of(header(2, 1, 16, 2) + rows)["/Resources"]["/XObject"]["/Im"]

    assert shown["/BitsPerComponent"] == 16
    assert shown.get_data() == bytes(range(12))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (header(60_000, 60_000, 8, 6) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""), "large"),
        (header(0, 5, 8, 2) + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "picture"),
        (header(5, 5, 8, 5) + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "picture"),
        (header(5, 5, 8, 6) + chunk(b"IDAT", b"no deflated data") + chunk(b"IEND", b""), "picture"),
        (b"\xff\xd8\xff\xd9", "picture"),
    ],
)
def test_what_cannot_be_a_page_is_said_and_costs_no_more_than_the_child_may_take(tmp_path, content, why):
    picture = tmp_path / "picture"
    picture.write_bytes(content)
    told = {"to": str(tmp_path / "made"), "parts": [{"path": str(picture), "title": "그림"}]}

    assert list(child_process.run_module("services.files.pdf_worker", told)) == [{"failed": 0, "why": why}]
