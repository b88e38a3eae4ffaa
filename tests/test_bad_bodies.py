"""Bodies too large, too many, malformed, of no length: refused whole with a page, and never half taken."""

import http.client
import io
import threading
from contextlib import contextmanager

import pytest

import server
from forms.fields import Rows
from models.base import now
from models.person import Session
from tests.pages import STEPS, body, send


@pytest.fixture
def table(at):
    return at(next(step for step in STEPS if step.slug == "careers"))


def test_a_hundred_thousand_rows_are_refused_whole_and_quickly(table):
    stored = table.number
    rows = [(f"careers-{row % 10_000}-name", "가") for row in range(100_000)]
    response = send(table, rows)
    assert response.status_code == 413
    assert response.page.h1.get_text() == "보내신 내용이 너무 큽니다"
    pairs = "&".join(f"careers-{row % 10_000}-name=1" for row in range(100_000))
    response = table.client.post(
        table.url, data=f"csrf_token={table.client.csrf()}&{pairs[:1_900_000]}", content_type=URLENCODED
    )
    assert response.status_code == 413
    assert table.number == stored


URLENCODED = "application/x-www-form-urlencoded"


def test_the_longest_honest_page_fits(at):
    for step in STEPS:
        cells = sum(
            min(field.most, field.at_once) * (len(list(field.row())) + 1) if isinstance(field, Rows) else 1
            for field in step.form.of(None)
        )
        characters = sum(
            min(field.most, field.at_once) * sum(cell.limit for cell in field.row())
            if isinstance(field, Rows)
            else getattr(field, "limit", 100)
            for field in step.form.of(None)
        )
        assert cells < 1900
        assert characters * 4 + cells * 200 < 2_000_000


MALFORMED = {
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "another boundary": (
        b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--a--\r\n',
        "multipart/form-data; boundary=b",
    ),
    "cut short": (b'--b\r\nContent-Disposition: form-data; name="need', "multipart/form-data; boundary=b"),
    "no disposition": (b"--b\r\n\r\n1\r\n--b--\r\n", "multipart/form-data; boundary=b"),
    "a huge boundary": (b"--" + b"b" * 5000, "multipart/form-data; boundary=" + "b" * 5000),
    "JSON": (b'{"background": NaN}', "application/json"),
    "an unknown charset": (b"background=%b0", URLENCODED + "; charset=euc-kr"),
    "bytes": (bytes(range(256)) * 40, "application/octet-stream"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_body_gets_a_page_and_changes_nothing(table, case):
    number = table.number
    data, kind = MALFORMED[case]
    response = table.client.post(table.url, data=data, content_type=kind)
    assert response.status_code == 400
    assert response.page.title.get_text().startswith("오류: ")
    assert table.number == number


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Length": "-5"}, {"Content-Length": "x"}, {"Content-Length": "99999999"}]
)
def test_a_length_that_lies_never_breaks_a_page(table, headers):
    data, kind = body([("background", "글")])
    response = table.client.post(table.url, input_stream=io.BytesIO(data), content_type=kind, headers=headers)
    assert response.status_code in (400, 411, 413)


def test_a_body_too_large_gets_a_page_even_when_the_session_has_ended(table):
    data, kind = body([("careers-0-duty", "가" * 800_000)])
    assert table.client.post(table.url, data=data, content_type=kind).status_code == 413
    Session.update(ended_at=now()).execute()
    response = table.client.post(table.url, data=data, content_type=kind)
    assert (response.status_code, "kept" in response.location) == (303, False)


@contextmanager
def served(app):
    """The site on a port of its own, by the server that runs it."""
    running = server.make(app, "127.0.0.1", 0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        yield running.effective_port
    finally:
        running.close()
        thread.join(5)


def chunked(port: int, path: str, cookie: str, chunks, kind: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, iter(chunks), {"Content-Type": kind, "Cookie": cookie}, encode_chunked=True)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_a_body_sent_in_chunks_is_read_whole_or_refused_and_never_cut(walked, at):
    walk = at(next(step for step in STEPS if step.slug == "need"))
    token = walk.client.csrf()
    cookie = "; ".join(f"{name[2]}={value.value}" for name, value in walk.client._cookies.items())
    long = "가나다라" * 700
    data, kind = body([("csrf_token", token), ("base", "0"), ("background", long)])
    with served(walked) as port:
        pieces = [data[start : start + 1000] for start in range(0, len(data), 1000)]
        status, _ = chunked(port, walk.url, cookie, pieces, kind)
        assert status == 422  # the page is not complete yet, and kept
        assert walk.stored == {"background": [long]}
        status, text = chunked(port, walk.url, cookie, [b"x" * 100_000] * 30, kind)
        assert status == 413
        assert "보내신 내용이 너무 큽니다" in text
    assert walk.stored == {"background": [long]}
