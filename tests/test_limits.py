"""What is too much at once: said on the page before it is sent, and after with the limit that was passed."""

import http.client
import io
import socket

import pytest

from programme.pictures import EVERY, MEGABYTE
from server import BODY, TOO_LARGE
from services.drafts import evidence
from services.files import file_store
from tests.pages import STEPS, body, send
from tests.test_bad_bodies import served
from tests.uploads import PDF

SAID = {"kind": "other", "issuer": "특허청", "number": "", "issued": "2024-04-01", "expires": ""}


@pytest.fixture
def step(at):
    return at(next(step for step in STEPS if step.slug == "need"))


@pytest.fixture
def page(step) -> str:
    return f"/applications/{step.application.token}/evidence/"


def test_too_many_files_at_once_are_refused_with_how_many_may_be_and_nothing_typed_is_lost(step, page):
    before = len(list(file_store.folder().iterdir()))
    files = [(io.BytesIO(PDF + b"%%%d" % number), f"{number}.pdf") for number in range(1500)]

    response = step.client.post(page, data=SAID | {"file": files})

    assert response.status_code == 422
    said = response.page.select_one("#file-error").get_text()
    assert "1,500개" in said
    assert "50개까지" in said
    assert response.page.select_one("[name=issuer]")["value"] == "특허청"
    assert len(list(file_store.folder().iterdir())) == before


def test_fifty_files_are_taken(step, page):
    files = [(io.BytesIO(PDF + b"%%%d" % number), f"{number}.pdf") for number in range(evidence.FILES)]

    assert step.client.post(page, data=SAID | {"file": files}).status_code == 303


def test_limits_stand_on_the_page_before_anything_is_sent(step, page):
    field = step.client.get(f"{page}?kind=other").page.select_one("#file")

    assert field["data-most"] == "50"
    assert int(field["data-each"]) == evidence.FILE_LIMIT
    assert int(field["data-whole"]) == evidence.POST_LIMIT
    hint = step.client.get(f"{page}?kind=other").page.select_one("#file-hint").get_text()
    assert "하나에 20MB, 한 번에 50개, 모두 60MB까지" in hint


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ([("background", "가" * 700_000)], "2MB까지 받을 수 있는데 2.0MB를 보내셨습니다"),
        ([(f"x-{number}", "") for number in range(2001)], "2,000개까지"),
        ([(f"x-{number}", "") for number in range(7000)], "2,000개까지"),
    ],
    ids=["long", "many", "very many"],
)
def test_a_page_too_large_names_the_limit_it_passed(step, fields, limit):
    response = send(step, fields)

    assert response.status_code == 413
    assert limit in response.page.select_one(".lead").get_text()


def test_too_many_parts_beside_files_name_the_limit_of_files(step, page):
    files = [("file", (io.BytesIO(b""), f"{number}.pdf")) for number in range(2100)]
    response = step.client.post(page, data={**SAID, "file": [file for _, file in files]})

    assert response.status_code == 413
    assert "50개까지" in response.page.select_one(".lead").get_text()


def test_files_too_large_together_name_both_their_limits_and_are_named_themselves(step, page):
    files = [(io.BytesIO(b"%" * (21 * 1024 * 1024)), f"{name}.pdf") for name in ("가", "나", "다")]
    response = step.client.post(page, data=SAID | {"file": files})

    assert response.status_code == 413
    text = response.page.main.get_text()
    assert "하나에 20MB, 한 번에 모두 60MB까지" in text
    assert "63.0MB를 보내셨습니다" in text
    assert "다시 골라 주세요: 가.pdf, 나.pdf, 다.pdf" in text


def test_a_picture_far_too_large_names_its_limit(step):
    url = f"/applications/{step.application.token}/pictures/"
    huge = (io.BytesIO(bytes(21 * 1024 * 1024)), "흐름.png")
    response = step.client.post(url, data={"place": "as_is", "picture": huge})

    assert response.status_code == 413
    assert "그림은 5MB, 도장은 1MB까지" in response.page.main.get_text()


def test_the_server_s_own_limit_is_a_korean_page_after_all_was_sent(walked):
    large = bytes(1024 * 1024)
    with served(walked) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Length", str(65 * len(large)))
        connection.endheaders()
        for _ in range(65):
            connection.send(large)
        answer = connection.getresponse()
        text = answer.read().decode()

    assert answer.status == 413
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "한 번에 모두 64MB까지" in text
    assert 'lang="ko"' in text


@pytest.mark.parametrize(
    ("head", "status", "says"),
    [
        ("Content-Length: 99999999999\r\n", 413, "64MB"),
        ("Content-Length: 70000000\r\nExpect: 100-continue\r\n", 413, "64MB"),
        ("Content-Length: x\r\n", 400, "요청을 읽지 못했습니다"),
        ("X: " + "가" * 200_000 + "\r\n", 431, "요청을 읽지 못했습니다"),
    ],
)
def test_what_the_server_refuses_unread_is_answered_in_korean_at_once(walked, head, status, says):
    with served(walked) as port, socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()

        assert answer.status == status
        assert says in answer.read().decode()


def test_a_request_behind_one_too_large_is_not_read_from_its_body(walked):
    """What a body too large holds is passed over, never taken for a request of its own."""
    inner = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with served(walked) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 67108864\r\n\r\n")
        for _ in range(64):
            line.sendall((inner * 30_000)[: 1024 * 1024])
        answer = b"".join(iter(lambda: line.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 413")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_body_at_the_limit_of_the_site_is_read(walked):
    data, kind = body([("email", "a@example.com")])
    with served(walked) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/sign-in", data, {"Content-Type": kind})
        assert connection.getresponse().status == 400, "no token"


def test_what_is_said_of_limits_follows_them(step, page, monkeypatch):
    """One definition of each: pages, refusals, and the page the server itself answers with."""
    served_page = TOO_LARGE.read_text()
    for most in (BODY, evidence.FILE_LIMIT, evidence.POST_LIMIT, max(place.limit for place in EVERY.values())):
        assert f" {most // MEGABYTE}MB" in served_page
    monkeypatch.setattr(evidence, "FILE_LIMIT", 3 * MEGABYTE)
    monkeypatch.setattr(evidence, "POST_LIMIT", 7 * MEGABYTE)

    form = step.client.get(f"{page}?kind=other").page.select_one("#upload")
    lead = step.client.get(page).page.select_one(".lead").get_text()

    assert "하나에 3MB, 한 번에 50개, 모두 7MB까지" in form.select_one("#file-hint").get_text()
    assert "3MB" in form.select_one("#file")["data-too-large"] and "7MB" in form.select_one("#file")["data-too-heavy"]
    assert "하나에 3MB" in lead and "20MB" not in lead
