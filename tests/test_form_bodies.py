"""The short way of reading forms without files reads what Werkzeug reads, or leaves the body to Werkzeug."""

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from web.form_bodies import TextFirst, text_parts

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
NAMES = st.from_regex(r"[a-z0-9_.-]{1,20}", fullmatch=True)
VALUES = st.text(max_size=60) | st.sampled_from(
    ["", "\r\n", "--", f"--{BOUNDARY}", f"\r\n--{BOUNDARY[:-1]}", "\r\n\r\n", "한글"]
)


def body_of(fields, header='Content-Disposition: form-data; name="{}"'):
    parts = (f"--{BOUNDARY}\r\n{header.format(name)}\r\n\r\n{value}\r\n" for name, value in fields)
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode(errors="surrogatepass")


def read(parser, body, boundary=BOUNDARY, **limits):
    """What a parser makes of a body: its fields, and the names and bytes of its files."""
    _, form, files = parser(**limits).parse(BytesIO(body), "multipart/form-data", len(body), {"boundary": boundary})
    return list(form.items(multi=True)), [(name, file.read()) for name, file in files.items(multi=True)]


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_it_reads_what_werkzeug_reads(fields):
    body = body_of(fields)

    assert read(TextFirst, body) == read(FormDataParser, body)


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=3), st.data())
def test_a_body_with_bytes_changed_is_read_alike(fields, data):
    body = bytearray(body_of(fields))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        piece = data.draw(st.sampled_from([b"", b"\r\n", b"-", b'"', b";", b": ", b"\n", b" ", b"\x00", b"\xff"]))
        body[place : place + data.draw(st.integers(0, 2))] = piece

    assert outcome(TextFirst, bytes(body)) == outcome(FormDataParser, bytes(body))


def outcome(parser, body):
    try:
        return read(parser, body)
    except ValueError:
        return ValueError


@given(st.text(max_size=6))
@example("b")  # of another body
@example("")
def test_a_boundary_that_is_not_the_bodys_is_read_alike(boundary):
    body = body_of([("x", "1")])

    def outcome(parser):
        try:
            return read(parser, body, boundary)
        except ValueError:
            return ValueError

    assert outcome(TextFirst) == outcome(FormDataParser)


def test_what_chromium_and_firefox_send_takes_the_short_way():
    assert text_parts(body_of([("title", "물류\r\n둘째 줄"), ("rows-0-name", "")]), BOUNDARY) == [
        ("title", "물류\r\n둘째 줄"),
        ("rows-0-name", ""),
    ]


@pytest.mark.parametrize(
    "header",
    [
        'Content-Disposition: form-data; name="{}"; filename="a.txt"',
        'Content-Disposition: form-data; name="{}"\r\nContent-Type: text/plain',
        "Content-Disposition: form-data; name={}",
    ],
)
def test_any_other_part_is_left_to_werkzeug(header):
    body = body_of([("x", "1"), ("y", "2")], header)

    assert text_parts(body, BOUNDARY) is None
    assert read(TextFirst, body) == read(FormDataParser, body)


def test_the_limits_hold_on_the_short_way():
    body = body_of([(f"f{place}", "x" * 100) for place in range(20)])

    for limits in ({"max_form_parts": 19}, {"max_form_memory_size": 1000}):
        for parser in (TextFirst, FormDataParser):
            with pytest.raises(RequestEntityTooLarge):
                read(parser, body, **limits)
    assert len(read(TextFirst, body, max_form_parts=20)[0]) == 20
