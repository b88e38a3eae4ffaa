"""The deadline: [open, close), by the instant the server has a request's first byte, for everything that writes."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from werkzeug.test import TestResponse, encode_multipart

import config
import server
from models.application import Application, Call, Party, Revision
from models.base import now, token, writing
from models.company import Supplier
from models.evidence import Evidence
from models.person import Session
from models.rescue import Rescue
from models.submission import Submission
from programme.consents import text_hash
from programme.korean import date_time
from services.access import rejected_posts
from services.backoffice import call_windows
from services.drafts import applications, consents, revisions
from services.submissions import lifecycle
from tests.applying import LEAD, counts, fresh, hand_in, person
from tests.pages import sent_by
from tests.uploads import PDF

LAST = timedelta(milliseconds=1)  # 17:59:59.999


@pytest.fixture
def clock(application) -> Iterator[time_machine.Traveller]:
    """Standing ten minutes before closing until moved."""
    with time_machine.travel(application.call.closes_at - timedelta(minutes=10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead(application, clock, client):
    """Signed in before, and now it is the closing instant."""
    client.sign_in(LEAD)
    client.csrf()
    clock.move_to(application.call.closes_at)
    return client


def overview(application: Application) -> dict[str, str]:
    """The answers of a step as a page would send them, one of them changed."""
    view = applications.load_view(application)
    task = next(task for task in view.journey.tasks if task.step.slug == "overview")
    said = {name: values[0] for name, values in view.journey.answers[task.key].items()}
    author = rejected_posts.mark(Session.get(Session.person == person(LEAD)), token())
    return said | {"project": "막바지에 고친 과제명", "base": str(view.base(task)), "author": author}


def everything(client, application: Application) -> dict[str, Callable[[], TestResponse]]:
    """Every way to write into an application, by name; each fit to be accepted while the call is open."""
    home = f"/applications/{application.token}"
    lead, supplier, *_ = Party.present(application)
    certificate = Evidence.of(lead.company).first()
    choices = {f"consent-{text.slug}": "yes" for text in consents.texts_for(lead)}
    choices |= {f"text-{text.slug}": text_hash(text) for text in consents.texts_for(lead)}
    other = Supplier.select().where(Supplier.company != supplier.company).first()
    first = Revision.of(application, "overview", None).order_by(Revision.number).get().number
    upload = {"kind": certificate.kind, "issuer": "국세청", "number": "1", "issued": "2024-04-01", "expires": ""}
    return {
        "save": lambda: client.post(f"{home}/overview", data=overview(application)),
        "autosave": lambda: client.post(
            f"{home}/overview", data=overview(application) | {"auto": "1", "project": "또"}
        ),
        "put back": lambda: client.post(f"{home}/overview/history", data={"revision": first}),
        "consent": lambda: client.post(
            f"{home}/consents/", data=choices | {"signer": "다른 이름", "capacity": "delegate"}
        ),
        "evidence": lambda: client.post(
            f"{home}/evidence/", data=upload | {"file": (io.BytesIO(PDF), "certificate.pdf")}
        ),
        "remove": lambda: client.post(f"{home}/evidence/remove", data={"evidence": certificate.token}),
        "choose": lambda: client.post(f"{home}/consortium/{other.token}", data={}),
        "drop": lambda: client.post(f"{home}/consortium/leave", data={"position": 3}),
        "start": lambda: client.post("/applications/", data={}),
    }


# The boundary


def test_a_submission_in_the_last_millisecond_is_in_and_one_at_the_closing_instant_is_out(lead, application, clock):
    at = application.call.closes_at
    submit = f"/applications/{application.token}/submit"
    clock.move_to(at - LAST)
    token = lead.csrf()

    clock.move_to(at)
    refused = lead.post(submit, data={"confirmed": "yes", "csrf_token": token})
    assert refused.status_code == 403
    assert "마감되었습니다" in refused.page.h1.get_text()
    assert "18:00:00에 도착" in refused.page.main.get_text()
    assert not Submission.select().exists()

    clock.move_to(at - LAST)
    lead.sign_in(LEAD)
    assert lead.post(submit, data={"confirmed": "yes"}).location.endswith("/receipt")
    assert Submission.get().arrived_at == at - LAST


def test_before_the_call_opens_nothing_is_taken(lead, application, clock):
    clock.move_to(application.call.opens_at - LAST)
    lead.sign_in(LEAD)

    assert lead.post(f"/applications/{application.token}/submit", data={"confirmed": "yes"}).status_code == 403

    clock.move_to(application.call.opens_at)
    assert lead.post(f"/applications/{application.token}/submit", data={"confirmed": "yes"}).status_code == 303


def test_every_way_to_write_is_open_until_the_last_millisecond(lead, application, clock):
    clock.move_to(application.call.closes_at - LAST)
    lead.sign_in(LEAD)

    for name, send in everything(lead, application).items():
        before = counts()
        response = send()
        assert response.status_code in (200, 303), (name, response.get_data(as_text=True)[:3000])
        assert counts() != before, (name, response.location)


def test_every_way_to_write_is_shut_at_the_closing_instant(lead, application, clock):
    clock.move_to(application.call.closes_at - LAST)
    lead.sign_in(LEAD)
    everything(lead, application)["choose"]()  # so that there is a third to drop
    ways = everything(lead, application)
    clock.move_to(application.call.closes_at)

    for name, send in ways.items():
        before = counts() | {"Rescue": None}
        assert send().status_code == 403, name
        assert counts() | {"Rescue": None} == before, name


def test_taking_back_is_shut_at_the_closing_instant_too(lead, application, clock):
    clock.move_to(application.call.closes_at - LAST)
    hand_in(application)
    clock.move_to(application.call.closes_at)

    response = lead.post(f"/applications/{application.token}/receipt", data={"confirmed": "yes"})

    assert response.status_code == 403
    assert Submission.standing_for(application)


def test_what_came_too_late_is_kept_for_its_person(lead, application):
    response = lead.post(f"/applications/{application.token}/overview", data=overview(application))

    assert response.status_code == 403
    assert Rescue.get().sent["project"] == ["막바지에 고친 과제명"]


def test_after_closing_everything_can_be_read_and_downloaded(lead, application, clock):
    clock.shift(timedelta(days=1))
    lead.sign_in(LEAD)
    home = f"/applications/{application.token}"
    steps = [tag["href"] for tag in lead.get(f"{home}/").page.select(".task-list a[href^='/'], main a[href^='/']")]
    pages = [f"{home}/check", f"{home}/documents/", f"{home}/overview/history", f"{home}/consortium", *steps]
    pages += [f"{home}/documents/form1.docx", f"{home}/documents/form2-1.docx", f"{home}/documents/all.zip"]
    assert any(step.endswith("/overview") for step in steps)

    for page in pages:
        assert lead.get(page).status_code == 200, page
    page = lead.get(f"{home}/overview").page


def test_after_closing_a_draft_is_said_never_to_have_been_submitted(lead, application, clock):
    home = f"/applications/{application.token}/"
    for at, words in ((application.closes_at - LAST, False), (application.closes_at, True)):
        clock.move_to(at)
        lead.sign_in(LEAD)
        mine, task_list = lead.get("/applications/").page.main, lead.get(home).page.main.get_text()
        card = mine.select_one(".card").get_text()
        assert ("제출하지 않은 채 마감됨" in card) == ("제출하지 않은 채 마감되었습니다" in task_list) == words
        assert ("단계 ·" in card or "아직 제출하지" in card) == ("세 번째까지" in task_list) == (not words)
        assert ("세 번째까지" in mine.get_text()) == (not words)
    assert lead.get(home).page.select_one(".lead").get_text().count("마감") == 1, "said once"


def test_after_closing_the_check_page_offers_neither_to_change_nor_to_submit(lead, application, clock):
    check = f"/applications/{application.token}/check"

    def offered() -> tuple[bool, bool, bool]:
        page = lead.get(check).page
        links = [tag.get_text() for tag in page.select("main a")]
        return (
            "고치기’를" in page.select_one(".lead").get_text(),
            any("고치기" in each for each in links),
            "제출하러 가기" in links,
        )

    assert offered() == (False, False, False)
    clock.shift(-timedelta(minutes=10))
    assert offered() == (True, True, True)


# Whose clock


def test_no_header_of_the_clients_moves_its_arrival(lead, application):
    early = str((application.call.closes_at - timedelta(seconds=30)).timestamp())
    for name in ("X-Request-Arrived", "X-Request-Start", "Date", "Application-Arrived", "application.arrived"):
        response = lead.post(
            f"/applications/{application.token}/submit", data={"confirmed": "yes"}, headers={name: early}
        )
        assert response.status_code == 403, name


@pytest.mark.parametrize(
    ("before_closing", "taken", "code"),
    [
        (timedelta(seconds=1), "", 303),
        (timedelta(seconds=-5), "-5.5", 303),  # nginx: now, less how long it took
        (timedelta(seconds=-5), "-4.5", 403),
        (timedelta(seconds=115), "", 303),
        (timedelta(seconds=121), "", 403),  # a body still coming then counts from its end
        (timedelta(0), "", 403),
    ],
)
def test_a_trusted_proxys_stamp_counts(lead, application, clock, settings, before_closing, taken, code):
    config.use(config.replace(settings, trust_proxy=True))
    clock.move_to(application.call.closes_at)
    stamp = f"{(application.call.closes_at - before_closing).timestamp():.3f}{taken}"
    if taken:
        clock.shift(timedelta(seconds=5))

    response = lead.post(
        f"/applications/{application.token}/submit", data={"confirmed": "yes"}, headers={"X-Request-Arrived": stamp}
    )

    assert response.status_code == code


@pytest.mark.parametrize("nonsense", ["", "soon", "nan", "-1e400", "9e99", "inf", "1-2-3", "９９９９９"])
def test_a_proxys_nonsense_is_no_stamp(lead, application, settings, nonsense):
    config.use(config.replace(settings, trust_proxy=True))

    response = lead.post(
        f"/applications/{application.token}/submit",
        data={"confirmed": "yes"},
        headers={"X-Request-Arrived": nonsense.encode().decode("latin-1")},
    )

    assert response.status_code == 403


# The server we ship


class Wire:
    """A submit sent by hand over a socket, in as many pieces as wanted."""

    def __init__(self, client, application: Application, port: int) -> None:
        token = client.csrf()
        boundary, body = encode_multipart({"csrf_token": token, "confirmed": "yes"})
        head = (
            f"POST /applications/{application.token}/submit HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: session={client.get_cookie('session').value}\r\nConnection: close\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.whole = head.encode() + body
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)

    def send(self, start: int = 0, stop: int | None = None) -> None:
        self.socket.sendall(self.whole[start:stop])

    def accepted(self) -> bool:
        """Whether the answer led to the receipt; otherwise it said that the call is closed."""
        with self.socket:
            head = b"".join(iter(lambda: self.socket.recv(65536), b"")).partition(b"\r\n\r\n")[0]
        assert b"/receipt" in head or head.split()[1] == b"403", head
        return b"/receipt" in head


class Queue:
    """The site behind a lock that can be held: requests wait, as behind slow ones."""

    def __init__(self, app) -> None:
        self.app, self.open, self.waiting = app, threading.Event(), threading.Semaphore(0)
        self.open.set()

    def __call__(self, environ, start_response):
        self.waiting.release()
        assert self.open.wait(20)
        return self.app(environ, start_response)


@pytest.fixture
def queue(seeded) -> Queue:
    return Queue(seeded)


@pytest.fixture
def port(queue) -> Iterator[int]:
    """Where the real server listens."""
    listening = server.make(queue, "127.0.0.1", 0)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield listening.effective_port
    listening.trigger.pull_trigger(listening.close)
    thread.join(timeout=5)
    listening.task_dispatcher.shutdown()


def seen(listening_port: int) -> None:
    """Wait until the server has read what was sent so far: it answers a later request meanwhile."""
    with socket.create_connection(("127.0.0.1", listening_port), timeout=20) as probe:
        probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while probe.recv(4096):
            pass


@pytest.mark.parametrize(("before", "taken"), [(LAST, True), (timedelta(0), False)])
def test_the_real_server_draws_the_line_at_the_instant(lead, application, clock, port, before, taken):
    clock.move_to(application.call.closes_at - before)
    lead.sign_in(LEAD)
    wire = Wire(lead, application, port)
    wire.send()

    assert wire.accepted() is taken


def test_the_first_byte_counts_even_if_the_body_comes_after_closing(lead, application, clock, port):
    closes = application.call.closes_at
    clock.move_to(closes - LAST)
    lead.sign_in(LEAD)
    wire = Wire(lead, application, port)
    wire.send(0, 1)
    seen(port)
    clock.move_to(closes + timedelta(seconds=60))
    wire.send(1, -20)
    seen(port)
    clock.move_to(closes + timedelta(seconds=119))
    wire.send(-20)

    assert wire.accepted()
    assert Submission.get().arrived_at == closes - LAST


def test_a_body_that_takes_over_two_minutes_counts_from_its_end(lead, application, clock, port):
    closes = application.call.closes_at
    clock.move_to(closes - LAST)
    lead.sign_in(LEAD)
    wire = Wire(lead, application, port)
    wire.send(0, -20)
    seen(port)
    clock.move_to(closes + timedelta(seconds=60))
    wire.send(-20, -10)  # slow but not idle: an idle connection would be closed
    seen(port)
    clock.move_to(closes + timedelta(seconds=121))
    wire.send(-10)

    assert not wire.accepted()
    assert not Submission.select().exists()


def test_waiting_in_our_own_queue_makes_nobody_late(lead, application, clock, port, queue):
    closes = application.call.closes_at
    clock.move_to(closes - LAST)
    lead.sign_in(LEAD)
    wire = Wire(lead, application, port)
    queue.open.clear()
    wire.send()
    assert queue.waiting.acquire(timeout=20)
    clock.move_to(closes + timedelta(minutes=10))
    queue.open.set()

    assert wire.accepted()
    assert Submission.get().arrived_at == closes - LAST


def test_the_clock_is_read_in_the_transaction_that_writes(application, clock):
    """A call closed while a submission was being prepared is closed to it."""
    clock.move_to(application.call.closes_at - timedelta(hours=1))
    arrived = now()
    draft = fresh(application)
    application.call.closes_at = arrived
    application.call.save()

    with pytest.raises(revisions.Closed):
        lifecycle.submit(draft, person(LEAD), arrived)


# Closed while a request waited for its turn to write: what it read before says otherwise.


def test_a_consent_or_a_company_is_taken_by_the_window_as_it_is_by_then(application):
    lead, supplier, *_ = Party.present(application)
    assert lead.application.open_at(now()) and application.open_at(now())
    yes = {text.slug: "yes" for text in consents.texts_for(lead)}
    by, optional = person(LEAD), next(text for text in consents.texts_for(lead) if not text.required)
    consents.give(lead, yes, signer="홍길동", capacity="representative", person=by, arrived=now())
    revision = fresh(application).revision
    Call.update(closes_at=now()).execute()

    with pytest.raises(revisions.Closed):
        consents.give(lead, yes, signer="다른 이름", capacity="delegate", person=by, arrived=now())
    with pytest.raises(revisions.Closed):
        applications.join(application, supplier, by, now())
    with pytest.raises(revisions.Closed):
        applications.start(by, application.call, now())
    consents.change(lead, optional, "no", person=by, arrived=now())
    assert fresh(application).revision == revision


def test_what_is_sent_before_a_window_that_was_moved_later_is_not_told_of_a_closing(application, client):
    """As an officer may move it though people have begun."""
    opens = now() + timedelta(days=3)
    client.sign_in(LEAD)
    page = client.get(f"/applications/{application.token}/overview").page
    with writing():
        Call.update(opens_at=opens).execute()
    sent = sent_by(page.select_one("#step-form")) | {"project": ["새 과제명"]}
    refused = client.post(f"/applications/{application.token}/overview", data=sent)
    said = refused.page.main.get_text()
    assert refused.status_code == 403 and "아직 접수 기간이 아닙니다" in said and "마감되었습니다" not in said
    assert date_time(opens) in said
    assert "접수 시작 전에 보낸 내용" in client.get("/applications/").page.main.get_text()


def test_a_call_closed_meanwhile_is_neither_closed_again_nor_extended_by_what_was_read_before(application):
    call, at = Call.get(), now()
    call_windows.close_call(Call.get(), at)
    with pytest.raises(call_windows.WrongWindow, match="이미 마감"):
        call_windows.close_call(call, at)
    later = call.closes_at + timedelta(days=1)
    call_windows.extend_call(Call.get(), later, at)
    with pytest.raises(call_windows.WrongWindow, match="늦은 때"):
        call_windows.extend_call(call, later, at)
