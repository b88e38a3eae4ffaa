"""Staff: who holds a post, and the second factor without which it opens nothing."""

import threading
from contextlib import suppress
from datetime import datetime, timedelta

import pyotp
import pytest
import time_machine

import config
from models.base import db, now, writing
from models.evaluation import Evaluator
from models.person import Session
from models.staff import AccessLog, Staff
from services.access import accounts, evaluators, staff
from services.access.permissions import NotNow, Role
from tests.applying import LEAD, person

OPERATOR = "operator@example.com"
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def post(app) -> Staff:
    return staff.add(OPERATOR)


def code(post: Staff, at=None) -> str:
    return pyotp.TOTP(Staff.get_by_id(post.id).secret).at((at or now()).timestamp())


def test_the_first_proof_enrols_the_device_shown(client, post):
    client.sign_in(OPERATOR)
    page = client.get("/staff/proof/").page
    secret = page.select_one("strong.key").get_text()
    response = client.post("/staff/proof/", data={"code": pyotp.TOTP(secret).now()})

    assert response.status_code == 303
    assert Staff.get_by_id(post.id).enrolled_at
    assert not client.get("/staff/proof/").page.select("strong.key")


def test_a_code_opens_once_and_only_while_it_is_shown(app, post):
    session = accounts.session_of(accounts.open_session(person(OPERATOR), now()))
    staff.device(post)
    at = now()
    late = at - timedelta(minutes=2)
    for wrong in ("000000" if code(post, at) != "000000" else "111111", code(post, late)):
        with pytest.raises(staff.WrongDeviceCode):
            staff.verify_code(post, session, wrong, at)
    right = code(post, at)
    staff.verify_code(post, session, right, at)
    with pytest.raises(staff.WrongDeviceCode):
        staff.verify_code(post, session, right, at)


@pytest.mark.parametrize("steps", range(-2, 3))
def test_a_device_may_be_half_a_minute_off_either_way(app, post, steps):
    session = accounts.session_of(accounts.open_session(person(OPERATOR), now()))
    staff.device(post)
    at = datetime(2026, 11, 30, 12, tzinfo=config.KST)

    def proves() -> bool:
        with suppress(staff.WrongDeviceCode):
            staff.verify_code(post, session, code(post, at + timedelta(seconds=30 * steps)), at)
        return Session.get().verified_at == at

    assert proves() is (abs(steps) < 2)


def test_what_is_no_code_is_explained_by_the_app_and_not_by_mail(client, post):
    client.sign_in(OPERATOR)
    said = client.post("/staff/proof/", data={"code": "abc"}).page.main.get_text()

    assert "숫자 여섯 자리입니다. 지금 0자리" in said
    assert "메일을 보고" not in said


def test_a_wrong_code_is_explained_beside_the_field(client, post):
    client.sign_in(OPERATOR)
    response = client.post("/staff/proof/", data={"code": "12345"})
    assert response.status_code == 422
    assert "여섯 자리" in response.page.select_one("#code-error").get_text()


def test_a_proof_lasts_a_working_day_and_only_in_its_session(app, post):
    session = accounts.session_of(accounts.open_session(person(OPERATOR), now()))
    assert staff.roles(post, session, now()) == {Role.STAFF}
    at = now()
    Session.update(verified_at=at).where(Session.id == session.id).execute()
    session = Session.get_by_id(session.id)
    assert staff.roles(post, session, at) == {Role.LEAD_AGENCY}
    assert staff.roles(post, session, at + timedelta(hours=11.9)) == {Role.LEAD_AGENCY}
    assert staff.roles(post, session, at + timedelta(hours=12)) == {Role.STAFF}
    other = accounts.session_of(accounts.open_session(person(OPERATOR), now()))
    assert staff.roles(post, other, now()) == {Role.STAFF}
    assert staff.roles(post, None, now()) == staff.roles(None, session, at) == set()


def test_an_agencys_post_is_no_lead_agencys(app):
    post = staff.add("agency@example.com", "women")
    session = accounts.session_of(accounts.open_session(person("agency@example.com"), now()))
    session.verified_at = now()
    assert staff.roles(post, session, now()) == {Role.AGENCY}
    with pytest.raises(staff.UnknownAgency):
        staff.add("agency@example.com", "nowhere")


def test_an_ended_post_opens_nothing_and_signs_its_holder_out(client, post):
    client.sign_in(OPERATOR, proved=True)
    assert staff.end(OPERATOR)
    assert staff.post_of(person(OPERATOR)) is None
    assert client.get("/staff/proof/").status_code == 303
    client.sign_in(OPERATOR)
    assert not staff.end(OPERATOR)
    assert not accounts.live_sessions(person(OPERATOR), now()), "whoever held one is signed out all the same"
    assert not staff.end("nobody@example.com")


def test_posts_held_now_are_listed_the_lead_agencys_first(app):
    for email, agency in (("w@example.com", "women"), ("i@example.com", "innobiz"), ("gone@example.com", None)):
        staff.add(email, agency)
    staff.end("gone@example.com")
    staff.add(OPERATOR)
    staff.add("second@example.com", "innobiz")

    listed = [OPERATOR, "i@example.com", "second@example.com", "w@example.com"]
    assert [row.person.email for row in staff.posts()] == listed


def test_no_evaluator_becomes_an_officer_and_who_was_one_is_signed_out(app, client):
    client.sign_in("officer@example.com")
    who = person("officer@example.com")
    with writing():
        held = evaluators.add(who, None)
    with pytest.raises(staff.IsEvaluator):
        staff.add("officer@example.com")
    assert staff.post_of(who) is None

    Evaluator.update(ended_at=now()).where(Evaluator.id == held.id).execute()
    client.sign_in("plain@example.com")
    staff.add("officer@example.com")
    staff.add("plain@example.com")

    assert not accounts.live_sessions(who, now()), "the device proves another post"
    assert accounts.live_sessions(person("plain@example.com"), now())


def test_whom_nobody_knows_evaluates_nothing(app):
    Evaluator.create(person=None)

    assert not staff.evaluates(None)


def test_two_different_officers_of_the_lead_agency_agree(app, post):
    other, agency = "second@example.com", "agency@example.com"
    staff.add(other)
    staff.add(agency, "women")

    assert staff.two_officers([OPERATOR, other]) == [person(OPERATOR), person(other)]
    assert [each.person for each in staff.officers()] == [person(OPERATOR), person(other)]
    ended = "ended@example.com"
    staff.add(ended)
    staff.end(ended)
    for named in ([OPERATOR], [OPERATOR, OPERATOR], [OPERATOR, other, other], [OPERATOR, agency], [OPERATOR, ended]):
        with pytest.raises(staff.NotTwoOfficers):
            staff.two_officers(named)


def test_a_decision_is_made_by_who_holds_a_post_that_may(app, post):
    staff.add("agency@example.com", "women")
    staff.require_post(person(OPERATOR), None)
    staff.require_post(person("agency@example.com"), "women", None)
    staff.end(OPERATOR)
    for who, agencies in ((OPERATOR, (None,)), ("agency@example.com", (None,)), ("nobody@example.com", ("women",))):
        with pytest.raises(NotNow):
            staff.require_post(person(who), *agencies)


def test_the_log_is_narrowed_to_an_officer_and_to_days_in_korea(app, post):
    other = staff.add("second@example.com")
    midnight = datetime(2026, 11, 30, tzinfo=config.KST)
    for who, what, at in (
        (OPERATOR, "전날", midnight - timedelta(hours=1)),
        (OPERATOR, "그날", midnight),
        ("second@example.com", "동료", midnight),
    ):
        with time_machine.travel(at, tick=False):
            staff.log_access(person(who), what, "심사")

    def found(**narrowed) -> list[str]:
        return [row.what for row in staff.access_log(person(OPERATOR), **narrowed)]

    assert found() == ["동료", "그날", "전날"]
    assert found(since=midnight.date()) == ["동료", "그날"]
    assert found(post=post.id) == ["그날", "전날"]
    assert found(post=other.id) == ["동료"]
    assert found(words="심사 그") == ["그날"]


def test_what_an_evaluator_read_stays_in_the_log_when_its_application_is_gone(app, application):
    read = {"person": person("expert@example.com"), "why": "평가", "evaluates": True}
    AccessLog.create(application=application, what="내 과제", **read)
    AccessLog.create(application=None, what="지워진 과제", **read)

    assert [row.what for row in staff.access_log(person(LEAD))] == ["지워진 과제"], "who takes part in the other"
    assert staff.access_log(person(OPERATOR)).count() == 2


def test_the_mail_of_the_day_is_chosen_by_each_officer(app, post):
    other = staff.add("second@example.com")
    staff.choose_digest(post, True)

    assert [Staff.get_by_id(each.id).digest for each in (post, other)] == [True, False]
    staff.choose_digest(post, False)
    assert not Staff.get_by_id(post.id).digest


def test_a_device_not_yet_proved_is_known_to_no_browser(app, post):
    staff.device(post)

    assert not staff.proved_in(staff.proof_mark(post), post)


def test_a_look_is_logged_with_whose_and_why(app, post):
    staff.log_access(person(OPERATOR), "연락처", "승인 심사")
    row = AccessLog.get()
    assert (row.person, row.what, row.why) == (person(OPERATOR), "연락처", "승인 심사")


def test_a_page_drawn_again_within_ten_minutes_is_the_same_look(app, application):
    officer, start = person(OPERATOR), now()
    looks = []
    for later in (timedelta(), timedelta(minutes=10) - INSTANT, timedelta(minutes=10)):
        with time_machine.travel(start + later, tick=False):
            staff.log_look(officer, "제출 내용", "검토", application)
        looks.append(AccessLog.select().where(AccessLog.person == officer).count())

    assert looks == [1, 1, 2]


def test_a_reason_to_take_documents_holds_for_twelve_hours(app, application):
    officer, start = person(OPERATOR), now()
    for minutes, why in ((0, "회의 자료"), (1, "감사")):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            staff.log_access(officer, staff.TAKING, why, application=application)
    over = start + timedelta(hours=12, minutes=1)

    assert staff.reason_to_take(officer, application, over - INSTANT) == "감사"
    assert staff.reason_to_take(officer, application, over) == ""


def wrong_for(post: Staff, at) -> str:
    known = {code(post, at + timedelta(seconds=30 * step)) for step in (-1, 0, 1)}
    return next(guess for guess in ("000000", "111111", "222222", "333333") if guess not in known)


def test_wrong_proofs_are_counted_by_post_from_whatever_browser(app, post):
    sessions = [accounts.session_of(accounts.open_session(person(OPERATOR), now())) for _ in range(5)]
    staff.device(post)
    at = now()
    for session in sessions:
        with pytest.raises(staff.WrongDeviceCode):
            staff.verify_code(post, session, wrong_for(post, at), at)

    counted = Staff.get_by_id(post.id)
    assert (counted.tries, counted.known_tries) == (5, 0)
    with pytest.raises(staff.TooManyDeviceCodes) as many:
        staff.verify_code(post, sessions[0], code(post, at), at)
    assert many.value.wait == timedelta(minutes=5)
    later = at + timedelta(minutes=5)
    staff.verify_code(post, sessions[0], code(post, later), later)
    assert Staff.get_by_id(post.id).tries == 0


def test_a_guesser_has_few_tries_a_day_and_the_wait_grows(app, post):
    session = accounts.session_of(accounts.open_session(person(OPERATOR), now()))
    staff.device(post)
    at, waits = now(), []
    while len(waits) < 12:
        try:
            staff.verify_code(post, session, wrong_for(post, at), at)
        except staff.TooManyDeviceCodes as many:
            waits.append(many.wait)
            at += many.wait
        except staff.WrongDeviceCode:
            continue

    assert [wait // timedelta(minutes=1) for wait in waits[:4]] == [5, 10, 20, 40]
    assert waits[-1] == timedelta(days=1)
    staff.verify_code(post, session, code(post, at), at)
    assert staff.add(OPERATOR).tries == 0


def test_a_clock_put_back_bars_no_longer_than_a_day(app, post):
    Staff.update(barred_until=now() + timedelta(days=400)).execute()

    assert staff.locked_for(post, now()) == timedelta(days=1)


def test_many_threads_get_no_more_tries(app, post):
    session = accounts.session_of(accounts.open_session(person(OPERATOR), now()))
    staff.device(post)
    at, wrong = now(), []

    def guess():
        with db.connection_context():
            try:
                staff.verify_code(post, session, wrong_for(post, at), at)
            except (staff.WrongDeviceCode, staff.TooManyDeviceCodes) as error:
                wrong.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong.count(staff.WrongDeviceCode) == 5


def test_a_barred_post_is_told_how_long(client, post):
    client.sign_in(OPERATOR)
    client.get("/staff/proof/")
    for _ in range(5):
        assert client.post("/staff/proof/", data={"code": wrong_for(post, now())}).status_code == 422

    response = client.post("/staff/proof/", data={"code": code(post)})

    assert response.status_code == 429
    assert "5분 뒤에" in response.page.select_one("#code-error").get_text()
    assert 290 < int(response.headers["Retry-After"]) <= 301


def test_a_device_set_up_anew_ends_what_was_proved_before(client, post):
    client.sign_in(OPERATOR, proved=True)
    assert client.get("/staff/").status_code == 200
    staff.add(OPERATOR)

    assert client.get("/staff/").status_code == 303
    assert not accounts.live_sessions(person(OPERATOR), now())


def test_who_gets_a_first_post_stays_signed_in(client, app):
    client.sign_in("plain@example.com")
    staff.add("plain@example.com", "women")

    assert accounts.live_sessions(person("plain@example.com"), now())
